"""`dossier init`: a new workspace for a unit, from a few answers, with or without a table of its plan."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier import importing
from dossier.cli.click_words import Command
from dossier.cli.import_command import ask_in_terminal, show_answers, show_outcome
from dossier.cli.terminal_output import complain, say, tell
from dossier.errors import ExitCode
from dossier.importing import plan_import, unit_questions
from dossier.importing.questions_asked import Answers
from dossier.project import today
from dossier.state.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.importing import NewWorkspace
    from dossier.importing.questions_asked import Answer


@click.command(cls=Command)
@click.argument("target", metavar="[FOLDER]", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--dari",
    "table",
    metavar="BERKAS",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Jadikan tabel ini rencananya, seperti `dossier plan import`.",
)
@click.option("--kerangka", "starter", is_flag=True, help="Belum punya tabel: tulis rencana dari pertanyaan LKE.")
@click.option(
    "--jawaban",
    "answers_file",
    metavar="BERKAS.yaml",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=f"Jawaban, kunci: jawaban. Kunci: {', '.join(unit_questions.UNIT_ANSWERS)}; dan pertanyaan impor.",
)
@click.pass_obj
def init(folder: Path, target: Path | None, *, table: Path | None, starter: bool, answers_file: Path | None) -> int:
    """Siapkan folder kerja: profil unit, folder bukti per area dan komponen, dan bila diminta rencananya.

    Folder yang sudah punya rencana tidak disentuh. Kode keluar 3: ada yang masih harus diisi.
    """
    if table is not None and starter:
        raise click.UsageError("Pilih salah satu: --dari atau --kerangka.")
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
