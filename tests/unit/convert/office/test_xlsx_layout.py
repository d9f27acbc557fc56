"""The plain layout of .xlsx: every visible value as people read it, everything left out is named."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import openpyxl
import pytest

from dossier.convert.office import xlsx_layout
from dossier.convert.office.xlsx_layout import shown
from dossier.errors import CannotConvertError
from tests.support import hostile_office
from tests.support.convert_reading import text_of

if TYPE_CHECKING:
    from pathlib import Path


DAY = dt.datetime(2025, 4, 2)  # noqa: DTZ001 — cells know no time zone


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (1250000.5, '"Rp"#,##0.00', "Rp1.250.000,50"),
        (1250000, "#,##0", "1.250.000"),
        (0.125, "0.0%", "12,5%"),
        (0.1 + 0.2, "General", "0,3"),
        (7, "General", "7"),
        (198501012010011001, "General", "198501012010011001"),
        (1e20, "General", "100000000000000000000"),
        (7, "000", "007"),
        (-1500.5, "#,##0.00", "-1.500,50"),
        (DAY, "d mmmm yyyy", "2 April 2025"),
        (DAY, "mmmm yyyy", "April 2025"),
        (DAY, "dd/mm/yyyy", "02/04/2025"),
        (DAY + dt.timedelta(hours=13, minutes=5), "dd/mm/yyyy h:mm", "02/04/2025 13.05"),
        (dt.time(13, 5), "h:mm", "13.05"),
        (dt.timedelta(hours=30, minutes=5), "[h]:mm", "30.05"),
        (True, "General", "BENAR"),
        (None, "General", ""),
        ("  teks ", "@", "teks"),
    ],
)
def test_values_are_written_as_people_read_them(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


def flat(path: Path) -> str:
    return " ".join(text_of(path).split())


def test_every_row_of_a_sheet_is_there_and_hidden_sheets_are_named(tmp_path: Path) -> None:
    made = xlsx_layout.convert(hostile_office.plain_xlsx(tmp_path), tmp_path / "a.pdf")
    found = flat(tmp_path / "a.pdf")
    assert all(f"Pegawai {number} " in found for number in range(1, 31))
    assert "lembar tersembunyi tidak dicetak: Tersembunyi" in made.notes


def test_hidden_rows_and_columns_are_left_out_and_counted(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in range(1, 6):
        for column in range(1, 5):
            sheet.cell(row, column, f"sel {row}-{column}")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.save(tmp_path / "a.xlsx")
    made = xlsx_layout.convert(tmp_path / "a.xlsx", tmp_path / "a.pdf")
    found = flat(tmp_path / "a.pdf")
    assert "sel 1-4" in found
    assert "sel 2-1" not in found
    assert "sel 1-3" not in found
    assert {
        "lembar Sheet: 1 baris tersembunyi tidak dicetak",
        "lembar Sheet: 1 kolom tersembunyi tidak dicetak",
    } <= set(made.notes)


def test_a_format_that_reaches_the_last_row_costs_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "isi"
    sheet.cell(1_048_576, 16_384).number_format = "0.00"
    book.save(tmp_path / "a.xlsx")
    assert xlsx_layout.convert(tmp_path / "a.xlsx", tmp_path / "a.pdf").pages == 1


def test_rows_beyond_the_cap_are_counted(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Panjang")
    for number in range(3_200):
        sheet.append([number, "x"])
    book.save(tmp_path / "a.xlsx")
    made = xlsx_layout.convert(tmp_path / "a.xlsx", tmp_path / "a.pdf")
    assert "lembar Panjang: 200 baris selebihnya tidak dicetak; lihat berkas asli" in made.notes


def test_a_wide_sheet_keeps_its_last_column(tmp_path: Path) -> None:
    xlsx_layout.convert(hostile_office.wide_xlsx(tmp_path), tmp_path / "a.pdf")
    assert "Kolom 60" in flat(tmp_path / "a.pdf")


def test_a_merged_area_over_a_page_break_is_no_trouble(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in range(1, 301):
        sheet.cell(row, 2, f"baris {row}")
    sheet["A1"] = "gabung"
    sheet.merge_cells("A1:A300")
    book.save(tmp_path / "a.xlsx")
    xlsx_layout.convert(tmp_path / "a.xlsx", tmp_path / "a.pdf")
    assert "baris 300" in flat(tmp_path / "a.pdf")


def test_a_book_without_content_is_refused(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    with pytest.raises(CannotConvertError, match="tidak ada isi"):
        xlsx_layout.convert(tmp_path / "a.xlsx", tmp_path / "a.pdf")


def test_a_document_named_xlsx_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotConvertError, match="tidak dapat dibaca"):
        xlsx_layout.convert(hostile_office.plain_docx(tmp_path, "a.xlsx"), tmp_path / "a.pdf")
