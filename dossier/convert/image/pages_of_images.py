"""Converts images to A4 pages: one page each, more where the image is far taller than wide.

JPEG data is kept byte for byte; nothing is downsampled. An image much taller than wide (a long screenshot, a till
roll) is cut between lines of text: in rows of one colour, else where neighbouring rows are equal; where there are
none, the end of a page is repeated at the top of the next.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import pikepdf
from PIL import Image, ImageChops

from dossier.convert.image import formats
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


TALL: Final = 3.0
"""Height over width from which a picture is cut; A4 has 1.4, a phone's screen up to 2.4."""
MOST_PIECES: Final = 100
_TRANSPOSED: Final[dict[int, Image.Transpose]] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF orientation ─► what makes the stored picture upright."""
_SEARCHED: Final = 0.25
"""Share of a piece, from its lower end, in which a quiet row is looked for."""
_QUIET: Final = 12
"""Grey levels that two rows may differ in and still show nothing between them: JPEG leaves traces in empty places."""
_EDGE: Final = 0.03
"""Share of the width on both sides that may have another colour in a gap: frames, scroll bars."""
_LEAST_GAP: Final = 5
"""Rows that nothing may change in to be a gap between two lines."""
_REPEATED: Final = 0.03
"""Share of a piece that is repeated where it was cut through something."""

Rows = tuple[int, int]
"""From the first row to the one behind the last."""


def is_tall(size: tuple[int, int]) -> bool:
    """Return whether an upright picture of this width and height is to be cut."""
    return size[1] > TALL * size[0]


def pieces(image: Image.Image, orientation: int, tallest: int) -> list[Rows]:
    """Cut a picture into pieces that follow each other, or overlap where no gap was found.

    Args:
        image: the picture as stored.
        orientation: how it is turned, as EXIF says.
        tallest: rows of the upright picture that a page has room for.
    """
    grey = image.convert("L")
    if orientation in _TRANSPOSED:
        grey = grey.transpose(_TRANSPOSED[orientation])
    tallest = max(tallest, -(-grey.height // MOST_PIECES), 2 * _LEAST_GAP)
    found: list[Rows] = []
    top = 0
    while grey.height - top > tallest:
        gap = _lowest_gap(grey, top + round(tallest * (1 - _SEARCHED)), top + tallest)
        found.append((top, gap or top + tallest))
        top = gap or top + tallest - round(tallest * _REPEATED)
    return [*found, (top, grey.height)]


def _lowest_gap(grey: Image.Image, first: int, last: int) -> int | None:
    """Return the middle of the lowest gap: rows of one colour, else rows that are alike; None without either."""
    rows = grey.crop((0, first, grey.width, last))
    changes = ImageChops.difference(
        rows.crop((0, 0, rows.width, rows.height - 1)), rows.crop((0, 1, rows.width, rows.height))
    )
    still = [_is_quiet(changes, number, 0) for number in range(changes.height)]
    edge = round(rows.width * _EDGE)
    plain = [quiet and _is_quiet(rows, number, edge, even=True) for number, quiet in enumerate(still)]
    for gaps in (plain, still):
        quiet = 0
        for number in range(len(gaps) - 1, -2, -1):
            if number >= 0 and gaps[number]:
                quiet += 1
            elif quiet >= _LEAST_GAP:
                return first + number + 1 + quiet // 2
            else:
                quiet = 0
    return None


def _is_quiet(rows: Image.Image, number: int, edge: int, *, even: bool = False) -> bool:
    """Return whether a row has no level above the limit; `even`: no two levels that far apart between its edges."""
    low, high = rows.crop((edge, number, max(edge + 1, rows.width - edge), number + 1)).getextrema()
    return int(high) - (int(low) if even else 0) <= _QUIET  # type: ignore[arg-type]  # one band


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
    try:
        with formats.cut_allowed(), open_picture(data) as image:
            _refuse_large(image, MAX_PIXELS)
            image.load()
            share = readable_share(image)
            picture = flattened(image)
    except READ_FAULTS as error:
        raise CannotConvertError(_CUT) from error
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
