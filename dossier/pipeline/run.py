"""Runs one build: writes nothing where nothing changed, else all outputs to a staging folder, published together."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dossier import audit, knowledge, reports, state
from dossier._lazy import lazy
from dossier._memo import forget
from dossier.audit.next_steps import most_urgent
from dossier.model import Finding, Severity
from dossier.model.audience import READERS, in_order
from dossier.pipeline.artifacts import LOADED_BESIDE, BuildContext, write_beside, write_installed, write_outputs
from dossier.pipeline.bundles import (
    bundle_link,
    front_findings,
    lay_text_under_scans,
    photo_sheets,
    write_bundles,
    write_originals,
    write_portal,
)
from dossier.pipeline.definition import define
from dossier.pipeline.form_books import drop_older, keep_copy, keep_written
from dossier.pipeline.handout_files import announced_before
from dossier.pipeline.intake import take_in
from dossier.pipeline.paper_appendix import paper_pages
from dossier.pipeline.scanning import scan
from dossier.pipeline.steps import inspect, judge, missing_evidence
from dossier.progress import unseen
from dossier.state import BuildRecord, BuildResult, Remade, Settings, Summary, files
from dossier.state.build_record import FILE_NAME, INPUTS, sources
from dossier.state.files import file_time, is_plain_file, sha256_of
from dossier.state.fingerprint import digest_of
from dossier.state.lease import lock, renewing
from dossier.state.publishing import publish, staging, writing
from dossier.workers import scratch
from dossier.workers.helper import Helper

with lazy():
    from dossier import convert


if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from dossier.model import PreparedPart, Scan
    from dossier.pipeline.bundles import Written
    from dossier.pipeline.definition import Definition
    from dossier.pipeline.intake import Intake
    from dossier.pipeline.steps import Inspection
    from dossier.progress import Progress
    from dossier.state import TreeStamp
    from dossier.state.lease import Lease
    from dossier.state.workspace import Workspace


MOST_ATTEMPTS: Final = 3
"""How often a build begins again because the evidence changed meanwhile."""

MISSING: Final = "hasil di build/ tidak lengkap atau berubah"
FIRST: Final = "belum pernah disusun"
FORCED: Final = "diminta dengan --paksa"
UNSETTLED: Final = "ada berkas yang perlu dicoba lagi"

_SAMPLE: Final = frozenset(row["sha256"] for row in knowledge.rows("contoh.csv"))
"""Digests of the files of the shipped sample."""

RESTLESS: Final = Finding(
    code="bukti_berubah_selagi_disusun",
    severity=Severity.WARNING,
    subject="evidence/",
    text=f"Rencana atau folder bukti berubah terus selagi dossier disusun; sudah {MOST_ATTEMPTS} kali diulang.",
    advice="Tunggu sampai penyalinan atau sinkronisasi selesai, lalu susun sekali lagi.",
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """Stamps of what a build reads, taken before it is read: plan and evidence, and the workbooks of the last build."""

    workspace: TreeStamp
    workbooks: tuple[tuple[int, ...], ...]


def _see(workspace: Workspace) -> _Seen:
    return _Seen(state.workspace_stamp(workspace), tuple(map(_stamp, workspace.forms)))


def _stamp(book: Path) -> tuple[int, ...]:
    try:
        return tuple(state.file_stamp(book))
    except OSError:
        return ()


class _BuildRun:
    """One call of `build`: where, what for, and what lay there before."""

    def __init__(
        self,
        workspace: Workspace,
        settings: Settings,
        stage: Path,
        helper: Helper,
        lease: Lease,
        progress: Progress,
        *,
        force: bool,
    ) -> None:
        self.workspace = workspace
        self.settings = settings
        self.stage = stage
        self.helper = helper
        self.lease = lease
        self.progress = progress
        self.force = force
        self.fresh = force
        self.began = file_time(stage)
        self.before = state.load(workspace.build)
        self.told: list[str] = []

    def why(self, found: dict[str, str]) -> tuple[str, ...]:
        """Return the reasons for a new build in words; () where the current one is up to date."""
        if self.force:
            return (FORCED,)
        if self.before is None:
            return (FIRST,)
        if changes := self.before.changes(found):
            return changes
        if not self.before.settled:
            return (UNSETTLED,)
        if lacking := [each for each in in_order(self.settings.audiences) if each not in self.before.summary.audiences]:
            return tuple(f"edisi untuk {READERS[each]} belum ada" for each in lacking)
        return () if self.before.is_whole(self.workspace.build) else (MISSING,)

    def widened(self, found: dict[str, str]) -> Settings:
        """Return the settings, with the readers whose dossier of the same inputs is in `build/` already."""
        if self.before is None or self.before.changes(found):
            return self.settings
        return replace(self.settings, audiences=(*self.settings.audiences, *self.before.summary.audiences))

    def removed(self, made: BuildRecord) -> tuple[str, ...]:
        """Return the dossiers for other readers that go, because they were made of something else."""
        bundles = self.before.summary.bundles if self.before else ()
        return tuple(bundle.name for bundle in bundles if bundle.audience not in made.summary.audiences)

    def take_in(self) -> Intake:
        """Take what people typed into the workbook into `plan/`, and remember what is to be told of it."""
        intake = take_in(self.workspace)
        self.told += intake.told
        return intake

    def is_restless(self, seen: _Seen, inspection: Inspection) -> bool:
        """Return whether anything that was read has changed since; files too fresh for stamps are read once more."""
        if _see(self.workspace) != seen:
            return True
        if seen.workspace.newest < self.began - state.RACY_NANOSECONDS:
            return False
        return list(evidence_lines(scan(self.workspace))) != list(evidence_lines(inspection.scan))

    def remember(self, made: BuildRecord, seen: _Seen) -> None:
        """Store the stamps of the up-to-date check."""
        if made.settled:
            names = (*made.outputs, FILE_NAME)
            stamp = seen.workspace
            state.remember(self.workspace, self.settings, made.summary, stamp, began=self.began, names=names)


def earlier(workspace: Workspace) -> str:
    """Return the history that earlier builds left; one that cannot be read is started anew."""
    try:
        return workspace.history.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def announced(workspace: Workspace) -> bytes:
    """Return the calendar of the edition before, or nothing."""
    try:
        return workspace.calendar.read_bytes() if is_plain_file(workspace.calendar) else b""
    except OSError:
        return b""


def build(
    workspace: Workspace,
    as_of: dt.date,
    *,
    office: str = "auto",
    settings: Settings | None = None,
    force: bool = False,
    progress: Progress = unseen,
) -> BuildResult:
    """Make the dossier, the gap list and the register; all of them appear together or not at all.

    When nothing has changed since the edition in `build/` was made, nothing is written.

    Args:
        workspace: where the plan and the evidence are.
        as_of: the day of assessment.
        office: what lays out Word and Excel files.
        settings: day, office and form of the bundle in one; wins over `as_of` and `office`.
        force: make it even if nothing changed, and look up nothing that earlier builds kept.
        progress: told how far reading, preparing and binding have come.

    Raises:
        PlanError: the plan cannot be read.
        EvidenceError: the evidence folder cannot be read.
        BusyError: another build is at work in `build/`.
        OutputError: `build/` cannot be written.
    """
    settings = settings or Settings(as_of=as_of, office=office)
    seen = _see(workspace)
    definition = define(workspace)  # a plan with mistakes writes nothing, not even build/
    if not workspace.evidence.is_dir():
        raise missing_evidence(workspace)
    place = workspace.build
    with lock(place) as lease, staging(place) as stage, writing(place), Helper(workspace.jobs) as helper:
        _clear_left(workspace)
        run = _BuildRun(workspace, settings, stage, helper, lease, renewing(lease, progress), force=force)
        return _settled(run, seen, definition)


def _settled(run: _BuildRun, seen: _Seen, definition: Definition) -> BuildResult:
    """Build, and begin again where plan or evidence changed meanwhile; the last attempt stands whatever changed."""
    for left in reversed(range(MOST_ATTEMPTS)):
        stamp, intake = _see(run.workspace), run.take_in()
        if intake.written or stamp != seen:
            seen = replace(_see(run.workspace), workbooks=stamp.workbooks)
            definition = define(run.workspace)
        result = _attempt(run, seen, definition, intake, last=not left)
        if result is not None:
            return result
        _empty(run.stage)
        seen, definition = _see(run.workspace), define(run.workspace)
    raise AssertionError("the last attempt gives a result")


def _clear_left(workspace: Workspace) -> None:
    """Remove the working folders that a killed build left beside what is kept."""
    scratch.clear_stale()
    for folder in (workspace.parts, workspace.contents):
        scratch.clear_left(folder, scratch.PART_PREFIX, scratch.PART_LOCK)


def _attempt(run: _BuildRun, seen: _Seen, definition: Definition, intake: Intake, *, last: bool) -> BuildResult | None:
    """Build once; None when the workspace changed meanwhile and it is not the last attempt."""
    workspace, settings, told = run.workspace, run.settings, run.told
    run.helper.load(*LOADED_BESIDE)
    fresh, run.fresh = run.fresh, False  # what an attempt of this build made, the next one may use
    inspection = inspect(workspace, definition, ocr=settings.ocr, fresh=fresh, progress=run.progress)
    found = sources(workspace, settings, evidence_lines(inspection.scan))
    why = run.why(found)
    if not why and run.before is not None:
        run.remember(run.before, seen)
        return BuildResult(folder=workspace.build, summary=run.before.summary, written=False, told=tuple(told))
    assessment = judge(workspace, inspection, settings, intake=intake, fresh=fresh, progress=run.progress)
    restless = run.is_restless(seen, inspection)
    if restless and not last:
        return None
    if restless:
        assessment = replace(assessment, findings=(*assessment.findings, RESTLESS))
    material = BuildContext(
        assessment,
        run.widened(found),
        earlier(workspace),
        announced(workspace),
        announced_before(workspace.build, run.before),
        evidence=workspace.way_to_evidence(),
    )
    forget()  # what matching remembered of names and texts is in the way of binding
    material.inputs_digest = digest_of(f"{topic} {found[topic]}" for topic in INPUTS)
    written = _written(run, material, found["machine"], fresh=fresh)
    restless = restless or run.is_restless(seen, inspection)
    if restless and not last:
        return None
    made = _edition(material, run.stage, written, found, settled=not restless)
    _replace_workbooks(run, seen, intake)
    _publish(run, made, assessment.whose.shape())
    drop_older(workspace)
    remade = remade_parts(assessment.parts, run.before)
    write_log(workspace.log, why, remade)
    run.remember(made, seen)
    return BuildResult(
        folder=workspace.build,
        summary=made.summary,
        written=True,
        why=why,
        remade=remade,
        told=tuple(told),
        removed=run.removed(made),
    )


def _written(run: _BuildRun, material: BuildContext, machine: str, *, fresh: bool) -> Written:
    """Write every output into the staging folder; what there is to say of them is noted before the reports are."""
    workspace, stage = run.workspace, run.stage
    material.sheets = photo_sheets(material, workspace.parts, fresh=fresh, workers=workspace.jobs)
    remarks = list(lay_text_under_scans(material, workspace, progress=run.progress, fresh=fresh))
    material.papers, about_papers = paper_pages(material, workspace, fresh=fresh, progress=run.progress)
    remarks += about_papers
    others = run.helper.begin(write_beside, material, stage)
    written = write_bundles(material, stage, workspace, machine, run.progress, fresh=fresh)
    material.note(written.findings)
    material.note(front_findings(material, written.bundles))
    material.places = written.places
    material.bundle = bundle_link(written)
    remarks += written.remarks
    findings, about_originals = write_originals(material, workspace.evidence, stage / workspace.originals.name)
    material.note(findings)
    if run.settings.portal:
        findings, remark = write_portal(material, stage)
        material.note(findings)
        remarks.append(remark)
    material.note(write_installed(material.assessment, stage))
    write_outputs(material, stage, beside=False)
    others()
    return replace(written, remarks=(*remarks, *about_originals))


def _edition(
    material: BuildContext, stage: Path, written: Written, found: dict[str, str], *, settled: bool
) -> BuildRecord:
    """Describe what is in the staging folder."""
    assessment = material.assessment
    bundles = {bundle.name for bundle in written.bundles}
    summary = Summary(
        bundles=written.bundles,
        counts=audit.counts(assessment.scan, assessment.matching),
        gaps=reports.summary_line(assessment.status.totals.states),
        as_of=assessment.as_of.isoformat(),
        findings=len(assessment.findings),
        advised=sum(1 for finding in assessment.findings if finding.advice),
        outputs=tuple(sorted({path.name for path in stage.iterdir()} - bundles)),
        remarks=(*assessment.remarks, *written.remarks),
        urgent=most_urgent(assessment.status),
        samples=sum(file.sha256 in _SAMPLE for file in assessment.scan.files),
    )
    return BuildRecord(
        sources=found,
        files={part.file.path: part.file.sha256 for part in assessment.parts},
        outputs=state.outputs_of(stage, written.digests),
        settled=settled and not any(part.passing for part in assessment.parts),
        summary=summary,
        contents=dict(written.contents),
    )


def _replace_workbooks(run: _BuildRun, seen: _Seen, intake: Intake) -> None:
    """See to it that nothing that people put into the workbooks goes with them."""
    workspace = run.workspace
    if _see(workspace).workbooks != seen.workbooks:  # saved once more while the last attempt was at work
        intake = run.take_in()
    for form in intake.forms(workspace):
        if form.keep and form.book.is_file():
            kept = keep_copy(form.book, workspace.build)
            why = f"tidak terbaca ({form.failed})" if form.failed else "memuat lebih dari isian kolom kuning"
            run.told.append(f"buku kerja lama {form.book.name} {why}; salinannya build/{kept.name}")
        keep_written(workspace, run.stage / form.book.name)


def _publish(run: _BuildRun, made: BuildRecord, owner: Mapping[str, object]) -> None:
    """Put the edition in its place; what only the old one had goes. `owner` says whose it is."""
    (run.stage / FILE_NAME).write_text(state.to_json(made, owner), encoding="ascii")
    new = {path.name for path in run.stage.iterdir()}
    old = run.before.outputs if run.before else {}
    gone = {name: digest for name, digest in sorted(old.items()) if name.partition("/")[0] not in new}
    _carry_over(run.workspace.build, run.stage, old)
    run.workspace.quick.unlink(missing_ok=True)
    publish(run.stage, run.workspace.build, last=FILE_NAME, gone=gone, confirm=run.lease.confirm)


def _carry_over(build_: Path, stage: Path, ours: Mapping[str, str]) -> None:
    """Copy files that people put into our folders in `build/` (`portal/`, say) into those that take their place.

    One of ours that somebody has changed since, and that this edition has no other for, is theirs too.
    """
    for folder in (path for path in stage.iterdir() if path.is_dir()) if ours else ():
        for path in sorted((build_ / folder.name).rglob("*")):
            name = path.relative_to(build_).as_posix()
            if not is_plain_file(path) or (stage / name).exists():
                continue
            if name not in ours or sha256_of(path) != ours[name]:
                (stage / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, stage / name)


def evidence_lines(scanned: Scan) -> Iterator[str]:
    """Yield all there is to say of the evidence tree, a line an entry."""
    for file in scanned.files:
        yield f"{file.path} {file.disk_path} {file.sha256} {file.media} {file.problem}"
    for entry in scanned.ignored:
        yield f"{entry.path} {entry.reason}"


def _empty(stage: Path) -> None:
    """Clear a staging folder for another attempt."""
    for path in stage.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


SCHEMA: Final = "dossier.work/1"


def remade_parts(parts: Sequence[PreparedPart], before: BuildRecord | None) -> tuple[Remade, ...]:
    """Return the files whose part was prepared in this build, in their order, each with the reason."""
    return tuple(Remade(path=part.file.path, reason=_reason(part, before)) for part in parts if part.remade)


def _reason(part: PreparedPart, before: BuildRecord | None) -> str:
    reason = part.remade or ""
    if reason != convert.UNKNOWN_CONTENT:
        return reason
    if before is None or part.file.path not in before.files:
        return "berkas baru"
    same = before.files[part.file.path] == part.file.sha256
    return "simpanannya di build/cache hilang" if same else "isi berkas berubah"


def write_log(path: Path, why: Sequence[str], remade: Sequence[Remade]) -> None:
    """Write what a build did and why as `dossier.work/1`; a log, no output: it tells of the way, not of the result."""
    shape = {
        "schema": SCHEMA,
        "why": list(why),
        "remade": [{"path": each.path, "reason": each.reason} for each in remade],
    }
    text = json.dumps(shape, ensure_ascii=False, indent=1)
    files.write(path, f"{text}\n".encode("utf-8", "backslashreplace"))
