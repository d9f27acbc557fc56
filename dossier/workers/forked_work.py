"""Work of our own in a child that is forked from this process as it is: nothing is pickled or loaded again.

Only for work on values of ours: such a child is not confined, and has our memory. Foreign files are opened by children
of the server (`child_processes`).
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.workers import child_processes, confinement, system

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

_MOST_ENDING: Final = 0.05
"""Seconds in which threads that have been told to end are waited for."""
_LOOK: Final = 0.002


@dataclass(frozen=True, slots=True)
class ForkedWork:
    """One piece of work under way."""

    line: Connection
    child: BaseProcess

    def result(self) -> tuple[bool, object]:
        """Wait for the end; return whether the work was done, and its result.

        Raises:
            EOFError, OSError: the child died.
        """
        done, result = self.line.recv()
        self.child.join()
        return done, result

    def end(self) -> None:
        """Kill the child if it still works: nobody asks for its result any more."""
        self.child.kill()
        self.child.join()
        self.line.close()


def begin(work: Callable[[], object]) -> ForkedWork | None:
    """Begin `work` in a child; None where this process cannot or must not fork: it has threads, or is a daemon."""
    if multiprocessing.current_process().daemon or not _is_alone():
        return None
    forking = multiprocessing.get_context("fork")
    ours, theirs = forking.Pipe()
    child = forking.Process(target=_work, args=(theirs, ours, work), daemon=True)
    try:
        child.start()
    except OSError:
        ours.close()
        return None
    finally:
        theirs.close()
    return ForkedWork(ours, child)


def _is_alone() -> bool:
    """Return whether this process has one thread; one that has just been told to end gets a moment."""
    ends = time.monotonic() + _MOST_ENDING
    while not system.is_single_threaded():
        if time.monotonic() > ends:
            return False
        time.sleep(_LOOK)
    return True


def _work(line: Connection, other: Connection, work: Callable[[], object]) -> None:
    """Be the child: a failure is not told, it comes again where the work is then done."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who is interrupted ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    other.close()
    child_processes.die_with_parent()
    confinement.be_silent()
    gc.freeze()  # or a collection would copy every page of memory that we share
    try:
        answer = pickle.dumps((True, work()))
    except Exception:  # noqa: BLE001 — see above
        answer = pickle.dumps((False, None))
    with suppress(OSError):
        line.send_bytes(answer)
    line.close()
    os._exit(0)  # what our parent has opened is closed by our parent
