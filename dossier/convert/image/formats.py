"""Image formats that are opened, their headers, and conversion of pixel modes to those a PDF can hold."""

from __future__ import annotations

import io
import struct
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageFile, UnidentifiedImageError

from dossier.errors import CannotConvertError

if TYPE_CHECKING:
    from collections.abc import Iterator

_TRANSPARENT: Final = frozenset({"RGBA", "LA", "PA", "RGBa", "La"})
_PRINTABLE: Final = frozenset({"1", "L", "P", "RGB"})
_GREY_LEVELS: Final = 255
_FILL: Final = 128
"""The grey that libjpeg leaves where data is missing."""
_FILL_TOLERANCE: Final = 3


def flattened(image: Image.Image) -> Image.Image:
    """Return the picture in mode 1, L, P or RGB, opaque, as it looks on white paper."""
    image.load()
    if image.mode in _TRANSPARENT or "transparency" in image.info:
        over = image.convert("RGBA")
        paper = Image.new("RGB", over.size, "white")
        paper.paste(over, mask=over.getchannel("A"))
        return paper
    if image.mode.startswith(("I", "F")):
        return _scaled(image)
    return image.copy() if image.mode in _PRINTABLE else image.convert("RGB")


def _scaled(image: Image.Image) -> Image.Image:
    """Scale 16 bits and more to 8: by the type's range, or by the picture's own where the type has none."""
    deep = image.convert("F")
    if image.mode.startswith("I;16"):
        low, high = 0.0, 65535.0
    else:
        low, high = (float(value) for value in deep.getextrema() if not isinstance(value, tuple))
        if image.mode == "I" and low >= 0 and _GREY_LEVELS < high <= 65535:  # noqa: PLR2004 — a 16-bit range
            low, high = 0.0, 65535.0
    factor = _GREY_LEVELS / (high - low) if high > low else 0.0
    return deep.point(lambda value: value * factor - low * factor).convert("L")


def is_uniform(image: Image.Image) -> bool:
    """Return whether all pixels of a picture have one colour."""
    return all(len(set(band.getextrema())) == 1 for band in image.convert("RGB").split())


def readable_share(image: Image.Image) -> float:
    """Return which part (0 to 1) of a cut photo is there, from the grey rows at its end."""
    width = min(image.width, 64)
    rows = image.convert("RGB").resize((width, image.height), Image.Resampling.NEAREST)
    data = rows.tobytes()
    stride = width * 3
    missing = 0
    for row in range(image.height - 1, -1, -1):
        if any(abs(value - _FILL) > _FILL_TOLERANCE for value in data[row * stride : (row + 1) * stride]):
            break
        missing += 1
    return 1 - missing / image.height


# The allow-list. Pillow opens more: EPS by starting Ghostscript, and stubs that need a program of their own.
_FORMATS: Final = (
    *("JPEG", "PNG", "GIF", "BMP", "DIB", "TIFF", "WEBP", "HEIF", "AVIF", "JPEG2000", "ICO", "CUR", "ICNS", "PSD"),
    *("PCX", "DCX", "PPM", "TGA", "SGI", "DDS", "QOI", "SUN", "IM", "MSP", "XBM", "XPM", "FLI", "BLP", "FTEX"),
)
_HEIC_BRANDS: Final = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc", b"ftypheim", b"ftypmsf1")
_PHOTO_FORMATS: Final = frozenset({"HEIF", "AVIF"})
_ORIENTATION_TAG: Final = 0x0112

READ_FAULTS: Final = (
    *(OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, AttributeError),
    *(OverflowError, NotImplementedError, RuntimeError, struct.error),
)
"""What Pillow's readers raise for files that are cut or spoiled."""

NO_PICTURE: Final = "isi berkas ini bukan gambar yang dapat dibaca; simpan ulang sebagai JPG atau PNG"
_HEIC_REMEDY: Final = (
    "foto HEIC ini tidak dapat dibaca; simpan sebagai JPG (di iPhone: Setelan ► Kamera ► Format ► Paling Kompatibel)"
)

# ITU-T T.81, table B.1: baseline, extended and progressive Huffman coding are what PDF viewers decode.
_FRAME_MARKERS: Final = frozenset({*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)})
_VIEWERS_DECODE: Final = frozenset({0xC0, 0xC1, 0xC2})
_ADOBE: Final = 0xEE
_START_OF_SCAN: Final = 0xDA
_BARE_MARKERS: Final = frozenset({0x01, *range(0xD0, 0xD9)})
_RGB_COMPONENTS: Final = b"RGB"


def open_picture(data: bytes) -> Image.Image:
    """Open a picture of an allowed format.

    Raises:
        CannotConvertError: it is none.
    """
    heic = data[4:12] in _HEIC_BRANDS
    if data[4:8] == b"ftyp":
        import pillow_heif  # noqa: PLC0415 — a large library that few folders need

        pillow_heif.register_heif_opener()
    try:
        return Image.open(io.BytesIO(data), formats=[name for name in _FORMATS if name in _known()])
    except (UnidentifiedImageError, *READ_FAULTS) as error:
        raise CannotConvertError(_HEIC_REMEDY if heic else NO_PICTURE) from error


@contextmanager
def cut_allowed() -> Iterator[None]:
    """Let Pillow read what is there of a cut picture."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


def _known() -> frozenset[str]:
    """Return the formats that this Pillow was built with."""
    Image.init()
    return frozenset(Image.OPEN)


def orientation(image: Image.Image) -> int:
    """Return the EXIF orientation, 1 to 8; 1 where there is none or it is nonsense."""
    try:
        value = int(image.getexif().get(_ORIENTATION_TAG, 1))
    except READ_FAULTS:
        return 1
    return value if 1 <= value <= 8 else 1  # noqa: PLR2004 — the eight orientations of EXIF


def frame_count(image: Image.Image) -> int:
    """Return how many frames a file says it has; at least 1."""
    try:
        return max(1, int(getattr(image, "n_frames", 1)))
    except READ_FAULTS:
        return 1


def is_photo(image: Image.Image, data: bytes) -> bool:
    """Return whether the file holds a photo that was packed with losses, so that a fine JPEG takes nothing from it."""
    return image.format in _PHOTO_FORMATS or (image.format == "WEBP" and b"VP8 " in data[:64])


def viewers_decode(data: bytes) -> bool:
    """Return whether PDF viewers can be trusted with the bytes of a JPEG: 8 bits, Huffman codes, colours as they guess.

    Arithmetic coding, lossless coding and RGB without the marker of Adobe are sound files that viewers show wrongly.
    """
    position, adobe = 2, False
    while position + 4 <= len(data):
        if data[position] != 0xFF:  # noqa: PLR2004 — every marker begins so
            return False
        marker = data[position + 1]
        if marker == 0xFF or marker in _BARE_MARKERS:  # noqa: PLR2004 — a fill byte
            position += 1 if marker == 0xFF else 2  # noqa: PLR2004 — likewise
            continue
        (length,) = struct.unpack_from(">H", data, position + 2)
        adobe = adobe or (marker == _ADOBE and data[position + 4 : position + 9] == b"Adobe")
        if marker in _FRAME_MARKERS:
            components = data[position + 10 : position + 2 + length : 3]
            eight_bits = data[position + 4] == 8  # noqa: PLR2004 — sample precision
            return marker in _VIEWERS_DECODE and eight_bits and (adobe or components != _RGB_COMPONENTS)
        if marker == _START_OF_SCAN:
            return False
        position += 2 + length
    return False
