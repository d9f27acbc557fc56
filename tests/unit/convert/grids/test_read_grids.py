"""Tables of files of every kind as grids."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pikepdf
import pytest

from dossier.convert.grids.read_grids import read_grids
from dossier.convert.grids.sheet_grid import MAX_ROWS, cell_text, column_letters, grid_of
from tests.support.plan_tables import (
    HEAD,
    PAGE,
    ROWS,
    codes,
    outcome_of,
    write_document,
    write_month_grid,
    write_pdf,
    write_workbook,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b"a,b\n1,2\n", (("a", "b"), ("1", "2"))),
        ("\ufeffa;b\n1,5;2\n".encode(), (("a", "b"), ("1,5", "2"))),
        (b"a\tb\n1\t2\n", (("a", "b"), ("1", "2"))),
        (b"sep=;\r\na;b\r\n", (("a", "b"),)),
        ("a,b\nsatu – dua,2\n".encode("cp1252"), (("a", "b"), ("satu – dua", "2"))),
        (b'a,b\n"1\n2",3\n', (("a", "b"), ("1\n2", "3"))),
    ],
)
def test_text_is_read_by_its_delimiter_and_encoding(tmp_path: Path, data: bytes, rows: object) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(data)
    assert read_grids(path).grids[0].rows == rows


def test_a_json_list_of_records_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text(json.dumps([{"No": 1, "Indikator": "x"}, {"No": 2, "PIC": None}]))
    assert read_grids(path).grids[0].rows == (("No", "Indikator", "PIC"), ("1", "x", ""), ("2", "", ""))


def test_a_workbook_names_what_is_hidden_and_formulas_without_values(tmp_path: Path) -> None:
    found = read_grids(write_workbook(tmp_path / "a.xlsx"))
    (grid,) = found.grids
    notes = " ".join((*found.notes, *grid.notes))
    assert "Rahasia" in notes
    assert "baris tersembunyi tidak dibaca: 6" in notes
    assert "C7" in notes
    assert "Tersembunyi" not in str(grid.rows)
    assert grid.covered[4, 5] == (3, 5)
    assert grid.place(3, 2) == "Renaksi 2025!C4"


def test_filled_cells_without_text_are_marks(tmp_path: Path) -> None:
    (grid,) = read_grids(write_month_grid(tmp_path / "b.xlsx")).grids
    assert {column for row, column in grid.filled if row == 4} == set(range(4, 16))


def test_cells_of_a_word_table_that_are_merged_are_known(tmp_path: Path) -> None:
    outcome = outcome_of(write_document(tmp_path / "c.docx"))
    assert codes(outcome)["I.1.2"].schedule == "Januari 2025"
    assert outcome.plan.unit == "Kantor Uji"


def test_a_page_of_html_named_xls_is_a_table_with_spans(tmp_path: Path) -> None:
    path = tmp_path / "d.xls"
    path.write_text(PAGE)
    (grid,) = read_grids(path).grids
    assert grid.rows[1][3] == "a. SK Tim\nb. Notulen rapat"
    assert grid.rows[2][3] == "- Undangan\n- Foto"
    assert grid.covered[2, 1] == (1, 1)
    assert "alert" not in str(grid)
    assert [each.schedule for each in outcome_of(path).plan.indicators] == ["Maret", "Juni"]


def test_a_saved_web_page_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "e.mht"
    head = "From: x\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
    path.write_text(f"{head}Content-Type: text/html; charset=utf-8\n\n{PAGE}\n--b--\n")
    assert len(read_grids(path).grids) == 1


def test_a_table_over_several_pages_of_a_pdf_is_one(tmp_path: Path) -> None:
    steps = "Rapat penilaian tim kerja bersama seluruh pegawai kantor"
    many = [("", "", f"{chr(98 + n)}. Tim kerja dinilai pada bulan ke {n}", steps, "Notulen", "Mei") for n in range(24)]
    path = write_pdf(tmp_path / "f.pdf", [HEAD, *ROWS[:2], *many], repeat=1)
    found = read_grids(path)
    assert len(found.grids) > 1
    outcome = outcome_of(path)
    assert len(outcome.plan.indicators) == 25
    assert codes(outcome)["I.1.1"].evidence == "- SK Tim Kerja ZI\n- Foto"


def test_a_pdf_of_pictures_or_without_lines_says_so(tmp_path: Path) -> None:
    path = tmp_path / "g.pdf"
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(path)
    assert "gambar atau pindaian" in read_grids(path).trouble


def test_a_locked_pdf_says_so(tmp_path: Path) -> None:
    plain, path = write_pdf(tmp_path / "h.pdf", [HEAD, *ROWS]), tmp_path / "i.pdf"
    with pikepdf.open(plain) as document:
        document.save(path, encryption=pikepdf.Encryption(user="rahasia", owner="rahasia"))
    assert "kata sandi" in read_grids(path).trouble


def test_a_locked_workbook_and_an_empty_file_say_so(tmp_path: Path) -> None:
    locked, empty = tmp_path / "k.xlsx", tmp_path / "l.csv"
    locked.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    empty.write_bytes(b"")
    assert "kata sandi" in read_grids(locked).trouble
    assert read_grids(empty).trouble == "kosong"


def test_an_archive_that_is_no_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.txt", "x")
    assert read_grids(path).trouble


_ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="R"><table:table-row><table:table-cell
 table:number-rows-spanned="2"><text:p>a</text:p><text:p>b<text:line-break/>c</text:p></table:table-cell><table:table-cell
 table:number-columns-repeated="2"><text:p>x</text:p></table:table-cell></table:table-row><table:table-row
 table:visibility="collapse"><table:table-cell><text:p>h</text:p></table:table-cell></table:table-row><table:table-row
 table:number-rows-repeated="3"><table:covered-table-cell/><table:table-cell><text:p>y</text:p></table:table-cell>
</table:table-row><table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def test_an_ods_repeats_cells_and_rows_and_names_hidden_ones(tmp_path: Path) -> None:
    path = tmp_path / "n.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", _ODS)
    (grid,) = read_grids(path).grids
    assert grid.rows[:4] == (("a\nb\nc", "x", "x"), ("", "y", ""), ("", "y", ""), ("", "y", ""))
    assert grid.places[:4] == ("1", "3", "4", "5")
    assert grid.merges == ((0, 0, 1, 0),)
    assert "tersembunyi" in grid.notes[0]


def test_rows_beyond_the_limit_are_told() -> None:
    grid = grid_of("t", [["x"]] * (MAX_ROWS + 5))
    assert len(grid.rows) == MAX_ROWS
    assert str(MAX_ROWS) in grid.notes[0]


def test_cells_lose_what_no_document_carries() -> None:
    assert cell_text(" a\u200b\tb \r\nc\x07 ") == "a b\nc"


def test_markup_in_a_cell_becomes_lines() -> None:
    assert cell_text("<p>a. SK &amp; lampiran</p><ul><li>Foto</li></ul>") == "a. SK & lampiran\n- Foto"
    assert cell_text("nilai < 5 dan > 3") == "nilai < 5 dan > 3"


def test_columns_have_letters() -> None:
    assert [column_letters(column) for column in (0, 25, 26, 701)] == ["A", "Z", "AA", "ZZ"]


def test_merged_ranges_that_cover_each_other_are_dropped_and_told() -> None:
    grid = grid_of("Lembar", [["a"] * 60] * 300, merges=[(0, 0, 299, 59)] * 18_000)
    assert len(grid.merges) == 1
    assert "saling menutupi" in grid.notes[0]
