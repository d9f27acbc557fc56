"""The Python door: one workspace and what can be done with it; the command line calls the same methods.

Loads the pipeline only in the methods that need it: a build in which nothing changed answers from `state` alone.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from dossier import state
from dossier._lazy import lazy
from dossier.letter_text import EditionTotals
from dossier.model.audience import Audience
from dossier.progress import unseen
from dossier.state import BuildResult, Settings
from dossier.state.workspace import Workspace, open_workspace

with lazy():
    from dossier import matching, pipeline, templates
    from dossier.workers import child_processes


if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from dossier.audit.assessment import Assessment
    from dossier.bind import Restored
    from dossier.model import Finding, Meeting, Plan, Unit
    from dossier.pipeline import HandedOver
    from dossier.progress import Progress
    from dossier.templates import RenderResult


def open_project(
    path: Path | str = ".", *, out: Path | str | None = None, cache: Path | str | None = None, jobs: int | None = None
) -> Project:
    """Open the workspace at `path`, a folder that holds `plan/` and `evidence/`.

    Args:
        path: the workspace.
        out: a folder for the output instead of `build/`.
        cache: a folder for what is kept by content, which several workspaces on one disk may share.
        jobs: how many processors the work may use; all that this process may where it is left out.

    Raises:
        PlanError: there is no such folder, or its plan cannot be read; `findings` holds every problem of the plan.
        OutputError: `out` or `cache` cannot be used.
    """
    project = Project.at(path, out=out, cache=cache, jobs=jobs)
    _ = project.plan
    return project


def today() -> dt.date:
    """Return the day on this machine's clock: the only place where the clock is read for a date."""
    return dt.datetime.now(tz=dt.UTC).astimezone().date()


@dataclass(frozen=True, slots=True)
class Project:
    """A workspace. Nothing is kept in memory: each method reads plan and evidence as they are when it is called."""

    workspace: Workspace

    @classmethod
    def at(
        cls,
        path: Path | str,
        *,
        out: Path | str | None = None,
        cache: Path | str | None = None,
        jobs: int | None = None,
    ) -> Self:
        """Return the project in a folder without reading its plan; see `open_project`.

        Raises:
            PlanError: there is no such folder, or it holds no `plan/plan.yaml`.
            OutputError: `out` or `cache` cannot be used.
        """
        where, kept = (None if folder is None else Path(folder) for folder in (out, cache))
        return cls(open_workspace(Path(path), out=where, kept=kept, jobs=jobs))

    @property
    def root(self) -> Path:
        """The folder that holds `plan/` and `evidence/`, absolute."""
        return self.workspace.root

    @property
    def plan(self) -> Plan:
        """The plan as it is now.

        Raises:
            PlanError: it cannot be read; `findings` holds every problem.
        """
        return pipeline.define(self.workspace).plan

    def assess(
        self, as_of: dt.date | None = None, *, office: str = "auto", ocr: bool = False, progress: Progress = unseen
    ) -> Assessment:
        """Return the state of every slot on one day, with every evidence file opened.

        What people typed into the workbook of the last build is taken into `plan/` first. Converted files are kept in
        `build/cache/`; nothing else is written.

        Args:
            as_of: the day of assessment; today where it is left out.
            office: "auto" (LibreOffice where installed) or "internal".
            ocr: also read pictures of text whose names leave open what they are.
            progress: told how far the work has come.

        Raises:
            PlanError: the plan cannot be read.
            EvidenceError: the evidence folder cannot be read.
        """
        return pipeline.assess(self.workspace, as_of or today(), office=office, ocr=ocr, progress=progress)

    def build(
        self, settings: Settings | None = None, *, force: bool = False, progress: Progress = unseen
    ) -> BuildResult:
        """Write the dossier and all reports into `build/`, or nothing where nothing has changed.

        Args:
            settings: the day and the form of the dossier; today and the usual form where left out. `what_if` is set
                here: a build for another day than today is no part of the history.
            force: build even if nothing has changed, and use nothing that earlier builds kept.
            progress: told how far the work has come.

        Raises:
            PlanError: the plan cannot be read.
            EvidenceError: the evidence folder cannot be read.
            OutputError: `build/` cannot be written, or another build is running in it.
        """
        now = today()
        settings = settings or Settings(as_of=now)
        settings = replace(settings, what_if=settings.as_of != now)
        known = None if force else state.unchanged(self.workspace, settings)
        if known is not None:
            return BuildResult(folder=self.workspace.build, summary=known, written=False)
        child_processes.expect()  # files will most likely have to be read: the server loads its libraries beside us
        return pipeline.build(self.workspace, settings.as_of, settings=settings, force=force, progress=progress)

    def render(
        self,
        assessment: Assessment,
        codes: Collection[str] = (),
        *,
        missing: bool = False,
        period: str | None = None,
        template: str | None = None,
        as_copy: bool = False,
    ) -> RenderResult:
        """Write Word papers that are still to be made into `naskah/`; what a person has edited is never overwritten.

        Args:
            assessment: the state that papers and `missing` go by, from `assess`.
            codes: only these areas (I), components (I.3), indicators (I.3.1) or requirements (I.3.1.a); all if empty.
                A code that the plan does not have makes nothing. A question of the evaluation sheet (A.2.V.ii.a, "soal
                110") stands for the indicators that answer it, else for the papers that are usually filed for it.
            missing: only what the gap list lacks.
            period: only what falls due in this month, `YYYY-MM`.
            template: make one paper of this template instead.
            as_copy: decrees as certified copies (*salinan*) instead of the papers that are signed.

        Raises:
            TemplateError: a template is faulty; the other papers are written.
            OutputError: the folder cannot be written to.
        """
        workspace, plan = self.workspace, assessment.plan
        if template is not None:
            requests: Sequence[templates.RenderRequest] = (templates.RenderRequest(template=template),)
        else:
            requests = ()
            known = templates.list_templates(workspace.templates)
            own, keys = matching.rows_and_questions(plan, codes)
            if own or not keys:
                requests = templates.plan_requests(
                    plan, assessment.coverage, known, codes=own, missing=missing, period=period
                )
            requests = (
                *requests,
                *templates.question_requests(assessment.beyond, known, keys, missing=missing, period=period),
            )
        return templates.render(
            plan,
            assessment.unit,
            assessment.coverage,
            requests,
            workspace.papers,
            workspace.templates,
            as_copy=as_copy,
            edition=_edition_of(workspace),
        )

    def render_meetings(self, plan: Plan, unit: Unit, meetings: Sequence[Meeting]) -> RenderResult:
        """Write the papers of meetings into `naskah/`; what a person has edited is never overwritten.

        Raises as `render` does.

        Args:
            plan: the plan as read.
            unit: the unit's profile with its staff.
            meetings: from `plan/rapat.yaml`.
        """
        known = templates.list_templates(self.workspace.templates)
        requests = [each for meeting in meetings for each in templates.meeting_requests(plan, meeting, known)]
        return templates.render(plan, unit, None, requests, self.workspace.papers, self.workspace.templates)

    def hand_over(self, audience: Audience | str, receiver: str, day: dt.date | None = None) -> HandedOver:
        """Remember in `plan/serah-terima.yaml` that the edition in `build/` was handed to somebody.

        Args:
            audience: which edition: "tpi", "tpn" or "staf".
            receiver: who received it.
            day: when; today where it is left out.

        Raises:
            OutputError: there is no such edition in `build/`, or it is not of today's plan and evidence.
            PlanError: the plan, or that file, cannot be read.
        """
        return pipeline.hand_over(self.workspace, Audience(audience), receiver, day or today())

    def render_handover(self, done: HandedOver) -> RenderResult:
        """Write the record of a handover (*berita acara serah terima*) into `naskah/`; raises as `render` does."""
        definition = pipeline.define(self.workspace)
        request = templates.RenderRequest(template="berita-acara-serah-terima", handover=done.handover)
        return templates.render(
            definition.plan,
            definition.unit,
            None,
            (request,),
            self.workspace.papers,
            self.workspace.templates,
            edition=done.totals,
        )

    def bundles(self, file: Path | None = None) -> tuple[Path, ...]:
        """Return `file`, or the dossier in `build/` or all its volumes.

        Raises:
            OutputError: there is none.
        """
        return pipeline.bundles_to_verify(self.workspace, file)

    def verify(self, bundles: Sequence[Path] | None = None, *, progress: Progress = unseen) -> tuple[Finding, ...]:
        """Return what differs between the dossier and the evidence folder; nothing where they agree.

        Args:
            bundles: the PDFs to compare, as `bundles` gives them; those in `build/` where left out.
            progress: told how far the work has come.

        Raises:
            OutputError: there is no dossier.
        """
        return pipeline.verify(self.workspace, bundles or self.bundles(), progress)

    def restore(self, target: Path, bundles: Sequence[Path] | None = None) -> tuple[Restored, ...]:
        """Bring back into `target` the evidence that a dossier holds; overwrites nothing.

        Raises:
            OutputError: there is no dossier, or `target` cannot be written or lies in the evidence folder.
        """
        return pipeline.restore(self.workspace, bundles or self.bundles(), target)

    def explain(
        self,
        subject: str,
        as_of: dt.date | None = None,
        *,
        office: str = "auto",
        ocr: bool = False,
        progress: Progress = unseen,
    ) -> tuple[str, ...]:
        """Return in Indonesian lines why a file is where it is, or what a code of the plan still lacks.

        Args:
            subject: a path below `evidence/`, or a code of the plan (`I.3.1`).
            as_of: the day of assessment; today where it is left out.
            office: "auto" (LibreOffice where installed) or "internal".
            ocr: also read pictures of text whose names leave open what they are.
            progress: told how far the work has come.

        Raises:
            UnknownSubjectError: there is no such file or code; the message names the nearest.
        """
        settings = Settings(as_of=as_of or today(), office=office, ocr=ocr)
        return pipeline.explain(self.workspace, subject, settings, progress=progress)


def _edition_of(workspace: Workspace) -> EditionTotals | None:
    """Return the totals of the dossier for TPI in `build/`, as letters give them; None where there is none."""
    made = state.load(workspace.build)
    bundle = next((each for each in made.summary.bundles if each.audience == Audience.TPI), None) if made else None
    return EditionTotals(pages=bundle.total, files=bundle.evidence) if bundle and bundle.total else None
