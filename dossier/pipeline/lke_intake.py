"""Takes answers from `build/lke.xlsx`, and from workbooks that others send, into `plan/lke.yaml`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dossier import plan, reports
from dossier.errors import OutputError, PlanError
from dossier.model import Finding, Severity
from dossier.pipeline.form_books import is_untouched, save, turn, untouched_copy, unwritten
from dossier.pipeline.merge_answers import NOTHING, AnswerSource, merge_answers
from dossier.state import store
from dossier.state.files import in_turn

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.pipeline.merge_answers import Memory, MergedAnswers
    from dossier.plan import AnswersRead
    from dossier.state.workspace import Workspace

_SCHEMA: Final = "dossier.isian-lke/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersIntake:
    """What was found in `build/lke.xlsx`.

    `read` are the answers with what was typed, where that could not be written; None where `plan/lke.yaml` holds all.
    `told` says what was written, `keep` whether the workbook holds what is in `plan/` only in part, `failed` why
    nothing was taken.
    """

    read: AnswersRead | None = None
    findings: tuple[Finding, ...] = ()
    told: tuple[str, ...] = ()
    written: bool = False
    keep: bool = False
    failed: str = ""


@dataclass(frozen=True, slots=True)
class _AnswersState:
    """`build/cache/isian-lke.json`: by cell, the digest printed in the workbook and that of what was taken from it."""

    rows: dict[str, tuple[str, str]]


def take_in_answers(workspace: Workspace, *, must_write: bool = True) -> AnswersIntake:
    """Read `build/lke.xlsx` and keep in `plan/lke.yaml` what people typed into it since it was written.

    Args:
        workspace: where both are.
        must_write: raise where `plan/` cannot be written; else what was typed is only returned, with a finding.

    Raises:
        PlanError: `plan/lke.yaml` cannot be read.
        OutputError: `plan/` cannot be written.
    """
    book = workspace.answers_workbook
    if is_untouched(workspace, book):
        return AnswersIntake()
    readings = reports.KeptLkeReadings(workspace.answers_readings)
    returned = readings.read(book)
    if returned.unread:
        return AnswersIntake(findings=returned.findings, keep=True, failed=returned.unread)
    written = untouched_copy(workspace, book)
    surplus = reports.lke_surplus(returned, readings.read(written) if written else None, book.name)
    readings.drop_others()
    with turn(workspace, must_write=must_write):
        return _taken(workspace, returned, surplus, must_write=must_write)


def _taken(
    workspace: Workspace, returned: reports.LkeReturned, surplus: tuple[Finding, ...], *, must_write: bool
) -> AnswersIntake:
    known = plan.read_answers(workspace.answers)
    source = AnswerSource(file=workspace.answers_workbook.name)
    merged = merge_answers(returned, known.sheet, source, _remembered(workspace))
    findings = [*returned.findings, *surplus, *merged.findings]
    told: tuple[str, ...] = ()
    read = None
    refused = False
    try:
        text = _new_text(workspace.answers, merged)
        if text:
            read = plan.parse_answers(text, workspace.answers)
            save(workspace.answers, text)
            read, told = None, (_told(merged, "buku kerja lke.xlsx"),)
        _remember(workspace, merged)
    except PlanError as error:
        findings.append(_refused(error))
        refused = True
    except OutputError as error:
        if must_write:
            raise
        findings.append(unwritten(error))
    keep = bool(returned.findings or surplus or merged.findings or refused)
    return AnswersIntake(read=read, findings=tuple(findings), told=told, written=bool(told), keep=keep)


def _new_text(path: Path, merged: MergedAnswers) -> str:
    """Return the new text of the file; empty where nothing changes.

    Raises:
        PlanError: it cannot be changed safely.
        OutputError: it would be too large.
    """
    return plan.answers_text(path, merged.answers, merged.assessed) if merged.answers or merged.assessed else ""


def _told(merged: MergedAnswers, source: str) -> str:
    return f"{len(merged.taken)} isian LKE dari {source} disimpan di plan/lke.yaml"


def _refused(error: PlanError) -> Finding:
    return Finding(
        code="isian_tidak_tersimpan",
        severity=Severity.WARNING,
        subject="plan/lke.yaml",
        text=f"Isian LKE dari buku kerja belum diambil: {error.message}",
        advice=error.hint or "Perbaiki susunan plan/lke.yaml, lalu ulangi.",
        path="plan/lke.yaml",
    )


def _remembered(workspace: Workspace) -> Memory:
    state = store.recall(workspace.answers_intake, _AnswersState, _SCHEMA)
    return state.rows if state is not None else NOTHING


def _remember(workspace: Workspace, merged: MergedAnswers) -> None:
    try:
        rows = dict(sorted(merged.memory.items()))
        store.keep(workspace.answers_intake, _SCHEMA, {"rows": rows}, durable=True)
    except OSError:
        return  # then a cell that is changed once more before the next build is told as a contradiction


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedAnswers:
    """What another workbook said: the cells that were taken, and what is to be told.

    `read` are the answers with them, `questions` is how many rows of the sheet the workbook has.
    """

    taken: tuple[str, ...] = ()
    questions: int = 0
    findings: tuple[Finding, ...] = ()
    told: tuple[str, ...] = ()


def import_answers(
    workspace: Workspace, file: Path, year: int, *, by: str = "", dry_run: bool = False
) -> ImportedAnswers:
    """Take answers of unit and assessors from a workbook of the evaluation sheet into `plan/lke.yaml`.

    What is answered differently in both replaces nothing and is told. The answers in the workbook are recomputed and
    compared with the totals that it shows.

    Args:
        workspace: whose answers they are.
        file: ours, the portal's, or the official sheet.
        year: of the plan; a workbook that dossier made for another year is not taken.
        by: who filled it as assessor; without it the file's name stands for them.
        dry_run: write nothing.

    Raises:
        PlanError: `plan/lke.yaml` cannot be read or safely changed.
        OutputError: it cannot be written.
    """
    returned = reports.read_lke(file)
    if returned.unread:
        return ImportedAnswers(findings=returned.findings)
    if returned.is_ours and returned.year != year:
        return ImportedAnswers(findings=(_other_year(returned, year, file),))
    with in_turn(workspace.answers.parent):
        known = plan.read_answers(workspace.answers)
        source = AnswerSource(file=plan.source_name(file.name), by=plan.source_name(by))
        merged = merge_answers(returned, known.sheet, source)
        text = _new_text(workspace.answers, merged)
        told: tuple[str, ...] = ()
        if text and not dry_run:
            save(workspace.answers, text)
            told = (_told(merged, file.name),)
    own = reports.own_total_findings(returned, file.name)
    return ImportedAnswers(
        taken=tuple(merged.taken),
        questions=len(returned.rows),
        findings=(*returned.findings, *(replace(each, path=file.name) for each in merged.findings), *own),
        told=told,
    )


def _other_year(returned: reports.LkeReturned, year: int, file: Path) -> Finding:
    return Finding(
        code="lke_tahun_lain",
        severity=Severity.WARNING,
        subject=file.name,
        text=f"{file.name} dibuat untuk rencana {returned.year}, rencana ini {year}; tidak ada yang diambil.",
        advice="Pakai buku kerja tahun ini, atau salin jawabannya satu per satu bila memang masih berlaku.",
        path=file.name,
    )
