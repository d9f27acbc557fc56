"""Draws on the cover of a volume which one it is, and the line for the spine of its binder, over the finished page.

The cover is page 1 of every volume; only these marks differ. Uses the font of the stamps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from dossier.bind import stamps
from dossier.typeset import page_setup, typography

if TYPE_CHECKING:
    from dossier.bind.page_order import Volume

_SIZE: Final = 20.0
_TOP: Final = page_setup.PAGE_HEIGHT - 34 * mm
_SPINE_SIZE: Final = 9.0
_SPINE: Final = 9 * mm
"""Distance of the spine's line from the left edge of the sheet, and its size, in points."""


def words(volume: Volume) -> str:
    """Return which volume it is ("Jilid 2 dari 3"), or nothing for a dossier in one file."""
    return f"Jilid {volume.number} dari {len(volume.files)}" if volume.files else ""


def cover_marks(volume: Volume, spine: str) -> bytes:
    """Return the drawing operators of a cover's marks; nothing for a dossier in one file.

    Args:
        volume: which of how many.
        spine: what else the line for the spine says.
    """
    said = words(volume)
    if not said:
        return b""
    right = page_setup.LEFT + page_setup.WIDTH - stamps.text_width(said, _SIZE)
    line = f"{spine} · {said}"
    length = stamps.text_width(line, _SPINE_SIZE)
    size = _SPINE_SIZE * min(1.0, page_setup.HEIGHT / length)
    foot = (page_setup.PAGE_HEIGHT - length * size / _SPINE_SIZE) / 2
    operators = (
        "q",
        stamps.text_drawn(said, right, _TOP, _SIZE, typography.ACCENT),
        f"0 1 -1 0 {_SPINE:.4f} {foot:.4f} cm",
        stamps.text_drawn(line, 0, 0, size, typography.INK),
        "Q",
    )
    return "\n".join(operators).encode("ascii") + b"\n"
