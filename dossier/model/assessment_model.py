"""Values of the audit: findings, and the state of each slot on one day."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from dossier.model.plan_model import Requirement, Slot


class State(StrEnum):
    """State of one slot of one requirement."""

    PRESENT = "ada"
    MISSING = "belum_ada"
    NOT_YET_DUE = "belum_jatuh_tempo"
    FAULTY = "bermasalah"
    UNCONFIRMED = "perlu_konfirmasi"


class Severity(StrEnum):
    """How much a finding matters: errors stop a plan from loading, warnings and notes never stop anything."""

    ERROR = "galat"
    WARNING = "peringatan"
    NOTE = "catatan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something a person should know: what (`code`), about what (`subject`), where, and what to do (`advice`)."""

    code: str
    severity: Severity
    subject: str
    text: str
    advice: str = ""
    path: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotCoverage:
    """What is there for one requirement in one slot.

    `unusable` are those of the `files` that fill nothing; `spares` are files that another one serves in the stead of.
    """

    indicator: str
    requirement: Requirement
    slot: Slot
    state: State
    files: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    spares: tuple[str, ...] = ()
    unusable: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether the slot is in the gap list's totals: an optional thing that is not there is no gap."""
        return not self.requirement.optional or bool(self.files or self.candidates)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Requirement × slot ─► state on one day, in plan order."""

    as_of: dt.date
    slots: tuple[SlotCoverage, ...]

    def counted(self) -> Iterator[SlotCoverage]:
        """Yield the slots that belong in the gap list's totals."""
        return (s for s in self.slots if s.counts)

    def summary(self) -> dict[State, int]:
        """Return how many counted slots are in each state; every state is a key."""
        totals = dict.fromkeys(State, 0)
        for slot in self.counted():
            totals[slot.state] += 1
        return totals

    def of_indicator(self, code: str) -> tuple[SlotCoverage, ...]:
        """Return the slots of one indicator in plan order."""
        return tuple(s for s in self.slots if s.indicator == code)
