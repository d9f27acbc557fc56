"""Protocol by which long work reports its progress. Displays nothing."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from typing import Protocol


class Work(StrEnum):
    """Kind of work, and the unit in which it is counted."""

    HASHING = "hashing"
    """Bytes of evidence read to tell whether they changed."""
    READING = "reading"
    """Files whose text is read for matching."""
    PREPARING = "preparing"
    """Files made into clean PDFs."""
    SHRINKING = "shrinking"
    """Parts whose pictures are made smaller."""
    RECOGNISING = "recognising"
    """Scanned pages whose words are read to be searched for."""
    BINDING = "binding"
    """Pages stamped and linked."""
    WRITING = "writing"
    """Hundredths of the bundle written to the disk."""
    CHECKING = "checking"
    """Pages of a bundle read back."""


class Step(Protocol):
    """Called as the work goes on."""

    def __call__(self, amount: int, name: str = "", /) -> None:
        """Say that `amount` more is done, and which file was at hand where one was.

        With an amount of 0, the file is one that is being waited for; may then come from another thread.
        """


class Progress(Protocol):
    """Makes a context for one piece of work, whose value is called with each step."""

    def __call__(self, work: Work, total: int, /) -> AbstractContextManager[Step]:
        """Begin work of this total, in the unit of `work`."""


def unseen(_work: Work, _total: int, /) -> AbstractContextManager[Step]:
    """Show nothing."""
    return nullcontext(untold)


def untold(_amount: int, _name: str = "", /) -> None:
    """Take a step that nobody is told about."""
