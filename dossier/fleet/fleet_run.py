"""Builds all units of a fleet by several workers, longest first, and remembers how each ended.

What a unit's build left is looked at elsewhere; here only how it ended, how long it took and what it was made of.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from dossier.fleet.unit_executor import LocalExecutor
from dossier.fleet.unit_process import LASTING, BuildOrder, Ending, UnitResult
from dossier.state import store
from dossier.state.files import inside
from dossier.state.fingerprint import digest_of, machine_stamp, workspace_stamp
from dossier.state.lease import lock
from dossier.state.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from dossier.fleet.unit_executor import UnitExecutor
    from dossier.fleet.unit_list import FleetUnit

LOG_NAME: Final = "jalan.json"
_SCHEMA: Final = "dossier.fleet-run/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetOptions:
    """How a fleet runs.

    `folder` takes the log; `results` is where the units' output goes, each below its key, None for their own `build/`;
    `resume` leaves out the units that came out well on `day`, the day of assessment, and of which nothing has changed
    since: on another day the same evidence may be late.
    """

    folder: Path
    results: Path | None = None
    workers: int = 1
    retries: int = 0
    resume: bool = False
    day: str = ""
    order: BuildOrder = field(default_factory=BuildOrder)

    def out_of(self, unit: FleetUnit) -> Path | None:
        """Return where the output of a unit goes; a key never leads out of the folder of results."""
        if self.results is None:
            return None
        place = inside(self.results, unit.key)
        if place is None:
            raise ValueError(f"key {unit.key!r} leads out of the results")
        return place


def last_endings(folder: Path) -> dict[str, Ending]:
    """Return how the last build of each unit ended by the log in `folder`, by key; nothing where there is none."""
    log = store.recall(folder / LOG_NAME, _Log, _SCHEMA) or _Log()
    known = set(Ending)
    return {key: Ending(each.ending) for key, each in log.units.items() if each.ending in known}


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the log says of a unit: how it ended, its seconds, the digest of what it was made of, and its attempts."""

    ending: str
    seconds: float
    inputs: str
    attempts: int = 1


@dataclass(frozen=True, slots=True)
class _Log:
    units: dict[str, _Kept] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRun:
    """A unit and how it came out; `skipped` says that nothing had changed since it last came out well."""

    unit: FleetUnit
    result: UnitResult
    attempts: int = 1
    skipped: bool = False


def run_fleet(
    units: Sequence[FleetUnit],
    options: FleetOptions,
    told: Callable[[UnitRun], None],
    executor: UnitExecutor | None = None,
) -> tuple[UnitRun, ...]:
    """Build the units; return how each ended, in the order given.

    A unit that fails, hangs or vanishes changes nothing for the others.

    Args:
        units: what is built.
        options: how.
        told: called with each unit as it has ended, from this thread.
        executor: what carries the builds out, and is stopped at the end; None for processes of this computer.

    Raises:
        BusyError: another run of the fleet is at work in the same folder.
        OutputError: the folder cannot be written.
        EngineError: the executor is gone for good; what had ended is in the log.
    """
    chosen = executor or LocalExecutor(options.order, options.workers, options.out_of)
    try:
        with lock(options.folder):
            log = store.recall(options.folder / LOG_NAME, _Log, _SCHEMA) or _Log()
            return _Fleet(options, dict(log.units), chosen).run(units, told)
    finally:
        chosen.stop()


class _Fleet:
    """One run: what is known of the units, and what carries their builds out."""

    def __init__(self, options: FleetOptions, known: dict[str, _Kept], executor: UnitExecutor) -> None:
        self._options = options
        self._known = known
        self._executor = executor
        self._machine = machine_stamp()

    def run(self, units: Sequence[FleetUnit], told: Callable[[UnitRun], None]) -> tuple[UnitRun, ...]:
        """Build the units; see `run_fleet`."""
        inputs = {unit.key: self._inputs(unit) for unit in units}
        found: dict[str, UnitRun] = {}
        for unit in units:
            if self._options.resume and self._is_done(unit, inputs[unit.key]):
                result = UnitResult(ending=Ending.OK, seconds=self._known[unit.key].seconds)
                found[unit.key] = UnitRun(unit=unit, result=result, skipped=True)
                told(found[unit.key])
        waiting = sorted((unit for unit in units if unit.key not in found), key=self._rank)
        for run in self._built(waiting):
            found[run.unit.key] = run
            self._remember(run, inputs[run.unit.key])
            told(run)
        return tuple(found[unit.key] for unit in units)

    def _built(self, units: Sequence[FleetUnit]) -> Iterator[UnitRun]:
        """Yield each unit as it has ended; one that failed is given again, behind the others, as often as asked."""
        self._executor.submit(units)
        attempts = dict.fromkeys((unit.key for unit in units), 1)
        waiting = len(units)
        while waiting:
            unit, result = self._executor.next_ended()
            settled = result.ending is Ending.OK or result.ending in LASTING
            if settled or attempts[unit.key] > self._options.retries:
                waiting -= 1
                yield UnitRun(unit=unit, result=result, attempts=attempts[unit.key])
            else:
                attempts[unit.key] += 1
                self._executor.submit([unit])

    def _rank(self, unit: FleetUnit) -> tuple[float, str]:
        """Order units by the seconds that they took last time, longest first; those never seen come before them."""
        known = self._known.get(unit.key)
        return (-known.seconds if known else float("-inf"), unit.key)

    def _inputs(self, unit: FleetUnit) -> str:
        """Return a digest of what a unit's build depends on, by stamps."""
        stamp = workspace_stamp(Workspace(unit.folder)).digest
        options = [*self._options.order.options, str(self._options.out_of(unit) or ""), self._options.day]
        return digest_of([stamp, self._machine, *options])

    def _is_done(self, unit: FleetUnit, inputs: str) -> bool:
        known = self._known.get(unit.key)
        workspace = Workspace(unit.folder, out=self._options.out_of(unit))
        return known is not None and (known.ending, known.inputs) == (Ending.OK, inputs) and workspace.build.is_dir()

    def _remember(self, run: UnitRun, inputs: str) -> None:
        """Note how a unit ended, at once: a run that is killed is resumed from there."""
        kept = _Kept(run.result.ending, run.result.seconds, inputs, run.attempts)
        before = self._known.get(run.unit.key)
        if before is not None and run.result.ending is not Ending.OK:
            kept = replace(kept, seconds=max(kept.seconds, before.seconds))
        self._known[run.unit.key] = kept
        store.keep(self._options.folder / LOG_NAME, _SCHEMA, {"units": _shape(self._known)})


def _shape(known: Mapping[str, _Kept]) -> dict[str, dict[str, object]]:
    return {
        key: {"ending": each.ending, "seconds": each.seconds, "inputs": each.inputs, "attempts": each.attempts}
        for key, each in sorted(known.items())
    }
