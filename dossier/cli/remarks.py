"""`dossier import-remarks`: what the assessors filled into the workbook comes back."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier import build, reports
from dossier.cli.options import folder_workspace
from dossier.cli.output import say, show_findings
from dossier.errors import OutputError
from dossier.overview import Remark
from dossier.plan import load_remarks, remarks_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.overview import Place


@click.command("import-remarks")
@click.argument("file", metavar="BERKAS.xlsx", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Periksa saja; tidak menulis apa pun.")
@click.pass_obj
def import_remarks(folder: Path, *, file: Path, dry_run: bool) -> None:
    """Ambil Status TPI dan Catatan TPI dari buku kerja yang diisi tim penilai ke plan/catatan-tpi.yaml."""
    workspace = folder_workspace(folder)
    if not file.is_file():
        raise OutputError(f"Buku kerja tidak ada: {file}", path=file, hint="Periksa nama dan foldernya.")
    plan = build.define(workspace).plan
    returned = reports.read_returned(file)
    labels = {(i.code, r.id, s.key): r.label for i in plan.indicators for r in i.requirements for s in i.slots_of(r)}
    show_findings((*returned.findings, *reports.differences(returned, labels, file.name)))
    fresh = {place: remark for place, remark in returned.remarks.items() if remark != Remark() and place in labels}
    known, _ = load_remarks(workspace.remarks, plan)
    report(fresh, known)
    if fresh and not dry_run:
        write_whole(workspace.remarks, remarks_yaml(known | fresh))
        say(f"Tersimpan di {workspace.remarks}; `dossier build` memuatnya dalam dossier.")


def report(fresh: Mapping[Place, Remark], known: Mapping[Place, Remark]) -> None:
    """Print what was read and what of it is new."""
    for (code, requirement, slot), remark in sorted(fresh.items()):
        mark = "=" if known.get((code, requirement, slot)) == remark else "+"
        say(f"{mark} {code}.{requirement} ({slot})  {remark.status or '–'}: {remark.text or '–'}")
    if not fresh:
        say("Tidak ada Status TPI atau Catatan TPI yang terisi di buku kerja ini.")
        return
    new = sum(1 for place, remark in fresh.items() if known.get(place) != remark)
    say(f"{len(fresh)} catatan terbaca, {new} baru atau berubah, {len(fresh) - new} sudah ada.")


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all.

    Raises:
        OutputError: It cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=".baru-", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        raise OutputError(
            f"Tidak dapat menulis {path}: {error.strerror or error}", path=path, hint="Periksa izin folder plan/."
        ) from error
