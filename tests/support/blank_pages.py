"""Pages with nothing on them as scanners and cameras make them, and others with very little; grey, as drawn."""

from __future__ import annotations

import io
import random
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

SHEET: Final = (1240, 1754)  # A4 at 150 dpi


def flat(grey: int, noise: float = 0) -> Image.Image:
    """Return a sheet of one grey level with the noise of a sensor (its deviation in levels) and of JPEG."""
    return photographed(Image.new("L", SHEET, grey), noise)


def shaded(dark: int, light: int, noise: float = 3) -> Image.Image:
    """Return an empty sheet with a lamp above its middle."""
    levels = [light - (light - dark) * level // 255 for level in range(256)]
    return photographed(Image.radial_gradient("L").resize(SHEET).point(levels), noise)


def dirty(specks: int = 8) -> Image.Image:
    """Return the scan of an empty sheet: specks of dust, and the shadow of the glass along one side."""
    sheet, rng = Image.new("L", SHEET, 244), _seeded(7)
    draw = ImageDraw.Draw(sheet)
    for _ in range(specks):
        x, y = rng.randint(100, SHEET[0] - 100), rng.randint(100, SHEET[1] - 100)
        draw.ellipse((x, y, x + 1, y + 1), fill=110)
    draw.rectangle((0, 0, 8, SHEET[1]), fill=90)
    return photographed(sheet, 3)


def pencilled(stroke: int, paper: int, noise: float = 4) -> Image.Image:
    """Return the scan of a page written in pencil: a dozen thin lines, `stroke` on `paper`."""
    sheet, rng = Image.new("L", SHEET, paper), _seeded(11)
    draw = ImageDraw.Draw(sheet)
    for _ in range(12):
        x, y = rng.randint(150, 700), rng.randint(150, SHEET[1] - 150)
        line = [(x, y)]
        for _ in range(20):
            x, y = x + rng.randint(4, 15), y + rng.randint(-9, 9)
            line.append((x, y))
        draw.line(line, fill=stroke, width=2)
    return photographed(sheet.filter(ImageFilter.GaussianBlur(0.6)), noise)


def lettered(text: str, grey: int = 0) -> Image.Image:
    """Return a white page with a few words at its foot, as a program draws them."""
    sheet = Image.new("L", SHEET, 255)
    ImageDraw.Draw(sheet).text((500, 1600), text, fill=grey, font=ImageFont.load_default(size=24))
    return sheet


def out_of_focus() -> Image.Image:
    """Return a dark photo of which nothing but shapes can be seen."""
    scene = Image.new("L", SHEET, 50)
    ImageDraw.Draw(scene).ellipse((200, 300, 800, 1200), fill=200)
    return photographed(scene.filter(ImageFilter.GaussianBlur(90)), 8)


def photographed(sheet: Image.Image, noise: float) -> Image.Image:
    """Return a picture as a sensor and JPEG leave it."""
    if noise:
        sheet = ImageChops.add(sheet, _noise(noise), scale=1, offset=-128)
    stream = io.BytesIO()
    sheet.save(stream, "JPEG", quality=60)
    return Image.open(stream).convert("L")


def jpeg(sheet: Image.Image) -> bytes:
    """Return a picture as a JPEG file."""
    stream = io.BytesIO()
    sheet.save(stream, "JPEG", quality=75)
    return stream.getvalue()


def page(sheet: Image.Image, *, margin: int = 40) -> Image.Image:
    """Return the picture on a white page of 1,000 pixels' height, as a part of it is drawn."""
    drawn = Image.new("L", (707, 1000), 255)
    fitting = sheet.copy()
    fitting.thumbnail((707 - 2 * margin, 1000 - 2 * margin))
    drawn.paste(fitting, ((707 - fitting.width) // 2, (1000 - fitting.height) // 2))
    return drawn


def _noise(deviation: float) -> Image.Image:
    # Pillow's own noise has no seed: the same bytes in every run are put together here from bytes of `random`.
    small = Image.frombytes("L", (310, 438), _seeded(3).randbytes(310 * 438))
    spread = small.resize(SHEET, Image.Resampling.NEAREST)
    fine = Image.frombytes("L", SHEET, _seeded(5).randbytes(SHEET[0] * SHEET[1]))
    scale = deviation / 74  # the deviation of evenly spread bytes
    mixed = Image.blend(spread, fine, 0.8)
    return mixed.point([max(0, min(255, round(128 + (level - 128) * scale * 1.2))) for level in range(256)])


def _seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 — a test picture, the same in every run
