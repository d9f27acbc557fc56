"""`dossier plan export` and `dossier plan rollover`: the plan as an office's own table, and the plan of next year."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from pathlib import Path

import click

from dossier import importing
from dossier.cli.click_words import Command
from dossier.cli.options import folder_project, folder_workspace, office_option
from dossier.cli.progress_bars import progress_bar
from dossier.cli.terminal_output import say, say_capped, tell
from dossier.errors import OutputError
from dossier.plan import load_plan
from dossier.plan.plan_documents import read_documents
from dossier.state import files


@click.command("export", cls=Command)
@click.argument("file", metavar="BERKAS.xlsx|docx|csv", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--ganti", "replace", is_flag=True, help="Ganti berkas itu bila sudah ada.")
@click.pass_obj
def export(folder: Path, file: Path, *, replace: bool) -> None:
    """Tulis rencana sebagai tabel enam kolom keputusan, siap menjadi lampiran SK.

    .xlsx memuat semua kunci dan dapat dibaca kembali; .docx dan .csv hanya enam kolomnya.
    """
    form = file.suffix.lower()
    if form not in importing.FORMS:
        raise click.UsageError(f"Akhiran “{file.suffix}” tidak dikenal. Tulis nama berkas .xlsx, .docx, atau .csv.")
    workspace = folder_workspace(folder)
    load_plan(workspace.plan_file)  # refuses what cannot be read, with every problem at once
    if os.path.lexists(file) and not replace:
        raise OutputError(f"{file} sudah ada.", path=file, hint="Pilih nama lain, atau tambahkan --ganti.")
    data = importing.export_plan(read_documents(workspace.plan_file), form)
    with files.explained(file):
        files.write(file, data, durable=True)
    say(f"Rencana ditulis ke {file}.")
    if form != ".xlsx":
        tell(importing.LEFT_OUT.format(form=form))
    else:
        tell("Semua kunci rencana ada di dalamnya; keterangan bertanda # di berkas YAML tidak ikut.")


@click.command("rollover", cls=Command)
@click.argument("year", metavar="TAHUN", type=click.IntRange(2000, 2100))
@click.argument("target", metavar="FOLDER_BARU", type=click.Path(path_type=Path, file_okay=False))
@office_option
@click.pass_obj
def rollover(folder: Path, year: int, target: Path, *, office: str) -> None:
    """Buat folder kerja tahun berikutnya dari rencana ini; yang lama tidak berubah.

    Tahun dalam teks dan jatuh tempo digeser, pin tidak dibawa. Kesenjangan per 31 Desember dan catatan TPI disimpan di
    plan/tahun-lalu.yaml dan tampil di samping baris tahun yang baru.
    """
    project = folder_project(folder)
    plan = project.plan
    importing.require_target(project.workspace, plan, year, target)
    assessment = project.assess(dt.date(plan.year, 12, 31), office=office, progress=progress_bar)
    done = importing.roll_over(project.workspace, plan, assessment.status.rows, year, target)
    changes = Counter(each.key for file in done.moved.values() for each in file.changes)
    counted = ", ".join(f"{key} {number}" for key, number in sorted(changes.items()))
    say(f"Rencana {year} ditulis ke {target}: {sum(changes.values())} isian digeser ({counted}).")
    tell(f"{len(done.remembered)} keadaan dan catatan tahun {plan.year} disimpan di plan/tahun-lalu.yaml.")
    for line in done.left:
        tell(f"Tidak dibawa: {line}.")
    if done.decisions:
        say("Yang harus diputuskan:")
        say_capped([f"  ? {line}" for line in done.decisions])
    tell(f"Semua perubahan satu per satu: {target / done.record}")
    tell(f"Lanjutkan dengan: dossier -C {target} plan check")
