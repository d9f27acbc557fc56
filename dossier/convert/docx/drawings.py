"""Converts images in a .docx to reportlab images: size, crop and anchor from the drawing, pixels from the package."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import nsmap, qn
from PIL import Image
from reportlab.lib.utils import ImageReader

from dossier.convert.docx.flowables import Anchor
from dossier.convert.image.formats import flattened
from dossier.convert.run.pool import MAX_PIXELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.opc.part import Part
    from lxml.etree import _Element

_EMU: Final = 1 / 12700
"""English metric units ─► points."""
_A: Final = f"{{{nsmap['a']}}}"
_WP: Final = f"{{{nsmap['wp']}}}"
_VML: Final = "{urn:schemas-microsoft-com:vml}"
_FORMATS: Final = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP")
_STYLE_UNITS: Final = {"pt": 1.0, "in": 72.0, "cm": 28.3465, "mm": 2.83465, "px": 0.75}
_THOUSANDTH_PERCENT: Final = 100_000
_FALLBACK_SIZE: Final = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture ready to draw; `anchor` is None when it stands in the line like a letter."""

    image: ImageReader
    width: float
    height: float
    anchor: Anchor | None = None


def pictures(drawing: _Element, part: Part) -> Iterator[Picture | None]:
    """Yield the pictures of a `w:drawing` or `w:pict`; None is one that can't be drawn."""
    holder = next(drawing.iter(f"{_WP}inline", f"{_WP}anchor"), None)
    for blip in drawing.iter(f"{_A}blip"):
        image = _load(part, blip.get(qn("r:embed")), _crop(blip))
        extent = holder.find(f"{_WP}extent") if holder is not None else None
        width, height = (_attribute(extent, name) * _EMU for name in ("cx", "cy"))
        yield _sized(image, width, height, _anchor(holder))
    for data in drawing.iter(f"{_VML}imagedata"):
        image = _load(part, data.get(qn("r:id")), None)
        shape = data.getparent()
        style = shape.get("style") or "" if shape is not None else ""
        yield _sized(image, _css(style, "width"), _css(style, "height"), None)


def _attribute(element: _Element | None, name: str) -> float:
    """Return an attribute without namespace as a number; 0 where it is none."""
    try:
        return float(element.get(name) or 0) if element is not None else 0.0
    except ValueError:
        return 0.0


def _sized(image: Image.Image | None, width: float, height: float, anchor: Anchor | None) -> Picture | None:
    if image is None:
        return None
    if width <= 0 or height <= 0:
        width = min(_FALLBACK_SIZE, image.width * 0.75)
        height = width * image.height / image.width
    return Picture(image=ImageReader(image), width=width, height=height, anchor=anchor)


def _load(part: Part, relation: str | None, crop: tuple[float, float, float, float] | None) -> Image.Image | None:
    """Decode a picture of the package; one that is linked from outside is never fetched."""
    if relation is None or relation not in part.rels or part.rels[relation].is_external:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            Image.MAX_IMAGE_PIXELS = None
            with Image.open(io.BytesIO(part.rels[relation].target_part.blob), formats=_FORMATS) as image:
                if image.width * image.height > MAX_PIXELS:
                    return None
                pixels = flattened(image)
    except (OSError, SyntaxError, ValueError, KeyError):
        return None
    pixels = pixels.convert("RGB") if pixels.mode == "P" else pixels
    if crop is None:
        return pixels
    left, top, right, bottom = crop
    box = (
        round(pixels.width * left),
        round(pixels.height * top),
        round(pixels.width * (1 - right)),
        round(pixels.height * (1 - bottom)),
    )
    return pixels.crop(box) if box[0] < box[2] and box[1] < box[3] else pixels


def _crop(blip: _Element) -> tuple[float, float, float, float] | None:
    parent = blip.getparent()
    cut = parent.find(f"{_A}srcRect") if parent is not None else None
    if cut is None or not cut.attrib:
        return None
    left, top, right, bottom = (
        min(max(_attribute(cut, side) / _THOUSANDTH_PERCENT, 0.0), 0.95) for side in ("l", "t", "r", "b")
    )
    return left, top, right, bottom


def _anchor(holder: _Element | None) -> Anchor | None:
    if holder is None or holder.tag != f"{_WP}anchor":
        return None
    # A picture with text above and below it stands between the paragraphs as one in the line does.
    if holder.find(f"{_WP}wrapTopAndBottom") is not None:
        return None
    horizontal, vertical = holder.find(f"{_WP}positionH"), holder.find(f"{_WP}positionV")
    return Anchor(
        x=_offset(horizontal),
        y=_offset(vertical),
        from_x=(horizontal.get("relativeFrom") if horizontal is not None else None) or "column",
        from_y=(vertical.get("relativeFrom") if vertical is not None else None) or "paragraph",
    )


def _offset(position: _Element | None) -> float:
    offset = position.find(f"{_WP}posOffset") if position is not None else None
    try:
        return float(offset.text or 0) * _EMU if offset is not None else 0.0
    except ValueError:
        return 0.0


def _css(style: str, name: str) -> float:
    """Read `width:180pt` out of the style of an old drawing."""
    for item in style.split(";"):
        key, _, value = item.partition(":")
        if key.strip() == name:
            for unit, factor in _STYLE_UNITS.items():
                if value.strip().endswith(unit):
                    try:
                        return float(value.strip()[: -len(unit)]) * factor
                    except ValueError:
                        return 0.0
    return 0.0
