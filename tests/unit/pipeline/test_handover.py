"""Handing an edition over: refused where it is not today's, remembered, and told of in the next one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from dossier import pipeline, state
from dossier.errors import OutputError
from dossier.model import Audience
from dossier.plan import load_handovers
from dossier.project import Project
from tests.support.hostile_pdf import plain_pdf
from tests.support.workspaces import made

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dossier.state.workspace import Workspace

DAY = dt.date(2025, 7, 10)
CHAPTER = "Yang berubah sejak edisi yang Saudara terima"


@pytest.fixture
def workspace(copied: Callable[[Path], Workspace], tmp_path: Path) -> Workspace:
    """Return a built workspace: its dossier is the one for TPI."""
    return copied(tmp_path / "w")


def chapter(workspace: Workspace) -> str:
    """Return the text of the page with the changes; empty where there is none."""
    with pypdfium2.PdfDocument(workspace.bundle) as document:
        for page in document:
            text = str(page.get_textpage().get_text_range())
            if CHAPTER in text and "Edisi yang diserahkan kepada" in text:
                return text
    return ""


def test_an_edition_that_is_not_there_is_refused_with_the_command_that_makes_it(workspace: Workspace) -> None:
    with pytest.raises(OutputError) as raised:
        pipeline.hand_over(workspace, Audience.TPN, "TPN", DAY)
    assert "dossier build --untuk tpn" in (raised.value.hint or "")
    assert not workspace.handovers.exists()


def test_an_edition_older_than_its_evidence_is_refused(workspace: Workspace) -> None:
    plain_pdf(workspace.evidence, "I.1.1 Baru.pdf")
    with pytest.raises(OutputError, match="bukti"):
        pipeline.hand_over(workspace, Audience.TPI, "TPI", DAY)
    assert not workspace.handovers.exists()


def test_a_dossier_that_somebody_changed_is_refused(workspace: Workspace) -> None:
    workspace.bundle.write_bytes(workspace.bundle.read_bytes() + b"%")
    with pytest.raises(OutputError, match=r"dossier\.pdf"):
        pipeline.hand_over(workspace, Audience.TPI, "TPI", DAY)


def test_one_edition_can_be_handed_to_several(workspace: Workspace) -> None:
    first = pipeline.hand_over(workspace, Audience.TPI, "TPI Satu", DAY)
    second = pipeline.hand_over(workspace, Audience.TPI, "TPI Dua", DAY)
    again = pipeline.hand_over(workspace, Audience.TPI, "TPI Dua", DAY)
    assert (first.is_new, second.is_new, again.is_new) == (True, True, False)
    record = state.load(workspace.build)
    assert record is not None
    assert [each.receiver for each in load_handovers(workspace.handovers)] == ["TPI Satu", "TPI Dua"]
    assert {each.register for each in load_handovers(workspace.handovers)} == {record.outputs["register.csv"]}


def test_the_next_edition_says_what_changed_and_the_same_inputs_make_the_same_bytes(workspace: Workspace) -> None:
    assert chapter(workspace) == ""
    pipeline.hand_over(workspace, Audience.TPI, "TPI Satu", DAY)
    assert made(workspace).why == ("catatan serah terima",)
    assert "Tidak ada yang berubah." in chapter(workspace)
    evidence = sorted(path for path in workspace.evidence.rglob("*.pdf"))
    evidence[0].unlink()
    plain_pdf(workspace.evidence, "tambahan baru.pdf", pages=3)
    made(workspace)
    said = chapter(workspace)
    assert "TPI Satu" in said
    assert "1 ditambahkan" in said
    assert "tambahan baru.pdf" in said
    assert "1 ditarik" in said
    before = workspace.bundle.read_bytes()
    made(workspace, force=True)
    assert workspace.bundle.read_bytes() == before


def test_contents_that_are_lost_are_told_and_leave_the_chapter_out(workspace: Workspace) -> None:
    pipeline.hand_over(workspace, Audience.TPI, "TPI Satu", DAY)
    for path in workspace.handed.iterdir():
        path.unlink()
    made(workspace)
    assert chapter(workspace) == ""
    assert "serah_terima_tanpa_isi" in (workspace.build / "temuan.json").read_text(encoding="utf-8")


def test_the_paper_names_receiver_day_and_edition_and_is_never_overwritten(workspace: Workspace) -> None:
    project = Project(workspace)
    done = project.hand_over("tpi", "TPI Satu", DAY)
    (paper,) = project.render_handover(done).papers
    assert paper.path.name == "Berita acara serah terima dossier TPI Satu 2025-07-10.docx"
    paper.path.write_bytes(paper.path.read_bytes() + b"disunting")
    (second,) = project.render_handover(done).papers
    assert second.path != paper.path
    assert paper.path.read_bytes().endswith(b"disunting")
