"""Sheets of other hands: whatever is wrong is a finding with its cell and a remedy, never an error."""

from __future__ import annotations

import shutil
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from dossier.knowledge import sheet
from dossier.reports.lke_import import cells_of, open_lke, read_lke
from dossier.reports.lke_layout import SHEET, UNIT
from tests.support.lke_books import change_book, change_sheet, type_in, written

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

TEXT = """\
jawaban:
  A.1.I.i.a: {jawaban: Ya, catatan: SK}
  A.1.I.i.b: B
  A.1.I.iii.a: A
  A.2.I.i.a: {agen: 7, perubahan: 6}
  B.I.a: {nilai: 3.62}
"""


def official(folder: Path, text: str = TEXT) -> Path:
    """Write a sheet as circulated: words only, other columns, no soal_id, answers of the unit and nothing of ours."""
    texts = cells_of(open_lke(written(folder, text, "sumber.xlsx")), UNIT)
    book = openpyxl.Workbook()
    worksheet = book.active
    assert worksheet is not None
    worksheet.title = "LKE"
    worksheet.append(["LEMBAR KERJA EVALUASI"])
    worksheet.append(["No", "Penilaian", "Bobot", "Pilihan Jawaban", "Jawaban", "Nilai", "Keterangan"])
    for field in sheet.fields():
        worksheet.append(
            ["", f"a. {field.label}", "", "", texts.get((field.question, field.name)), None, None],
        )
    path = folder / "lke resmi.xlsx"
    book.save(path)
    return path


def test_a_circulated_sheet_is_known_by_its_words(tmp_path: Path) -> None:
    returned = open_lke(official(tmp_path))
    found = dict(cells_of(returned, UNIT))
    assert len(returned.rows) == 127
    assert found["A.1.I.i.b", "jawaban"] == "B"
    assert found["A.2.I.i.a", "perubahan"] == "6"
    assert found["B.I.a", "nilai"] == "3.62"
    assert not returned.is_ours


def test_moved_columns_and_sorted_rows_are_followed_by_their_headings(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT)

    def edit(worksheet: Worksheet) -> None:
        worksheet.insert_cols(5, 2)
        worksheet.delete_rows(9, 2)

    change_sheet(path, edit)
    returned = open_lke(path)
    found = dict(cells_of(returned, UNIT))
    assert found["A.1.I.i.a", "catatan"] == "SK"
    assert found["A.1.I.iii.a", "jawaban"] == "A"
    assert len(returned.rows) == 125
    (finding,) = returned.findings
    assert "2 baris tidak ditemukan: A.1.I.ii.a (soal 3), A.1.I.ii.b (soal 4)" in finding.text


def test_merged_cells_serve_their_first_row_only(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT)
    change_sheet(path, lambda worksheet: worksheet.merge_cells("K9:K11"))
    type_in(path, {"K9": "Ya"})
    returned = open_lke(path)
    assert returned.texts["unit|A.1.I.ii.a|jawaban"] == "Ya"
    assert [finding.subject for finding in returned.findings] == [f"{SHEET}!K10", f"{SHEET}!K11"]


def test_a_formula_without_a_value_is_told_and_one_with_a_value_counts(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT)
    change_sheet(path, lambda worksheet: worksheet["K9"].__setattr__("value", '=IF(1=1,"Ya","Tidak")'))
    (finding,) = open_lke(path).findings
    assert finding.subject == f"{SHEET}!K9"
    assert "rumus tanpa nilai tersimpan" in finding.text


def test_a_date_is_no_answer(tmp_path: Path) -> None:
    path = official(tmp_path)
    change_book(path, lambda book: book["LKE"]["E3"].__setattr__("value", __import__("datetime").date(2025, 1, 2)))
    (finding,) = (each for each in open_lke(path).findings if each.subject == "LKE!E3")
    assert "tanggal" in finding.text


def test_a_sheet_of_other_questions_is_told_and_not_taken(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Anggaran").append(["uraian", 1])
    book.save(tmp_path / "lain.xlsx")
    assert open_lke(tmp_path / "lain.xlsx").unread == "tidak ada lembar dengan pertanyaan LKE"


def test_half_a_sheet_is_told_to_be_perhaps_of_another_year(tmp_path: Path) -> None:
    path = official(tmp_path)
    change_book(path, lambda book: book["LKE"].delete_rows(60, 60))
    assert any("mungkin lembar tahun lain" in finding.text for finding in open_lke(path).findings)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "berkas Excel lama"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "terkunci kata sandi"),
        (b"bukan buku kerja", "rusak"),
    ],
)
def test_files_that_are_no_workbooks_say_why(tmp_path: Path, data: bytes, why: str) -> None:
    path = tmp_path / "lke.xlsx"
    path.write_bytes(data)
    returned = read_lke(path)
    assert why in returned.unread
    assert returned.findings[0].advice


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/nol.bin", b"\0" * (140 << 20))
    assert "mengembang" in read_lke(path).unread


def test_columns_without_headings_are_guessed_from_their_contents_and_told(tmp_path: Path) -> None:
    many = "jawaban:\n" + "".join(f"  {key}: A\n" for key, each in sheet.questions().items() if each.answer == "abc")
    path = official(tmp_path, many)
    change_book(path, lambda book: book["LKE"].delete_rows(1, 2))
    returned = open_lke(path)
    assert any("dikenali dari isinya: kolom E" in finding.text for finding in returned.findings)
    assert cells_of(returned, UNIT)["A.1.I.i.b", "jawaban"] == "A"


def test_the_portals_columns_are_known_by_their_place(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT)

    def edit(worksheet: Worksheet) -> None:
        worksheet.delete_cols(18, 20)
        for column in range(1, 18):
            worksheet.cell(1, column).value = None

    change_sheet(path, edit)
    shutil.copy(path, tmp_path / "portal.xlsx")
    returned = open_lke(tmp_path / "portal.xlsx")
    assert cells_of(returned, UNIT)["A.1.I.i.a", "catatan"] == "SK"
    assert returned.columns.assessor_note == 17
    assert returned.printed == {}
