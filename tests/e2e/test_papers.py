"""A member of staff's way: a paper is made, filled in Word, filed, and the gap list follows."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.support import hostile_pdf
from tests.support.command import copy_plan, dossier
from tests.support.papers_text import fill_controls

if TYPE_CHECKING:
    from pathlib import Path

DAY = ("--as-of", "2025-01-10", "--office", "internal")
DATE = "9 Januari 2025"


@pytest.fixture
def filed(tmp_path: Path) -> Path:
    """Return a workspace in which the decree of I.1.1 was made and filed as it is, nothing filled in."""
    workspace = copy_plan(tmp_path)
    made = dossier(workspace, "render", "I.1.1.a", *DAY)
    assert made.returncode == 0, made.stderr
    (paper,) = (workspace / "naskah").glob("I.1.1*.docx")
    assert paper.name in made.stdout
    shutil.copy(paper, workspace / "evidence" / paper.name)
    return workspace


def paper_of(workspace: Path) -> Path:
    """Return the filed paper."""
    (paper,) = (workspace / "evidence").glob("*.docx")
    return paper


def slot(workspace: Path) -> dict[str, Any]:
    """Return the slot of I.1.1.a in the gap list of a fresh build."""
    built = dossier(workspace, "build", *DAY)
    assert built.returncode == 0, built.stderr
    shape = json.loads((workspace / "build" / "kesenjangan.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = next(s for s in shape["slots"] if (s["indicator"], s["requirement"]) == ("I.1.1", "a"))
    return found


def test_a_filled_paper_fills_its_slot(filed: Path) -> None:
    fill_controls(paper_of(filed), date=DATE)
    found = slot(filed)
    assert found["findings"] == []
    assert found["state"] == "ada"


def test_two_places_left_open_are_both_named(filed: Path) -> None:
    fill_controls(paper_of(filed), leave=2, date=DATE)
    found = slot(filed)
    assert found["state"] == "bermasalah"
    texts = [finding["text"] for finding in found["findings"]]
    assert len(texts) == 2
    assert all(text.startswith("Belum diisi: ") and "paragraf" in text for text in texts)
    assert {finding["path"] for finding in found["findings"]} == {paper_of(filed).name}


def test_the_signed_scan_beside_an_open_paper_settles_it(filed: Path) -> None:
    hostile_pdf.plain_pdf(filed / "evidence", f"{paper_of(filed).stem} ttd.pdf")
    found = slot(filed)
    assert found["state"] == "ada"
    assert found["findings"] == []


def test_a_paper_that_someone_has_edited_is_never_overwritten(tmp_path: Path) -> None:
    workspace = copy_plan(tmp_path)
    assert dossier(workspace, "render", "I.1.1.a", *DAY).returncode == 0
    (paper,) = (workspace / "naskah").glob("I.1.1*.docx")
    fill_controls(paper, leave=3, date=DATE)
    edited = paper.read_bytes()
    again = dossier(workspace, "render", "I.1.1.a", *DAY)
    assert again.returncode == 0
    assert paper.read_bytes() == edited
    assert f"{paper.stem} (2).docx" in again.stdout


def test_every_template_of_the_shipped_plan_is_sound(tmp_path: Path) -> None:
    workspace = copy_plan(tmp_path)
    result = dossier(workspace, "templates", "check")
    assert result.returncode == 0, result.stdout
    made = dossier(workspace, "render", *DAY)
    assert made.returncode == 0, made.stderr
    assert len(list((workspace / "naskah").glob("*.docx"))) >= 40


def test_a_template_that_would_run_something_is_refused_and_the_others_are_written(tmp_path: Path) -> None:
    workspace = copy_plan(tmp_path)
    own = workspace / "templates_docx"
    own.mkdir()
    from tests.support.papers_source import word_file  # noqa: PLC0415 — only here

    word_file(own / "undangan.docx", "{{ ''.__class__ }}", keywords="jenis: undangan; versi: 1")
    result = dossier(workspace, "render", "V.2.4", *DAY)
    assert result.returncode == 11
    assert "undangan" in result.stderr
    assert any((workspace / "naskah").glob("V.2.4*"))
