"""Rows of tables as values: cells on columns, what stands around them, and how a table lies on its pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dossier.typeset import page_setup
from dossier.typeset.typography import HAIRLINE, INK, RULE, STRONG_LINE

if TYPE_CHECKING:
    from reportlab.lib.colors import Color

    from dossier.typeset.cells import Cell

_PAD: Final = 2.4
"""Points of air above and below the text of a row."""

Edge = tuple[float, "Color"]
"""A line: its width in points and its colour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellLook:
    """Ground and edges of a cell (top, right, bottom, left); `sink` is how much of the free height is above: 0 to 1."""

    fill: Color | None = None
    edges: tuple[Edge | None, Edge | None, Edge | None, Edge | None] = (None, None, None, None)
    sink: float = 0.0


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell in the columns `first` to `last`, over so many rows from its own down."""

    cell: Cell
    first: int
    last: int
    rows: int = 1
    look: CellLook | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """Cells that share a first baseline.

    `rule` is the width of the line above (0: none), drawn from column `rule_from`, `under` that of a line below;
    `above` and `below` are the air around the text, `lead` the air above the line, which falls away at the top of a
    page, `least` the height of the row at least. `keep` forbids a page break below the row, `whole` one inside of it
    as long as it fits on a page. `again` is set again at the top of the page when a break falls right before this row.
    """

    cells: tuple[PlacedCell, ...]
    rule: float = HAIRLINE
    rule_from: int = 0
    colour: Color = RULE
    above: float = _PAD
    below: float = _PAD
    keep: bool = False
    lead: float = 0.0
    again: LedgerRow | None = None
    under: float = 0.0
    fill: Color | None = None
    least: float = 0.0
    whole: bool = False

    @property
    def baseline(self) -> float:
        """Distance of the baseline that the cells share from the foot of the air above."""
        return max((placed.cell.baseline for placed in self.cells if placed.rows == 1), default=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerStyle:
    """How the cells of a table lie, in points.

    `left` and `right` are free beside the content of a cell, `flush` says that the last column needs none. `page` is
    the height of a whole page. `cuts_rows` fills a page with a piece of the row that does not fit there, and breaks
    cells over several rows, as Word does; otherwise both stay whole where they fit on the next page.
    """

    left: float = 0.0
    right: float = page_setup.GUTTER
    flush: bool = True
    page: float = page_setup.HEIGHT
    cuts_rows: bool = False


OWN_PAGES: Final = LedgerStyle()
"""How the tables of our own pages lie."""


def row(
    *cells: Cell | None, rule: float = HAIRLINE, above: float = _PAD, below: float = _PAD, keep: bool = False
) -> LedgerRow:
    """Return a row with one cell a column; None leaves a column empty."""
    placed = tuple(PlacedCell(cell, index, index) for index, cell in enumerate(cells) if cell is not None)
    return LedgerRow(cells=placed, rule=rule, above=above, below=below, keep=keep)


def spread(
    *cells: tuple[Cell, int, int], rule: float = HAIRLINE, above: float = _PAD, below: float = _PAD
) -> LedgerRow:
    """Return a row of cells that each say their first and last column."""
    return LedgerRow(cells=tuple(PlacedCell(*cell) for cell in cells), rule=rule, above=above, below=below)


def head(*cells: Cell | None) -> LedgerRow:
    """Return the row that opens a table and is repeated on its next pages."""
    return replace(row(*cells, rule=STRONG_LINE, keep=True), colour=INK)
