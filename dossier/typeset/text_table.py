"""Converts rows of text to tables that break over pages: widths by content, landscape or bands when wide.

Shared by CSV, spreadsheets and Markdown, which read their rows themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, Spacer

from dossier.typeset import page_setup, typography
from dossier.typeset.cells import TextCell
from dossier.typeset.ledger import Ledger
from dossier.typeset.rows import LedgerRow, LedgerStyle, PlacedCell
from dossier.typeset.typography import BOLD, REGULAR, STRONG_LINE, STYLES, TINT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.platypus import Flowable

Span = tuple[int, int, int, int]
"""Row, column, last row and last column of merged cells, from 0."""

MAX_ROWS: Final = 3_000
MAX_COLUMNS: Final = 120
MAX_CELL: Final = 4_000
"""Characters of one cell that are printed."""

_PADDING: Final = 3.0
_ABOVE, _BELOW = 1.5, 2.5
"""Points above and below the text of a row."""
_NARROWEST: Final = 26.0
_WIDEST: Final = 190.0
_ROWS_MEASURED: Final = 400
_SIZES: Final = (8.5, 7.5, 6.5)


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
    size = page_setup.LANDSCAPE if width > page_setup.PORTRAIT[0] - 2 * page_setup.MARGIN else page_setup.PORTRAIT
    bands = _bands(grid, width)
    for band in bands:
        if len(bands) > 1:
            last = band.first + len(band.widths)
            story.append(Paragraph(f"Kolom {band.first + 1}–{last}", STYLES.label))
        table = _table(grid, band, size[1] - 2 * page_setup.MARGIN - page_setup.FRAME_PADDING)
        story += [table, Spacer(0, STYLES.body.leading)]
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


def _table(grid: Grid, band: _Band, page: float) -> Ledger:
    head = 1 if grid.head else 0
    spans = _spans(grid, band)
    bold, text, figure = (
        ParagraphStyle("sel", style, fontSize=band.size, leading=band.size * 1.28)
        for style in (STYLES.small_bold, STYLES.small, STYLES.small_right)
    )
    rows = []
    for number, texts in enumerate(grid.rows):
        cells = []
        for column, content in enumerate(texts[band.first : band.first + len(band.widths)]):
            last, rows_spanned = spans.get((number, column), (column, 1))
            if content or last > column or rows_spanned > 1:
                style = figure if (number, band.first + column) in grid.numeric else text
                cell = TextCell(_shown(content), bold if number < head else style)
                cells.append(PlacedCell(cell, column, last, rows_spanned))
        rows.append(LedgerRow(cells=tuple(cells), above=_ABOVE, below=_BELOW, least=_ABOVE + band.size * 1.28 + _BELOW))
    header = tuple(replace(row, rule=STRONG_LINE, under=STRONG_LINE, fill=TINT) for row in rows[:head])
    lies = LedgerStyle(left=_PADDING, right=_PADDING, flush=False, page=page)
    return Ledger(band.widths, rows[head:], header=header, closed=STRONG_LINE, style=lies)


def _shown(text: str) -> str:
    shown = text if len(text) <= MAX_CELL else text[:MAX_CELL] + "…"
    return "\n".join(" ".join(page_setup.shown(line).split()) for line in shown.split("\n"))


def _spans(grid: Grid, band: _Band) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the merged cells of a band: row and first column (from 0 in the band) ─► last column, number of rows."""
    found = {}
    for top, left, bottom, right in grid.spans:
        first, last = max(left, band.first) - band.first, min(right - band.first, len(band.widths) - 1)
        # The head is repeated on each page, what is merged with it is not.
        end = 0 if grid.head and top == 0 else min(bottom, len(grid.rows) - 1)
        if first <= last:
            found[top, first] = (last, end - top + 1)
    return found
