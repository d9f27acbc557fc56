"""Typeface, sizes (points), colours and safe text of every page that this program draws.

Reads the three font files only; lays out no page.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Final, cast

from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FONTS_FOLDER: Final = Path(__file__).parent / "fonts"

REGULAR: Final = "SourceSans3"
ITALIC: Final = "SourceSans3-Italic"
BOLD: Final = "SourceSans3-SemiBold"

_FONT_FILES: Final = {
    REGULAR: "SourceSans3-Regular.ttf",
    ITALIC: "SourceSans3-Italic.ttf",
    BOLD: "SourceSans3-SemiBold.ttf",
}

# Each colour is told from its neighbours by lightness alone, so that a black-and-white copier loses nothing.
INK: Final[Color] = HexColor("#1B1D1F")
MUTED: Final[Color] = HexColor("#5C6268")
RULE: Final[Color] = HexColor("#B4B9BE")
TINT: Final[Color] = HexColor("#F2F3F4")
ACCENT: Final[Color] = HexColor("#1C4A5E")
ALERT: Final[Color] = HexColor("#8A2B17")
PAPER: Final[Color] = HexColor("#FFFFFF")

HAIRLINE: Final = 0.35
"""Width in points of the rules between rows."""
STRONG_LINE: Final = 0.9
"""Width in points of the rules that open and close a table."""


def _style(
    name: str,
    size: float,
    leading: float,
    *,
    font: str = REGULAR,
    colour: Color = INK,
    before: float = 0,
    after: float = 0,
    right: bool = False,
) -> ParagraphStyle:
    return ParagraphStyle(
        name,
        fontName=font,
        fontSize=size,
        leading=leading,
        textColor=colour,
        spaceBefore=before,
        spaceAfter=after,
        alignment=TA_RIGHT if right else 0,
        splitLongWords=1,
        allowWidows=0,
        allowOrphans=0,
    )


class Styles:
    """The paragraph styles; sizes and leadings sit on a 13-point line, half of it for notes."""

    body: Final = _style("body", 10, 13)
    lead: Final = _style("lead", 12, 16)
    small: Final = _style("small", 8.5, 11)
    small_right: Final = _style("small_right", 8.5, 11, right=True)
    small_bold: Final = _style("small_bold", 8.5, 11, font=BOLD)
    note: Final = _style("note", 7.5, 9.5, colour=MUTED)
    note_italic: Final = _style("note_italic", 7.5, 9.5, font=ITALIC, colour=MUTED)
    label: Final = _style("label", 7.5, 9.5, font=BOLD, colour=MUTED)
    label_right: Final = _style("label_right", 7.5, 9.5, font=BOLD, colour=MUTED, right=True)
    bold: Final = _style("bold", 10, 13, font=BOLD)
    number: Final = _style("number", 10, 13, right=True)
    title: Final = _style("title", 20, 24, font=BOLD, after=6)
    heading: Final = _style("heading", 14, 18, font=BOLD, before=8, after=4)
    subheading: Final = _style("subheading", 11, 14, font=BOLD, before=8, after=3)
    display: Final = _style("display", 30, 34, font=BOLD)


STYLES: Final = Styles


def register_fonts() -> None:
    """Make the family known to reportlab and set how it writes; calling it again does nothing."""
    known = set(pdfmetrics.getRegisteredFontNames())
    if known.issuperset(_FONT_FILES):
        return
    for name, file in _FONT_FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(FONTS_FOLDER / file)))
    # There is no bold italic cut: bold wins.
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD)
    # Else every page names Helvetica, which is not embedded.
    rl_config.canvas_basefontname = REGULAR
    # ASCII85 costs a quarter more bytes and much time, for mail systems of the last century.
    rl_config.useA85 = 0


@lru_cache(maxsize=1)
def _drawable() -> frozenset[int]:
    """Return the code points that all three cuts can draw."""
    register_fonts()
    faces = [cast("TTFont", pdfmetrics.getFont(name)).face for name in _FONT_FILES]
    return frozenset.intersection(*(frozenset(face.charToGlyph) for face in faces))


# Control, format (zero width, bidi), surrogate, private and unassigned characters, line and paragraph separators.
_HIDDEN_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@lru_cache(maxsize=4096)
def _shown(character: str) -> str:
    if unicodedata.category(character) in _HIDDEN_CATEGORIES or ord(character) not in _drawable():
        return f"⟨U+{ord(character):04X}⟩"
    return character


def visible(text: str) -> str:
    """Return the text with every character that would be invisible, disturb its neighbours or print as a box spelt out.

    Controls (a newline too), bidirectional marks, lone surrogates and what the fonts lack become `⟨U+202E⟩`.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def markup(text: str) -> str:
    """Return any text as safe markup for a reportlab `Paragraph`: visible, with nothing left to be parsed."""
    return escape(visible(text))


def text_width(text: str, font: str, size: float) -> float:
    """Return the width in points of text set in one line."""
    register_fonts()
    return float(pdfmetrics.stringWidth(text, font, size))


def shorten(text: str, font: str, size: float, width: float) -> str:
    """Return visible text that fits `width` points, its middle replaced by an ellipsis where it must be.

    The middle goes because the head of a file name says what it is and the tail says which.
    """
    shown = visible(text)
    if text_width(shown, font, size) <= width:
        return shown
    low, high = 0, len(shown) - 1
    while low < high:
        kept = (low + high + 1) // 2
        if text_width(_without_middle(shown, kept), font, size) <= width:
            low = kept
        else:
            high = kept - 1
    return _without_middle(shown, low)


def _without_middle(text: str, kept: int) -> str:
    head = (kept + 1) // 2
    tail = kept - head
    return f"{text[:head]}…{text[len(text) - tail :]}"
