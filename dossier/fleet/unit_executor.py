"""Where the builds of a fleet are run: the seam between `fleet_run`, which decides, and what carries a build out.

Here also the plain way: threads that wait for local processes, no more than so many at a time.
"""

from __future__ import annotations

import queue
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol

from dossier.fleet.unit_process import BuildOrder, Ending, UnitProcess, UnitResult

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from dossier.fleet.unit_list import FleetUnit


class UnitExecutor(Protocol):
    """Carries out one build for each unit that it is given, and gives back each result once, in the order of ends."""

    def submit(self, units: Sequence[FleetUnit]) -> None:
        """Have these units built, the first of them first; one that has ended may be given again."""

    def next_ended(self) -> tuple[FleetUnit, UnitResult]:
        """Wait for the next build that ends; called once for each unit submitted.

        Raises:
            EngineError: what carries the builds out is gone for good.
        """

    def stop(self) -> None:
        """End what is running, start nothing more, and let go of everything held; may be called twice."""


class LocalExecutor:
    """Builds on this computer, by threads that wait for processes."""

    def __init__(self, order: BuildOrder, workers: int, out_of: Callable[[FleetUnit], Path | None]) -> None:
        """Start nothing yet.

        Args:
            order: how a build is called.
            workers: how many builds run at a time.
            out_of: where the output of a unit goes; None for its own `build/`.
        """
        self._order = order
        self._out_of = out_of
        self._threads = ThreadPoolExecutor(max_workers=max(1, workers))
        self._ended: queue.SimpleQueue[tuple[FleetUnit, Future[UnitResult]]] = queue.SimpleQueue()
        self._processes: set[UnitProcess] = set()
        self._guard = threading.Lock()
        self._is_over = False

    def submit(self, units: Sequence[FleetUnit]) -> None:
        """Have these units built; see `UnitExecutor`."""
        for unit in units:
            future = self._threads.submit(self._built, unit)
            future.add_done_callback(lambda ended, unit=unit: self._ended.put((unit, ended)))  # type: ignore[misc]

    def next_ended(self) -> tuple[FleetUnit, UnitResult]:
        """Wait for the next build that ends; see `UnitExecutor`."""
        unit, future = self._ended.get()
        return unit, future.result()

    def stop(self) -> None:
        """End what is running; see `UnitExecutor`."""
        with self._guard:
            self._is_over = True
            running = tuple(self._processes)
        for process in running:
            process.stop()
        self._threads.shutdown(cancel_futures=True)

    def _built(self, unit: FleetUnit) -> UnitResult:
        process = UnitProcess(self._order)
        with self._guard:
            if self._is_over:
                return UnitResult(ending=Ending.STOPPED)
            self._processes.add(process)
        try:
            return process.run(unit, self._out_of(unit))
        finally:
            with self._guard:
                self._processes.discard(process)
