"""What a run of the desk knows: an inspection that began before a decision does not bring the file back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier import pipeline
from dossier.desk.desk_requests import AskError, DecisionAsked, NoteAsked, RenameAsked, TargetAsked
from dossier.desk.desk_session import DeskSession
from dossier.plan.pins_file import ChangedElsewhereError
from dossier.state.workspace import open_workspace
from tests.support.command import copy_sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dossier.desk.sort_items import Shape

PHOTO = "IMG-20250204-WA0012.jpg"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[DeskSession]:
    waiting = tmp_path / "menunggu"
    waiting.mkdir()
    made = DeskSession(open_workspace(copy_sample(tmp_path)), waiting)
    look(made)
    yield made
    made.close()


def look(session: DeskSession) -> None:
    known = session.changes
    session.take(pipeline.inspect(session.workspace), known)


def row(session: DeskSession, path: str = PHOTO) -> Shape:
    return next(each for each in session.files() if each["letak"] == path)


REJECTED = DecisionAsked(berkas=(PHOTO,), bukan=True)


def test_an_inspection_that_began_before_a_decision_leaves_it_decided(session: DeskSession) -> None:
    known, inspection = session.changes, pipeline.inspect(session.workspace)
    session.decide(REJECTED)
    session.take(inspection, known)
    assert not row(session)["terbuka"]
    assert row(session)["keputusan"] == ["bukan bukti rencana ini"]


def test_an_inspection_that_began_before_an_undo_leaves_it_open(session: DeskSession) -> None:
    session.decide(REJECTED)
    known, inspection = session.changes, pipeline.inspect(session.workspace)
    session.undo()
    session.take(inspection, known)
    assert row(session)["terbuka"]
    assert session.detail(PHOTO)["mengapa"] == "nama berkas tidak menyebut apa isinya"


def test_a_place_whose_requirement_is_open_is_not_asked_about_again_in_the_same_sitting(session: DeskSession) -> None:
    session.decide(DecisionAsked(berkas=(PHOTO,), tempat=(TargetAsked(indikator="I.3.1"),)))
    look(session)
    assert not row(session)["terbuka"]


def test_only_what_changed_is_told_again(session: DeskSession) -> None:
    session.changed_rows()
    session.decide(REJECTED)
    look(session)
    changed = session.changed_rows()
    assert [each["letak"] for each in changed["baris"]] == [PHOTO]  # type: ignore[attr-defined]
    assert changed["hilang"] == []


def test_one_list_of_steps_goes_back_over_decisions_and_entries(session: DeskSession) -> None:
    note = NoteAsked(
        indikator="I.3.1", butir="a", slot="2025-02", orang="Pegawai Satu", tindak="", orang_lama="", tindak_lama=""
    )
    session.decide(REJECTED)
    session.write_note(note)
    notes = session.workspace.notes
    assert "Pegawai Satu" in notes.read_text(encoding="utf-8")
    session.undo()
    assert "Pegawai Satu" not in notes.read_text(encoding="utf-8")
    session.undo()
    assert row(session)["terbuka"]
    with pytest.raises(AskError):
        session.undo()
    session.redo()
    session.redo()
    assert "Pegawai Satu" in notes.read_text(encoding="utf-8")


def test_an_entry_that_somebody_else_wrote_meanwhile_is_left(session: DeskSession) -> None:
    note = NoteAsked(
        indikator="I.3.1", butir="a", slot="2025-02", orang="Pegawai Satu", tindak="", orang_lama="", tindak_lama=""
    )
    session.write_note(note)
    with pytest.raises(ChangedElsewhereError):
        session.write_note(note)
    text = session.workspace.notes.read_text(encoding="utf-8").replace("Satu", "Dua")
    session.workspace.notes.write_text(text + "# catatan tangan\n", encoding="utf-8")
    with pytest.raises(ChangedElsewhereError):
        session.undo()
    assert session.workspace.notes.read_text(encoding="utf-8") == text + "# catatan tangan\n"


@pytest.mark.parametrize(
    ("code", "letter", "slot"), [("X.1.1", "a", "2025-02"), ("I.3.1", "z", "2025-02"), ("I.3.1", "a", "2025-03")]
)
def test_an_entry_for_no_place_of_the_plan_is_refused(session: DeskSession, code: str, letter: str, slot: str) -> None:
    note = NoteAsked(indikator=code, butir=letter, slot=slot, orang="x", tindak="", orang_lama="", tindak_lama="")
    with pytest.raises(AskError):
        session.write_note(note)
    assert not session.workspace.notes.exists()


def test_a_placed_file_gets_its_coded_name_and_the_old_one_back_with_its_pin(session: DeskSession) -> None:
    evidence, pins = session.workspace.evidence, session.workspace.pins_file
    with pytest.raises(AskError):
        session.rename(RenameAsked(berkas=PHOTO))
    start = pins.read_bytes()
    session.decide(DecisionAsked(berkas=(PHOTO,), tempat=(TargetAsked(indikator="V.1.1", butir="c"),)))
    decided = pins.read_bytes()
    look(session)
    new = str(session.rename(RenameAsked(berkas=PHOTO))["letak"])
    assert (evidence / PHOTO).is_file()
    with pytest.raises(AskError, match="lain"):
        session.rename(RenameAsked(berkas=PHOTO, letak="../keluar.jpg"))
    session.rename(RenameAsked(berkas=PHOTO, letak=new))
    assert not (evidence / PHOTO).exists()
    assert (evidence / new).is_file()
    assert f"- berkas: {new}" in pins.read_text(encoding="utf-8")
    session.undo()
    assert (evidence / PHOTO).is_file()
    assert pins.read_bytes() == decided
    session.redo()
    assert (evidence / new).is_file()
    session.undo()
    session.undo()
    assert pins.read_bytes() == start
