"""Ruling lines of a table on the picture of a page: found by long dark runs, and wiped before it is read. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dossier._lazy import lazy

with lazy():
    from PIL import Image, ImageDraw


if TYPE_CHECKING:
    from collections.abc import Iterator

_DARK: Final = 140
"""Grey value, 0 to 255, below which a pixel belongs to a line or a letter."""
_LONG: Final = 0.03
"""Share of a page's longer side: no stroke of a letter is so long."""
_SHORT: Final = 0.012
"""Share of it from which on an upright run counts where it meets a horizontal line: the row of the headings is low."""
_MEETS: Final = 4
"""Pixels within which two lines meet."""
_RUN: Final = b"\\x00{%d,}"
_MOST: Final = 20_000

Segment = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels from the upper left corner; a line is one pixel high or wide."""


def ruling_lines(page: Image.Image) -> list[Segment]:
    """Return the long horizontal and vertical runs of dark pixels of a grey page."""
    side = max(page.size)
    binary = page.point(lambda value: 0 if value < _DARK else 255)
    across = [(left, row, right, row) for row, left, right in _runs(binary, int(side * _LONG))]
    turned = binary.transpose(Image.Transpose.TRANSPOSE)
    upright = [(column, top, column, bottom) for column, top, bottom in _runs(turned, int(side * _SHORT))]
    rows: dict[int, list[tuple[int, int]]] = {}
    for left, row, right, _ in across:
        rows.setdefault(row, []).append((left, right))
    down = [line for line in upright if line[3] - line[1] >= side * _LONG or _meets(line, rows)]
    return [*across, *down][:_MOST]


def _meets(line: Segment, rows: dict[int, list[tuple[int, int]]]) -> bool:
    """Whether an upright run begins and ends at horizontal lines, as the side of a cell does."""
    column, top, _, bottom = line
    return all(
        any(
            left - _MEETS <= column <= right + _MEETS
            for row in range(end - _MEETS, end + _MEETS + 1)
            for left, right in rows.get(row, ())
        )
        for end in (top, bottom)
    )


def _runs(binary: Image.Image, least: int) -> Iterator[tuple[int, int, int]]:
    """Yield row, begin and end of the runs of at least so many dark pixels."""
    pattern = re.compile(_RUN % least)
    data, width = binary.tobytes(), binary.width
    for row in range(binary.height):
        for found in pattern.finditer(data, row * width, (row + 1) * width):
            yield row, found.start() - row * width, found.end() - 1 - row * width


def without_lines(page: Image.Image, lines: list[Segment]) -> Image.Image:
    """Return a page on which the lines are white, so that they are not read as letters."""
    cleaned = page.copy()
    draw = ImageDraw.Draw(cleaned)
    for line in lines:
        draw.line(line, fill=255, width=3)
    return cleaned
