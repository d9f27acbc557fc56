"""The copy that LibreOffice is given: frozen, without outside references, otherwise the same."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from dossier.convert.office.staging import stage
from dossier.errors import CannotConvertError
from tests.support import hostile, hostile_office
from tests.support.convert_docx import field

if TYPE_CHECKING:
    from pathlib import Path


def member(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def test_a_date_keeps_the_day_it_last_showed(tmp_path: Path) -> None:
    source, target = tmp_path / "a.docx", tmp_path / "b.docx"
    document = docx.Document()
    field(document.add_paragraph(), 'DATE \\@ "d MMMM yyyy"', "2 April 2025")
    field(document.add_paragraph(), "PAGE", "7")
    document.save(str(source))
    stage(source, target)
    text = member(target, "word/document.xml")
    assert "2 April 2025" in text
    assert "DATE" not in text
    assert " PAGE " in text
    assert text.count("fldChar ") == 3


def test_pictures_and_templates_from_outside_are_dropped_and_links_kept(tmp_path: Path) -> None:
    source, target = tmp_path / "a.docx", tmp_path / "b.docx"
    document = docx.Document()
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    document.part.relate_to("http://127.0.0.1:9/x.png", f"{kinds}/image", is_external=True)
    document.part.relate_to("http://127.0.0.1:9/x.dotm", f"{kinds}/attachedTemplate", is_external=True)
    document.part.relate_to("https://contoh.invalid/", f"{kinds}/hyperlink", is_external=True)
    document.save(str(source))
    made = stage(source, target)
    relations = member(target, "word/_rels/document.xml.rels")
    assert "127.0.0.1" not in relations
    assert "https://contoh.invalid/" in relations
    assert any("2 rujukan" in note for note in made.notes)


def test_cells_keep_the_value_they_last_had(tmp_path: Path) -> None:
    source, middle, target = tmp_path / "a.xlsx", tmp_path / "m.xlsx", tmp_path / "b.xlsx"
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "=TODAY()"
    book.active["A2"] = "=SUM(1,2)"
    book.save(source)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(middle, "w") as new:
        for name in old.namelist():
            data = old.read(name).replace(b"<f>TODAY()</f><v></v>", b"<f>TODAY()</f><v>45749</v>")
            new.writestr(name, data.replace(b"<f>TODAY()</f><v />", b"<f>TODAY()</f><v>45749</v>"))
    stage(middle, target)
    sheet = member(target, "xl/worksheets/sheet1.xml")
    assert "TODAY" not in sheet
    assert "45749" in sheet
    assert "SUM(1,2)" in sheet


def book_of(folder: Path, sheet: Worksheet) -> Path:
    path = folder / "a.xlsx"
    assert sheet.parent is not None
    sheet.parent.save(path)
    return path


def wide_sheet(columns: int) -> Worksheet:
    sheet = openpyxl.Workbook().active
    assert isinstance(sheet, Worksheet)
    sheet.append([f"kolom {column}" for column in range(columns)])
    return sheet


def test_a_wide_sheet_without_a_setup_is_turned_and_fitted_to_one_page(tmp_path: Path) -> None:
    made = stage(book_of(tmp_path, wide_sheet(20)), tmp_path / "b.xlsx")
    xml = member(tmp_path / "b.xlsx", "xl/worksheets/sheet1.xml")
    assert 'orientation="landscape"' in xml
    assert 'fitToWidth="1"' in xml
    assert 'fitToHeight="0"' in xml
    assert any("selebar halaman" in note for note in made.notes)


def test_a_sheet_too_wide_to_be_read_on_one_page_is_spread_over_several(tmp_path: Path) -> None:
    made = stage(book_of(tmp_path, wide_sheet(80)), tmp_path / "b.xlsx")
    assert 'fitToWidth="3"' in member(tmp_path / "b.xlsx", "xl/worksheets/sheet1.xml")
    assert any("3 halaman ke samping" in note for note in made.notes)


def test_a_narrow_sheet_stays_upright_and_unscaled(tmp_path: Path) -> None:
    made = stage(book_of(tmp_path, wide_sheet(4)), tmp_path / "b.xlsx")
    xml = member(tmp_path / "b.xlsx", "xl/worksheets/sheet1.xml")
    assert "landscape" not in xml
    assert "fitToWidth" not in xml
    assert made.notes == ()


def test_the_page_setup_of_the_author_is_kept(tmp_path: Path) -> None:
    sheet = wide_sheet(20)
    sheet.page_setup.scale = 55
    source = book_of(tmp_path, sheet)
    made = stage(source, tmp_path / "b.xlsx")
    assert member(tmp_path / "b.xlsx", "xl/worksheets/sheet1.xml") == member(source, "xl/worksheets/sheet1.xml")
    assert made.notes == ()


def test_what_lies_outside_the_print_area_or_is_hidden_is_said(tmp_path: Path) -> None:
    sheet = wide_sheet(4)
    sheet.append([1, 2, 3, 4])
    sheet.append([5, 6, 7, 8])
    sheet.print_area = "A1:C3"
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    made = stage(book_of(tmp_path, sheet), tmp_path / "b.xlsx")
    assert made.notes == (
        "lembar Sheet: 3 sel di luar area cetak tidak dicetak",
        "lembar Sheet: 1 baris tersembunyi tidak dicetak",
        "lembar Sheet: 1 kolom tersembunyi tidak dicetak",
    )


def test_dates_on_slides_keep_the_day_they_last_showed(tmp_path: Path) -> None:
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    slide = f'<p xmlns:a="{space}"><a:fld id="x" type="datetime1"><a:rPr/><a:t>2 April 2025</a:t></a:fld></p>'
    source = hostile.written(tmp_path, "a.pptx", hostile_office.zip_of([("ppt/slides/slide1.xml", slide.encode())]))
    stage(source, tmp_path / "b.pptx")
    xml = member(tmp_path / "b.pptx", "ppt/slides/slide1.xml")
    assert "datetime" not in xml
    assert "<a:r><a:rPr/><a:t>2 April 2025</a:t></a:r>" in xml


def test_opendocument_fields_are_fixed_and_nothing_from_outside_is_kept(tmp_path: Path) -> None:
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{space}office:1.0" xmlns:text="{space}text:1.0" '
        f'xmlns:draw="{space}drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:table="{space}table:1.0">'
        "<text:p>Jambi, <text:date>2 April 2025</text:date><text:print-date>3 April 2025</text:print-date> akhir "
        '<text:a xlink:href="https://contoh.invalid/">tautan</text:a></text:p>'
        '<draw:image xlink:href="http://127.0.0.1:9/x.png"/><draw:image xlink:href="file:///etc/passwd"/>'
        '<draw:image xlink:href="../../luar.png"/><draw:image xlink:href="Pictures/dalam.png"/>'
        '<table:table-cell table:formula="of:=TODAY()" office:date-value="2025-04-02"/>'
        '<table:table-cell table:formula="of:=SUM(1;2)" office:value="3"/></office:document-content>'
    )
    source = hostile.written(tmp_path, "a.odt", hostile_office.zip_of([("content.xml", content.encode())]))
    made = stage(source, tmp_path / "b.odt")
    xml = member(tmp_path / "b.odt", "content.xml")
    assert 'text:fixed="true">2 April 2025' in xml
    assert "3 April 2025 akhir" in xml
    assert "print-date" not in xml
    assert "127.0.0.1" not in xml
    assert "passwd" not in xml
    assert "luar.png" not in xml
    assert "Pictures/dalam.png" in xml
    assert "https://contoh.invalid/" in xml
    assert "TODAY" not in xml
    assert "SUM(1;2)" in xml
    assert any("3 rujukan" in note for note in made.notes)


def test_members_that_are_no_xml_stay_as_they_are(tmp_path: Path) -> None:
    source = hostile.written(tmp_path, "a.odt", hostile_office.zip_of([("content.xml", b"<putus"), ("lain", b"x")]))
    stage(source, tmp_path / "b.odt")
    assert member(tmp_path / "b.odt", "content.xml") == "<putus"


def test_hidden_sheets_are_named(tmp_path: Path) -> None:
    made = stage(hostile_office.plain_xlsx(tmp_path), tmp_path / "b.xlsx")
    assert made.notes == ("lembar tersembunyi tidak dicetak: Tersembunyi",)


def test_an_untouched_document_keeps_every_member(tmp_path: Path) -> None:
    source, target = hostile_office.plain_docx(tmp_path), tmp_path / "b.docx"
    stage(source, target)
    with zipfile.ZipFile(source) as one, zipfile.ZipFile(target) as other:
        assert one.namelist() == other.namelist()
        assert one.read("word/document.xml") == other.read("word/document.xml")


@pytest.mark.parametrize("kind", [".doc", ".xls", ".ppt", ".rtf"])
def test_text_named_as_an_old_document_is_refused(tmp_path: Path, kind: str) -> None:
    with pytest.raises(CannotConvertError, match="bukan dokumen Office"):
        stage(hostile.written(tmp_path, "a.bin", "teks biasa"), tmp_path / f"b{kind}")


def test_rtf_under_the_name_of_word_is_taken(tmp_path: Path) -> None:
    source = hostile.written(tmp_path, "a.doc", r"{\rtf1 isi}")
    stage(source, tmp_path / "b.doc")
    assert (tmp_path / "b.doc").read_bytes() == source.read_bytes()
