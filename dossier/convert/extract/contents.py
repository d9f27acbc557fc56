"""Extracts the text of the first pages of files, in child processes; cached by content hash."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from dossier.convert.extract import tesseract
from dossier.convert.registry import Recipe
from dossier.convert.run.part_cache import MOST_STOPS
from dossier.convert.run.pool import Job, Limits, Workers
from dossier.convert.run.result import Failed
from dossier.model import Content, ContentSource, Media
from dossier.progress import Work, unseen
from dossier.state.store import Store
from dossier.workers import scratch
from dossier.workers.confinement import Confinement

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dossier.model import EvidenceFile
    from dossier.progress import Progress


NO_LAYER: Final = "pindaian tanpa lapisan teks"
OCR_OPTION: Final = "ocr"

TEXTS: Final = frozenset(
    {
        *(Media.PDF, Media.DOCX, Media.XLSX, Media.ODT, Media.ODS, Media.ODP, Media.PPTX, Media.XLS_XML),
        *(Media.TEXT, Media.MARKDOWN, Media.CSV, Media.HTML, Media.EML),
    }
)
"""Kinds whose words are read without another program; `extract/readers.py` has a reader for each."""

PICTURES: Final = frozenset({Media.JPEG, Media.PNG, Media.TIFF, Media.BMP, Media.GIF, Media.WEBP})
"""Kinds of pictures that tesseract is shown."""
EYE_READABLE: Final = PICTURES | {Media.PDF}


SCHEMA: Final = "dossier.isi/4"
LIMITS: Final = Limits(seconds=60.0, memory=1 << 30, output=64 << 20)
OCR_LIMITS: Final = Limits(seconds=240.0, memory=2 << 30, output=256 << 20)
_WAY_DIGITS: Final = 12
_CONVERTER: Final = "dossier.convert.extract.readers:read"
_OFFICE_ONLY: Final = frozenset({Media.DOC, Media.DOC_XML, Media.RTF, Media.XLS, Media.PPT})
OFFICE_ONLY: Final = "isinya tidak dibaca; simpan sebagai DOCX, XLSX, atau PDF"
WITH_OCR: Final = "jalankan lagi dengan --ocr"
WITHOUT_TESSERACT: Final = "pasang tesseract dengan data Indonesia, lalu jalankan dengan --ocr"


@dataclass(frozen=True, slots=True)
class _Wanted:
    file: EvidenceFile
    recipe: str
    option: str


@dataclass(frozen=True, slots=True)
class _KeptText:
    """One entry, as its JSON has it: what was read, and how often reading was stopped."""

    content: Content
    stops: int = 0

    def __post_init__(self) -> None:
        """Refuse a turn that no reading makes."""
        if self.content.turned not in {0, 90, 180, 270}:
            raise ValueError("no quarter turns")


def ocr_available() -> bool:
    """Return whether tesseract is installed with its Indonesian data."""
    return tesseract.find() is not None


def readings(opened: Iterable[EvidenceFile], checked: Iterable[EvidenceFile], *, ocr: bool = False) -> dict[str, str]:
    """Return SHA-256 ─► a digest of the way in which `read_contents` reads these bytes: code, libraries, engine.

    Equal bytes read the same way say the same, unless the reading fails in a way that may pass.

    Args:
        opened: what is read with `ocr`.
        checked: what is read without it, where it is not read so already.
        ocr: as for `read_contents`.
    """
    found: dict[str, str] = {}
    for files, asked in ((opened, ocr), (checked, False)):
        can_ocr = asked and ocr_available()
        ways: dict[Media, str] = {}
        for file in files:
            if file.media not in ways:
                ways[file.media] = _way(file.media, ocr=can_ocr, asked=asked)
            if ways[file.media] and not file.problem:
                found.setdefault(file.sha256, ways[file.media])
    return found


def _way(media: Media, *, ocr: bool, asked: bool) -> str:
    """Return the digest of the way in which a kind is read, empty where it is not."""
    recipe = _recipe(media, ocr)
    if media not in _OFFICE_ONLY and recipe is None:
        return ""
    said = OFFICE_ONLY if media in _OFFICE_ONLY or recipe is None else f"{recipe[0]} {'' if asked else _advice()}"
    return hashlib.sha256(said.encode()).hexdigest()[:_WAY_DIGITS]


def read_contents(
    files: Iterable[EvidenceFile],
    root: Path,
    cache: Path,
    *,
    ocr: bool = False,
    fresh: bool = False,
    workers: int | None = None,
    progress: Progress = unseen,
) -> dict[str, Content]:
    """Return SHA-256 ─► what each file says, or why it says nothing; kinds that hold no text are left out.

    Args:
        files: what to read; equal bytes are read once.
        root: the evidence folder.
        cache: where texts are kept between runs, by hash and reader; made when needed.
        ocr: also read pictures and scans, where tesseract is installed with its Indonesian data.
        fresh: look nothing up of what earlier runs kept.
        workers: child processes at most; None is as many as there are processors to use.
        progress: told about each file that has to be read.
    """
    can_ocr = ocr and ocr_available()
    kept_texts = Store(cache, SCHEMA)
    found: dict[str, Content] = {}
    wanted: dict[str, _Wanted] = {}
    for file in files:
        if file.problem or file.sha256 in found or file.sha256 in wanted:
            continue
        if file.media in _OFFICE_ONLY:
            found[file.sha256] = Content(text="", problem=OFFICE_ONLY)
        elif (want := _wanted(file, ocr=can_ocr)) is not None:
            known = None if fresh else _load(kept_texts, want)
            if known is None:
                wanted[file.sha256] = want
            else:
                found[file.sha256] = known
    if wanted:
        found |= _read(wanted, root, kept_texts, can_ocr=can_ocr, workers=workers, progress=progress)
    return {digest: _advised(content, asked=ocr) for digest, content in found.items()}


def _wanted(file: EvidenceFile, *, ocr: bool) -> _Wanted | None:
    """Return how a file is read, or None where it holds no text that anything here reads."""
    found = _recipe(file.media, ocr)
    return _Wanted(file, *found) if found else None


@cache
def _recipe(media: Media, ocr: bool) -> tuple[str, str] | None:  # noqa: FBT001 — a key of a cache
    """Return recipe and option of a kind, or None; the code and the libraries stay the same in one process."""
    by_eye = ocr and media in EYE_READABLE
    if media not in TEXTS and not by_eye:
        return None
    option = f"{media.value} {OCR_OPTION}" if by_eye else media.value
    engine = (tesseract.find() or "").replace(" ", "") if by_eye else ""
    recipe = Recipe(name="isi", converter=_CONVERTER, modules=("!dossier.convert.extract.contents",), engine=engine)
    return recipe.key(option), option


def _read(
    wanted: dict[str, _Wanted], root: Path, kept_texts: Store, *, can_ocr: bool, workers: int | None, progress: Progress
) -> dict[str, Content]:
    found: dict[str, Content] = {}
    limits = OCR_LIMITS if can_ocr else LIMITS
    with (
        progress(Work.READING, len(wanted)) as step,
        scratch.beside(kept_texts.root) as folder,
        Workers(
            workers,
            limits,
            Confinement(reads=(root,), writes=(folder,)),
            waits=lambda key: step(0, wanted[key].file.path),
        ) as pool,
    ):
        jobs = [_job(digest, want, root, folder) for digest, want in wanted.items()]
        for job, outcome in pool.run(jobs):
            want = wanted[job.key]
            if isinstance(outcome, Failed):
                content = Content(text="", problem=outcome.problem, lasting=outcome.lasting)
            else:
                source = ContentSource.OCR if outcome.engine == "ocr" else ContentSource.TEXT
                turned = int(outcome.notes[0]) if outcome.notes else 0
                content = Content(text=job.target.read_text(encoding="utf-8"), source=source, turned=turned)
            stopped = isinstance(outcome, Failed) and outcome.stopped
            if not isinstance(outcome, Failed) or outcome.lasting or stopped:
                _keep(kept_texts, want, content, stopped=stopped)
            found[job.key] = content
            step(1, want.file.path)
    return found


def _job(digest: str, want: _Wanted, root: Path, folder: Path) -> Job:
    return Job(
        key=digest,
        source=root / want.file.disk_path,
        sha256=digest,
        target=folder / f"{digest}.txt",
        converter=_CONVERTER,
        size=want.file.size,
        option=want.option,
        makes_pdf=False,
    )


def _advised(content: Content, *, asked: bool) -> Content:
    """Add what a person can do about a scan."""
    if content.problem != NO_LAYER or asked:
        return content
    return replace(content, problem=f"{content.problem}; {_advice()}")


def _advice() -> str:
    return WITH_OCR if ocr_available() else WITHOUT_TESSERACT


def _load(kept_texts: Store, want: _Wanted) -> Content | None:
    """Return what is kept; nothing where it is damaged, or where reading was stopped and is due once more."""
    kept = kept_texts.get(want.file.sha256, want.recipe, _KeptText)
    return None if kept is None or 0 < kept.stops < MOST_STOPS else replace(kept.content, lasting=True)


def _keep(kept_texts: Store, want: _Wanted, content: Content, *, stopped: bool) -> None:
    """Keep what was read; what was stopped is read once more by the next build, then no more."""
    before = kept_texts.get(want.file.sha256, want.recipe, _KeptText) if stopped else None
    stops = min(MOST_STOPS, (before.stops if before is not None else 0) + 1) if stopped else 0
    kept_texts.put(want.file.sha256, want.recipe, asdict(_KeptText(content, stops)))
