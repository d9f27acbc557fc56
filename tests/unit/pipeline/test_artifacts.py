"""Reports of extensions: written where their names allow it, and told of where they fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from dossier.pipeline import artifacts
from dossier.state.entry_points import EntryPoint

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dossier.audit.assessment import Assessment

ASSESSMENT = cast("Assessment", object())


class Fine:
    """Writes a file."""

    name = "ringkas.txt"

    def write(self, _assessment: Assessment, path: Path) -> None:
        """Write it."""
        path.write_text("isi", encoding="utf-8")


class Broken(Fine):
    """Leaves half a folder."""

    name = "setengah"

    def write(self, _assessment: Assessment, path: Path) -> None:
        """Write one of two files."""
        path.mkdir()
        (path / "satu.txt").write_text("1", encoding="utf-8")
        raise ValueError("tidak ada yang kedua")


class Outside(Fine):
    """Has a name that leads out of the folder."""

    name = "../ringkas.txt"


class Ours(Fine):
    """Has a name of ours."""

    name = "temuan.json"


class Bundled(Fine):
    """Has a name like a volume."""

    name = "dossier-1.pdf"


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that installs classes of this module as reports."""

    def installing(*names: str) -> None:
        rest = {"group": "dossier.reports", "module": __name__, "distribution": "toy", "version": "1"}
        entries = tuple(EntryPoint(name=name.lower(), attribute=name, **rest) for name in names)
        monkeypatch.setattr("dossier.state.entry_points.installed", lambda _group: entries)

    return installing


def test_a_failing_report_leaves_nothing_and_the_next_one_is_written(
    install: Callable[..., None], tmp_path: Path
) -> None:
    install("Broken", "Fine")
    (finding,) = artifacts.write_installed(ASSESSMENT, tmp_path)
    assert (finding.code, finding.subject) == ("laporan_pengaya_gagal", "broken (toy 1)")
    assert "tidak ada yang kedua" in finding.text
    assert [path.name for path in tmp_path.iterdir()] == ["ringkas.txt"]


@pytest.mark.parametrize("name", ["Outside", "Ours", "Bundled", "Nowhere"])
def test_a_report_whose_name_cannot_be_used_is_refused(install: Callable[..., None], tmp_path: Path, name: str) -> None:
    install(name)
    assert len(artifacts.write_installed(ASSESSMENT, tmp_path)) == 1
    assert not list(tmp_path.iterdir())


def test_two_reports_of_one_name_do_not_overwrite_each_other(install: Callable[..., None], tmp_path: Path) -> None:
    install("Fine", "Fine")
    assert len(artifacts.write_installed(ASSESSMENT, tmp_path)) == 1
    assert (tmp_path / "ringkas.txt").read_text(encoding="utf-8") == "isi"
