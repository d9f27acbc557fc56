"""Runs work of our own in a child process beside the build."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Self, TypeVar, cast

from dossier._lazy import lazy, undisturbed
from dossier.workers import child_processes, processors, system

with lazy():
    from dossier.workers import forked_work


if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from dossier.workers.forked_work import ForkedWork

T = TypeVar("T")


class Helper:
    """Runs parts of our own work in a child process; ended with the `with` block.

    The child is forked from this process where it has no other threads, else it comes from the server, which then works
    on one part at a time. Where there is no second core or no server, or where the child fails for any reason, the work
    is done here instead, when its result is asked for: a helper changes when something is done, never what comes of it.
    """

    def __init__(self, jobs: int | None = None) -> None:
        """Start nothing yet; `jobs` is how many processors may be used, None for all that this process may."""
        cores = processors.usable() if jobs is None else jobs
        self._thread = ThreadPoolExecutor(max_workers=1) if cores > 1 and child_processes.serves() else None
        self._child: BaseProcess | None = None
        self._line: Connection | None = None
        self._is_over = False
        self._forked: list[ForkedWork] = []
        self._wanted: tuple[str, ...] = ()

    def __enter__(self) -> Self:
        """Start nothing yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop what is still at work: nobody has asked for it."""
        for each in self._forked:
            each.end()
        if self._thread is None:
            return
        self._is_over = True
        if self._child is not None:
            self._child.terminate()
        self._thread.shutdown(cancel_futures=True)
        if self._child is not None and self._line is not None:
            self._line.close()
            self._child.join()

    def load(self, *modules: str) -> None:
        """Say which modules the work will need: a child of the server loads them now, for a forked one we do later."""
        self._wanted = modules
        if self._thread is not None and not system.is_single_threaded():
            self._thread.submit(self._ask, pickle.dumps(partial(_load, modules)))

    def begin(self, work: Callable[..., T], *arguments: object) -> Callable[[], T]:
        """Begin to work, and return what waits for the result.

        Args:
            work: a function of a module; it must be possible to do it a second time.
            arguments: what it is given; they and its result are sent as pickles.
        """
        here = partial(work, *arguments)
        if self._thread is None:
            return here
        if self._line is None:
            with undisturbed():
                _load(self._wanted)
            if (forked := forked_work.begin(here)) is not None:
                self._forked.append(forked)
                return partial(_answer, forked.result, here)
        # Pickled at once: what it is given may change before its turn comes.
        return partial(_answer, self._thread.submit(self._ask, pickle.dumps(here)).result, here)

    def _ask(self, work: bytes) -> tuple[bool, object]:
        """Have the child do some work, in our thread, which waits for it."""
        line = self._line or self._started()
        line.send_bytes(work)
        done, result = line.recv()
        return done, result

    def _started(self) -> Connection:
        ours, child = self._line, self._child = child_processes.start(_help, child_processes.environment())
        if self._is_over:  # meanwhile: who ended us saw no child to stop
            child.terminate()
        return ours


def _answer(asked: Callable[[], tuple[bool, object]], here: Callable[[], T]) -> T:
    try:
        done, result = asked()
    except Exception:  # noqa: BLE001 — whatever happened to the child, the work is done here
        done, result = False, None
    return cast("T", result) if done else here()


def _help(line: Connection, variables: Mapping[str, str]) -> None:
    """Do in the child what is asked until nobody asks; a failure is not told: it comes again where it is handled."""
    child_processes.die_with_parent()
    child_processes.settle(variables)
    with line, suppress(EOFError, OSError):  # nobody is there any more
        while True:
            asked = line.recv_bytes()
            try:
                answer = (True, pickle.loads(asked)())  # noqa: S301 — from our own parent
            except Exception:  # noqa: BLE001 — see above
                answer = (False, None)
            line.send(answer)


def _load(modules: Sequence[str]) -> None:
    for name in modules:
        import_module(name)
