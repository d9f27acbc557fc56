"""Builds PDF image streams and the A4 page around an image. Decodes no hostile data."""

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
class ImageStream:
    """A picture stream, its stored size in pixels and its EXIF orientation.

    `pieces` are ranges of rows of the upright picture that each get a page; none where it is shown as a whole.
    """

    stream: pikepdf.Stream
    size: tuple[int, int]
    orientation: int = 1
    pieces: tuple[tuple[int, int], ...] = ()

    @property
    def upright(self) -> tuple[int, int]:
        """Width and height in pixels as it is seen."""
        return self.size if self.orientation < _SIDEWAYS else self.size[::-1]


def rows_of_a_page(width: int) -> int:
    """Return how many rows of a picture that is so many pixels wide, and much taller, fit an A4 page."""
    scale = min((A4[0] - 2 * MARGIN) / width, _POINTS_PER_PIXEL)
    return int((A4[1] - 2 * MARGIN) / scale)


def place(pdf: pikepdf.Pdf, picture: ImageStream) -> None:
    """Add an A4 page, portrait or landscape as the picture is, with the picture upright in its middle.

    A picture in pieces gets a page for each, all at one scale and with the piece at the top; the stream is stored once.
    """
    stream = picture.stream
    stream["/Type"] = pikepdf.Name("/XObject")
    stream["/Subtype"] = pikepdf.Name("/Image")
    if not picture.pieces:
        _place_whole(pdf, picture)
        return
    stream = pdf.make_indirect(stream)
    width, height = picture.upright
    scale = min((A4[0] - 2 * MARGIN) / width, _POINTS_PER_PIXEL)
    scale = min(scale, (A4[1] - 2 * MARGIN) / max(last - first for first, last in picture.pieces))
    left, top = (A4[0] - width * scale) / 2, A4[1] - MARGIN
    for first, last in picture.pieces:
        tall = (last - first) * scale
        clip = f"{left:.4f} {top - tall:.4f} {width * scale:.4f} {tall:.4f} re W n"
        matrix = _matrix(picture, (width * scale, height * scale), (left, top - (height - first) * scale))
        _page(pdf, A4, stream, f"q {clip} {matrix} cm /Gambar Do Q\n")


def _place_whole(pdf: pikepdf.Pdf, picture: ImageStream) -> None:
    width, height = picture.upright
    page_width, page_height = A4 if height >= width else A4[::-1]
    scale = min((page_width - 2 * MARGIN) / width, (page_height - 2 * MARGIN) / height, _POINTS_PER_PIXEL)
    drawn_width, drawn_height = width * scale, height * scale
    left, bottom = (page_width - drawn_width) / 2, (page_height - drawn_height) / 2
    matrix = _matrix(picture, (drawn_width, drawn_height), (left, bottom))
    _page(pdf, (page_width, page_height), picture.stream, f"q {matrix} cm /Gambar Do Q\n")


def _matrix(picture: ImageStream, drawn: tuple[float, float], corner: tuple[float, float]) -> str:
    """Return the matrix that draws a picture upright, so wide and high and with its lower left corner there."""
    (drawn_width, drawn_height), (left, bottom) = drawn, corner
    a, b, c, d, e, f = _MATRICES[picture.orientation]
    numbers = (
        a * drawn_width,
        b * drawn_height,
        c * drawn_width,
        d * drawn_height,
        e * drawn_width + left,
        f * drawn_height + bottom,
    )
    return " ".join(f"{number:.4f}" for number in numbers)


def _page(pdf: pikepdf.Pdf, size: tuple[float, float], stream: pikepdf.Object, content: str) -> None:
    page = pdf.add_blank_page(page_size=size)
    page.obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Gambar=stream))
    page.obj["/Contents"] = pdf.make_stream(content.encode())


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
