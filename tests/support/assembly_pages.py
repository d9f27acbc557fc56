"""Evidence pages of every awkward shape, as PDFs on disk, each showing a picture whose place can be recognised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Numbers = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One page: boxes in page units, the rest as PDF spells it."""

    media: Numbers = (0, 0, 595, 842)
    crop: Numbers | None = None
    rotate: int | None = None
    unit: float | None = None
    before: bytes = b""
    after: bytes = b""

    @property
    def visible(self) -> Numbers:
        """What viewers show of the page, in page units."""
        if self.crop is None:
            return self.media
        return (
            max(self.media[0], self.crop[0]),
            max(self.media[1], self.crop[1]),
            min(self.media[2], self.crop[2]),
            min(self.media[3], self.crop[3]),
        )


def content_of(shape: Shape) -> bytes:
    """Draw a bar or a corner of its own in each quarter of what is visible, and red over all that is not."""
    left, bottom, right, top = shape.visible
    width, height = right - left, top - bottom
    huge = 4 * max(abs(value) for value in shape.media) + 1000
    return b"\n".join(
        [
            shape.before,
            b"1 0 0 rg %.2f %.2f %.2f %.2f re" % (-huge, -huge, 2 * huge, 2 * huge),
            b"%.4f %.4f %.4f %.4f re f*" % (left, bottom, width, height),
            b"0 0 1 rg %.4f %.4f %.4f %.4f re f" % (left, bottom, width / 4, height / 8),
            b"0 0.5 0 rg %.4f %.4f %.4f %.4f re f" % (right - width / 8, bottom, width / 8, height / 4),
            b"0 g %.4f %.4f %.4f %.4f re f" % (left, top - height / 3, width / 9, height / 3),
            b"0.6 g %.4f %.4f %.4f %.4f re f" % (left + width / 3, bottom + height / 3, width / 3, height / 5),
            shape.after,
        ]
    )


def add_page(pdf: pikepdf.Pdf, shape: Shape) -> Object:
    """Append a page of this shape and return it."""
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array(list(shape.media)),
        Resources=Dictionary(),
        Contents=pdf.make_stream(content_of(shape)),
    )
    if shape.crop is not None:
        page.CropBox = Array(list(shape.crop))
    if shape.rotate is not None:
        page.Rotate = shape.rotate
    if shape.unit is not None:
        page.UserUnit = shape.unit
    made = pdf.make_indirect(page)
    pdf.pages.append(pikepdf.Page(made))
    return pdf.pages[-1].obj


def write_shapes(file: Path, shapes: Sequence[Shape]) -> Path:
    """Write a PDF with one page a shape."""
    with pikepdf.new() as pdf:
        for shape in shapes:
            add_page(pdf, shape)
        pdf.save(file, static_id=True)
    return file
