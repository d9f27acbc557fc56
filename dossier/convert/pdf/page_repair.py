"""Repairs pages: boxes, rotation, resources and contents are set on each page itself, all other keys removed.

Actions of pages are removed in `convert/pdf/active_content.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Sequence

_KEPT: Final = frozenset(
    {
        "/Type",
        "/Parent",
        "/Contents",
        "/Resources",
        "/MediaBox",
        "/CropBox",
        "/Rotate",
        "/UserUnit",
        "/Annots",
        "/Group",
    }
)
_INHERITED: Final = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_DEFAULT_BOX: Final = (0, 0, 612, 792)
"""What viewers assume where a page has no sound MediaBox (US Letter, in points)."""
_SMALLEST_SIDE: Final = 1.0
_DEEPEST_TREE: Final = 64

Box = tuple[float, float, float, float]


def declared_count(pdf: pikepdf.Pdf) -> int | None:
    """Return the number of pages that the file itself claims, or None."""
    try:
        return int(pdf.Root.Pages.Count)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def without_content(pdf: pikepdf.Pdf) -> list[int]:
    """Return the pages (from 1) without content: blank by intention in a sound file, lost in a damaged one."""
    return [number for number, page in enumerate(pdf.pages, start=1) if not any(map(_has_bytes, _streams(page.obj)))]


def _has_bytes(stream: pikepdf.Object) -> bool:
    try:
        return bool(stream.read_raw_bytes().strip())
    except (pikepdf.PdfError, RuntimeError):
        return False


def normalise(pdf: pikepdf.Pdf) -> None:
    """Make every page self-contained: no inherited keys, no references to its document."""
    for page in pdf.pages:
        _materialise(page.obj)
        _boxes(page.obj)
        _rotation(page.obj)
        _contents(pdf, page.obj)
        for key in list(page.obj.keys()):
            if key not in _KEPT:
                del page.obj[key]


def _materialise(page: pikepdf.Object) -> None:
    for key in _INHERITED:
        if key in page:
            continue
        value = _from_parents(page, key)
        if value is not None:
            page[key] = value
    if not isinstance(page.get("/Resources"), pikepdf.Dictionary):
        page["/Resources"] = pikepdf.Dictionary()


def _from_parents(page: pikepdf.Object, key: str) -> pikepdf.Object | None:
    node = page.get("/Parent")
    for _ in range(_DEEPEST_TREE):
        if not isinstance(node, pikepdf.Dictionary):
            return None
        if key in node:
            found: pikepdf.Object = node[key]
            return found
        node = node.get("/Parent")
    return None


def _boxes(page: pikepdf.Object) -> None:
    media = _box(page.get("/MediaBox")) or _DEFAULT_BOX
    page["/MediaBox"] = pikepdf.Array(media)
    crop = _box(page.get("/CropBox"))
    visible = _intersection(crop, media) if crop else None
    if visible is None or visible == media:
        if "/CropBox" in page:
            del page["/CropBox"]
    else:
        page["/CropBox"] = pikepdf.Array(visible)


def _box(value: object) -> Box | None:
    """Read a rectangle with its corners in order, or None when it is none or has no area."""
    if not isinstance(value, pikepdf.Array):
        return None
    try:
        x0, y0, x1, y1 = (round(float(number), 4) for number in value)
    except (TypeError, ValueError):
        return None
    left, right = sorted((x0, x1))
    bottom, top = sorted((y0, y1))
    if right - left < _SMALLEST_SIDE or top - bottom < _SMALLEST_SIDE:
        return None
    return left, bottom, right, top


def _intersection(one: Box, other: Box) -> Box | None:
    left, bottom = max(one[0], other[0]), max(one[1], other[1])
    right, top = min(one[2], other[2]), min(one[3], other[3])
    if right - left < _SMALLEST_SIDE or top - bottom < _SMALLEST_SIDE:
        return None
    return left, bottom, right, top


def _rotation(page: pikepdf.Object) -> None:
    """Turn by 0, 90, 180 or 270 and nothing else; −90 and 450 occur."""
    try:
        turn = round(float(page.get("/Rotate", 0)) / 90) * 90 % 360
    except (TypeError, ValueError, OverflowError):
        turn = 0
    if turn:
        page["/Rotate"] = turn
    elif "/Rotate" in page:
        del page["/Rotate"]


def _streams(page: pikepdf.Object) -> Sequence[pikepdf.Object]:
    contents = page.get("/Contents")
    if isinstance(contents, pikepdf.Stream):
        return [contents]
    if isinstance(contents, pikepdf.Array):
        return [item for item in contents if isinstance(item, pikepdf.Stream)]
    return []


def _contents(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
    streams = _streams(page)
    if not streams:
        page["/Contents"] = pdf.make_stream(b"")
    elif len(streams) == 1:
        page["/Contents"] = streams[0]
    else:
        page["/Contents"] = pikepdf.Array(streams)
