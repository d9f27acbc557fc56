"""What a fleet reads of a finished assessment. No I/O, no clock."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from dossier.audit.coverage import counts
from dossier.audit.status import Urgency
from dossier.model import State
from dossier.model.unit_summary import (
    MOST_AREAS,
    MOST_INDICATORS,
    MOST_LATE,
    SHORT,
    AreaSummary,
    DueSummary,
    GateSummary,
    IndicatorSummary,
    LateSlot,
    ScoreSummary,
    UnitSummary,
    plain,
)
from dossier.scoring import PREDICATES, four_decimals

if TYPE_CHECKING:
    from dossier.audit.assessment import Assessment
    from dossier.audit.status import Status
    from dossier.model.unit_summary import BundleLink
    from dossier.scoring import Score

PAGE: Final = "laporan/index.html"
REST: Final = "lainnya"
"""Code of the areas beyond the most that a summary has."""


def unit_summary(assessment: Assessment, *, inputs_digest: str, bundle: BundleLink | None, version: str) -> UnitSummary:
    """Return what a fleet reads of a finished assessment.

    Args:
        assessment: the assessment.
        inputs_digest: of plan, templates and evidence, SHA-256.
        bundle: the dossier, where there is one.
        version: of the program.
    """
    view = assessment.status
    owner = assessment.whose
    return UnitSummary(
        unit=owner.unit,
        plan=owner.plan,
        as_of=assessment.as_of,
        totals=dict(view.totals.states),
        areas=_areas(view),
        due=_due(view),
        late=_late(view),
        indicators=_indicators(view),
        score=_score(assessment.score),
        counts=_counts(assessment),
        inputs_digest=inputs_digest,
        bundle=bundle,
        page=PAGE,
        versions={"dossier": version},
    )


def _areas(view: Status) -> tuple[AreaSummary, ...]:
    """Return the areas; of a plan with too many of them, the last ones as one."""
    areas = [AreaSummary(code=plain(each.area.code), totals=dict(each.totals.states)) for each in view.areas]
    if len(areas) <= MOST_AREAS:
        return tuple(areas)
    kept, rest = areas[: MOST_AREAS - 1], areas[MOST_AREAS - 1 :]
    together = {state: sum(each.totals[state] for each in rest) for state in State}
    return (*kept, AreaSummary(code=REST, totals=together))


def _counts(assessment: Assessment) -> dict[str, int]:
    return {**counts(assessment.scan, assessment.matching), "findings": len(assessment.findings)}


def _due(view: Status) -> DueSummary:
    days = [-row.days for row in view.gaps(Urgency.OVERDUE) if row.days is not None]
    return DueSummary(
        due=view.totals.due,
        complete=view.totals.states[State.PRESENT],
        late=len(days),
        oldest_days=max(days, default=0),
    )


def _late(view: Status) -> tuple[LateSlot, ...]:
    """Return the slots past their date, the longest past first."""
    rows = sorted(view.gaps(Urgency.OVERDUE), key=lambda row: row.days or 0)
    return tuple(
        LateSlot(
            indicator=plain(row.indicator.code),
            requirement=plain(row.requirement.id),
            slot=row.slot.key,
            due=row.slot.due,
            days=-row.days,
            state=row.state,
        )
        for row in rows[:MOST_LATE]
        if row.slot.due is not None and row.days is not None
    )


def _indicators(view: Status) -> tuple[IndicatorSummary, ...]:
    due: Counter[str] = Counter()
    complete: Counter[str] = Counter()
    statements: dict[str, str] = {}
    for row in view.rows:
        code = row.indicator.code
        statements.setdefault(code, plain(row.indicator.statement, SHORT))
        due[code] += row.state is not State.NOT_YET_DUE
        complete[code] += row.state is State.PRESENT
    return tuple(
        IndicatorSummary(code=code, statement=statement, due=due[code], complete=complete[code])
        for code, statement in list(statements.items())[:MOST_INDICATORS]
    )


def _score(score: Score) -> ScoreSummary | None:
    """Return the score, or None where nobody has answered the sheet."""
    if not score.answers.is_written:
        return None
    return ScoreSummary(
        claim=four_decimals(score.claim),
        backed=four_decimals(score.backed),
        questions=len(score.questions),
        blank=sum(each.is_blank for each in score.questions),
        gates=_gates(score),
    )


def _gates(score: Score) -> dict[str, GateSummary]:
    return {
        predicate: GateSummary(
            count=len(score.gates(predicate)), failed=tuple(gate.name for gate in score.failed(predicate))
        )
        for predicate in PREDICATES
    }
