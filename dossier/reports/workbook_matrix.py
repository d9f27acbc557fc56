"""Writes the workbook's sheet of requirement × month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.audit import legend
from dossier.audit.gap_columns import CODE
from dossier.audit.status import column_label

if TYPE_CHECKING:
    from dossier.audit.status import MatrixRow, Status
    from dossier.reports.workbook import XlsxSheet


def write_matrix(sheet: XlsxSheet, view: Status) -> None:
    """Write requirement × month: a mark and a colour a cell, readable in black and white."""
    columns = view.matrix.columns
    months = tuple(column_label(key) for key in columns)
    sheet.head(0, (CODE, "Bukti fisik", *months))
    for number, row in enumerate(view.matrix.rows, start=1):
        sheet.text(number, 0, f"{row.indicator.code}.{row.requirement.id}")
        sheet.text(number, 1, row.requirement.label)
        write_matrix_cells(sheet, number, row)
    key = " · ".join(f"{look.sign} {look.label}" for look in legend.STATES.values())
    last = len(view.matrix.rows)
    sheet.text(last + 2, 1, key, sheet.formats.note)
    sheet.raw.set_column(0, 0, 9)
    sheet.raw.set_column(1, 1, 50)
    sheet.raw.set_column(2, 1 + len(columns), 5.5)
    sheet.table(first=0, last=last, columns=2 + len(columns), freeze_columns=2, landscape=False)
    sheet.raw.print_area(0, 0, last + 2, 1 + len(columns))


def write_matrix_cells(sheet: XlsxSheet, number: int, row: MatrixRow) -> None:
    """Write the marks of one requirement."""
    for column, state in enumerate(row.cells, start=2):
        if state is not None:
            sheet.text(number, column, legend.STATES[state].sign, sheet.formats.states[state])
