"""The one flowable of all drawn pages: rows of cells on the columns of the grid, ruled by lines and never boxed.

It breaks over pages between rows: the head is repeated, a group's heading stays with its rows, no row is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from reportlab.platypus import Flowable, PageBreak

from dossier.bind.pages import grid
from dossier.typography import HAIRLINE, INK, RULE, STRONG_LINE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportlab.lib.colors import Color
    from reportlab.pdfgen.canvas import Canvas

    from dossier.bind.pages.text import Cell

_PAD: Final = 2.4
"""Points of air above and below the text of a row."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell in the columns `first` to `last`."""

    cell: Cell
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Cells that share a first baseline.

    `rule` is the width of the line above (0: none), drawn from column `rule_from`; `above` and `below` are the air
    around the text, `lead` the air above that line, which falls away at the top of a page. `keep` forbids a page
    break below the row. `again` is set again at the top of the page when a break falls right before this row.
    """

    cells: tuple[Placed, ...]
    rule: float = HAIRLINE
    rule_from: int = 0
    colour: Color = RULE
    above: float = _PAD
    below: float = _PAD
    keep: bool = False
    lead: float = 0.0
    again: Row | None = None


def row(
    *cells: Cell | None, rule: float = HAIRLINE, above: float = _PAD, below: float = _PAD, keep: bool = False
) -> Row:
    """Return a row with one cell a column; None leaves a column empty."""
    placed = tuple(Placed(cell, index, index) for index, cell in enumerate(cells) if cell is not None)
    return Row(cells=placed, rule=rule, above=above, below=below, keep=keep)


def spread(*cells: tuple[Cell, int, int], rule: float = HAIRLINE, above: float = _PAD, below: float = _PAD) -> Row:
    """Return a row of cells that each say their first and last column."""
    return Row(cells=tuple(Placed(*cell) for cell in cells), rule=rule, above=above, below=below)


def head(*cells: Cell | None) -> Row:
    """Return the row that opens a table and is repeated on its next pages."""
    return replace(row(*cells, rule=STRONG_LINE, keep=True), colour=INK)


class Ledger(Flowable):
    """Rows on columns; see `Row`. It fills the width of the grid."""

    def __init__(
        self,
        widths: Sequence[float],
        rows: Iterable[Row],
        *,
        header: Row | None = None,
        closed: bool = False,
        air: float = 0.0,
    ) -> None:
        """Take the widths of the columns in points; `closed` draws a last line, `air` is kept free above."""
        super().__init__()
        self.spaceBefore = air
        self.widths = tuple(widths)
        self.rows = tuple(rows)
        self.header = header
        self.closed = closed
        self.starts = tuple(sum(self.widths[:index]) for index in range(len(self.widths) + 1))
        # By identity: a long table is split page by page, and measuring what is left each time costs quadratically.
        self._measured: dict[int, tuple[Row, float]] = {}

    def __getstate__(self) -> dict[str, object]:
        """Return what it shows; what was measured of it is no part of that."""
        return {name: value for name, value in self.__dict__.items() if name not in {"_measured", "heights"}}

    @cached_property
    def heights(self) -> tuple[float, ...]:
        """Heights of the rows."""
        return tuple(self._height(each) for each in self.rows)

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002, N803 — reportlab's signature
        """Return width and height; both are the ledger's own."""
        return grid.WIDTH, self._header_height() + sum(self.heights)

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: ARG002, N803 — reportlab's signature
        """Return the part that fits into the height and the rest, or nothing where the next page is better."""
        room = aH - self._header_height()
        tall = next((index for index, each in enumerate(self.rows) if self._is_taller_than_a_page(each)), None)
        if tall is not None:
            parts = self._cut(self.rows[tall], room - sum(self.heights[:tall]))
            if parts:
                return self._parts((*self.rows[:tall], parts[0]), (parts[1], *self.rows[tall + 1 :]))
        count = self._fitting(room)
        return self._parts(self.rows[:count], self.rows[count:]) if count else []

    def draw(self) -> None:
        """Draw the rows from the top down."""
        y = self._header_height() + sum(self.heights)
        shown = (self.header, *self.rows) if self.header else self.rows
        for each in shown:
            y -= self._draw_row(self.canv, each, y)
        if self.closed:
            self._line(self.canv, y, HAIRLINE, RULE, 0)

    def _parts(self, first: tuple[Row, ...], rest: tuple[Row, ...]) -> list[Flowable]:
        again = rest[0].again
        rest = (again, *rest) if again else (replace(rest[0], lead=0.0), *rest[1:])
        # The break is said: a rest of two short rows could start below the first part, under a second head.
        head = Ledger(self.widths, first, header=self.header, closed=self.closed, air=self.spaceBefore)
        tail = Ledger(self.widths, rest, header=self.header, closed=self.closed)
        head._measured = tail._measured = self._measured
        return [head, PageBreak(), tail]

    def _is_taller_than_a_page(self, each: Row) -> bool:
        """Whether a row fits on no page, its repeated head and heading above it."""
        heading = self._height(each.again) if each.again else 0.0
        return self._height(each) > grid.HEIGHT - self._header_height() - heading

    def _fitting(self, room: float) -> int:
        """Return how many rows go on this page: as many as fit, less those that must not stand last or alone."""
        room_is_whole = room >= grid.HEIGHT - self._header_height() - 1
        count = 0
        for height in self.heights:
            if height > room:
                break
            room -= height
            count += 1
        whole = len(self.rows)
        if count == whole - 1 and count > 1 and not self.rows[count].keep:
            count -= 1
        fitting = count
        while count and count < whole and self.rows[count - 1].keep:
            count -= 1
        # At the top of a page there is no better page to wait for.
        return count or (fitting if room_is_whole else 0)

    def _header_height(self) -> float:
        return self._height(self.header) if self.header else 0.0

    def _width(self, placed: Placed) -> float:
        gutter = 0.0 if placed.last == len(self.widths) - 1 else grid.GUTTER
        return self.starts[placed.last + 1] - self.starts[placed.first] - gutter

    def _height(self, each: Row) -> float:
        known = self._measured.get(id(each))
        if known is None:
            known = self._measured[id(each)] = (each, self._measure(each))
        return known[1]

    def _measure(self, each: Row) -> float:
        baseline = max((placed.cell.baseline for placed in each.cells), default=0.0)
        return (
            each.lead
            + each.above
            + each.below
            + max(
                (baseline - placed.cell.baseline + placed.cell.height(self._width(placed)) for placed in each.cells),
                default=0.0,
            )
        )

    def _cut(self, each: Row, room: float) -> tuple[Row, Row] | None:
        """Cut a row that is higher than a page; cells that end above the cut have no rest."""
        first: list[Placed] = []
        rest: list[Placed] = []
        for placed in each.cells:
            width, height = self._width(placed), room - each.lead - each.above - each.below
            if placed.cell.height(width) <= height:
                first.append(placed)
                continue
            parts = placed.cell.cut(width, height)
            if parts is None:
                return None
            first.append(replace(placed, cell=parts[0]))
            rest.append(replace(placed, cell=parts[1]))
        return replace(each, cells=tuple(first)), replace(each, cells=tuple(rest), rule=0.0)

    def _draw_row(self, canvas: Canvas, each: Row, top: float) -> float:
        height = self._height(each)
        top -= each.lead
        if each.rule:
            self._line(canvas, top, each.rule, each.colour, each.rule_from)
        baseline = max((placed.cell.baseline for placed in each.cells), default=0.0)
        for placed in each.cells:
            y = top - each.above - baseline + placed.cell.baseline
            placed.cell.draw(canvas, self.starts[placed.first], y, self._width(placed))
        return height

    def _line(self, canvas: Canvas, y: float, width: float, colour: Color, first: int) -> None:
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(width)
        canvas.line(self.starts[first], y, self.starts[-1], y)
