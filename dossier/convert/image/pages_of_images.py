"""Converts images to A4 pages: one page each, more where the image is far taller than wide.

JPEG data is kept byte for byte; nothing is downsampled.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import pikepdf
from PIL import Image, ImageFile

from dossier.convert.image import formats
from dossier.convert.image.cutting import is_tall, pieces
from dossier.convert.image.formats import (
    NO_PICTURE,
    READ_FAULTS,
    flattened,
    frame_count,
    is_uniform,
    open_picture,
    orientation,
    readable_share,
)
from dossier.convert.image.pdf_streams import (
    ImageStream,
    jpeg_stream,
    photo_stream,
    place,
    png_stream,
    rows_of_a_page,
)
from dossier.convert.run.pool import MAX_PIXELS
from dossier.convert.run.result import Made
from dossier.errors import CannotConvertError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MOST_JPEG_PIXELS: Final = 220_000_000
"""The largest phone cameras store 200 million; a JPEG is passed on as it is and never unfolded here."""
_MOST_PAGES: Final = {"TIFF": 500, "HEIF": 24, "DCX": 500}
"""Formats whose frames are pages or photos of their own; of any other, the frames are an animation."""
_LAYERED: Final = frozenset({"PSD", "ICO", "CUR", "ICNS"})
"""Formats whose frames are layers or sizes of one picture; they open at the whole, or at the largest."""
_FRAMES_SOUGHT: Final = 24
"""How far into an animation a frame is looked for that shows something."""
_LEAST_READABLE: Final = 0.2
"""A cut photo of which less than a fifth is there shows nothing that could be evidence."""
_CUT: Final = "gambar terpotong dan tidak dapat dibaca; salin ulang dari kamera atau ponsel asalnya"


@dataclass(slots=True)
class _Album:
    """The pages made so far of one picture file."""

    pdf: pikepdf.Pdf
    notes: list[str] = field(default_factory=list)
    flaws: list[str] = field(default_factory=list)
    lossless: bool = True


def convert(source: Path, target: Path) -> Made:
    """Write every page or photo of a picture file as a page, of an animation one frame.

    Raises:
        CannotConvertError: it is no picture of a known kind, too large, or cut.
    """
    with pikepdf.new() as pdf:
        album = _Album(pdf)
        for picture in _read(album, source.read_bytes()):
            place(pdf, picture)
        pdf.save(target, deterministic_id=True, fix_metadata_version=False)
        pages = len(pdf.pages)
    engine = "gambar utuh" if album.lossless else "gambar"
    return Made(pages=pages, engine=engine, notes=tuple(album.notes), flaws=tuple(album.flaws))


def _read(album: _Album, data: bytes) -> list[ImageStream]:
    # The own limit below is the one that counts; Pillow's would warn about sound scans.
    Image.MAX_IMAGE_PIXELS = None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with open_picture(data) as image:
            if image.format in {"JPEG", "MPO"}:
                _refuse_large(image, MOST_JPEG_PIXELS)
                return [_jpeg(album, data, image)]
            _refuse_large(image, MAX_PIXELS)
            lossy = formats.is_photo(image, data)
            return [_in_pieces(album, placed, picture) for placed, picture in _frames(album, image, lossy=lossy)]


def _refuse_large(image: Image.Image, most: int) -> None:
    pixels = image.width * image.height
    if pixels > most:
        raise CannotConvertError(
            f"gambar terlalu besar ({pixels // 1_000_000} juta piksel, batasnya {most // 1_000_000} juta); "
            "perkecil lalu simpan ulang"
        )
    if pixels == 0:
        raise CannotConvertError(NO_PICTURE)


def _jpeg(album: _Album, data: bytes, image: Image.Image) -> ImageStream:
    size, mode, turn = image.size, image.mode, orientation(image)
    inverted = "adobe" in image.info and mode == "CMYK"
    if not _loads(data):
        return _cut_jpeg(album, data, turn)
    if frame_count(image) > 1:
        album.notes.append("berkas memuat lebih dari satu gambar (pratinjau atau kedalaman); gambar utamanya dicetak")
    if not formats.viewers_decode(data):
        _refuse_large(image, MAX_PIXELS)
        with open_picture(data) as whole:
            picture = flattened(whole)
        album.notes.append("JPEG berkode jarang; disimpan ulang tanpa mengurangi mutunya")
        placed = ImageStream(stream=png_stream(album.pdf, picture), size=picture.size, orientation=turn)
        return _in_pieces(album, placed, picture)
    stream = jpeg_stream(album.pdf, data, size, mode)
    if inverted:
        # Adobe programs store ink as its complement.
        stream["/Decode"] = pikepdf.Array([1, 0] * 4)
    placed = ImageStream(stream=stream, size=size, orientation=turn)
    if is_tall(placed.upright) and size[0] * size[1] <= MAX_PIXELS:
        with open_picture(data) as whole:
            return _in_pieces(album, placed, whole)
    return placed


def _in_pieces(album: _Album, placed: ImageStream, picture: Image.Image) -> ImageStream:
    """Cut a picture that is far taller than wide over pages, and say so."""
    if not is_tall(placed.upright):
        return placed
    found = pieces(picture, placed.orientation, rows_of_a_page(placed.upright[0]))
    if len(found) == 1:
        return placed
    width, height = placed.upright
    torn = sum(last > first for (_, last), (first, _) in pairwise(found))
    told = f"gambar sangat panjang ({width} × {height} piksel) dibagi atas {len(found)} halaman"
    album.notes.append(f"{told}; {torn} kali tepi bawahnya terulang di halaman berikutnya" if torn else told)
    return replace(placed, pieces=tuple(found))


def _loads(data: bytes) -> bool:
    """Decode the whole picture, small: `verify` would pass a cut one."""
    with open_picture(data) as image:
        image.draft(None, (max(1, image.width // 8), max(1, image.height // 8)))
        try:
            image.load()
        except READ_FAULTS:
            return False
    return True


def _cut_jpeg(album: _Album, data: bytes, turn: int) -> ImageStream:
    """Keep what can be read of a cut photo, plainly labelled, unless it is next to nothing."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        with open_picture(data) as image:
            _refuse_large(image, MAX_PIXELS)
            image.load()
            share = readable_share(image)
            picture = flattened(image)
    except READ_FAULTS as error:
        raise CannotConvertError(_CUT) from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    if share < _LEAST_READABLE:
        raise CannotConvertError(_CUT)
    album.lossless = False
    album.flaws.append(f"gambar terpotong: sekitar {share:.0%} bagian atasnya terbaca; salin ulang dari asalnya")
    placed = ImageStream(stream=png_stream(album.pdf, picture), size=picture.size, orientation=turn)
    return _in_pieces(album, placed, picture)


def _frames(album: _Album, image: Image.Image, *, lossy: bool) -> Iterable[tuple[ImageStream, Image.Image]]:
    """Yield each frame that becomes a page, ready and as pixels."""
    count = frame_count(image) if image.format not in _LAYERED else 1
    if count > 1 and image.format not in _MOST_PAGES:
        picture, turn = _telling_frame(album, image, count)
        yield _placed(album, picture, turn, lossy=lossy), picture
        return
    kept = min(count, _MOST_PAGES.get(str(image.format), 1))
    # HEIC opens at its main photo, which may be any of them; it comes first.
    main = image.tell()
    order = [main, *(number for number in range(count) if number != main)]
    for number, frame in enumerate(order[:kept]):
        try:
            picture, turn = _frame(image, frame)
        except READ_FAULTS as error:
            if not number:
                raise CannotConvertError(_CUT) from error
            album.flaws.append(f"berkas terpotong: terbaca {number} dari {count} gambar")
            return
        yield _placed(album, picture, turn, lossy=lossy), picture
    if kept < count:
        album.notes.append(f"hanya {kept} dari {count} gambar pertama yang dicetak; selebihnya ada pada berkas asli")
    elif count > 1:
        album.notes.append(f"memuat {count} gambar; masing-masing satu halaman")


def _frame(image: Image.Image, number: int) -> tuple[Image.Image, int]:
    """Return one frame, opaque, and how it is turned; Pillow turns TIFF itself and then forgets the tag."""
    if image.tell() != number:
        image.seek(number)
    _refuse_large(image, MAX_PIXELS)
    picture = flattened(image)
    return picture, orientation(image)


def _telling_frame(album: _Album, image: Image.Image, count: int) -> tuple[Image.Image, int]:
    """Return the first frame of an animation that shows something; many begin with an empty one."""
    first: tuple[Image.Image, int] | None = None
    for number in range(min(count, _FRAMES_SOUGHT)):
        try:
            found = _frame(image, number)
        except READ_FAULTS as error:
            if first is None:
                raise CannotConvertError(_CUT) from error
            album.flaws.append(f"berkas terpotong: terbaca {number} dari {count} gambar")
            break
        if not is_uniform(found[0]):
            album.notes.append(_animation(count, number + 1))
            return found
        first = first or found
    album.notes.append(_animation(count, 1))
    if first is None:
        raise CannotConvertError(_CUT)
    return first


def _animation(count: int, shown: int) -> str:
    return f"gambar bergerak dari {count} bingkai; dicetak bingkai ke-{shown}, selebihnya ada pada berkas asli"


def _placed(album: _Album, picture: Image.Image, turn: int, *, lossy: bool) -> ImageStream:
    if lossy and picture.mode in {"L", "RGB"}:
        album.lossless = False
        stream = photo_stream(album.pdf, picture)
    else:
        stream = png_stream(album.pdf, picture)
    return ImageStream(stream=stream, size=picture.size, orientation=turn)
