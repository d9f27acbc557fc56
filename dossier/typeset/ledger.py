"""The table flowable of all drawn pages, ours and converted: rows of cells on columns, separated by rules.

Breaks over pages between rows: the head is repeated, a group's heading stays with its rows, no row is left alone,
where possible. Guaranteed: every split places at least one row, or a piece of one, so that breaking ends for rows of
any height.
"""

from __future__ import annotations

import operator
from dataclasses import replace
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from reportlab.platypus import Flowable, PageBreak

from dossier.typeset.cells import Shrunk, Story
from dossier.typeset.rows import OWN_PAGES, LedgerRow, PlacedCell
from dossier.typeset.typography import HAIRLINE, RULE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reportlab.lib.colors import Color

    from dossier.typeset.rows import CellLook, LedgerStyle

_REPEATED: Final = 1 / 4
"""Share of a page that a repeated head, and a repeated heading, may take; what is higher is shown once."""
_FUZZ: Final = 1e-9
"""Points by which sums of the same heights may differ; reportlab allows more, so that it takes what fits here."""


class Ledger(Flowable):
    """Rows on columns; see `LedgerRow`. It fills the width of its columns."""

    def __init__(
        self,
        widths: Sequence[float],
        rows: Iterable[LedgerRow],
        *,
        header: LedgerRow | tuple[LedgerRow, ...] = (),
        resumed: LedgerRow | None = None,
        closed: float = 0.0,
        air: float = 0.0,
        style: LedgerStyle = OWN_PAGES,
    ) -> None:
        """Take the rows and the widths of the columns in points.

        Args:
            widths: Columns; on pages of our own together the grid's width.
            rows: What is shown, each row once.
            header: Shown above the rows and repeated on every page.
            resumed: Heading of the group that the first row continues from the page before; shown below the header.
            closed: Width of the line below the last row (0: none); at the foot of a page it is a hairline.
            air: Points kept free above.
            style: How cells lie and rows break.
        """
        super().__init__()
        self.spaceBefore = air
        self.hAlign = "LEFT"
        self.widths = tuple(widths)
        self.rows = tuple(rows)
        self.header = (header,) if isinstance(header, LedgerRow) else header
        self.resumed = resumed
        self.closed = closed
        self.style = style
        self.starts = tuple(sum(self.widths[:index]) for index in range(len(self.widths) + 1))
        # By identity: a long table is split page by page, and measuring what is left each time costs quadratically.
        self._measured: dict[int, tuple[LedgerRow, float, tuple[PlacedCell, ...]]] = {}

    def __getstate__(self) -> dict[str, object]:
        """Return what it shows; what was measured of it is no part of that."""
        measured = {"_measured", "heights", "_spanned", "_held"}
        return {name: value for name, value in self.__dict__.items() if name not in measured}

    @property
    def repeated(self) -> tuple[LedgerRow, ...]:
        """The rows above `rows`: the header, and the heading of a group that goes on."""
        return (*self.header, self.resumed) if self.resumed is not None else self.header

    @cached_property
    def heights(self) -> tuple[float, ...]:
        """Heights of the rows."""
        return self._heights(self.rows)

    @property
    def opening(self) -> float:
        """Points of the first row and what is repeated above it."""
        return self._repeated_height() + sum(self.heights[:1])

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002, N803 — reportlab's signature
        """Return width and height; both are the ledger's own."""
        return self.starts[-1], self._repeated_height() + sum(self.heights)

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803 — reportlab's signature
        """Return the part that fits into the height and the rest, or nothing where the next page is better.

        On a whole page there is no better one to wait for: the part then holds at least one row, or a piece of one.
        """
        if any(height > self.style.page * _REPEATED for height in (self._header_height(), *self._resumed_height())):
            return self._without_repetition().split(aW, aH)
        room = aH - self._repeated_height()
        # What reportlab notes when a flowable has been put off to a page of its own.
        at_top = aH >= self.style.page - 1 or hasattr(self, "_postponed")
        fitting = self._fitting(room)
        if fitting == len(self.rows):
            return [self]
        count = self._unbroken(fitting, at_top=at_top)
        cuts = self.style.cuts_rows and not self.rows[fitting].whole
        if cuts or self._is_taller_than_a_page(fitting) or (at_top and not count):
            left = room - sum(self.heights[:fitting])
            parts = self._cut(fitting, left, forced=at_top and not fitting)
            if parts:
                first, *rest = parts
                return self._parts((*self.rows[:fitting], first), (*rest, *self.rows[fitting + 1 :]), len(rest))
        count = count or (fitting if at_top else 0)
        return self._parts(self.rows[:count], self.rows[count:]) if count else []

    def draw(self) -> None:
        """Draw the grounds, then the rows from the top down; nothing on a canvas that only counts pages."""
        if getattr(self.canv, "counts_only", False):
            return
        rows = (*self.repeated, *self.rows)
        heights = (*self._heights(self.header), *self._resumed_height(), *self.heights)
        tops = tuple(accumulate(heights, operator.sub, initial=self._repeated_height() + sum(self.heights)))
        for number, each in enumerate(rows):
            if each.fill:
                self._ground(each.fill, 0, len(self.widths) - 1, tops[number + 1], tops[number])
            for placed in each.cells:
                if placed.look and placed.look.fill:
                    foot = tops[min(number + placed.rows, len(rows))]
                    self._ground(placed.look.fill, placed.first, placed.last, foot, tops[number])
        covered: list[tuple[int, int, int]] = []
        for number, each in enumerate(rows):
            covered = [span for span in covered if span[0] > number]
            self._draw_row(each, tops[number:], covered)
            covered += ((number + placed.rows, placed.first, placed.last) for placed in self._spans(each))
        if self.closed:
            self._line(tops[-1], self.closed, RULE, 0)

    def _parts(self, first: tuple[LedgerRow, ...], rest: tuple[LedgerRow, ...], cut: int = 0) -> list[Flowable]:
        """Return both parts; `cut` is 1 where the last row of the first goes on as the first row of the rest."""
        # A row that was made to fit a whole page alone is another row, lower than the one that was measured.
        are_whole = not cut and not self._spanned and first[-1] is self.rows[len(first) - 1]
        if rest:
            first, rest = self._carried(first, rest, cut)
        closed = min(self.closed, HAIRLINE) if rest else self.closed
        heights = self.heights[: len(first)] if are_whole else None
        head = self._like(first, heights, header=self.header, resumed=self.resumed, closed=closed, air=self.spaceBefore)
        if not rest:
            return [head]
        resumed = self._resumed_before(rest[0])
        if resumed is None:
            rest = (replace(rest[0], lead=0.0), *rest[1:])
        heights = (self._height(rest[0]), *self.heights[len(first) + 1 :]) if are_whole else None
        tail = self._like(rest, heights, header=self.header, resumed=resumed, closed=self.closed)
        # The break is said: a rest of two short rows could start below the first part, under a second head.
        return [head, PageBreak(), tail]

    def _like(
        self,
        rows: tuple[LedgerRow, ...],
        heights: tuple[float, ...] | None = None,
        *,
        header: tuple[LedgerRow, ...] = (),
        resumed: LedgerRow | None = None,
        closed: float,
        air: float = 0.0,
    ) -> Ledger:
        """Return a table on the same columns, which knows the heights that are known here.

        Where no cell spans rows, their `heights` are given: asking for each at every page costs quadratically.
        """
        made = Ledger(self.widths, rows, header=header, resumed=resumed, closed=closed, air=air, style=self.style)
        made.hAlign = self.hAlign
        made._measured = self._measured
        if heights is not None:
            made.__dict__.update(heights=heights, _spanned=())
        return made

    def _carried(
        self, first: tuple[LedgerRow, ...], rest: tuple[LedgerRow, ...], cut: int
    ) -> tuple[tuple[LedgerRow, ...], tuple[LedgerRow, ...]]:
        """Cut the cells that span the break: each ends with the last row above it and goes on in the first below."""
        above, carried = list(first), []
        for number, each in enumerate(first[: len(first) - cut]):
            for placed in self._spans(each):
                over = number + placed.rows + cut - len(first)
                if over > 0:
                    room = sum(map(self._height, first[number:])) - each.above - each.below
                    kept, left = self._in_two(placed, room)
                    mine = (kept if other is placed else other for other in above[number].cells)
                    above[number] = replace(above[number], cells=tuple(mine))
                    carried.append(replace(left, rows=min(over, len(rest))))
        if not carried:
            return first, rest
        return tuple(above), (replace(rest[0], cells=(*rest[0].cells, *carried)), *rest[1:])

    def _in_two(self, placed: PlacedCell, room: float) -> tuple[PlacedCell, PlacedCell]:
        """Return what of a cell fits into some points and the rest, either of which may be empty."""
        width = self._width(placed)
        if placed.cell.height(width) <= room + _FUZZ:
            return placed, replace(placed, cell=Story())
        kept, left = placed.cell.cut(width, room) or (Story(), placed.cell)
        return replace(placed, cell=kept), replace(placed, cell=left)

    def _without_repetition(self) -> Ledger:
        """Return the same rows, those above them as rows like all others: they are too high to stand on every page."""
        # An order to set such a row again is dropped by `_resumed_before`.
        return self._like((*self.repeated, *self.rows), closed=self.closed, air=self.spaceBefore)

    def _resumed_before(self, each: LedgerRow) -> LedgerRow | None:
        """Return the heading to set again where a page begins with this row."""
        return each.again if each.again and self._height(each.again) <= self.style.page * _REPEATED else None

    def _is_taller_than_a_page(self, number: int) -> bool:
        """Whether a row fits on no page, its repeated head and heading above it."""
        again = self._resumed_before(self.rows[number])
        heading = self._height(again) if again else 0.0
        return self.heights[number] > self.style.page - self._header_height() - heading

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
        while count and (self.rows[count - 1].keep or count - 1 in self._held):
            count -= 1
        return count

    @cached_property
    def _spanned(self) -> tuple[tuple[int, int], ...]:
        """First and last row of each cell over several rows."""
        return tuple(
            (number, number + placed.rows - 1) for number, each in enumerate(self.rows) for placed in self._spans(each)
        )

    @cached_property
    def _held(self) -> frozenset[int]:
        """Numbers of the rows that a cell over several rows keeps together with the next one."""
        room = self.style.page - self._repeated_height()
        fitting = ((first, last) for first, last in self._spanned if sum(self.heights[first : last + 1]) <= room)
        return frozenset(row for first, last in fitting for row in range(first, last) if not self.style.cuts_rows)

    def _header_height(self) -> float:
        return sum(self._heights(self.header))

    def _resumed_height(self) -> tuple[float, ...]:
        return () if self.resumed is None else (self._height(self.resumed),)

    def _repeated_height(self) -> float:
        return sum((*self._heights(self.header), *self._resumed_height()))

    def _width(self, placed: PlacedCell) -> float:
        style = self.style
        right = 0.0 if style.flush and placed.last == len(self.widths) - 1 else style.right
        return self.starts[placed.last + 1] - self.starts[placed.first] - right - style.left

    def _heights(self, rows: Sequence[LedgerRow]) -> tuple[float, ...]:
        """Return the heights of rows; the last row of a cell over several rows makes up for what that cell lacks."""
        heights = [self._height(each) for each in rows]
        for number, each in enumerate(rows):
            for placed in self._spans(each):
                stop = min(number + placed.rows, len(rows))
                wanted = each.above + placed.cell.height(self._width(placed)) + each.below
                heights[stop - 1] += max(0.0, wanted - sum(heights[number:stop]))
        return tuple(heights)

    def _height(self, each: LedgerRow) -> float:
        """Return the height that the cells want which lie in this row alone."""
        return self._known(each)[1]

    def _spans(self, each: LedgerRow) -> tuple[PlacedCell, ...]:
        """Return the cells of a row that go on in the rows below."""
        return self._known(each)[2]

    def _known(self, each: LedgerRow) -> tuple[LedgerRow, float, tuple[PlacedCell, ...]]:
        known = self._measured.get(id(each))
        if known is None:
            spans = tuple(placed for placed in each.cells if placed.rows > 1)
            known = self._measured[id(each)] = (each, self._measure(each), spans)
        return known

    def _measure(self, each: LedgerRow) -> float:
        baseline = each.baseline
        single = (placed for placed in each.cells if placed.rows == 1)
        content = (baseline - placed.cell.baseline + placed.cell.height(self._width(placed)) for placed in single)
        return max(each.lead + each.above + each.below + max(content, default=0.0), each.least)

    def _cut(self, number: int, room: float, *, forced: bool) -> tuple[LedgerRow, ...] | None:
        """Cut a row at a height; cells that end above the cut have no rest, unless they have edges to go on with.

        Args:
            number: The row.
            room: Points from the top of the row to the cut.
            forced: Whether a row is to be had whatever it costs: air is given up, and a cell that cannot be cut is
                drawn smaller.

        Returns:
            The row above the cut and the rest of it, which is less than the row was; the first alone where nothing is
            left. None where a cell cannot be cut and nothing is forced.
        """
        each = self.rows[number]
        if forced:
            each = replace(each, lead=0.0, above=min(each.above, room / 4), below=min(each.below, room / 4))
        first: list[PlacedCell] = []
        rest: list[PlacedCell] = []
        begun, baseline = forced, each.baseline
        for placed in each.cells:
            height = room - each.lead - each.above - each.below - max(0.0, baseline - placed.cell.baseline)
            kept, left = self._in_two(placed, height)
            stuck = left.cell is placed.cell
            if stuck and forced:
                kept = replace(placed, cell=Shrunk(placed.cell, self._width(placed), max(height, 1.0)))
                left = replace(placed, cell=Story())
            elif stuck and not self.style.cuts_rows:
                return None
            begun = begun or not stuck
            first.append(kept)
            if placed.look or placed.rows > 1 or not _is_empty(left):
                rest.append(left)
        if not begun:
            return None
        crossed = any(first < number <= last for first, last in self._spanned)
        above = replace(each, cells=tuple(first), least=room if crossed else min(each.least, room))
        if not crossed and all(_is_empty(placed) for placed in rest):
            # A row that is only asked to be higher than the room, as for a signature, is not cut short.
            return (above,) if forced else None
        above = replace(above, cells=tuple(replace(placed, rows=1) for placed in first), under=0.0)
        return above, replace(each, cells=tuple(rest), rule=0.0, least=max(0.0, each.least - room))

    def _draw_row(self, each: LedgerRow, tops: Sequence[float], covered: Sequence[tuple[int, int, int]]) -> None:
        """Draw one row; `tops` are its own and those of the rows below, `covered` ends and columns of cells above."""
        top = tops[0] - each.lead
        if each.rule:
            for start, stop in self._free(each.rule_from, covered):
                self._line(top, each.rule, each.colour, start, stop)
        if each.under:
            self._line(tops[1], each.under, each.colour, 0)
        baseline = each.baseline
        for placed in each.cells:
            y = top - each.above - (baseline - placed.cell.baseline if placed.rows == 1 else 0.0)
            if placed.look:
                foot = tops[min(placed.rows, len(tops) - 1)]
                if placed.look.sink:
                    spare = y - foot - each.below - placed.cell.height(self._width(placed))
                    y -= placed.look.sink * max(0.0, spare)
                self._edges(placed.look, placed.first, placed.last, foot, tops[0])
            placed.cell.draw(self.canv, self.starts[placed.first] + self.style.left, y, self._width(placed))

    def _free(self, first: int, covered: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
        """Yield the runs of columns, from `first` on, that no cell from above covers: where a rule is drawn."""
        for _, start, stop in sorted(covered, key=lambda span: span[1]):
            if start > first:
                yield first, start
            first = max(first, stop + 1)
        if first < len(self.widths):
            yield first, len(self.widths)

    def _line(self, y: float, width: float, colour: Color, first: int, stop: int = -1) -> None:
        self.canv.setStrokeColor(colour)
        self.canv.setLineWidth(width)
        self.canv.line(self.starts[first], y, self.starts[stop], y)

    def _ground(self, colour: Color, first: int, last: int, foot: float, top: float) -> None:
        self.canv.setFillColor(colour)
        left = self.starts[first]
        self.canv.rect(left, foot, self.starts[last + 1] - left, top - foot, stroke=0, fill=1)

    def _edges(self, look: CellLook, first: int, last: int, foot: float, top: float) -> None:
        left, right = self.starts[first], self.starts[last + 1]
        lines = ((left, top, right, top), (right, foot, right, top), (left, foot, right, foot), (left, foot, left, top))
        for edge, line in zip(look.edges, lines, strict=True):
            if edge is not None:
                self.canv.setLineWidth(edge[0])
                self.canv.setStrokeColor(edge[1])
                self.canv.line(*line)


def _is_empty(placed: PlacedCell) -> bool:
    return isinstance(placed.cell, Story) and not placed.cell.flowables
