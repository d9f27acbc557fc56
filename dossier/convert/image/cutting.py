"""Computes where an image much taller than wide (a long screenshot, a till roll) is cut into pages.

Cuts are placed between lines of text: in rows of one colour, else where neighbouring rows are equal; where there are
none, the end of a page is repeated at the top of the next.
"""

from __future__ import annotations

from typing import Final

from PIL import Image, ImageChops

TALL: Final = 3.0
"""Height over width from which a picture is cut; A4 has 1.4, a phone's screen up to 2.4."""
MOST_PIECES: Final = 100
_TRANSPOSED: Final[dict[int, Image.Transpose]] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF orientation ─► what makes the stored picture upright."""
_SEARCHED: Final = 0.25
"""Share of a piece, from its lower end, in which a quiet row is looked for."""
_QUIET: Final = 12
"""Grey levels that two rows may differ in and still show nothing between them: JPEG leaves traces in empty places."""
_EDGE: Final = 0.03
"""Share of the width on both sides that may have another colour in a gap: frames, scroll bars."""
_LEAST_GAP: Final = 5
"""Rows that nothing may change in to be a gap between two lines."""
_REPEATED: Final = 0.03
"""Share of a piece that is repeated where it was cut through something."""

Rows = tuple[int, int]
"""From the first row to the one behind the last."""


def is_tall(size: tuple[int, int]) -> bool:
    """Return whether an upright picture of this width and height is to be cut."""
    return size[1] > TALL * size[0]


def pieces(image: Image.Image, orientation: int, tallest: int) -> list[Rows]:
    """Cut a picture into pieces that follow each other, or overlap where no gap was found.

    Args:
        image: the picture as stored.
        orientation: how it is turned, as EXIF says.
        tallest: rows of the upright picture that a page has room for.
    """
    grey = image.convert("L")
    if orientation in _TRANSPOSED:
        grey = grey.transpose(_TRANSPOSED[orientation])
    tallest = max(tallest, -(-grey.height // MOST_PIECES), 2 * _LEAST_GAP)
    found: list[Rows] = []
    top = 0
    while grey.height - top > tallest:
        gap = _lowest_gap(grey, top + round(tallest * (1 - _SEARCHED)), top + tallest)
        found.append((top, gap or top + tallest))
        top = gap or top + tallest - round(tallest * _REPEATED)
    return [*found, (top, grey.height)]


def _lowest_gap(grey: Image.Image, first: int, last: int) -> int | None:
    """Return the middle of the lowest gap: rows of one colour, else rows that are alike; None without either."""
    rows = grey.crop((0, first, grey.width, last))
    changes = ImageChops.difference(
        rows.crop((0, 0, rows.width, rows.height - 1)), rows.crop((0, 1, rows.width, rows.height))
    )
    still = [_is_quiet(changes, number, 0) for number in range(changes.height)]
    edge = round(rows.width * _EDGE)
    plain = [quiet and _is_quiet(rows, number, edge, even=True) for number, quiet in enumerate(still)]
    for gaps in (plain, still):
        quiet = 0
        for number in range(len(gaps) - 1, -2, -1):
            if number >= 0 and gaps[number]:
                quiet += 1
            elif quiet >= _LEAST_GAP:
                return first + number + 1 + quiet // 2
            else:
                quiet = 0
    return None


def _is_quiet(rows: Image.Image, number: int, edge: int, *, even: bool = False) -> bool:
    """Return whether a row has no level above the limit; `even`: no two levels that far apart between its edges."""
    low, high = rows.crop((edge, number, max(edge + 1, rows.width - edge), number + 1)).getextrema()
    return int(high) - (int(low) if even else 0) <= _QUIET  # type: ignore[arg-type]  # one band
