"""Writes the workbook: summary, gap list, matrix, register, unplaced files.

Cells are data: texts are string cells, never formulas; links only where this program makes them. Values come from
`audit/status.py`; the sheet Kesenjangan has columns that staff and assessors fill, read by `workbook_import`.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from dossier import wording
from dossier._lazy import lazy
from dossier.audit import legend
from dossier.audit.beyond_plan import NOTHING_BEYOND
from dossier.audit.beyond_words import summary_lines
from dossier.audit.gap_columns import (
    DATE_WIDTH,
    GAP_SHEET,
    REMARK_STATUS,
    REMARK_STATUSES,
    ColumnKind,
    ColumnPlace,
    GapForm,
    columns_of,
    paths_of,
)
from dossier.model import State
from dossier.reports.workbook_matrix import write_matrix
from dossier.reports.workbook_questions import write_questions
from dossier.scoring import rounded
from dossier.wording import shown

with lazy():
    import xlsxwriter


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from dossier.audit.beyond_plan import BeyondCoverage
    from dossier.audit.gap_columns import Column
    from dossier.audit.history import Milestone
    from dossier.audit.status import Status, StatusRow
    from dossier.model import Matching
    from dossier.reports.csv import RegisterRow

PLACELESS_SHEET: Final = "Berkas Tanpa Tempat"
SHEETS: Final = ("Ringkasan", GAP_SHEET, "Matriks", "Register Bukti", PLACELESS_SHEET, "Pertanyaan LKE")
SUMMARY: Final = SHEETS[0]
_FROZEN: Final = 4  # area, code, label and period stay in view
_LONGEST_LINK: Final = 2_000
_EXTERNAL: Final = "external:"
_PLAIN: Final = "/()!,'&=+~@;$"
DATE_FORMAT: Final = "[$-421]d mmm yyyy"
"""Months in Indonesian, whatever language the spreadsheet program speaks."""


def workbook_bytes(
    view: Status,
    *,
    unit: str,
    register: Iterable[RegisterRow],
    matching: Matching,
    history: tuple[Milestone, ...] = (),
    links: EvidenceLinks | None = None,
    beyond: BeyondCoverage = NOTHING_BEYOND,
) -> bytes:
    """Return the workbook as the bytes of an .xlsx file; the same values give the same bytes.

    Args:
        view: what every report prints.
        unit: who it is of.
        register: a row a file found.
        matching: for the files without a place.
        history: the totals of the builds so far.
        links: the way to the evidence; None as from `build/`.
        beyond: what is filed for the questions that the plan has no row for.
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_urls": False}) as book:
        made = dt.datetime.combine(view.as_of, dt.time(), tzinfo=dt.UTC).replace(tzinfo=None)
        book.set_properties({"title": f"Kesenjangan bukti ZI {view.plan.year}", "author": unit, "created": made})
        formats = make_formats(book)
        names = SHEETS if beyond.questions else SHEETS[:5]
        sheets = [XlsxSheet(book.add_worksheet(name), formats, links or EvidenceLinks()) for name in names]
        write_summary(book, sheets[0], view, unit, history)
        if beyond.questions:
            sheets[0].text(2, 0, next(iter(summary_lines(beyond))), formats.note)
        write_gaps(sheets[1], view.rows)
        write_matrix(sheets[2], view)
        write_register(sheets[3], register)
        write_placeless(sheets[4], matching)
        if beyond.questions:
            write_questions(sheets[5], beyond)
    return target.getvalue()


def write_summary(book: Workbook, sheet: XlsxSheet, view: Status, unit: str, history: tuple[Milestone, ...]) -> None:
    """Write the totals, those of each area, the bars, and the line of earlier builds."""
    sheet.text(0, 0, f"Kesenjangan bukti fisik Zona Integritas {view.plan.year}", sheet.formats.title)
    only = f" · hanya {view.only}" if view.only else ""
    sheet.text(1, 0, f"{unit} · keadaan per {wording.long_date(view.as_of)}{only}", sheet.formats.note)
    states = tuple(State)
    labels = (legend.state_label(state) for state in states)
    sheet.head(3, ("Area", "Judul", *labels, "Jumlah", "Sudah waktunya", "Lengkap"))
    rows = [(each.area.code, each.area.title, each.totals) for each in view.areas]
    for number, (code, title, totals) in enumerate(
        [*rows, ("", "Yang dipilih" if view.only else "Seluruh rencana", view.totals)], start=4
    ):
        sheet.text(number, 0, code)
        sheet.text(number, 1, title)
        for column, state in enumerate(states, start=2):
            sheet.number(number, column, totals.states[state])
        sheet.number(number, 7, totals.total)
        sheet.number(number, 8, totals.due)
        sheet.percent(number, 9, totals.percent)
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
    for column, look in enumerate(legend.STATES.values(), start=2):
        chart.add_series(
            {
                "name": [SUMMARY, 3, column],
                "categories": [SUMMARY, 4, 0, 3 + areas, 0],
                "values": [SUMMARY, 4, column, 3 + areas, column],
                "fill": {"color": look.bar},
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
        sheet.percent(number, 1, each.totals.percent)
        for column, code in enumerate(codes, start=2):
            if code in each.areas:
                sheet.percent(number, column, each.areas[code].percent)
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
    columns = columns_of(GapForm.SHEET, rows)
    sheet.head(0, tuple(column.title_in(GapForm.SHEET) for column in columns))
    for number, row in enumerate(rows, start=1):
        for place, column in enumerate(columns):
            write_gap_cell(sheet, number, place, column, row)
    for place, column in enumerate(columns):
        hidden = column.kind is ColumnKind.HIDDEN
        sheet.raw.set_column(place, place, column.width_in(GapForm.SHEET), None, {"hidden": hidden})
    statuses = next(place for place, column in enumerate(columns) if column.title == REMARK_STATUS)
    choice = {
        "validate": "list",
        "source": list(REMARK_STATUSES),
        "error_type": "warning",
        "error_title": REMARK_STATUS,
        "error_message": f"Biasanya salah satu dari: {', '.join(REMARK_STATUSES)}.",
    }
    sheet.raw.data_validation(1, statuses, max(1, len(rows)), statuses, choice)
    sheet.table(first=0, last=len(rows), columns=len(columns), freeze_columns=_FROZEN)
    printed = sum(column.place is ColumnPlace.PRINTED for column in columns)
    sheet.raw.print_area(0, 0, len(rows), printed - 1)


def write_gap_cell(sheet: XlsxSheet, number: int, place: int, column: Column, row: StatusRow) -> None:
    """Write one cell of the gap list."""
    value = column.cell(row)
    if isinstance(value, dt.date):
        sheet.date(number, place, value)
    elif isinstance(value, Fraction):
        sheet.number(number, place, float(rounded(value)), sheet.formats.points)
    elif isinstance(value, int):
        sheet.number(number, place, value)
    elif column.kind is ColumnKind.STATE:
        sheet.text(number, place, value, sheet.formats.states[row.state])
    elif column.kind is ColumnKind.STAFF:
        sheet.text(number, place, value, sheet.formats.staff)
    elif column.kind is ColumnKind.FILES and (paths := paths_of(row)):
        sheet.file(number, place, paths[0], value)
    else:
        sheet.text(number, place, value)


def write_register(sheet: XlsxSheet, rows: Iterable[RegisterRow]) -> None:
    """Write every file found."""
    heads = ("Berkas", "Jenis", "Halaman", "Ukuran (bita)", "Golongan", "Untuk", "Diolah dengan", "Catatan", "SHA-256")
    cells = (
        (r.path, r.media, r.pages, r.size, r.group, ", ".join(r.serves), r.engine, "\n".join(r.notes), r.sha256)
        for r in rows
    )
    write_files(sheet, heads, (60, 9, 9, 13, 13, 20, 20, 50, 20), cells)


def write_placeless(sheet: XlsxSheet, matching: Matching) -> None:
    """Write the files that have no certain place, and what they may be."""
    rows = [(each.file.path, "rancu", each.reason, each.candidates) for each in matching.ambiguous]
    rows += [(each.file.path, "tanpa tempat", each.reason, each.near) for each in matching.unplaced]
    cells = (
        (path, group, reason, ", ".join(dict.fromkeys(c.code for c in candidates)), None)
        for path, group, reason, candidates in sorted(rows, key=lambda row: row[0])
    )
    heads = ("Berkas", "Golongan", "Sebab", "Mungkin untuk", "Ketetapan")
    write_files(sheet, heads, (60, 13, 60, 24, 24), cells)


def write_files(
    sheet: XlsxSheet, heads: tuple[str, ...], widths: tuple[int, ...], rows: Iterable[Sequence[str | int | None]]
) -> None:
    """Write a table of files: the first cell of a row is a path, None an empty cell that a person fills."""
    sheet.head(0, heads)
    last = 0
    for last, (path, *cells) in enumerate(rows, start=1):
        sheet.file(last, 0, str(path))
        for column, cell in enumerate(cells, start=1):
            if isinstance(cell, int):
                sheet.number(last, column, cell)
            else:
                sheet.text(last, column, cell or "", sheet.formats.staff if cell is None else None)
    for column, width in enumerate(widths):
        sheet.raw.set_column(column, column, width)
    sheet.table(first=0, last=last, columns=len(heads), freeze_columns=1)


_LINE: Final = 13.5
_TALLEST: Final = 400.0
"""Points: a line of a cell, and the tallest row that spreadsheets take, rounded down."""


def text_lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of so many characters, roughly; one that is empty takes one."""
    most = max(1.0, width * 1.15)
    return sum(max(1, -int(-len(line) // most)) for line in text.split("\n"))


def row_height(lines: int) -> float:
    """Return the height in points of a row of so many lines: LibreOffice fits no row to its text by itself."""
    return min(_TALLEST, 3 + _LINE * lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLinks:
    """Leads from a workbook to files of the evidence tree.

    `folder` is the path from the workbook's folder to the evidence folder, `disk_paths` spells each file as the file
    system does; a path that is not in it is spelt as it is.
    """

    folder: str = "../evidence"
    disk_paths: Mapping[str, str] = field(default_factory=dict)

    def to(self, path: str) -> str | None:
        """Return the link to a file, byte for byte, or None where it would be longer than spreadsheets take."""
        whole = f"{self.folder}/{self.disk_paths.get(path, path)}"
        link = _EXTERNAL + quote(whole.encode("utf-8", "surrogateescape"), safe=_PLAIN)
        return link if len(link) <= _LONGEST_LINK else None


@dataclass(frozen=True, slots=True)
class CellFormats:
    """The looks of the workbook's cells."""

    title: Format
    note: Format
    head: Format
    text: Format
    number: Format
    share: Format
    points: Format
    date: Format
    staff: Format
    link: Format
    states: dict[State, Format]


def make_formats(book: Workbook) -> CellFormats:
    """Return the formats of a new workbook."""
    cell = {"valign": "top", "font_name": "Calibri", "font_size": 10, "border": 1, "border_color": "#D5D8DB"}
    wrapped = {**cell, "text_wrap": True}
    states = {
        state: book.add_format({**wrapped, "bg_color": look.ground, "font_color": look.ink})
        for state, look in legend.STATES.items()
    }
    head = {**wrapped, "bold": True, "bg_color": "#1C4A5E", "font_color": "#FFFFFF"}
    return CellFormats(
        title=book.add_format({"bold": True, "font_size": 16, "font_name": "Calibri", "font_color": "#1C4A5E"}),
        note=book.add_format({"font_size": 10, "font_name": "Calibri", "font_color": "#5C6268"}),
        head=book.add_format(head),
        text=book.add_format(wrapped),
        number=book.add_format({**cell, "num_format": "#,##0"}),
        share=book.add_format({**cell, "num_format": "0%"}),
        points=book.add_format({**cell, "num_format": "0.00"}),
        date=book.add_format({**cell, "num_format": DATE_FORMAT, "align": "left"}),
        staff=book.add_format({**wrapped, "bg_color": "#FFFBE6", "locked": False}),
        link=book.add_format({**wrapped, "font_color": "#1C4A5E", "underline": 1}),
        states=states,
    )


@dataclass(slots=True)
class XlsxSheet:
    """One worksheet; rows and columns count from 0."""

    raw: Worksheet
    formats: CellFormats
    links: EvidenceLinks

    def text(self, row: int, column: int, value: str, form: Format | None = None) -> None:
        """Write a text as a string cell, whatever it looks like."""
        form = form or self.formats.text
        safe = shown(value)
        if safe:
            self.raw.write_string(row, column, safe, form)
        else:
            self.raw.write_blank(row, column, None, form)

    def number(self, row: int, column: int, value: float, form: Format | None = None) -> None:
        """Write a number."""
        self.raw.write_number(row, column, value, form or self.formats.number)

    def percent(self, row: int, column: int, value: int | None) -> None:
        """Write whole percent as a share; None leaves the cell empty."""
        if value is not None:
            self.number(row, column, value / 100, self.formats.share)

    def date(self, row: int, column: int, value: dt.date) -> None:
        """Write a date as a date."""
        self.raw.write_datetime(row, column, value, self.formats.date)

    def file(self, row: int, column: int, path: str, label: str | None = None) -> None:
        """Write a file's name as a link to it."""
        link = self.links.to(path)
        if link is None:
            self.text(row, column, label or path)
        else:
            self.raw.write_url(row, column, link, self.formats.link, shown(label or path))

    def head(self, row: int, names: tuple[str, ...]) -> None:
        """Write a row of headings."""
        for column, name in enumerate(names):
            self.text(row, column, name, self.formats.head)

    def table(self, *, first: int, last: int, columns: int, freeze_columns: int = 0, landscape: bool = True) -> None:
        """Make a list of the rows `first` (headings) to `last`: filter, frozen head, print area and page set-up."""
        self.raw.autofilter(first, 0, max(first, last), columns - 1)
        self.raw.freeze_panes(first + 1, freeze_columns)
        self.raw.print_area(0, 0, max(first, last), columns - 1)
        self.raw.repeat_rows(first)
        self.page(landscape=landscape)

    def page(self, *, landscape: bool) -> None:
        """Set the sheet up for A4, as many pages high as it takes."""
        self.raw.set_paper(9)
        if landscape:
            self.raw.set_landscape()
        self.raw.fit_to_pages(1, 0)
        self.raw.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.raw.set_footer("&L&A&Rhlm. &P/&N")
