"""Writes the workbook: summary, gap list, matrix, register, unplaced files. The only home of XlsxWriter.

Values come from `audit/status.py`; the sheet Kesenjangan has columns that staff and assessors fill, read by
`workbook_import`.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier._lazy import lazy
from dossier.audit.status import ELSEWHEN
from dossier.model import State
from dossier.reports.gap_columns import (
    CODE,
    GAP_COLUMNS,
    GAP_SHEET,
    PRINTED_COLUMNS,
    REMARK_STATUS,
    REMARK_STATUSES,
    ColumnKind,
    paths_of,
)
from dossier.reports.xlsx_cells import DATE_FORMAT, DATE_WIDTH, EvidenceLinks, XlsxSheet, make_formats

with lazy():
    import xlsxwriter


if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsxwriter.workbook import Workbook

    from dossier.audit.status import MatrixRow, Status, StatusRow
    from dossier.model import Matching
    from dossier.reports.csv import RegisterRow
    from dossier.reports.diff import Milestone

SUMMARY, MATRIX, REGISTER, PLACELESS = "Ringkasan", "Matriks", "Register Bukti", "Berkas Tanpa Tempat"
_MARKS: Final = {
    State.PRESENT: "✓",
    State.MISSING: "✗",
    State.NOT_YET_DUE: "·",
    State.FAULTY: "!",
    State.UNCONFIRMED: "?",
}
_FROZEN: Final = 4  # area, code, label and period stay in view


def workbook_bytes(
    view: Status,
    *,
    unit: str,
    register: Iterable[RegisterRow],
    matching: Matching,
    history: tuple[Milestone, ...] = (),
    links: EvidenceLinks | None = None,
) -> bytes:
    """Return the workbook as the bytes of an .xlsx file; the same values give the same bytes.

    Args:
        view: what every report prints.
        unit: who it is of.
        register: a row a file found.
        matching: for the files without a place.
        history: the totals of the builds so far.
        links: the way to the evidence; None as from `build/`.
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_urls": False}) as book:
        made = dt.datetime.combine(view.as_of, dt.time(), tzinfo=dt.UTC).replace(tzinfo=None)
        book.set_properties({"title": f"Kesenjangan bukti ZI {view.plan.year}", "author": unit, "created": made})
        formats = make_formats(book)
        sheets = [
            XlsxSheet(book.add_worksheet(name), formats, links or EvidenceLinks())
            for name in (SUMMARY, GAP_SHEET, MATRIX, REGISTER, PLACELESS)
        ]
        write_summary(book, sheets[0], view, unit, history)
        write_gaps(sheets[1], view.rows)
        write_matrix(sheets[2], view)
        write_register(sheets[3], register)
        write_placeless(sheets[4], matching)
    return target.getvalue()


def write_summary(book: Workbook, sheet: XlsxSheet, view: Status, unit: str, history: tuple[Milestone, ...]) -> None:
    """Write the totals, those of each area, the bars, and the line of earlier builds."""
    sheet.text(0, 0, f"Kesenjangan bukti fisik Zona Integritas {view.plan.year}", sheet.formats.title)
    sheet.text(1, 0, f"{unit} · keadaan per {wording.long_date(view.as_of)}", sheet.formats.note)
    states = tuple(State)
    sheet.head(
        3, ("Area", "Judul", *(wording.state_label(state) for state in states), "Jumlah", "Sudah waktunya", "Lengkap")
    )
    rows = [(each.area.code, each.area.title, each.totals) for each in view.areas]
    for number, (code, title, totals) in enumerate([*rows, ("", "Seluruh rencana", view.totals)], start=4):
        sheet.text(number, 0, code)
        sheet.text(number, 1, title)
        for column, state in enumerate(states, start=2):
            sheet.number(number, column, totals.states[state])
        sheet.number(number, 7, totals.total)
        sheet.number(number, 8, totals.due)
        sheet.number(number, 9, totals.percent / 100, sheet.formats.share)
    last = 4 + len(rows)
    sheet.raw.set_column(0, 0, DATE_WIDTH)  # the codes of areas, and the days of earlier builds
    sheet.raw.set_column(1, 1, 58)
    sheet.raw.set_column(2, 9, 12)
    sheet.page(landscape=True)
    sheet.raw.fit_to_pages(1, 1)
    if rows:
        add_bars(book, sheet, len(rows))
    if len(history) > 1:
        add_line(book, sheet, history, last + 22)


def add_bars(book: Workbook, sheet: XlsxSheet, areas: int) -> None:
    """Add the stacked bars of the areas under the table."""
    chart = book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    colours = ("#2F7D4A", "#8A2B17", "#D5D8DB", "#D98C78", "#E8BE4A")
    for column, colour in enumerate(colours, start=2):
        chart.add_series(
            {
                "name": [SUMMARY, 3, column],
                "categories": [SUMMARY, 4, 0, 3 + areas, 0],
                "values": [SUMMARY, 4, column, 3 + areas, column],
                "fill": {"color": colour},
                "border": {"color": "#5C6268", "width": 0.25},
                "gap": 60,
            }
        )
    chart.set_title({"name": "Kelengkapan menurut area", "name_font": {"size": 12, "bold": True}})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 900, "height": 340})
    sheet.raw.insert_chart(6 + areas, 1, chart, {"description": "Diagram batang kelengkapan menurut area"})


def add_line(book: Workbook, sheet: XlsxSheet, history: tuple[Milestone, ...], first: int) -> None:
    """Add the totals of earlier builds and the line of each area's share of the slots due."""
    codes = list(dict.fromkeys(code for each in history for code in each.areas))
    sheet.head(first, ("Tanggal", "Perjalanan: bagian yang lengkap dari yang sudah waktunya", *codes))
    for number, each in enumerate(history, start=first + 1):
        sheet.date(number, 0, each.as_of)
        sheet.number(number, 1, each.totals.share, sheet.formats.share)
        for column, code in enumerate(codes, start=2):
            if code in each.areas:
                sheet.number(number, column, each.areas[code].share, sheet.formats.share)
    chart = book.add_chart({"type": "line"})
    for column in range(1, 2 + len(codes)):
        chart.add_series(
            {
                "name": "Seluruh rencana" if column == 1 else [SUMMARY, first, column],
                "categories": [SUMMARY, first + 1, 0, first + len(history), 0],
                "values": [SUMMARY, first + 1, column, first + len(history), column],
                "line": {"width": 3 if column == 1 else 1.25},
            }
        )
    chart.set_title({"name": "Perjalanan kelengkapan", "name_font": {"size": 12, "bold": True}})
    chart.set_y_axis({"num_format": "0%", "min": 0, "max": 1})
    chart.set_x_axis({"num_format": DATE_FORMAT})
    chart.set_size({"width": 900, "height": 320})
    place = first + len(history) + 2
    sheet.raw.insert_chart(place, 1, chart, {"description": "Diagram garis kelengkapan dari waktu ke waktu"})


def write_gaps(sheet: XlsxSheet, rows: tuple[StatusRow, ...]) -> None:
    """Write every counted slot in plan order; the filters of the head choose."""
    sheet.head(0, tuple(column.head for column in GAP_COLUMNS))
    for number, row in enumerate(rows, start=1):
        for place, column in enumerate(GAP_COLUMNS):
            write_gap_cell(sheet, number, place, column.kind, row, column.value(row))
    for place, column in enumerate(GAP_COLUMNS):
        sheet.raw.set_column(place, place, column.width, None, {"hidden": column.kind is ColumnKind.HIDDEN})
    statuses = next(place for place, column in enumerate(GAP_COLUMNS) if column.head == REMARK_STATUS)
    sheet.raw.data_validation(
        1,
        statuses,
        max(1, len(rows)),
        statuses,
        {
            "validate": "list",
            "source": list(REMARK_STATUSES),
            "error_type": "warning",
            "error_title": REMARK_STATUS,
            "error_message": f"Biasanya salah satu dari: {', '.join(REMARK_STATUSES)}.",
        },
    )
    sheet.table(first=0, last=len(rows), columns=len(GAP_COLUMNS), freeze_columns=_FROZEN)
    sheet.raw.print_area(0, 0, len(rows), PRINTED_COLUMNS - 1)


def write_gap_cell(
    sheet: XlsxSheet, number: int, place: int, kind: ColumnKind, row: StatusRow, value: str | int | dt.date
) -> None:
    """Write one cell of the gap list."""
    if isinstance(value, dt.date):
        sheet.date(number, place, value)
    elif isinstance(value, int):
        sheet.number(number, place, value)
    elif kind is ColumnKind.STATE:
        sheet.text(number, place, value, sheet.formats.states[row.state])
    elif kind is ColumnKind.STAFF:
        sheet.text(number, place, value, sheet.formats.staff)
    elif kind is ColumnKind.FILES and (paths := paths_of(row)):
        sheet.file(number, place, paths[0], value)
    else:
        sheet.text(number, place, value)


def write_matrix(sheet: XlsxSheet, view: Status) -> None:
    """Write requirement × month: a mark and a colour a cell, readable in black and white."""
    columns = view.matrix.columns
    months = tuple("lain" if key == ELSEWHEN else wording.SHORT_MONTHS[int(key[-2:]) - 1] for key in columns)
    sheet.head(0, (CODE, "Bukti fisik", *months))
    for number, row in enumerate(view.matrix.rows, start=1):
        sheet.text(number, 0, f"{row.indicator.code}.{row.requirement.id}")
        sheet.text(number, 1, row.requirement.label)
        write_matrix_cells(sheet, number, row)
    legend = " · ".join(f"{_MARKS[state]} {wording.state_label(state)}" for state in State)
    last = len(view.matrix.rows)
    sheet.text(last + 2, 1, legend, sheet.formats.note)
    sheet.raw.set_column(0, 0, 9)
    sheet.raw.set_column(1, 1, 50)
    sheet.raw.set_column(2, 1 + len(columns), 5.5)
    sheet.table(first=0, last=last, columns=2 + len(columns), freeze_columns=2, landscape=False)
    sheet.raw.print_area(0, 0, last + 2, 1 + len(columns))


def write_matrix_cells(sheet: XlsxSheet, number: int, row: MatrixRow) -> None:
    """Write the marks of one requirement."""
    for column, state in enumerate(row.cells, start=2):
        if state is not None:
            sheet.text(number, column, _MARKS[state], sheet.formats.states[state])


def write_register(sheet: XlsxSheet, rows: Iterable[RegisterRow]) -> None:
    """Write every file found."""
    heads = ("Berkas", "Jenis", "Halaman", "Ukuran (bita)", "Golongan", "Untuk", "Diolah dengan", "Catatan", "SHA-256")
    sheet.head(0, heads)
    number = 0
    for number, row in enumerate(rows, start=1):
        sheet.file(number, 0, row.path)
        sheet.text(number, 1, row.media)
        sheet.number(number, 2, row.pages)
        sheet.number(number, 3, row.size)
        sheet.text(number, 4, row.group)
        sheet.text(number, 5, ", ".join(row.serves))
        sheet.text(number, 6, row.engine)
        sheet.text(number, 7, "\n".join(row.notes))
        sheet.text(number, 8, row.sha256)
    for column, width in enumerate((60, 9, 9, 13, 13, 20, 20, 50, 20)):
        sheet.raw.set_column(column, column, width)
    sheet.table(first=0, last=number, columns=len(heads), freeze_columns=1)


def write_placeless(sheet: XlsxSheet, matching: Matching) -> None:
    """Write the files that have no certain place, and what they may be."""
    heads = ("Berkas", "Golongan", "Sebab", "Mungkin untuk", "Ketetapan")
    sheet.head(0, heads)
    rows = [(each.file.path, "rancu", each.reason, each.candidates) for each in matching.ambiguous]
    rows += [(each.file.path, "tanpa tempat", each.reason, each.near) for each in matching.unplaced]
    for number, (path, group, reason, candidates) in enumerate(sorted(rows, key=lambda row: row[0]), start=1):
        sheet.file(number, 0, path)
        sheet.text(number, 1, group)
        sheet.text(number, 2, reason)
        places = dict.fromkeys(f"{each.indicator}.{each.requirement}" for each in candidates)
        sheet.text(number, 3, ", ".join(places))
        sheet.text(number, 4, "", sheet.formats.staff)
    for column, width in enumerate((60, 13, 60, 24, 24)):
        sheet.raw.set_column(column, column, width)
    sheet.table(first=0, last=len(rows), columns=len(heads), freeze_columns=1)
