"""Pixels of any mode ─► pixels that a page can show: white behind what is transparent, 16 bits scaled to 8."""

from __future__ import annotations

from typing import Final

from PIL import Image

_TRANSPARENT: Final = frozenset({"RGBA", "LA", "PA", "RGBa", "La"})
_PRINTABLE: Final = frozenset({"1", "L", "P", "RGB"})
_GREY_LEVELS: Final = 255
_FILL: Final = 128
"""The grey that libjpeg leaves where data is missing."""
_FILL_TOLERANCE: Final = 3


def flattened(image: Image.Image) -> Image.Image:
    """Return the picture in mode 1, L, P or RGB, opaque, as it looks on white paper."""
    image.load()
    if image.mode in _TRANSPARENT or "transparency" in image.info:
        over = image.convert("RGBA")
        paper = Image.new("RGB", over.size, "white")
        paper.paste(over, mask=over.getchannel("A"))
        return paper
    if image.mode.startswith(("I", "F")):
        return _scaled(image)
    return image.copy() if image.mode in _PRINTABLE else image.convert("RGB")


def _scaled(image: Image.Image) -> Image.Image:
    """Scale 16 bits and more to 8: by the type's range, or by the picture's own where the type has none."""
    deep = image.convert("F")
    if image.mode.startswith("I;16"):
        low, high = 0.0, 65535.0
    else:
        low, high = (float(value) for value in deep.getextrema() if not isinstance(value, tuple))
        if image.mode == "I" and low >= 0 and _GREY_LEVELS < high <= 65535:  # noqa: PLR2004 — a 16-bit range
            low, high = 0.0, 65535.0
    factor = _GREY_LEVELS / (high - low) if high > low else 0.0
    return deep.point(lambda value: value * factor - low * factor).convert("L")


def is_uniform(image: Image.Image) -> bool:
    """Return whether a picture shows nothing but one colour."""
    return all(low == high for low, high in _extrema(image.convert("RGB")))


def _extrema(image: Image.Image) -> list[tuple[int, int]]:
    return [band.getextrema() for band in image.split()]  # type: ignore[misc]


def readable_share(image: Image.Image) -> float:
    """Return which part (0 to 1) of a cut photo is there, from the grey rows at its end."""
    width = min(image.width, 64)
    rows = image.convert("RGB").resize((width, image.height), Image.Resampling.NEAREST)
    data = rows.tobytes()
    stride = width * 3
    missing = 0
    for row in range(image.height - 1, -1, -1):
        if any(abs(value - _FILL) > _FILL_TOLERANCE for value in data[row * stride : (row + 1) * stride]):
            break
        missing += 1
    return 1 - missing / image.height
