"""`dossier meeting`: the papers of one meeting, made together from one set of answers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier import pipeline, plan, templates, wording
from dossier.cli import options
from dossier.cli.click_words import Command, Group
from dossier.cli.date_argument import DateArgument
from dossier.cli.plan_commands import show_papers
from dossier.cli.terminal_output import complain, say, tell
from dossier.errors import PlanError
from dossier.model import Meeting

if TYPE_CHECKING:
    import datetime as dt

    from dossier.model import Plan, Unit
    from dossier.project import Project

EVERYBODY = "semua"


@click.group(cls=Group)
def meeting() -> None:
    """Buat naskah satu rapat sekaligus: undangan, daftar hadir, notulen, dokumentasi, tindak lanjut."""


@meeting.command("new", cls=Command)
@click.option(
    "--jawaban",
    "answers_file",
    metavar="BERKAS.yaml",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=f"Jawaban, kunci: jawaban. Kunci: {', '.join(plan.MEETING_KEYS)}.",
)
@click.pass_obj
def new(folder: Path, *, answers_file: Path | None) -> None:
    """Tanyakan tanggal, tempat, acara, pimpinan, dan peserta sekali; simpan di plan/rapat.yaml; buat naskahnya.

    Naskah masuk ke naskah/; yang sudah disunting tidak ditimpa. Nomor surat dan tanggal naskah tetap diketik orang.
    """
    if answers_file is None and not (sys.stdin.isatty() and sys.stdout.isatty()):
        keys = ", ".join(plan.MEETING_KEYS)
        raise click.UsageError(f"Tidak ada terminal untuk bertanya. Tulis jawabannya di --jawaban BERKAS.yaml: {keys}.")
    project = options.folder_project(folder)
    definition = pipeline.define(project.workspace)
    asked = plan.read_meeting(answers_file, definition.plan) if answers_file else ask(definition.plan, definition.unit)
    added = plan.add_meeting(project.workspace.meetings, asked, definition.plan)
    tell("Rapat disimpan di plan/rapat.yaml." if added else "Rapat ini sudah ada di plan/rapat.yaml.")
    make_papers(project, definition.plan, definition.unit, (asked,))


@meeting.command("papers", cls=Command)
@click.argument("day", metavar="[TANGGAL]", required=False, type=DateArgument())
@click.pass_obj
def papers(folder: Path, *, day: dt.date | None) -> None:
    """Buat lagi naskah rapat di plan/rapat.yaml, semua atau yang pada TANGGAL; yang sudah disunting tidak ditimpa."""
    project = options.folder_project(folder)
    definition = pipeline.define(project.workspace)
    known = plan.load_meetings(project.workspace.meetings, definition.plan)
    chosen = tuple(each for each in known if day in {None, each.day})
    if not chosen:
        raise PlanError(
            f"Tidak ada rapat pada {wording.long_date(day)}." if day else "Belum ada rapat.",
            path=project.workspace.meetings,
            hint="Tambahkan dengan `dossier meeting new`.",
        )
    make_papers(project, definition.plan, definition.unit, chosen)


def make_papers(project: Project, known: Plan, unit: Unit, meetings: tuple[Meeting, ...]) -> None:
    """Make the papers of meetings and print what was made, and names that the staff table does not have."""
    for line in pipeline.carry_drafts(project.workspace):
        say(f"{line}.")
    for each in meetings:
        for name in templates.unknown_people(each, unit):
            complain(f"“{name}” tidak ada di daftar pegawai (plan/anggota.xlsx); NIP dan jabatannya tidak tercetak.")
    try:
        result = project.render_meetings(known, unit, meetings)
    except templates.RenderError as error:
        show_papers(error.result, project.workspace.papers)
        raise
    show_papers(result, project.workspace.papers)


def ask(known: Plan, unit: Unit) -> Meeting:
    """Ask for one meeting in the terminal."""
    code = str(click.prompt("Untuk indikator mana (kode, mis. I.3.1)")).strip()
    options.require_codes(known, (code,))
    indicator = known.indicator(code)
    if indicator is None:
        raise click.UsageError(f"{code} bukan indikator; sebut satu indikator, mis. I.3.1.")
    day = click.prompt("Tanggal rapat", type=DateArgument())
    keys = plan.slot_keys(indicator)
    near = plan.slot_of_day(indicator, day) or keys[-1]
    slot = near
    if len(keys) > 1:
        slot = click.prompt("Untuk waktu yang mana", default=near, type=click.Choice(keys))
    time = str(click.prompt("Pukul, mis. 10.00 – 12.00 WIB (kosong = diisi nanti)", default="", show_default=False))
    place = str(click.prompt("Tempat"))
    agenda = str(click.prompt("Acara"))
    leader = str(click.prompt("Nama pimpinan rapat", default=unit.leader.name if unit.leader else None))
    people = str(click.prompt("Peserta: nama dipisah titik koma", default=EVERYBODY))
    listed = () if people.strip().casefold() == EVERYBODY else tuple(filter(None, map(str.strip, people.split(";"))))
    place, agenda, leader, time = (" ".join(text.split()) for text in (place, agenda, leader, time))
    return Meeting(
        indicator=code, slot=slot, day=day, time=time, place=place, agenda=agenda, leader=leader, people=listed
    )
