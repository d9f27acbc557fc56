"""Tables of plans as other units write them, as files of several kinds, and the plan that an import makes of them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import openpyxl
from openpyxl.styles import PatternFill
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from dossier.convert.grids.read_grids import read_grids
from dossier.convert.grids.sheet_grid import grid_of
from dossier.importing.plan_from_tables import ImportOutcome, plan_from
from dossier.importing.questions_asked import Answers
from dossier.matching.questions import QuestionIndex

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dossier.importing.draft import DraftIndicator
    from dossier.importing.questions_asked import Answer

FOLDER = Path(__file__).parent / "tabel"
SIX_COLUMNS = FOLDER / "01-enam-kolom-lanjutan.csv"
LIKE_THE_SHEET = FOLDER / "02-lke-tanpa-waktu.csv"
LAYERED_CELLS = FOLDER / "04-satu-sel-berlapis.csv"
HEAD = ("No", "Komponen", "Indikator", "Langkah Aksi", "Bukti Fisik", "Target Waktu")
ROWS = (
    ("I", "MANAJEMEN PERUBAHAN", "", "", "", ""),
    ("1", "Tim Kerja", "a. Tim kerja sudah ditetapkan", "Menyusun SK", "- SK Tim Kerja ZI\n- Foto", "Januari 2025"),
    ("", "", "b. Tim kerja dinilai", "Rapat penilaian tim", "Notulen", ""),
)

INDEX = QuestionIndex()


def outcome_of(path: Path, given: Mapping[str, Answer] | None = None, **named: str) -> ImportOutcome:
    """Return what an import makes of one file, answers given."""
    answers = Answers(given=given)
    found = plan_from(read_grids(path).grids, answers, INDEX, named=named, file_name=path.name)
    assert found is not None
    return found


def outcome_of_rows(rows: Sequence[Sequence[str]], given: Mapping[str, Answer] | None = None) -> ImportOutcome | None:
    """Return what an import makes of one table."""
    return plan_from((grid_of("tabel", rows),), Answers(given=given), INDEX, named={}, file_name="")


def codes(outcome: ImportOutcome) -> dict[str, DraftIndicator]:
    """Return code ─► indicator."""
    return {each.code: each for each in outcome.plan.indicators}


def items(indicator: DraftIndicator) -> list[tuple[str, str]]:
    """Return name and kind of the butir of an indicator."""
    return [(item.name, item.kind) for item in indicator.items]


def write_workbook(path: Path, *, formula: bool = True) -> Path:
    """Write a workbook with a merged time cell, a hidden row, a hidden sheet, and perhaps a formula without a value."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Renaksi 2025"
    sheet.append(["RENCANA AKSI ZONA INTEGRITAS KANTOR UJI TAHUN 2025"])
    for row in (HEAD, *ROWS, ("", "", "c. Tersembunyi", "", "SK", "Mei 2025")):
        sheet.append(row)
    if formula:
        sheet.append(("", "", "=A1", "", "", ""))
    sheet.merge_cells("F4:F5")
    sheet.row_dimensions[6].hidden = True
    book.create_sheet("Rahasia").sheet_state = "hidden"
    book.save(path)
    return path


def write_month_grid(path: Path) -> Path:
    """Write a workbook with a head of two rows, a column for each month, marks and filled cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["No", "Indikator", "Rencana Aksi", "Data Dukung", "Waktu Pelaksanaan", *[""] * 11, "PIC"])
    months = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"]
    sheet.append(["", "", "", "", *months, ""])
    for column in "ABCDQ":
        sheet.merge_cells(f"{column}1:{column}2")
    sheet.merge_cells("E1:P1")
    sheet.append(["I", "MANAJEMEN PERUBAHAN"])
    sheet.append(["1", "Tim dibentuk", "Membentuk tim", "SK Tim ZI", "", "", "x", "", "", "✓", *[""] * 6, "Tim 1"])
    sheet.append(["2", "Tim dinilai", "Menilai tim", "Laporan penilaian tim"])
    for column in "EFGHIJKLMNOP":
        sheet[f"{column}5"].fill = PatternFill("solid", fgColor="FF00B050")
    sheet.append(["3", "Tim diganti", "Mengganti tim", "SK Tim ZI baru", "", "v", "v", "v"])
    book.save(path)
    return path


def write_document(path: Path) -> Path:
    """Write a Word table with cells merged downwards and across."""
    document = docx.Document()
    document.add_paragraph("RENCANA AKSI ZONA INTEGRITAS KANTOR UJI TAHUN 2025")
    table = document.add_table(rows=0, cols=len(HEAD))
    for values in (HEAD, *ROWS):
        for cell, value in zip(table.add_row().cells, values, strict=True):
            cell.text = value
    table.cell(1, 1).merge(table.cell(1, 5))
    for column in (0, 1, 5):
        table.cell(2, column).merge(table.cell(3, column))
    document.save(str(path))
    return path


def write_pdf(path: Path, rows: Sequence[Sequence[str]], *, repeat: int = 0) -> Path:
    """Write a ruled table that runs over pages; `repeat` rows of its head stand on each."""
    style = getSampleStyleSheet()["BodyText"]
    cells = [[Paragraph(text.replace("\n", "<br/>"), style) for text in row] for row in rows]
    table = Table(cells, colWidths=[40, 110, 180, 150, 170, 100], repeatRows=repeat)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=landscape(A4), invariant=True).build([table])
    path.write_bytes(buffer.getvalue())
    return path


PAGE = """<html><head><title>Rencana ZI 2025</title><script>alert(1)</script></head><body>
<table border=1><tr><th>No<th>Area<th>Rencana Aksi<th>Eviden<th>Triwulan I<th>Triwulan II</tr>
<tr><td>1<td rowspan=2>Manajemen Perubahan<td>Membentuk tim kerja<td><p>a. SK Tim</p><p>b. Notulen rapat</p>
<td>x<td></tr>
<tr><td>2<td>Sosialisasi pembangunan ZI<td><ul><li>Undangan<li>Foto</ul><td><td>x</tr></table></body></html>"""
