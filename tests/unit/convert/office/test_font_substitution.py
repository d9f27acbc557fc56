"""Which typeface stands in for which: by the names a document asks for and those its pages are drawn in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import docx
import openpyxl

from dossier.convert.office.font_substitution import asked, key_of, replaced

if TYPE_CHECKING:
    from pathlib import Path


def keyed(*names: str) -> dict[str, str]:
    return {key_of(name): name for name in names}


def test_stand_ins_are_named_with_what_they_stand_for() -> None:
    note = replaced(
        keyed("Times New Roman", "Arial", "Bookman Old Style", "Calibri"),
        keyed("LiberationSerif", "LiberationSans", "URWBookman", "Carlito", "OpenSymbol"),
    )
    for pair in (
        "Times New Roman digambar dengan Liberation Serif",
        "Arial digambar dengan Liberation Sans",
        "Bookman Old Style digambar dengan URW Bookman",
        "Calibri digambar dengan Carlito",
    ):
        assert pair in note


def test_typefaces_that_are_there_are_not_spoken_of() -> None:
    assert replaced(keyed("Arial", "Times New Roman"), keyed("ArialMT", "TimesNewRomanPSMT")) == ""


def test_a_typeface_without_a_known_stand_in_is_named_too() -> None:
    assert "Comic Sans MS tidak terpasang, digambar dengan Z003" in replaced(keyed("Comic Sans MS"), keyed("Z003"))


def test_documents_and_workbooks_name_their_typefaces(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph().add_run("isi").font.name = "Bookman Old Style"
    document.save(str(tmp_path / "a.docx"))
    book = openpyxl.Workbook()
    book.save(tmp_path / "b.xlsx")
    assert "Bookman Old Style" in asked(tmp_path / "a.docx").values()
    assert "Calibri" in asked(tmp_path / "b.xlsx").values()


def test_what_is_no_zip_names_none(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(b"x")
    assert asked(tmp_path / "a.doc") == {}
