"""A page is blank where nothing on it stands out from its ground."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw

from dossier.convert.run.part_look import is_blank, is_plainly_drawn
from tests.support import blank_pages as pages

if TYPE_CHECKING:
    from collections.abc import Callable

BLANK: dict[str, Callable[[], Image.Image]] = {
    "white": lambda: Image.new("L", pages.SHEET, 255),
    "a white photo with noise": lambda: pages.flat(252, 4),
    "an off-white photo with much noise": lambda: pages.flat(235, 12),
    "a grey cover": lambda: pages.flat(128),
    "a black cover": lambda: pages.flat(0),
    "a photo into the dark": lambda: pages.flat(12, 8),
    "an empty sheet under a lamp": lambda: pages.shaded(180, 240),
    "an empty sheet with dust and a shadow": pages.dirty,
}
DRAWN: dict[str, Callable[[], Image.Image]] = {
    "pencil": lambda: pages.pencilled(200, 235),
    "faint pencil": lambda: pages.pencilled(215, 235),
    "very faint pencil": lambda: pages.pencilled(222, 240, noise=6),
    "a page number": lambda: pages.lettered("Halaman 12"),
    "pale words": lambda: pages.lettered("Lampiran surat undangan rapat", 215),
    "a dark photo out of focus": pages.out_of_focus,
}


@pytest.mark.parametrize("margin", [0, 40], ids=["over the page", "with margins"])
@pytest.mark.parametrize("name", BLANK)
def test_a_page_of_one_colour_is_blank_whatever_noise_and_light_do_to_it(name: str, margin: int) -> None:
    assert is_blank(pages.page(BLANK[name](), margin=margin))


@pytest.mark.parametrize("margin", [0, 40], ids=["over the page", "with margins"])
@pytest.mark.parametrize("name", DRAWN)
def test_a_page_with_anything_on_it_is_not_blank(name: str, margin: int) -> None:
    assert not is_blank(pages.page(DRAWN[name](), margin=margin))


def test_dense_print_leaves_no_ground_and_is_not_blank() -> None:
    sheet = Image.new("L", (707, 1000), 255)
    draw = ImageDraw.Draw(sheet)
    for y in range(20, 980, 8):
        draw.line((20, y, 690, y), fill=40, width=4)
    assert not is_blank(sheet)


@pytest.mark.parametrize("name", BLANK)
def test_no_blank_page_is_plainly_drawn(name: str) -> None:
    assert not any(is_plainly_drawn(small(BLANK[name](), margin)) for margin in (0, 40))


def test_a_page_of_print_is_plainly_drawn_already_when_it_is_small() -> None:
    sheet = Image.new("L", pages.SHEET, 255)
    draw = ImageDraw.Draw(sheet)
    for y in range(200, 1500, 36):
        draw.text((150, y), "Laporan pelaksanaan kegiatan " * 3, fill=0, font_size=20)
    assert is_plainly_drawn(small(sheet, 0))


def small(sheet: Image.Image, margin: int) -> Image.Image:
    """Return the page as it is drawn first."""
    return pages.page(sheet, margin=margin).resize((212, 300), Image.Resampling.BOX)
