"""Sanitises and normalises an open PDF and writes it deterministically: equal input gives equal bytes.

Boxes, rotation, resources and contents are set on each page itself, all other keys of pages are removed.

Every converter ends here, so that no part reaches the bundle another way. Opening, repairing and comparing PDFs of
evidence is done in `convert/pdf/fallback.py`.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pikepdf

from dossier.convert.pdf import active_content, engines, links, streams
from dossier.convert.run.result import Made
from dossier.errors import CannotConvertError

if TYPE_CHECKING:
    from pathlib import Path

_HEADER: Final = re.compile(rb"%PDF-\d")
_HEADER_WINDOW: Final = 1024
_TRAILER_KEPT: Final = frozenset({"/Root", "/Size"})
EMPTY: Final = "PDF tidak berisi satu halaman pun; minta ulang berkas aslinya"


def finish(drawn: bytes, target: Path) -> int:
    """Write pages that we drew ourselves: without dates, ids and metadata; return their count."""
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        return clean(pdf, target).pages


def finish_open(pdf: pikepdf.Pdf, target: Path) -> int:
    """Write pages that were put together from clean parts; return their count."""
    return clean(pdf, target).pages


def finish_office(source: Path, target: Path, engine: str) -> Made:
    """Write the clean form of what LibreOffice made; `engine` names it in the register."""
    with pikepdf.open(source) as pdf:
        cleaned = clean(pdf, target)
    return Made(pages=cleaned.pages, engine=engine, notes=cleaned.notes)


def data_is_pdf(source: Path) -> None:
    """Refuse files without a PDF header, before a repair engine produces something from them."""
    with source.open("rb") as stream:
        if not _HEADER.search(stream.read(_HEADER_WINDOW)):
            raise CannotConvertError("isi berkas ini bukan PDF; periksa apakah berkas yang disimpan sudah benar")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """Result of `clean`: the pages written, notes for the register, what was removed and what was mended."""

    pages: int
    notes: tuple[str, ...]
    stripped: active_content.Stripped
    mended: streams.Mended = streams.UNTOUCHED


def clean(pdf: pikepdf.Pdf, target: Path, *, foreign: bool = False, look: links.Look | None = None) -> Cleaned:
    """Remove active content, make every page self-contained, and write deterministically.

    Args:
        pdf: the open document; it is changed.
        target: where the clean form goes.
        foreign: it comes from outside, so that its streams may be damaged: they are decoded once and mended.
        look: draws a page (from 1) as a viewer shows the file as it came, so that unseen links are found.

    Raises:
        CannotConvertError: it is a bomb, or has no page.
    """
    engines.refuse_bombs(pdf)
    mended = streams.mend(pdf) if foreign else streams.UNTOUCHED
    bookmarks = links.read_bookmarks(pdf) if foreign else []
    stripped = active_content.strip(pdf)
    _normalise_pages(pdf)
    links.write_bookmarks(pdf, bookmarks)
    told = links.settle_web_links(pdf, look)
    for key in set(pdf.trailer.keys()) - _TRAILER_KEPT:
        # Dates, ids and checksums of the program that wrote it differ from run to run.
        del pdf.trailer[key]
    pdf.trailer["/Size"] = 1  # written as what it is, but only where there is one
    pages = len(pdf.pages)
    if pages == 0:
        raise CannotConvertError(EMPTY)
    pdf.save(target, deterministic_id=True, preserve_pdfa=False, fix_metadata_version=False, encryption=False)
    return Cleaned(pages=pages, notes=(*stripped.notes, *told), stripped=stripped, mended=mended)


_PAGE_KEPT: Final = frozenset(
    {
        *("/Type", "/Parent", "/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Annots"),
        "/Group",
    }
)
_INHERITED: Final = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_DEFAULT_BOX: Final = (0, 0, 612, 792)
"""What viewers assume where a page has no sound MediaBox (US Letter, in points)."""
_SMALLEST_SIDE: Final = 1.0
_DEEPEST_TREE: Final = 64

_Box = tuple[float, float, float, float]


def _normalise_pages(pdf: pikepdf.Pdf) -> None:
    """Make every page self-contained: no inherited keys, no references to its document."""
    for page in pdf.pages:
        _materialise(page.obj)
        _boxes(page.obj)
        _rotation(page.obj)
        _contents(pdf, page.obj)
        for key in list(page.obj.keys()):
            if key not in _PAGE_KEPT:
                del page.obj[key]


def _materialise(page: pikepdf.Object) -> None:
    for key in _INHERITED:
        if key not in page and (value := _from_parents(page, key)) is not None:
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


def _box(value: object) -> _Box | None:
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


def _intersection(one: _Box, other: _Box) -> _Box | None:
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


def _contents(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
    found = engines.content_streams(page) or [pdf.make_stream(b"")]
    page["/Contents"] = found[0] if len(found) == 1 else pikepdf.Array(found)
