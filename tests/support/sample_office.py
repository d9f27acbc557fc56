"""Word and Excel files of the sample evidence. Invented throughout; every one says CONTOH."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties

from tests.support.hostile_office import docx_bytes, xlsx_bytes
from tests.support.sample_papers import MARK, person, staff_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as WordDocument

FIELD_WIDTHS = (Mm(38), Mm(5), Mm(112))
THIN = Side(style="thin")


def letter_docx(
    title: str,
    day: str,
    fields: Sequence[tuple[str, str]],
    sections: Sequence[tuple[str, Sequence[str]]],
    table: Sequence[Sequence[str]] = (),
) -> bytes:
    """Return a Word paper: kop, title, `label : value` lines, sections with numbered items, a table, a signature."""
    document = _page(title)
    if fields:
        grid = document.add_table(rows=0, cols=3)
        grid.autofit = False
        for column, width in zip(grid.columns, FIELD_WIDTHS, strict=True):
            column.width = width
        for label, value in fields:
            cells = grid.add_row().cells
            for cell, text, width in zip(cells, (label, ":", value), FIELD_WIDTHS, strict=True):
                cell.text, cell.width = text, width
    for heading, items in sections:
        document.add_paragraph().add_run(heading).bold = True
        for item in items:
            document.add_paragraph(item, style="List Number" if len(items) > 1 else "Normal")
    if table:
        _grid(document, table)
    block = document.add_paragraph(f"Jambi, {day}\nPenyusun,\n\nttd.\n\nPegawai Enam")
    block.paragraph_format.left_indent = Mm(95)
    block.paragraph_format.space_before = Pt(18)
    return docx_bytes(document)


def _page(title: str) -> WordDocument:
    """Return a document with the sheet, its header and footer, the kop and the title."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.header.paragraphs[0].text = MARK
    section.header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    section.footer.paragraphs[0].text = f"KPU Provinsi Jambi · {title} · CONTOH"
    font = document.styles["Normal"].font
    font.name, font.size = "Arial", Pt(11)
    for text, size in (("KOMISI PEMILIHAN UMUM", 14), ("PROVINSI JAMBI", 14), ("Jalan Contoh Nomor 1, Jambi", 9)):
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.space_after = Pt(0)
        run = line.add_run(text)
        run.bold, run.font.size = size > 10, Pt(size)
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.paragraph_format.space_before = Pt(14)
    run = heading.add_run(title.upper())
    run.bold = run.underline = True
    return document


def _grid(document: WordDocument, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for index, row in enumerate(rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(text).bold = index == 0


def monev_xlsx() -> bytes:
    """Return the lembar monev: one sheet with a merged title, wrapped texts and percentages."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Lembar Monev"
    sheet["A1"] = "LEMBAR MONITORING DAN EVALUASI PEMBANGUNAN ZONA INTEGRITAS – CONTOH"
    sheet.merge_cells("A1:F1")
    sheet["A2"] = "Periode: Februari 2025"
    sheet.append([])
    sheet.append(["No", "Area", "Target", "Realisasi", "Capaian", "Catatan"])
    areas = ("Manajemen Perubahan", "Penataan Tata Laksana", "Penataan Sistem Manajemen SDM",
             "Penguatan Akuntabilitas", "Penguatan Pengawasan", "Kualitas Pelayanan Publik")  # fmt: skip
    for index, area in enumerate(areas, 1):
        done = 3 + index % 4
        note = "Bukti lengkap" if done > 4 else "Masih menunggu berkas dari subbagian terkait"
        sheet.append([index, area, 6, done, done / 6, note])
        sheet.cell(row=index + 4, column=5).number_format = "0%"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"  # 9 = A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    _dress(sheet, 4, (6, 34, 10, 11, 10, 46))
    return xlsx_bytes(book)


def training_xlsx() -> bytes:
    """Return the rekapitulasi diklat: wider than a sheet of paper, with a second sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Rekap Diklat"
    sheet["A1"] = "REKAPITULASI PEGAWAI YANG MENGIKUTI DIKLAT TAHUN 2025 – CONTOH"
    sheet.append([])
    months = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sep", "Okt", "Nov", "Des")
    sheet.append(["No", "Nama", "NIP", "Jabatan", "Nama diklat", "Penyelenggara", *months, "Jumlah JP"])
    courses = ("Pengadaan Barang/Jasa", "Pengelolaan Arsip", "Manajemen Risiko", "Pelayanan Prima", "Analisis Jabatan")
    for index in range(10):
        hours = [(index * 3 + month) % 5 * 2 for month in range(12)]
        sheet.append(
            [index + 1, person(index), staff_number(index), "Pelaksana", courses[index % 5], "Setjen KPU", *hours,
             sum(hours)]
        )  # fmt: skip
    _dress(sheet, 3, (5, 20, 22, 14, 26, 20, *[6] * 12, 11))
    note = book.create_sheet("Keterangan")
    note["A1"] = "CONTOH – JP berarti jam pelajaran; angka di lembar pertama adalah rekaan."
    return xlsx_bytes(book)


def _dress(sheet: object, header_row: int, widths: Sequence[int]) -> None:
    """Give the table below `header_row` lines, a shaded head, wrapped cells and these column widths."""
    for index, width in enumerate(widths):
        letter = chr(ord("A") + index)
        sheet.column_dimensions[letter].width = width  # type: ignore[attr-defined]
    for row in sheet.iter_rows(min_row=header_row):  # type: ignore[attr-defined]
        for cell in row:
            cell.border = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            if cell.row == header_row:
                cell.font = Font(bold=True)
                cell.fill = PatternFill("solid", fgColor="E8E8E8")
    sheet["A1"].font = Font(bold=True, size=13)  # type: ignore[index]
