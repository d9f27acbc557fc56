"""`dossier plan import`: a unit's own table becomes the plan."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from dossier._lazy import lazy
from dossier.cli.click_words import Command
from dossier.cli.terminal_output import complain, say, say_capped, tell
from dossier.errors import ExitCode
from dossier.state.workspace import Workspace

with lazy():
    from dossier.importing import column_roles, plan_from_tables, plan_import, questions_asked


if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.importing.plan_import import ImportResult
    from dossier.importing.plan_merge import PlanDiff
    from dossier.importing.questions_asked import Answer, Answers, ImportQuestion

_SHORT: Final = 70
_MOST_COLUMNS: Final = 12
"""Columns that are named one a line; of more only the first ones are named."""


@click.command("import", cls=Command)
@click.argument(
    "paths", metavar="BERKAS…", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--lembar", "sheet", metavar="N", type=click.IntRange(min=1), default=None, help="Lembar atau tabel ke-N."
)
@click.option("--peta", "mapping", metavar="KOLOM=PERAN,…", help="Peran kolom, mis. C=indikator,E=bukti_fisik.")
@click.option(
    "--jawaban",
    "answers_file",
    metavar="BERKAS.yaml",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Jawaban atas pertanyaan, kunci: jawaban; yang tidak dijawab memakai usulan.",
)
@click.option("--ganti", "replace", is_flag=True, help="Ganti rencana yang ada; yang lama disimpan di plan/arsip/.")
@click.option("--gabung", "merge", is_flag=True, help="Tampilkan beda dengan rencana yang ada, menurut kode.")
@click.option("--ya", "confirmed", is_flag=True, help="Bersama --gabung: lakukan.")
@click.pass_obj
def import_(
    folder: Path,
    paths: tuple[Path, ...],
    *,
    sheet: int | None,
    mapping: str | None,
    answers_file: Path | None,
    replace: bool,
    merge: bool,
    confirmed: bool,
) -> int:
    """Buat plan/ dari tabel unit: xlsx, xls, ods, csv, tsv, docx, pdf, html, mht, json, txt, atau pindaian.

    Asal setiap sel ada di build/impor.html. Kode keluar 3: masih ada pertanyaan terbuka; rencananya dapat dipakai.
    """
    if replace and merge:
        raise click.UsageError("Pilih salah satu: --ganti atau --gabung.")
    given = plan_import.read_answers(answers_file) if answers_file else None
    ask = ask_in_terminal if given is None and sys.stdin.isatty() and sys.stdout.isatty() else None
    answers = questions_asked.Answers(given=given, ask=ask)
    options = plan_import.ImportOptions(
        sheet=sheet or 0, columns=read_mapping(mapping), replace=replace, merge=merge, confirmed=confirmed
    )
    workspace = Workspace(folder.absolute())
    result = plan_import.import_plan(workspace, paths, answers, options)
    show_outcome(result)
    if result.diff is not None:
        show_diff(result.diff, confirmed=confirmed or replace)
    show_answers(answers, f"lalu ulangi dengan {'--gabung' if merge else '--ganti'}")
    if result.archive is not None:
        tell(f"Rencana sebelumnya disimpan di {os.path.relpath(result.archive)}.")
    if result.written:
        tell("Berikutnya: dossier plan check, lalu dossier gaps.")
    return ExitCode.GAPS if answers.open else ExitCode.DONE


def read_mapping(written: str | None) -> dict[str, str]:
    """Read `--peta`: column ─► role.

    Raises:
        UsageError: a role is not known.
    """
    found: dict[str, str] = {}
    for part in (written or "").split(","):
        if not part.strip():
            continue
        column, sign, role = part.partition("=")
        if not sign or role.strip() not in column_roles.ROLES:
            raise click.UsageError(f"--peta “{part}” tidak dikenal; perannya: {', '.join(column_roles.ROLES)}.")
        found[column.strip()] = role.strip()
    return found


def ask_in_terminal(question: ImportQuestion) -> Answer | None:
    """Ask one question; an empty line takes the proposal, "?" leaves it open."""
    say(f"\n{question.text}")
    for line in question.details:
        say(f"    {line}")
    if question.options:
        say(f"    Pilihan: {' / '.join(question.options)}")
    while True:
        answer = str(click.prompt("Jawaban (? = nanti)", default=question.proposal)).strip()
        if answer == "?":
            return None
        if not question.options or answer in question.options:
            return answer
        complain(f"    Tulis salah satu: {' / '.join(question.options)}")


def show_outcome(result: ImportResult) -> None:
    """Print what was read, what was left out and what is doubtful."""
    outcome = result.outcome
    if outcome is None:
        say("Buku kerja dari `dossier plan export`: semua kunci dibaca apa adanya.")
        say_capped([f"Meragukan: {doubt}." for doubt in result.doubts])
        return
    numbers = plan_from_tables.counted(outcome.plan)
    say(
        f"{outcome.plan.title} — {outcome.plan.predicate} {outcome.plan.year}: {numbers['area']} area, "
        f"{numbers['komponen']} komponen, {numbers['indikator']} indikator, {numbers['butir']} butir; "
        f"{numbers['lke']} dengan kunci LKE (tabel: {outcome.table.name})."
    )
    aside = [f"kolom “{heading}” ({count} sel)" for heading, count in sorted(outcome.table.aside.items())]
    if len(aside) > _MOST_COLUMNS:
        aside = [f"{', '.join(aside[:_MOST_COLUMNS])}, … dan {len(aside) - _MOST_COLUMNS} kolom lagi"]
    for told in aside:
        tell(f"Tidak diimpor: {told}.")
    for note in outcome.notes:
        say(f"Tidak dibaca: {note}.")
    if outcome.plan.unplaced:
        say(f"{len(outcome.plan.unplaced)} baris tidak dipakai:")
        say_capped([f"    {place}: {text[:_SHORT]}" for place, text in outcome.plan.unplaced])
    tell(f"{len(outcome.doubts)} hal meragukan dan asal setiap sel: build/{plan_import.PAGE_NAME}")


def show_diff(diff: PlanDiff, *, confirmed: bool) -> None:
    """Print what a merge changes, by code."""
    for warning in diff.warnings:
        say(f"! {warning}")
    if diff.is_empty and diff.touched:
        say(f"Hanya urutan atau nama berkas yang berubah: {', '.join(sorted(diff.touched))}.")
    elif diff.is_empty:
        say("Tidak ada beda" + (" lain" if diff.warnings else "") + " dengan rencana yang ada.")
        return
    say_capped([f"+ {code} {text[:_SHORT]}" for code, text in diff.added])
    say_capped([f"− {code} {text[:_SHORT]}" for code, text in diff.gone])
    say_capped([f"~ {each.code} {each.key}: “{_line(each.before)}” ► “{_line(each.after)}”" for each in diff.changed])
    say(f"{len(diff.added)} baru, {len(diff.gone)} hilang, {len(diff.changed)} sel berubah.")
    if not confirmed:
        say("Belum ada yang ditulis; ulangi dengan --gabung --ya untuk melakukannya.")


def _line(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= _SHORT else f"{folded[:_SHORT]} …"


def show_answers(answers: Answers, then: str) -> None:
    """Print which questions took a proposal, which are open, and what to do `then`, when they are answered."""
    for fault in answers.faults:
        complain(fault)
    if answers.unknown:
        complain(f"Tidak ditanyakan, jadi tidak dipakai: {', '.join(answers.unknown)}.")
    taken = [each for each in answers.settled if not each.answered and each.question not in answers.open]
    for each in taken:
        tell(f"Usulan dipakai: {each.question.key} = {each.text}")
    opened: Sequence[ImportQuestion] = answers.open
    for question in opened:
        choice = f"pilihan: {' / '.join(question.options)}; " if len(question.options) > 1 else ""
        say(f"Pertanyaan terbuka: {question.key}: {question.text} ({choice}usulan: {question.proposal})")
    if opened:
        say(f"Jawab dengan --jawaban BERKAS.yaml (kunci: jawaban), {then}.")
