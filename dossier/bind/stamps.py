"""Draws the stamp at the foot of each page: section left, link back to the contents in the middle, page number right.

Uses the page's frame only; the content of the page is neither decoded nor changed.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import pikepdf
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from dossier.typeset import typography

if TYPE_CHECKING:
    from reportlab.lib.colors import Color

    from dossier.bind.page_import import Box, Frame

FONT_NAME: Final = "/DossierHuruf"
"""Resource name of the stamp's font; nothing that we draw or take over is called so."""

SIGNS: Final = "·–—…‘’“”"
"""Characters beside ASCII that the font has, in the order of their codes: reportlab fills those below the blank."""
_FIRST_SIGN: Final = 1

BACK: Final = "daftar isi"

# Names the stamp as running footer for screen readers, and is how `readback` finds it.
_OPEN: Final = "/Artifact <</Type /Pagination /Subtype /Footer>> BDC"
_STAMP: Final = re.compile(rb"/Artifact <</Type /Pagination /Subtype /Footer>> BDC(.*?)EMC", re.DOTALL)
_SHOWN: Final = re.compile(rb"\(((?:[^()\\]|\\.)*)\) Tj")  # (hlm. 3/12) Tj
_ESCAPED: Final = re.compile(rb"\\([0-7]{3}|.)")  # \001, \(

_SIGNS_BY_CODE: Final = dict(enumerate(SIGNS, _FIRST_SIGN))
_CODES: Final = {ord(sign): f"\\{code:03o}" for code, sign in _SIGNS_BY_CODE.items()}
"""Sign ─► its octal escape, for `str.translate`."""

STRIP: Final = 22.0
"""Height in points of the strip below a page of A4's width."""

_CAPTION: Final = 15.0
"""Points that a caption adds to the strip."""

_SIZE: Final = 7.5
_CAPTION_SIZE: Final = 9.5
_GAP: Final = 12.0
_RULE_WIDTH: Final = 0.35
_TRIANGLE: Final = 0.55


_SEEN: Final = 512
"""How many texts and places are remembered: the pages of a file, and most files of a dossier, have the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measures:
    """Lengths in points at scale 1."""

    left: float
    right: float
    baseline: float
    rule: float = 0.0


# Own pages leave the lowest 12 mm free, inside the margins of their grid.
_ON_OWN: Final = _Measures(left=25 * mm, right=17 * mm, baseline=7.2 * mm, rule=11.2 * mm)
_ON_STRIP: Final = _Measures(left=18.0, right=18.0, baseline=7.6)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageStamp:
    """The drawing operators of one page's stamp, and the rectangles of its links: to the contents, over the code."""

    content: bytes
    back: Box
    code: Box


def number_text(number: int, total: int, volume: str = "") -> str:
    """Return the page number as printed, after the words of its volume where there are several."""
    return f"{volume} · hlm. {number}/{total}" if volume else f"hlm. {number}/{total}"


@lru_cache(maxsize=_SEEN)
def plain(text: str) -> str:
    """Return a stamp's text in the characters that its font has: printable ASCII and `SIGNS`, `?` for the rest."""
    return "".join(character if " " <= character <= "~" or character in SIGNS else "?" for character in text)


def expected_texts(text: str, number: int, total: int, *, back: bool = True, volume: str = "") -> tuple[str, ...]:
    """Return the texts of a stamp as `shown_texts` reads them back; a caption, after a line break, comes last."""
    label, _, caption = text.partition("\n")
    middle = (BACK,) if back else ()
    return (plain(label), *middle, number_text(number, total, volume), *([plain(caption)] if caption else []))


def strip_height(frame: Frame, text: str = "") -> float:
    """Return the height in points of the strip that a page's stamp needs; a caption, after a line break, needs more."""
    return (STRIP + (_CAPTION if "\n" in text else 0.0)) * frame.scale


def draw(frame: Frame, text: str, number: str, *, own: bool, back: bool = True) -> PageStamp:
    """Draw a stamp into the foot of a frame (already extended by its strip where the page is not our own).

    Args:
        frame: where it goes.
        text: what stands at the left; after a line break, the caption above it.
        number: the page number as printed.
        own: whether we drew the page.
        back: whether there is a table of contents to lead back to.
    """
    measures = _ON_OWN if own else _ON_STRIP
    scale = 1.0 if own else frame.scale
    left, right = measures.left * scale, frame.width - measures.right * scale
    label, _, caption = (plain(line) for line in text.partition("\n"))
    natural = _width(label) + _width(BACK) + _TRIANGLE + _width(number) + 2 * _GAP / _SIZE
    if right - left < natural * scale:  # a page too narrow for margins: use its full width
        left, right = 0.02 * frame.width, 0.98 * frame.width
    size = min(_SIZE * scale, (right - left) / natural)
    baseline = measures.baseline * scale
    start = _back_start(left, right, size, label, number)
    edge = start + (_TRIANGLE + _width(BACK)) * size
    returning = [
        _triangle(start, baseline, size),
        text_drawn(BACK, start + _TRIANGLE * size, baseline, size, typography.MUTED),
    ]
    parts = [
        "q",
        _OPEN,
        f"{numbers(*frame.upright)} cm",
        _rule(left, right, measures.rule) if own else _edge(frame.width, strip_height(frame, text), scale),
        text_drawn(label, left, baseline, size, typography.INK),
        *(returning if back else ()),
        text_drawn(number, right - _width(number) * size, baseline, size, typography.INK),
        *([_caption(caption, left, right, baseline + _CAPTION * scale, scale)] if caption else []),
        "EMC",
        "Q",
    ]
    lower, upper = baseline - size / 2, baseline + size * 1.1
    box = frame.placed((start - size / 2, lower, edge + size / 2, upper))
    reach = left + _width(label.partition(" · ")[0]) * size + size / 2
    code = frame.placed((left - size / 2, lower, reach, upper))
    return PageStamp(content="\n".join(parts).encode("ascii"), back=box, code=code)


def _rule(left: float, right: float, y: float) -> str:
    ends = numbers(left, y), numbers(right, y)
    return f"{_colour(typography.RULE)} RG {numbers(_RULE_WIDTH)} w {ends[0]} m {ends[1]} l S"


def _caption(caption: str, left: float, right: float, baseline: float, scale: float) -> str:
    """Draw the caption of a picture or a table; one that is too long is set smaller."""
    size = min(_CAPTION_SIZE * scale, (right - left) / max(_width(caption), 1.0))
    return text_drawn(caption, left, baseline, size, typography.INK)


@lru_cache(maxsize=_SEEN)
def _edge(width: float, height: float, scale: float) -> str:
    """Draw the strip's ground and, as its upper rule, where the source's page ends.

    Viewers clip to whole pixels, so that a dark border outside a crop would show as a line without the ground.
    """
    rule = _RULE_WIDTH * scale
    return (
        f"1 g 0 0 {numbers(width, height)} re f {_colour(typography.RULE)} rg "
        f"0 {numbers(height - rule)} {numbers(width, rule)} re f"
    )


def _back_start(left: float, right: float, size: float, label: str, number: str) -> float:
    """Return where the middle text starts: centred, unless a long text at one side pushes it."""
    gap = _GAP / _SIZE * size
    width = (_TRIANGLE + _width(BACK)) * size
    first = left + _width(label) * size + gap
    last = right - _width(number) * size - gap - width
    return max(first, min((left + right - width) / 2, last))


def text_width(text: str, size: float) -> float:
    """Return the width in points of a text in the stamp's font."""
    return _width(text) * size


@lru_cache(maxsize=_SEEN)
def text_drawn(text: str, x: float, y: float, size: float, colour: Color) -> str:
    """Return the operators that show a text in the stamp's font, its baseline beginning at `x`, `y`."""
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").translate(_CODES)
    return f"BT {FONT_NAME} {numbers(size)} Tf {_colour(colour)} rg {numbers(x, y)} Td ({escaped}) Tj ET"


@lru_cache(maxsize=_SEEN)
def _triangle(x: float, y: float, size: float) -> str:
    """Draw the pointer to the left as a shape: as a character it would turn up in copied text."""
    corners = (x, y + 0.25 * size), (x + 0.36 * size, y + 0.48 * size), (x + 0.36 * size, y + 0.02 * size)
    tip, upper, lower = (numbers(*corner) for corner in corners)
    return f"{_colour(typography.MUTED)} rg {tip} m {upper} l {lower} l f"


@lru_cache(maxsize=_SEEN)
def _width(text: str) -> float:
    return sum(map(_advance, text))


@lru_cache(maxsize=128)
def _advance(character: str) -> float:
    return typography.text_width(character, typography.REGULAR, 1)


@lru_cache(maxsize=8)
def _colour(colour: Color) -> str:
    return numbers(colour.red, colour.green, colour.blue)


@lru_cache(maxsize=_SEEN)
def numbers(*values: float) -> str:
    """Return numbers as they are written in a PDF, to four places: "70.8661 12"."""
    # `g` may write exponents, which PDF does not know. A zero has no sign: 0.0 and -0.0 are one argument to the cache.
    return " ".join(f"{round(value, 4) + 0.0:.4f}".rstrip("0").rstrip(".") for value in values)


def shown_texts(content: bytes) -> tuple[str, ...] | None:
    """Return the texts of the stamp in a page's last content stream, or None where there is no stamp.

    Args:
        content: the decoded stream; the last stamp in it counts, since later marks lie on top.
    """
    found = _STAMP.findall(content)
    if not found:
        return None
    return tuple(_decoded(text) for text in _SHOWN.findall(found[-1]))


def _decoded(text: bytes) -> str:
    """Return the characters of a string as `_text` wrote it."""
    codes = _ESCAPED.sub(lambda found: bytes([int(found[1], 8)]) if len(found[1]) > 1 else found[1], text)
    return "".join(_SIGNS_BY_CODE.get(code, chr(code)) for code in codes)


def embed_font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """Put the stamp's font into a PDF, once for all pages; codes are ASCII, and below it `SIGNS` in order."""
    typography.register_fonts()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    canvas.setFont(typography.REGULAR, 10)
    canvas.drawString(0, 0, "".join(map(chr, range(ord(" "), ord("~") + 1))) + SIGNS)
    canvas.save()
    with pikepdf.open(buffer) as drawn:
        fonts = drawn.pages[0].obj.Resources.Font
        font = next(fonts[name] for name in sorted(fonts.keys()) if "/FontDescriptor" in fonts[name])
        embedded = pdf.copy_foreign(font)
    # The subsets of our own pages carry reportlab's tag; two different subsets must not share a name.
    embedded.BaseFont = embedded.FontDescriptor.FontName = pikepdf.Name("/DOSSIE+SourceSans3-Regular")
    return embedded
