"""`dossier scan`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dossier import pipeline, reports, wording
from dossier.cli.options import as_json, folder_workspace
from dossier.cli.progress_bars import progress_bar
from dossier.cli.terminal_output import say, show_findings
from dossier.model import Media

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@as_json
@click.pass_obj
def scan(folder: Path, *, form: str) -> None:
    """Tampilkan isi folder evidence/: jenis, ukuran, dan yang diabaikan beserta alasannya."""
    found = pipeline.scan(folder_workspace(folder), progress_bar)
    if form == "json":
        say(reports.dump_json(reports.scan_json(found)), newline=False)
        return
    for file in found.files:
        media = "?" if file.media is Media.UNKNOWN else file.media.value
        trouble = f"  ! {file.problem}" if file.problem else ""
        say(f"{media:<11} {wording.size_label(file.size):>9}  {file.path}{trouble}")
    for entry in found.ignored:
        say(f"{'diabaikan':<11} {'':>9}  {entry.path}  ({entry.reason})")
    show_findings(found.findings)
    say(f"{len(found.files) + len(found.ignored)} berkas: {len(found.files)} bukti, {len(found.ignored)} diabaikan.")
