"""What a converter is, for those of this program and of installed extensions; and running one in a child process.

An extension names a class by an entry point of the group `dossier.converters`. It is made without arguments: in the
program, which asks for everything but `convert`, and again in the child process that converts, which is confined (no
network; reads of the user's files only the evidence folder, writes only below the folder of `target`).
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dossier.convert.run.pool import Job
    from dossier.convert.run.result import Made
    from dossier.model import Media


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """A library or program that is there; `lost` says what could not be done without it. Texts are Indonesian."""

    name: str
    version: str
    purpose: str = ""
    lost: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A library or program that is not there; `lost` says what cannot be done without it. Texts are Indonesian."""

    name: str
    lost: str
    purpose: str = ""


class Converter(Protocol):
    """One way from some kinds of files to a PDF.

    Of several for one kind, the available one of the highest rank is used, and the others are tried in turn where it
    fails. Built-in converters have rank 0; LibreOffice, and the opening of mails and archives, rank 20.
    """

    name: str
    """One word, for people and the register."""
    media: frozenset[Media]
    """Kinds that it takes; `Media.named("catat")` is the kind that a row `catat` of an extension's media.csv tells."""
    rank: int
    titled: bool = False
    """Whether the file's name is printed (`job.option` has it then), so that equal bytes give different pages."""

    def available(self) -> Engine | Missing:
        """Say what it works with, or what is missing; `dossier doctor` prints it."""
        ...

    def fingerprint(self) -> bytes:
        """Return what else the result depends on, a program's version say; kept parts are used only for the same.

        The extension's files and the versions of the libraries that it requires need not be named: they always count.
        """
        return b""

    def convert(self, source: Path, target: Path, job: Job) -> Made:
        """Write a PDF, in the child process.

        Args:
            source: the evidence file, which is only read.
            target: where the PDF goes; its folder may hold working files.
            job: what is asked, with the name to print in `option` where `titled`.

        Returns:
            How many pages were written and what a reader should know.

        Raises:
            CannotConvertError: why the file cannot be bound, in Indonesian. Any other exception counts as a fault.
        """
        ...


def run(job: Job) -> Made:
    """Call what a job names as `module:function` (`source, target[, option]`) or as the class of a `Converter`."""
    module, _, attribute = job.converter.partition(":")
    found: object = importlib.import_module(module)
    for name in attribute.split("."):
        found = getattr(found, name)
    if isinstance(found, type):
        converter: Converter = found()
        return converter.convert(job.source, job.target, job)
    function = cast("Callable[..., Made]", found)
    return function(job.source, job.target, job.option) if job.option else function(job.source, job.target)
