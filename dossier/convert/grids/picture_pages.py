"""Pages of pictures become tables and lines by tesseract, where it is installed; all of it has to be looked at."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dossier._lazy import lazy
from dossier.convert.extract import tesseract
from dossier.convert.extract.contents import OCR_LIMITS
from dossier.convert.grids import read_grids
from dossier.convert.grids.ruling_lines import ruling_lines, without_lines
from dossier.convert.grids.sheet_grid import GridsRead
from dossier.convert.run.pool import Job, Workers
from dossier.convert.run.result import Failed, Made
from dossier.model import Media
from dossier.workers import limited, scratch
from dossier.workers.confinement import Confinement

with lazy():
    import pikepdf
    from PIL import Image


if TYPE_CHECKING:
    from pathlib import Path

LOW_TRUST: Final = "dibaca dari gambar oleh tesseract, huruf dan kolomnya dapat salah"
MAX_PAGES: Final = 40
_POINTS: Final = 72
_CONVERTER: Final = "dossier.convert.grids.picture_pages:make_readable"
_PICTURES_ONLY: Final = "berisi gambar atau pindaian saja, tanpa teks"
_NO_ENGINE: Final = (
    f"{_PICTURES_ONLY}, dan tesseract dengan data Indonesia tidak terpasang untuk membacanya; pasang tesseract, ketik "
    "ulang tabelnya, atau minta berkas aslinya"
)


def read_pictures(path: Path) -> GridsRead | limited.Failure:
    """Return the tables and lines of a picture, or of a PDF whose pages are pictures; none of it is to be trusted."""
    if tesseract.find() is None:
        return GridsRead(trouble=_NO_ENGINE)
    with scratch.folder() as folder:
        job = Job(
            key=path.name,
            source=path,
            sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
            target=folder / "terbaca.pdf",
            converter=_CONVERTER,
            size=path.stat().st_size,
            makes_pdf=False,
        )
        with Workers(1, OCR_LIMITS, Confinement(reads=(path,), writes=(folder,))) as workers:
            ((_, outcome),) = workers.run([job])
        if isinstance(outcome, Failed):
            return GridsRead(trouble=f"{_PICTURES_ONLY}; {outcome.problem}")
        found = limited.read_limited(read_grids.read_grids, job.target, read_grids.LIMITS)
    if isinstance(found, limited.Failure) or found.pictures or found.trouble:
        return GridsRead(trouble=f"{_PICTURES_ONLY}, dan tesseract tidak menemukan teks di dalamnya")
    grids = tuple(replace(grid, low_trust=LOW_TRUST) for grid in found.grids)
    return replace(found, grids=grids, notes=(*found.notes, f"halamannya gambar; {LOW_TRUST}"))


def make_readable(source: Path, target: Path, _option: str = "") -> Made:
    """Write a PDF with the text of a picture's, or a PDF's, pages; runs in a child that may write beside `target`.

    Raises:
        CannotConvertError: the picture cannot be opened, or tesseract gives up.
    """
    with source.open("rb") as stream:
        media = Media.PDF if b"%PDF-" in stream.read(1024) else Media.PNG
    with pikepdf.new() as whole:
        for image in tesseract.drawn(source, media, target.parent, MAX_PAGES):
            with pikepdf.open(io.BytesIO(_read_page(image))) as made:
                whole.pages.extend(made.pages)
        whole.save(target)
        return Made(pages=len(whole.pages), engine="tesseract")


def _read_page(image: Path) -> bytes:
    """Return the page of a picture with its words as text and its ruling lines as lines."""
    with Image.open(image) as opened:
        page = opened.convert("L")
    lines = ruling_lines(page)
    without_lines(page, lines).save(image)
    scale = _POINTS / tesseract.RESOLUTION
    ends = (
        (left * scale, (page.height - top) * scale, right * scale, (page.height - bottom) * scale)
        for left, top, right, bottom in lines
    )
    strokes = " ".join(f"{x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l" for x1, y1, x2, y2 in ends)
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(tesseract.searchable(image))) as made:
        made.pages[0].contents_add(f"q 0.4 w {strokes} S Q".encode(), prepend=False)
        made.save(target)
    return target.getvalue()
