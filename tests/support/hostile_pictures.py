"""Makers of difficult pictures: each writes one file into a folder and returns its path. Same bytes each time."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from pathlib import Path

ORIENTATION_TAG = 0x0112
UPRIGHT_SIZE = (240, 160)
# What must be done to the upright picture so that a viewer that honours the tag shows it upright (Exif 2.32, 4.6.4).
UNDO = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def picture(size: tuple[int, int] = UPRIGHT_SIZE, mode: str = "RGB") -> Image.Image:
    """Return a picture with a red upper left quarter, a blue lower right one, and the word CONTOH."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    width, height = size
    draw.rectangle((0, 0, width // 2, height // 2), fill=(200, 30, 30))
    draw.rectangle((width // 2, height // 2, width, height), fill=(30, 30, 200))
    draw.text((width // 20, height // 20), "CONTOH", fill="white", font_size=max(10, height // 8))
    return image.convert(mode)


def exif_jpeg(folder: Path, orientation: int = 6, name: str | None = None) -> Path:
    """A phone picture stored turned or mirrored; shown upright only when its orientation (1 to 8) is honoured."""
    path = folder / (name or f"exif-{orientation}.jpg")
    image = picture()
    if orientation in UNDO:
        image = image.transpose(UNDO[orientation])
    exif = Image.Exif()
    exif[ORIENTATION_TAG] = orientation
    image.save(path, "JPEG", exif=exif, quality=90)
    return path


def cmyk_jpeg(folder: Path, name: str = "cmyk.jpg") -> Path:
    """A JPEG in the colours of a printing press."""
    return _saved(picture(mode="CMYK"), folder / name, "JPEG")


def gray16_png(folder: Path, name: str = "abu16.png") -> Path:
    """A grey PNG of 16 bits: a ramp from black to white, which careless conversion makes all white."""
    values = [x * 65535 // 255 for _ in range(64) for x in range(256)]
    image = Image.frombytes("I;16", (256, 64), struct.pack(f"<{len(values)}H", *values))
    return _saved(image, folder / name, "PNG")


def transparent_png(folder: Path, name: str = "tembus.png") -> Path:
    """Black writing on a transparent ground, which careless conversion makes all black."""
    image = Image.new("RGBA", UPRIGHT_SIZE, (0, 0, 0, 0))
    ImageDraw.Draw(image).text((20, 60), "CONTOH", fill=(0, 0, 0, 255), font_size=40)
    return _saved(image, folder / name, "PNG")


def palette_png(folder: Path, name: str = "palet.png") -> Path:
    """A PNG with a palette, one colour of it transparent."""
    image = picture().quantize(8)
    path = folder / name
    image.save(path, "PNG", transparency=0)
    return path


def cut_jpeg(folder: Path, name: str = "terpotong.jpg") -> Path:
    """The first half of a JPEG."""
    path = _saved(picture((640, 480)), folder / name, "JPEG")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


def cut_png(folder: Path, name: str = "terpotong.png") -> Path:
    """The first half of a PNG."""
    path = _saved(picture((640, 480)), folder / name, "PNG")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


def bomb_png(folder: Path, name: str = "bom.png", side: int = 30_000) -> Path:
    """A PNG of some hundred kilobytes that unfolds to `side` × `side` black pixels of one bit."""
    row = b"\x00" + bytes((side + 7) // 8)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    path = folder / name
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b""))
    return path


def lying_png(folder: Path, name: str = "bohong.png") -> Path:
    """A PNG whose head promises 100,000 × 100,000 pixels and that holds none."""
    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 6, 0, 0, 0)
    path = folder / name
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(b"")) + _chunk(b"IEND", b"")
    )
    return path


def pages_tiff(folder: Path, name: str = "tiga-halaman.tif") -> Path:
    """A scanner's TIFF of three pages."""
    path = folder / name
    first, *others = [picture((200 + 20 * number, 150)) for number in range(3)]
    first.save(path, "TIFF", save_all=True, append_images=others, compression="tiff_lzw")
    return path


def animated_gif(folder: Path, name: str = "gerak.gif") -> Path:
    """A GIF of three frames."""
    path = folder / name
    first, *others = [picture((100 + number, 80)).resize((100, 80)) for number in range(3)]
    first.save(path, "GIF", save_all=True, append_images=others, duration=100)
    return path


def png_named_jpg(folder: Path, name: str = "sebenarnya-png.jpg") -> Path:
    """A PNG under the name of a JPEG: harmless."""
    return _saved(picture(), folder / name, "PNG")


def thin_png(folder: Path, name: str = "sehelai.png") -> Path:
    """A picture of 1 × 5,000 pixels."""
    return _saved(Image.new("RGB", (1, 5000), "black"), folder / name, "PNG")


def dense_jpeg(folder: Path, name: str = "dpi-aneh.jpg") -> Path:
    """A JPEG that claims one dot an inch, so that it would print ten metres wide."""
    path = folder / name
    picture((400, 300)).save(path, "JPEG", dpi=(1, 1))
    return path


def _saved(image: Image.Image, path: Path, form: str) -> Path:
    image.save(path, form)
    return path


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
