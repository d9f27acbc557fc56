"""Carries the progress of a build from the process that builds to the one that asked for it."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from typing import Self

    from dossier.progress import Progress, Step, Work

_TOLD_EVERY: Final = 0.05
"""Seconds between two messages about one piece of work; steps in between are added up."""


@dataclass(frozen=True, slots=True)
class WorkBegun:
    """A piece of work begins; `number` tells it from others that are under way."""

    number: int
    work: Work
    total: int


@dataclass(frozen=True, slots=True)
class WorkStep:
    """So much more of it is done, and the name of the file at hand."""

    number: int
    amount: int
    name: str


@dataclass(frozen=True, slots=True)
class WorkEnded:
    """It is over."""

    number: int


ProgressMessage = WorkBegun | WorkStep | WorkEnded


class ToldProgress:
    """A `Progress` in the process that builds: sends what it is told, from any thread."""

    def __init__(self, send: Callable[[ProgressMessage], None]) -> None:
        """Send by `send`, which is called by one thread at a time."""
        self._send = send
        self._turn = threading.Lock()
        self._count = 0

    @contextmanager
    def __call__(self, work: Work, total: int, /) -> Iterator[Step]:
        """Tell of one piece of work."""
        with self._turn:
            self._count += 1
            number = self._count
            self._send(WorkBegun(number, work, total))
        told, waiting, last = time.monotonic(), 0, ""

        def step(amount: int, name: str = "", /) -> None:
            nonlocal told, waiting, last
            with self._turn:
                waiting, last, now = waiting + amount, name, time.monotonic()
                if now - told >= _TOLD_EVERY:
                    self._send(WorkStep(number, waiting, name))
                    told, waiting = now, 0

        yield step
        with self._turn:
            if waiting:
                self._send(WorkStep(number, waiting, last))
            self._send(WorkEnded(number))


class HeardProgress:
    """Passes what was sent to a `Progress` of this process; ends what is still open at the end of its `with` block."""

    def __init__(self, progress: Progress) -> None:
        """Pass everything to `progress`."""
        self._progress = progress
        self._open: dict[int, tuple[AbstractContextManager[Step], Step]] = {}

    def __enter__(self) -> Self:
        """Know of no work yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the work that is still open: the build was ended in the middle of it."""
        for number in sorted(self._open, reverse=True):
            self._end(number)

    def hear(self, message: ProgressMessage) -> None:
        """Pass on one message. Raises what the progress raises."""
        match message:
            case WorkBegun(number, work, total):
                context = self._progress(work, total)
                self._open[number] = context, context.__enter__()
            case WorkStep(number, amount, name):
                self._open[number][1](amount, name)
            case WorkEnded(number):
                self._end(number)

    def _end(self, number: int) -> None:
        context, _ = self._open.pop(number)
        context.__exit__(None, None, None)
