"""OCR of scans and photos with tesseract, where installed; with `--ocr` only, in a child under limits."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from dossier._lazy import lazy
from dossier.convert.run.pool import MAX_PIXELS
from dossier.errors import CannotConvertError
from dossier.model import Media
from dossier.workers.confinement import NO_HOME, environment

with lazy():
    import pikepdf
    import pypdfium2
    from PIL import Image, ImageOps

    from dossier.convert.image import formats


if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LANGUAGE: Final = "ind"
RESOLUTION: Final = 200  # dots an inch at which pages are drawn: what tesseract reads well and quickly
_POINTS: Final = 72
_LARGEST: Final = 5_000  # pixels of the longer side
_SECONDS: Final = 60
_CERTAIN: Final = 65.0
"""Average certainty of a word above which a page stands upright: print gives 80 to 95, a page upside down 20 to 50."""
_CLEARLY: Final = 10.0
_HALF_TURN: Final = 180
_UPWARDS: Final = 270
"""Degrees by which a page is turned whose lines run upwards; tesseract reads those as they stand."""
_COLUMNS: Final = 12
_WIDTH, _HEIGHT, _CERTAINTY = 8, 9, 10
"""Columns of tesseract's table of words."""
_LONG: Final = 4  # letters of a word that is wider than high
_ROTATE: Final = re.compile(r"^Rotate: (90|180|270)$", re.MULTILINE)
NOT_READ: Final = "tesseract tidak dapat membacanya"


@cache
def find() -> str | None:
    """Return "5.3.0, ind" where tesseract is installed with its Indonesian data, else None.

    It is asked once a process.
    """
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        version = _said(program, "--version")
        languages = _said(program, "--list-langs").split()
    except (OSError, subprocess.SubprocessError):
        return None
    number = version.split()[1] if len(version.split()) > 1 else "?"
    return f"{number}, {LANGUAGE}" if LANGUAGE in languages else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """The recognised text, and the rotation (0, 90, 180, 270 degrees clockwise) of the first page that needed one."""

    text: str
    turned: int = 0


def read(source: Path, media: Media, folder: Path, pages: int) -> Recognised:
    """Return the text of a picture, or of the first pages of a scan; a page that stands wrong is turned for it.

    Raises:
        CannotConvertError: the picture cannot be opened, or tesseract gives up.
    """
    program = shutil.which("tesseract")
    if program is None:
        raise CannotConvertError("tesseract tidak terpasang")
    drawn = _pages(source, folder, pages) if media is Media.PDF else _picture(source, folder)
    readings = [_upright(program, image) for image in drawn]
    turned = next((reading.turned for reading in readings if reading.turned), 0)
    return Recognised(text="\n".join(reading.text for reading in readings), turned=turned)


def drawn(source: Path, media: Media, folder: Path, pages: int) -> Iterator[Path]:
    """Yield a grey picture of each page, drawn by us; each must be used before the next one.

    Raises:
        CannotConvertError: the picture cannot be opened.
    """
    return _pages(source, folder, pages) if media is Media.PDF else _picture(source, folder)


def searchable(image: Path) -> bytes:
    """Return a PDF of one page that shows a picture drawn by us, its words as text where they stand.

    Its unit is the point, of which a picture has `RESOLUTION` / 72 dots.

    Raises:
        CannotConvertError: tesseract gives up or is not installed.
    """
    program = shutil.which("tesseract")
    if program is None:
        raise CannotConvertError("tesseract tidak terpasang")
    target = image.with_suffix("")
    # --psm 6, one block of lines: it leaves the columns of a table where they stand.
    _run(program, image, os.fspath(target), "-l", LANGUAGE, "--psm", "6", "--dpi", str(RESOLUTION), "pdf")
    made = target.with_suffix(".pdf")
    data = made.read_bytes()
    made.unlink()
    return data


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPage:
    """A PDF of one page that shows nothing and has the words of another where they stand; how many words these are."""

    pdf: bytes
    words: int


def text_page(source: Path, number: int, folder: Path) -> TextPage:
    """Return the words of a page (from 1) of a PDF as a page of text alone; one that stands wrong is turned to be read.

    Raises:
        CannotConvertError: the page cannot be drawn, tesseract gives up or is not installed.
    """
    program = shutil.which("tesseract")
    if program is None:
        raise CannotConvertError("tesseract tidak terpasang")
    image = folder / f"halaman-{os.getpid()}.png"
    try:
        with pypdfium2.PdfDocument(source) as document:
            page = document[number - 1]
            page.render(scale=scale_of(page), grayscale=True).to_pil().save(image)
        first, pdf = _text_only(program, image)
        if not first.text.strip() or first.certainty >= _CERTAIN or first.sideways:
            return TextPage(pdf=pdf, words=len(first.text.split()))
        degrees = _orientation(program, image) or _HALF_TURN
        _turn(image, degrees)
        again, turned = _text_only(program, image)
        if again.certainty < first.certainty + _CLEARLY:
            return TextPage(pdf=pdf, words=len(first.text.split()))
        return TextPage(pdf=_turned_back(turned, degrees), words=len(again.text.split()))
    except pypdfium2.PdfiumError as error:
        raise CannotConvertError(NOT_READ) from error
    finally:
        image.unlink(missing_ok=True)


def _text_only(program: str, image: Path) -> tuple[_Pass, bytes]:
    """Read a page as it stands; the second is its words as a page of the same shape."""
    found = _read(program, image, "-c", "textonly_pdf=1", "--dpi", str(RESOLUTION), "pdf")
    made = image.with_suffix(".pdf")
    pdf = made.read_bytes()
    made.unlink()
    return found, pdf


def _turned_back(pdf: bytes, degrees: int) -> bytes:
    """Return a page of text so that it lies on the page that was turned clockwise by `degrees` to be read."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.pages[0].rotate(-degrees, relative=False)
        opened.save(target, deterministic_id=True)
    return target.getvalue()


def scale_of(page: pypdfium2.PdfPage) -> float:
    """Return the pixels a point at which a page is drawn to be read: `RESOLUTION`, fewer where it is enormous."""
    return min(RESOLUTION / _POINTS, _LARGEST / max(*map(float, page.get_size()), 1.0))


def _upright(program: str, image: Path) -> Recognised:
    """Read a page as it stands; where hardly a word is certain, turn it and keep what is read more certainly.

    tesseract's own `--psm 1` leaves a page of few lines upside down: it turns only what it is sure of beforehand.
    """
    try:
        first = _read(program, image)
        if first.certainty >= _CERTAIN or not first.text.strip():
            return Recognised(text=first.text, turned=_UPWARDS if first.sideways else 0)
        degrees = _orientation(program, image) or _HALF_TURN
        _turn(image, degrees)
        again = _read(program, image)
        if again.certainty < first.certainty + _CLEARLY:
            return Recognised(text=first.text)
        return Recognised(text=again.text, turned=degrees)
    finally:
        image.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pass:
    """What tesseract made of a page: its text, how certain a word of it is on average (0 to 100), and its direction."""

    text: str
    certainty: float
    sideways: bool


def _read(program: str, image: Path, *also: str) -> _Pass:
    target = image.with_suffix("")
    _run(program, image, os.fspath(target), "-l", LANGUAGE, "--psm", "3", *also, "txt", "tsv")
    told = [target.with_suffix(ending) for ending in (".txt", ".tsv")]
    text, table = (path.read_text(encoding="utf-8", errors="replace") for path in told)
    for path in told:
        path.unlink()
    rows = [line.split("\t") for line in table.splitlines()[1:]]
    words = [row for row in rows if len(row) == _COLUMNS and row[-1].strip()]
    certainty = sum(float(row[_CERTAINTY]) for row in words) / len(words) if words else 0.0
    long = [row for row in words if len(row[-1].strip()) >= _LONG]
    upright = sum(int(row[_WIDTH]) >= int(row[_HEIGHT]) for row in long)
    return _Pass(text=text, certainty=certainty, sideways=upright < len(long) / 2)


def _orientation(program: str, image: Path) -> int:
    """Return by how many degrees clockwise a page must be turned to stand upright; 0 also where that is not known."""
    try:
        said = _run(program, image, "stdout", "-l", "osd", "--psm", "0")
    except CannotConvertError:
        return 0  # too few letters, or the data for it is not installed
    found = _ROTATE.search(said)
    return int(found[1]) if found else 0


def _turn(image: Path, degrees: int) -> None:
    with Image.open(image) as opened:
        turned = opened.rotate(-degrees, expand=True)
    turned.save(image)


def _run(program: str, image: Path, *arguments: str) -> str:
    command = [program, os.fspath(image), *arguments]
    try:
        ran = subprocess.run(  # noqa: S603 — a fixed program; the picture was drawn by us
            command, capture_output=True, timeout=_SECONDS, check=True, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise CannotConvertError(NOT_READ) from error
    return ran.stdout.decode("utf-8", errors="replace")


def _pages(source: Path, folder: Path, pages: int) -> Iterator[Path]:
    try:
        document = pypdfium2.PdfDocument(source)
        for number in range(min(pages, len(document))):
            page = document[number]
            target = folder / f"halaman-{os.getpid()}.png"
            page.render(scale=scale_of(page), grayscale=True).to_pil().save(target)
            yield target
    except pypdfium2.PdfiumError as error:
        raise CannotConvertError(NOT_READ) from error


def _picture(source: Path, folder: Path) -> Iterator[Path]:
    """Redraw a picture upright and grey: tesseract opens nothing that was not written by us."""
    image = formats.open_picture(source.read_bytes())
    if image.width * image.height > MAX_PIXELS:
        raise CannotConvertError("gambar terlalu besar untuk dibaca")
    upright = formats.flattened(ImageOps.exif_transpose(image)).convert("L")
    upright.thumbnail((_LARGEST, _LARGEST))
    target = folder / f"gambar-{os.getpid()}.png"
    upright.save(target)
    yield target


def _said(program: str, option: str) -> str:
    ran = subprocess.run(  # noqa: S603 — a fixed program and a fixed option
        [program, option],
        capture_output=True,
        timeout=_SECONDS,
        check=True,
        stdin=subprocess.DEVNULL,
        env=environment(NO_HOME),  # as in a child, which sees nothing else
    )
    return (ran.stdout or ran.stderr).decode("utf-8", errors="replace")
