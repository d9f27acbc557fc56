"""Examines a finished part: blank pages, phrases in brackets, text of web addresses only.

Runs in the child that made the part, so that the answers are cached with it. A page is blank where nothing remains
after removing noise (scanner, JPEG) and slow changes of light (a photographed sheet). A page of one colour is blank;
faint pencil is not.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from dossier.addresses import only_addresses
from dossier.convert.run.result import BLANK
from dossier.wording import squeezed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dossier.convert.run.result import Made


_GROUND: Final = 10
"""Pixels of the picture that become one of its ground: lines are much finer, light and shade much coarser."""
_INSET: Final = 0.02
"""Share of each side of a picture that is not looked at: edges of the glass, shadows of the sheet."""
_PAPER: Final = 252
"""Grey level from which on a pixel is the paper that nothing was drawn on."""
_COVERED: Final = 0.5
"""Share of its frame that a scan or photo covers, and text, lines and drawings do not."""
_LEAST_CONTRAST: Final = 6
"""Grey levels; artefacts of JPEG in a smooth area stay below."""
_MOST_CONTRAST: Final = 30
"""Grey levels from which on a pixel is ink whatever surrounds it: dense text leaves no ground to measure noise on."""
_NOISES: Final = 6 * 1.4826
"""How many times its median the ground must be left: six deviations; noise reaches 4 to 5 in a million pixels."""
_LEAST_DRAWN: Final = 20
"""Pixels, at 1,000 a side: a single figure of a page number that was drawn has 25."""
_LEAST_SCANNED: Final = 100
"""Pixels in a scan or photo, where specks of dust have 5 to 10 each; a word in pencil has more."""
_STRONG: Final = 225
"""Grey level up to which a pixel on white paper is ink by itself: a single small figure is lost in smoothing."""
_LEAST_STRONG: Final = 10
_PLAINLY: Final = 60
"""Pixels, at 300 a side, that no dust and no noise gives."""
_MOST_SHADE: Final = 80
"""Grey levels that light may change over a blank sheet; a blurred scene changes more."""


def is_blank(page: Image.Image) -> bool:
    """Return whether a page in grey, about 1,000 pixels on its longer side, shows nothing."""
    found = _framed(page)
    if found is None:
        return True
    if found is page:
        return sum(page.histogram()[:_STRONG]) < _LEAST_STRONG and _ink(page) < _LEAST_DRAWN
    return _ink(found) < _LEAST_SCANNED


def is_plainly_drawn(page: Image.Image) -> bool:
    """Return whether a page in grey, about 300 pixels on its longer side, is clearly not blank (skips `is_blank`)."""
    found = _framed(page)
    return found is not None and _ink(found, _MOST_CONTRAST) >= _PLAINLY


def _framed(page: Image.Image) -> Image.Image | None:
    """Return the scan or photo that lies on a page, the page itself where none does, None where there is nothing."""
    marked = page.point([255] * _PAPER + [0] * (256 - _PAPER))
    frame = marked.getbbox()
    if frame is None:
        return None
    if marked.crop(frame).histogram()[255] < _COVERED * (frame[2] - frame[0]) * (frame[3] - frame[1]):
        return page
    return _inside(page, frame)


def _inside(page: Image.Image, frame: tuple[int, int, int, int]) -> Image.Image | None:
    """Return a picture on a page without its edges; None where nothing is left of it."""
    left, top, right, bottom = frame
    across, down = (max(2, round(side * _INSET)) for side in (right - left, bottom - top))
    if right - left <= 2 * across or bottom - top <= 2 * down:
        return None
    return page.crop((left + across, top + down, right - across, bottom - down))


def _ink(picture: Image.Image, contrast: int = 0) -> int:
    """Return how many pixels stand out from the ground; all of them where the ground itself is a scene.

    Args:
        picture: in grey.
        contrast: grey levels from which on a pixel stands out; 0 is what the noise of the ground asks for.
    """
    fine = picture.filter(ImageFilter.BoxBlur(1))
    size = (max(2, picture.width // _GROUND), max(2, picture.height // _GROUND))
    ground = picture.resize(size, Image.Resampling.BOX).filter(ImageFilter.MedianFilter(5))
    levels = ground.getextrema()
    if isinstance(levels[0], int) and levels[1] - levels[0] > _MOST_SHADE:
        return picture.width * picture.height
    away = ImageChops.difference(fine, ground.resize(picture.size, Image.Resampling.BICUBIC)).histogram()
    contrast = contrast or min(max(_LEAST_CONTRAST, round(_NOISES * _median(away))), _MOST_CONTRAST)
    return sum(away[contrast:])


def _median(levels: Sequence[int]) -> float:
    """Return the median of a histogram of absolute differences, between levels where it falls inside one."""
    half, below = sum(levels) / 2, 0
    for level, count in enumerate(levels):
        if count and below + count >= half:
            share = (half - below) / count
            return share / 2 if level == 0 else level - 0.5 + share
        below += count
    return 0.0


_SIDE: Final = 1000
_SMALL: Final = 300
"""Pixels of the longer side of a page; `ink` measures in them."""
_MOST_LOOKED_AT: Final = 100
"""Pages drawn in search of one that is not blank; a file with more blank ones at its start is not called blank."""
_MOST_READ: Final = 1000
"""Pages whose text is read."""
_MOST_PHRASES: Final = 300
_ADDRESS_PAGES: Final = 2
"""More pages than this are no list of addresses."""
_BRACKETED: Final = re.compile(r"\[([^\[\]]{1,200})\]")  # [Nama notulis]


def looked_at(made: Made, part: Path) -> Made:
    """Return `made` with what its pages show; unchanged where pdfium cannot open the part.

    Args:
        made: what the converter says of the part.
        part: the PDF that it wrote.
    """
    try:
        with part.open("rb") as stream, pypdfium2.PdfDocument(stream) as document:
            blank, texts = _read(document)
            addresses = only_addresses("\n".join(texts)) if len(document) <= _ADDRESS_PAGES else ()
            if addresses and _has_pictures(document):
                addresses = ()
    except (pypdfium2.PdfiumError, OSError, ValueError):
        return made
    flaws = (*made.flaws, BLANK) if blank else made.flaws
    return replace(made, flaws=flaws, bracketed=_bracketed(texts), addresses=made.addresses or addresses)


def _read(document: pypdfium2.PdfDocument) -> tuple[bool, list[str]]:
    """Return whether all pages are blank, and their texts."""
    blank, texts = True, []
    for number in range(min(len(document), _MOST_READ)):
        page = document[number]
        text = page.get_textpage()
        texts.append(text.get_text_range())
        text.close()
        blank = blank and number < _MOST_LOOKED_AT and _is_blank(page)
        page.close()
    return blank, texts


def _is_blank(page: pypdfium2.PdfPage) -> bool:
    return not is_plainly_drawn(_drawn(page, _SMALL)) and is_blank(_drawn(page, _SIDE))


def _drawn(page: pypdfium2.PdfPage, side: int) -> Image.Image:
    bitmap = page.render(scale=side / max(*page.get_size(), 1.0), grayscale=True)
    picture: Image.Image = bitmap.to_pil().convert("L")
    bitmap.close()
    return picture


def _bracketed(texts: list[str]) -> tuple[str, ...]:
    found = (squeezed(phrase) for text in texts if "[" in text for phrase in _BRACKETED.findall(text))
    return tuple(list(dict.fromkeys(phrase for phrase in found if phrase))[:_MOST_PHRASES])


def _has_pictures(document: pypdfium2.PdfDocument) -> bool:
    kind = pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
    return any(True for page in document for _ in page.get_objects(filter=[kind], max_depth=3))
