"""Reads the plan folder in one round: whatever of it refuses to be read is told together, each with file and line."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from dossier import plan, templates
from dossier.audit.identity import whose
from dossier.errors import DossierError, PlanError
from dossier.model import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dossier.audit.identity import Whose
    from dossier.model import Handover, Pin, Plan, Unit
    from dossier.plan import AnswersRead
    from dossier.scoring import AnswerSheet, ReachHint
    from dossier.state.workspace import Workspace
    from dossier.templates.staff import Staff

Loaded = TypeVar("Loaded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What the plan folder says."""

    plan: Plan
    unit: Unit
    pins: tuple[Pin, ...]
    passwords: Mapping[str, str] = field(repr=False)
    answers: AnswersRead
    frozen: AnswerSheet | None = None
    hints: Mapping[str, ReachHint] = field(default_factory=lambda: MappingProxyType({}))
    findings: tuple[Finding, ...]
    handovers: tuple[Handover, ...] = ()

    @property
    def whose(self) -> Whose:
        """Which office and which plan it is."""
        return whose(self.plan, self.unit)

    def with_answers(self, answers: AnswersRead) -> Definition:
        """Return the same with other answers to the evaluation sheet, and what is to be said of those."""
        others = (each for each in self.findings if each not in self.answers.findings)
        return replace(self, answers=answers, findings=(*others, *answers.findings))


@dataclass(slots=True)
class _Round:
    """What one reading of the folder has found, and the errors of the parts that refused."""

    findings: list[Finding] = field(default_factory=list)
    refused: list[PlanError] = field(default_factory=list)

    def take(self, load: Callable[[], Loaded]) -> Loaded | None:
        """Return what `load` gives; None where it cannot be read."""
        try:
            return load()
        except PlanError as error:
            self.refused.append(error)
            self.findings += error.findings or [as_finding(error)]
            return None

    def stop(self) -> None:
        """Raise where something was refused: the one error, or one for all.

        Raises:
            PlanError: `findings` holds what was found in all parts.
        """
        if not self.refused:
            return
        first = self.refused[0]
        message = first.message
        if len(self.refused) > 1:
            errors = sum(finding.severity is Severity.ERROR for finding in self.findings)
            message = f"Isi folder plan/ tidak dapat dipakai: {errors} kesalahan."
        alone = not first.findings and len(self.findings) == 1
        raise PlanError(message, path=first.path, hint=first.hint, findings=() if alone else self.findings) from first


def as_finding(error: PlanError) -> Finding:
    """Return an error that names no findings as one."""
    path = None if error.path is None else str(error.path)
    return Finding(
        code="berkas_tak_terbaca",
        severity=Severity.ERROR,
        subject=path or "plan",
        text=error.message,
        advice=error.hint,
        path=path,
    )


def define(workspace: Workspace) -> Definition:
    """Read plan, unit profile, staff, pins, passwords, and the answers to the evaluation sheet.

    Raises:
        PlanError: one or more of them cannot be read; `findings` holds every problem of all of them.
    """
    found = _Round()
    definition = _read(workspace, found)
    found.stop()
    assert definition is not None  # noqa: S101 — a part that is missing has stopped us
    return definition


def owner_of(workspace: Workspace) -> Whose | None:
    """Return which office and which plan a folder is of; None where what is in `plan/` cannot be used."""
    try:
        return define(workspace).whose
    except DossierError:
        return None


def _read(workspace: Workspace, found: _Round) -> Definition | None:
    """Read all parts; None where one was refused. What is found is in `found`, in the order of the parts."""
    reading = templates.begin_staff(workspace.plan_file.parent)
    loaded = found.take(lambda: plan.load_plan(workspace.plan_file))
    found.findings += loaded[1] if loaded else ()
    profile = found.take(lambda: plan.load_checked_unit(workspace.unit_file))
    found.findings += profile[1] if profile else ()
    staff: Staff | None = found.take(reading)
    found.findings += staff.findings if staff else ()
    own = loaded[0] if loaded else None
    pins = found.take(lambda: plan.load_pins(workspace.pins_file, own))
    passwords = found.take(lambda: plan.load_passwords(workspace.passwords_file))
    answers = found.take(lambda: plan.read_answers(workspace.answers))
    found.findings += answers.findings if answers else ()
    frozen = found.take(lambda: plan.read_answers(workspace.frozen_answers))
    if loaded is None or profile is None or staff is None or pins is None or passwords is None:
        return None
    if answers is None or frozen is None:
        return None
    handovers = found.take(lambda: plan.load_handovers(workspace.handovers))
    hints, about_hints = plan.load_hints(workspace.reach_hints, loaded[0])
    found.findings += about_hints
    return Definition(
        plan=loaded[0],
        unit=templates.with_staff(profile[0], staff),
        pins=pins,
        passwords=passwords,
        answers=answers,
        hints=hints,
        frozen=frozen.sheet if frozen.sheet.is_written else None,
        findings=tuple(found.findings),
        handovers=handovers or (),
    )


def entry_findings(workspace: Workspace, plan_: Plan) -> tuple[Finding, ...]:
    """Return what is to be said of the entries of staff and assessors in `plan/`.

    Raises:
        PlanError: one of their files cannot be read.
    """
    _, about_notes = plan.load_notes(workspace.notes, plan_)
    _, about_remarks = plan.load_remarks(workspace.remarks, plan_)
    _, about_last_year = plan.load_last_year(workspace.last_year, plan_)
    plan.load_meetings(workspace.meetings, plan_)
    return (*about_notes, *about_remarks, *about_last_year)


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderCheck:
    """What a check of the plan folder found; `definition` is None where `error` says why it cannot be used."""

    definition: Definition | None
    findings: tuple[Finding, ...]
    error: PlanError | None


def check(workspace: Workspace) -> FolderCheck:
    """Check everything that people write: plan, unit, staff, pins, passwords, entries, own templates."""
    found = _Round()
    definition = _read(workspace, found)
    for load in _entries(workspace, definition.plan if definition else None):
        found.findings += found.take(load) or ()
    found.findings += templates.check_templates(workspace.templates, own_only=True)
    error = None
    try:
        found.stop()
    except PlanError as refused:
        error = refused
    return FolderCheck(definition=definition, findings=tuple(found.findings), error=error)


def _entries(workspace: Workspace, plan_: Plan | None) -> tuple[Callable[[], Sequence[Finding]], ...]:
    """Return what reads the entries; without a plan only their form is checked."""
    if plan_ is not None:
        own = plan_
        return (
            lambda: plan.load_notes(workspace.notes, own)[1],
            lambda: plan.load_remarks(workspace.remarks, own)[1],
            lambda: plan.load_last_year(workspace.last_year, own)[1],
        )
    return (
        lambda: _said_nothing(plan.read_notes(workspace.notes)),
        lambda: _said_nothing(plan.read_remarks(workspace.remarks)),
    )


def _said_nothing(_entries: object) -> tuple[Finding, ...]:
    return ()
