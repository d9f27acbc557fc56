"""The one orchestrator: runs the stages in order and owns `build/`. Prints nothing and reads no clock."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dossier import audit, evidence, matching, outline, plan, reports
from dossier.errors import EvidenceError
from dossier.model import BuildResult, Media
from dossier.publishing import lock, publish, staging, writing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from dossier.bind import BindInput
    from dossier.model import Coverage, EvidenceFile, Finding, Matching, Pin, Plan, PreparedPart, Scan, Unit
    from dossier.workspace import Workspace

    # Given the number of files, a context whose value is called after each of them.
    Progress = Callable[[int], AbstractContextManager[Callable[[EvidenceFile], None]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What the plan folder says."""

    plan: Plan
    unit: Unit
    pins: tuple[Pin, ...]
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
    findings: tuple[Finding, ...]


def define(workspace: Workspace) -> Definition:
    """Read plan, unit profile and pins; raises PlanError with every problem at once."""
    from dossier import documents  # noqa: PLC0415 — heavy engines load only when a command needs them

    loaded, findings = plan.load_plan(workspace.plan_file)
    unit = documents.with_staff(plan.load_unit(workspace.unit_file), workspace.plan_file.parent)
    pins = plan.load_pins(workspace.pins_file, loaded)
    return Definition(plan=loaded, unit=unit, pins=pins, findings=findings)


def inspect(workspace: Workspace) -> Inspection:
    """Scan the evidence tree and match it to the plan."""
    definition = define(workspace)
    with writing(workspace.build):
        scan = evidence.scan(workspace.evidence, cache=workspace.hashes)
    matched = matching.match(definition.plan, scan, definition.pins)
    audit.check_counts(scan, matched)
    return Inspection(definition=definition, scan=scan, matching=matched)


def assess(
    workspace: Workspace, as_of: dt.date, *, office: str = "auto", progress: Progress | None = None
) -> Assessment:
    """Inspect, turn every evidence file into a clean PDF (kept between runs), and audit.

    Preparing comes before the audit, so that a file that cannot be bound is `bermasalah` in every report.
    """
    from dossier import convert  # noqa: PLC0415 — heavy engines load only when a build needs them

    inspection = inspect(workspace)
    files = inspection.scan.files
    with writing(workspace.build), progress(len(files)) if progress else nullcontext() as step:
        parts = convert.prepare(
            files, workspace.evidence, workspace.parts, office=office, examine=evidence.examine, progress=step
        )
    problems = {part.file.path: trouble for part in parts if (trouble := part.problem or part.flaw)}
    definition = inspection.definition
    coverage, findings = audit.audit(
        definition.plan, inspection.scan, inspection.matching, as_of, problems, unfinished(workspace, inspection)
    )
    return Assessment(inspection=inspection, parts=parts, coverage=coverage, findings=(*definition.findings, *findings))


def unfinished(workspace: Workspace, inspection: Inspection) -> dict[str, tuple[Finding, ...]]:
    """Return, by path, what is still open in filed papers that were made from our templates."""
    from dossier import documents  # noqa: PLC0415 — heavy engines load only when a command needs them

    definition = inspection.definition
    found: dict[str, tuple[Finding, ...]] = {}
    for file in inspection.scan.files:
        if file.media is not Media.DOCX or file.problem:
            continue
        audited = documents.audit_document(workspace.evidence / file.disk_path, definition.plan, definition.unit)
        if audited is not None and audited.findings:
            found[file.path] = tuple(replace(finding, path=file.path) for finding in audited.findings)
    return found


def build(
    workspace: Workspace, as_of: dt.date, *, office: str = "auto", progress: Progress | None = None
) -> BuildResult:
    """Make `build/dossier.pdf`, the gap list and the register; all of them appear together or not at all.

    Raises:
        PlanError: the plan cannot be read.
        EvidenceError: the evidence folder cannot be read.
        OutputError: `build/` cannot be written, or another build is running in it.
    """
    from dossier import bind  # noqa: PLC0415 — heavy engines load only when a build needs them

    define(workspace)  # a plan with mistakes writes nothing, not even build/
    if not workspace.evidence.is_dir():
        raise missing_evidence(workspace)
    with lock(workspace.build), staging(workspace.build) as stage:
        assessment = assess(workspace, as_of, office=office, progress=progress)
        source = bind_input(assessment)
        with writing(workspace.build):
            manifest = bind.bind(source, stage / workspace.bundle.name)
            bind.gap_list_pdf(source, stage / "kesenjangan.pdf")
            write_reports(assessment, stage)
            outputs = publish(stage, workspace.build, last=workspace.bundle.name)
    return BuildResult(
        bundle=workspace.bundle,
        pages=manifest.page_count,
        size=workspace.bundle.stat().st_size,
        counts=tuple(audit.counts(assessment.inspection.scan, assessment.inspection.matching).items()),
        coverage=assessment.coverage,
        findings=assessment.findings,
        outputs=outputs,
    )


def bind_input(assessment: Assessment) -> BindInput:
    """Return everything that the bundle is made of."""
    from dossier import bind  # noqa: PLC0415 — heavy engines load only when a build needs them

    inspection = assessment.inspection
    definition = inspection.definition
    return bind.BindInput(
        plan=definition.plan,
        unit=definition.unit,
        outline=outline.outline(definition.plan, assessment.coverage, inspection.matching),
        coverage=assessment.coverage,
        matching=inspection.matching,
        scan=inspection.scan,
        parts=assessment.parts,
        findings=assessment.findings,
        as_of=assessment.coverage.as_of,
    )


def write_reports(assessment: Assessment, folder: Path) -> None:
    """Write the gap list, the register and the findings as data into `folder`."""
    inspection = assessment.inspection
    plan_ = inspection.definition.plan
    texts = {
        "kesenjangan.json": reports.dump_json(reports.gaps_json(assessment.coverage)),
        "kesenjangan.csv": reports.gaps_csv(plan_, assessment.coverage),
        "kecocokan.json": reports.dump_json(reports.match_json(inspection.scan, inspection.matching)),
        "register.csv": reports.register_csv(inspection.matching, assessment.parts, inspection.scan),
        "temuan.json": reports.dump_json(reports.findings_json(assessment.findings)),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")


def missing_evidence(workspace: Workspace) -> EvidenceError:
    """Return the error for a workspace without an evidence folder."""
    return EvidenceError(
        f"Folder bukti tidak ada: {workspace.evidence}",
        path=workspace.evidence,
        hint="Buat foldernya (boleh kosong) atau sebut folder kerja yang benar dengan -C FOLDER.",
    )
