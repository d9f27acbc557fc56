"""Where the plain layout of .docx breaks pages: headings stay with what they open, no page is left empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import docx as python_docx
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from reportlab.lib.styles import ParagraphStyle

from dossier.convert.docx import layout
from dossier.typeset import page_setup
from dossier.typeset.typography import REGULAR
from tests.support.convert_reading import text_of

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document


def pages_of(document: Document, folder: Path) -> list[str]:
    source, target = folder / "a.docx", folder / "a.pdf"
    document.save(str(source))
    layout.convert(source, target)
    return text_of(target).split("\f")


def letter_with_table(rows: int, lines: int) -> Document:
    """Return a line, a title that is kept with the next paragraph, that one with the table below it, and the table."""
    document = python_docx.Document()
    document.add_paragraph("KOP")
    for word in ("JUDUL", "TENTANG"):
        document.add_paragraph(word).paragraph_format.keep_with_next = True
    table = document.add_table(rows=rows, cols=2)
    for number in range(rows):
        table.cell(number, 0).text = f"butir{number}"
        table.cell(number, 1).text = "\n".join(f"isi{number}.{line}" for line in range(lines))
    return document


def test_a_title_that_is_kept_with_a_long_table_stays_with_its_beginning(tmp_path: Path) -> None:
    first, *rest = pages_of(letter_with_table(40, 3), tmp_path)
    assert rest
    assert all(word in first for word in ("KOP", "JUDUL", "TENTANG", "butir0", "isi0.2"))


def test_a_title_that_is_kept_with_a_row_taller_than_a_page_stays_with_its_beginning(tmp_path: Path) -> None:
    first, *rest = pages_of(letter_with_table(1, 120), tmp_path)
    assert "TENTANG" in first
    assert "isi0.0" in first
    assert "isi0.119" in rest[-1]


def test_a_title_at_the_foot_of_a_page_moves_with_the_table_that_does_not_begin_there(tmp_path: Path) -> None:
    document = python_docx.Document()
    for number in range(46):
        spaced = document.add_paragraph(f"baris{number}")
        spaced.paragraph_format.space_after = Pt(0)
    document.add_paragraph("JUDUL TABEL").paragraph_format.keep_with_next = True
    document.add_table(rows=1, cols=1).cell(0, 0).text = "isi tabel\n" * 8
    pages = pages_of(document, tmp_path)
    (heading,) = [page for page in pages if "JUDUL TABEL" in page]
    assert "isi tabel" in heading


@pytest.mark.parametrize("above", [34, 37, 40, 43])
def test_a_row_that_must_not_be_cut_stands_whole_on_the_next_page(tmp_path: Path, above: int) -> None:
    document = python_docx.Document()
    for number in range(above):
        document.add_paragraph(f"baris{number}").paragraph_format.space_after = Pt(0)
    table = document.add_table(rows=1, cols=1)
    table.cell(0, 0).text = "\n".join(("Sekretaris,", *[""] * 8, "Pegawai Satu"))
    (row,) = document.element.body.iter(qn("w:tr"))
    row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    (signed,) = [page for page in pages_of(document, tmp_path) if "Sekretaris," in page]
    assert "Pegawai Satu" in signed


def test_empty_paragraphs_before_a_page_break_make_no_page_of_their_own(tmp_path: Path) -> None:
    document = python_docx.Document()
    document.add_paragraph("satu")
    for _ in range(80):
        document.add_paragraph()
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("dua")
    assert [page.strip() for page in pages_of(document, tmp_path)] == ["satu", "dua"]


def test_a_line_with_a_tab_that_is_longer_than_a_page_is_not_lost(tmp_path: Path) -> None:
    document = python_docx.Document()
    document.add_paragraph("pembuka")
    document.add_paragraph("Catatan:\t" + " ".join(f"kata{number}" for number in range(1_500)) + " akhir")
    document.add_paragraph("penutup")
    shown = " ".join(" ".join(pages_of(document, tmp_path)).split())
    assert [shown.count(word) for word in ("Catatan:", "kata0 ", "kata1499 akhir", "penutup")] == [1, 1, 1, 1]


def test_a_paragraph_that_fits_is_not_split_into_one_part() -> None:
    page_setup.prepare_reportlab()
    text = page_setup.WrappedText("dua<br/>baris", ParagraphStyle("uji", fontName=REGULAR, fontSize=10, leading=12))
    text.wrap(200, 1000)
    assert text.split(200, 100) == []
