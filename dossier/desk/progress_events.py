"""Tells the pages how far a piece of work is."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from dossier import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dossier.progress import Step, Work

_TOLD_EVERY: Final = 0.2
"""Seconds between two messages of progress."""


class StoppedError(Exception):
    """The desk is being closed: the work at hand ends where it next tells how far it is."""


class ProgressEvents:
    """A `Progress` whose steps are told as facts of an event: stage, done, total, and the file at hand."""

    def __init__(self, tell: Callable[[dict[str, object]], None], is_stopping: Callable[[], bool]) -> None:
        """Tell by `tell`; raise `StoppedError` in the work from the step on at which `is_stopping` holds."""
        self._tell = tell
        self._is_stopping = is_stopping

    @contextmanager
    def __call__(self, work: Work, total: int, /) -> Iterator[Step]:
        """Tell of one piece of work."""
        told, done = 0.0, 0

        def step(amount: int, name: str = "", /) -> None:
            nonlocal told, done
            if self._is_stopping():
                raise StoppedError
            done += amount
            now = time.monotonic()
            if now - told < _TOLD_EVERY and done < total:
                return
            told = now
            self._tell(
                {"tahap": wording.WORK_LABELS[work], "selesai": done, "jumlah": total, "nama": wording.shown(name)}
            )

        step(0)
        yield step
