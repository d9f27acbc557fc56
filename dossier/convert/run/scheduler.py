"""Schedules the conversion of evidence files: cache look-up, LibreOffice batches, worker processes.

Returns one part for each file, in input order. Reads no file beyond its hash; converters run in child processes.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dossier.convert.container import unpack
from dossier.convert.container.members import LISTING
from dossier.convert.office import libreoffice
from dossier.convert.office.conversion import make_with_office
from dossier.convert.registry import OFFICE, OFFICE_RANK, RECIPES, Recipe, installed, recipe_for, remedy_for
from dossier.convert.run.part_cache import PartCache
from dossier.convert.run.pool import FIRST_SHARE, Job, Limits, Workers
from dossier.convert.run.result import Failed, Made, Outcome
from dossier.model import CONTAINERS, EvidenceFile, Media, PreparedPart
from dossier.progress import Work, unseen
from dossier.state.files import sha256_of
from dossier.workers import processors
from dossier.workers.confinement import Confinement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dossier.convert.registry import Recipe
    from dossier.model import EvidenceFile
    from dossier.progress import Progress, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """One part to make: the recipe, and the files of equal content that it is for."""

    recipe: Recipe
    recipe_key: str
    file: EvidenceFile
    source: Path
    option: str
    secret: str = field(default="", repr=False)

    @property
    def key(self) -> str:
        """What tells this making from all others: the content, and all else that the result depends on."""
        return f"{self.file.sha256} {self.recipe_key}"

    @property
    def told(self) -> str:
        """The option passed to the converter, such as the password; the cache key holds only that there was one."""
        return self.secret or self.option

    def job(self, target: Path, converter: str = "") -> Job:
        """Return the job that makes `target` of the file; without a converter by that of the recipe."""
        return Job(
            key=self.key,
            source=self.source,
            sha256=self.file.sha256,
            target=target,
            converter=converter or self.recipe.converter,
            size=self.file.size,
        )


@dataclass(slots=True)
class ConversionRun:
    """One call of `prepare`: where things are and what is known so far, by file path.

    `inner` is the run for what is inside mails and archives, while there is one.
    """

    cache: PartCache
    limits: Limits
    workers: int | None
    step: Step
    office: libreoffice.Office | None
    examine: unpack.Examine | None = None
    fresh: bool = False
    secrets: Mapping[str, str] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)
    parts: dict[str, PreparedPart] = field(default_factory=dict)
    waiting: dict[str, list[EvidenceFile]] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    inner: ConversionRun | None = None

    def keep(self, want: Want, outcome: Outcome, pdf: Path, *, stopped: bool = False, unsure: bool = False) -> None:
        """Keep an outcome (see `PartCache.store`) and give it to every file that waits for it."""
        again = self.cache.store(want.file.sha256, want.recipe_key, outcome, pdf, stopped=stopped, unsure=unsure)
        for file in self.waiting.pop(want.key, []):
            if again:
                self.unsure.add(file.path)
            self.settle(file, outcome, want.recipe_key, again=again)

    def waits(self, key: str) -> None:
        """Say that the file of this key is being waited for."""
        if files := self.waiting.get(key):
            self.step(0, files[0].path)
        elif self.inner is not None:
            self.inner.waits(key)

    def settle(self, file: EvidenceFile, outcome: Outcome, recipe_key: str, *, again: bool = False) -> None:
        """Make the file's part of an outcome; `again` says that the next build may do better."""
        if isinstance(outcome, Made):
            pdf = self.cache.entry(file.sha256, recipe_key).blob
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
                members=outcome.members,
            )
        else:
            part = PreparedPart(file=file, pdf=None, pages=0, engine="", problem=outcome.problem)
        ours = isinstance(outcome, Failed) and outcome.ours
        part = replace(part, remade=self.reasons.get(file.path), passing=again, ours=ours)
        self.parts[file.path] = part
        self.step(1, file.path)


ASKED_FOR: Final = "diminta dengan --paksa"
_UNLOCKED: Final = "sandi"
_UNSEEN: Final = "dossier.convert.pdf.fallback:convert_unseen"
_CARDS: Final = frozenset({Media.LINK, Media.AUDIO, Media.VIDEO})
"""Kinds whose pages are our own words about the file."""


def prepare(  # noqa: PLR0913 — the door of the package: each is a setting of its own
    files: Sequence[EvidenceFile],
    root: Path,
    cache: Path,
    *,
    office: str = "auto",
    examine: unpack.Examine | None = None,
    passwords: Mapping[str, str] = MappingProxyType({}),
    fresh: bool = False,
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
        fresh: look nothing up of what earlier runs kept.
        progress: told about each file as its part is known, and with 0 of one that is being waited for.
        workers: child processes at most; None is as many as there are processors to use.
        timeout: seconds that one file may take, all the ways together that are tried.
        memory: bytes of address space that one child process may use.

    Returns:
        One part a file; `pdf` is inside `cache`, or None where `problem` says why.
    """
    limits = Limits(seconds=timeout, memory=memory)
    program = libreoffice.find() if office == "auto" else None
    secrets = {file.sha256: passwords[file.path] for file in files if file.path in passwords}
    with progress(Work.PREPARING, len(files)) as step:
        run = ConversionRun(PartCache(cache), limits, workers, step, program, examine, fresh=fresh, secrets=secrets)
        if wants := _wants(run, files, root):
            _make(run, wants, root)
    return tuple(run.parts[file.path] for file in files)


def _wants(run: ConversionRun, files: Sequence[EvidenceFile], root: Path) -> list[Want]:
    """Return what has to be made, each content once; files that need no work now are settled."""
    asked = [want for file in files if (want := _asked(run, file, root)) is not None]
    known = {} if run.fresh else _known(run, asked)
    wants = []
    for want in asked:
        if (outcome := known.get(want.key)) is not None:
            run.settle(want.file, outcome, want.recipe_key)
            continue
        why = ASKED_FOR if run.fresh else run.cache.why_not(want.file.sha256, want.recipe_key)
        run.reasons[want.file.path] = why
        if want.key not in run.waiting:
            wants.append(want)
        run.waiting.setdefault(want.key, []).append(want.file)
    return wants


def _asked(run: ConversionRun, file: EvidenceFile, root: Path) -> Want | None:
    """Return how a file is made; None where nothing here can, which is settled."""
    recipe = _recipe_for(file, run)
    if file.problem is not None or recipe is None:
        run.settle(file, Failed(problem=file.problem or remedy_for(file.media), lasting=True), "")
        return None
    secret = run.secrets.get(file.sha256, "") if file.media is Media.PDF else ""
    option = _UNLOCKED if secret else recipe.option(file)
    source = root / file.disk_path
    return Want(recipe=recipe, recipe_key=recipe.key(option), file=file, source=source, option=option, secret=secret)


def _known(run: ConversionRun, wants: Sequence[Want]) -> dict[str, Outcome]:
    """Look all contents up in the cache; side by side, because every kept part is hashed."""
    unique = {want.key: want for want in wants}
    with ThreadPoolExecutor(max_workers=run.workers or processors.usable()) as threads:
        found = threads.map(lambda want: run.cache.find(want.file.sha256, want.recipe_key), unique.values())
        return {key: outcome for key, outcome in zip(unique, found, strict=True) if outcome is not None}


def _recipe_for(file: EvidenceFile, run: ConversionRun) -> Recipe | None:
    found = recipe_for(file.media)
    if found is not None and found.rank > OFFICE_RANK:
        return found
    if run.office is not None and file.media in OFFICE:
        return run.office.recipe
    if run.examine is not None and file.media in CONTAINERS:
        return unpack.recipe(run.office.recipe if run.office is not None else None)
    return found


def _make(run: ConversionRun, wants: Sequence[Want], root: Path) -> None:
    own = [each.recipe for each in installed() if each.recipe is not None]
    with (
        run.cache.working_folder() as folder,
        Workers(
            run.workers,
            run.limits,
            Confinement(reads=(root, run.cache.root), writes=(folder,)),
            waits=run.waits,
            preload=[recipe.converter for recipe in (*RECIPES.values(), *own)],
        ) as workers,
    ):
        boxed = [want for want in wants if want.recipe.converter == unpack.CONVERTER]
        _make_single(run, workers, folder, [want for want in wants if want.recipe.converter != unpack.CONVERTER])
        if boxed:
            # Last, because what is inside may be in the evidence folder too and is then known already.
            _make_boxed(run, workers, folder, boxed)


def _make_single(run: ConversionRun, workers: Workers, folder: Path, wants: Sequence[Want]) -> None:
    for_office = [w for w in wants if run.office is not None and w.recipe == run.office.recipe]
    _make_plain(run, workers, folder, [w for w in wants if run.office is None or w.recipe != run.office.recipe])
    if for_office:
        make_with_office(run, workers, folder, for_office)


def _make_boxed(run: ConversionRun, workers: Workers, folder: Path, wants: Sequence[Want]) -> None:
    """Unpack mails and archives, prepare all that was inside together, and put each together again."""
    if run.examine is None:
        return
    by_key = {want.key: want for want in wants}
    opened: dict[str, unpack.Opened] = {}
    for job, outcome in workers.run([_unpacking_job(folder, number, want) for number, want in enumerate(wants)]):
        if isinstance(outcome, Made):
            opened[job.key] = unpack.examined(job.target, folder, run.examine)
        else:
            run.keep(by_key[job.key], outcome, job.target)
    members = unpack.all_members(list(opened.values()))
    run.inner = inner = _inner(run, opened, by_key)
    inside = folder / "isi"
    inside.mkdir()
    _make_single(inner, workers, inside, _wants(inner, members, folder))
    jobs = [_composing_job(by_key[key], unpack.filled(one, inner.parts)) for key, one in opened.items()]
    for job, outcome in workers.run(jobs):
        unsure = any(file.path in inner.unsure for file in opened[job.key].members.values())
        run.keep(by_key[job.key], outcome, job.target, unsure=unsure)


def _inner(run: ConversionRun, opened: Mapping[str, unpack.Opened], by_key: Mapping[str, Want]) -> ConversionRun:
    """Return a run for what is inside boxes; for a file in one, the box is named as being waited for."""
    homes = {file.path: by_key[key].file.path for key, one in opened.items() for file in one.members.values()}

    def step(_amount: int, name: str = "", /) -> None:
        run.step(0, homes.get(name, ""))

    return ConversionRun(
        cache=run.cache, limits=run.limits, workers=run.workers, step=step, office=run.office, fresh=run.fresh
    )


def _unpacking_job(folder: Path, number: int, want: Want) -> Job:
    return replace(want.job(folder / f"kotak{number:05d}" / LISTING), option=want.option, makes_pdf=False)


def _composing_job(want: Want, listing: Path) -> Job:
    job = want.job(listing.with_name("hasil.pdf"), "dossier.convert.container.compose:compose")
    return replace(job, source=listing, sha256=sha256_of(listing), option=want.option, looks=True)


def _make_plain(run: ConversionRun, workers: Workers, folder: Path, wants: Sequence[Want]) -> None:
    by_key = {want.key: want for want in wants}
    tries = {want.key: _Tries(want, want.recipe) for want in wants}
    jobs = [
        replace(
            want.job(folder / f"{number:06d}.pdf"),
            option=want.told,
            share=tries[want.key].share,
            looks=want.file.media not in _CARDS,
        )
        for number, want in enumerate(wants)
    ]
    while jobs:
        again: list[Job] = []
        for job, outcome in workers.run(jobs):
            tried = tries[job.key]
            if isinstance(outcome, Failed) and (following := tried.after(job, outcome)) is not None:
                again.append(following)
                continue
            if isinstance(outcome, Made) and tried.notes:
                outcome = replace(outcome, notes=(*tried.notes, *outcome.notes))  # noqa: PLW2901 — with what was tried
            run.keep(by_key[job.key], outcome, job.target, stopped=tried.stopped, unsure=tried.unsure)
        jobs = again


@dataclass(slots=True)
class _Tries:
    """The ways that were tried for one part: the one at hand, and what is to be known of those that failed."""

    want: Want
    way: Recipe
    notes: tuple[str, ...] = ()
    stopped: bool = False
    unsure: bool = False

    @property
    def share(self) -> float:
        """The part of the file's time that the way may use: less than all where another one may follow."""
        return FIRST_SHARE if self.way.behind is not None or self.want.file.media is Media.PDF else 1.0

    def after(self, job: Job, failed: Failed) -> Job | None:
        """Return the job of what is tried after a failure, or None where nothing is left."""
        if self.way.behind is not None:
            self.notes += (f"cara {self.way.name} gagal ({failed.problem}); dipakai cara {self.way.behind.name}",)
            self.stopped |= failed.stopped
            self.unsure |= not (failed.lasting or failed.stopped)
            self.way = self.way.behind
            told = self.want.secret or self.way.option(self.want.file)
            return replace(job, converter=self.way.converter, option=told, share=self.share)
        if failed.stopped and self.want.file.media is Media.PDF and job.converter != _UNSEEN:
            # What a viewer did not survive the other engines may well bind.
            return replace(job, converter=_UNSEEN, share=1.0, looks=False)
        return None
