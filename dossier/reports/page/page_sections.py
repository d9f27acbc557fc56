"""Sections of the offline page as template values: plan tree, matrix, bars, charts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.audit.status import ELSEWHEN, Urgency, totals
from dossier.model import State
from dossier.wording import short_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from dossier.audit.status import MatrixRow, Status, StatusRow, Totals
    from dossier.model import Area, Component, Indicator, Requirement
    from dossier.reports.diff import Milestone
    from dossier.reports.page.page_data import PageSource


WIDTH: Final = 320
HEIGHT: Final = 120
_LEFT, _RIGHT, _TOP, _BOTTOM = 4.0, 316.0, 10.0, 112.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressChart:
    """One chart: the slots due and those complete, day by day; `first` and `last` are the days at its ends."""

    title: str
    due: str
    present: str
    area: str
    first: str
    last: str
    end: Totals
    days: tuple[tuple[dt.date, Totals], ...]

    @property
    def complete(self) -> int:
        """The complete slots on the last day."""
        return self.end.states[State.PRESENT]


def progress(source: PageSource) -> tuple[ProgressChart, ...]:
    """Return a chart of the whole plan and one of each area; none before there are two days to draw a line between."""
    days = last_of_each_day(source.history)
    if len(days) < 2:  # noqa: PLR2004 — a line has two ends
        return ()
    charts = [_chart("Seluruh rencana", [(each.as_of, each.totals) for each in days])]
    for area in source.assessment.plan.areas:
        points = [(each.as_of, each.areas[area.code]) for each in days if area.code in each.areas]
        if len(points) > 1:
            charts.append(_chart(f"{area.code}. {area.title}", points))
    return tuple(charts)


def last_of_each_day(history: Sequence[Milestone]) -> tuple[Milestone, ...]:
    """Return the last build of each day, in order of days."""
    found = {each.as_of: each for each in history}
    return tuple(found[day] for day in sorted(found))


def _chart(title: str, points: Sequence[tuple[dt.date, Totals]]) -> ProgressChart:
    start, end = points[0][0], points[-1][0]
    span, most = (end - start).days, max(1, *(totals.due for _, totals in points))

    def place(day: dt.date, amount: int) -> str:
        x = _LEFT + (_RIGHT - _LEFT) * (day - start).days / span
        y = _BOTTOM - (_BOTTOM - _TOP) * amount / most
        return f"{x:.1f},{y:.1f}"

    present = " ".join(place(day, totals.states[State.PRESENT]) for day, totals in points)
    return ProgressChart(
        title=title,
        due=" ".join(place(day, totals.due) for day, totals in points),
        present=present,
        area=f"{place(start, 0)} {present} {place(end, 0)}",
        first=short_date(start),
        last=short_date(end),
        end=points[-1][1],
        days=tuple(points),
    )


SIGNS: Final = {
    State.PRESENT: "✓",
    State.MISSING: "✗",
    State.NOT_YET_DUE: "·",
    State.FAULTY: "!",
    State.UNCONFIRMED: "?",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotView:
    """A slot and its number among all rows, by which the page's data knows it."""

    row: StatusRow
    number: int

    @property
    def time_left(self) -> str:
        """How far off the due date is, as a reader says it; nothing for what is complete."""
        if self.row.urgency is Urgency.DONE:
            return ""
        if self.row.days < 0:
            return f"lewat {wording.number_label(-self.row.days)} hari"
        return f"{wording.number_label(self.row.days)} hari lagi" if self.row.days else "hari ini"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementView:
    """A requirement and its counted slots; none where it is optional and nothing is there."""

    requirement: Requirement
    slots: tuple[SlotView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorView:
    """An indicator, its totals and its requirements."""

    indicator: Indicator
    totals: Totals
    requirements: tuple[RequirementView, ...]

    @property
    def words(self) -> str:
        """Everything that the search looks through, besides the names of the files."""
        own = self.indicator
        labels = (each.label for each in own.requirements)
        return " ".join((own.code, own.statement, own.steps, own.evidence_text, own.schedule.text, own.note, *labels))


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentView:
    """A component and its indicators."""

    component: Component
    indicators: tuple[IndicatorView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaView:
    """An area, its totals, its bar and its components."""

    area: Area
    totals: Totals
    components: tuple[ComponentView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BarSegment:
    """A piece of a bar: where it starts and how wide it is, in percent of the bar."""

    state: State
    amount: int
    start: str
    width: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixGroup:
    """The rows of the matrix that belong to one area."""

    area: Area
    rows: tuple[MatrixRow, ...]


def tree(view: Status) -> tuple[AreaView, ...]:
    """Return the plan as a tree, each slot with its number among the rows."""
    rows: defaultdict[str, list[SlotView]] = defaultdict(list)
    for number, row in enumerate(view.rows):
        rows[row.indicator.code].append(SlotView(row=row, number=number))
    return tuple(
        AreaView(
            area=each.area,
            totals=each.totals,
            components=tuple(
                ComponentView(
                    component=component,
                    indicators=tuple(_indicator(i, rows[i.code]) for i in component.indicators),
                )
                for component in each.area.components
            ),
        )
        for each in view.areas
    )


def _indicator(indicator: Indicator, slots: Sequence[SlotView]) -> IndicatorView:
    own: Mapping[str, list[SlotView]] = {r.id: [] for r in indicator.requirements}
    for slot in slots:
        own[slot.row.requirement.id].append(slot)
    return IndicatorView(
        indicator=indicator,
        totals=totals(slot.row for slot in slots),
        requirements=tuple(RequirementView(requirement=r, slots=tuple(own[r.id])) for r in indicator.requirements),
    )


def bar(of: Totals) -> tuple[BarSegment, ...]:
    """Return the pieces of a bar, one a state that occurs."""
    pieces: list[BarSegment] = []
    before = 0
    for state, amount in of.states.items():
        if amount:
            start, width = 100 * before / of.total, 100 * amount / of.total
            pieces.append(BarSegment(state=state, amount=amount, start=f"{start:.3f}%", width=f"{width:.3f}%"))
        before += amount
    return tuple(pieces)


def matrix_groups(view: Status) -> tuple[MatrixGroup, ...]:
    """Return the rows of the matrix by area."""
    areas = {indicator.code: area for area in view.plan.areas for indicator in area.indicators}
    grouped = groupby(view.matrix.rows, key=lambda row: areas[row.indicator.code].code)
    known = {area.code: area for area in view.plan.areas}
    return tuple(MatrixGroup(area=known[code], rows=tuple(rows)) for code, rows in grouped)


def column_label(column: str) -> str:
    """Return "Apr" for the matrix column 2025-04, "Lain" for slots of another year."""
    return "Lain" if column == ELSEWHEN else wording.SHORT_MONTHS[int(column[-2:]) - 1]


def column_name(column: str) -> str:
    """Return "April 2025" for the matrix column 2025-04."""
    return "di luar tahun rencana" if column == ELSEWHEN else wording.month_year(column)
