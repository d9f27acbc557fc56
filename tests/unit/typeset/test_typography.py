"""The fonts are there, and no text can hide, break markup or lack a glyph."""

from __future__ import annotations

import unicodedata
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Paragraph

from dossier.typeset.typography import (
    ACCENT,
    ALERT,
    BOLD,
    INK,
    ITALIC,
    MUTED,
    PAPER,
    REGULAR,
    RULE,
    STYLES,
    markup,
    register_fonts,
    shorten,
    text_width,
    visible,
)

# Any character at all, lone surrogates too.
anything = st.text(st.characters(codec=None, exclude_categories=()))


def test_registering_the_fonts_twice_is_harmless() -> None:
    register_fonts()
    register_fonts()
    assert {REGULAR, ITALIC, BOLD} <= set(pdfmetrics.getRegisteredFontNames())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Undangan – rapat “ZI” é Ж", "Undangan – rapat “ZI” é Ж"),
        ("baris\nbaru", "baris⟨U+000A⟩baru"),
        ("kanan\u202egpj.fdp", "kanan⟨U+202E⟩gpj.fdp"),
        ("lebar\u200bnol", "lebar⟨U+200B⟩nol"),
        ("😀", "⟨U+1F600⟩"),
        ("中", "⟨U+4E2D⟩"),
        ("rusak\udcff", "rusak⟨U+DCFF⟩"),
    ],
)
def test_what_cannot_be_drawn_or_would_hide_is_spelt_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(anything)
def test_visible_text_has_no_hidden_character_and_can_be_written(text: str) -> None:
    shown = visible(text)
    shown.encode()
    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert visible(shown) == shown


@given(anything)
def test_markup_is_nothing_but_text(text: str) -> None:
    element = ET.fromstring(f"<p>{markup(text)}</p>")  # noqa: S314 — what is parsed was escaped by us
    assert len(element) == 0
    assert (element.text or "") == visible(text)


def test_reportlab_prints_markup_as_it_was_written() -> None:
    paragraph = Paragraph(markup("<img src='/etc/passwd'/> <b>A & B"), STYLES.body)
    assert paragraph.getPlainText() == "<img src='/etc/passwd'/> <b>A & B"


@given(anything, st.floats(min_value=20, max_value=300))
def test_shortened_text_fits(text: str, width: float) -> None:
    assert text_width(shorten(text, REGULAR, 9, width), REGULAR, 9) <= width


def test_shortening_keeps_head_and_tail() -> None:
    short = shorten("Undangan rapat evaluasi pembangunan zona integritas Februari 2025.pdf", REGULAR, 9, 120)
    assert short.startswith("Undangan")
    assert short.endswith("2025.pdf")


def test_the_palette_can_be_told_apart_without_colour() -> None:
    def lightness(colour: object) -> float:
        red, green, blue = colour.rgb()  # type: ignore[attr-defined]
        return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)

    text = [lightness(colour) for colour in (INK, ACCENT, ALERT, MUTED)]
    assert all(shade < 0.4 for shade in text), "text is dark enough to be copied"
    assert lightness(MUTED) - lightness(INK) > 0.2
    assert max(text) + 0.25 < lightness(RULE) < lightness(PAPER) - 0.15
