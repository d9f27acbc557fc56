"""The stages in order: read the plan, scan, match, prepare, audit. Writes nothing but what is kept between runs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dossier import audit, children, evidence, late, matching, overview, plan, reports, wording
from dossier.build.intake import take_in
from dossier.edition import Settings
from dossier.errors import EvidenceError
from dossier.model import Finding, Media, Severity
from dossier.progress import unseen
from dossier.publishing import writing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from dossier.build.intake import Intake
    from dossier.model import Content, Coverage, Matching, Pin, Plan, PreparedPart, Scan, Unit
    from dossier.overview import Overview
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
    told: tuple[str, ...] = ()


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
    workspace: Workspace,
    definition: Definition | None = None,
    *,
    ocr: bool = False,
    fresh: bool = False,
    progress: Progress = unseen,
) -> Inspection:
    """Scan the evidence tree and match it to the plan; what files say is read (kept between runs).

    Args:
        workspace: where plan and evidence are.
        definition: what the plan folder says, where that has been read.
        ocr: also read pictures and scans of text that their names leave open, where tesseract is installed.
        fresh: look nothing up of what earlier runs kept.
        progress: told about each file that has to be hashed or read.
    """
    definition = definition or define(workspace)
    scanned = scan(workspace, progress, fresh=fresh)
    matcher = matching.Matcher(definition.plan)
    matched = matcher.match(scanned, definition.pins)
    if contents := _contents(workspace, matched, ocr=ocr, fresh=fresh, progress=progress):
        matched = matcher.match(scanned, definition.pins, contents)
    audit.check_counts(scanned, matched)
    return Inspection(definition=definition, scan=scanned, matching=matched)


def _contents(
    workspace: Workspace, matched: Matching, *, ocr: bool, fresh: bool, progress: Progress
) -> dict[str, Content]:
    """Return SHA-256 ─► what files say: those that their names leave open, and those that may contradict their names.

    Only the first are worth the minutes that reading pictures takes.
    """
    opened, checked = matching.to_read(matched), matching.to_check(matched)
    if not opened and not checked:
        return {}
    with late.undisturbed():
        from dossier import convert  # noqa: PLC0415 — heavy engines load only when a file has to be opened

    with writing(workspace.build):
        found = convert.read_contents(
            opened, workspace.evidence, workspace.contents, ocr=ocr, fresh=fresh, progress=progress
        )
        rest = [file for file in checked if file.sha256 not in found]
        return found | convert.read_contents(
            rest, workspace.evidence, workspace.contents, fresh=fresh, progress=progress
        )


def scan(workspace: Workspace, progress: Progress = unseen, *, fresh: bool = False) -> Scan:
    """Scan the evidence tree; hashes are kept between runs, and with `fresh` not looked up."""
    with writing(workspace.build):
        return evidence.scan(workspace.evidence, cache=workspace.hashes, fresh=fresh, progress=progress)


def assess(
    workspace: Workspace,
    as_of: dt.date,
    *,
    office: str = "auto",
    ocr: bool = False,
    progress: Progress = unseen,
) -> Assessment:
    """Take in what people typed into the workbook, inspect, prepare and audit."""
    settings = Settings(as_of=as_of, office=office, ocr=ocr)
    definition = define(workspace)
    intake = take_in(workspace, must_write=False)
    inspection = inspect(workspace, definition, ocr=ocr, progress=progress)
    return judge(workspace, inspection, settings, intake=intake, progress=progress)


def judge(
    workspace: Workspace,
    inspection: Inspection,
    settings: Settings,
    *,
    intake: Intake,
    fresh: bool = False,
    progress: Progress = unseen,
) -> Assessment:
    """Turn every inspected file into a clean PDF (kept between runs), and audit.

    Preparing comes before the audit, so that a file that cannot be bound is `bermasalah` in every report. `intake` is
    what people typed into the workbook; `fresh` looks no part up.
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
            fresh=fresh,
            progress=progress,
        )
    if settings.downsample is not None:
        before = _size(parts)
        with writing(workspace.build):
            parts = convert.downsample(parts, workspace.parts, settings.downsample, fresh=fresh, progress=progress)
        told = f"{wording.size_label(before)} menjadi {wording.size_label(_size(parts))}"
        remarks = (f"gambar diperkecil ke {settings.downsample} dpi: {told}; bukti aslinya tidak disentuh",)
    problems = {part.file.path: trouble for part in parts if (trouble := part.problem or part.flaw)}
    definition = inspection.definition
    still_open = unfinished(workspace, inspection)
    # Only an opened file shows that it serves nothing: another copy or version of it then serves.
    matched = matching.with_spares(definition.plan, inspection.matching, problems.keys() | still_open.keys())
    inspection = replace(inspection, matching=matched)
    ours = {part.file.path for part in parts if part.ours}
    coverage, findings = audit.audit(
        definition.plan, inspection.scan, matched, settings.as_of, problems, still_open, ours
    )
    view, read = look(workspace, inspection, coverage, intake)
    return Assessment(
        inspection=inspection,
        parts=parts,
        coverage=coverage,
        view=view,
        findings=(*definition.findings, *_idle_passwords(definition, inspection.scan), *findings, *read),
        remarks=remarks,
        told=intake.told,
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


def entry_findings(workspace: Workspace, plan_: Plan) -> tuple[Finding, ...]:
    """Return what is to be said of the entries of staff and assessors in `plan/`.

    Raises:
        PlanError: one of their files cannot be read.
    """
    _, about_notes = plan.load_notes(workspace.notes, plan_)
    _, about_remarks = plan.load_remarks(workspace.remarks, plan_)
    return (*about_notes, *about_remarks)


def look(
    workspace: Workspace, inspection: Inspection, coverage: Coverage, intake: Intake
) -> tuple[Overview, tuple[Finding, ...]]:
    """Return what every report prints, with what people typed, and the findings about what they typed."""
    from dossier import documents  # noqa: PLC0415 — heavy engines load only when a command needs them

    plan_ = inspection.definition.plan
    about_entries = entry_findings(workspace, plan_)
    view = overview.overview(
        plan_,
        coverage,
        templates=documents.templates_by_requirement(plan_, workspace.templates),
        notes=intake.notes,
        remarks=intake.remarks,
        hashes={file.path: file.sha256 for file in inspection.scan.files},
    )
    labels = {row.place: row.requirement.label for row in view.rows}
    differences = reports.differences(intake.returned, labels, workspace.workbook.name)
    return view, (*about_entries, *intake.findings, *differences)


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
