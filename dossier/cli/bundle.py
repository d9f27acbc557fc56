"""`dossier build` and `dossier verify`."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier import build as stages
from dossier import reports, wording
from dossier.cli.options import as_of_option, folder_workspace, office_option, today
from dossier.cli.output import progress_bar, say, show_findings
from dossier.errors import ExitCode, OutputError

if TYPE_CHECKING:
    import datetime as dt

    from dossier.model import BuildResult

COUNT_WORDS = {
    "claimed": "terpasang",
    "ambiguous": "rancu",
    "unplaced": "tanpa tempat",
    "ignored": "diabaikan",
}


@click.command()
@as_of_option
@office_option
@click.pass_obj
def build(folder: Path, *, as_of: dt.date | None, office: str) -> None:
    """Susun semuanya: build/dossier.pdf, daftar kesenjangan, dan register bukti."""
    started = time.monotonic()
    workspace = folder_workspace(folder)
    result = stages.build(workspace, as_of or today(), office=office, progress=progress_bar)
    show_result(result, time.monotonic() - started)


def show_result(result: BuildResult, seconds: float) -> None:
    """Print what was made, the four counts and their sum, the totals of the gap list, and the time taken."""
    counts = dict(result.counts)
    total = sum(counts.values())
    parts = " + ".join(f"{counts[key]} {word}" for key, word in COUNT_WORDS.items())
    worth_reading = [finding for finding in result.findings if finding.advice]
    say(f"Berkas       {total} = {parts}")
    say(f"Kesenjangan  {reports.summary_line(result.coverage.summary())}")
    say(f"             per {wording.long_date(result.coverage.as_of)}; rinciannya: dossier gaps (make gaps)")
    say(f"Temuan       {len(result.findings)} ({len(worth_reading)} dengan saran), semua di build/temuan.json")
    others = ", ".join(path.name for path in result.outputs if path != result.bundle)
    say(f"Juga dibuat  {others}")
    say(f"Dossier      {shown(result.bundle)} ({result.pages} halaman, {wording.size_label(result.size)})")
    say(f"Selesai dalam {seconds:.1f} detik".replace(".", ","))


def shown(path: Path) -> str:
    """Return the path as a person would type it from here."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


@click.command()
@click.argument("file", metavar="BERKAS", type=click.Path(path_type=Path), required=False)
@click.pass_obj
def verify(folder: Path, file: Path | None) -> int:
    """Periksa apakah dossier masih sama dengan folder bukti (bawaan: build/dossier.pdf)."""
    from dossier import bind  # noqa: PLC0415 — heavy engines load only when a command needs them

    workspace = folder_workspace(folder)
    bundle = file or workspace.bundle
    if not bundle.is_file():
        raise OutputError(
            f"Dossier tidak ada: {bundle}", path=bundle, hint="Susun dahulu dengan `dossier build` (make dossier)."
        )
    evidence = workspace.evidence if workspace.evidence.is_dir() else None
    findings = bind.verify(bundle, evidence)
    show_findings(findings)
    if findings:
        say(f"{shown(bundle)}: {len(findings)} perbedaan. Susun ulang dengan `dossier build` bila buktinya yang benar.")
        return ExitCode.DIFFERENT
    say(f"{shown(bundle)}: cocok dengan folder bukti.")
    return ExitCode.DONE
