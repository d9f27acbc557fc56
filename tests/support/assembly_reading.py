"""Looks at finished bundles as a reader does: rendered pixels and the text with its place, by pdfium."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A text on a page; the box is in pixels of the rendered page, from its upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def render(file: Path, number: int, scale: float = 1.0) -> Image:
    """Return page `number` (from 1) as a picture of `scale` pixels a point."""
    with pypdfium2.PdfDocument(file) as document:
        picture: Image = document[number - 1].render(scale=scale).to_pil().convert("RGB")
    return picture


def ink_rows(picture: Image, *, below: int) -> tuple[int, int] | None:
    """Return first and last row with ink at or below a row of the picture, or None where all is white."""
    part = picture.crop((0, below, picture.width, picture.height)).convert("L").point(lambda value: 255 * (value < 160))
    box = part.getbbox()
    return None if box is None else (below + box[1], below + box[3])
