"""Imports a page of evidence into the bundle as a Form XObject clipped to its visible box, and adds the stamp.

Content streams are kept byte for byte; only several streams of one page are joined. A Form XObject isolates the page:
open graphics states, clashing resource names and unterminated strings cannot reach the stamp.
"""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING, Final

import pikepdf
from pikepdf import Array, Dictionary, Name

from dossier.bind.frames import Box, Frame, frame_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.bind.stamps import PageStamp

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
        page.MediaBox = _array(extended.box)
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
        stream.BBox, stream.Resources = _array(box), resources
        self._forms.add(stream.objgen)
        return stream


def _array(box: Box) -> Array:
    return Array([round(value, 4) for value in box])


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
