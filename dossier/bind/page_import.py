"""Imports a page of evidence as a Form XObject clipped to its upright visible frame, and adds the stamp.

Content streams are kept byte for byte; only several streams of one page are joined. A Form XObject isolates the page:
open graphics states, clashing resource names and unterminated strings cannot reach the stamp. Frames are pure geometry
on numbers, in points.
"""

from __future__ import annotations

import hashlib
import math
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pikepdf
from pikepdf import Array, Dictionary, Name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.bind.stamps import PageStamp


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


_PAGE_KEPT: Final = frozenset({"/Type", "/Parent", "/Rotate", "/UserUnit", "/Annots", "/Group", "/Resources"})
_STREAM_KEPT: Final = frozenset({"/Length", "/Filter", "/DecodeParms"})
_BOX_SIZE: Final = 4
_FORM: Final = "/DossierIsi"
_OPEN: Final = b"q\n"
_CLOSE: Final = b"\nQ\n"


def read_frame(page: pikepdf.Object) -> Frame:
    """Return the upright visible frame of a page (inherited entries must be on the page already)."""
    return frame_of(
        read_box(page.get("/MediaBox")),
        read_box(page.get("/CropBox")),
        _number(page.get("/Rotate")),
        _number(page.get("/UserUnit")),
    )


def read_box(value: object) -> list[float] | None:
    """Return four numbers, or None where the entry is anything else."""
    if not isinstance(value, Array) or len(value) != _BOX_SIZE:
        return None
    numbers = [_number(item) for item in value]
    sound = [number for number in numbers if number is not None]
    return sound if len(sound) == _BOX_SIZE else None


def _number(value: object) -> float | None:
    try:
        return float(value)  # type: ignore[arg-type]  # whatever a hostile file holds
    except (TypeError, ValueError, OverflowError, pikepdf.PdfError):
        return None


class PageWriter:
    """Dresses the pages of one bundle, one after the other."""

    def __init__(self, pdf: pikepdf.Pdf, font: pikepdf.Object, font_name: str) -> None:
        """Take the bundle and the font that is already in it."""
        self._pdf = pdf
        self._fonts = pdf.make_indirect(Dictionary({font_name: font}))
        self._font = (font_name, font)
        self._opening = pdf.make_stream(_OPEN)
        self._forms: set[tuple[int, int]] = set()
        self._arrays: dict[Box, Array] = {}

    def stamp_own(self, page: pikepdf.Object, stamp: PageStamp) -> None:
        """Put a stamp on a page that we drew: behind its content, which stays the page's own."""
        name, font = self._font
        if "/Font" not in page.Resources:
            page.Resources.Font = Dictionary()
        page.Resources.Font[name] = font
        content = _streams(page.get("/Contents"))
        page.Contents = Array([self._opening, *content, self._pdf.make_stream(_CLOSE + stamp.content)])

    def stamp_foreign(self, page: pikepdf.Object, frame: Frame, extended: Frame, stamp: PageStamp) -> None:
        """Turn a page's content into a form clipped to `frame`, extend the page, and draw the stamp beside the form."""
        forms = self._as_forms(page, frame)
        for key in list(page.keys()):
            if key not in _PAGE_KEPT:
                del page[key]
        names = [f"{_FORM}{index}" for index in range(len(forms))]
        page.Resources = Dictionary(Font=self._fonts, XObject=Dictionary(dict(zip(names, forms, strict=True))))
        page.MediaBox = self._array(extended.box)
        page.Rotate = extended.turn
        if extended.unit == 1 and "/UserUnit" in page:
            del page["/UserUnit"]
        drawing = "".join(f"{name} Do\n" for name in names).encode("ascii")
        page.Contents = self._pdf.make_stream(drawing + stamp.content)

    def _as_forms(self, page: pikepdf.Object, frame: Frame) -> list[pikepdf.Object]:
        streams = _streams(page.get("/Contents"))
        if len(streams) > 1:
            joined = _join(streams)
            streams = [self._pdf.make_stream(joined[0], joined[1])] if joined else streams
        resources = page.get("/Resources")
        if not isinstance(resources, Dictionary):
            resources = Dictionary()
        return [self._as_form(stream, resources, frame.box) for stream in streams]

    def _as_form(self, stream: pikepdf.Stream, resources: pikepdf.Object, box: Box) -> pikepdf.Object:
        if stream.objgen in self._forms:  # two pages share their content: each may need its own clip and names
            kept = {key: stream.stream_dict[key] for key in _STREAM_KEPT - {"/Length"} if key in stream.stream_dict}
            stream = self._pdf.make_stream(stream.read_raw_bytes(), Dictionary(kept))
        for key in list(stream.stream_dict.keys()):
            if key not in _STREAM_KEPT:
                del stream.stream_dict[key]
        stream.Type, stream.Subtype = Name.XObject, Name.Form
        stream.BBox, stream.Resources = self._array(box), resources
        self._forms.add(stream.objgen)
        return stream

    def _array(self, box: Box) -> Array:
        """Return a box as an array; pages of one size share theirs: five objects, held until the bundle is written."""
        if box not in self._arrays:
            self._arrays[box] = Array([round(value, 4) for value in box])
        return self._arrays[box]


def _streams(contents: object) -> list[pikepdf.Stream]:
    """Return the content streams of a page, whatever /Contents holds; what is no stream draws nothing anywhere."""
    if isinstance(contents, pikepdf.Stream):
        return [contents]
    if isinstance(contents, Array):
        return [item for item in contents if isinstance(item, pikepdf.Stream)]
    return []


def _join(streams: Sequence[pikepdf.Stream]) -> tuple[bytes, Dictionary] | None:
    """Return several streams as one, or None where one cannot be decoded: then each becomes a form of its own."""
    try:
        # ISO 32000-2, 7.8.2: the division between streams is a blank between tokens.
        content = b"\n".join(stream.read_bytes() for stream in streams)
    except pikepdf.PdfError:
        return None
    return zlib.compress(content), Dictionary(Filter=Name.FlateDecode)


def digest(page: pikepdf.Object) -> str:
    """Return the SHA-256 of what a page draws, decoded, so that another reader gets the same."""
    content = hashlib.sha256()
    for stream in _streams(page.get("/Contents")):
        content.update(stream.read_bytes())
    return content.hexdigest()


def last_stream(page: pikepdf.Object) -> bytes:
    """Return the last content stream of a page, where the stamp is, or nothing."""
    streams = _streams(page.get("/Contents"))
    return streams[-1].read_bytes() if streams else b""
