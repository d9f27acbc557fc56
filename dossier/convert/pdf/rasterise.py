"""Pages that become pictures, as pdfium shows them: the last way to bind a page that no engine can copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pikepdf

from dossier.convert.image import pdf_streams
from dossier.convert.pdf.render import DPI, Shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PIL import Image

__all__ = ["DPI", "append_pages", "replace_pages"]

_WHITE: Final = 250
_GONE: Final = ("/CropBox", "/Rotate", "/Annots", "/Group")


def replace_pages(pdf: pikepdf.Pdf, shown: Shown, numbers: Iterable[int]) -> list[int]:
    """Put pictures in the place of pages (from 1); return those that could not be drawn and stay as they are."""
    failed = []
    for number in numbers:
        image = shown.picture(number)
        if image is None:
            failed.append(number)
            continue
        page = pdf.pages[number - 1].obj
        for key in _GONE:
            if key in page:
                del page[key]
        _draw(pdf, page, image, shown.size(number))
    return failed


def append_pages(pdf: pikepdf.Pdf, shown: Shown) -> list[int]:
    """Add every page of a file as a picture, a blank one where it cannot be drawn.

    Returns:
        The pages (from 1) that were drawn; none where there is not one mark on any of them.
    """
    drawn, inked = [], False
    for number in range(1, shown.pages + 1):
        size = shown.size(number)
        page = pdf.add_blank_page(page_size=size).obj
        image = shown.picture(number)
        if image is not None:
            _draw(pdf, page, image, size)
            drawn.append(number)
            inked = inked or _has_ink(image)
    return drawn if inked else []


def _draw(pdf: pikepdf.Pdf, page: pikepdf.Object, image: Image.Image, size: tuple[float, float]) -> None:
    width, height = size
    page["/MediaBox"] = pikepdf.Array([0, 0, width, height])
    page["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Gambar=_stream(pdf, image)))
    page["/Contents"] = pdf.make_stream(f"q {width:.4f} 0 0 {height:.4f} 0 0 cm /Gambar Do Q\n".encode())


def _stream(pdf: pikepdf.Pdf, image: Image.Image) -> pikepdf.Stream:
    """Return the smaller of a lossless and a fine lossy picture, grey where it has no colour."""
    grey = image.convert("L")
    plain = grey if _is_grey(image) else image
    lossless, lossy = pdf_streams.png_stream(pdf, plain), pdf_streams.photo_stream(pdf, plain)
    stream = min(lossless, lossy, key=lambda one: len(one.read_raw_bytes()))
    stream["/Type"], stream["/Subtype"] = pikepdf.Name("/XObject"), pikepdf.Name("/Image")
    return stream


def _has_ink(image: Image.Image) -> bool:
    darkest, _ = image.convert("L").getextrema()
    return int(darkest) < _WHITE  # type: ignore[arg-type]  # one band


def _is_grey(image: Image.Image) -> bool:
    red, green, blue = image.split()
    return red.tobytes() == green.tobytes() == blue.tobytes()
