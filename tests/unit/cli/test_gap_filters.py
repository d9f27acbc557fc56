"""`dossier gaps` for one person, one area, one month, in every form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from dossier.cli.main import run
from tests.support.command import copy_plan
from tests.support.hostile_pdf import plain_pdf

if TYPE_CHECKING:
    from pathlib import Path

ENTRIES = """\
format: 1
isian:
- indikator: I.3.1
  butir: a
  slot: 2025-06
  penanggung_jawab: Pegawai Satu
"""


@pytest.fixture(name="workspace")
def workspace_folder(tmp_path: Path) -> Path:
    """Return a workspace in which one slot is one person's."""
    copy_plan(tmp_path)
    (tmp_path / "plan" / "tindak-lanjut.yaml").write_text(ENTRIES, encoding="utf-8")
    return tmp_path


def gaps(workspace: Path, *arguments: str) -> int:
    return run(["-C", str(workspace), "gaps", "--as-of", "1 Juli 2025", *arguments])


def test_one_persons_list_holds_that_persons_slots_only(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gaps(workspace, "--orang", "pegawai satu", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [(slot["indicator"], slot["requirement"], slot["slot"]) for slot in told["slots"]] == [
        ("I.3.1", "a", "2025-06")
    ]
    assert told["only"] == "penanggung jawab pegawai satu"


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf", "ics"])
def test_every_form_takes_the_filters(workspace: Path, form: str) -> None:
    target = workspace / f"daftar.{form}"
    assert gaps(workspace, "--area", "V.4", "--bulan", "2025-06", "--format", form, "-o", str(target)) == 0
    assert target.stat().st_size


def test_who_what_and_when_the_plan_does_not_know_is_refused_with_the_nearest(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gaps(workspace, "--orang", "Pegawai Stu") == 2
    assert "Mungkin maksudnya Pegawai Satu" in capsys.readouterr().err
    assert gaps(workspace, "--area", "VII") == 2
    assert gaps(workspace, "--bulan", "Juni 2025") == 2
    assert "Tulis seperti 2025-06" in capsys.readouterr().err
    assert gaps(workspace, "--area", "V", "--format", "html") == 2


def test_strict_looks_at_the_chosen_rows_only(workspace: Path) -> None:
    assert gaps(workspace, "--orang", "Pegawai Satu", "--bulan", "2025-06", "--strict") == 3
    assert gaps(workspace, "--orang", "Pegawai Satu", "--bulan", "2025-12", "--strict") == 0


def test_a_persons_calendar_cancels_what_has_been_done_since(workspace: Path) -> None:
    target = workspace / "pegawai-satu.ics"
    wanted = ("--orang", "Pegawai Satu", "--format", "ics", "-o", str(target))
    assert gaps(workspace, *wanted) == 0
    first = target.read_text(encoding="utf-8").replace("\n ", "")  # long lines are folded
    assert first.count("STATUS:CONFIRMED") == 1
    assert "Pegawai Satu" in first
    assert "laporan/index.html" in first
    plain_pdf(workspace / "evidence", "I.3.1 a Undangan rapat monev ZI 2025-06.pdf")
    assert gaps(workspace, *wanted) == 0
    second = target.read_text(encoding="utf-8")
    assert (second.count("STATUS:CONFIRMED"), second.count("STATUS:CANCELLED")) == (0, 1)
