"""Rows of a table that are split over pages: whatever a flowable answers, nothing of a cell is lost."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, TableStyle

from dossier.typeset.row_splitting import SplittingLongTable, SplittingTable

if TYPE_CHECKING:
    from collections.abc import Iterator

STYLE = ParagraphStyle("uji", fontSize=10, leading=12)
COMMANDS = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")])


class Bricks(Flowable):
    """Some bricks on one another, split into the number of parts given."""

    def __init__(self, names: list[str], parts: int) -> None:
        """Take a name for each brick."""
        super().__init__()
        self.names, self.parts = names, parts

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the size."""
        self.width, self.height = width, 20.0 * len(self.names)
        return self.width, self.height

    def split(self, _width: float, height: float) -> list[Flowable]:
        """Return so many parts as were wished, the first of them as tall as there is room."""
        first = int(height // 20)
        if first < 1:
            return []
        rest = self.names[first:]
        pieces = [self.names[:first], rest[:1], rest[1:]] if self.parts > 2 else [self.names]
        return [Bricks(piece, self.parts) for piece in pieces if piece]

    def draw(self) -> None:
        """Draw nothing: the names are what is looked at."""


def shown(flowables: object) -> Iterator[str]:
    """Yield what cells hold, in order."""
    for item in flowables if isinstance(flowables, (list, tuple)) else ():
        if isinstance(item, Bricks):
            yield from item.names
        elif isinstance(item, Paragraph):
            yield item.getPlainText()
        else:
            yield from shown(item)


@pytest.mark.parametrize("kind", [SplittingTable, SplittingLongTable])
@pytest.mark.parametrize("parts", [1, 3])
@pytest.mark.parametrize("room", [50.0, 90.0, 130.0])
def test_a_cell_that_is_split_into_one_part_or_three_keeps_everything(
    kind: type[SplittingTable], parts: int, room: float
) -> None:
    names = [f"bata {number}" for number in range(8)]
    table = kind([[[Paragraph("atas", STYLE), Bricks(names, parts)]]], colWidths=[200], splitInRow=1, style=COMMANDS)
    table.canv = Canvas(io.BytesIO())
    table.wrap(200, room)
    halves = table.split(200, room)
    assert [text for half in halves for text in shown(vars(half)["_cellvalues"])] == ["atas", *names]
