"""Collects everything that is wrong with the plan's files, so that all of it is told at once. Decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.errors import PlanError
from dossier.model import Finding, Severity

if TYPE_CHECKING:
    from pathlib import Path


def shown_path(path: Path) -> str:
    """Return how findings name a file: with its folder, as people see it from the workspace (`plan/plan.yaml`)."""
    return f"{path.parent.name}/{path.name}" if path.parent.name else path.name


class Problems:
    """The findings of one load, in order; `at` gives a view for another file that fills the same list."""

    def __init__(self, path: Path, *, findings: list[Finding] | None = None) -> None:
        """Start a list for `path`, or continue `findings`."""
        self.path = shown_path(path)
        self.findings: list[Finding] = [] if findings is None else findings

    def at(self, path: Path) -> Problems:
        """Return a collector for another file of the same load."""
        return Problems(path, findings=self.findings)

    def error(self, code: str, line: int, text: str, advice: str, subject: str = "") -> None:
        """Add something that keeps the plan from being used; `line` counts from 1."""
        self._add(Severity.ERROR, code, line, text, advice, subject)

    def warning(self, code: str, line: int, text: str, advice: str, subject: str = "") -> None:
        """Add something worth a look that stops nothing."""
        self._add(Severity.WARNING, code, line, text, advice, subject)

    def _add(self, severity: Severity, code: str, line: int, text: str, advice: str, subject: str) -> None:
        self.findings.append(
            Finding(
                code=code,
                severity=severity,
                subject=subject or self.path,
                text=text,
                advice=advice,
                path=self.path,
                line=line,
            )
        )

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop the plan from being used."""
        return tuple(f for f in self.findings if f.severity is Severity.ERROR)

    def in_reading_order(self) -> tuple[Finding, ...]:
        """Return all findings file by file, as the files were first complained of, and by line within each."""
        files = {path: number for number, path in enumerate(dict.fromkeys(f.path for f in self.findings))}
        return tuple(sorted(self.findings, key=lambda f: (files[f.path], f.line or 0)))

    def stop_on_errors(self, path: Path, what: str) -> None:
        """Raise with every finding when there is an error.

        Args:
            path: the file that the user named; the findings name their own.
            what: what cannot be read, as the message's first words ("Rencana").

        Raises:
            PlanError: at least one finding is an error.
        """
        errors = self.errors
        if errors:
            raise PlanError(
                f"{what} tidak dapat dipakai: {len(errors)} kesalahan.",
                path=path,
                hint="Perbaiki baris-baris yang disebut, lalu jalankan `dossier plan check`.",
                findings=self.in_reading_order(),
            )
