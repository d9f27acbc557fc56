"""Takes entries from `build/kesenjangan.xlsx` into `plan/`, before anything replaces the workbook."""

from __future__ import annotations

import shutil
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from dossier import plan, reports, wording
from dossier import state as edition
from dossier.audit.gap_columns import REMARK_COLUMNS, entry_digest
from dossier.audit.status import AssessorNote, StaffNote
from dossier.errors import OutputError
from dossier.model import Finding, Severity
from dossier.pipeline.merge_entries import merged_note, merged_remarks, said_anew
from dossier.state import files, store
from dossier.state.files import cannot_write, in_turn, sha256_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from dossier.audit.status import SlotPlace
    from dossier.model import Plan
    from dossier.state.workspace import Workspace

_DIGITS: Final = 8  # of the SHA-256 in the name of a kept workbook
_SCHEMA: Final = "dossier.isian/2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What was found in the workbook.

    `notes` and `remarks` are all that is known after it, also where it could not be written; `told` says what was
    written, `keep` whether the workbook holds what is in `plan/` only in part, and `failed` why nothing was taken.
    """

    returned: reports.Returned
    notes: Mapping[SlotPlace, StaffNote]
    remarks: Mapping[SlotPlace, tuple[AssessorNote, ...]]
    findings: tuple[Finding, ...] = ()
    told: tuple[str, ...] = ()
    written: bool = False
    keep: bool = False
    failed: str = ""


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
    """Read the workbook in `build/` and keep in `plan/` what people typed into it since it was written.

    Args:
        workspace: where both are.
        must_write: raise where `plan/` cannot be written; else what was typed is only returned, with a finding.

    Raises:
        PlanError: `plan/tindak-lanjut.yaml` or `plan/catatan-tpi.yaml` cannot be read or safely changed.
        OutputError: `plan/` cannot be written.
    """
    written = untouched_copy(workspace)
    if not workspace.workbook.is_file() or (written is not None and sha256_of(workspace.workbook) == written.stem):
        known = plan.read_notes(workspace.notes), plan.read_remarks(workspace.remarks)
        return Intake(returned=reports.Returned(), notes=known[0], remarks=known[1])
    readings = reports.KeptReadings(workspace.workbook_readings)
    returned = readings.read(workspace.workbook)
    as_written = readings.read(written) if written else None
    readings.drop_others()
    with _turn(workspace, must_write=must_write):
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
        findings.append(_unwritten(error))
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


def save(path: Path, text: str) -> None:
    """Write a file in `plan/` whole or not at all.

    Raises:
        OutputError: it cannot be written.
    """
    try:
        files.write(path.resolve(), text.encode("utf-8"), durable=True)
    except OSError as error:
        message = f"Tidak dapat menulis {path}: {wording.system_reason(error)}"
        raise cannot_write(error, message, path=path, hint="Periksa izin folder plan/.") from error


def keep_copy(path: Path, folder: Path) -> Path:
    """Copy a file into a folder under a name with its digest, and return the copy; the same bytes are kept once.

    Raises:
        OutputError: it cannot be written.
    """
    copy = folder / f"{path.stem}-{sha256_of(path)[:_DIGITS]}{path.suffix}"
    if not copy.is_file() or sha256_of(copy) != sha256_of(path):
        try:
            files.write(copy, path.read_bytes(), durable=True)
        except OSError as error:
            hint = f"Periksa izin dan sisa ruang folder {folder}."
            raise cannot_write(
                error,
                f"Tidak dapat menyimpan salinan {path.name}: {wording.system_reason(error)}",
                path=copy,
                hint=hint,
            ) from error
    return copy


def untouched_copy(workspace: Workspace) -> Path | None:
    """Return the copy of the workbook as the last build wrote it, named by its digest, or None."""
    known = edition.load(workspace.build)
    digest = known.outputs.get(workspace.workbook.name) if known else None
    if not isinstance(digest, str) or not digest.isalnum():
        return None
    copy = workspace.written_workbooks / f"{digest}{workspace.workbook.suffix}"
    sound = copy.is_file() and not copy.is_symlink() and sha256_of(copy) == digest
    return copy if sound else None


def keep_written(workspace: Workspace, workbook: Path) -> None:
    """Keep a copy of a workbook that is about to be published, so that what people add to it can be told apart."""
    copy = workspace.written_workbooks / f"{sha256_of(workbook)}{workbook.suffix}"
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(workbook, copy)


def drop_older(workspace: Workspace) -> None:
    """Remove the copies of workbooks that have been replaced."""
    current = untouched_copy(workspace)
    for copy in workspace.written_workbooks.glob(f"*{workspace.workbook.suffix}"):
        if current is not None and copy != current:
            copy.unlink(missing_ok=True)


def _turn(workspace: Workspace, *, must_write: bool) -> AbstractContextManager[None]:
    folder = workspace.notes.parent
    return in_turn(folder) if must_write or folder.is_dir() else nullcontext()


def _remembered(workspace: Workspace) -> Mapping[str, tuple[str, str]]:
    state = store.recall(workspace.intake, _IntakeState, _SCHEMA)
    return state.rows if state is not None else {}


def _remember(workspace: Workspace, merged: _Merged) -> None:
    try:
        store.keep(workspace.intake, _SCHEMA, {"rows": dict(sorted(merged.rows.items()))}, durable=True)
    except OSError:
        return  # then an entry that is changed once more before the next build is told as a contradiction


def _unwritten(error: OutputError) -> Finding:
    return Finding(
        code="isian_tidak_tersimpan",
        severity=Severity.WARNING,
        subject="plan/",
        text=f"Isian dari buku kerja dipakai, tetapi belum tersimpan: {error.message}",
        advice=error.hint or "Periksa izin folder plan/.",
    )


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
