"""The copy that LibreOffice is given: frozen, without outside references, otherwise the same."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest

from dossier.convert.office_staging import stage
from dossier.convert.outcome import CannotConvertError
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
