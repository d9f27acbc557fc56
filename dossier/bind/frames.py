"""Computes the upright visible frame of a page in page coordinates (points), and the strip added below it.

Pure geometry on numbers; reads and changes no page.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

A4_WIDTH: Final = 595.28
"""Points; a page whose shorter side is this long gets a stamp at its natural size."""

# What viewers assume where /MediaBox is missing or senseless (ISO 32000 leaves it open; they agree on US Letter).
_DEFAULT_BOX: Final = (0.0, 0.0, 612.0, 792.0)

_SMALLEST_SCALE: Final = 0.25
_LARGEST_SCALE: Final = 6.0

Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a reader sees of a page: a box in the page's units, turned clockwise by `turn` degrees when shown.

    `unit` is the page's /UserUnit: how many points one unit is.
    """

    box: Box
    turn: int
    unit: float

    @property
    def width(self) -> float:
        """Width in points as shown."""
        return self._side(0) if self.turn in {0, 180} else self._side(1)

    @property
    def height(self) -> float:
        """Height in points as shown."""
        return self._side(1) if self.turn in {0, 180} else self._side(0)

    @property
    def scale(self) -> float:
        """How large a stamp on this page is against one on A4."""
        return min(_LARGEST_SCALE, max(_SMALLEST_SCALE, min(self.width, self.height) / A4_WIDTH))

    def _side(self, axis: int) -> float:
        return (self.box[axis + 2] - self.box[axis]) * self.unit

    def extended(self, strip: float) -> Frame:
        """Return the frame with `strip` points more at the foot of the page as shown."""
        left, bottom, right, top = self.box
        more = strip / self.unit
        box = {
            0: (left, bottom - more, right, top),
            90: (left, bottom, right + more, top),
            180: (left, bottom, right, top + more),
            270: (left - more, bottom, right, top),
        }[self.turn]
        return Frame(box=box, turn=self.turn, unit=self.unit)

    @property
    def upright(self) -> Matrix:
        """Matrix from points, counted from the lower left corner as shown, to the page's own coordinates."""
        left, bottom, right, top = self.box
        one = 1 / self.unit
        return {
            0: (one, 0.0, 0.0, one, left, bottom),
            90: (0.0, one, -one, 0.0, right, bottom),
            180: (-one, 0.0, 0.0, -one, right, top),
            270: (0.0, -one, one, 0.0, left, top),
        }[self.turn]

    def placed(self, box: Box) -> Box:
        """Return where a box given in upright points lies in the page's own coordinates."""
        a, b, c, d, e, f = self.upright
        xs = [a * x + c * y + e for x, y in (box[:2], box[2:])]
        ys = [b * x + d * y + f for x, y in (box[:2], box[2:])]
        return (min(xs), min(ys), max(xs), max(ys))


def frame_of(
    media: Sequence[float] | None, crop: Sequence[float] | None, rotate: float | None, unit: float | None
) -> Frame:
    """Return the upright visible frame of a page from its raw entries, whatever they hold.

    The visible box is CropBox ∩ MediaBox; an empty or senseless one falls back as viewers do. A /Rotate that is
    no multiple of 90 counts as 0.
    """
    page = _sorted(media) or _DEFAULT_BOX
    visible = _intersection(page, _sorted(crop) or page) or page
    turn = 0
    if rotate is not None and math.isfinite(rotate) and rotate % 90 == 0:
        turn = int(rotate % 360)
    sound_unit = unit if unit is not None and math.isfinite(unit) and unit > 0 else 1.0
    return Frame(box=visible, turn=turn, unit=sound_unit)


def overlap(one: Box, other: Box) -> Box | None:
    """Return what two boxes have in common, or None where they share no area."""
    return _intersection(one, other)


def _intersection(one: Box, other: Box) -> Box | None:
    box = (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))
    return box if box[2] > box[0] and box[3] > box[1] else None


def _sorted(box: Sequence[float] | None) -> Box | None:
    corners = 4
    if box is None or len(box) != corners or not all(math.isfinite(value) for value in box):
        return None
    left, right = sorted((box[0], box[2]))
    bottom, top = sorted((box[1], box[3]))
    return (left, bottom, right, top) if right > left and top > bottom else None
