"""Tables of a PDF without ruling lines."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from dossier.convert.grids.read_grids import read_grids
from tests.support.plan_tables import HEAD, codes, outcome_of

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [
    HEAD,
    ("I", "MANAJEMEN PERUBAHAN DAN POLA PIKIR PEGAWAI", "", "", "", ""),
    ("1", "Penyusunan Tim Kerja", "a. Unit kerja telah membentuk tim kerja", "Rapat tim", "- SK Tim\n- Foto", "Mei"),
    ("", "", "b. Anggota tim dipilih melalui prosedur yang jelas oleh pimpinan", "Seleksi", "- SOP", "Mei"),
    ("2", "Rencana Kerja", "a. Terdapat dokumen rencana kerja", "Menyusun rencana", "- Renja", "Juni"),
    ("", "", "b. Target prioritas relevan dengan tujuan", "Rapat target", "- Notulen rapat", "Juni"),
    ("3", "Pemantauan", "a. Kegiatan dilaksanakan sesuai rencana", "Pemantauan", "- Laporan", "Juli"),
]


def write(path: Path) -> Path:
    style = getSampleStyleSheet()["BodyText"]
    cells = [[Paragraph(text.replace("\n", "<br/>"), style) if text else "" for text in row] for row in ROWS]
    table = Table(cells, colWidths=[40, 110, 180, 150, 170, 100])
    table.setStyle(TableStyle([("SPAN", (1, 1), (-1, 1)), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=landscape(A4), invariant=True).build([table])
    path.write_bytes(buffer.getvalue())
    return path


def test_columns_without_lines_are_read_by_their_gutters_with_low_trust(tmp_path: Path) -> None:
    path = write(tmp_path / "a.pdf")
    (grid,) = read_grids(path).grids
    assert "tanpa garis" in grid.low_trust
    outcome = outcome_of(path)
    assert list(codes(outcome)) == ["I.1.1", "I.1.2", "I.2.1", "I.2.2", "I.3.1"]
    assert codes(outcome)["I.1.1"].evidence == "- SK Tim\n- Foto"
    assert codes(outcome)["I.1.2"].statement.endswith("yang jelas oleh pimpinan")


def test_a_page_of_running_text_is_no_table(tmp_path: Path) -> None:
    style = getSampleStyleSheet()["BodyText"]
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, invariant=True).build([Paragraph("Rapat tim kerja bersama pegawai. " * 60, style)])
    (tmp_path / "b.pdf").write_bytes(buffer.getvalue())
    found = read_grids(tmp_path / "b.pdf")
    assert not found.grids
    assert found.lines
