"""Which picture formats are opened and what their heads say: the allow-list, HEIC, odd JPEGs. No page is made here."""

from __future__ import annotations

import io
import struct
from typing import Final

from PIL import Image, UnidentifiedImageError

from dossier.errors import CannotConvertError

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
