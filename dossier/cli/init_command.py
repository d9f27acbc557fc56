"""`dossier init`: a new workspace for a unit, from a few answers, with or without a table of its plan."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from dossier import importing, wording
from dossier.cli.click_words import Command
from dossier.cli.import_command import ask_in_terminal, show_answers, show_outcome
from dossier.cli.terminal_output import complain, say, tell
from dossier.errors import ExitCode
from dossier.fleet.unit_list import listed
from dossier.importing import plan_import, unit_questions
from dossier.importing.questions_asked import Answers
from dossier.project import today
from dossier.state.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.importing import NewWorkspace
    from dossier.importing.questions_asked import Answer


_MOST_NAMED: Final = 10


@click.command(cls=Command)
@click.argument("target", metavar="[FOLDER|DAFTAR.csv]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--dari",
    "table",
    metavar="BERKAS",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Jadikan tabel ini rencananya, seperti `dossier plan import`.",
)
@click.option("--kerangka", "starter", is_flag=True, help="Belum punya tabel: tulis rencana dari pertanyaan LKE.")
@click.option(
    "--rencana",
    "shared",
    metavar="FOLDER|BERKAS",
    type=click.Path(exists=True, path_type=Path),
    help="Bersama DAFTAR.csv: satu rencana untuk semua unit di daftar; folder kerja, plan.yaml, atau tabel.",
)
@click.option(
    "--jawaban",
    "answers_file",
    metavar="BERKAS.yaml",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=f"Jawaban, kunci: jawaban. Kunci: {', '.join(unit_questions.UNIT_ANSWERS)}; dan pertanyaan impor.",
)
@click.pass_obj
def init(
    folder: Path,
    target: Path | None,
    *,
    table: Path | None,
    starter: bool,
    shared: Path | None,
    answers_file: Path | None,
) -> int:
    """Siapkan folder kerja: profil unit, folder bukti per area dan komponen, dan bila diminta rencananya.

    Dengan DAFTAR.csv (kolom id, folder, dan yang diketahui tentang unit: nama, tempat, kode, tingkat, induk, …) dan
    --rencana: satu folder kerja tiap baris, semuanya dengan rencana yang sama. Folder yang sudah punya rencana tidak
    disentuh. Kode keluar 3: ada yang masih harus diisi.
    """
    if table is not None and starter:
        raise click.UsageError("Pilih salah satu: --dari atau --kerangka.")
    is_list = target is not None and (folder / target).is_file()
    if is_list != (shared is not None) or (is_list and (table is not None or starter)):
        raise click.UsageError("--rencana dipakai bersama DAFTAR.csv: dossier init DAFTAR.csv --rencana TABEL.xlsx")
    if target is not None and shared is not None:
        return init_listed(folder / target, shared, answers_file)
    workspace = Workspace((folder / (target or ".")).absolute())
    importing.require_no_plan(workspace)
    given = plan_import.read_answers(answers_file) if answers_file else None
    ask = ask_in_terminal if given is None and sys.stdin.isatty() and sys.stdout.isatty() else None
    if given is None and ask is None:
        keys = ", ".join(unit_questions.UNIT_ANSWERS)
        raise click.UsageError(f"Tidak ada terminal untuk bertanya. Tulis jawabannya di --jawaban BERKAS.yaml: {keys}.")
    answers = Answers(given=unit_answers(given), ask=ask)
    about = unit_questions.ask_about_unit(answers, today().year, of_table=table is not None)
    own = Answers(given=None if given is None else {k: v for k, v in given.items() if k not in about}, ask=ask)
    made = importing.set_up(workspace, about, starter=starter, table=table, answers=own)
    place = shown_folder(workspace.root)
    show_made(workspace, made, place)
    if made.imported is not None:
        show_outcome(made.imported)
        show_answers(own, f"lalu impor lagi: dossier -C {place} plan import {table} --jawaban BERKAS.yaml --ganti")
    show_unit_answers(answers)
    show_next(place, has_plan=workspace.plan_file.exists())
    unknown = () if table or given is None else tuple(key for key in given if key not in about)
    if unknown:
        complain(f"Tidak ditanyakan, jadi tidak dipakai: {', '.join(unknown)}.")
    return ExitCode.GAPS if unit_questions.open_keys(answers) or own.open else ExitCode.DONE


def init_listed(source: Path, shared: Path, answers_file: Path | None) -> int:
    """Make a workspace for each row of a list, all with one plan; one that has a plan stays as it is."""
    rows = listed(source)
    given = plan_import.read_answers(answers_file) if answers_file else None
    ask = ask_in_terminal if given is None and sys.stdin.isatty() and sys.stdout.isatty() else None
    about_plan = Answers(given=given or {}, ask=ask)
    report = source.absolute().parent / plan_import.PAGE_NAME
    plan = importing.shared_plan(shared, about_plan, report)
    if plan.imported is not None:
        show_outcome(plan.imported)
        show_answers(
            about_plan, f"lalu ulangi sebelum foldernya diisi: {shown_folder(report)} menunjukkan asal tiap sel"
        )
    unused = sorted({name for row in rows for name in row.others} - {*unit_questions.UNIT_ANSWERS, "id", "kunci"})
    if unused:
        complain(f"Kolom yang tidak dipakai: {', '.join(unused)}.")
    left: list[str] = []
    made = 0
    for number, row in enumerate(rows, start=1):
        workspace = Workspace(row.unit.folder)
        if os.path.lexists(workspace.plan_file):
            tell(f"[{number}/{len(rows)}] {row.unit.key}: sudah punya rencana; tidak disentuh")
            continue
        answers = Answers(given=unit_answers(row.others), ask=None)
        importing.set_up_with(plan, workspace, unit_questions.ask_about_unit(answers, today().year, of_table=True))
        made += 1
        left += [row.unit.key] if unit_questions.open_keys(answers) else []
        tell(f"[{number}/{len(rows)}] {row.unit.key}: {shown_folder(workspace.root)}")
    if made:
        say(f"Judul rencana di semua unit: “{plan.title}”; yang menyebut unit lain, ubah di plan/plan.yaml-nya.")
    say(f"{len(rows)} unit = {made} folder kerja baru + {len(rows) - made} yang sudah punya rencana.")
    if left:
        names = ", ".join(wording.capped(left, _MOST_NAMED))
        say(f"Yang bertanda [ ] di plan/unit.yaml belum diisi di {len(left)} unit: {names}.")
    say(f"Berikutnya:\n    dossier fleet {shlex.quote(shown_folder(source.absolute()))}")
    return ExitCode.GAPS if left or about_plan.open else ExitCode.DONE


def unit_answers(given: Mapping[str, Answer] | None) -> Mapping[str, Answer] | None:
    """Return the answers that are about the unit."""
    return None if given is None else {key: given[key] for key in unit_questions.UNIT_ANSWERS if key in given}


def shown_folder(root: Path) -> str:
    """Return the path of a folder as a person would write it here: short where it lies below this one."""
    near = os.path.relpath(root)
    return str(root) if near.startswith("..") else near


def show_made(workspace: Workspace, made: NewWorkspace, folder: str) -> None:
    """Print what was written."""
    plan = [f"plan/{name}" for name in (made.imported.written if made.imported else ())]
    written = list(dict.fromkeys([*made.written, *plan]))
    say(f"Folder kerja {folder}: {', '.join(written) or 'tidak ada berkas baru'}.")
    tell(f"{made.folders} folder bukti disiapkan di {workspace.evidence.name}/, satu per area dan komponen.")


def show_unit_answers(answers: Answers) -> None:
    """Print which questions took their proposal, and which are open."""
    for fault in answers.faults:
        complain(fault)
    left = unit_questions.open_keys(answers)
    for each in answers.settled:
        if not each.answered and each.text and each.question.key not in left:
            tell(f"Usulan dipakai: {each.question.key} = {each.text}")
    for key in left:
        say(f"Belum dijawab: {key}; isi yang bertanda [ ] di plan/unit.yaml.")


def show_next(folder: str, *, has_plan: bool) -> None:
    """Print the next three commands."""
    prefix = "dossier" if folder == "." else f"dossier -C {shlex.quote(folder)}"
    if has_plan:
        commands = ("plan check", "match", "gaps")
    else:
        tell("Belum ada rencana. Punya tabelnya: `plan import`. Belum punya: `init --kerangka`.")
        commands = ("plan import TABEL.xlsx", "plan check", "gaps")
    say("Berikutnya:")
    for command in commands:
        say(f"    {prefix} {command}")
