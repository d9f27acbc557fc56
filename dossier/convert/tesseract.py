"""Reading pictures of text with tesseract, where it is installed; asked for with `--ocr`, in a child under limits."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from typing import TYPE_CHECKING, Final

from dossier.convert.limits import MAX_PIXELS
from dossier.convert.outcome import CannotConvertError
from dossier.model import Media
from dossier.workers.confinement import NO_HOME, environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LANGUAGE: Final = "ind"
_RESOLUTION: Final = 200  # dots an inch at which pages are drawn: what tesseract reads well and quickly
_POINTS: Final = 72
_LARGEST: Final = 5_000  # pixels of the longer side
_SECONDS: Final = 60
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


def read(source: Path, media: Media, folder: Path, pages: int) -> str:
    """Return the text of a picture, or of the first pages of a scan.

    Raises:
        CannotConvertError: the picture cannot be opened, or tesseract gives up.
    """
    program = shutil.which("tesseract")
    if program is None:
        raise CannotConvertError("tesseract tidak terpasang")
    drawn = _pages(source, folder, pages) if media is Media.PDF else _picture(source, folder)
    return "\n".join(_read(program, image) for image in drawn)


def _read(program: str, image: Path) -> str:
    command = [program, os.fspath(image), "stdout", "-l", LANGUAGE, "--psm", "3"]
    try:
        ran = subprocess.run(  # noqa: S603 — a fixed program; the picture was drawn by us
            command, capture_output=True, timeout=_SECONDS, check=True, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise CannotConvertError(NOT_READ) from error
    finally:
        image.unlink(missing_ok=True)
    return ran.stdout.decode("utf-8", errors="replace")


def _pages(source: Path, folder: Path, pages: int) -> Iterator[Path]:
    import pypdfium2  # noqa: PLC0415 — only the child that reads a scan pays for it

    try:
        document = pypdfium2.PdfDocument(source)
        for number in range(min(pages, len(document))):
            page = document[number]
            scale = min(_RESOLUTION / _POINTS, _LARGEST / max(*page.get_size(), 1.0))
            target = folder / f"halaman-{os.getpid()}.png"
            page.render(scale=scale, grayscale=True).to_pil().save(target)
            yield target
    except pypdfium2.PdfiumError as error:
        raise CannotConvertError(NOT_READ) from error


def _picture(source: Path, folder: Path) -> Iterator[Path]:
    """Redraw a picture upright and grey: tesseract opens nothing that was not written by us."""
    from PIL import ImageOps  # noqa: PLC0415 — only the child that reads a picture pays for it

    from dossier.convert.picture_formats import open_picture  # noqa: PLC0415 — likewise
    from dossier.convert.picture_pixels import flattened  # noqa: PLC0415 — likewise

    image = open_picture(source.read_bytes())
    if image.width * image.height > MAX_PIXELS:
        raise CannotConvertError("gambar terlalu besar untuk dibaca")
    upright = flattened(ImageOps.exif_transpose(image)).convert("L")
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
