"""`dossier lke`: the score of the evaluation sheet, a check of the answers, and the frozen copy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier import pipeline, reports, scoring
from dossier.cli.click_words import Group
from dossier.cli.options import as_of_option, folder_project, folder_workspace, ocr_option, office_option
from dossier.cli.progress_bars import progress_bar
from dossier.cli.terminal_output import complain, is_quiet, say, show_findings, tell
from dossier.errors import ExitCode, OutputError
from dossier.model import Severity
from dossier.project import today

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from dossier.audit.assessment import Assessment
    from dossier.model import Finding
    from dossier.pipeline.intake import Intake
    from dossier.state.workspace import Workspace


@click.group(cls=Group, invoke_without_command=True)
@as_of_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="Bentuk keluaran.",
)
@click.option("--predikat", "predicate", type=click.Choice(scoring.PREDICATES), help="Ambang siapa (bawaan: rencana).")
@click.option(
    "--bila",
    "changes",
    multiple=True,
    metavar="KUNCI=JAWABAN",
    help="Hitung andai pertanyaan ini dijawab begitu, mis. A.1.VI.iv.a=A atau B.I.a=3,6; boleh berulang.",
)
@click.option("--strict", is_flag=True, help="Keluar dengan kode 3 bila ada ambang yang tidak lulus atau isian kosong.")
@office_option
@ocr_option
@click.pass_context
def lke(
    context: click.Context,
    *,
    as_of: dt.date | None,
    form: str,
    predicate: str | None,
    changes: tuple[str, ...],
    strict: bool,
    office: str,
    ocr: bool,
) -> int:
    """Nilai LKE: enam area dengan ambangnya, yang kosong, dan poin yang dipertaruhkan.

    Jawaban ditulis di plan/lke.yaml; alat ini tidak pernah mengisinya.
    """
    if context.invoked_subcommand is not None:
        return ExitCode.DONE
    parsed = parsed_changes(changes)
    assessment = folder_project(context.obj).assess(as_of, office=office, ocr=ocr, progress=progress_bar)
    for line in () if is_quiet() else assessment.told:
        complain(f"{line}.")
    score = assessment.score.aiming_at(predicate) if predicate else assessment.score
    what_if = scoring.what_if(score, parsed) if parsed else None
    score = what_if.after if what_if else score
    say(score_text(assessment, score, what_if, form), newline=False)
    return ExitCode.GAPS if strict and (score.failed() or score.blanks) else ExitCode.DONE


def parsed_changes(texts: Sequence[str]) -> dict[str, scoring.SheetAnswer]:
    """Return the answers of `--bila` by question; a usage error says what is wrong with one."""
    try:
        return dict(scoring.parse_change(text) for text in texts)
    except ValueError as error:
        raise click.UsageError(f"--bila: {error}") from error


def score_text(assessment: Assessment, score: scoring.Score, what_if: scoring.WhatIf | None, form: str) -> str:
    """Return the score in the form asked for."""
    if form == "json":
        shape = reports.lke_json(score, assessment.as_of, about_answers(assessment.findings), what_if)
        return reports.dump_json(shape, assessment.whose)
    if form == "csv":
        return reports.lke_csv(score)
    return reports.lke_text(score, assessment.as_of, what_if=what_if)


def about_answers(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings about answers to the sheet."""
    return tuple(finding for finding in findings if finding.path == ANSWERS_PATH)


ANSWERS_PATH = "plan/lke.yaml"


@lke.command()
@click.pass_context
def check(context: click.Context) -> int:
    """Periksa jawaban di plan/lke.yaml (dan build/lke.xlsx) saja; keluar dengan kode 3 bila ada yang salah."""
    workspace = folder_workspace(folder_of(context))
    intake = taken_in(workspace)
    answers = pipeline.define(workspace).answers
    show_findings((*intake.findings, *answers.findings))
    wrong = sum(finding.severity is Severity.WARNING for finding in (*intake.findings, *answers.findings))
    filled = sum(not answer.is_blank for answer in answers.sheet.answers.values())
    total = len(scoring.score_of().questions)
    if not answers.sheet.is_written:
        tell("plan/lke.yaml belum ada; semua pertanyaan dihitung kosong.")
    tell(f"{filled} dari {total} pertanyaan terjawab; {wrong} isian perlu diperbaiki.")
    return ExitCode.GAPS if wrong else ExitCode.DONE


@lke.command()
@click.pass_context
def kunci(context: click.Context) -> None:
    """Kunci salinan jawaban pada hari pengajuan; selisih TPI dihitung terhadap salinan ini."""
    workspace = folder_workspace(folder_of(context))
    show_findings(taken_in(workspace).findings)
    day = (context.parent.params.get("as_of") if context.parent else None) or today()
    for line in pipeline.freeze_answers(workspace, day):
        say(f"{line}.")


@lke.command("import")
@click.argument("file", metavar="BERKAS.xlsx", type=click.Path(path_type=Path))
@click.option(
    "--oleh", "by", metavar="NAMA", default="", help="Penilai yang mengisi kolom TPI (bawaan: nama berkasnya)."
)
@click.option("--dry-run", is_flag=True, help="Periksa saja; tidak menulis apa pun.")
@click.pass_context
def import_(context: click.Context, *, file: Path, by: str, dry_run: bool) -> None:
    """Ambil jawaban unit dan TPI dari lembar LKE (resmi, portal, atau build/lke.xlsx) ke plan/lke.yaml.

    Jawaban yang berbeda dari yang sudah ada tidak diganti, melainkan disebut. Nilainya dihitung ulang, dan selisih
    dari jumlah di lembar itu diterangkan.
    """
    workspace = folder_workspace(folder_of(context))
    if not file.is_file():
        raise OutputError(f"Buku kerja tidak ada: {file}", path=file, hint="Periksa nama dan foldernya.")
    year = pipeline.define(workspace).plan.year
    if not dry_run:
        show_findings(taken_in(workspace).findings)
    imported = pipeline.import_answers(workspace, file, year, by=by, dry_run=dry_run)
    show_findings(imported.findings)
    for where in imported.taken:
        say(f"+ {where}")
    new = f"{len(imported.taken)} isian {'baru' if dry_run else 'diambil'}"
    tell(f"{imported.questions} baris LKE terbaca di {file.name}; {new}.")
    for line in imported.told:
        say(f"{line}.")


def taken_in(workspace: Workspace) -> Intake:
    """Take in what people typed into the workbooks of the last build, and say what was taken."""
    intake = pipeline.take_in(workspace)
    for line in () if is_quiet() else intake.told:
        complain(f"{line}.")
    return intake


def folder_of(context: click.Context) -> Path:
    """Return the folder that `-C` names."""
    folder: Path = context.obj
    return folder
