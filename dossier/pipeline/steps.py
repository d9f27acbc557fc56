"""The stages in order: read the plan, scan, match, prepare, audit. Writes caches only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dossier import audit, convert, evidence, matching, plan, reports, scoring, templates, wording
from dossier.audit import status
from dossier.audit.assessment import Assessment
from dossier.errors import EvidenceError
from dossier.matching import office_of
from dossier.model import Finding, Media, Severity
from dossier.pipeline.definition import Definition, define, entry_findings
from dossier.pipeline.intake import take_in
from dossier.pipeline.kept_verdicts import match_scan
from dossier.pipeline.scanning import scan
from dossier.pipeline.sheet_score import score_sheet
from dossier.progress import unseen
from dossier.state import Settings
from dossier.state.publishing import writing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from dossier.audit.beyond_plan import BeyondCoverage
    from dossier.audit.status import Status
    from dossier.matching import OfficeName
    from dossier.model import Coverage, EvidenceFile, Handover, Matching, PreparedPart, Scan
    from dossier.pipeline.intake import Intake
    from dossier.pipeline.lke_intake import AnswersIntake
    from dossier.progress import Progress
    from dossier.scoring import PlaceStake
    from dossier.state.workspace import Workspace


def _about_office(settings: Settings, parts: Sequence[PreparedPart]) -> tuple[str, ...]:
    """Say how many files LibreOffice would have laid out better, where it was wanted and is not there."""
    plain = sum(convert.lacks_office(part.notes) for part in parts) if settings.office == "auto" else 0
    return (_WITHOUT_OFFICE.format(wording.number_label(plain)),) if plain else ()


_WITHOUT_OFFICE: Final = (
    "LibreOffice tidak terpasang: {} berkas Word dan Excel ditata sederhana; isinya ada semua, bentuknya tidak. "
    "Pasang LibreOffice, lalu susun lagi"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What is in the evidence tree and where it belongs."""

    definition: Definition
    scan: Scan
    matching: Matching

    @property
    def office(self) -> OfficeName:
        """Whose plan it is."""
        return office_of(self.definition.unit.name, self.definition.unit.short_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """An inspection with the spares that opening the files showed, and what the audit says of it.

    `beyond` is what is filed for the questions of the evaluation sheet that the plan has no row for, `front` which of
    the papers of the front are bound.
    """

    inspection: Inspection
    coverage: Coverage
    findings: tuple[Finding, ...]
    beyond: BeyondCoverage
    front: tuple[audit.FrontState, ...]


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
    office = office_of(definition.unit.name, definition.unit.short_name)
    matched = match_scan(
        workspace, definition.plan, office, definition.pins, scanned, ocr=ocr, fresh=fresh, progress=progress
    )
    audit.counts(scanned, matched)
    return Inspection(definition=definition, scan=scanned, matching=matched)


def make_ready(workspace: Workspace) -> None:
    """Do in advance what an inspection does whatever has changed: index the plan as it is now.

    Raises:
        DossierError: the plan cannot be read.
    """
    definition = define(workspace)
    unit = definition.unit
    matching.make_ready(definition.plan, office_of(unit.name, unit.short_name))


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
    definition = with_typed_answers(workspace, definition, intake.answers)
    inspection = inspect(workspace, definition, ocr=ocr, progress=progress)
    return judge(workspace, inspection, settings, intake=intake, progress=progress)


def with_typed_answers(workspace: Workspace, definition: Definition, answers: AnswersIntake) -> Definition:
    """Return what the plan folder says with the answers that were typed into the workbook since it was read."""
    if answers.written:
        return define(workspace)
    return definition if answers.read is None else definition.with_answers(answers.read)


def _smaller(
    workspace: Workspace, parts: tuple[PreparedPart, ...], dpi: int | None, *, fresh: bool, progress: Progress
) -> tuple[tuple[PreparedPart, ...], tuple[str, ...]]:
    """Return the parts with smaller pictures where a resolution is asked for, and what there is to say of it."""
    if dpi is None:
        return parts, ()
    before = _size(parts)
    with writing(workspace.build):
        parts = convert.downsample(parts, workspace.parts, dpi, fresh=fresh, workers=workspace.jobs, progress=progress)
    told = f"{wording.size_label(before)} menjadi {wording.size_label(_size(parts))}"
    return parts, (f"gambar diperkecil ke {dpi} dpi: {told}; bukti aslinya tidak disentuh",)


def judge(
    workspace: Workspace,
    inspection: Inspection,
    settings: Settings,
    *,
    intake: Intake,
    fresh: bool = False,
    progress: Progress = unseen,
) -> Assessment:
    """Convert every inspected file to a clean PDF (cached), and audit.

    Preparing comes before the audit, so that a file that cannot be bound is `bermasalah` in every report. `intake` is
    what people typed into the workbook; `fresh` looks no part up.
    """
    parts = prepare(
        workspace, inspection, inspection.scan.files, office=settings.office, fresh=fresh, progress=progress
    )
    parts, remarks = _smaller(workspace, parts, settings.downsample, fresh=fresh, progress=progress)
    remarks += _about_office(settings, parts)
    definition = inspection.definition
    audited = weigh(workspace, inspection, parts, settings.as_of, fresh=fresh)
    inspection, coverage = audited.inspection, audited.coverage
    score, stakes = score_sheet(definition, coverage, inspection.matching, audited.findings, audited.beyond)
    view, read = look(workspace, inspection, coverage, intake, stakes)
    handed, lost = plan.last_handed(workspace.handed, definition.handovers)
    claims = scoring.claim_findings(score, f"plan/{workspace.answers.name}")
    return Assessment(
        plan=definition.plan,
        unit=definition.unit,
        pins=definition.pins,
        scan=inspection.scan,
        matching=inspection.matching,
        parts=parts,
        coverage=coverage,
        status=view,
        score=score,
        beyond=audited.beyond,
        front=audited.front,
        handed=handed,
        findings=(
            *definition.findings,
            *_idle_passwords(definition, inspection.scan),
            *audited.findings,
            *read,
            *claims,
            *(_lost_contents(each) for each in lost),
        ),
        remarks=remarks,
        told=intake.told,
    )


def prepare(
    workspace: Workspace,
    inspection: Inspection,
    files: Sequence[EvidenceFile],
    *,
    office: str = "auto",
    fresh: bool = False,
    progress: Progress = unseen,
) -> tuple[PreparedPart, ...]:
    """Open files and turn each into a clean PDF (kept between runs; `fresh` looks none up)."""
    with writing(workspace.build):
        return convert.prepare(
            files,
            workspace.evidence,
            workspace.parts,
            office=office,
            examine=evidence.examine,
            passwords=inspection.definition.passwords,
            fresh=fresh,
            workers=workspace.jobs,
            progress=progress,
        )


def open_some(
    workspace: Workspace,
    inspection: Inspection,
    files: Sequence[EvidenceFile],
    settings: Settings,
    *,
    progress: Progress = unseen,
) -> Audited:
    """Prepare these files and those that compete with them, and audit; gives the same result as a build.

    Whether a file serves depends on the files that claim the same requirements, as it or its copies do; on no others.

    Returns:
        What is true of these files and of the requirements that they claim.
    """
    paths = {file.path for file in files}
    bytes_ = {file.sha256 for file in files if file.sha256}
    claims = inspection.matching.claims
    asked = {
        (claim.indicator, claim.requirement)
        for claim in claims
        if claim.file.path in paths or claim.file.sha256 in bytes_
    }
    paths |= {claim.file.path for claim in claims if (claim.indicator, claim.requirement) in asked}
    # Copies too, wherever they lie: one of them may be the path that plan/sandi.yaml gives the password of.
    bytes_ |= {file.sha256 for file in inspection.scan.files if file.path in paths and file.sha256}
    wanted = [file for file in inspection.scan.files if file.path in paths or file.sha256 in bytes_]
    parts = prepare(workspace, inspection, wanted, office=settings.office, progress=progress)
    return weigh(workspace, inspection, parts, settings.as_of)


def weigh(
    workspace: Workspace, inspection: Inspection, parts: Sequence[PreparedPart], as_of: dt.date, *, fresh: bool = False
) -> Audited:
    """Audit with what opening the files has shown; the inspection returned has the spares that follow from it.

    `fresh` reads filed papers anew.
    """
    plan_ = inspection.definition.plan
    problems = {part.file.path: trouble for part in parts if (trouble := part.problem or part.flaw)}
    ours = frozenset(part.file.path for part in parts if part.ours)
    links = frozenset(part.file.path for part in parts if part.addresses)
    still_open, unfilled = unfinished(workspace, inspection, parts, fresh=fresh)
    # Only an opened file shows that it serves nothing: another copy or version of it then serves.
    unusable = problems.keys() | still_open.keys()
    matched = matching.with_spares(plan_, inspection.matching, unusable, unfilled=unfilled, links=links)
    coverage, findings = audit.audit(plan_, inspection.scan, matched, as_of, problems, still_open, ours, links)
    bad = frozenset(unusable) | {file.path for file in inspection.scan.files if file.problem}
    gaps = matching.sheet_gaps(plan_, inspection.office)
    beyond = audit.beyond_coverage(gaps, matched.beyond_plan, coverage, plan_.year, bad)
    told = sorted({*findings, *audit.undated_findings(beyond)}, key=audit.finding_order)
    return Audited(
        inspection=replace(inspection, matching=matched),
        coverage=coverage,
        findings=tuple(told),
        beyond=beyond,
        front=audit.front_states(matched, _unbindable(parts) | unfilled),
    )


def _unbindable(parts: Sequence[PreparedPart]) -> dict[str, str]:
    """Return path ─► why a file has no pages of its own."""
    return {part.file.path: f"tidak dapat dimuat: {part.problem}" for part in parts if part.pdf is None}


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


def _lost_contents(handover: Handover) -> Finding:
    """Say that what was in the edition handed over last is not known any more."""
    return Finding(
        code="serah_terima_tanpa_isi",
        severity=Severity.WARNING,
        subject="plan/serah-terima.yaml",
        text=(
            f"Isi edisi yang diserahkan kepada {handover.receiver} tidak ada atau berubah "
            f"(plan/serah-terima/{handover.contents}.json); bab “Yang berubah” tidak dapat dibuat."
        ),
        advice="Pulihkan berkas itu dari cadangan, atau serahkan edisi yang sekarang dengan `dossier serah`.",
        path="plan/serah-terima.yaml",
        line=handover.line or None,
    )


def look(
    workspace: Workspace,
    inspection: Inspection,
    coverage: Coverage,
    intake: Intake,
    stakes: Mapping[tuple[str, str], PlaceStake],
) -> tuple[Status, tuple[Finding, ...]]:
    """Return what every report prints, with what people typed, and the findings about what they typed."""
    plan_ = inspection.definition.plan
    about_entries = entry_findings(workspace, plan_)
    view = status.status_of(
        plan_,
        coverage,
        templates=templates.templates_by_requirement(plan_, workspace.templates),
        notes=intake.notes,
        remarks=intake.remarks,
        hashes={file.path: file.sha256 for file in inspection.scan.files},
        last_year=plan.load_last_year(workspace.last_year, plan_)[0],
        stakes=stakes,
    )
    view = status.advised(view, matching.usual_names(plan_))
    labels = {row.place: row.requirement.label for row in view.rows}
    differences = reports.differences(intake.returned, labels, workspace.workbook.name)
    return view, (*about_entries, *intake.findings, *differences)


def _size(parts: Sequence[PreparedPart]) -> int:
    """Return how many bytes the parts take, each once."""
    return sum(pdf.stat().st_size for pdf in {part.pdf for part in parts if part.pdf is not None})


def unfinished(
    workspace: Workspace, inspection: Inspection, parts: Sequence[PreparedPart], *, fresh: bool
) -> tuple[dict[str, tuple[Finding, ...]], dict[str, str]]:
    """Look for what is still open in filed papers: told by our mark in a .docx, and by what the pages of any file show.

    Returns:
        Path ─► what there is to say of it, and path ─► why it is no finished paper, for those that nobody filled.
    """
    definition = inspection.definition
    found: dict[str, tuple[Finding, ...]] = {}
    unfilled: dict[str, str] = {}
    prompts: tuple[str, ...] | None = None
    papers = [part.file for part in parts if part.file.media is Media.DOCX and not part.file.problem]
    audits = templates.audit_documents(
        papers, workspace.evidence, workspace.filed_papers, definition.plan, definition.unit, fresh=fresh
    )
    marked = {file.path: audited for file, audited in zip(papers, audits, strict=True)}
    unlike = templates.disagreements({path: audited for path, audited in marked.items() if audited is not None})
    for part in parts:
        path, findings, waiting = part.file.path, list[Finding](), list[str]()
        if audited := marked.get(path):
            findings = [*(replace(finding, path=path) for finding in audited.findings), *unlike.get(path, ())]
            waiting = [f"[{prompt}]" for prompt in audited.open_prompts]
        if part.bracketed:
            if prompts is None:
                prompts = templates.known_prompts(definition.plan, workspace.templates)
            shown = [each for each in templates.open_prompts(part.bracketed, prompts) if each not in waiting]
            findings += [templates.unfilled_finding(path, shown)] if shown else []
            waiting += shown
        if findings:
            found[path] = tuple(findings)
        if any(finding.code in audit.UNFILLED for finding in findings):
            unfilled[path] = f"belum selesai diisi: {', '.join(waiting)}" if waiting else "tag templatnya tersisa"
    return found, unfilled


def missing_evidence(workspace: Workspace) -> EvidenceError:
    """Return the error for a workspace without an evidence folder."""
    return EvidenceError(
        f"Folder bukti tidak ada: {workspace.evidence}",
        path=workspace.evidence,
        hint="Buat foldernya (boleh kosong) atau sebut folder kerja yang benar dengan -C FOLDER.",
    )
