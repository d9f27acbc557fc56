"""How the totals went from build to build: lines of `build/riwayat.jsonl`."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 — typed_json looks at it
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.audit.status import Totals
from dossier.model import State
from dossier.state import typed_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.audit.status import Status

HISTORY_SCHEMA: Final = "dossier.riwayat/1"
_LONGEST_LINE: Final = 20_000  # characters; a line of ours has some hundred
_FIRST_YEAR: Final = 1900  # a spreadsheet has no earlier days
_LAST_YEAR: Final = 9999
_MOST: Final = 10**9  # slots; more is damage


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """The totals of one build, in all and by area code."""

    as_of: dt.date
    totals: Totals
    areas: Mapping[str, Totals]


@dataclass(frozen=True, slots=True, kw_only=True)
class _HistoryLine:
    """One line, as its JSON has it."""

    schema: str
    as_of: dt.date
    totals: dict[State, int]
    areas: dict[str, dict[State, int]]

    def __post_init__(self) -> None:
        """Refuse what no build of ours has written: charts are drawn of these numbers."""
        if self.schema != HISTORY_SCHEMA or not _FIRST_YEAR <= self.as_of.year <= _LAST_YEAR:
            raise ValueError("another schema or day")
        for states in (self.totals, *self.areas.values()):
            if set(states) != set(State) or not all(0 <= number <= _MOST for number in states.values()):
                raise ValueError("other totals")


def milestone(view: Status) -> Milestone:
    """Return the totals of an overview."""
    return Milestone(as_of=view.as_of, totals=view.totals, areas={each.area.code: each.totals for each in view.areas})


def read_history(text: str) -> tuple[Milestone, ...]:
    """Return the milestones of a history file in their order; lines that cannot be read are passed over."""
    found = (_parsed(line) for line in text.splitlines() if len(line) <= _LONGEST_LINE)
    return tuple(each for each in found if each is not None)


def appended(text: str, view: Status) -> str:
    """Return the history with this build's totals at its end; a build that changed nothing adds no line."""
    new = milestone(view)
    known = read_history(text)
    if known and known[-1] == new:
        return text
    start = text if not text or text.endswith("\n") else f"{text}\n"
    return start + _line(new)


def _line(each: Milestone) -> str:
    shape = {
        "schema": HISTORY_SCHEMA,
        "as_of": each.as_of.isoformat(),
        "totals": _states(each.totals),
        "areas": {code: _states(totals) for code, totals in each.areas.items()},
    }
    return json.dumps(shape, ensure_ascii=False) + "\n"


def _states(totals: Totals) -> dict[str, int]:
    return {state.value: totals.states[state] for state in State}


def _parsed(line: str) -> Milestone | None:
    try:
        shape = typed_json.parse(line, _HistoryLine)
    except ValueError:
        return None
    areas = {code: _totals(states) for code, states in shape.areas.items()}
    return Milestone(as_of=shape.as_of, totals=_totals(shape.totals), areas=areas)


def _totals(shape: Mapping[State, int]) -> Totals:
    return Totals(states={state: shape[state] for state in State})
