"""Puts an invisible text layer under the pages of scans (`--teks-pindaian`), so that a search finds their words.

Three kinds of jobs in children: which pages show pictures and have no text, what tesseract reads on one such page (kept
by what the page shows, so that a changed file has only its changed pages read), and the part with those layers. What
tesseract writes is a page of text alone, in a font without glyphs; nothing of what is seen changes.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

import pikepdf
import pypdfium2
from pypdfium2 import raw as pdfium

from dossier.convert.extract import tesseract
from dossier.convert.extract.contents import OCR_LIMITS
from dossier.convert.pdf import normalise
from dossier.convert.registry import Recipe
from dossier.convert.run.part_cache import PartCache
from dossier.convert.run.pool import Job, kept_or_made
from dossier.convert.run.result import Made
from dossier.progress import Work, unseen
from dossier.state import typed_json
from dossier.state.files import sha256_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from dossier.model import PreparedPart
    from dossier.progress import Progress

_HOME: Final = "dossier.convert.pdf.text_layer"
_SURVEY: Final = Recipe(name="halaman_pindaian", converter=f"{_HOME}:survey")
_READING: Final = Recipe(name="teks_halaman", converter=f"{_HOME}:read_page")
_LAYERED: Final = Recipe(name="teks_pindaian", converter=f"{_HOME}:add_layers")
_LEAST_LETTERS: Final = 12
"""Fewer on a page are a stamp or a page number and no text layer."""
_LEAST_SHARE: Final = 0.2
"""Part of the page that its pictures cover at least, for it to be a scan."""
_NAME: Final = "/TeksPindaian"
_NO_WORDS: Final = "tanpa teks"


@dataclass(frozen=True, slots=True, kw_only=True)
class _ScannedPage:
    """A page of a part (from 1) that shows pictures and has no text, and the SHA-256 of what it shows."""

    number: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layer:
    """The text page for a page (from 1) of a part: where it lies in the cache."""

    number: int
    blob: str


def survey(source: Path, target: Path, _option: str = "") -> Made:
    """Write as JSON which pages of a part are scans without text."""
    found = []
    with pypdfium2.PdfDocument(source) as document:
        for number in range(len(document)):
            page = document[number]
            if _is_scan(page):
                shown = page.render(scale=tesseract.scale_of(page), grayscale=True)
                digest = hashlib.sha256(f"{shown.width}x{shown.height} ".encode() + bytes(shown.buffer)).hexdigest()
                shown.close()
                found.append({"number": number + 1, "digest": digest})
            page.close()
        pages = len(document)
    target.write_text(json.dumps(found), encoding="ascii")
    return Made(pages=pages, engine="pdfium")


def _is_scan(page: pypdfium2.PdfPage) -> bool:
    text = page.get_textpage()
    letters = sum(map(str.isalpha, text.get_text_bounded()))
    text.close()
    if letters >= _LEAST_LETTERS:
        return False
    width, height = page.get_size()
    pictures = page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,))
    covered = 0.0
    for each in pictures:
        left, bottom, right, top = each.get_bounds()
        covered += max(0.0, right - left) * max(0.0, top - bottom)
    return bool(covered >= _LEAST_SHARE * width * height)


def read_page(source: Path, target: Path, number: str) -> Made:
    """Write a page that holds nothing but the text of one page (from 1) of a part, as tesseract reads it.

    Raises:
        CannotConvertError: tesseract gives up or is not installed.
    """
    layer = tesseract.text_page(source, int(number), target.parent)
    target.write_bytes(layer.pdf)
    return Made(pages=1, engine="tesseract", notes=() if layer.words else (_NO_WORDS,))


def add_layers(source: Path, target: Path, option: str) -> Made:
    """Write a part with text pages under its own; `option` lists them as JSON."""
    layers = typed_json.parse(option.encode(), tuple[_Layer, ...])
    with ExitStack() as opened:
        part = opened.enter_context(pikepdf.open(source))
        font: pikepdf.Object | None = None
        for layer in layers:
            text = opened.enter_context(pikepdf.open(layer.blob))
            page = part.pages[layer.number - 1]
            form = part.copy_foreign(text.pages[0].as_form_xobject())
            # pikepdf's own name is another one each time; pages may share their resources, so that each has its own.
            name = pikepdf.Name(f"{_NAME}{layer.number}")
            page.add_resource(form, pikepdf.Name.XObject, name, replace_existing=False)
            placed = page.calc_form_xobject_placement(form, name, pikepdf.Rectangle(page.cropbox))
            page.contents_add(placed, prepend=True)
            fonts = form.Resources.get("/Font", pikepdf.Dictionary())
            for key in list(fonts.keys()):  # the same font without glyphs stands in every text page
                font = fonts[key] if font is None else font
                fonts[key] = font
        pages = normalise.finish_open(part, target)
    return Made(pages=pages, engine="tesseract")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layering:
    """Parts with the words of their scanned pages as text.

    `scans` is how many pages are scans, `read` how many of these have words, `failed` how many jobs gave no result.
    """

    parts: tuple[PreparedPart, ...]
    scans: int
    read: int
    failed: int


def add_text_layers(
    parts: Sequence[PreparedPart],
    cache: Path,
    *,
    fresh: bool = False,
    workers: int | None = None,
    progress: Progress = unseen,
) -> Layering | None:
    """Return the parts with a text layer; a page that cannot be read stays as it is.

    None where tesseract or its Indonesian data is not installed.

    Args:
        parts: what was prepared; those without pages stay as they are.
        cache: the folder of prepared parts; text pages and the new parts are kept in it too.
        fresh: look nothing up of what earlier runs kept.
        workers: child processes at most; None is one a core.
        progress: told about each page that is read.
    """
    engine = tesseract.find()
    if engine is None:
        return None
    run = _Run(PartCache(cache), fresh, workers, progress)
    pdfs = {sha256_of(part.pdf): part.pdf for part in parts if part.pdf is not None}
    scans = run.survey(pdfs)
    pages = run.read(pdfs, scans, engine)
    worded = {digest: tuple(page for page in found if page.digest in pages) for digest, found in scans.items()}
    layered = run.layer(pdfs, {digest: found for digest, found in worded.items() if found}, pages)
    return Layering(
        parts=tuple(part if part.pdf is None else replace(part, pdf=layered.get(part.pdf, part.pdf)) for part in parts),
        scans=sum(map(len, scans.values())),
        read=sum(len(found) for digest, found in worded.items() if pdfs[digest] in layered),
        failed=run.failed,
    )


class _Run:
    """The three kinds of jobs over the parts of a dossier, kept as they are made; it counts those without a result."""

    def __init__(self, kept: PartCache, fresh: bool, workers: int | None, progress: Progress) -> None:  # noqa: FBT001 — handed on
        self._kept, self._fresh, self._workers, self._progress = kept, fresh, workers, progress
        self.failed = 0

    def _made(
        self, recipe: str, jobs: Mapping[str, Callable[[Path], Job]], work: Work | None = None
    ) -> dict[str, Made]:
        outcomes = kept_or_made(
            self._kept,
            recipe,
            jobs,
            fresh=self._fresh,
            workers=self._workers,
            limits=OCR_LIMITS,
            progress=self._progress if work else unseen,
            work=work or Work.PREPARING,
        )
        made = {key: outcome for key, outcome in outcomes.items() if isinstance(outcome, Made)}
        self.failed += len(outcomes) - len(made)
        return made

    def survey(self, pdfs: Mapping[str, Path]) -> dict[str, tuple[_ScannedPage, ...]]:
        """Return SHA-256 of a part ─► its pages that are scans without text."""
        key = _SURVEY.key()
        jobs = {digest: partial(_job, pdf, digest, digest, _SURVEY.converter, "") for digest, pdf in pdfs.items()}
        found = {}
        for digest in self._made(key, jobs):
            data = self._kept.entry(digest, key).blob.read_bytes()
            found[digest] = typed_json.parse(data, tuple[_ScannedPage, ...])
        return {digest: pages for digest, pages in found.items() if pages}

    def read(
        self, pdfs: Mapping[str, Path], scans: Mapping[str, tuple[_ScannedPage, ...]], engine: str
    ) -> dict[str, Path]:
        """Return SHA-256 of what a page shows ─► its text page, of those on which words were read."""
        key = replace(_READING, engine=engine.replace(" ", "")).key()
        places = {page.digest: (digest, page.number) for digest, pages in scans.items() for page in pages}
        jobs = {
            shown: partial(_job, pdfs[digest], digest, shown, _READING.converter, str(number))
            for shown, (digest, number) in places.items()
        }
        made = self._made(key, jobs, Work.RECOGNISING)
        return {shown: self._kept.entry(shown, key).blob for shown, each in made.items() if _NO_WORDS not in each.notes}

    def layer(
        self, pdfs: Mapping[str, Path], scans: Mapping[str, tuple[_ScannedPage, ...]], pages: Mapping[str, Path]
    ) -> dict[Path, Path]:
        """Return PDF of a part ─► the same with the text pages of its scans."""
        wanted = {}
        for digest, found in scans.items():
            listing = [{"number": page.number, "blob": pages[page.digest].as_posix()} for page in found]
            shown = " ".join([digest, *(f"{page.number}:{page.digest}" for page in found)])
            wanted[hashlib.sha256(shown.encode()).hexdigest()] = digest, json.dumps(listing)
        key = _LAYERED.key()
        jobs = {
            shown: partial(_job, pdfs[digest], digest, shown, _LAYERED.converter, listing)
            for shown, (digest, listing) in wanted.items()
        }
        return {pdfs[wanted[shown][0]]: self._kept.entry(shown, key).blob for shown in self._made(key, jobs)}


def _job(pdf: Path, sha256: str, key: str, converter: str, option: str, folder: Path) -> Job:
    return Job(
        key=key,
        source=pdf,
        sha256=sha256,
        target=folder / f"{key}.pdf",
        converter=converter,
        size=pdf.stat().st_size,
        option=option,
        makes_pdf=converter != _SURVEY.converter,
    )
