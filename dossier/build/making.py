"""One build: nothing where nothing changed, else every output into a staging folder, published together."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dossier import audit, edition, reports
from dossier.build.bundles import write_bundles
from dossier.build.outputs import OUTPUTS, Material
from dossier.build.reasons import remade_parts, write_log
from dossier.build.stages import define, inspect, judge, missing_evidence
from dossier.edition import BuildResult, Edition, Settings, Summary
from dossier.edition.record import FILE_NAME, sources
from dossier.model import Finding, Severity
from dossier.publishing import lock, publish, staging, writing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dossier.build.stages import Assessment, Inspection, Progress
    from dossier.edition import Bundle, Stamp
    from dossier.workspace import Workspace

MOST_ATTEMPTS: Final = 3
"""How often a build begins again because the evidence changed meanwhile."""

MISSING: Final = "hasil di build/ tidak lengkap atau berubah"
FIRST: Final = "belum pernah disusun"
FORCED: Final = "diminta dengan --paksa"
UNSETTLED: Final = "ada berkas yang perlu dicoba lagi"

RESTLESS: Final = Finding(
    code="bukti_berubah_selagi_disusun",
    severity=Severity.WARNING,
    subject="evidence/",
    text=f"Rencana atau folder bukti berubah terus selagi dossier disusun; sudah {MOST_ATTEMPTS} kali diulang.",
    advice="Tunggu sampai penyalinan atau sinkronisasi selesai, lalu susun sekali lagi.",
)


class _Run:
    """One call of `build`: where, what for, and what lay there before."""

    def __init__(self, workspace: Workspace, settings: Settings, *, force: bool) -> None:
        self.workspace = workspace
        self.settings = settings
        self.force = force
        self.began = edition.beginning(workspace.build)
        self.before = edition.load(workspace.build)

    def stamp(self) -> Stamp:
        return edition.workspace_stamp(self.workspace)

    def why(self, found: dict[str, str]) -> tuple[str, ...]:
        """Return why the edition has to be made; nothing when it stands."""
        if self.force:
            return (FORCED,)
        if self.before is None:
            return (FIRST,)
        if changes := self.before.changes(found):
            return changes
        if not self.before.settled:
            return (UNSETTLED,)
        return () if self.before.is_whole(self.workspace.build) else (MISSING,)


def build(
    workspace: Workspace,
    as_of: dt.date,
    *,
    office: str = "auto",
    settings: Settings | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> BuildResult:
    """Make the dossier, the gap list and the register; all of them appear together or not at all.

    When nothing has changed since the edition in `build/` was made, nothing is written.

    Args:
        workspace: where the plan and the evidence are.
        as_of: the day of assessment.
        office: what lays out Word and Excel files.
        settings: day, office and form of the bundle in one; wins over `as_of` and `office`.
        force: make it even if nothing changed.
        progress: told about each prepared file.

    Raises:
        PlanError: the plan cannot be read.
        EvidenceError: the evidence folder cannot be read.
        OutputError: `build/` cannot be written, or another build is running in it.
    """
    settings = settings or Settings(as_of=as_of, office=office)
    define(workspace)  # a plan with mistakes writes nothing, not even build/
    if not workspace.evidence.is_dir():
        raise missing_evidence(workspace)
    with lock(workspace.build), staging(workspace.build) as stage, writing(workspace.build):
        run = _Run(workspace, settings, force=force)
        for attempt in range(MOST_ATTEMPTS):
            result = _attempt(run, stage, progress, last=attempt == MOST_ATTEMPTS - 1)
            if result is not None:
                return result
            _empty(stage)
    raise AssertionError  # the last attempt always gives a result


def _attempt(run: _Run, stage: Path, progress: Progress | None, *, last: bool) -> BuildResult | None:
    """Build once; None when the workspace changed meanwhile and it is not the last attempt."""
    stamp = run.stamp()
    inspection = inspect(run.workspace)
    found = sources(run.workspace, run.settings, _lines(inspection))
    why = run.why(found)
    if not why and run.before is not None:
        return _kept(run, run.before, stamp)
    assessment = judge(run.workspace, inspection, run.settings.as_of, office=run.settings.office, progress=progress)
    changed = run.stamp() != stamp
    if changed and not last:
        return None
    if changed:
        assessment = replace(assessment, findings=(*assessment.findings, RESTLESS))
    material = Material(assessment, run.settings)
    bundles = write_bundles(material, stage)
    for output in OUTPUTS:
        output.write(material, stage / output.name)
    if not changed and run.stamp() != stamp:
        if not last:
            return None
        changed = True
    return _publish(run, stage, assessment, bundles, found, stamp=None if changed else stamp, why=why or (MISSING,))


def _publish(
    run: _Run,
    stage: Path,
    assessment: Assessment,
    bundles: Sequence[Bundle],
    found: dict[str, str],
    *,
    stamp: Stamp | None,
    why: tuple[str, ...],
) -> BuildResult:
    """Put the edition in its place and keep what the next build compares with."""
    workspace = run.workspace
    parts = assessment.parts
    first = bundles[0].name
    names = sorted({path.name for path in stage.iterdir()} - {first})
    summary = _summary(assessment, bundles, names)
    made = Edition(
        sources=found,
        files={part.file.path: part.file.sha256 for part in parts},
        outputs=edition.outputs_of(stage),
        settled=stamp is not None and not any(part.passing for part in parts),
        summary=summary,
    )
    (stage / FILE_NAME).write_text(edition.to_json(made), encoding="ascii")
    old = {name.partition("/")[0] for name in run.before.outputs} if run.before else set()
    workspace.quick.unlink(missing_ok=True)
    publish(stage, workspace.build, last=FILE_NAME, gone=sorted(old - {first, *names}))
    remade = remade_parts(parts, run.before)
    write_log(workspace.log, why, remade)
    if stamp is not None:
        _remember(run, made, stamp)
    return BuildResult(folder=workspace.build, summary=summary, written=True, why=why, remade=remade)


def _kept(run: _Run, kept: Edition, stamp: Stamp) -> BuildResult:
    """Leave the edition as it is; only what the quick answer compares with is renewed."""
    _remember(run, kept, stamp)
    return BuildResult(folder=run.workspace.build, summary=kept.summary, written=False)


def _remember(run: _Run, made: Edition, stamp: Stamp) -> None:
    if made.settled:
        names = (*made.outputs, FILE_NAME)
        edition.remember(run.workspace, run.settings, made.summary, stamp, began=run.began, names=names)


def _summary(assessment: Assessment, bundles: Sequence[Bundle], names: Sequence[str]) -> Summary:
    inspection = assessment.inspection
    return Summary(
        bundles=tuple(bundles),
        counts=audit.counts(inspection.scan, inspection.matching),
        gaps=reports.summary_line(assessment.coverage),
        as_of=assessment.coverage.as_of.isoformat(),
        findings=len(assessment.findings),
        advised=sum(1 for finding in assessment.findings if finding.advice),
        outputs=tuple(names),
    )


def _lines(inspection: Inspection) -> Iterator[str]:
    """Yield all there is to say of the evidence tree, a line an entry."""
    for file in inspection.scan.files:
        yield f"{file.path} {file.disk_path} {file.sha256} {file.media} {file.problem}"
    for entry in inspection.scan.ignored:
        yield f"{entry.path} {entry.reason}"


def _empty(stage: Path) -> None:
    """Clear a staging folder for another attempt."""
    for path in stage.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
