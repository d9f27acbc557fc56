"""What a Dask worker does for a fleet: builds one unit that it finds below its own root, and says how that ended.

All that comes from the other computer are plain values: a unit's key, limits and options, never a path and never code.
"""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dossier._lazy import lazy
from dossier.errors import DossierError
from dossier.fleet.program_version import program_version
from dossier.fleet.unit_list import FleetUnit, find_units
from dossier.fleet.unit_process import BuildOrder, Ending, UnitProcess, UnitResult
from dossier.state.files import inside
from dossier.workers import processors

with lazy():
    import distributed


if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT_VARIABLE: Final = "DOSSIER_ARMADA_AKAR"
"""Names the folder with the units of this computer, or a list of them; without it a worker builds nothing."""
RESULTS_VARIABLE: Final = "DOSSIER_ARMADA_HASIL"
"""Names the folder that takes the output of units, each below its key."""
CACHE_VARIABLE: Final = "DOSSIER_ARMADA_SIMPANAN"
"""Names a cache that all units of this computer share."""
_LOOK: Final = 0.5
_CLOSING: Final = frozenset({"closing", "closed", "stopping", "stopped", "failed"})
"""States of a worker that returns no more results; one that is paused or about to leave still does."""

PlainResult = tuple[str, int, float, str, bytes]
"""Ending, exit code, seconds, last words, summary: a `UnitResult` in types that every version knows."""


class _OutsideError(Exception):
    """A key that this worker does not build; the message says why, in Indonesian."""


def build_unit(
    key: str,
    *,
    program: str,
    apart: bool,
    seconds: float,
    memory: int,
    jobs: int,
    options: tuple[str, ...],
) -> PlainResult:
    """Build one unit in a process of its own; runs in a thread of a worker.

    Args:
        key: of the unit.
        program: what `program_version` says where the fleet was started.
        apart: its output goes below this worker's folder of results, not into the unit's own `build/`.
        seconds: time limit.
        memory: limit of the address space in bytes; 0 is none.
        jobs: how many processors the build may use; 0 leaves it to the worker.
        options: for `dossier build`.
    """
    if program != program_version():
        return _plain(UnitResult(ending=Ending.VERSION, said=f"di worker {program_version()}, di sini {program}"))
    try:
        unit, out = _place(key, apart=apart)
    except _OutsideError as error:
        return _plain(UnitResult(ending=Ending.ROOT, said=str(error)))
    order = BuildOrder(
        seconds=seconds, memory=memory or None, jobs=jobs or _share(), cache=_folder(CACHE_VARIABLE), options=options
    )
    process = UnitProcess(order)
    with _ending_when_unwanted(process):
        return _plain(process.run(unit, out))


def _plain(result: UnitResult) -> PlainResult:
    return (result.ending.value, result.code, result.seconds, result.said, result.summary)


def _place(key: str, *, apart: bool) -> tuple[FleetUnit, Path | None]:
    """Return the unit of a key, and where its output goes.

    Raises:
        _OutsideError: it is not certain to lie below the folders that this worker may use.
    """
    root = _folder(ROOT_VARIABLE)
    if root is None:
        raise _OutsideError(f"worker dijalankan tanpa {ROOT_VARIABLE}")
    folder = _listed(root, key) if root.is_file() else inside(root, key)
    if folder is None:
        raise _OutsideError(f"kunci ini tidak ada di {ROOT_VARIABLE} milik worker")
    if not apart:
        return FleetUnit(key=key, folder=folder), None
    results = _folder(RESULTS_VARIABLE)
    if results is None:
        raise _OutsideError(f"--hasil diminta, tetapi worker dijalankan tanpa {RESULTS_VARIABLE}")
    out = inside(results, key)
    if out is None:
        raise _OutsideError(f"kunci ini keluar dari {RESULTS_VARIABLE}")
    return FleetUnit(key=key, folder=folder), out


def _folder(variable: str) -> Path | None:
    named = os.environ.get(variable)
    return Path(named).absolute() if named else None


def _listed(source: Path, key: str) -> Path | None:
    """Return the folder that this computer's own list gives a key."""
    try:
        return next((unit.folder for unit in find_units(source) if unit.key == key), None)
    except DossierError as error:
        raise _OutsideError(error.message) from error


def _share() -> int:
    """Return this worker's processors by its threads, each of which may have a build at hand."""
    return max(1, processors.usable() // max(1, distributed.get_worker().state.nthreads))


@contextmanager
def _ending_when_unwanted(process: UnitProcess) -> Iterator[None]:
    """End the build when nobody waits for it any more: the fleet was ended, or this worker is closing."""
    worker = distributed.get_worker()
    task = worker.get_current_task()
    is_over = threading.Event()

    def look() -> None:
        while not is_over.wait(_LOOK):
            known = worker.state.tasks.get(task)
            if known is None or known.state == "cancelled" or worker.status.name in _CLOSING:
                process.stop()
                return

    watching = threading.Thread(target=look, name="dossier-watch", daemon=True)
    watching.start()
    try:
        yield
    finally:
        is_over.set()
        watching.join()
