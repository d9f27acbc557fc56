"""Renders the offline page, all reports in one HTML file that needs only a browser: `page/` holds its template.

Counts nothing itself: totals, rows and matrix come from `audit/status.py`. Inline style and script are allowed by
hash (CSP) only.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier._lazy import lazy
from dossier.audit import legend
from dossier.audit.beyond_words import BACKINGS, paper_lines, summary_lines
from dossier.audit.gap_columns import USUAL, GapForm, lines_of
from dossier.audit.status import ELSEWHEN, column_label, totals
from dossier.model import State
from dossier.reports.csv import BEYOND
from dossier.reports.inline_page import content_policy, page_environment, page_part
from dossier.reports.lke_page import LONGEST_NOTE, lke_section
from dossier.reports.page_data import dossier_address, other_findings, page_json, with_web_links
from dossier.scoring import evidence_words, four_decimals, moved_points, points_text
from dossier.wording import short_date

with lazy():
    import markupsafe


if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

    from jinja2 import Environment, Template

    from dossier.audit.history import Milestone
    from dossier.audit.status import Status, StatusRow, Totals
    from dossier.model import Indicator
    from dossier.reports.page_data import PageSource

_LIGHT_COLOURS: Final = "  /* colours of the states: audit/legend.py */"
_TEMPLATES: Final = ("page.html.jinja", "lke.html.jinja")


def page_html(source: PageSource) -> str:
    """Return the page as HTML; the same values give the same text."""
    markup = markupsafe.Markup
    style = page_part("page.css").replace(_LIGHT_COLOURS, light_colours()) + page_part("lke.css")
    script = page_part("page.js") + page_part("lke.js")
    view = source.assessment.status
    return page_template().render(
        source=source,
        view=view,
        policy=markup(content_policy(script, style)),
        style=markup(style),
        script=markup(script),
        data=markup(page_json(source)),
        slots=slots_of(view),
        charts=progress(source),
        chart_width=WIDTH,
        chart_height=HEIGHT,
        months=sorted({row.slot.key for row in view.rows}),
        people=sorted({row.person for row in view.rows if row.person}),
        other_findings=other_findings(source),
        lke=lke_section(source),
        beyond=source.assessment.beyond,
        group_beyond=BEYOND if source.assessment.matching.beyond_plan else "",
        without_row=wording.WITHOUT_ROW,
        usual_title=USUAL,
        place=lambda key: _address(source, key),
    )


def _address(source: PageSource, key: str) -> tuple[str, int] | None:
    """Return the address and the printed number of the page where a section of the dossier starts."""
    place = source.places.get(key)
    return (dossier_address(source, place), place.number) if place else None


@cache
def page_template() -> Template:
    """Return the compiled template of the page; compiling takes as long as filling it."""
    return _environment().get_template("page.html.jinja")


def _environment() -> Environment:
    filters: dict[str, Callable[..., object]] = {
        "state": legend.state_label,
        "number": wording.number_label,
        "day": wording.long_date,
        "short_day": wording.short_date,
        "month": wording.month_year,
        "bar": bar,
        "column": lambda column: column_label(column).capitalize(),
        "column_name": column_name,
        "linked": lambda text: tuple(with_web_links(text)),
        "totals": lambda slots: totals(row for _, row in slots),
        "words": searched_words,
        "note_lines": lambda row: lines_of(GapForm.PAGE, row),
        "usual": lambda slots: next((row.usual for _, row in slots), ()),
        "beyond_summary": summary_lines,
        "paper_lines": paper_lines,
        "points": points_text,
        "figure": four_decimals,
        "taken": lambda points: moved_points(-points),
        "evidence": evidence_words,
        "cut": lambda text: wording.cut(text, LONGEST_NOTE),
    }
    environment = page_environment(_TEMPLATES, filters)
    environment.globals["looks"] = legend.STATES
    environment.globals["backings"] = BACKINGS
    return environment


def slots_of(view: Status) -> Mapping[str, Mapping[str, Sequence[tuple[int, StatusRow]]]]:
    """Return the rows by indicator and requirement, each with its number among all, by which the data knows it."""
    found: defaultdict[str, defaultdict[str, list[tuple[int, StatusRow]]]] = defaultdict(lambda: defaultdict(list))
    for number, row in enumerate(view.rows):
        found[row.indicator.code][row.requirement.id].append((number, row))
    return found


def searched_words(indicator: Indicator) -> str:
    """Return everything that the search looks through, besides the names of the files."""
    labels = (each.label for each in indicator.requirements)
    own = (indicator.code, indicator.statement, indicator.steps, indicator.evidence_text, indicator.schedule.text)
    return " ".join((*own, indicator.note, *labels))


def light_colours() -> str:
    """Return the colours of the states as variables of the style sheet; those of dark screens stand there."""
    return "\n".join(
        f"  --{state}: {look.ground};\n  --{state}-ink: {look.ink};\n  --{state}-bar: {look.bar};"
        for state, look in legend.STATES.items()
    )


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


@dataclass(frozen=True, slots=True, kw_only=True)
class BarSegment:
    """A piece of a bar: where it starts and how wide it is, in percent of the bar."""

    state: State
    amount: int
    start: str
    width: str


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


def column_name(column: str) -> str:
    """Return "April 2025" for the matrix column 2025-04."""
    return "di luar tahun rencana" if column == ELSEWHEN else wording.month_year(column)
