"""The history of a fleet: a line a run in its `riwayat.jsonl`, read back day by day. No I/O, no clock."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 — typed_json looks at it
import json
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dossier.audit.status import Totals
from dossier.model import State
from dossier.model.unit_summary import UnitOutcome
from dossier.state import typed_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.audit.roll_up import RollUp

FLEET_HISTORY_SCHEMA: Final = "dossier.fleet-history/1"
_LONGEST_LINE: Final = 4_000  # characters; a line of ours has some hundred
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 9999
_MOST: Final = 10**12


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetDay:
    """One day of a fleet: the totals of the units of that day, and how many units had which outcome."""

    as_of: dt.date
    totals: Totals
    units: Mapping[UnitOutcome, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _FleetLine:
    """One line, as its JSON has it."""

    schema: str
    as_of: dt.date
    totals: dict[State, int]
    units: dict[UnitOutcome, int]

    def __post_init__(self) -> None:
        """Refuse what no run of ours has written."""
        if self.schema != FLEET_HISTORY_SCHEMA or not _FIRST_YEAR <= self.as_of.year <= _LAST_YEAR:
            raise ValueError("another schema or day")
        if set(self.totals) != set(State) or set(self.units) != set(UnitOutcome):
            raise ValueError("other totals")
        if not all(0 <= number <= _MOST for number in (*self.totals.values(), *self.units.values())):
            raise ValueError("other numbers")


def read_fleet_history(text: str) -> tuple[FleetDay, ...]:
    """Return the last line of each day, by day; lines that cannot be read are passed over."""
    found: dict[dt.date, FleetDay] = {}
    for line in text.splitlines():
        day = _parsed(line) if len(line) <= _LONGEST_LINE else None
        if day is not None:
            found[day.as_of] = day
    return tuple(found[day] for day in sorted(found))


def with_roll_up(text: str, roll_up: RollUp) -> str:
    """Return the history with a line of this roll-up; one that says what the last line of its day said adds none."""
    shape = {
        "schema": FLEET_HISTORY_SCHEMA,
        "as_of": roll_up.as_of.isoformat(),
        "totals": {state.value: number for state, number in roll_up.totals.states.items()},
        "units": {outcome.value: len(roll_up.of(outcome)) for outcome in UnitOutcome},
    }
    line = json.dumps(shape, ensure_ascii=True)
    if _parsed(line) in read_fleet_history(text):
        return text
    start = text if not text or text.endswith("\n") else f"{text}\n"
    return f"{start}{line}\n"


def _parsed(line: str) -> FleetDay | None:
    try:
        shape = typed_json.parse(line, _FleetLine)
    except ValueError:
        return None
    totals = Totals(states=MappingProxyType({state: shape.totals[state] for state in State}))
    return FleetDay(as_of=shape.as_of, totals=totals, units=MappingProxyType(dict(shape.units)))
