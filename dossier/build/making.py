"""One build: every stage, every output into a staging folder, and all of it published together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import audit
from dossier.build.outputs import OUTPUTS, Material
from dossier.build.stages import assess, define, missing_evidence
from dossier.model import BuildResult
from dossier.publishing import lock, publish, staging, writing

if TYPE_CHECKING:
    import datetime as dt

    from dossier.build.stages import Progress
    from dossier.workspace import Workspace


def earlier(workspace: Workspace) -> str:
    """Return the history that earlier builds left; one that cannot be read is started anew."""
    try:
        return workspace.history.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


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
        material = Material(assessment, earlier(workspace))
        with writing(workspace.build):
            manifest = bind.bind(material.source, stage / workspace.bundle.name)
            for output in OUTPUTS:
                output.write(material, stage / output.name)
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
