"""What people type into the workbook is in `plan/` after one command, and what they typed is never lost."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from dossier.audit.gap_columns import FOLLOW_UP, GAP_SHEET, PERSON, REMARK, REMARK_STATUS
from dossier.audit.status import AssessorNote, StaffNote
from dossier.errors import OutputError, PlanError
from dossier.pipeline.intake import import_remarks, take_in
from dossier.plan import read_notes, read_remarks
from dossier.reports import read_returned
from tests.support.small_plan import small_plan
from tests.support.workbooks import FIRST, SECOND, change, column_of, fill, rewrite, workbook_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

    from dossier.state.workspace import Workspace

OWN = "kesenjangan.xlsx"


@pytest.fixture(name="workspace")
def fixture_workspace(tmp_path: Path) -> Workspace:
    return workbook_workspace(tmp_path)


def codes(findings: tuple[object, ...]) -> list[str]:
    return [str(getattr(finding, "code", "")) for finding in findings]


def set_in_plan(workspace: Workspace, old: str, new: str) -> None:
    text = workspace.notes.read_text(encoding="utf-8")
    assert old in text
    workspace.notes.write_text(text.replace(old, new), encoding="utf-8")


def test_a_workbook_that_nobody_touched_writes_nothing(workspace: Workspace) -> None:
    assert take_in(workspace).told == ()
    assert list(workspace.notes.parent.iterdir()) == []


def test_what_was_typed_is_in_the_plan_folder_and_in_the_next_workbook(workspace: Workspace) -> None:
    fill(workspace.workbook, 2, {PERSON: "Pegawai Satu", FOLLOW_UP: "minta ulang:\nbesok"})
    fill(workspace.workbook, 3, {REMARK_STATUS: "perlu perbaikan", REMARK: "tanpa tanda tangan"})
    told = take_in(workspace).told
    assert read_notes(workspace.notes) == {FIRST: StaffNote(person="Pegawai Satu", follow_up="minta ulang:\nbesok")}
    said = AssessorNote(status="perlu perbaikan", text="tanpa tanda tangan", file=OWN)
    assert read_remarks(workspace.remarks) == {SECOND: (said,)}
    assert any("1 isian dari buku kerja disimpan" in line for line in told)
    before = workspace.notes.read_bytes(), workspace.remarks.read_bytes()
    rewrite(workspace)
    assert take_in(workspace).told == ()
    assert (workspace.notes.read_bytes(), workspace.remarks.read_bytes()) == before
    returned = read_returned(workspace.workbook)
    assert returned.notes[FIRST].follow_up == "minta ulang:\nbesok"
    assert returned.remarks[SECOND].text == "tanpa tanda tangan"


def test_versions_that_know_no_follow_up_file_stop_at_the_layout_of_the_remarks(workspace: Workspace) -> None:
    fill(workspace.workbook, 2, {PERSON: "Pegawai Satu"})
    take_in(workspace)
    text = workspace.remarks.read_text(encoding="utf-8")
    assert text.endswith("format: 2\ncatatan:\n")
    assert "dossier itu versi lama: perbarui" in text
    assert read_remarks(workspace.remarks) == {}


def test_an_entry_changed_in_the_plan_folder_wins_over_an_unchanged_workbook(workspace: Workspace) -> None:
    fill(workspace.workbook, 2, {FOLLOW_UP: "minta ulang"})
    rewrite(workspace)
    set_in_plan(workspace, "minta ulang", "sudah diterima")
    fill(workspace.workbook, 3, {FOLLOW_UP: "lain"})
    assert take_in(workspace).notes[FIRST].follow_up == "sudah diterima"


def test_an_entry_changed_in_the_workbook_wins_over_an_unchanged_plan_folder(workspace: Workspace) -> None:
    fill(workspace.workbook, 2, {FOLLOW_UP: "minta ulang"})
    rewrite(workspace)
    fill(workspace.workbook, 2, {FOLLOW_UP: "sudah diterima"})
    intake = take_in(workspace)
    assert intake.notes[FIRST] == StaffNote(follow_up="sudah diterima")
    fill(workspace.workbook, 2, {FOLLOW_UP: "sudah dipindai"})  # once more before the next build
    assert take_in(workspace).notes[FIRST] == StaffNote(follow_up="sudah dipindai")


def test_an_entry_changed_differently_in_both_is_kept_twice_and_told_until_someone_decides(
    workspace: Workspace,
) -> None:
    fill(workspace.workbook, 2, {FOLLOW_UP: "minta ulang"})
    rewrite(workspace)
    set_in_plan(workspace, "minta ulang", "dari plan")
    fill(workspace.workbook, 2, {FOLLOW_UP: "dari buku kerja"})
    intake = take_in(workspace)
    assert intake.notes[FIRST] == StaffNote(follow_up="dari plan", other_follow_ups=("dari buku kerja",))
    rewrite(workspace)
    assert read_notes(workspace.notes)[FIRST].other_follow_ups == ("dari buku kerja",)
    fill(workspace.workbook, 2, {FOLLOW_UP: "dari buku kerja"})  # typed again: that is the decision
    assert take_in(workspace).notes[FIRST] == StaffNote(follow_up="dari buku kerja")


def test_an_emptied_cell_empties_nothing_and_is_told(workspace: Workspace) -> None:
    fill(workspace.workbook, 2, {PERSON: "Pegawai Satu"})
    rewrite(workspace)
    fill(workspace.workbook, 2, {PERSON: ""})
    intake = take_in(workspace)
    assert intake.notes[FIRST].person == "Pegawai Satu"
    assert [finding.text for finding in intake.findings if "dikosongkan" in finding.text]


def test_comments_on_a_row_count_as_a_remark_without_the_name_of_the_account(workspace: Workspace) -> None:
    fill(workspace.workbook, 2, {}, comment="Nama Akun:\nlihat halaman 2")
    for _ in range(2):
        take_in(workspace)
        (said,) = read_remarks(workspace.remarks)[FIRST]
        assert (said.text, said.by, said.file) == ("lihat halaman 2", "", OWN)
        assert said.seen == (("Undangan.pdf", "0" * 64),)
    assert "Nama Akun" not in workspace.remarks.read_text(encoding="utf-8")


def test_what_is_not_understood_is_named_with_sheet_and_cell_and_the_book_is_kept(workspace: Workspace) -> None:
    def how(book: Workbook) -> None:
        sheet = book[GAP_SHEET]
        sheet.cell(1, sheet.max_column + 1).value = "Catatan Tim"
        sheet.cell(3, sheet.max_column).value = "isi kolom sendiri"
        sheet.cell(30, 3).value = "di bawah tabel"
        book.create_sheet("Rapat")["B2"] = "agenda"
        book["Matriks"]["B40"] = "catatan di matriks"
        sheet.cell(3, column_of(sheet, "Keadaan")).value = "sudah beres"

    change(workspace.workbook, how)
    fill(workspace.workbook, 1, {}, comment="komentar pada judul")
    intake = take_in(workspace)
    named = {finding.subject for finding in intake.findings if finding.code == "isian_tidak_diambil"}
    assert named == {"Kesenjangan!W1", "Kesenjangan!C30", "Rapat!B2", "Matriks!B40", "Kesenjangan!F3", "Kesenjangan!A1"}
    assert intake.keep


def test_filling_only_the_yellow_columns_keeps_no_second_book(workspace: Workspace) -> None:
    fill(workspace.workbook, 2, {PERSON: "Pegawai Satu"})
    assert not take_in(workspace).keep


def test_a_renamed_heading_is_named_with_the_heading_that_is_missed(workspace: Workspace) -> None:
    def how(book: Workbook) -> None:
        sheet = book[GAP_SHEET]
        column = column_of(sheet, REMARK)
        sheet.cell(1, column).value = "Catatan penilai"
        sheet.cell(2, column).value = "teks yang hilang diam-diam"

    change(workspace.workbook, how)
    intake = take_in(workspace)
    texts = [finding.text for finding in intake.findings]
    assert any("“Catatan penilai” tidak dikenal" in text and "teks yang hilang" in text for text in texts)
    assert any("kolom “Catatan TPI” tidak ada" in text for text in texts)
    assert intake.keep


def test_a_status_outside_the_list_is_named_and_kept(workspace: Workspace) -> None:
    fill(workspace.workbook, 2, {REMARK_STATUS: "kurang lengkap"})
    intake = take_in(workspace)
    assert codes(intake.findings) == ["status_tidak_dikenal"]
    assert intake.findings[0].subject == "Kesenjangan!K2"
    assert intake.remarks[FIRST][0].status == "kurang lengkap"


def test_a_plan_file_that_cannot_be_changed_safely_is_an_error_and_stays_as_it_is(workspace: Workspace) -> None:
    text = "isian: [{indikator: I.1.1, butir: a, slot: 2025-03, tindak_lanjut: x}]\n"
    workspace.notes.write_text(text, encoding="utf-8")
    fill(workspace.workbook, 2, {PERSON: "Pegawai Satu"})
    with pytest.raises(PlanError):
        take_in(workspace)
    assert workspace.notes.read_text(encoding="utf-8") == text


def test_a_damaged_copy_of_the_written_workbook_counts_as_none(workspace: Workspace) -> None:
    (copy,) = workspace.written_workbooks.iterdir()
    copy.write_bytes(copy.read_bytes()[:2000])
    fill(workspace.workbook, 2, {PERSON: "Pegawai Satu"})
    intake = take_in(workspace)
    assert intake.notes[FIRST].person == "Pegawai Satu"
    assert intake.findings == ()


@pytest.mark.parametrize("data", [b"", b"[]", b'{"schema":"dossier.isian/1","rows":{"x":3}}', b"\xff"])
def test_a_damaged_memory_of_what_was_taken_counts_as_none(workspace: Workspace, data: bytes) -> None:
    fill(workspace.workbook, 2, {PERSON: "Pegawai Satu"})
    workspace.intake.write_bytes(data)
    assert take_in(workspace).notes[FIRST].person == "Pegawai Satu"


def assessor(workspace: Workspace, tmp_path: Path, name: str, entries: dict[str, str]) -> Path:
    """Return a copy of the workbook that one assessor filled."""
    path = tmp_path / name
    shutil.copyfile(workspace.workbook, path)
    fill(path, 2, entries)
    return path


def test_two_assessors_stand_side_by_side_with_who_said_what_in_which_file(
    workspace: Workspace, tmp_path: Path
) -> None:
    one = assessor(workspace, tmp_path, "satu.xlsx", {REMARK_STATUS: "sesuai", REMARK: "lengkap"})
    two = assessor(workspace, tmp_path, "dua.xlsx", {REMARK_STATUS: "perlu perbaikan", REMARK: "tanpa cap"})
    import_remarks(workspace, small_plan(), one, by="Penilai Satu")
    import_remarks(workspace, small_plan(), two)
    said = read_remarks(workspace.remarks)[FIRST]
    told = {(each.by, each.file, each.status, each.text) for each in said}
    assert told == {
        ("Penilai Satu", "satu.xlsx", "sesuai", "lengkap"),
        ("", "dua.xlsx", "perlu perbaikan", "tanpa cap"),
    }


def test_an_empty_entry_of_the_same_assessor_replaces_nothing(workspace: Workspace, tmp_path: Path) -> None:
    one = assessor(workspace, tmp_path, "satu.xlsx", {REMARK_STATUS: "sesuai", REMARK: "lengkap"})
    import_remarks(workspace, small_plan(), one, by="Penilai Satu")
    again = assessor(workspace, tmp_path, "satu-lagi.xlsx", {REMARK_STATUS: "perlu perbaikan"})
    imported = import_remarks(workspace, small_plan(), again, by="Penilai Satu")
    (said,) = read_remarks(workspace.remarks)[FIRST]
    assert (said.status, said.text) == ("perlu perbaikan", "lengkap")
    assert [old.status for _, old in imported.replaced] == ["sesuai"]


def test_two_files_of_one_name_without_a_person_are_both_kept_and_told(workspace: Workspace, tmp_path: Path) -> None:
    import_remarks(workspace, small_plan(), assessor(workspace, tmp_path, "tpi.xlsx", {REMARK: "lengkap"}))
    other = assessor(workspace, tmp_path, "tpi.xlsx", {REMARK: "tanpa cap"})
    for marks, findings in ((["≠"], ["isian_bertentangan"]), (["="], [])):
        imported = import_remarks(workspace, small_plan(), other)
        assert [mark for *_, mark in imported.said] == marks
        assert codes(imported.findings) == findings
    assert [each.text for each in read_remarks(workspace.remarks)[FIRST]] == ["lengkap", "tanpa cap"]


def test_what_was_printed_of_one_assessor_is_not_said_by_the_next(workspace: Workspace, tmp_path: Path) -> None:
    one = assessor(workspace, tmp_path, "satu.xlsx", {REMARK_STATUS: "sesuai", REMARK: "lengkap"})
    import_remarks(workspace, small_plan(), one, by="Penilai Satu")
    rewrite(workspace)
    two = assessor(workspace, tmp_path, "dua.xlsx", {REMARK: "lengkap\nkecuali lampiran"})
    import_remarks(workspace, small_plan(), two, by="Penilai Dua")
    said = {each.by: (each.status, each.text) for each in read_remarks(workspace.remarks)[FIRST]}
    assert said == {"Penilai Satu": ("sesuai", "lengkap"), "Penilai Dua": ("", "kecuali lampiran")}


def test_what_an_assessor_typed_into_the_columns_of_staff_is_named_and_their_lack_is_not(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = assessor(workspace, tmp_path, "satu.xlsx", {FOLLOW_UP: "kirim ulang", REMARK: "buram"})

    def how(book: Workbook) -> None:
        book[GAP_SHEET].delete_cols(column_of(book[GAP_SHEET], PERSON))

    change(path, how)
    (finding,) = import_remarks(workspace, small_plan(), path).findings
    assert finding.subject == "Kesenjangan!I2"
    assert "“kirim ulang”" in finding.text


def test_a_dry_run_writes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    one = assessor(workspace, tmp_path, "satu.xlsx", {REMARK: "lengkap"})
    assert len(import_remarks(workspace, small_plan(), one, dry_run=True).said) == 1
    assert not workspace.remarks.exists()


def test_statuses_that_were_only_printed_side_by_side_are_no_unknown_status(
    workspace: Workspace, tmp_path: Path
) -> None:
    for name, status in (("satu.xlsx", "sesuai"), ("dua.xlsx", "perlu perbaikan")):
        import_remarks(workspace, small_plan(), assessor(workspace, tmp_path, name, {REMARK_STATUS: status}))
    rewrite(workspace)
    assert read_returned(workspace.workbook).remarks[FIRST].status == "perlu perbaikan / sesuai"
    fill(workspace.workbook, 3, {PERSON: "Pegawai Satu"})
    intake = take_in(workspace)
    assert codes(intake.findings) == []
    assert [each.status for each in intake.remarks[FIRST]] == ["perlu perbaikan", "sesuai"]


def test_what_cannot_be_written_is_used_and_told_or_stops_a_command_that_replaces_the_workbook(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, _data: bytes, **_: bool) -> None:
        raise OSError(28, "No space left on device")

    fill(workspace.workbook, 2, {PERSON: "Pegawai Satu"})
    monkeypatch.setattr("dossier.state.files.write", full)
    intake = take_in(workspace, must_write=False)
    assert intake.notes[FIRST].person == "Pegawai Satu"
    assert codes(intake.findings) == ["isian_tidak_tersimpan"]
    with pytest.raises(OutputError):
        take_in(workspace)
