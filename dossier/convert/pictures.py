"""Pictures ─► one A4 page a frame: JPEG bytes as they are, everything else lossless; nothing is downsampled."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pikepdf
from PIL import Image, ImageFile, UnidentifiedImageError

from dossier.convert.limits import MAX_PIXELS
from dossier.convert.outcome import CannotConvertError, Made
from dossier.convert.picture_pixels import flattened, readable_share
from dossier.convert.picture_streams import Placed, place, png_stream

if TYPE_CHECKING:
    from pathlib import Path

_FORMATS: Final = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP")
"""The allow-list: Pillow opens many more kinds, some by starting other programs (EPS)."""

_HEIC_BRANDS: Final = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc", b"ftypheim", b"ftypmsf1")
_MOST_FRAMES: Final = {"GIF": 24, "WEBP": 24, "PNG": 24, "TIFF": 500}
_LEAST_READABLE: Final = 0.2
"""A cut photo of which less than a fifth is there shows nothing that could be evidence."""
_ORIENTATION_TAG: Final = 0x0112

_NO_PICTURE: Final = "isi berkas ini bukan gambar yang dapat dibaca; simpan ulang sebagai JPG atau PNG"
_CUT: Final = "gambar terpotong dan tidak dapat dibaca; salin ulang dari kamera atau ponsel asalnya"
_HEIC_REMEDY: Final = (
    "foto HEIC belum dapat dibaca di komputer ini; simpan sebagai JPG "
    "(di iPhone: Setelan ► Kamera ► Format ► Paling Kompatibel)"
)


@dataclass(slots=True)
class _Album:
    """The pages made so far of one picture file."""

    pdf: pikepdf.Pdf
    notes: list[str] = field(default_factory=list)
    flaws: list[str] = field(default_factory=list)
    lossless: bool = True


def convert(source: Path, target: Path) -> Made:
    """Write every frame of a picture file as a page.

    Raises:
        CannotConvertError: it is no picture of a known kind, too large, or cut.
    """
    data = source.read_bytes()
    _refuse_heic(data)
    # The own limit below is the one that counts; Pillow's would warn about sound scans.
    Image.MAX_IMAGE_PIXELS = None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pikepdf.new() as pdf:
            album = _Album(pdf)
            _fill(album, data)
            pdf.save(target, deterministic_id=True, fix_metadata_version=False)
            pages = len(pdf.pages)
    engine = "gambar utuh" if album.lossless else "gambar"
    return Made(pages=pages, engine=engine, notes=tuple(album.notes), flaws=tuple(album.flaws))


def _refuse_heic(data: bytes) -> None:
    if data[4:12] in _HEIC_BRANDS:
        raise CannotConvertError(_HEIC_REMEDY)


def _open(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=_FORMATS)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise CannotConvertError(_NO_PICTURE) from error


def _fill(album: _Album, data: bytes) -> None:
    with _open(data) as image:
        _refuse_large(image)
        if image.format in {"JPEG", "MPO"}:
            _jpeg(album, data, image)
        else:
            _frames(album, image)


def _refuse_large(image: Image.Image) -> None:
    pixels = image.width * image.height
    if pixels > MAX_PIXELS:
        million = pixels // 1_000_000
        raise CannotConvertError(
            f"gambar terlalu besar ({million} juta piksel, batasnya {MAX_PIXELS // 1_000_000} juta); "
            "perkecil lalu simpan ulang"
        )
    if pixels == 0:
        raise CannotConvertError(_NO_PICTURE)


def _orientation(image: Image.Image) -> int:
    try:
        value = int(image.getexif().get(_ORIENTATION_TAG, 1))
    except (TypeError, ValueError, OSError, SyntaxError):
        return 1
    return value if 1 <= value <= 8 else 1  # noqa: PLR2004 — the eight orientations of EXIF


def _jpeg(album: _Album, data: bytes, image: Image.Image) -> None:
    size, mode, turn = image.size, image.mode, _orientation(image)
    inverted = "adobe" in image.info and mode == "CMYK"
    if not _loads(data):
        _cut_jpeg(album, data, turn)
        return
    spaces = {"L": "/DeviceGray", "RGB": "/DeviceRGB", "CMYK": "/DeviceCMYK"}
    if mode not in spaces:
        raise CannotConvertError(_NO_PICTURE)
    stream = album.pdf.make_stream(data)
    stream.update(
        {
            "/Filter": pikepdf.Name("/DCTDecode"),
            "/Width": size[0],
            "/Height": size[1],
            "/ColorSpace": pikepdf.Name(spaces[mode]),
            "/BitsPerComponent": 8,
        }
    )
    if inverted:
        # Adobe programs store ink as its complement.
        stream["/Decode"] = pikepdf.Array([1, 0] * 4)
    place(album.pdf, Placed(stream=stream, size=size, orientation=turn))


def _loads(data: bytes) -> bool:
    """Decode the whole picture, small: `verify` would pass a cut one."""
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
        image.draft(None, (max(1, image.width // 8), max(1, image.height // 8)))
        try:
            image.load()
        except (OSError, SyntaxError, ValueError):
            return False
    return True


def _cut_jpeg(album: _Album, data: bytes, turn: int) -> None:
    """Keep what can be read of a cut photo, plainly labelled, unless it is next to nothing."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
            image.load()
            share = readable_share(image)
            picture = flattened(image)
    except (OSError, SyntaxError, ValueError) as error:
        raise CannotConvertError(_CUT) from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    if share < _LEAST_READABLE:
        raise CannotConvertError(_CUT)
    album.lossless = False
    album.flaws.append(f"gambar terpotong: sekitar {share:.0%} bagian atasnya terbaca; salin ulang dari asalnya")
    place(album.pdf, Placed(stream=png_stream(album.pdf, picture), size=picture.size, orientation=turn))


def _frames(album: _Album, image: Image.Image) -> None:
    count = _frame_count(image)
    kept = min(count, _MOST_FRAMES.get(str(image.format), 1))
    for number in range(kept):
        try:
            image.seek(number)
            _refuse_large(image)
            turn = _orientation(image)
            picture = flattened(image)
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            if not number:
                raise CannotConvertError(_CUT) from error
            album.flaws.append(f"berkas terpotong: terbaca {number} dari {count} gambar")
            return
        place(album.pdf, Placed(stream=png_stream(album.pdf, picture), size=picture.size, orientation=turn))
    if kept < count:
        album.notes.append(f"hanya {kept} dari {count} gambar pertama yang dicetak; selebihnya ada pada berkas asli")
    elif count > 1:
        album.notes.append(f"memuat {count} gambar; masing-masing satu halaman")


def _frame_count(image: Image.Image) -> int:
    try:
        return int(getattr(image, "n_frames", 1))
    except (OSError, SyntaxError, ValueError, EOFError):
        return 1
