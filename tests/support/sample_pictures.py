"""Pictures of the sample evidence: scans of papers, phone photographs, banners, screenshots. Every one says CONTOH."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).parents[2] / "dossier" / "typeset" / "fonts"
SEED = 2025
SCAN_SIZE = (620, 877)  # A4 at 75 dots an inch
PHOTO_SIZE = (800, 600)
ORIENTATION_TAG = 0x0112
PAPER, INK, ACCENT = (252, 251, 247), (35, 35, 45), (128, 32, 32)


def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Return the package's own font, so that every machine draws the same."""
    return ImageFont.truetype(FONTS / f"SourceSans3-{'SemiBold' if bold else 'Regular'}.ttf", size)


def scan_image(title: str, rows: tuple[tuple[str, ...], ...], *, seed: int) -> Image.Image:
    """Return a page as an office scanner leaves it: grey, a little askew, specks, a dark edge."""
    image = Image.new("L", SCAN_SIZE, 250)
    draw = ImageDraw.Draw(image)
    draw.text((310, 50), "KOMISI PEMILIHAN UMUM PROVINSI JAMBI", fill=20, font=font(20, bold=True), anchor="mm")
    draw.line((50, 72, 570, 72), fill=30, width=2)
    draw.text((310, 100), title, fill=20, font=font(19, bold=True), anchor="mm")
    draw.text((310, 440), "CONTOH", fill=222, font=font(120, bold=True), anchor="mm")
    for index, row in enumerate(rows):
        top = 130 + 30 * index
        if len(row) > 1:
            draw.rectangle((50, top, 570, top + 30), outline=60)
        for place, text in zip((58, 92, 300, 430), row, strict=False):
            draw.text((place, top + 15), text, fill=25, font=font(15), anchor="lm")
        if len(row) > 1 and index:
            _scrawl(draw, 480, top + 16, seed * 100 + index)
    draw.text((50, 850), "CONTOH – bukan dokumen sebenarnya", fill=60, font=font(13))
    noise = random.Random(seed)  # noqa: S311 — specks, no secret
    for _ in range(140):
        draw.point((noise.randrange(620), noise.randrange(877)), fill=noise.randrange(60, 180))
    image = image.rotate(noise.uniform(-0.9, 0.9), Image.Resampling.BILINEAR, fillcolor=235)
    ImageDraw.Draw(image).rectangle((0, 0, 5, 877), fill=150)
    return image


def scan_pdf(image: Image.Image, *, stored_turn: int = 0) -> bytes:
    """Return a PDF that holds nothing but the picture.

    `stored_turn` (0, 90, 180, 270) is how far the sheet lay turned on the glass; /Rotate on the page sets it right.
    """
    buffer = io.BytesIO()
    image.rotate(stored_turn, expand=True).save(buffer, "JPEG", quality=38)
    width, height = (side * 0.96 for side in image.rotate(stored_turn, expand=True).size)
    document = pikepdf.new()
    document.add_blank_page(page_size=(width, height))
    page = document.pages[0]
    picture = document.make_stream(
        buffer.getvalue(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=round(width / 0.96),
        Height=round(height / 0.96),
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=picture))
    page.obj.Contents = document.make_stream(f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Scan Do Q".encode())
    if stored_turn:
        page.obj.Rotate = stored_turn
    target = io.BytesIO()
    document.save(target, static_id=True)
    return target.getvalue()


def scan_jpeg(image: Image.Image) -> bytes:
    """Return the picture as a JPEG, as a phone's scanning program saves it."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=40)
    return buffer.getvalue()


def photo(caption: str, *, seed: int, orientation: int = 1) -> bytes:
    """Return a photograph of a meeting room, stored turned as a phone does (orientation 1, 3, 6 or 8)."""
    image = Image.new("RGB", PHOTO_SIZE, (206, 198, 184))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 430, 800, 600), fill=(120, 100, 84))
    draw.rectangle((250, 60, 550, 230), fill=(240, 240, 236), outline=(90, 90, 90), width=4)
    draw.text((400, 145), "RAPAT ZI\nCONTOH", fill=ACCENT, font=font(44, bold=True), anchor="mm", align="center")
    noise = random.Random(seed)  # noqa: S311 — a drawing, no secret
    for index in range(7):
        x, y = 70 + 105 * index + noise.randrange(-12, 12), 330 + noise.randrange(-15, 15)
        shade = noise.randrange(40, 120)
        draw.ellipse((x - 26, y - 66, x + 26, y - 8), fill=(shade + 90, shade + 60, shade + 40))
        draw.rounded_rectangle((x - 44, y - 6, x + 44, y + 110), 22, fill=(shade, shade // 2 + 30, 70))
    draw.polygon(((40, 440), (760, 440), (800, 540), (0, 540)), fill=(150, 118, 86))
    draw.rectangle((0, 560, 800, 600), fill=(20, 20, 20))
    draw.text((400, 580), f"CONTOH · {caption}", fill="white", font=font(22), anchor="mm")
    turned = {1: 0, 3: 180, 6: 90, 8: 270}[orientation]
    exif = Image.Exif()
    exif[ORIENTATION_TAG] = orientation
    buffer = io.BytesIO()
    image.rotate(turned, expand=True).save(buffer, "JPEG", quality=55, exif=exif)
    return buffer.getvalue()


def banner(lines: tuple[str, ...], colour: tuple[int, int, int], *, transparent: bool = False) -> bytes:
    """Return a banner as a PNG of few colours, with a transparent margin where asked."""
    image = Image.new("RGBA", (900, 360), (0, 0, 0, 0) if transparent else (255, 255, 255, 255))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((20, 20, 880, 340), 28, fill=(*colour, 255))
    for index, line in enumerate(lines):
        size = 54 if index == 0 else 30
        draw.text((450, 90 + 62 * index), line, fill="white", font=font(size, bold=index == 0), anchor="mm")
    draw.text((860, 318), "CONTOH", fill="white", font=font(24, bold=True), anchor="rm")
    return _few_colours(image)


def screenshot(address: str, title: str, lines: tuple[str, ...]) -> bytes:
    """Return a browser window as a PNG of few colours."""
    image = Image.new("RGBA", (1000, 620), (255, 255, 255, 255))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 1000, 56), fill=(222, 225, 230))
    draw.rounded_rectangle((90, 12, 960, 44), 16, fill="white")
    draw.text((110, 28), address, fill=INK, font=font(18), anchor="lm")
    draw.rectangle((0, 56, 1000, 140), fill=ACCENT)
    draw.text((40, 98), title, fill="white", font=font(34, bold=True), anchor="lm")
    for index, line in enumerate(lines):
        draw.text((40, 190 + 42 * index), line, fill=INK, font=font(24), anchor="lm")
    draw.text((960, 590), "CONTOH", fill=ACCENT, font=font(26, bold=True), anchor="rm")
    return _few_colours(image)


def _few_colours(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.quantize(32, Image.Quantize.FASTOCTREE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _scrawl(draw: ImageDraw.ImageDraw, x: int, y: int, seed: int) -> None:
    """Draw something like a signature."""
    hand = random.Random(seed)  # noqa: S311 — a drawing, no secret
    points = [(x + 7 * step + hand.randrange(-3, 4), y + hand.randrange(-9, 10)) for step in range(9)]
    draw.line(points, fill=50, width=2, joint="curve")
