"""Takes entries from the workbooks in `build/` into `plan/`, before anything replaces them.

Here `kesenjangan.xlsx`; `lke.xlsx` in `lke_intake`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from dossier import plan, reports
from dossier.audit.gap_columns import REMARK_COLUMNS, entry_digest
from dossier.audit.status import AssessorNote, StaffNote
from dossier.errors import OutputError
from dossier.model import Finding, Severity
from dossier.pipeline.form_books import FormState, is_untouched, keep_copy, save, turn, untouched_copy, unwritten
from dossier.pipeline.lke_intake import AnswersIntake, take_in_answers
from dossier.pipeline.merge_entries import merged_note, merged_remarks, said_anew
from dossier.state import store
from dossier.state.files import in_turn

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dossier.audit.status import SlotPlace
    from dossier.model import Plan
    from dossier.state.workspace import Workspace

_SCHEMA: Final = "dossier.isian/2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What was found in the workbooks.

    `notes` and `remarks` are all that is known after it, also where it could not be written; `told` says what was
    written, `keep` whether the workbook of gaps holds what is in `plan/` only in part, and `failed` why nothing was
    taken from it. `answers` is the same of the workbook of the evaluation sheet.
    """

    returned: reports.Returned
    notes: Mapping[SlotPlace, StaffNote]
    remarks: Mapping[SlotPlace, tuple[AssessorNote, ...]]
    findings: tuple[Finding, ...] = ()
    told: tuple[str, ...] = ()
    written: bool = False
    keep: bool = False
    failed: str = ""
    answers: AnswersIntake = field(default_factory=AnswersIntake)

    def forms(self, workspace: Workspace) -> tuple[FormState, ...]:
        """Return what is to be known of each workbook before it is replaced or removed."""
        gaps = FormState(book=workspace.workbook, keep=self.keep, failed=self.failed)
        answers = self.answers
        return gaps, FormState(book=workspace.answers_workbook, keep=answers.keep, failed=answers.failed)


@dataclass(frozen=True, slots=True)
class _IntakeState:
    """`build/cache/isian.json`: by place, the digests printed in the workbook and those that were taken from it."""

    rows: dict[str, tuple[str, str]]


@dataclass(slots=True)
class _Merged:
    notes: dict[SlotPlace, StaffNote]
    remarks: dict[SlotPlace, tuple[AssessorNote, ...]]
    findings: list[Finding] = field(default_factory=list)
    rows: dict[str, tuple[str, str]] = field(default_factory=dict)


def take_in(workspace: Workspace, *, must_write: bool = True) -> Intake:
    """Read the workbooks in `build/` and keep in `plan/` what people typed into them since they were written.

    Args:
        workspace: where both are.
        must_write: raise where `plan/` cannot be written; else what was typed is only returned, with a finding.

    Raises:
        PlanError: a file in `plan/` that takes entries cannot be read or safely changed.
        OutputError: `plan/` cannot be written.
    """
    gaps = take_in_gaps(workspace, must_write=must_write)
    answers = take_in_answers(workspace, must_write=must_write)
    return replace(
        gaps,
        answers=answers,
        findings=(*gaps.findings, *answers.findings),
        told=(*gaps.told, *answers.told),
        written=gaps.written or answers.written,
    )


def take_in_gaps(workspace: Workspace, *, must_write: bool = True) -> Intake:
    """Take in the workbook of gaps; see `take_in`."""
    written = untouched_copy(workspace, workspace.workbook)
    if is_untouched(workspace, workspace.workbook):
        known = plan.read_notes(workspace.notes), plan.read_remarks(workspace.remarks)
        return Intake(returned=reports.Returned(), notes=known[0], remarks=known[1])
    readings = reports.KeptReadings(workspace.workbook_readings)
    returned = readings.read(workspace.workbook)
    as_written = readings.read(written) if written else None
    readings.drop_others()
    with turn(workspace, must_write=must_write):
        return _taken(workspace, returned, as_written, must_write=must_write)


def _taken(
    workspace: Workspace, returned: reports.Returned, as_written: reports.Returned | None, *, must_write: bool
) -> Intake:
    notes, remarks = plan.read_notes(workspace.notes), plan.read_remarks(workspace.remarks)
    file = workspace.workbook.name
    merged = merge(returned, notes, remarks, file, _remembered(workspace))
    surplus = reports.surplus_findings(returned, as_written, file)
    findings = [*returned.findings, *surplus, *reports.unknown_statuses(returned, file), *merged.findings]
    told: list[str] = []
    try:
        told = _write(workspace, (notes, merged.notes), (remarks, merged.remarks))
        if not returned.unread:
            _remember(workspace, merged)
    except OutputError as error:
        if must_write:
            raise
        findings.append(unwritten(error))
    typed = any(note != StaffNote() for note in returned.notes.values())
    typed = typed or any(remark != AssessorNote() for remark in returned.remarks.values())
    from_before = typed and not returned.printed  # of a version that kept entries in the workbook alone
    return Intake(
        returned=returned,
        notes=merged.notes,
        remarks=merged.remarks,
        findings=tuple(findings),
        told=tuple(told),
        written=bool(told),
        keep=bool(returned.findings or surplus or returned.unread or from_before),
        failed=returned.unread,
    )


def merge(
    returned: reports.Returned,
    notes: Mapping[SlotPlace, StaffNote],
    remarks: Mapping[SlotPlace, tuple[AssessorNote, ...]],
    file: str,
    known: Mapping[str, tuple[str, str]],
) -> _Merged:
    """Return notes and remarks with what the workbook in `build/` adds; `known` is what was taken from it before."""
    merged = _Merged(dict(notes), dict(remarks))
    comments = reports.comments_by_place(returned)
    source = AssessorNote(file=plan.source_name(file))
    for place, where in returned.cells.items():
        typed, note = typed_remark(returned, place, comments), returned.notes[place]
        digests = (*returned.digests[place][:3], entry_digest(typed.text))
        key, stamp = "|".join(place), " ".join(returned.printed.get(place, ()))
        before = known.get(key, ("", ""))
        taken = before[1].split() if before[0] == stamp else []
        printed = [
            [*list(returned.printed.get(place, ()))[column : column + 1], *taken[column : column + 1]]
            for column in range(len(digests))
        ]
        merged.rows[key] = (stamp, " ".join(digests))
        merged_, troubles = merged_note(note, notes.get(place, StaffNote()), printed[:2], digests[0])
        if merged_ != notes.get(place, StaffNote()):
            merged.notes[place] = merged_
        said = said_anew(typed, remarks.get(place, ()), source, printed[2:])
        found, trouble = merged_remarks(said, remarks.get(place, ()), printed[2:], named=False)
        if found != remarks.get(place, ()):
            merged.remarks[place] = tuple(sorted(found, key=lambda remark: (remark.by, remark.file)))
        troubles += [f"catatan TPI {trouble}"] if trouble else []
        merged.findings += [_contradiction(where, place, trouble, file) for trouble in troubles]
    return merged


def typed_remark(returned: reports.Returned, place: SlotPlace, comments: Mapping[SlotPlace, str]) -> AssessorNote:
    """Return what stands in the columns of the assessors, with the comments on the row under its text."""
    remark, comment = returned.remarks[place], comments.get(place, "")
    if not comment or comment in remark.text:
        return remark
    text = "\n".join(part for part in (remark.text, comment) if part)
    return replace(remark, text=text, seen=returned.seen[place])


def _contradiction(where: str, place: SlotPlace, trouble: str, file: str) -> Finding:
    return Finding(
        code="isian_bertentangan",
        severity=Severity.WARNING,
        subject=where,
        text=f"{where}: {place[0]}.{place[1]} ({place[2]}): {trouble}.",
        advice="Tetapkan isian yang benar di plan/tindak-lanjut.yaml atau plan/catatan-tpi.yaml.",
        path=file,
    )


def _write(
    workspace: Workspace,
    notes: tuple[Mapping[SlotPlace, StaffNote], Mapping[SlotPlace, StaffNote]],
    remarks: tuple[Mapping[SlotPlace, tuple[AssessorNote, ...]], Mapping[SlotPlace, tuple[AssessorNote, ...]]],
) -> list[str]:
    """Write the files in `plan/` that change; return what is to be told of it."""
    told = []
    if notes[0] != notes[1]:
        text = plan.notes_text(workspace.notes, *notes)
        count = sum(1 for place, note in notes[1].items() if note != notes[0].get(place, StaffNote()))
        told.append(f"{count} isian dari buku kerja disimpan di plan/{workspace.notes.name}")
        save(workspace.notes, text)
    # Versions that know no plan/tindak-lanjut.yaml stop at the format of plan/catatan-tpi.yaml, which says why.
    if remarks[0] != remarks[1] or (told and not plan.has_format(workspace.remarks)):
        told += save_remarks(workspace, *remarks)
    return told


def save_remarks(
    workspace: Workspace,
    before: Mapping[SlotPlace, tuple[AssessorNote, ...]],
    after: Mapping[SlotPlace, tuple[AssessorNote, ...]],
) -> list[str]:
    """Write `plan/catatan-tpi.yaml` and return what is to be told; a file of the old format is kept in `plan/arsip`.

    Raises:
        PlanError: it is written in a way that cannot be changed safely.
        OutputError: it cannot be written.
    """
    text = plan.remarks_text(workspace.remarks, before, after)
    told = []
    if workspace.remarks.exists() and not plan.has_format(workspace.remarks):
        kept = keep_copy(workspace.remarks, workspace.archive)
        told.append(f"plan/{workspace.remarks.name} dipindahkan ke susunan baru; yang lama di plan/arsip/{kept.name}")
    save(workspace.remarks, text)
    count = sum(1 for place, said in after.items() if said != before.get(place, ()))
    return [*told, f"{count} catatan TPI disimpan di plan/{workspace.remarks.name}"] if count else told


def _remembered(workspace: Workspace) -> Mapping[str, tuple[str, str]]:
    state = store.recall(workspace.intake, _IntakeState, _SCHEMA)
    return state.rows if state is not None else {}


def _remember(workspace: Workspace, merged: _Merged) -> None:
    try:
        store.keep(workspace.intake, _SCHEMA, {"rows": dict(sorted(merged.rows.items()))}, durable=True)
    except OSError:
        return  # then an entry that is changed once more before the next build is told as a contradiction


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an assessor's workbook said: each remark with the mark of what became of it, and what is to be told.

    `marks` are "+" for what is new, "≠" for what contradicts an earlier remark and is kept beside it, "=" for what was
    known; `replaced` are earlier words of the same person that these took the place of.
    """

    said: tuple[tuple[SlotPlace, AssessorNote, str], ...]
    replaced: tuple[tuple[SlotPlace, AssessorNote], ...]
    findings: tuple[Finding, ...]
    told: tuple[str, ...] = ()


def import_remarks(workspace: Workspace, plan_: Plan, file: Path, *, by: str = "", dry_run: bool = False) -> Imported:
    """Take status and remarks from a workbook that an assessor filled into `plan/catatan-tpi.yaml`.

    Args:
        workspace: whose plan it is.
        plan_: the plan; remarks on places that it does not have are named and not taken.
        file: the workbook.
        by: who filled it; without it the file's name stands for them.
        dry_run: write nothing.

    Raises:
        PlanError: `plan/catatan-tpi.yaml` cannot be read or safely changed.
        OutputError: it cannot be written.
    """
    returned = reports.read_returned(file)
    labels = {(i.code, r.id, s.key): r.label for i in plan_.indicators for r in i.requirements for s in i.slots_of(r)}
    findings = [*returned.findings, *reports.differences(returned, labels, file.name)]
    findings += reports.surplus_findings(returned, None, file.name, wanted=REMARK_COLUMNS)
    findings += reports.unknown_statuses(returned, file.name)
    with in_turn(workspace.remarks.parent):
        before = plan.read_remarks(workspace.remarks)
        after, said, replaced = dict(before), [], []
        comments = reports.comments_by_place(returned)
        source = AssessorNote(by=plan.source_name(by), file=plan.source_name(file.name))
        for place in sorted(returned.remarks.keys() & labels.keys()):
            typed = typed_remark(returned, place, comments)
            if not typed.status and not typed.text:
                continue
            kept = before.get(place, ())
            printed = [[digest] for digest in returned.printed.get(place, ())[2:]] or [[], []]
            fresh = said_anew(typed, kept, source, printed)
            after[place], trouble = merged_remarks(fresh, kept, printed, named=bool(source.by))
            said.append((place, typed, "≠" if trouble else "=" if after[place] == kept else "+"))
            replaced += [(place, old) for old in kept if old not in after[place]]
            if trouble:
                findings.append(_contradiction(returned.cells[place], place, f"catatan TPI {trouble}", file.name))
        told = save_remarks(workspace, before, after) if after != before and not dry_run else []
    return Imported(said=tuple(said), replaced=tuple(replaced), findings=tuple(findings), told=tuple(told))
