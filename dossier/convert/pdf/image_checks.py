"""Checks images in a PDF by their markers: JPEG, JPEG 2000 and JBIG2 are walked through without decoding.

Decoding every scan would cost seconds for some hundred pages. Only a JPEG with suspicious markers is decoded.
"""

from __future__ import annotations

import io
import re
import struct
from typing import Final

from PIL import Image

from dossier.convert.image.formats import READ_FAULTS, cut_allowed
from dossier.convert.run.pool import MAX_PIXELS

MARKED: Final = frozenset({"/DCTDecode", "/JPXDecode", "/JBIG2Decode"})
"""Filters whose data have markers."""
UNREADABLE: Final = frozenset({"/JPXDecode", "/JBIG2Decode"})
"""Those of them that are not decoded and encoded again here."""

END: Final = b"\xff\xd9"
"""The marker that ends a JPEG, and the code stream of a JPEG 2000."""
_START: Final = b"\xff\xd8"
_MOST_BEHIND: Final = 1024
"""Bytes behind the end of a JPEG that need no second look: padding, a line end."""
_SCAN: Final = 0xDA
_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2})
"""Baseline, extended and progressive Huffman coding: what every decoder knows (ITU-T T.81, table B.1)."""
_HUFFMAN: Final = 0xC4
_MARKER: Final = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
"""What ends the data of a scan: a marker that is neither a stuffed zero nor a restart."""
_FILL: Final = re.compile(rb"\xff*")
_EIGHT_BITS: Final = 8
_HUFFMAN_HEADER: Final = 17
_BOXED_JPX: Final = b"\x00\x00\x00\x0cjP  "
_BARE_JPX: Final = b"\xff\x4f\xff\x51"
_JPX_TAIL: Final = 64
"""How far before the end of the data the end of a JPEG 2000 code stream is looked for."""
_UNKNOWN_LENGTH: Final = 0xFFFFFFFF
_LONG_COUNT: Final = 7
_FINE: Final = 95


def is_whole(kind: str, data: bytes) -> bool:
    """Return whether the markers of a picture are all there and in order.

    Args:
        kind: the PDF filter, one of `MARKED`.
        data: the coded picture.
    """
    if kind == "/DCTDecode":
        return not data or _jpeg_is_whole(data)
    return _jpx_is_whole(data) if kind == "/JPXDecode" else _jbig2_is_whole(data)


def rescued_jpeg(data: bytes) -> bytes | None:
    """Return what can be decoded of a damaged JPEG as a new one, with the same size and colours; None when nothing."""
    Image.MAX_IMAGE_PIXELS = None  # the limit below counts
    try:
        with cut_allowed(), Image.open(io.BytesIO(data), formats=("JPEG", "MPO")) as image:
            if image.width * image.height > MAX_PIXELS or image.mode not in {"L", "RGB", "CMYK"}:
                return None
            image.load()
            copy = io.BytesIO()
            image.info.clear()
            image.save(copy, "JPEG", quality=_FINE, subsampling=0)
    except READ_FAULTS:
        return None
    return copy.getvalue()


def _jpeg_is_whole(data: bytes) -> bool:
    """Walk from marker to marker up to the end of the picture."""
    if not data.startswith(_START):
        return False
    place, framed, scanned = len(_START), False, False
    while True:
        match = _FILL.match(data, place)
        if match is None or match.end() == place or match.end() >= len(data):
            return False
        marker, place = data[match.end()], match.end() + 1
        if marker == END[1]:
            return framed and scanned and len(data) - place <= _MOST_BEHIND
        length = int.from_bytes(data[place : place + 2], "big")
        body = data[place + 2 : place + max(2, length)]
        if len(body) != length - 2 or not _segment_is_sound(marker, body):
            return False
        framed = framed or marker in _FRAMES
        place += length
        if marker == _SCAN:
            end = _end_of_scan(data, place)
            if end is None or not framed:
                return False
            scanned, place = True, end


def _end_of_scan(data: bytes, start: int) -> int | None:
    """Return where the first marker stands behind the data of a scan; None where there is none."""
    end = data.rfind(END, max(start, len(data) - _MOST_BEHIND))
    # Counting is ten times faster than the search, and most pictures have one scan without restarts.
    if end >= 0 and data.count(b"\xff", start, end) == data.count(b"\xff\x00", start, end):
        return end
    found = _MARKER.search(data, start)
    return found.start() if found else None


def _segment_is_sound(marker: int, body: bytes) -> bool:
    if 0xC0 <= marker <= 0xCF and marker not in {_HUFFMAN, 0xC8, 0xCC}:  # noqa: PLR2004 — frames, but DHT, JPG and DAC
        return marker in _FRAMES and body[:1] == bytes([_EIGHT_BITS])
    if marker == _HUFFMAN:
        place = 0
        while place + _HUFFMAN_HEADER <= len(body):
            place += _HUFFMAN_HEADER + sum(body[place + 1 : place + _HUFFMAN_HEADER])
        return place == len(body)
    return True


def _jpx_is_whole(data: bytes) -> bool:
    start = data.find(_BARE_JPX)
    if start < 0 or not (data.startswith(_BOXED_JPX) or start == 0):
        return False
    return data.rfind(END, max(start, len(data) - _JPX_TAIL)) > 0


def _jbig2_is_whole(data: bytes) -> bool:
    """Walk through the segments of an embedded code stream (ITU-T T.88, 7.2)."""
    place = 0
    while place < len(data):
        try:
            number, flags, count = struct.unpack_from(">IBB", data, place)
            place += 5
            referred = count >> 5
            if referred == _LONG_COUNT:
                referred = struct.unpack_from(">I", data, place)[0] & 0x1FFFFFFF
                place += 4 + (referred + 8) // 8
            else:
                place += 1
            place += referred * (1 if number <= 256 else 2 if number <= 65536 else 4)  # noqa: PLR2004 — T.88, 7.2.5
            place += 4 if flags & 0x40 else 1
            (length,) = struct.unpack_from(">I", data, place)
        except struct.error:
            return not data[place:].strip(b"\0\r\n")  # padding behind the last segment
        if length == _UNKNOWN_LENGTH:
            return True  # such a segment ends where its own coding says so
        place += 4 + length
    return place == len(data)
