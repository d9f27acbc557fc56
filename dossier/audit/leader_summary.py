"""What a head of office reads: traffic lights of the areas, the largest risks, the trend. No I/O, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from dossier.audit.history import milestone, trend
from dossier.audit.status import Light, Urgency
from dossier.model import State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from dossier.audit.assessment import Assessment
    from dossier.audit.history import Milestone
    from dossier.audit.status import Status, StatusRow, Totals
    from dossier.model import Area
    from dossier.scoring import Gate

MOST_RISKS: Final = 5
_PRESSING: Final = (Urgency.OVERDUE, Urgency.SOON, Urgency.CHECK)


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaStanding:
    """One area of the plan. `gate` is None where nobody has answered the sheet, and where the sheet has no such area.

    `late` is how many of its slots are past their due date and not complete.
    """

    area: Area
    totals: Totals
    late: int
    gate: Gate | None
    light: Light


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """A requirement that is not complete: its pressing slots, the most urgent first."""

    rows: tuple[StatusRow, ...]

    @property
    def first(self) -> StatusRow:
        """The slot to see to first."""
        return self.rows[0]

    @property
    def points(self) -> Fraction:
        """What its lack can cost at most; the points of several risks are not to be added."""
        return self.first.points

    @property
    def person(self) -> str:
        """Who is in charge of the first of its slots that has anybody; "" where none has."""
        return next((row.person for row in self.rows if row.person), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderSummary:
    """The values of the sheet; `trend` ends with today's totals. `late` is the sum over the areas."""

    areas: tuple[AreaStanding, ...]
    totals: Totals
    late: int
    risks: tuple[Risk, ...]
    trend: tuple[Milestone, ...]


def leader_summary(assessment: Assessment, history: Sequence[Milestone] = ()) -> LeaderSummary:
    """Return the summary of an assessment; `history` are the milestones of earlier builds."""
    view, score = assessment.status, assessment.score
    gates = {gate.name: gate for gate in score.gates()} if score.answers.is_written else {}
    late = [row.area.code for row in view.rows if row.urgency is Urgency.OVERDUE]
    lines = []
    for each in view.areas:
        gate = gates.get(each.area.code)
        lines.append(
            AreaStanding(
                area=each.area,
                totals=each.totals,
                late=late.count(each.area.code),
                gate=gate,
                light=light_of(each.totals, gate),
            )
        )
    return LeaderSummary(
        areas=tuple(lines),
        totals=view.totals,
        late=len(late),
        risks=tuple(islice(_risks(view), MOST_RISKS)),
        trend=trend(history, milestone(view, score)),
    )


def light_of(totals: Totals, gate: Gate | None) -> Light:
    """Return the traffic light of an area, by the rules that `knowledge/keadaan.csv` states.

    A gate that nobody has answered for counts neither way.
    """
    lacking = totals.due - totals.states[State.PRESENT]
    if (gate is not None and not gate.passed) or 2 * lacking > totals.due:
        return Light.RED
    if not totals.due:
        return Light.GREY
    return Light.YELLOW if lacking else Light.GREEN


def _risks(view: Status) -> Sequence[Risk]:
    """Return the requirements with pressing slots: by the points that they can cost, then by urgency and due date."""
    order = list(Urgency)
    found: dict[tuple[str, str], list[StatusRow]] = {}
    for row in sorted(view.gaps(*_PRESSING), key=lambda row: (order.index(row.urgency), _days(row))):
        found.setdefault((row.indicator.code, row.requirement.id), []).append(row)
    risks = (Risk(rows=tuple(rows)) for rows in found.values())
    return sorted(risks, key=lambda each: (-each.points, order.index(each.first.urgency), _days(each.first)))


def _days(row: StatusRow) -> int:
    """Return the days left; what has no due date comes after all that have."""
    return row.days if row.days is not None else 1_000_000
