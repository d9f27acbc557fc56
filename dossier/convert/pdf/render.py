"""Renders PDF pages with pdfium: counts pages, draws them, and makes images of pages that no engine can copy."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Final, Self

import pikepdf
import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from dossier.convert.image import pdf_streams
from dossier.convert.run.pool import MAX_PIXELS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from types import TracebackType

__all__ = ["DPI", "append_pages", "replace_pages"]


DPI: Final = 200
"""Dots an inch of a page that becomes a picture: small print stays readable, a page has about 300 KB."""

_POINTS: Final = 72
_A4: Final = (595.28, 841.89)
_SIDE: Final = 1000
"""Pixels of the longer side of a page that is drawn for comparison."""
_CELL: Final = 4
_FAR: Final = 40
"""Grey levels that a cell must lie outside of what the other page has around its place to count as different."""
_MOST_DIFFERENT: Final = 0.0004
"""Share of different cells that rounding may explain; a missing word of body text is twice that."""
_NARROWEST: Final = 4
_SMALLEST_SIDE: Final = 3
"""Points; the smallest that a page may be (ISO 32000-1, annex C.2)."""
_SAME_SHAPE: Final = 0.02

_FAILURES: Final = (pypdfium2.PdfiumError, OSError, ValueError, IndexError, OverflowError, ZeroDivisionError)


class NotShownError(Exception):
    """Pdfium cannot open the file."""


class Shown:
    """A PDF as pdfium shows it, with its form fields; a context manager."""

    def __init__(self, source: Path, password: str | None = None) -> None:
        """Open a file.

        Raises:
            NotShownError: pdfium does not open it, or finds no page.
        """
        self._source, self._password = source, password
        with ExitStack() as opened:
            self._document = _document(source, password, opened)
            self.pages = len(self._document)
            if self.pages == 0:
                raise NotShownError("no page")
            self._open = opened.pop_all()

    def __enter__(self) -> Self:
        """Return the open file."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._open.close()

    def size(self, number: int) -> tuple[float, float]:
        """Return width and height in points of a page (from 1) as shown; A4 where pdfium does not find the page."""
        try:
            width, height = self._document.get_page_size(number - 1)
        except pypdfium2.PdfiumError:
            return _A4
        return (float(width), float(height)) if min(width, height) >= 1 else _A4

    def small(self, number: int) -> Image.Image | None:
        """Return a page (from 1) in grey, small, for comparison; None where it cannot be drawn."""
        drawn = self._drawn(number, lambda side: _SIDE / side)
        return drawn.convert("L") if drawn is not None else None

    def picture(self, number: int) -> Image.Image | None:
        """Return a page (from 1) in colour at `DPI`, or coarser where it is enormous; None where it cannot be drawn."""
        most = MAX_PIXELS**0.5
        return self._drawn(number, lambda side: min(DPI / _POINTS, most / side))

    def _drawn(self, number: int, scale: object) -> Image.Image | None:
        try:
            page = self._document[number - 1]
            try:
                side = max(page.get_size())
                if min(page.get_size()) < _SMALLEST_SIDE:
                    return None  # a box that is none: other readers take the usual sheet
                bitmap = page.render(scale=scale(side), fill_color=(255, 255, 255, 255))  # type: ignore[operator]
                picture: Image.Image = bitmap.to_pil().convert("RGB")
                bitmap.close()
            finally:
                page.close()
        except _FAILURES:
            return None
        return picture

    def rewrite(self, target: Path) -> None:
        """Write all pages into a new file, with forms and comments drawn into them as shown.

        Raises:
            NotShownError: pdfium cannot.
        """
        with ExitStack() as opened:
            # Opened anew: drawing forms into pages changes the document, and this one is what others are compared with.
            document = _document(self._source, self._password, opened)
            fresh = pypdfium2.PdfDocument.new()
            opened.callback(fresh.close)
            try:
                if document.formenv:
                    for page in document:
                        page.flatten()
                        page.close()
                fresh.import_pages(document)
                with target.open("wb") as stream:
                    fresh.save(stream)
            except _FAILURES as error:
                raise NotShownError(str(error)) from error


def _document(source: Path, password: str | None, opened: ExitStack) -> pypdfium2.PdfDocument:
    # A stream and not a path: a name may hold bytes that are no text.
    stream = opened.enter_context(source.open("rb"))
    try:
        document = pypdfium2.PdfDocument(stream, password=password)
        opened.callback(document.close)
        if document.get_formtype():
            document.init_forms()
    except _FAILURES as error:
        raise NotShownError(str(error)) from error
    return document


def different_pages(before: Shown, after: Shown, numbers: Iterable[int]) -> list[int]:
    """Return the pages (from 1) that look different in two files, or that only the first can be drawn of."""
    found = []
    for number in numbers:
        one = before.small(number)
        if one is None:
            continue
        other = after.small(number)
        if other is None or not _alike(one, other):
            found.append(number)
    return found


def _alike(one: Image.Image, other: Image.Image) -> bool:
    if abs(one.width / one.height - other.width / other.height) > _SAME_SHAPE * one.width / one.height:
        return False
    size = (max(_NARROWEST, one.width // _CELL), max(_NARROWEST, one.height // _CELL))
    small = [picture.resize(size, Image.Resampling.BOX) for picture in (one, other)]
    levels = ImageChops.lighter(_beyond(small[0], small[1]), _beyond(small[1], small[0])).histogram()
    return sum(levels[_FAR:]) <= _MOST_DIFFERENT * size[0] * size[1]


def _beyond(one: Image.Image, other: Image.Image) -> Image.Image:
    """Return how far each cell lies outside of what the other picture has there and right beside it."""
    darker = ImageChops.subtract(other.filter(ImageFilter.MinFilter(3)), one)
    lighter = ImageChops.subtract(one, other.filter(ImageFilter.MaxFilter(3)))
    return ImageChops.lighter(darker, lighter)


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
