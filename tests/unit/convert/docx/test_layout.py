"""The plain layout of .docx: no word is lost, the page is the author's, numbers count as Word counts them."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import docx as python_docx
import pypdf
import pytest
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

from dossier.convert.docx import layout
from dossier.errors import CannotConvertError
from tests.support import hostile, hostile_office
from tests.support.convert_docx import field, letter
from tests.support.convert_reading import text_of
from tests.support.hostile_pictures import picture

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document


def laid_out(document: Document, folder: Path) -> str:
    source, target = folder / "a.docx", folder / "a.pdf"
    document.save(str(source))
    layout.convert(source, target)
    return text_of(target)


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("surat")
    letter(folder / "surat.docx")
    layout.convert(folder / "surat.docx", folder / "surat.pdf")
    return [flat(page) for page in text_of(folder / "surat.pdf").split("\f")]


def test_the_letterhead_and_the_page_numbers_stand_on_every_page(pages: list[str]) -> None:
    assert len(pages) == 2
    for number, page in enumerate(pages, start=1):
        assert "KOMISI PEMILIHAN UMUM" in page
        assert "Jalan Contoh Nomor 1" in page
        assert f"Halaman {number} dari 2" in page


@pytest.mark.parametrize(
    "words",
    [
        "Nomor : 12/PW.02-Und/15/2025",
        "Sehubungan dengan pembangunan Zona Integritas, bersama ini",
        "menghadiri rapat tepat waktu",
        "1. Pembahasan rencana aksi 2. Pemantauan bukti fisik 1. Rincian bukti • Butir berbulat",
        "No Nama Keterangan",
        "Pegawai 3",
        "Isi kotak teks",
        "Isi kontrol konten",
    ],
)
def test_no_word_of_a_letter_is_lost(pages: list[str], words: str) -> None:
    assert words in pages[0]


def test_a_page_break_starts_a_page(pages: list[str]) -> None:
    assert "Lampiran Halaman kedua." in pages[1]
    assert "Lampiran" not in pages[0]


def test_each_section_keeps_its_own_page(tmp_path: Path) -> None:
    document = python_docx.Document()
    first = document.sections[0]
    first.page_width, first.page_height = Mm(215.9), Mm(330.2)
    document.add_paragraph("tegak")
    second = document.add_section(WD_SECTION.NEW_PAGE)
    second.orientation, second.page_width, second.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    document.add_paragraph("rebah")
    assert laid_out(document, tmp_path).split("\f")[1].strip() == "rebah"
    sizes = [tuple(round(float(n)) for n in page.mediabox[2:]) for page in pypdf.PdfReader(tmp_path / "a.pdf").pages]
    assert sizes == [(612, 936), (842, 595)]


def numbered(document: Document, levels: list[tuple[str, str]], paragraphs: list[tuple[int, str]]) -> None:
    """Add a list whose levels have the given formats and templates."""
    names = nsdecls("w")
    items = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{template}"/>'
        f'<w:pPr><w:ind w:left="{720 * (n + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
        for n, (kind, template) in enumerate(levels)
    )
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {names} w:abstractNumId="777">{items}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {names} w:numId="777"><w:abstractNumId w:val="777"/></w:num>'))
    for level, text in paragraphs:
        paragraph = document.add_paragraph(text)
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 — python-docx has no numbering
        properties.append(parse_xml(f'<w:numPr {names}><w:ilvl w:val="{level}"/><w:numId w:val="777"/></w:numPr>'))


def test_lists_of_several_levels_count_as_word_does(tmp_path: Path) -> None:
    document = python_docx.Document()
    levels = [("upperRoman", "%1."), ("lowerLetter", "%2)"), ("decimal", "%1.%2.%3")]
    numbered(document, levels, [(0, "A"), (1, "B"), (1, "C"), (2, "D"), (0, "E"), (1, "F"), (1, "G")])
    assert flat(laid_out(document, tmp_path)) == "I. A a) B b) C I.b.1 D II. E a) F b) G"


def test_a_document_without_lists_is_no_trouble(tmp_path: Path) -> None:
    document = python_docx.Document()
    document.add_paragraph("tanpa daftar")
    assert "tanpa daftar" in laid_out(document, tmp_path)


def test_footnotes_follow_the_text(tmp_path: Path) -> None:
    source, made = tmp_path / "kaki.docx", tmp_path / "catatan.docx"
    document = python_docx.Document()
    paragraph = document.add_paragraph("Dasar hukum")
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))  # noqa: SLF001
    document.save(str(source))
    names = nsdecls("w")
    notes = (
        f'<?xml version="1.0"?><w:footnotes {names}><w:footnote w:id="2"><w:p><w:r><w:t>Peraturan Contoh</w:t>'
        "</w:r></w:p></w:footnote></w:footnotes>"
    )
    relation = (
        '<Relationship Id="rIdKaki" Target="footnotes.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"/></Relationships>'
    )
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/_rels/document.xml.rels":
                data = data.replace(b"</Relationships>", relation.encode())
            new.writestr(name, data)
        new.writestr("word/footnotes.xml", notes)
    outcome = layout.convert(made, tmp_path / "a.pdf")
    found = flat(text_of(tmp_path / "a.pdf"))
    assert "Dasar hukum1" in found
    assert "Catatan kaki 1 Peraturan Contoh" in found
    assert any("catatan kaki" in note for note in outcome.notes)


def test_tracked_deletions_are_not_printed_and_insertions_are(tmp_path: Path) -> None:
    document = python_docx.Document()
    names = nsdecls("w")
    paragraph = document.add_paragraph("Tetap ")
    for part in (
        f"<w:del {names}><w:r><w:delText>dihapus</w:delText></w:r></w:del>",
        f"<w:ins {names}><w:r><w:t>disisipkan</w:t></w:r></w:ins>",
    ):
        paragraph._p.append(parse_xml(part))  # noqa: SLF001 — python-docx has no tracked changes
    assert flat(laid_out(document, tmp_path)) == "Tetap disisipkan"


def test_a_date_field_shows_what_it_last_showed(tmp_path: Path) -> None:
    document = python_docx.Document()
    field(document.add_paragraph("Jambi, "), 'DATE \\@ "d MMMM yyyy"', "2 April 2025")
    assert flat(laid_out(document, tmp_path)) == "Jambi, 2 April 2025"


def test_markup_in_a_document_is_text(tmp_path: Path) -> None:
    document = python_docx.Document()
    document.add_paragraph("<b>x</b> & <img src='/etc/passwd'/>\tujung")
    assert "<b>x</b> & <img src='/etc/passwd'/> ujung" in flat(laid_out(document, tmp_path))


def test_a_picture_linked_from_outside_is_not_fetched_and_named(tmp_path: Path) -> None:
    document = python_docx.Document()
    stream = io.BytesIO()
    picture((40, 40)).save(stream, "PNG")
    stream.seek(0)
    document.add_paragraph().add_run().add_picture(stream)
    relation = next(r for r in document.part.rels.values() if r.reltype.endswith("/image"))
    relation._is_external, relation._target = True, "http://127.0.0.1:9/x.png"  # noqa: SLF001 — made by hand
    source = tmp_path / "a.docx"
    document.save(str(source))
    outcome = layout.convert(source, tmp_path / "a.pdf")
    assert "gambar tidak dapat digambar" in text_of(tmp_path / "a.pdf")
    assert any("1 gambar" in note for note in outcome.notes)


def test_a_table_row_taller_than_a_page_is_not_lost(tmp_path: Path) -> None:
    document = python_docx.Document()
    table = document.add_table(rows=2, cols=2)
    for number in range(120):
        table.cell(0, 0).add_paragraph(f"baris nomor {number}")
    table.cell(0, 0).merge(table.cell(1, 0))
    found = laid_out(document, tmp_path)
    assert all(f"baris nomor {number}" in found for number in range(120))


def test_nested_tables_are_laid_out(tmp_path: Path) -> None:
    document = python_docx.Document()
    outer = document.add_table(rows=1, cols=2)
    inner = outer.cell(0, 1).add_table(rows=1, cols=2)
    inner.cell(0, 1).text = "paling dalam"
    assert "paling dalam" in laid_out(document, tmp_path)


def test_hidden_text_stays_hidden_and_capitals_are_capitals(tmp_path: Path) -> None:
    document = python_docx.Document()
    paragraph = document.add_paragraph()
    paragraph.add_run("rahasia").font.hidden = True
    run = paragraph.add_run("keputusan")
    run.font.all_caps, run.font.size = True, Pt(14)
    assert flat(laid_out(document, tmp_path)) == "KEPUTUSAN"


@pytest.mark.parametrize(
    ("maker", "words"),
    [
        (hostile_office.docx_no_zip, "bukan dokumen Office"),
        (hostile_office.docx_cut, "bukan dokumen Office"),
        (hostile_office.docx_bare_zip, "tidak dapat dibaca"),
        (hostile_office.docx_broken_xml, "tidak dapat dibaca"),
        (hostile_office.docx_bomb, "membengkak"),
        (hostile_office.locked_docx, "kata sandi diperlukan"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_is_no_document_is_refused_with_the_reason(tmp_path: Path, maker: hostile.Maker, words: str) -> None:
    with pytest.raises(CannotConvertError, match=words):
        layout.convert(maker(tmp_path), tmp_path / "a.pdf")


def test_the_same_document_gives_the_same_bytes(tmp_path: Path) -> None:
    letter(tmp_path / "surat.docx")
    for name in ("a.pdf", "b.pdf"):
        layout.convert(tmp_path / "surat.docx", tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
