"""The order of work: what is cached, what LibreOffice takes, what the child processes take, and the parts in order.

No file is opened here beyond its hash; every converter runs elsewhere.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dossier.convert import boxes, libreoffice
from dossier.convert.box import LISTING
from dossier.convert.cache import PartCache
from dossier.convert.limits import Limits, sha256_of
from dossier.convert.outcome import Failed, Made, Outcome
from dossier.convert.pool import Job, Workers
from dossier.convert.recipes import OFFICE, RECIPES, REMEDIES, Recipe, office_missing
from dossier.model import Media, PreparedPart
from dossier.progress import Work, unseen, untold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dossier.model import EvidenceFile
    from dossier.progress import Progress, Step

_OFFICE_FAILED: Final = "LibreOffice tidak menghasilkan halaman; ditata dengan cara sederhana"
_UNLOCKED: Final = "sandi"
_UNSEEN: Final = "dossier.convert.pdf_chain:convert_unseen"
_CARDS: Final = frozenset({Media.LINK, Media.AUDIO, Media.VIDEO})
"""Kinds whose pages are our own words about the file."""
FALLBACK_KEY: Final = "pengganti/1"
"""Recipe key of parts laid out plainly because LibreOffice failed; they are made anew in every run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Want:
    """One part to have: the recipe, and the files (equal in content) that it is for."""

    key: str
    recipe: Recipe
    file: EvidenceFile
    source: Path
    option: str
    secret: str = field(default="", repr=False)

    @property
    def told(self) -> str:
        """What the converter is told: the secret itself, of which the cache only knows that there was one."""
        return self.secret or self.option


@dataclass(slots=True)
class _Run:
    """One call of `prepare`: where things are and what is known so far, by file path."""

    cache: PartCache
    limits: Limits
    workers: int | None
    step: Step
    office: libreoffice.Office | None
    examine: boxes.Examine | None = None
    secrets: Mapping[str, str] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)
    parts: dict[str, PreparedPart] = field(default_factory=dict)
    waiting: dict[str, list[EvidenceFile]] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    known: dict[tuple[str, str], Outcome] = field(default_factory=dict)

    def done(self, key: str, outcome: Outcome, recipe_key: str) -> None:
        """Give the outcome to every file that waits for it."""
        for file in self.waiting.pop(key, []):
            if recipe_key.startswith(FALLBACK_KEY) or (isinstance(outcome, Failed) and not outcome.lasting):
                self.unsure.add(file.path)
            self.settle(file, outcome, recipe_key)

    def settle(self, file: EvidenceFile, outcome: Outcome, recipe_key: str) -> None:
        """Make the file's part of an outcome."""
        if isinstance(outcome, Made):
            pdf = self.cache.entry(file.sha256, recipe_key).pdf
            part = PreparedPart(
                file=file,
                pdf=pdf,
                pages=outcome.pages,
                engine=outcome.engine,
                notes=(*outcome.flaws, *outcome.notes),
                flaw="; ".join(outcome.flaws) or None,
                beside=outcome.beside,
                signed=outcome.signed,
                keep=outcome.keep,
                bracketed=outcome.bracketed,
                addresses=outcome.addresses,
            )
        else:
            part = _problem(file, outcome.problem)
        passing = recipe_key == FALLBACK_KEY or (isinstance(outcome, Failed) and not outcome.lasting)
        part = replace(part, remade=self.reasons.get(file.path), passing=passing)
        self.parts[file.path] = part
        self.step(1, file.path)


def prepare(  # noqa: PLR0913 — the door of the package: each is a setting of its own
    files: Sequence[EvidenceFile],
    root: Path,
    cache: Path,
    *,
    office: str = "auto",
    examine: boxes.Examine | None = None,
    passwords: Mapping[str, str] = MappingProxyType({}),
    progress: Progress = unseen,
    workers: int | None = None,
    timeout: float = 120.0,
    memory: int = 2 << 30,
) -> tuple[PreparedPart, ...]:
    """Make a clean PDF of every evidence file that can be one, or say why not; never raises for a bad file.

    Args:
        files: what to prepare; the result has the same order.
        root: the evidence folder that the files' `disk_path` starts from.
        cache: where parts are kept between runs; made when it is not there.
        office: "auto" uses LibreOffice when it is installed, "internal" never does.
        examine: tells what a member of a mail or an archive is; without it, they are not opened.
        passwords: what opens a locked PDF, by the path of a file with its content.
        progress: told about each file as its part is known.
        workers: child processes at most; None is one a core.
        timeout: seconds that one file may take.
        memory: bytes of address space that one child process may use.

    Returns:
        One part a file; `pdf` is inside `cache`, or None where `problem` says why.
    """
    with progress(Work.PREPARING, len(files)) as step:
        run = _Run(
            cache=PartCache(cache),
            limits=Limits(seconds=timeout, memory=memory),
            workers=workers,
            step=step,
            office=libreoffice.find() if office == "auto" else None,
            examine=examine,
            secrets={file.sha256: passwords[file.path] for file in files if file.path in passwords},
        )
        run.known = _known(run, files)
        wants = [want for file in files if (want := _wanted(run, file, root)) is not None]
        if wants:
            _make(run, wants)
    return tuple(run.parts[file.path] for file in files)


def _problem(file: EvidenceFile, problem: str) -> PreparedPart:
    return PreparedPart(file=file, pdf=None, pages=0, engine="", problem=problem)


def _wanted(run: _Run, file: EvidenceFile, root: Path) -> _Want | None:
    """Settle a file that needs no work now; otherwise say what it needs."""
    recipe = _recipe_for(file, run)
    if file.problem is not None or recipe is None:
        problem = file.problem or REMEDIES.get(file.media) or office_missing(file.media)
        run.settle(file, Failed(problem=problem, lasting=True), "")
        return None
    option, secret = _told(file, recipe, run)
    recipe_key = recipe.key(option)
    known = run.known.get((file.sha256, recipe_key))
    if known is not None:
        run.settle(file, known, recipe_key)
        return None
    run.reasons[file.path] = run.cache.why_not(file.sha256, recipe_key)
    key = f"{file.sha256} {recipe_key}"
    if key in run.waiting:
        run.waiting[key].append(file)
        return None
    run.waiting[key] = [file]
    return _Want(key=key, recipe=recipe, file=file, source=root / file.disk_path, option=option, secret=secret)


def _told(file: EvidenceFile, recipe: Recipe, run: _Run) -> tuple[str, str]:
    """Return what the result depends on besides the content, and the password where the file has one."""
    secret = run.secrets.get(file.sha256, "") if file.media is Media.PDF else ""
    return (_UNLOCKED if secret else recipe.option(file)), secret


def _known(run: _Run, files: Sequence[EvidenceFile]) -> dict[tuple[str, str], Outcome]:
    """Look all files up in the cache; side by side, because every kept part is hashed."""
    keys = []
    for file in files:
        recipe = _recipe_for(file, run)
        if file.problem is None and recipe is not None:
            keys.append((file.sha256, recipe.key(_told(file, recipe, run)[0])))
    unique = list(dict.fromkeys(keys))
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as threads:
        found = threads.map(lambda key: run.cache.find(*key), unique)
        return {key: outcome for key, outcome in zip(unique, found, strict=True) if outcome is not None}


def _recipe_for(file: EvidenceFile, run: _Run) -> Recipe | None:
    if run.office is not None and file.media in OFFICE:
        return run.office.recipe
    if run.examine is not None and file.media in boxes.BOXES:
        return boxes.recipe(run.office.recipe.key() if run.office is not None else "")
    return RECIPES.get(file.media)


def _make(run: _Run, wants: Sequence[_Want]) -> None:
    with run.cache.working_folder() as folder, Workers(run.workers, run.limits) as workers:
        boxed = [want for want in wants if want.file.media in boxes.BOXES]
        _make_single(run, workers, folder, [want for want in wants if want.file.media not in boxes.BOXES])
        if boxed:
            # Last, because what is inside may be in the evidence folder too and is then known already.
            _make_boxed(run, workers, folder, boxed)


def _make_single(run: _Run, workers: Workers, folder: Path, wants: Sequence[_Want]) -> None:
    plain = [w for w in wants if run.office is None or w.recipe != run.office.recipe]
    for_office = [w for w in wants if w not in plain]
    _make_plain(run, workers, folder, plain)
    if run.office is not None and for_office:
        _make_with_office(run, workers, folder, for_office)


def _make_boxed(run: _Run, workers: Workers, folder: Path, wants: Sequence[_Want]) -> None:
    """Unpack mails and archives, prepare all that was inside together, and put each together again."""
    if run.examine is None:
        return
    by_key = {want.key: want for want in wants}
    opened: dict[str, boxes.Opened] = {}
    for job, outcome in workers.run([_unpacking_job(folder, number, want) for number, want in enumerate(wants)]):
        if isinstance(outcome, Made):
            opened[job.key] = boxes.examined(job.target, folder, run.examine)
        else:
            _keep(run, by_key[job.key], by_key[job.key].recipe.key(job.option), outcome, job.target)
    inner = _Run(cache=run.cache, limits=run.limits, workers=run.workers, step=untold, office=run.office)
    found = (_wanted(inner, file, folder) for file in boxes.all_members(list(opened.values())))
    inside = folder / "isi"
    inside.mkdir()
    _make_single(inner, workers, inside, [want for want in found if want is not None])
    jobs = [_composing_job(by_key[key], boxes.filled(one, inner.parts)) for key, one in opened.items()]
    for job, outcome in workers.run(jobs):
        unsure = any(file.path in inner.unsure for file in opened[job.key].members.values())
        key = f"{FALLBACK_KEY} {job.option}" if unsure else by_key[job.key].recipe.key(job.option)
        _keep(run, by_key[job.key], key, outcome, job.target)


def _unpacking_job(folder: Path, number: int, want: _Want) -> Job:
    return Job(
        key=want.key,
        source=want.source,
        sha256=want.file.sha256,
        target=folder / f"kotak{number:05d}" / LISTING,
        converter=want.recipe.converter,
        size=want.file.size,
        option=want.option,
        makes_pdf=False,
    )


def _composing_job(want: _Want, listing: Path) -> Job:
    return Job(
        key=want.key,
        source=listing,
        sha256=sha256_of(listing),
        target=listing.with_name("hasil.pdf"),
        converter="dossier.convert.enclosures:compose",
        size=want.file.size,
        option=want.option,
        looks=True,
    )


def _make_plain(run: _Run, workers: Workers, folder: Path, wants: Sequence[_Want]) -> None:
    by_key = {want.key: want for want in wants}
    jobs = [
        Job(
            key=want.key,
            source=want.source,
            sha256=want.file.sha256,
            target=folder / f"{number:06d}.pdf",
            converter=want.recipe.converter,
            size=want.file.size,
            option=want.told,
            looks=want.file.media not in _CARDS,
        )
        for number, want in enumerate(wants)
    ]
    again: list[Job] = []
    for job, outcome in workers.run(jobs):
        want = by_key[job.key]
        if want.file.media is Media.PDF and isinstance(outcome, Failed) and outcome.stopped:
            again.append(replace(job, converter=_UNSEEN, looks=False))
        else:
            _keep(run, want, want.recipe.key(want.option), outcome, job.target)
    for job, outcome in workers.run(again):
        # What a viewer did not survive the other engines may well bind.
        want = by_key[job.key]
        _keep(run, want, want.recipe.key(want.option), outcome, job.target)


def _keep(run: _Run, want: _Want, recipe_key: str, outcome: Outcome, pdf: Path) -> None:
    if isinstance(outcome, Made) or outcome.lasting:
        run.cache.store(want.file.sha256, recipe_key, outcome, pdf)
    run.done(want.key, outcome, recipe_key)


def _make_with_office(run: _Run, workers: Workers, folder: Path, wants: Sequence[_Want]) -> None:
    """Stage copies, lay them out in few calls, clean what came; the rest falls back to the embedded layout."""
    office = run.office
    if office is None:
        return
    by_key = {want.key: want for want in wants}
    staged: dict[str, tuple[Path, Made]] = {}
    for job, outcome in workers.run([_staging_job(folder, n, want) for n, want in enumerate(wants)]):
        if isinstance(outcome, Made):
            staged[job.key] = (job.target, outcome)
        else:
            _keep(run, by_key[job.key], office.recipe.key(), outcome, job.target)
    documents = [staged[want.key][0] for want in wants if want.key in staged]
    laid_out = libreoffice.lay_out(office, documents, folder, run.limits)
    made = laid_out.made
    jobs = [_cleaning_job(office, key, made[paper], paper) for key, (paper, _) in staged.items() if paper in made]
    missing = {key for key, (document, _) in staged.items() if document not in made}
    stopped = {key for key, (document, _) in staged.items() if document in laid_out.stopped}
    for job, outcome in workers.run(jobs):
        if isinstance(outcome, Made):
            noted = replace(outcome, notes=(*staged[job.key][1].notes, *outcome.notes))
            _keep(run, by_key[job.key], office.recipe.key(), noted, job.target)
        else:
            missing.add(job.key)
    for certain in (True, False):
        rest = [want for want in wants if want.key in missing and (want.key not in stopped) is certain]
        # What LibreOffice refused it refuses again; what it did not survive may have been a busy machine.
        _fall_back(run, workers, folder, rest, office.recipe.key() if certain else "")


def _staging_job(folder: Path, number: int, want: _Want) -> Job:
    return Job(
        key=want.key,
        source=want.source,
        sha256=want.file.sha256,
        target=folder / f"dok{number:05d}.{want.file.media.name.lower()}",
        converter="dossier.convert.office_staging:stage",
        size=want.file.size,
        makes_pdf=False,
    )


def _cleaning_job(office: libreoffice.Office, key: str, pdf: Path, document: Path) -> Job:
    return Job(
        key=key,
        source=pdf,
        sha256=sha256_of(pdf),
        target=pdf.with_suffix(".bersih.pdf"),
        converter="dossier.convert.office_fonts:finish",
        size=pdf.stat().st_size,
        option=f"{office.label}\n{document}",
        looks=True,
    )


def _fall_back(run: _Run, workers: Workers, folder: Path, wants: Sequence[_Want], recipe_key: str) -> None:
    """Lay out plainly what LibreOffice could not; without a recipe key it is not to be found again."""
    jobs = []
    for number, want in enumerate(wants):
        recipe = RECIPES.get(want.file.media)
        if recipe is None:
            problem = "LibreOffice tidak dapat membuka berkas ini; buka di program asalnya lalu simpan sebagai PDF"
            _keep(run, want, recipe_key, Failed(problem=problem, lasting=bool(recipe_key)), folder)
            continue
        jobs.append(
            Job(
                key=want.key,
                source=want.source,
                sha256=want.file.sha256,
                target=folder / f"ganti{int(bool(recipe_key))}{number:05d}.pdf",
                converter=recipe.converter,
                size=want.file.size,
                looks=True,
            )
        )
    by_key = {want.key: want for want in wants}
    for job, outcome in workers.run(jobs):
        want = by_key[job.key]
        if isinstance(outcome, Made):
            noted = replace(outcome, notes=(_OFFICE_FAILED, *outcome.notes))
            _keep(run, want, recipe_key or FALLBACK_KEY, noted, job.target)
        else:
            _keep(run, want, recipe_key, replace(outcome, lasting=outcome.lasting and bool(recipe_key)), job.target)
