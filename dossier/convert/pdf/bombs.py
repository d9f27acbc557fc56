"""Bombs in a PDF: streams and pictures that are small in the file and enormous once unpacked are refused."""

from __future__ import annotations

import zlib
from typing import Final

import pikepdf

from dossier.errors import CannotConvertError

MAX_STREAM_BYTES: Final = 256 << 20
"""Largest page description, font or form that is let through, unpacked."""
MAX_IMAGE_BYTES: Final = 1 << 30
"""Largest picture inside a PDF, unpacked; A0 in colour at 300 dpi has 420 MB."""
_WORTH_CHECKING: Final = 64 << 10
"""Deflate packs at most 1,032 to 1: what is shorter in the file cannot pass the limit (unless packed twice)."""
_STEP: Final = 1 << 20
_MOST_FILTERS: Final = 4

_TOO_LARGE: Final = "PDF berisi data yang membengkak tidak wajar saat dibuka; cetak ulang ke PDF dari program asalnya"


def refuse_bombs(pdf: pikepdf.Pdf) -> None:
    """Raise `CannotConvertError` when some stream of the file would unpack beyond the limits."""
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Stream):
            continue
        if item.get("/Subtype") == "/Image":
            _check_picture(item)
        else:
            _check_stream(item)


def _check_picture(image: pikepdf.Stream) -> None:
    try:
        width, height = int(image.get("/Width", 0)), int(image.get("/Height", 0))
        bits = int(image.get("/BitsPerComponent", 8))
    except (TypeError, ValueError):
        return
    # Four colours are the most that any device space has.
    colours = 1 if bits == 1 or image.get("/ImageMask", False) else 4
    if width * height * bits * colours // 8 > MAX_IMAGE_BYTES:
        raise CannotConvertError(_TOO_LARGE)


def _filters(stream: pikepdf.Stream) -> list[str]:
    value = stream.get("/Filter")
    if isinstance(value, pikepdf.Array):
        return [str(item) for item in value]
    return [] if value is None else [str(value)]


def _check_stream(stream: pikepdf.Stream) -> None:
    filters = _filters(stream)
    if len(filters) > _MOST_FILTERS:
        raise CannotConvertError(_TOO_LARGE)
    packed = sum(name in {"/FlateDecode", "/Fl"} for name in filters)
    if packed == 0:
        return
    if packed > 1:
        # Packed twice is never needed and multiplies the ratio.
        raise CannotConvertError(_TOO_LARGE)
    try:
        length = int(stream.get("/Length", 0))
    except (TypeError, ValueError):
        length = _WORTH_CHECKING
    if filters[0] in {"/FlateDecode", "/Fl"} and length >= _WORTH_CHECKING:
        _check_deflated(stream.read_raw_bytes())


def _check_deflated(data: bytes) -> None:
    unpacker = zlib.decompressobj()
    total = 0
    try:
        while data and not unpacker.eof:
            total += len(unpacker.decompress(data, _STEP))
            data = unpacker.unconsumed_tail
            if total > MAX_STREAM_BYTES:
                raise CannotConvertError(_TOO_LARGE)
    except zlib.error:
        return
