"""A meeting of which papers are made together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One meeting, for one slot of one indicator.

    `slot` is a key of the indicator's schedule. `time` is empty where nobody said it. `people` are names, as the unit's
    staff table writes them; empty for the whole staff.
    """

    indicator: str
    slot: str
    day: dt.date
    time: str
    place: str
    agenda: str
    leader: str
    people: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What tells it from every other meeting: its day and indicator."""
        return f"{self.day:%Y-%m-%d} {self.indicator}"
