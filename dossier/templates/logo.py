"""Reads a unit's logo in a limited child and re-encodes it: what goes into a paper is a picture of our own making."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier._lazy import lazy
from dossier.workers.confinement import Limits
from dossier.workers.limited import Failure, read_limited

with lazy():
    from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path

MAX_LOGO_BYTES: Final = 10 * 1024 * 1024
MAX_LOGO_PIXELS: Final = 50_000_000
MAX_LOGO_SIDE: Final = 800
"""Pixels of the longer side in a paper: 25 mm at 800 dpi."""
_FORMATS: Final = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
_READING: Final = Limits(seconds=30.0, memory=1 << 30, output=16 << 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A picture as PNG, with its size in pixels."""

    png: bytes
    width: int
    height: int


def read_logo(path: Path) -> Logo | str:
    """Return the picture of a file, or why it cannot be used, in words that follow its name."""
    if path.is_symlink() or not path.is_file():
        return "tidak ada"
    found = read_limited(reencoded, path, _READING)
    return f"tidak terbaca: {found}" if isinstance(found, Failure) else found


def reencoded(path: Path) -> Logo | str:
    """Decode a picture and encode it anew, without anything that it carries besides; runs in a limited child."""
    if path.stat().st_size > MAX_LOGO_BYTES:
        return f"lebih besar dari {MAX_LOGO_BYTES // 1024 // 1024} MB"
    with Image.open(path, formats=_FORMATS) as picture:
        if picture.width * picture.height > MAX_LOGO_PIXELS:
            return f"berukuran {picture.width} × {picture.height} piksel, jauh lebih besar daripada logo biasa"
        see_through = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
        plain = picture.convert("RGBA" if see_through else "RGB")
    plain.thumbnail((MAX_LOGO_SIDE, MAX_LOGO_SIDE))
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    buffer = io.BytesIO()
    bare.save(buffer, "PNG", optimize=False)
    return Logo(png=buffer.getvalue(), width=bare.width, height=bare.height)
