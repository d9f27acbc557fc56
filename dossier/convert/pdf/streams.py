"""Finds damaged streams of a PDF by decoding them once, or by image markers, and encodes them again.

qpdf copies a stream unchanged, so that a truncated one would damage the bundle. What can be decoded is encoded again;
what cannot is emptied, and the comparison in `convert/pdf/fallback.py` decides whether the page is drawn instead.
"""

from __future__ import annotations

import zlib
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

import pikepdf

from dossier.convert.pdf import image_checks

if TYPE_CHECKING:
    from collections.abc import Iterator

_STEP: Final = 1 << 16
_SMALL_STEP: Final = 1 << 8
"""Bytes that are unpacked at a time: what is in the piece where unpacking fails is lost."""
_MOST_REWRITTEN: Final = 256 << 20
"""Bytes of one damaged stream that are written anew; what is longer is emptied."""
_RAW_DEFLATE: Final = -15
_ZLIB_HEADER: Final = 2
_FLUSHED: Final = b"\x00\x00\xff\xff"
"""How packed data end that were flushed and never closed, as some programs write short forms."""
_NAMES: Final = {"/Fl": "/FlateDecode", "/DCT": "/DCTDecode"}
_FEW_OPERATORS: Final = "Do"
"""What parsing is asked to return: all of the content is parsed, and little of it becomes objects of Python."""

Place = tuple[int, int]
"""Number and generation of an indirect object."""


class _StreamState(IntEnum):
    """How sound a stream is; `LOOSE` ones have all their data but are written in a way that readers complain of."""

    SOUND = 0
    LOOSE = 1
    LOST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """The pages (from 1) with data that were lost, and those of which something was only written anew."""

    lost: tuple[int, ...] = ()
    rewritten: tuple[int, ...] = ()
    undrawable: tuple[int, ...] = ()
    complained: bool = False

    def __bool__(self) -> bool:
        """Return whether anything was changed."""
        return bool(self.lost or self.rewritten)


UNTOUCHED: Final = Mended()


def complained(pdf: pikepdf.Pdf) -> bool:
    """Return whether qpdf issued warnings since the last call."""
    try:
        return bool(pdf.get_warnings())
    except UnicodeDecodeError:
        return True  # it quotes bytes of the file that are no text


def mend(pdf: pikepdf.Pdf) -> Mended:
    """Re-encode the damaged streams of an open document, in place.

    Bombs must have been refused before. The document's list of warnings is emptied, its new ones count as `complained`.

    Returns:
        Which pages are concerned, and whether qpdf complained about objects of the file. `undrawable` are those of the
        lost pages on which a picture stays that no decoder of ours knows (JPEG 2000, JBIG2) and whose markers are
        wrong: they are better drawn as a whole.
    """
    damaged: dict[Place, _StreamState] = {}
    streams = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
    before = complained(pdf)
    for item in streams:
        if state := _state(pdf, item):
            damaged[item.objgen] = state
    users = _users(pdf, set(damaged)) if damaged else {}
    for place in _unseen(pdf) & set(damaged) if damaged else ():
        damaged[place] = _StreamState.LOOSE
    undrawable: set[int] = set()
    for place in damaged:
        if not _rewrite(pdf, pdf.get_object(place)):
            undrawable |= users.get(place, set())
    worst: dict[int, _StreamState] = {}
    for place, pages in users.items():
        for page in pages:
            worst[page] = max(damaged[place], worst.get(page, _StreamState.SOUND))
    complained(pdf)
    for number in _badly_written(pdf):
        worst[number] = max(_StreamState.LOOSE, worst.get(number, _StreamState.SOUND))
    return Mended(
        lost=tuple(sorted(page for page, state in worst.items() if state is _StreamState.LOST)),
        rewritten=tuple(sorted(page for page, state in worst.items() if state is _StreamState.LOOSE)),
        undrawable=tuple(sorted(undrawable)),
        complained=before,
    )


def filters_of(stream: pikepdf.Object) -> list[str]:
    """Return the names of the filters of a stream, written out, from the outermost."""
    value = stream.get("/Filter")
    names = list(value) if isinstance(value, pikepdf.Array) else [] if value is None else [value]
    return [_NAMES.get(str(name), str(name)) for name in names]


def _state(pdf: pikepdf.Pdf, stream: pikepdf.Object) -> _StreamState:
    """Judge one stream without changing it."""
    filters = filters_of(stream)
    if not filters:
        return _StreamState.SOUND
    try:
        raw = stream.read_raw_bytes()
    except (pikepdf.PdfError, RuntimeError):
        return _StreamState.LOST
    if filters == ["/FlateDecode"]:
        return _deflated_state(stream, raw)
    data = _inside(filters, raw)
    if filters[-1] in image_checks.MARKED and data is not None:
        return _picture_state(pdf, filters[-1], data)
    level = pikepdf.StreamDecodeLevel.all if filters[-1] == "/DCTDecode" else pikepdf.StreamDecodeLevel.generalized
    return _StreamState.LOST if _decoded(pdf, stream, level) is None else _StreamState.SOUND


def _picture_state(pdf: pikepdf.Pdf, kind: str, data: bytes) -> _StreamState:
    """Judge a coded picture by its markers, and a JPEG that these leave in doubt by decoding it."""
    if image_checks.is_whole(kind, data):
        return _StreamState.SOUND
    if kind in image_checks.UNREADABLE:
        return _StreamState.LOST
    if _decodes(pdf, data):
        return _StreamState.SOUND
    return _StreamState.LOOSE if _decodes(pdf, _closed(data)) else _StreamState.LOST


def _decoded(pdf: pikepdf.Pdf, stream: pikepdf.Object, level: pikepdf.StreamDecodeLevel) -> bytes | None:
    """Return what qpdf decodes without a complaint, or None; a filter that it does not know gives empty bytes."""
    try:
        data = stream.read_bytes(level)
    except (pikepdf.DataDecodingError, RuntimeError, UnicodeDecodeError):
        return None  # the words of an exception may quote bytes of the file
    except pikepdf.PdfError:
        data = b""  # "unfilterable": qpdf leaves such a stream alone when it checks a file
    return None if complained(pdf) else data


def _inside(filters: list[str], raw: bytes) -> bytes | None:
    """Return what the last filter works on, where nothing or one layer of Flate is around it."""
    if len(filters) == 1:
        return raw
    return _inflated(raw) if filters[:-1] == ["/FlateDecode"] else None


def _deflated_state(stream: pikepdf.Object, raw: bytes) -> _StreamState:
    """Judge a Flate stream by unpacking it piece by piece."""
    total, ended = 0, not raw
    unpacker = zlib.decompressobj()
    try:
        for piece in _pieces(raw, _STEP):
            total += len(unpacker.decompress(piece))
        ended = ended or unpacker.eof
    except zlib.error:
        total = 0
    if ended:
        return _StreamState.SOUND
    if total and raw.endswith(_FLUSHED):
        return _StreamState.LOOSE
    return _StreamState.LOOSE if _complete(raw) or 0 < _picture_bytes(stream) <= total else _StreamState.LOST


def _pieces(data: bytes, size: int) -> Iterator[memoryview]:
    view = memoryview(data)
    for start in range(0, len(view), size):
        yield view[start : start + size]


def _complete(raw: bytes) -> bool:
    """Return whether the packed data reach their own end, whatever the checksum behind them says."""
    unpacker = zlib.decompressobj(_RAW_DEFLATE)
    try:
        for piece in _pieces(raw[_ZLIB_HEADER:], _STEP):
            unpacker.decompress(piece)
    except zlib.error:
        return False
    return unpacker.eof


def _picture_bytes(stream: pikepdf.Object) -> int:
    """Return the unpacked bytes that a picture of one or three colours needs; 0 for everything else."""
    if stream.get("/Subtype") != "/Image":
        return 0
    colours = {"/DeviceGray": 1, "/DeviceRGB": 3}.get(str(stream.get("/ColorSpace")), 0)
    try:
        bits = colours * int(stream.get("/BitsPerComponent", 8))
        return (int(stream.get("/Width", 0)) * bits + 7) // 8 * int(stream.get("/Height", 0))
    except (TypeError, ValueError):
        return 0


def _inflated(raw: bytes) -> bytes:
    """Return what of a packed stream can be unpacked, up to a limit."""
    found = b""
    for unpacker, data in ((zlib.decompressobj(), raw), (zlib.decompressobj(_RAW_DEFLATE), raw[_ZLIB_HEADER:])):
        unpacked = bytearray()
        with suppress(zlib.error):
            for piece in _pieces(data, _SMALL_STEP):
                unpacked += unpacker.decompress(piece)
                if unpacker.eof or len(unpacked) > _MOST_REWRITTEN:
                    break
        found = max(found, bytes(unpacked[:_MOST_REWRITTEN]), key=len)
    return found


def _rewrite(pdf: pikepdf.Pdf, stream: pikepdf.Object) -> bool:
    """Write one damaged stream anew; False where it has to stay as it is."""
    filters = filters_of(stream)
    if filters[-1] in image_checks.UNREADABLE:
        return False
    try:
        raw = stream.read_raw_bytes()
    except (pikepdf.PdfError, RuntimeError):
        raw = b""
    if filters == ["/FlateDecode"] and (data := _inflated(raw)):
        parms = stream.get("/DecodeParms")
        parms = parms if isinstance(parms, (pikepdf.Dictionary, pikepdf.Array)) else None
        stream.write(zlib.compress(data), filter=pikepdf.Name.FlateDecode, decode_parms=parms)
        return True
    if filters[-1] == "/DCTDecode":
        data = _inside(filters, raw) or b""
        for jpeg in (_closed(data), image_checks.rescued_jpeg(data)):
            if jpeg is not None and _decodes(pdf, jpeg):
                stream.write(jpeg, filter=pikepdf.Name.DCTDecode)
                return True
    _empty(stream)
    return True


def _closed(jpeg: bytes) -> bytes:
    """Return a JPEG with the marker that ends it."""
    return jpeg + image_checks.END


def _decodes(pdf: pikepdf.Pdf, jpeg: bytes) -> bool:
    """Return whether qpdf decodes a JPEG without a complaint."""
    stream = pdf.make_stream(jpeg)  # nothing refers to it, so that it is never written
    stream["/Filter"] = pikepdf.Name.DCTDecode
    return bool(_decoded(pdf, stream, pikepdf.StreamDecodeLevel.all))


def _empty(stream: pikepdf.Object) -> None:
    """Let a stream hold nothing: a picture one white dot, everything else no byte."""
    if stream.get("/Subtype") != "/Image":
        stream.write(b"")
        return
    for key in ("/ImageMask", "/Mask", "/SMask", "/Decode", "/Matte", "/Intent"):
        if key in stream:
            del stream[key]
    stream.write(b"\xff")
    stream["/Width"], stream["/Height"], stream["/BitsPerComponent"] = 1, 1, 8
    stream["/ColorSpace"] = pikepdf.Name.DeviceGray


def _users(pdf: pikepdf.Pdf, wanted: set[Place]) -> dict[Place, set[int]]:
    """Return for each of some objects the pages (from 1) that lead to it without passing another page."""
    found: dict[Place, set[int]] = {}
    page_places = {page.obj.objgen for page in pdf.pages}
    for number, page in enumerate(pdf.pages, start=1):
        for place in _reachable(page.obj, page_places):
            if place in wanted:
                found.setdefault(place, set()).add(number)
    return found


def _unseen(pdf: pikepdf.Pdf) -> set[Place]:
    """Return the places of streams that no page shows: what characters mean when they are copied."""
    fonts = (item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item)
    return {font["/ToUnicode"].objgen for font in fonts}


def _reachable(page: pikepdf.Object, stop: set[Place]) -> Iterator[Place]:
    """Yield the places of all that a page shows: contents, annotations and resources, inherited ones too."""
    seen: set[Place] = set()
    waiting = [page[key] for key in ("/Contents", "/Annots", "/Resources") if key in page]
    node = page.get("/Parent")
    for _ in range(64):
        if not isinstance(node, pikepdf.Dictionary):
            break
        waiting += [node["/Resources"]] if "/Resources" in node else []
        node = node.get("/Parent")
    while waiting:
        item = waiting.pop()
        if not isinstance(item, (pikepdf.Array, pikepdf.Dictionary, pikepdf.Stream)):
            continue
        if item.is_indirect:
            if item.objgen in seen or item.objgen in stop:
                continue
            seen.add(item.objgen)
            yield item.objgen
        if isinstance(item, pikepdf.Array):
            waiting += list(item)
        else:
            waiting += [item[key] for key in item.keys() if key not in {"/Parent", "/P", "/Metadata"}]  # noqa: SIM118


def _badly_written(pdf: pikepdf.Pdf) -> Iterator[int]:
    """Write page contents anew that break the rules of their language; yield the pages (from 1)."""
    for number, page in enumerate(pdf.pages, start=1):
        try:
            pikepdf.parse_content_stream(page, _FEW_OPERATORS)
            sound = not complained(pdf)
        except (pikepdf.PdfError, UnicodeDecodeError):
            sound = False
        if not sound:
            page.obj["/Contents"] = pdf.make_stream(_well_written(page))
            complained(pdf)
            yield number


def _well_written(page: pikepdf.Page) -> bytes:
    try:
        return pikepdf.unparse_content_stream(pikepdf.parse_content_stream(page))
    except (pikepdf.PdfError, ValueError, TypeError):
        return b""
