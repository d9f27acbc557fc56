"""Makers of PDFs whose structure is sound and whose streams are spoiled: each writes one file and returns its path."""

from __future__ import annotations

import io
import random
import zlib
from typing import TYPE_CHECKING, Final

import pikepdf
from PIL import Image

from tests.support import hostile_pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LINES: Final = "".join(
    f"BT /F1 9 Tf 60 {760 - 12 * n} Td (CONTOH baris {n * 7919}) Tj ET\n" for n in range(50)
).encode()

FLATE: Final[dict[str, Callable[[bytes], bytes]]] = {
    "without its checksum": lambda data: data[:-4],
    "with another checksum": lambda data: data[:-4] + b"abcd",
    "cut in half": lambda data: data[: len(data) // 2],
    "without its head": lambda data: b"zzzz" + data[4:],
    "spoiled in the middle": lambda data: data[: len(data) // 2] + b"\xff" * 40 + data[len(data) // 2 + 40 :],
}
"""What happens to packed page content."""
JPEG: Final[dict[str, Callable[[bytes], bytes]]] = {
    "cut in half": lambda data: data[: len(data) // 2],
    "without its end": lambda data: data[:-2],
    "without its start": lambda data: data[2:],
    "cut in its head": lambda data: data[:100],
    "with markers in its middle": lambda data: data[:3000] + b"\xff\xd9" * 20 + data[3040:],
}
"""What happens to a photo."""
WRITTEN: Final[dict[str, bytes]] = {
    "an open string": b"BT /F1 12 Tf (CONTOH Tj ET",
    "braces": b"q { 1 0 0 rg } 10 10 50 50 re f Q",
    "an inline picture without end": b"BI /W 4 /H 4 /BPC 8 /CS /G ID abc",
    "a bracket too many": b"] TJ >> 10 10 50 50 re f",
}
"""Page content that breaks the rules of its language."""


def packed_pdf(folder: Path, spoil: Callable[[bytes], bytes], name: str = "isi.pdf") -> Path:
    """A sound page before one whose packed content is spoiled."""
    document = hostile_pdf.opened(("CONTOH utuh", "CONTOH rusak"))
    stream = document.make_stream(spoil(zlib.compress(LINES)))
    stream["/Filter"] = pikepdf.Name.FlateDecode
    document.pages[1].obj["/Contents"] = stream
    return hostile_pdf.saved(document, folder / name)


def packed_otherwise_pdf(folder: Path, coding: pikepdf.Name, data: bytes, name: str = "lain.pdf") -> Path:
    """A page whose content is the data given, in the coding given."""
    document = hostile_pdf.opened(("CONTOH",))
    stream = document.make_stream(data)
    stream["/Filter"] = coding
    document.pages[0].obj["/Contents"] = stream
    path = folder / name
    document.save(path, static_id=True, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return path


def photo_pdf(folder: Path, spoil: Callable[[bytes], bytes], name: str = "foto.pdf") -> Path:
    """A page with a JPEG that is spoiled."""
    return picture_pdf(folder, spoil(jpeg()), pikepdf.Name.DCTDecode, name)


def jpeg() -> bytes:
    """Return a JPEG of noise, 400 pixels square, grey."""
    grain = Image.frombytes("L", (100, 100), random.Random(16).randbytes(10_000)).resize((400, 400))  # noqa: S311 — a seed
    buffer = io.BytesIO()
    Image.blend(Image.radial_gradient("L").resize((400, 400)), grain, 0.3).save(buffer, "JPEG")
    return buffer.getvalue()


def picture_pdf(folder: Path, data: bytes, coding: pikepdf.Name, name: str = "gambar.pdf") -> Path:
    """A page with words and a grey picture of 400 × 400 in the coding given."""
    document = hostile_pdf.opened(("CONTOH gambar",))
    stream = document.make_stream(data)
    stream.update(
        {
            "/Type": pikepdf.Name.XObject,
            "/Subtype": pikepdf.Name.Image,
            "/Filter": coding,
            "/Width": 400,
            "/Height": 400,
            "/ColorSpace": pikepdf.Name.DeviceGray,
            "/BitsPerComponent": 8,
        }
    )
    page = document.pages[0]
    page.obj.Resources["/XObject"] = pikepdf.Dictionary(Gambar=stream)
    page.contents_add(document.make_stream(b"q 300 0 0 300 100 200 cm /Gambar Do Q"))
    return hostile_pdf.saved(document, folder / name)


def written_pdf(folder: Path, content: bytes, name: str = "tulisan.pdf") -> Path:
    """A page with the content given."""
    document = hostile_pdf.opened(("CONTOH",))
    document.pages[0].obj["/Contents"] = document.make_stream(content)
    return hostile_pdf.saved(document, folder / name)
