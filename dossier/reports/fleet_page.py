"""Renders the page of a fleet: one HTML file that needs only a browser. Counts nothing itself."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from dossier import wording
from dossier._lazy import lazy
from dossier.audit import legend
from dossier.audit.fleet_words import (
    LEVELS,
    OUTCOMES,
    gates_words,
    lack_words,
    last_good,
    outcome_line,
    rank_words,
    reason,
    unit_name,
)
from dossier.audit.leader_summary import light_of
from dossier.audit.status import Light, Totals
from dossier.model.unit_summary import UnitOutcome
from dossier.reports.inline_page import content_policy, page_environment, page_part
from dossier.reports.page_data import script_json
from dossier.scoring import PREDICATES, points_text
from dossier.wording import shown

with lazy():
    import markupsafe


if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from jinja2 import Environment

    from dossier.audit.fleet_history import FleetDay
    from dossier.audit.roll_up import RollUp
    from dossier.model.unit_summary import FleetRow, UnitSummary

MOST_LACKS: Final = 25
MOST_COMPARED: Final = 60
"""Units that are compared indicator by indicator at a time."""
MOST_LATE_ROWS: Final = 100
_MOST_NAMED: Final = 12
"""Units named at an indicator."""
_RULES: Final = {
    Light.GREEN: "semua yang sudah waktunya lengkap",
    Light.YELLOW: "ada yang belum",
    Light.RED: "lebih dari separuh belum",
}
"""What the light of an area says here, where the gates have a column of their own."""
_WIDTHS: Final = "".join(f".p{percent}{{--p:{percent}%}}" for percent in range(101))
"""The lengths of bars as classes: the policy forbids styles of single elements."""
_TEMPLATE: Final = "fleet.html.jinja"
_PLAIN: Final = "/()!,'=+~@;$"


def fleet_page_html(roll_up: RollUp, history: Sequence[FleetDay]) -> str:
    """Return the page as HTML; the same values give the same text."""
    markup = markupsafe.Markup
    style, script = page_part("fleet.css") + _WIDTHS, page_part("fleet.js")
    summaries = [summary for _, summary in roll_up.reporting]
    answered = [summary.score for summary in summaries if summary.score is not None]
    template = _environment().get_template(_TEMPLATE)
    return template.render(
        roll_up=roll_up,
        history=history,
        policy=markup(content_policy(script, style)),
        style=markup(style),
        script=markup(script),
        silent=[
            row
            for outcome in (UnitOutcome.FAILED, UnitOutcome.MISSING, UnitOutcome.STALE)
            for row in roll_up.of(outcome)
        ],
        late=sum(summary.due.late for summary in summaries),
        late_units=sum(bool(summary.due.late) for summary in summaries),
        answered=len(answered),
        gates=[
            (each, sum(not score.gates[each].failed for score in answered if each in score.gates))
            for each in PREDICATES
        ],
        parents=_parents(roll_up),
        levels=_levels(roll_up),
        outcomes=list(OUTCOMES.items()),
        columns=_columns(roll_up),
        lights=[(legend.LIGHTS[light].sign, light, rule) for light, rule in _RULES.items()],
        data=markup(script_json(_comparison(roll_up))),
        most_compared=MOST_COMPARED,
        most_lacks=MOST_LACKS,
        most_late=MOST_LATE_ROWS,
    )


def _comparison(roll_up: RollUp) -> dict[str, object]:
    """Return what the comparison by indicator is drawn of: plans, and a row of pairs (complete, due) a unit of the day.

    The pairs are in the order of the indicators of the plan; a unit that lacks one has nothing there.
    """
    plans = [
        {
            "digest": group.plan.digest[:12],
            "indicators": [[shown(each.code), shown(each.statement)] for each in group.indicators],
        }
        for group in roll_up.plans
        if group.indicators
    ]
    places = {group.plan.digest: [each.code for each in group.indicators] for group in roll_up.plans}
    units = {}
    for row, summary in roll_up.reporting:
        own = {each.code: [each.complete, each.due] for each in summary.indicators}
        units[shown(row.key)] = [own.get(code) for code in places[summary.plan.digest]]
    return {"plans": plans, "units": units, "most": MOST_COMPARED}


def _columns(roll_up: RollUp) -> list[tuple[str, str]]:
    """Return title and kind (`text` or `number`, for sorting) of each column but the last."""
    areas = [(code, "number") for code in roll_up.areas]
    after = ("Lewat waktu", "Nilai klaim", "Ambang WBK", "Peringkat")
    return [("Unit", "text"), ("Keadaan", "text"), ("Lengkap", "number"), *areas, *((name, "number") for name in after)]


def _parents(roll_up: RollUp) -> list[tuple[str, str]]:
    """Return the codes of the units that others have as their parent, each with its name where it is in the fleet."""
    summaries = [row.summary for row in roll_up.rows if row.summary is not None]
    names = {summary.unit.code: summary.unit.name for summary in summaries}
    codes = sorted({summary.unit.parent for summary in summaries if summary.unit.parent})
    return [(code, names.get(code) or code) for code in codes]


def _levels(roll_up: RollUp) -> list[tuple[str, str]]:
    found = {row.summary.unit.level for row in roll_up.rows if row.summary is not None}
    known = [(code, label) for code, label in LEVELS.items() if code in found]
    return [*known, *((code, code) for code in sorted(found - set(LEVELS)))]


def _href(row: FleetRow, href: str) -> str:
    """Return the address of an output of a unit from the page, or "" where its folder cannot be reached."""
    if href.startswith("https://"):
        return href
    return quote(f"{row.folder}/{href}".encode("utf-8", "surrogateescape"), safe=_PLAIN) if row.folder else ""


def _words(row: FleetRow) -> str:
    """Return what the search looks through."""
    return " ".join((row.key, unit_name(row), row.summary.unit.code if row.summary else "")).lower()


def _areas(summary: UnitSummary) -> Mapping[str, Totals]:
    return {area.code: Totals(states=area.totals) for area in summary.areas}


def _failed_gates(summary: UnitSummary) -> int:
    """Return a number to sort by: the gates of WBK that are not passed, most where the sheet was not answered."""
    gates = summary.score.gates.get(PREDICATES[0]) if summary.score is not None else None
    return len(gates.failed) if gates is not None else 99


@cache
def _environment() -> Environment:
    filters: dict[str, Callable[..., object]] = {
        "number": wording.number_label,
        "day": wording.long_date,
        "short_day": wording.short_date,
        "state": legend.state_label,
        "outcome_line": outcome_line,
        "outcome": lambda row: OUTCOMES[row.outcome],
        "name": unit_name,
        "reason": reason,
        "last_good": last_good,
        "gates": gates_words,
        "failed_gates": _failed_gates,
        "rank": rank_words,
        "lack": lack_words,
        "totals": lambda states: Totals(states=states),
        "areas": _areas,
        "sign": lambda totals: legend.LIGHTS[light_of(totals, None)].sign,
        "light": lambda totals: light_of(totals, None),
        "points": lambda text: points_text(Fraction(text)),
        "capped": lambda names: wording.capped(names, _MOST_NAMED),
        "href": _href,
        "words": _words,
    }
    return page_environment((_TEMPLATE,), filters)
