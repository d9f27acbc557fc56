"""Pool of child processes that run converters under limits; a task that dies, hangs or exceeds memory fails alone."""

from __future__ import annotations

import importlib
import time
from collections import defaultdict
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final, Self

from dossier._lazy import lazy
from dossier.convert import converter
from dossier.convert.run import result
from dossier.convert.run.result import Failed, Made, Outcome
from dossier.errors import CannotConvertError
from dossier.progress import Work, unseen
from dossier.state.files import sha256_of
from dossier.workers import child_processes, processors
from dossier.workers.confinement import MAX_OUTPUT_BYTES, Confinement, Limits, enter, limit_process, limit_task

with lazy():
    import pebble
    import pypdf

    from dossier.convert.run import part_look


if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from dossier.convert.run.part_cache import PartCache
    from dossier.progress import Progress

__all__ = ["MAX_OUTPUT_BYTES", "MAX_PIXELS", "Limits", "limit_process", "limit_task"]


MAX_PIXELS: Final = 100_000_000
"""Pixels of one picture or frame; an A3 page in colour at 600 dpi has 70 million."""


_ATTEMPTS_AT_BROKEN_POOL: Final = 2
FIRST_SHARE: Final = 0.75
"""The part of a file's time that a way may use which another one follows where it fails."""
_LEAST_SHARE: Final = 0.05
_LOOK: Final = 0.5
"""Seconds between two looks at what is running."""
_LOOKED_AT: Final = 8
"""How many of the next jobs, for each process, are asked whether they have begun."""
PATIENCE: Final = 2.0
"""Seconds after which it is said which file is being waited for."""

_POOL_LOOK: Final = 0.01
"""Seconds between two looks of a pool whether it should end; by default it would sleep on for a tenth of a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One file to convert: where it is, what its bytes must hash to, where the PDF goes and what makes it.

    `converter` is `module:function` or the class of an extension's `Converter`; `option` is handed to it when it is not
    empty (the title of a link card, say). Jobs of one key share the time of one file; `share` is the part of it that
    must not be exceeded, because another way may follow.
    `looks` asks what the pages show (`part_look`): for parts of evidence whose pages are the evidence itself.
    """

    key: str
    source: Path
    sha256: str
    target: Path
    converter: str
    size: int = 0
    option: str = ""
    makes_pdf: bool = True
    share: float = 1.0
    looks: bool = False


def convert_one(job: Job, limits: Limits) -> Outcome:
    """Run one job in the child: check the bytes, convert, count the pages of what was written."""
    limit_task(limits)
    try:
        if sha256_of(job.source) != job.sha256:
            return Failed(problem="berkas berubah selagi dibaca; jalankan sekali lagi", lasting=False)
        made = converter.run(job)
        return _verified(made, job) if job.makes_pdf else made
    except CannotConvertError as error:
        return Failed(problem=str(error), lasting=error.lasting)
    except MemoryError:
        return _too_much_memory(limits)
    except Exception as error:  # noqa: BLE001 — hostile input raises anything; one handler makes it a finding
        return result.unexpected(error)


def _verified(made: Made, job: Job) -> Outcome:
    """Trust no converter: a second reader must find the pages that it says it wrote."""
    with job.target.open("rb") as stream:
        found = len(pypdf.PdfReader(stream).pages)
    if found != made.pages or found == 0:
        return Failed(problem=f"hasil tidak utuh: {found} dari {made.pages} halaman terbaca kembali", lasting=True)
    return _looked_at(made, job.target) if job.looks else made


def _looked_at(made: Made, target: Path) -> Made:
    return part_look.looked_at(made, target)


def kept_or_made(
    kept: PartCache,
    recipe: str,
    jobs: Mapping[str, Callable[[Path], Job]],
    *,
    fresh: bool,
    workers: int | None,
    limits: Limits | None = None,
    progress: Progress = unseen,
    work: Work = Work.PREPARING,
) -> dict[str, Outcome]:
    """Return the outcome for every content, as it is kept; what is not is made from other parts and kept.

    Args:
        kept: the parts; a child reads nothing else.
        recipe: what `kept` knows this making by.
        jobs: SHA-256 of a content ─► what gives its job, which has that hash as key, for a working folder.
        fresh: look nothing up.
        workers: child processes at most; None is as many as there are processors to use.
        limits: of one child process.
        progress: told about each job.
        work: what it is told that they are.
    """
    known = {} if fresh else {digest: kept.find(digest, recipe) for digest in jobs}
    outcomes = {digest: outcome for digest, outcome in known.items() if outcome is not None}
    missing = [job for digest, job in jobs.items() if digest not in outcomes]
    if missing:
        with (
            kept.working_folder() as folder,
            Workers(workers, limits or Limits(), Confinement(reads=(kept.root,), writes=(folder,))) as pool,
            progress(work, len(missing)) as step,
        ):
            for job, outcome in pool.run([job(folder) for job in missing]):
                kept.store(job.key, recipe, outcome, job.target)
                outcomes[job.key] = outcome
                step(1)
    return outcomes


def _too_much_memory(limits: Limits) -> Failed:
    size = limits.memory >> 20
    problem = f"memerlukan memori lebih dari {size} MB; kecilkan atau bagi berkasnya"
    return Failed(problem=problem, lasting=False, stopped=True)


def start_worker(limits: Limits, confinement: Confinement, modules: Sequence[str]) -> None:
    """Initialise a worker process: confinement, limits, no output.

    What libraries say of hostile files is no message to the user. Converters of others (`modules`) may be installed
    where a confined child cannot read, and are loaded first.
    """
    child_processes.die_with_parent()
    for name in modules:
        with suppress(Exception):  # the job says so when its turn comes
            importlib.import_module(name)
    enter(confinement, limits)


def _untold(_key: str) -> None:
    """Tell nobody."""


class Workers:
    """A pool that starts with its first job and is gone, with all its processes, when the `with` block ends."""

    def __init__(
        self,
        count: int | None,
        limits: Limits,
        confinement: Confinement,
        *,
        waits: Callable[[str], None] = _untold,
        preload: Sequence[str] = (),
    ) -> None:
        """Use at most `count` processes (None: one a usable processor); they touch nothing outside their confinement.

        `waits` is told the key of a job that takes long. `preload` names converters that may come later: those that
        are none of ours are loaded before a worker is confined, because they may lie where it cannot read.
        """
        self._count = count or processors.usable()
        self._limits = limits
        self._confinement = confinement
        self._waits = waits
        self._preload = preload
        self.spent: defaultdict[str, float] = defaultdict(float)
        """Seconds that the files have taken so far, by the key of their jobs; who runs a program adds to it."""
        self._pool: pebble.ProcessPool | None = None

    def __enter__(self) -> Self:
        """Start nothing yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for the processes, or kill them when the block was left by an exception such as Ctrl-C."""
        self._end(at_once=kind is not None)

    def left(self, key: str, share: float = 1.0) -> float:
        """Return the remaining seconds of a file; never 0, so that every engine is tried.

        Args:
            key: of its jobs.
            share: the part of its time that may be used up.
        """
        return max(share * self._limits.seconds - self.spent[key], _LEAST_SHARE * self._limits.seconds)

    def run(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, Outcome]]:
        """Yield each job with its outcome as it finishes; the largest start first."""
        waiting = sorted(jobs, key=lambda job: (-job.size, job.key))
        for _ in range(_ATTEMPTS_AT_BROKEN_POOL):
            if not waiting:
                return
            again: list[Job] = []
            for job, outcome in self._run_once(waiting):
                if outcome is None:
                    again.append(job)
                else:
                    yield job, outcome
            waiting = again
            if waiting:
                self._end(at_once=True)
        for job in waiting:
            yield job, Failed(problem="proses pembaca berkas tidak dapat dijalankan di komputer ini", lasting=False)

    def _run_once(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, Outcome | None]]:
        pool = self._started(jobs)
        futures: dict[Future[Outcome], Job] = {}
        for job in jobs:
            limits = replace(self._limits, seconds=self.left(job.key, job.share))
            futures[pool.schedule(convert_one, args=(job, limits), timeout=limits.seconds)] = job
        for future, seconds in self._finished(futures):
            job = futures[future]
            timed_out = not future.cancelled() and isinstance(future.exception(), TimeoutError)
            self.spent[job.key] += self.left(job.key, job.share) if timed_out else seconds
            yield job, self._outcome(future)

    def _finished(self, futures: Mapping[Future[Outcome], Job]) -> Iterator[tuple[Future[Outcome], float]]:
        """Yield each future as it is done, with the seconds that it ran for, to about the time between two looks."""
        done: SimpleQueue[Future[Outcome]] = SimpleQueue()
        for future in futures:
            future.add_done_callback(done.put)
        began: dict[Future[Outcome], float] = {}
        looked = time.monotonic()
        running = dict.fromkeys(futures)
        while running:
            with suppress(Empty):
                future = done.get(timeout=_LOOK)
                del running[future]
                now = time.monotonic()
                yield future, now - began.get(future, now)
            now = time.monotonic()
            if now - looked >= _LOOK:
                looked = now
                waiting = (each for each in running if each not in began)  # in the order in which they begin
                began |= {each: now for each in islice(waiting, _LOOKED_AT * self._count) if each.running()}
                self._tell(futures, {each: since for each, since in began.items() if each in running}, now)

    def _tell(
        self, futures: Mapping[Future[Outcome], Job], running: Mapping[Future[Outcome], float], now: float
    ) -> None:
        """Name the job that has been running for the longest time, where that is long."""
        if running and now - min(running.values()) >= PATIENCE:
            self._waits(futures[min(running, key=running.__getitem__)].key)

    def _outcome(self, future: Future[Outcome]) -> Outcome | None:
        """Return how a job ended, or None when the pool broke before it could begin."""
        try:
            return future.result()
        except TimeoutError:
            seconds = f"{self._limits.seconds:g}"
            return Failed(problem=f"dihentikan: belum selesai sesudah {seconds} detik", lasting=False, stopped=True)
        except (BrokenProcessPool, CancelledError):
            return None
        except pebble.ProcessExpired:
            problem = "pembaca berkas berhenti mendadak (berkas rusak atau terlalu besar)"
            return Failed(problem=problem, lasting=False, stopped=True)
        except MemoryError:
            return _too_much_memory(self._limits)
        except Exception as error:  # noqa: BLE001 — what a child sends back is as untrusted as the file
            return replace(result.unexpected(error), lasting=False)

    def _started(self, jobs: Sequence[Job]) -> pebble.ProcessPool:
        if self._pool is None:
            modules = {name.partition(":")[0] for name in (*(job.converter for job in jobs), *self._preload)}
            pebble.CONSTS.sleep_unit = _POOL_LOOK
            self._pool = pebble.ProcessPool(
                max_workers=max(1, min(self._count, len(jobs))),
                initializer=start_worker,
                initargs=(
                    self._limits,
                    self._confinement,
                    sorted(name for name in modules if name.partition(".")[0] != __name__.partition(".")[0]),
                ),
                # Never forked from here: we may hold threads and locks, and the child must not inherit open files.
                context=child_processes.context(),
            )
        return self._pool

    def _end(self, *, at_once: bool) -> None:
        if self._pool is None:
            return
        if at_once:
            self._pool.stop()  # type: ignore[no-untyped-call]
        else:
            self._pool.close()  # type: ignore[no-untyped-call]
        self._pool.join()
        self._pool = None
