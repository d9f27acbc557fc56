"""`dossier clean` removes only what dossier made, and only after everything that people typed is safe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.audit.gap_columns import FOLLOW_UP, GAP_SHEET, PRINTED
from dossier.audit.status import StaffNote
from dossier.errors import OutputError
from dossier.pipeline.clear import carry_drafts, clear
from dossier.plan import read_notes
from tests.support.workbooks import FIRST, change, column_of, fill, workbook_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

    from dossier.state.workspace import Workspace


@pytest.fixture(name="workspace")
def fixture_workspace(tmp_path: Path) -> Workspace:
    return workbook_workspace(tmp_path)


def test_entries_that_no_command_has_read_are_taken_in_before_anything_goes(workspace: Workspace) -> None:
    fill(workspace.workbook, 2, {FOLLOW_UP: "minta ulang"})
    cleared = clear(workspace)
    assert not workspace.build.exists()
    assert read_notes(workspace.notes) == {FIRST: StaffNote(follow_up="minta ulang")}
    assert cleared.told == ("1 isian dari buku kerja disimpan di plan/tindak-lanjut.yaml",)


def test_a_workbook_that_cannot_be_read_stops_everything(workspace: Workspace) -> None:
    workspace.workbook.write_bytes(b"PK\x03\x04 rusak")
    before = {path for path in workspace.build.rglob("*") if path.name != ".kunci"}
    with pytest.raises(OutputError, match="tidak ada yang dihapus"):
        clear(workspace)
    assert before <= set(workspace.build.rglob("*"))


def test_a_plan_file_that_cannot_be_read_stops_everything(workspace: Workspace) -> None:
    fill(workspace.workbook, 2, {FOLLOW_UP: "minta ulang"})
    workspace.notes.write_text("isian: [\n", encoding="utf-8")
    with pytest.raises(Exception, match="tidak dapat dipakai"):
        clear(workspace)
    assert workspace.workbook.is_file()


def test_what_dossier_did_not_write_or_a_person_changed_stays(workspace: Workspace) -> None:
    own = ("catatan saya.docx", "kesenjangan-lama.xlsx", "templat saya.docx")
    for name in own:
        (workspace.build / name).write_bytes(b"isi")
    assert clear(workspace).left == own
    assert sorted(path.name for path in workspace.build.iterdir()) == list(own)


def test_a_book_that_holds_more_than_entries_is_moved_to_the_archive(workspace: Workspace) -> None:
    change(workspace.workbook, lambda book: book.create_sheet("Rapat").append(["agenda"]))
    older = workspace.build / "kesenjangan-0123abcd.xlsx"
    older.write_bytes(b"buku lama")
    data = workspace.workbook.read_bytes()
    told = " ".join(clear(workspace).told)
    kept = {path.name: path.read_bytes() for path in workspace.archive.iterdir()}
    assert kept.pop(older.name) == b"buku lama"
    assert list(kept.values()) == [data]
    assert all(f"plan/arsip/{name}" in told for name in (older.name, *kept))


def test_drafts_of_an_earlier_version_are_copied_once_and_nothing_newer_is_replaced(workspace: Workspace) -> None:
    old, new = workspace.old_papers, workspace.papers
    old.mkdir()
    new.mkdir()
    (old / "I.1.1 SK.docx").write_bytes(b"disunting dahulu")
    (new / "I.1.1 SK.docx").write_bytes(b"yang baru")
    (told,) = carry_drafts(workspace)
    assert "1 naskah" in told
    assert carry_drafts(workspace) == ()
    assert (new / "I.1.1 SK.docx").read_bytes() == b"yang baru"
    (new / "I.1.1 SK (lama).docx").write_bytes(b"disunting lagi")
    clear(workspace)
    drafts = {path.name: path.read_bytes() for path in new.glob("*.docx")}
    assert drafts == {"I.1.1 SK.docx": b"yang baru", "I.1.1 SK (lama).docx": b"disunting lagi"}
    assert not workspace.build.exists()


def test_a_workspace_of_an_earlier_version_is_carried_over_with_a_copy_of_its_book(workspace: Workspace) -> None:
    def how(book: Workbook) -> None:
        book[GAP_SHEET].delete_cols(column_of(book[GAP_SHEET], PRINTED))

    change(workspace.workbook, how)
    fill(workspace.workbook, 2, {FOLLOW_UP: "isian lama"})
    workspace.remarks.write_text("- {indikator: I.1.1, butir: a, slot: 2025-03, catatan: lama}\n", encoding="utf-8")
    told = clear(workspace).told
    assert read_notes(workspace.notes)[FIRST].follow_up == "isian lama"
    assert workspace.remarks.read_text(encoding="utf-8").startswith("format: 2\ncatatan:\n- {indikator: I.1.1")
    assert sorted(path.stem.rpartition("-")[0] for path in workspace.archive.iterdir()) == [
        "catatan-tpi",
        "kesenjangan",
    ]
    assert any("susunan baru" in line for line in told)
