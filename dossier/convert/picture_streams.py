"""Pictures as PDF streams and the A4 page that carries one; no decoding of hostile data here."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

A4: Final = (595.276, 841.89)
MARGIN: Final = 22.68
"""8 mm, in points."""
_POINTS_PER_PIXEL: Final = 0.75
"""A picture is never drawn coarser than 96 pixels an inch: small ones stay small and sharp."""
_SIDEWAYS: Final = 5
"""From this EXIF orientation on, width and height change places."""
_FINE: Final = 95
"""JPEG quality at which the eye sees no difference to the photo it was made of."""
_JPEG_SPACES: Final = {"L": "/DeviceGray", "RGB": "/DeviceRGB", "CMYK": "/DeviceCMYK"}
_COLOURS: Final = {"1": 1, "L": 1, "P": 1, "RGB": 3}
_PNG_SIGNATURE_LENGTH: Final = 8

_MATRICES: Final[dict[int, tuple[int, int, int, int, int, int]]] = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}
"""EXIF orientation ─► how the unit square of the stored picture lies in the unit square of the upright one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A picture stream, its stored size in pixels and its EXIF orientation."""

    stream: pikepdf.Stream
    size: tuple[int, int]
    orientation: int = 1


def place(pdf: pikepdf.Pdf, picture: Placed) -> None:
    """Add an A4 page, portrait or landscape as the picture is, with the picture upright in its middle."""
    width, height = picture.size if picture.orientation < _SIDEWAYS else picture.size[::-1]
    page_width, page_height = A4 if height >= width else A4[::-1]
    scale = min((page_width - 2 * MARGIN) / width, (page_height - 2 * MARGIN) / height, _POINTS_PER_PIXEL)
    drawn_width, drawn_height = width * scale, height * scale
    left, bottom = (page_width - drawn_width) / 2, (page_height - drawn_height) / 2
    a, b, c, d, e, f = _MATRICES[picture.orientation]
    numbers = (
        a * drawn_width,
        b * drawn_height,
        c * drawn_width,
        d * drawn_height,
        e * drawn_width + left,
        f * drawn_height + bottom,
    )
    matrix = " ".join(f"{number:.4f}" for number in numbers)
    stream = picture.stream
    stream["/Type"] = pikepdf.Name("/XObject")
    stream["/Subtype"] = pikepdf.Name("/Image")
    page = pdf.add_blank_page(page_size=(page_width, page_height))
    page.obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Gambar=stream))
    page.obj["/Contents"] = pdf.make_stream(f"q {matrix} cm /Gambar Do Q\n".encode())


def jpeg_stream(pdf: pikepdf.Pdf, data: bytes, size: tuple[int, int], mode: str) -> pikepdf.Stream:
    """Return a stream of the bytes of a JPEG as they are; `mode` is L, RGB or CMYK."""
    stream = pdf.make_stream(data)
    stream.update(
        {
            "/Filter": pikepdf.Name("/DCTDecode"),
            "/Width": size[0],
            "/Height": size[1],
            "/ColorSpace": pikepdf.Name(_JPEG_SPACES[mode]),
            "/BitsPerComponent": 8,
        }
    )
    return stream


def photo_stream(pdf: pikepdf.Pdf, image: Image.Image) -> pikepdf.Stream:
    """Return a fine JPEG of a photo that came with losses already: lossless it would be ten times its own size."""
    buffer = io.BytesIO()
    image.info.clear()
    image.save(buffer, "JPEG", quality=_FINE, subsampling=0)
    return jpeg_stream(pdf, buffer.getvalue(), image.size, image.mode)


def png_stream(pdf: pikepdf.Pdf, image: Image.Image) -> pikepdf.Stream:
    """Return a lossless stream of a picture in mode 1, L, P or RGB, packed with the filters of PNG."""
    buffer = io.BytesIO()
    image.info.clear()
    image.save(buffer, "PNG", compress_level=6, bits=8) if image.mode == "P" else image.save(buffer, "PNG")
    data = buffer.getvalue()
    header = struct.unpack(">IIBBBBB", next(body for kind, body in _chunks(data) if kind == b"IHDR"))
    width, height, bits = header[:3]
    colours = _COLOURS[image.mode]
    stream = pdf.make_stream(b"".join(body for kind, body in _chunks(data) if kind == b"IDAT"))
    stream.update(
        {
            "/Filter": pikepdf.Name("/FlateDecode"),
            "/Width": width,
            "/Height": height,
            "/BitsPerComponent": bits,
            "/DecodeParms": pikepdf.Dictionary(Predictor=15, Colors=colours, BitsPerComponent=bits, Columns=width),
        }
    )
    if image.mode == "P":
        palette = next(body for kind, body in _chunks(data) if kind == b"PLTE")
        stream["/ColorSpace"] = pikepdf.Array(
            [pikepdf.Name("/Indexed"), pikepdf.Name("/DeviceRGB"), len(palette) // 3 - 1, pikepdf.String(palette)]
        )
    else:
        stream["/ColorSpace"] = pikepdf.Name("/DeviceRGB" if colours > 1 else "/DeviceGray")
    return stream


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and body of each chunk of a PNG that Pillow has just written."""
    position = _PNG_SIGNATURE_LENGTH
    while position < len(data):
        (length,) = struct.unpack_from(">I", data, position)
        yield data[position + 4 : position + 8], data[position + 8 : position + 8 + length]
        position += length + 12
