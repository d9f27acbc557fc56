"""Exceptions for "cannot go on": one base class with exit code, path and hint. Findings are no exceptions."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dossier.model import Finding


class ExitCode(IntEnum):
    """Exit codes of the command; documented in docs/pemakaian.md."""

    DONE = 0
    BUG = 1
    USAGE = 2
    GAPS = 3
    DIFFERENT = 4
    PLAN = 10
    TEMPLATE = 11
    EVIDENCE = 12
    ENGINE = 13
    OUTPUT = 14
    BUSY = 15
    INTERRUPTED = 130


class DossierError(Exception):
    """Base of all errors that a user can mend; `hint` says how, in Indonesian."""

    exit_code: ClassVar[ExitCode] = ExitCode.BUG

    def __init__(
        self,
        message: str,
        *,
        path: Path | str | None = None,
        hint: str = "",
        findings: Sequence[Finding] = (),
    ) -> None:
        """Keep the message apart from the place and the remedy, so that the command can lay them out."""
        super().__init__(message)
        self.message = message
        self.path = path
        self.hint = hint
        self.findings = tuple(findings)


class PlanError(DossierError):
    """The plan cannot be read; `findings` holds every problem at once."""

    exit_code = ExitCode.PLAN


class TemplateError(DossierError):
    """One or more Word templates cannot be rendered; `findings` holds every problem."""

    exit_code = ExitCode.TEMPLATE


class EvidenceError(DossierError):
    """The evidence folder cannot be read."""

    exit_code = ExitCode.EVIDENCE


class UnknownSubjectError(DossierError):
    """No file and no code of the plan has this name; the message names the nearest."""

    exit_code = ExitCode.USAGE


class EngineError(DossierError):
    """An engine that was asked for is missing or failed as a whole."""

    exit_code = ExitCode.ENGINE


class OutputError(DossierError):
    """The output cannot be written."""

    exit_code = ExitCode.OUTPUT


class BusyError(OutputError):
    """Another build is at work in the same folder, on this computer or on another one."""

    exit_code = ExitCode.BUSY


class CannotConvertError(Exception):
    """The file can never become pages as it is; the message says why and what to do, in Indonesian.

    `lasting` is False where something beside the file's bytes decides, and the next build may do better.
    """

    def __init__(self, message: str, *, lasting: bool = True) -> None:
        """Take the message."""
        super().__init__(message)
        self.lasting = lasting
