"""A realistic office letter as .docx: letterhead with picture, numbered lists, tables, page fields, a text box."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt, RGBColor
from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document
    from docx.text.paragraph import Paragraph

_TEXT_BOX = (
    "<w:r {names}><w:pict><v:shape style='width:180pt;height:40pt' xmlns:v='urn:schemas-microsoft-com:vml'>"
    "<v:textbox><w:txbxContent><w:p><w:r><w:t>Isi kotak teks</w:t></w:r></w:p></w:txbxContent></v:textbox>"
    "</v:shape></w:pict></w:r>"
)
_CONTROL = (
    "<w:sdt {names}><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>Isi kontrol konten</w:t></w:r></w:p></w:sdtContent></w:sdt>"
)


def badge() -> io.BytesIO:
    """Return a small PNG that stands for a coat of arms."""
    image = Image.new("RGBA", (200, 220), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.ellipse((10, 10, 190, 210), fill=(150, 20, 20, 255), outline=(220, 180, 40, 255), width=10)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    buffer.seek(0)
    return buffer


def field(paragraph: Paragraph, instruction: str, shown: str = "1") -> None:
    """Append a complex field such as PAGE to a paragraph."""
    names = nsdecls("w")
    for part in (
        f'<w:r {names}><w:fldChar w:fldCharType="begin"/></w:r>',
        f'<w:r {names}><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>',
        f'<w:r {names}><w:fldChar w:fldCharType="separate"/></w:r>',
        f"<w:r {names}><w:t>{shown}</w:t></w:r>",
        f'<w:r {names}><w:fldChar w:fldCharType="end"/></w:r>',
    ):
        paragraph._p.append(parse_xml(part))  # noqa: SLF001 — python-docx has no fields


def _letterhead(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2.5)
    header = section.header
    table = header.add_table(1, 2, Cm(16))
    table.rows[0].cells[0].width, table.rows[0].cells[1].width = Cm(2.2), Cm(13.8)
    table.rows[0].cells[0].paragraphs[0].add_run().add_picture(badge(), width=Cm(1.7))
    names = table.rows[0].cells[1].paragraphs[0]
    names.alignment = WD_ALIGN_PARAGRAPH.CENTER
    names.add_run("KOMISI PEMILIHAN UMUM\nPROVINSI JAMBI").bold = True
    address = table.rows[0].cells[1].add_paragraph("Jalan Contoh Nomor 1, Kota Jambi")
    address.alignment = WD_ALIGN_PARAGRAPH.CENTER
    address.runs[0].font.size = Pt(9)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("Halaman ")
    field(footer, "PAGE")
    footer.add_run(" dari ")
    field(footer, "NUMPAGES")


def _opening(document: Document) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    for line in ("Nomor\t: 12/PW.02-Und/15/2025", "Sifat\t: Segera", "Hal\t: Undangan Rapat Pemantauan"):
        paragraph = document.add_paragraph(line)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(2.5))
        paragraph.paragraph_format.space_after = Pt(0)
    right = document.add_paragraph("Jambi\t2 April 2025")
    right.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT)
    body = document.add_paragraph("Sehubungan dengan ")
    body.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    body.paragraph_format.first_line_indent = Cm(1.25)
    body.add_run("pembangunan Zona Integritas").bold = True
    body.add_run(", bersama ini kami mengundang Saudara ")
    body.add_run("menghadiri rapat").italic = True
    red = body.add_run(" tepat waktu")
    red.font.color.rgb = RGBColor(0xC0, 0, 0)
    red.underline = True
    body.add_run(". Kehadiran Saudara sangat kami harapkan demi kelancaran kegiatan yang dimaksud di atas.")


def letter(target: Path) -> None:
    """Write the letter: two pages with a letterhead, lists of two levels, a table with merged cells, a page break."""
    document = docx.Document()
    _letterhead(document)
    _opening(document)
    for text in ("Pembahasan rencana aksi", "Pemantauan bukti fisik"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("Rincian bukti", style="List Number 2")
    document.add_paragraph("Butir berbulat", style="List Bullet")
    table = document.add_table(rows=4, cols=3, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for cell, text in zip(table.rows[0].cells, ("No", "Nama", "Keterangan"), strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    for number, row in enumerate(table.rows[1:], start=1):
        for cell, text in zip(row.cells, (str(number), f"Pegawai {number}", "Hadir"), strict=True):
            cell.text = text
    table.cell(1, 2).merge(table.cell(2, 2))
    table.cell(3, 0).merge(table.cell(3, 1))
    document.add_paragraph().add_run().add_picture(badge(), width=Cm(3))
    boxed = document.add_paragraph("Sebelum kotak. ")
    boxed._p.append(parse_xml(_TEXT_BOX.format(names=nsdecls("w"))))  # noqa: SLF001 — python-docx has no text boxes
    document.element.body.insert(-1, parse_xml(_CONTROL.format(names=nsdecls("w"))))
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_heading("Lampiran", level=1)
    document.add_paragraph("Halaman kedua.")
    document.save(str(target))
