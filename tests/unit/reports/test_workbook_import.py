"""A workbook comes back re-sorted, merged, cut and retyped: what can be read is, the rest is named by its cell."""

from __future__ import annotations

import io
import os
import re
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from dossier.audit.gap_columns import CODE, DUE, FOLLOW_UP, GAP_SHEET, LABEL, PERSON, REMARK, REMARK_STATUS, SLOT
from dossier.audit.status import AssessorNote, StaffNote
from dossier.reports import workbook_import
from dossier.reports.workbook_import import Returned, differences, read_returned
from tests.support.raw_workbooks import with_part
from tests.support.small_reports import small_overview, small_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

FIRST = ("I.1.1", "a", "2025-03")
SECOND = ("I.1.1", "a", "2025-06")


def column_of(sheet: Worksheet, heading: str, head: int = 1) -> int:
    return next(cell.column for cell in sheet[head] if cell.value == heading)


def put(sheet: Worksheet, row: int, heading: str, value: object) -> None:
    sheet.cell(row, column_of(sheet, heading)).value = value  # type: ignore[assignment]


def returned(tmp_path: Path, change: Callable[[Workbook], None], data: bytes | None = None) -> Returned:
    book = openpyxl.load_workbook(io.BytesIO(data or small_workbook()))
    change(book)
    path = tmp_path / "kembali.xlsx"
    book.save(path)
    return read_returned(path)


def filled(book: Workbook) -> None:
    put(book[GAP_SHEET], 2, PERSON, "Pegawai Satu")
    put(book[GAP_SHEET], 2, FOLLOW_UP, "minta ulang")
    put(book[GAP_SHEET], 3, REMARK_STATUS, "perlu perbaikan")
    put(book[GAP_SHEET], 3, REMARK, "tanpa tanda tangan")


def test_what_staff_and_assessors_filled_in_is_read_by_place(tmp_path: Path) -> None:
    read = returned(tmp_path, filled)
    assert read.findings == []
    assert read.notes[FIRST] == StaffNote(person="Pegawai Satu", follow_up="minta ulang")
    assert read.remarks[SECOND] == AssessorNote(status="perlu perbaikan", text="tanpa tanda tangan")


def test_a_remark_knows_the_files_that_were_looked_at(tmp_path: Path) -> None:
    read = returned(tmp_path, lambda book: put(book[GAP_SHEET], 2, REMARK, "buram"))
    assert read.remarks[FIRST].seen == (("Undangan.pdf", "0" * 64),)


def test_the_plans_own_person_is_not_taken_for_an_entry(tmp_path: Path) -> None:
    read = returned(tmp_path, lambda _book: None, small_workbook(small_overview(person="Subbagian SDM")))
    assert read.notes[FIRST] == StaffNote()


def test_rows_may_be_sorted_again_and_deleted(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        filled(book)
        sheet = book[GAP_SHEET]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        sheet.delete_rows(2, len(rows))
        for row in reversed(rows[:2]):
            sheet.append(row)

    read = returned(tmp_path, change)
    assert read.notes[FIRST].person == "Pegawai Satu"
    assert set(read.cells) == {FIRST, SECOND}


def test_columns_may_move_and_titles_may_stand_above(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        filled(book)
        sheet = book[GAP_SHEET]
        sheet.move_range(f"A1:{get_column_letter(sheet.max_column)}{sheet.max_row}", rows=3, cols=2)
        sheet["A1"] = "KPU CONTOH"

    assert returned(tmp_path, change).remarks[SECOND].text == "tanpa tanda tangan"


def test_an_entry_in_a_merged_cell_holds_for_each_of_its_rows(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        sheet = book[GAP_SHEET]
        column = get_column_letter(column_of(sheet, PERSON))
        put(sheet, 2, PERSON, "Pegawai Dua")
        sheet.merge_cells(f"{column}2:{column}3")

    read = returned(tmp_path, change)
    assert [read.notes[place].person for place in (FIRST, SECOND)] == ["Pegawai Dua", "Pegawai Dua"]


@pytest.mark.parametrize("written", ["Maret 2025", "31 Mar 2025", "31/03/2025", "2025-03-31", "31-3-2025"])
def test_a_due_date_typed_as_text_still_finds_the_slot(tmp_path: Path, written: str) -> None:
    def change(book: Workbook) -> None:
        filled(book)
        put(book[GAP_SHEET], 2, SLOT, None)
        put(book[GAP_SHEET], 2, DUE, written)

    assert returned(tmp_path, change).notes[FIRST].follow_up == "minta ulang"


def test_a_sheet_of_another_name_and_extra_sheets_are_no_trouble(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        filled(book)
        book[GAP_SHEET].title = "Rapat 3 Juli"
        book.create_sheet("Catatan pribadi", 0)["A1"] = "apa saja"

    assert returned(tmp_path, change).notes[FIRST].person == "Pegawai Satu"


def test_an_entry_whose_code_cannot_be_read_is_named_by_sheet_and_cell(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        filled(book)
        put(book[GAP_SHEET], 2, CODE, "entah")

    read = returned(tmp_path, change)
    assert [finding.subject for finding in read.findings] == ["Kesenjangan!B2"]
    assert FIRST not in read.notes


def test_a_second_row_for_the_same_place_is_named_and_not_used(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        filled(book)
        put(book[GAP_SHEET], 3, SLOT, "2025-03")

    read = returned(tmp_path, change)
    assert read.notes[FIRST].person == "Pegawai Satu"
    assert "Kesenjangan!B2" in read.findings[0].text


def test_places_that_the_plan_lacks_and_changed_texts_are_listed(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        filled(book)
        put(book[GAP_SHEET], 2, CODE, "I.9.9.a")
        put(book[GAP_SHEET], 3, LABEL, "Surat lain")

    read = returned(tmp_path, change)
    labels = {row.place: row.requirement.label for row in small_overview().rows}
    assert [f.code for f in differences(read, labels, "kembali.xlsx")] == ["kode_tak_dikenal", "teks_berubah"]


def test_what_is_no_workbook_is_refused_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / "bukan.xlsx"
    path.write_bytes(b"PK\x03\x04 rusak")
    read = read_returned(path)
    assert "bukan.xlsx" in read.findings[0].text
    assert "Simpan ulang" in read.findings[0].advice


@pytest.mark.parametrize(
    ("merged", "encoding"),
    [
        ('<mergeCell ref="A200:XFD1048576"/>', "utf-8"),
        ("<mergeCell ref='A200:XFD1048576'/>", "utf-8"),
        ("<mergeCell ref = 'A200:XFD1048576' />", "utf-8"),
        ("<mergeCell ref='a200:xfd1048576'/>", "utf-8"),
        ("<mergeCell ref='A200:&#88;FD1048576'/>", "utf-8"),
        ("<mergeCell ref='A200:XFD1048576'/>", "utf-16"),
    ],
)
def test_a_bomb_of_merged_cells_is_refused_however_it_is_written(merged: str, encoding: str, tmp_path: Path) -> None:
    def change(text: str) -> str:
        return text.replace("</sheetData>", f"</sheetData><mergeCells>{merged}</mergeCells>")

    path = tmp_path / "bom.xlsx"
    path.write_bytes(with_part(small_workbook(), change, name=gap_part(), encoding=encoding))
    assert "menggabungkan" in read_returned(path).findings[0].text


def test_rows_beyond_the_limit_are_counted_and_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def change(book: Workbook) -> None:
        filled(book)
        for number in range(5):
            book[GAP_SHEET].cell(40 + number, 1).value = "di bawah"
        book[GAP_SHEET].cell(60, 1).font = Font(bold=True)

    monkeypatch.setattr(workbook_import, "MAX_ROWS", 30)
    monkeypatch.setattr(workbook_import, "begin_limited", lambda function, path: lambda: function(path))
    read = returned(tmp_path, change)
    assert "5 baris di bawah baris 30 tidak dibaca" in read.findings[0].text
    assert read.notes[FIRST].person == "Pegawai Satu"


def test_a_sheet_that_states_the_wrong_size_is_read_whole(tmp_path: Path) -> None:
    def change(text: str) -> str:
        return re.sub(r"<dimension[^>]*>", '<dimension ref="A1"/>', text)

    returned(tmp_path, filled)
    path = tmp_path / "kembali.xlsx"
    path.write_bytes(with_part(path.read_bytes(), change, name=gap_part()))
    assert read_returned(path).notes[FIRST].person == "Pegawai Satu"


def test_a_workbook_that_ends_its_reader_is_a_finding_and_is_not_read_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_import, "open_returned", ends_the_process)
    path = tmp_path / "jahat.xlsx"
    path.write_bytes(small_workbook())
    read = read_returned(path)
    assert "berhenti mendadak" in read.findings[0].text
    assert read.notes == {}


def ends_the_process(_: Path) -> Returned:
    os._exit(9)


def gap_part() -> str:
    """Return the part of the small workbook that holds the sheet of gaps."""
    with zipfile.ZipFile(io.BytesIO(small_workbook())) as archive:
        sheets = openpyxl.load_workbook(io.BytesIO(small_workbook()), read_only=True).sheetnames
        name = f"xl/worksheets/sheet{sheets.index(GAP_SHEET) + 1}.xml"
        assert name in archive.namelist()
        assert b"mergeCells" not in archive.read(name)
    return name


def test_a_nip_that_was_rounded_in_the_workbook_is_named_by_its_cell_and_not_used(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        filled(book)
        put(book[GAP_SHEET], 2, PERSON, 198501012010011001)
        put(book[GAP_SHEET], 3, FOLLOW_UP, "hubungi NIP 198501012010011001")

    read = returned(tmp_path, change)
    assert read.notes[FIRST] == StaffNote(person="", follow_up="minta ulang")
    assert read.notes[SECOND].follow_up == "hubungi NIP 198501012010011001"
    (finding,) = read.findings
    assert finding.subject.startswith(f"{GAP_SHEET}!")
    assert "dibulatkan" in finding.text
