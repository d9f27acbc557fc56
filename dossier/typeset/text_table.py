"""Converts rows of text to tables that break over pages: widths by content, landscape or bands when wide.

Shared by CSV, spreadsheets and Markdown, which read their rows themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, Spacer, TableStyle

from dossier.typeset import page_setup, typography
from dossier.typeset.row_splitting import SplittingLongTable
from dossier.typeset.typography import BOLD, HAIRLINE, REGULAR, RULE, STRONG_LINE, STYLES, TINT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.platypus import Flowable

Command = tuple[Any, ...]
"""A command of a reportlab table style: its name, two corners and whatever the name asks for."""

Span = tuple[int, int, int, int]
"""Row, column, last row and last column of merged cells, from 0."""

MAX_ROWS: Final = 3_000
MAX_COLUMNS: Final = 120
MAX_CELL: Final = 4_000
"""Characters of one cell that are printed."""

_PADDING: Final = 3.0
_NARROWEST: Final = 26.0
_WIDEST: Final = 190.0
_ROWS_MEASURED: Final = 400
_ROWS_A_TABLE: Final = 200
"""reportlab splits a table in time that grows with the square of its rows."""
_SIZES: Final = (8.5, 7.5, 6.5)
_HIGHEST_HEAD: Final = (page_setup.LANDSCAPE[1] - 2 * page_setup.MARGIN) / 3
"""Points of a head that is repeated on every page; a higher one would leave the rows no room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Rows of equal or unequal length; the first is the head when `head` says so."""

    rows: Sequence[Sequence[str]]
    head: bool = True
    numeric: frozenset[tuple[int, int]] = frozenset()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Band:
    """Columns that stand side by side on one page."""

    first: int
    widths: tuple[float, ...]
    size: float


def overflowing(rows: Sequence[Sequence[str]], taken: frozenset[int] = frozenset()) -> tuple[Span, ...]:
    """Return spans for rows of one single cell: a title runs over the empty cells to its right, as in a spreadsheet.

    Args:
        rows: the rows of a grid.
        taken: numbers of rows in which cells are merged already.
    """
    columns = max((len(row) for row in rows), default=0)
    spans = []
    for number, row in enumerate(rows):
        filled = [column for column, text in enumerate(row) if text]
        if len(filled) == 1 and filled[0] < columns - 1 and number not in taken:
            spans.append((number, filled[0], number, columns - 1))
    return tuple(spans)


def wants_landscape(grid: Grid) -> bool:
    """Return whether the rows are easier to read on a turned page."""
    natural = _natural_widths(grid, _SIZES[0])
    return sum(natural) > page_setup.PORTRAIT[0] - 2 * page_setup.MARGIN


def lay_out(grid: Grid, width: float) -> list[Flowable]:
    """Return the tables of a grid within a width in points; columns that don't fit follow in a further band."""
    story: list[Flowable] = []
    bands = _bands(grid, width)
    for band in bands:
        if len(bands) > 1:
            last = band.first + len(band.widths)
            story.append(Paragraph(f"Kolom {band.first + 1}–{last}", STYLES.label))
        story += _tables(grid, band)
        story.append(Spacer(0, STYLES.body.leading))
    return story


def _columns(grid: Grid) -> int:
    return min(max((len(row) for row in grid.rows), default=0), MAX_COLUMNS)


def _natural_widths(grid: Grid, size: float) -> list[float]:
    widths = [_NARROWEST] * _columns(grid)
    covered = {(row, column) for row, column, _, last in grid.spans if last > column}
    for number, row in enumerate(grid.rows[:_ROWS_MEASURED]):
        font = BOLD if grid.head and number == 0 else REGULAR
        for column, text in enumerate(row[: len(widths)]):
            if (number, column) in covered:
                continue
            longest = max(text[:MAX_CELL].split("\n"), key=len)[:80]
            wanted = typography.text_width(longest, font, size) + 2 * _PADDING + 1
            widths[column] = max(widths[column], min(wanted, _WIDEST))
    return widths


def _bands(grid: Grid, width: float) -> list[_Band]:
    natural: list[float] = []
    for size in _SIZES:
        natural = _natural_widths(grid, size)
        if sum(natural) <= width:
            return [_Band(first=0, widths=tuple(natural), size=size)]
    size = _SIZES[-1]
    least = [min(wanted, 56.0) for wanted in natural]
    if sum(least) <= width:
        # Every column keeps its least; the rest goes to those that want more.
        spare = (width - sum(least)) / max(1.0, sum(natural) - sum(least))
        widths = [low + (wanted - low) * spare for low, wanted in zip(least, natural, strict=True)]
        return [_Band(first=0, widths=tuple(widths), size=size)]
    return _several_bands([min(wanted, width / 2) for wanted in natural], width, size)


def _several_bands(natural: list[float], width: float, size: float) -> list[_Band]:
    bands: list[_Band] = []
    current: list[float] = []
    first = 0
    for column, wanted in enumerate(natural):
        if current and sum(current) + wanted > width:
            bands.append(_Band(first=first, widths=tuple(current), size=size))
            first, current = column, []
        current.append(wanted)
    bands.append(_Band(first=first, widths=tuple(current), size=size))
    return bands


def _tables(grid: Grid, band: _Band) -> list[Flowable]:
    styles = _cell_styles(band.size)
    head = list(grid.rows[:1]) if grid.head else []
    body = list(grid.rows[len(head) :])
    tables: list[Flowable] = []
    for start in range(0, max(1, len(body)), _ROWS_A_TABLE):
        part = body[start : start + _ROWS_A_TABLE]
        offset = start + len(head)
        rows = [[_cell(text, styles[0]) for text in _row(row, band)] for row in head]
        for number, row in enumerate(part):
            cells = _row(row, band)
            rows.append(
                [
                    _cell(text, styles[2 if (offset + number, band.first + column) in grid.numeric else 1])
                    for column, text in enumerate(cells)
                ]
            )
        if rows:
            repeated = len(head) if _height(rows[: len(head)], band) <= _HIGHEST_HEAD else 0
            style = _table_style(grid, band, len(head), offset, len(part), last=start + _ROWS_A_TABLE >= len(body))
            tables.append(
                SplittingLongTable(
                    rows, colWidths=band.widths, repeatRows=repeated, style=style, hAlign="LEFT", splitInRow=1
                )
            )
    return tables


def _height(rows: Sequence[Sequence[Paragraph | str]], band: _Band) -> float:
    """Return the height in points that the cells of some rows want, merged ones measured as if they were not."""
    return sum(
        max(
            (
                cell.wrap(width - 2 * _PADDING, 1e6)[1]
                for cell, width in zip(row, band.widths, strict=True)
                if not isinstance(cell, str)
            ),
            default=0.0,
        )
        for row in rows
    )


def _row(row: Sequence[str], band: _Band) -> list[str]:
    cells = list(row[band.first : band.first + len(band.widths)])
    return cells + [""] * (len(band.widths) - len(cells))


def _cell(text: str, style: ParagraphStyle) -> Paragraph | str:
    if not text:
        return ""
    shown = text if len(text) <= MAX_CELL else text[:MAX_CELL] + "…"
    return page_setup.WrappedText("<br/>".join(page_setup.plain(line) for line in shown.split("\n")), style)


def _cell_styles(size: float) -> tuple[ParagraphStyle, ParagraphStyle, ParagraphStyle]:
    leading = size * 1.28
    return (
        ParagraphStyle("kepala", STYLES.small_bold, fontSize=size, leading=leading),
        ParagraphStyle("sel", STYLES.small, fontSize=size, leading=leading),
        ParagraphStyle("angka", STYLES.small_right, fontSize=size, leading=leading),
    )


def _table_style(grid: Grid, band: _Band, head: int, offset: int, rows: int, *, last: bool) -> TableStyle:
    commands: list[Command] = [
        ("FONTNAME", (0, 0), (-1, -1), REGULAR),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
        ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ("LINEBELOW", (0, 0), (-1, -1), HAIRLINE, RULE),
    ]
    if head:
        commands += [
            ("BACKGROUND", (0, 0), (-1, 0), TINT),
            ("LINEABOVE", (0, 0), (-1, 0), STRONG_LINE, RULE),
            ("LINEBELOW", (0, 0), (-1, 0), STRONG_LINE, RULE),
        ]
    if last:
        commands.append(("LINEBELOW", (0, -1), (-1, -1), STRONG_LINE, RULE))
    for top, left, bottom, right in grid.spans:
        commands += _span(band, head, offset, rows, (top, left, bottom, right))
    return TableStyle(commands)


def _span(band: _Band, head: int, offset: int, rows: int, span: Span) -> list[Command]:
    """Cut a span to the rows and columns that this table shows."""
    top, left, bottom, right = span
    first_column = max(left, band.first) - band.first
    last_column = min(right, band.first + len(band.widths) - 1) - band.first
    if last_column < first_column:
        return []
    if top < head:
        first_row, last_row = top, min(bottom, head - 1)
    else:
        first_row = max(top, offset) - offset + head
        last_row = min(bottom, offset + rows - 1) - offset + head
    if last_row < first_row or (first_row, first_column) == (last_row, last_column):
        return []
    return [("SPAN", (first_column, first_row), (last_column, last_row))]
