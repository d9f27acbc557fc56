"""The table flowable of all drawn pages: rows of cells on the columns of the grid, separated by rules.

Breaks over pages between rows: the head is repeated, a group's heading stays with its rows, no row is left alone,
where possible. Guaranteed: every split places at least one row, or a piece of one, so that breaking ends for rows of
any height.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from reportlab.platypus import Flowable, PageBreak

from dossier.typeset import page_setup
from dossier.typeset.cells import Shrunk
from dossier.typeset.typography import HAIRLINE, INK, RULE, STRONG_LINE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportlab.lib.colors import Color
    from reportlab.pdfgen.canvas import Canvas

    from dossier.typeset.cells import Cell

_PAD: Final = 2.4
"""Points of air above and below the text of a row."""
_MOST_REPEATED: Final = page_setup.HEIGHT / 4
"""Points that a repeated head, and a repeated heading, may take of a page; what is higher is shown once."""
_FUZZ: Final = 1e-9
"""Points by which sums of the same heights may differ; reportlab allows more, so that it takes what fits here."""


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell in the columns `first` to `last`."""

    cell: Cell
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """Cells that share a first baseline.

    `rule` is the width of the line above (0: none), drawn from column `rule_from`; `above` and `below` are the air
    around the text, `lead` the air above that line, which falls away at the top of a page. `keep` forbids a page
    break below the row. `again` is set again at the top of the page when a break falls right before this row.
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


class Ledger(Flowable):
    """Rows on columns; see `LedgerRow`. It fills the width of the grid."""

    def __init__(
        self,
        widths: Sequence[float],
        rows: Iterable[LedgerRow],
        *,
        header: LedgerRow | None = None,
        resumed: LedgerRow | None = None,
        closed: bool = False,
        air: float = 0.0,
    ) -> None:
        """Take the rows and the widths of the columns in points.

        Args:
            widths: Columns; together the grid's width.
            rows: What is shown, each row once.
            header: Shown above the rows and repeated on every page.
            resumed: Heading of the group that the first row continues from the page before; shown below the header.
            closed: Whether a last line is drawn.
            air: Points kept free above.
        """
        super().__init__()
        self.spaceBefore = air
        self.widths = tuple(widths)
        self.rows = tuple(rows)
        self.header = header
        self.resumed = resumed
        self.closed = closed
        self.starts = tuple(sum(self.widths[:index]) for index in range(len(self.widths) + 1))
        # By identity: a long table is split page by page, and measuring what is left each time costs quadratically.
        self._measured: dict[int, tuple[LedgerRow, float]] = {}

    def __getstate__(self) -> dict[str, object]:
        """Return what it shows; what was measured of it is no part of that."""
        return {name: value for name, value in self.__dict__.items() if name not in {"_measured", "heights"}}

    @property
    def repeated(self) -> tuple[LedgerRow, ...]:
        """The rows above `rows`: the header, and the heading of a group that goes on."""
        return tuple(each for each in (self.header, self.resumed) if each is not None)

    @cached_property
    def heights(self) -> tuple[float, ...]:
        """Heights of the rows."""
        return tuple(self._height(each) for each in self.rows)

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002, N803 — reportlab's signature
        """Return width and height; both are the ledger's own."""
        return page_setup.WIDTH, self._repeated_height() + sum(self.heights)

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803 — reportlab's signature
        """Return the part that fits into the height and the rest, or nothing where the next page is better.

        On a whole page there is no better one to wait for: the part then holds at least one row, or a piece of one.
        """
        if any(self._height(each) > _MOST_REPEATED for each in self.repeated):
            return self._without_repetition().split(aW, aH)
        room = aH - self._repeated_height()
        at_top = aH >= page_setup.HEIGHT - 1
        fitting = self._fitting(room)
        if fitting == len(self.rows):
            return [self]
        count = self._unbroken(fitting, at_top=at_top)
        if self._is_taller_than_a_page(self.rows[fitting]) or (at_top and not count):
            left = room - sum(self.heights[:fitting])
            parts = self._cut(self.rows[fitting], left, forced=at_top and not fitting)
            if parts:
                first, *rest = parts
                return self._parts((*self.rows[:fitting], first), (*rest, *self.rows[fitting + 1 :]))
        count = count or (fitting if at_top else 0)
        return self._parts(self.rows[:count], self.rows[count:]) if count else []

    def draw(self) -> None:
        """Draw the rows from the top down."""
        y = self._repeated_height() + sum(self.heights)
        for each in (*self.repeated, *self.rows):
            y -= self._draw_row(self.canv, each, y)
        if self.closed:
            self._line(self.canv, y, HAIRLINE, RULE, 0)

    def _parts(self, first: tuple[LedgerRow, ...], rest: tuple[LedgerRow, ...]) -> list[Flowable]:
        head = Ledger(
            self.widths, first, header=self.header, resumed=self.resumed, closed=self.closed, air=self.spaceBefore
        )
        head._measured = self._measured
        if not rest:
            return [head]
        resumed = self._resumed_before(rest[0])
        if resumed is None:
            rest = (replace(rest[0], lead=0.0), *rest[1:])
        tail = Ledger(self.widths, rest, header=self.header, resumed=resumed, closed=self.closed)
        tail._measured = self._measured
        # The break is said: a rest of two short rows could start below the first part, under a second head.
        return [head, PageBreak(), tail]

    def _without_repetition(self) -> Ledger:
        """Return the same rows, those above them as rows like all others: they are too high to stand on every page."""
        # An order to set such a row again is dropped by `_resumed_before`.
        flat = Ledger(self.widths, (*self.repeated, *self.rows), closed=self.closed, air=self.spaceBefore)
        flat._measured = self._measured
        return flat

    def _resumed_before(self, each: LedgerRow) -> LedgerRow | None:
        """Return the heading to set again where a page begins with this row."""
        return each.again if each.again and self._height(each.again) <= _MOST_REPEATED else None

    def _is_taller_than_a_page(self, each: LedgerRow) -> bool:
        """Whether a row fits on no page, its repeated head and heading above it."""
        again = self._resumed_before(each)
        heading = self._height(again) if again else 0.0
        header = self._height(self.header) if self.header else 0.0
        return self._height(each) > page_setup.HEIGHT - header - heading

    def _fitting(self, room: float) -> int:
        """Return how many rows, from the first on, fit into so many points."""
        count = 0
        for height in self.heights:
            room -= height
            if room < -_FUZZ:
                break
            count += 1
        return count

    def _unbroken(self, fitting: int, *, at_top: bool) -> int:
        """Return how many of the rows that fit go on the page, less those that must not stand last; 0 for none."""
        last = len(self.rows) - 1
        if fitting == last > 1 and not self.rows[last].keep:
            # One row more than must goes over, so that it is not alone there.
            count = self._ending(fitting - 1)
            if count or not at_top:
                return count
        return self._ending(fitting)

    def _ending(self, count: int) -> int:
        """Return the largest number of rows up to `count` whose last row allows a break below it."""
        while count and self.rows[count - 1].keep:
            count -= 1
        return count

    def _repeated_height(self) -> float:
        return sum(self._height(each) for each in self.repeated)

    def _width(self, placed: PlacedCell) -> float:
        gutter = 0.0 if placed.last == len(self.widths) - 1 else page_setup.GUTTER
        return self.starts[placed.last + 1] - self.starts[placed.first] - gutter

    def _height(self, each: LedgerRow) -> float:
        known = self._measured.get(id(each))
        if known is None:
            known = self._measured[id(each)] = (each, self._measure(each))
        return known[1]

    def _measure(self, each: LedgerRow) -> float:
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

    def _cut(self, each: LedgerRow, room: float, *, forced: bool) -> tuple[LedgerRow, ...] | None:
        """Cut a row at a height; cells that end above the cut have no rest.

        Args:
            each: The row.
            room: Points from the top of the row to the cut.
            forced: Whether a row is to be had whatever it costs: air is given up, and a cell that cannot be cut is
                drawn smaller.

        Returns:
            The row above the cut and the rest of it, which is less than the row was; the first alone where nothing is
            left. None where a cell cannot be cut and nothing is forced.
        """
        if forced:
            each = replace(each, lead=0.0, above=min(each.above, room / 4), below=min(each.below, room / 4))
        first: list[PlacedCell] = []
        rest: list[PlacedCell] = []
        baseline = max((placed.cell.baseline for placed in each.cells), default=0.0)
        for placed in each.cells:
            width = self._width(placed)
            height = room - each.lead - each.above - each.below - (baseline - placed.cell.baseline)
            if placed.cell.height(width) <= height:
                first.append(placed)
                continue
            parts = placed.cell.cut(width, height)
            if parts:
                rest.append(replace(placed, cell=parts[1]))
            elif not forced:
                return None
            first.append(replace(placed, cell=parts[0] if parts else Shrunk(placed.cell, width, max(height, 1.0))))
        above = replace(each, cells=tuple(first))
        return (above, replace(each, cells=tuple(rest), rule=0.0)) if rest else (above,)

    def _draw_row(self, canvas: Canvas, each: LedgerRow, top: float) -> float:
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
