"""Reports of installed extensions: written by a build beside its own outputs, and published with them."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Final, Protocol, cast

from dossier.model import Finding, Severity
from dossier.pipeline.artifacts import ARTIFACTS
from dossier.state import entry_points
from dossier.state.build_record import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dossier.audit.assessment import Assessment
    from dossier.state.entry_points import EntryPoint


class Report(Protocol):
    """A file or folder that a build makes of a finished assessment; an extension names a class of this shape.

    Its entry point is of the group `dossier.reports`; the class is made without arguments.
    """

    name: str
    """Its name in `build/`: letters, digits, dots, dashes and blanks; not that of an output of the program."""

    def write(self, assessment: Assessment, path: Path) -> None:
        """Write the report at `path`, in the staging folder; an exception becomes a finding, and no report appears.

        The same assessment has to give the same bytes.
        """
        ...


_TAKEN: Final = frozenset({*(artifact.name for artifact in ARTIFACTS), FILE_NAME, "asli", "cache", "portal"})
_NAME: Final = re.compile(r"(?!dossier[-.])(?!kesenjangan[-.])(?!log[-.])[A-Za-z0-9][\w. -]{0,80}")


def write_installed(assessment: Assessment, stage: Path) -> tuple[Finding, ...]:
    """Write every installed report into the staging folder; return a finding for each that failed."""
    findings = []
    for entry in entry_points.installed(entry_points.REPORTS):
        path: Path | None = None
        try:
            report = _loaded(entry)
            if (stage / report.name).exists():
                raise FileExistsError(report.name)  # noqa: TRY301 — told as any other fault
            path = stage / report.name
            report.write(assessment, path)
        except Exception as error:  # noqa: BLE001 — foreign code: what is wrong with it is told, and the build goes on
            if path is not None:
                _remove(path)
            findings.append(_failed(entry, error))
    return tuple(findings)


def trouble_with(entry: EntryPoint) -> str | None:
    """Return why an installed report cannot be used, or None."""
    try:
        _loaded(entry)
    except Exception as error:  # noqa: BLE001 — likewise
        return f"{type(error).__name__}: {error}"
    return None


def _loaded(entry: EntryPoint) -> Report:
    report = cast("Callable[[], Report]", entry.load())()
    if not _NAME.fullmatch(report.name) or report.name in _TAKEN:
        raise ValueError(f"nama {report.name!r} tidak dapat dipakai di build/")
    return report


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _failed(entry: EntryPoint, error: Exception) -> Finding:
    return Finding(
        code="laporan_pengaya_gagal",
        severity=Severity.WARNING,
        subject=entry.label,
        text=f"Laporan dari pengaya {entry.label} tidak dapat dibuat ({type(error).__name__}: {error}).",
        advice="Hubungi pembuat pengaya itu, atau copot pemasangannya; keluaran yang lain tidak terpengaruh.",
    )
