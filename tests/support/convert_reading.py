"""What tests of converting read: evidence files from disk, the text and the looks of a PDF."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pypdf
import pypdfium2

from dossier.model import EvidenceFile, Media

if TYPE_CHECKING:
    from pathlib import Path

    from PIL import Image


def evidence_file(root: Path, path: Path, media: Media, problem: str | None = None) -> EvidenceFile:
    """Return what a scan would say of a file below `root`."""
    name = path.relative_to(root).as_posix()
    data = path.read_bytes()
    return EvidenceFile(
        path=name,
        disk_path=name,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        media=media,
        problem=problem,
    )


def text_of(path: Path) -> str:
    """Return all text of a PDF, pages parted by a form feed."""
    return "\f".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def rendered(path: Path, page: int = 0, dpi: int = 72) -> Image.Image:
    """Return one page as a picture in RGB, drawn by PDFium."""
    document = pypdfium2.PdfDocument(path)
    try:
        picture: Image.Image = document[page].render(scale=dpi / 72).to_pil()
        return picture.convert("RGB")
    finally:
        document.close()


def pixel(image: Image.Image, x: float, y: float) -> tuple[int, ...]:
    """Return the colour at a place given as parts (0 to 1) of width and height."""
    value = image.getpixel((int(image.width * x), int(image.height * y)))
    assert isinstance(value, tuple)
    return value


def close_to(colour: tuple[int, ...], wanted: tuple[int, int, int], tolerance: int = 40) -> bool:
    """Return whether two colours look alike."""
    return all(abs(one - other) <= tolerance for one, other in zip(colour, wanted, strict=True))
