"""What a command is asked for and nobody has is a usage error that names the nearest right value."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import click
import pytest

from dossier.cli import options
from dossier.cli.main import run
from dossier.errors import ExitCode
from tests.support.small_plan import small_plan
from tests.support.workspaces import small_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.state.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return small_workspace(tmp_path_factory.mktemp("kecil"))


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        (("render", "Z"), "Pilih dari area I"),
        (("render", "i.1.1"), "I.1.1"),
        (("render", "I.1.1.z"), "I.1.1."),
        (("render", "--period", "Maret"), "2025-03"),
        (("render", "--period", "2025-3"), "2025-03"),
        (("render", "--period", "03/2025"), "2025-03"),
        (("render", "--period", "2031-03"), "2025-03"),
        (("render", "--period", "kapan-kapan"), "2025-01"),
        (("render", "--period", "9" * 5000), "bukan bulan"),  # more digits than int() takes
        (("render", "--templat", "surat-pengantr"), "surat-pengantar"),
        (("explain", "Z"), "tidak ada"),
        (("explain", "I.9.9"), "Kode terdekat: I.2.1"),
        (("explain", "scan001.jpg"), "scan0001.jpg"),
        (("adopt", "scan001.jpg"), "scan0001.jpg"),
        (("adopt", "folder tidak ada"), "dossier scan"),
        (("gaps", "--format", "xls"), "xlsx"),
        (("bild",), "build"),
        (("gaps", "--fromat", "json"), "--format"),
    ],
)
def test_an_unknown_value_is_a_usage_error_with_the_nearest_right_one(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], nearest: str
) -> None:
    assert run(["-C", str(workspace.root), *words]) == ExitCode.USAGE
    printed = capsys.readouterr()
    assert nearest in printed.err
    assert not printed.out
    assert not workspace.papers.exists()


@pytest.mark.parametrize("words", [("explain", "I.1.1"), ("explain", "scan0001.jpg"), ("adopt", "scan0001.jpg")])
def test_what_is_known_is_answered(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert run(["-C", str(workspace.root), *words]) == ExitCode.DONE
    assert capsys.readouterr().out


def test_every_code_of_the_plan_and_every_month_of_its_year_is_taken() -> None:
    plan = small_plan()
    indicator = plan.indicators[0]
    area = plan.areas[0]
    options.require_codes(
        plan, (area.code, area.components[0].code, indicator.code, f"{indicator.code}.{indicator.requirements[0].id}")
    )
    for month in range(1, 13):
        options.require_period(plan, f"{plan.year}-{month:02d}")


def test_a_month_without_a_year_that_is_said_twice_is_not_guessed() -> None:
    with pytest.raises(click.UsageError, match="bukan bulan"):
        options.require_period(small_plan(), "Maret dan April")


def test_a_folder_of_the_evidence_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small_workspace(tmp_path).root
    (root / "evidence" / "lain").mkdir()
    shutil.move(root / "evidence" / "scan0001.jpg", root / "evidence" / "lain" / "scan0001.jpg")
    assert run(["-C", str(root), "adopt", "lain/"]) == ExitCode.DONE
    assert "diusulkan" in capsys.readouterr().out


def test_places_are_taken_before_the_command_and_after_build(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = small_workspace(tmp_path / "unit").root
    assert run(["-C", str(root), "--out", str(tmp_path / "a"), "--jobs", "1", "scan"]) == 0
    assert not (root / "build").exists()
    arguments = ["build", "--office", "internal", "--out", str(tmp_path / "b"), "--cache", str(tmp_path / "c")]
    assert run(["-q", "-C", str(root), "--out", str(tmp_path / "a"), *arguments]) == 0
    assert (tmp_path / "b" / "dossier.pdf").is_file()
    assert not (tmp_path / "a" / "dossier.pdf").exists()
    assert any((tmp_path / "c" / "bagian").iterdir())
    capsys.readouterr()
