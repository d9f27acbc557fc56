"""Where the lines of the progress charts run: points in the units of the drawing, from totals that are given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.model import State
from dossier.wording import short_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from dossier.audit.status import Totals
    from dossier.reports.history import Milestone
    from dossier.reports.page.page_source import PageSource

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
    for area in source.view.plan.areas:
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
