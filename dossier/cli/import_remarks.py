"""`dossier import-remarks`: what the assessors filled into the workbook comes back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier import pipeline
from dossier.cli.options import folder_workspace
from dossier.cli.terminal_output import say, show_findings
from dossier.errors import OutputError

if TYPE_CHECKING:
    from dossier.pipeline import Imported


@click.command("import-remarks")
@click.argument("file", metavar="BERKAS.xlsx", type=click.Path(path_type=Path))
@click.option("--oleh", "by", metavar="NAMA", default="", help="Siapa yang mengisinya (bawaan: nama berkasnya).")
@click.option("--dry-run", is_flag=True, help="Periksa saja; tidak menulis apa pun.")
@click.pass_obj
def import_remarks(folder: Path, *, file: Path, by: str, dry_run: bool) -> None:
    """Ambil Status TPI dan Catatan TPI dari buku kerja yang diisi seorang penilai ke plan/catatan-tpi.yaml.

    Catatan penilai lain tidak diganti; yang berbeda ditampilkan berdampingan.
    """
    workspace = folder_workspace(folder)
    if not file.is_file():
        raise OutputError(f"Buku kerja tidak ada: {file}", path=file, hint="Periksa nama dan foldernya.")
    plan = pipeline.define(workspace).plan
    if not dry_run:
        for line in pipeline.take_in(workspace).told:
            say(f"{line}.")
    imported = pipeline.import_remarks(workspace, plan, file, by=by, dry_run=dry_run)
    show_findings(imported.findings)
    report(imported)
    for line in imported.told:
        say(f"{line}; `dossier build` memuatnya dalam dossier.")


def report(imported: Imported) -> None:
    """Print what was read and what of it is new."""
    for (code, requirement, slot), remark, mark in imported.said:
        say(f"{mark} {code}.{requirement} ({slot})  {remark.status or '–'}: {remark.text or '–'}")
    for (code, requirement, slot), remark in imported.replaced:
        say(f"  diganti: {code}.{requirement} ({slot})  {remark.source}: {remark.status or '–'}: {remark.text or '–'}")
    total = len(imported.said)
    if not total:
        say("Tidak ada Status TPI atau Catatan TPI yang terisi di buku kerja ini.")
        return
    known = sum(1 for *_, mark in imported.said if mark == "=")
    beside = sum(1 for *_, mark in imported.said if mark == "≠")
    say(f"{total} catatan terbaca, {total - known - beside} baru atau berubah, {known} sudah ada.")
    if beside:
        say(
            f"{beside} berbeda dari catatan terdahulu dari berkas bernama sama; keduanya disimpan. "
            "Sebut penilainya dengan --oleh NAMA."
        )
