"""A progress that remembers what it was told."""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from dossier.progress import Step, Work


class Told:
    """Totals and steps by kind of work, the names at hand in order, and those that were waited for."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self.totals: Counter[Work] = Counter()
        self.done: Counter[Work] = Counter()
        self.names: list[str] = []
        self.waited: list[str] = []

    def __call__(self, work: Work, total: int, /) -> AbstractContextManager[Step]:
        """Begin a piece of work."""
        self.totals[work] += total

        def step(amount: int, name: str = "", /) -> None:
            self.done[work] += amount
            (self.names if amount else self.waited).append(name)

        return nullcontext(step)
