"""The stages in order: read the plan, scan, match, prepare, audit. Writes nothing but what is kept between runs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dossier import audit, children, evidence, late, matching, overview, plan, reports, wording
from dossier.edition import Settings
from dossier.errors import EvidenceError
from dossier.model import Finding, Media, Severity
from dossier.overview import Remark
from dossier.progress import unseen
from dossier.publishing import writing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

    from dossier.model import Coverage, Matching, Pin, Plan, PreparedPart, Scan, Unit
    from dossier.overview import Overview, Place
    from dossier.progress import Progress
    from dossier.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What the plan folder says."""

    plan: Plan
    unit: Unit
    pins: tuple[Pin, ...]
    passwords: Mapping[str, str] = field(repr=False)
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What is in the evidence tree and where it belongs."""

    definition: Definition
    scan: Scan
    matching: Matching


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """An inspection with every file tried as a PDF, and the state of every slot on one day."""

    inspection: Inspection
    parts: tuple[PreparedPart, ...]
    coverage: Coverage
    view: Overview
    findings: tuple[Finding, ...]
    remarks: tuple[str, ...] = ()


def define(workspace: Workspace) -> Definition:
    """Read plan, unit profile and pins; raises PlanError with every problem at once."""
    from dossier import documents  # noqa: PLC0415 — heavy engines load only when a command needs them

    reading = documents.begin_staff(workspace.plan_file.parent)
    loaded, findings = plan.load_plan(workspace.plan_file)
    unit, doubts = plan.load_checked_unit(workspace.unit_file)
    staff = reading()
    unit = documents.with_staff(unit, staff)
    findings = (*findings, *doubts, *staff.findings)
    pins = plan.load_pins(workspace.pins_file, loaded)
    passwords = plan.load_passwords(workspace.passwords_file)
    return Definition(plan=loaded, unit=unit, pins=pins, passwords=passwords, findings=findings)


def inspect(
    workspace: Workspace, definition: Definition | None = None, *, ocr: bool = False, progress: Progress = unseen
) -> Inspection:
    """Scan the evidence tree and match it to the plan; files that their names leave open are read (kept between runs).

    Args:
        workspace: where plan and evidence are.
        definition: what the plan folder says, where that has been read.
        ocr: also read pictures and scans of text, where tesseract is installed.
        progress: told about each file that has to be hashed or read.
    """
    definition = definition or define(workspace)
    scanned = scan(workspace, progress)
    matcher = matching.Matcher(definition.plan)
    matched = matcher.match(scanned, definition.pins)
    if asked := matching.to_read(matched):
        with late.undisturbed():
            from dossier import convert  # noqa: PLC0415 — heavy engines load only when a file has to be opened

        with writing(workspace.build):
            contents = convert.read_contents(asked, workspace.evidence, workspace.contents, ocr=ocr, progress=progress)
        matched = matcher.match(scanned, definition.pins, contents)
    audit.check_counts(scanned, matched)
    return Inspection(definition=definition, scan=scanned, matching=matched)


def scan(workspace: Workspace, progress: Progress = unseen) -> Scan:
    """Scan the evidence tree; hashes are kept between runs."""
    with writing(workspace.build):
        return evidence.scan(workspace.evidence, cache=workspace.hashes, progress=progress)


def assess(
    workspace: Workspace,
    as_of: dt.date,
    *,
    office: str = "auto",
    ocr: bool = False,
    progress: Progress = unseen,
) -> Assessment:
    """Inspect, prepare and audit."""
    settings = Settings(as_of=as_of, office=office, ocr=ocr)
    returned = reports.begin_returned(workspace.workbook)
    inspection = inspect(workspace, ocr=ocr, progress=progress)
    return judge(workspace, inspection, settings, returned=returned, progress=progress)


def judge(
    workspace: Workspace,
    inspection: Inspection,
    settings: Settings,
    *,
    returned: Callable[[], reports.Returned] | None = None,
    progress: Progress = unseen,
) -> Assessment:
    """Turn every inspected file into a clean PDF (kept between runs), and audit.

    Preparing comes before the audit, so that a file that cannot be bound is `bermasalah` in every report. `returned`
    gives what staff filled into the last workbook where that is being read already.
    """
    files = inspection.scan.files
    if any(file.media is Media.DOCX for file in files):
        children.expect()  # filed papers are read in a child: its server loads beside us
    with late.undisturbed():
        from dossier import convert  # noqa: PLC0415 — heavy engines load only when a build needs them

    remarks: tuple[str, ...] = ()
    with writing(workspace.build):
        parts = convert.prepare(
            files,
            workspace.evidence,
            workspace.parts,
            office=settings.office,
            examine=evidence.examine,
            passwords=inspection.definition.passwords,
            progress=progress,
        )
    if settings.downsample is not None:
        before = _size(parts)
        with writing(workspace.build):
            parts = convert.downsample(parts, workspace.parts, settings.downsample, progress=progress)
        told = f"{wording.size_label(before)} menjadi {wording.size_label(_size(parts))}"
        remarks = (f"gambar diperkecil ke {settings.downsample} dpi: {told}; bukti aslinya tidak disentuh",)
    problems = {part.file.path: trouble for part in parts if (trouble := part.problem or part.flaw)}
    definition = inspection.definition
    still_open = unfinished(workspace, inspection)
    # Only an opened file shows that it serves nothing: another copy or version of it then serves.
    matched = matching.with_spares(definition.plan, inspection.matching, problems.keys() | still_open.keys())
    inspection = replace(inspection, matching=matched)
    coverage, findings = audit.audit(definition.plan, inspection.scan, matched, settings.as_of, problems, still_open)
    view, read = look(
        workspace, inspection, coverage, returned() if returned else reports.read_returned(workspace.workbook)
    )
    return Assessment(
        inspection=inspection,
        parts=parts,
        coverage=coverage,
        view=view,
        findings=(*definition.findings, *_idle_passwords(definition, inspection.scan), *findings, *read),
        remarks=remarks,
    )


def _idle_passwords(definition: Definition, scanned: Scan) -> tuple[Finding, ...]:
    """Name the files that have a password and are not there: a typing error would otherwise stay unseen."""
    known = {file.path for file in scanned.files}
    return tuple(
        Finding(
            code="sandi_tanpa_berkas",
            severity=Severity.WARNING,
            subject=path,
            text=f"plan/sandi.yaml menyebut “{path}”, tetapi berkas itu tidak ada di folder bukti.",
            advice="Perbaiki letaknya (seperti ditulis `dossier scan`) atau hapus barisnya.",
        )
        for path in sorted(definition.passwords.keys() - known)
    )


def look(
    workspace: Workspace, inspection: Inspection, coverage: Coverage, returned: reports.Returned
) -> tuple[Overview, tuple[Finding, ...]]:
    """Return what every report prints, with what staff filled into the last workbook, and what could not be read."""
    from dossier import documents  # noqa: PLC0415 — heavy engines load only when a command needs them

    plan_ = inspection.definition.plan
    imported, stale = plan.load_remarks(workspace.remarks, plan_)
    view = overview.overview(
        plan_,
        coverage,
        templates=documents.templates_by_requirement(plan_, workspace.templates),
        notes=returned.notes,
        remarks=combined(returned.remarks, imported),
        hashes={file.path: file.sha256 for file in inspection.scan.files},
    )
    labels = {row.place: row.requirement.label for row in view.rows}
    return view, (*stale, *returned.findings, *reports.differences(returned, labels, workspace.workbook.name))


def combined(typed: Mapping[Place, Remark], imported: Mapping[Place, Remark]) -> dict[Place, Remark]:
    """Return the remarks: what was imported, and what somebody typed into our own workbook where nothing was."""
    return {place: remark for place, remark in typed.items() if remark != Remark()} | dict(imported)


def _size(parts: Sequence[PreparedPart]) -> int:
    """Return how many bytes the parts take, each once."""
    return sum(pdf.stat().st_size for pdf in {part.pdf for part in parts if part.pdf is not None})


def unfinished(workspace: Workspace, inspection: Inspection) -> dict[str, tuple[Finding, ...]]:
    """Return, by path, what is still open in filed papers that were made from our templates."""
    from dossier import documents  # noqa: PLC0415 — heavy engines load only when a command needs them

    definition = inspection.definition
    found: dict[str, tuple[Finding, ...]] = {}
    files = [file for file in inspection.scan.files if file.media is Media.DOCX and not file.problem]
    paths = [workspace.evidence / file.disk_path for file in files]
    audits = documents.audit_documents(paths, workspace.evidence, definition.plan, definition.unit)
    for file, audited in zip(files, audits, strict=True):
        if audited is not None and audited.findings:
            found[file.path] = tuple(replace(finding, path=file.path) for finding in audited.findings)
    return found


def missing_evidence(workspace: Workspace) -> EvidenceError:
    """Return the error for a workspace without an evidence folder."""
    return EvidenceError(
        f"Folder bukti tidak ada: {workspace.evidence}",
        path=workspace.evidence,
        hint="Buat foldernya (boleh kosong) atau sebut folder kerja yang benar dengan -C FOLDER.",
    )
