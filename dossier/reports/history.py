"""How the totals went from build to build: lines of `build/riwayat.jsonl`."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.model import State
from dossier.overview import Totals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.overview import Overview

SCHEMA: Final = "dossier.riwayat/1"
_LONGEST_LINE: Final = 20_000  # characters; a line of ours has some hundred


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """The totals of one build, in all and by area code."""

    as_of: dt.date
    totals: Totals
    areas: Mapping[str, Totals]


def milestone(view: Overview) -> Milestone:
    """Return the totals of an overview."""
    return Milestone(as_of=view.as_of, totals=view.totals, areas={each.area.code: each.totals for each in view.areas})


def read_history(text: str) -> tuple[Milestone, ...]:
    """Return the milestones of a history file in their order; lines that cannot be read are passed over."""
    found = (_parsed(line) for line in text.splitlines() if len(line) <= _LONGEST_LINE)
    return tuple(each for each in found if each is not None)


def appended(text: str, view: Overview) -> str:
    """Return the history with this build's totals at its end; a build that changed nothing adds no line."""
    new = milestone(view)
    known = read_history(text)
    if known and known[-1] == new:
        return text
    start = text if not text or text.endswith("\n") else f"{text}\n"
    return start + _line(new)


def _line(each: Milestone) -> str:
    shape = {
        "schema": SCHEMA,
        "as_of": each.as_of.isoformat(),
        "totals": _states(each.totals),
        "areas": {code: _states(totals) for code, totals in each.areas.items()},
    }
    return json.dumps(shape, ensure_ascii=False) + "\n"


def _states(totals: Totals) -> dict[str, int]:
    return {state.value: totals.states[state] for state in State}


def _parsed(line: str) -> Milestone | None:
    try:
        shape = json.loads(line)
        return Milestone(
            as_of=dt.date.fromisoformat(shape["as_of"]),
            totals=_totals(shape["totals"]),
            areas={str(code): _totals(states) for code, states in shape["areas"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _totals(shape: Mapping[str, int]) -> Totals:
    return Totals(states={state: int(shape[state.value]) for state in State})
