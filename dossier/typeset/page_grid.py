"""The one grid of all drawn pages: paper, margins and columns in points; nothing is drawn here."""

from __future__ import annotations

from typing import Final

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

PAGE_WIDTH: Final[float] = A4[0]
PAGE_HEIGHT: Final[float] = A4[1]

LEFT: Final = 25 * mm
RIGHT: Final = 17 * mm
TOP: Final = 24 * mm
BOTTOM: Final = 21 * mm
"""The stamp takes the lowest 12 mm; the rest is air."""

WIDTH: Final = PAGE_WIDTH - LEFT - RIGHT
HEIGHT: Final = PAGE_HEIGHT - TOP - BOTTOM

RUNNING_HEAD: Final = PAGE_HEIGHT - 14 * mm
"""Baseline of the line at the top that says where one is."""

LABEL: Final = 30 * mm
"""Width of the left column that holds labels and codes on every kind of page."""

NUMBER: Final = 14 * mm
"""Width of a column of page numbers: five digits fit, so the layout never depends on which they are."""

GUTTER: Final = 3 * mm
"""Free space at the right of every column but the last."""


def columns(*widths: float) -> tuple[float, ...]:
    """Return the widths with the one that is 0 stretched so that all together fill the grid."""
    rest = WIDTH - sum(widths)
    return tuple(width or rest for width in widths)
