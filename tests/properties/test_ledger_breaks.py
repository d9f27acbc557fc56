"""Whatever the heights of rows, heads and headings: breaking over pages ends, and shows each row once."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hypothesis import example, given, settings
from hypothesis import strategies as st

from dossier.typeset import page_setup
from dossier.typeset.cells import Shrunk, TextCell
from dossier.typeset.ledger import Ledger
from dossier.typeset.rows import CellLook, LedgerRow, LedgerStyle, PlacedCell, row
from dossier.typeset.typography import STYLES, register_fonts

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from dossier.typeset.cells import Cell

LEADING = float(STYLES.body.leading)
register_fonts()


@dataclass(frozen=True, slots=True)
class Block:
    """A cell of any height that cannot be cut."""

    name: int
    points: float

    @property
    def baseline(self) -> float:
        return min(9.0, self.points)

    def height(self, width: float) -> float:  # noqa: ARG002 — the protocol's signature
        return self.points

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        raise NotImplementedError

    def cut(self, width: float, height: float) -> tuple[Cell, Cell] | None:  # noqa: ARG002 — the protocol's signature
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is made up for one row: the points of its block and the lines of its text, either of which may be none."""

    points: float
    lines: int = 0
    keep: bool = False
    again: float | None = None
    lead: float = 0.0
    air: float = 2.4


POINTS = st.one_of(st.floats(1, 60), st.floats(600, 720), st.floats(1, 1_800))
ROWS = st.lists(
    st.builds(
        Given,
        points=POINTS,
        lines=st.one_of(st.just(0), st.integers(1, 400)),
        keep=st.booleans(),
        again=st.one_of(st.none(), POINTS),
        lead=st.floats(0, 40),
        air=st.floats(0, 150),
    ),
    min_size=1,
    max_size=25,
)


def made(number: int, given_row: Given) -> LedgerRow:
    text = TextCell("\n".join(f"{number}.{count}" for count in range(given_row.lines)), STYLES.body)
    cells = (Block(number, given_row.points), text if given_row.lines else None)
    again = None if given_row.again is None else replace(row(Block(-1, given_row.again)), keep=True)
    shown = row(*cells, above=given_row.air, below=given_row.air, keep=given_row.keep)
    return replace(shown, lead=given_row.lead, again=again)


def pages_of(ledger: Ledger, room: float, most: int) -> list[Ledger]:
    """Break a ledger as platypus does: a first page of `room` points, then whole ones; `most` pages end the test."""
    pages: list[Ledger] = []
    waited = False
    while ledger.wrap(page_setup.WIDTH, room)[1] > room:
        assert len(pages) <= most, "more pages than rows and their heights ask for"
        parts = [part for part in ledger.split(page_setup.WIDTH, room) if isinstance(part, Ledger)]
        if parts:
            assert parts[0].wrap(page_setup.WIDTH, room)[1] <= room + 1e-6, "a part is higher than its page"
            pages.append(parts[0])
            if len(parts) == 1:
                return pages
            ledger = parts[1]
        else:
            assert not waited, "a whole page is left empty"
        room, waited = page_setup.HEIGHT, True
    return [*pages, ledger]


def shown(pages: list[Ledger]) -> tuple[list[int], list[str]]:
    """Return the blocks and the lines of text of all pages, in order; what is repeated on purpose has the name -1."""
    blocks: list[int] = []
    lines: list[str] = []
    for each in (each for page in pages for each in page.rows):
        for placed in each.cells:
            cell = placed.cell.cell if isinstance(placed.cell, Shrunk) else placed.cell
            if isinstance(cell, Block):
                blocks.append(cell.name)
            elif isinstance(cell, TextCell):
                lines += cell.lines(1_000)
    return blocks, lines


@settings(max_examples=300)
@given(rows=ROWS, header=st.one_of(st.none(), POINTS), room=st.floats(1, page_setup.HEIGHT))
@example(  # a repeated heading, a row, and one that only just fits under the heading: once broken for ever
    rows=[
        Given(points=13, keep=True),
        *(Given(points=points, again=13) for points in (13, page_setup.HEIGHT - 30, 13)),
    ],
    header=None,
    room=60,
)
def test_breaking_over_pages_ends_and_shows_each_row_once(rows: list[Given], header: float | None, room: float) -> None:
    head = () if header is None else row(Block(-1, header))
    ledger = Ledger(page_setup.columns(40, 0), [made(number, each) for number, each in enumerate(rows)], header=head)
    # Head and heading take half a page at most, air half of what they leave; three lines may find no room.
    least = page_setup.HEIGHT / 4 - 3 * LEADING
    most = len(rows) + 1 + math.ceil(ledger.wrap(0, 0)[1] / least)
    blocks, lines = shown(pages_of(ledger, room, most))
    assert [name for name in blocks if name >= 0] == list(range(len(rows)))
    assert lines == [f"{number}.{count}" for number, each in enumerate(rows) for count in range(each.lines)]


SPANS = st.lists(
    st.tuples(st.integers(1, 5), st.floats(1, 900), st.floats(1, 300), st.booleans()), min_size=1, max_size=20
)


@settings(max_examples=200)
@given(spans=SPANS, room=st.floats(1, page_setup.HEIGHT), cuts=st.booleans())
def test_cells_over_several_rows_break_with_their_rows_and_are_shown_once(
    *, spans: list[tuple[int, float, float, bool]], room: float, cuts: bool
) -> None:
    rows: list[LedgerRow] = []
    for name, (count, merged, single, text) in enumerate(spans):
        lines = int(merged / LEADING) + 1
        tall = (
            TextCell("\n".join(f"{name}.{line}" for line in range(lines)), STYLES.body) if text else Block(name, merged)
        )
        for number in range(count):
            beside = PlacedCell(Block(1_000 + len(rows), single), 1, 1, 1, CellLook())
            cells = (PlacedCell(tall, 0, 0, count, CellLook()), beside) if number == 0 else (beside,)
            rows.append(LedgerRow(cells=cells))
    ledger = Ledger(page_setup.columns(40, 0), rows, style=LedgerStyle(cuts_rows=cuts))
    blocks, lines_shown = shown(pages_of(ledger, room, 20 * len(rows)))
    wanted = [name for name, (*_, text) in enumerate(spans) if not text]
    assert sorted(blocks) == [*wanted, *range(1_000, 1_000 + len(rows))]
    assert lines_shown == [
        f"{name}.{line}"
        for name, (_, merged, _, text) in enumerate(spans)
        if text
        for line in range(int(merged / LEADING) + 1)
    ]
