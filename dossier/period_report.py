"""What a monitoring form of one period reports on: what fell due in it, and what was still open from before. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.model import DocKind, State
from dossier.wording import due_date, month_list

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from dossier.model import Coverage, Indicator, Plan, Requirement, Slot, SlotCoverage

_OPEN_STATES: Final = (State.MISSING, State.FAULTY, State.UNCONFIRMED)


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that a requirement asks for at one time, and its state where that is known."""

    requirement: Requirement
    slot: Slot
    covered: SlotCoverage | None


@dataclass(frozen=True, slots=True)
class DueTogether:
    """Things that are due at the same times and in the same state; None where no state is known."""

    labels: tuple[str, ...]
    slots: tuple[Slot, ...]
    state: State | None

    def line(self, state: str) -> str:
        """Return "Undangan; Notulen (April, Juni 2025): belum ada"; a single time is told by its day."""
        days = {slot.due for slot in self.slots}
        when = due_date(next(iter(days))) if len(days) == 1 else month_list(slot.key for slot in self.slots)
        return f"{'; '.join(self.labels)} ({when}): {state}"


def together(found: Iterable[Due]) -> tuple[DueTogether, ...]:
    """Return what is due in as few lines as say it: by state, and in it what is due at the same times as one."""
    slots: dict[tuple[State | None, str], list[Due]] = {}
    for due in found:
        state = due.covered.state if due.covered is not None else None
        slots.setdefault((state, due.requirement.id), []).append(due)
    lines: dict[tuple[object, ...], list[list[Due]]] = {}
    for (state, _), dues in slots.items():
        lines.setdefault((state, *(due.slot.key for due in dues)), []).append(dues)
    made = [
        DueTogether(
            labels=tuple(dues[0].requirement.label for dues in same),
            slots=tuple(due.slot for due in same[0]),
            state=same[0][0].covered.state if same[0][0].covered is not None else None,
        )
        for same in lines.values()
    ]
    states = list(dict.fromkeys(each.state for each in made))
    return tuple(sorted(made, key=lambda each: states.index(each.state)))


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """What a form reports on: with a period what fell due in it and what was still open from before, else everything.

    The period runs from the day after the previous due date of the form's own indicator to its due date.
    """

    coverage: Coverage | None
    slot: Slot | None = None
    own: Indicator | None = None

    def of(self, indicator: Indicator) -> tuple[Due, ...]:
        """Return what is reported of one indicator, in plan order."""
        covered = self.coverage.of_indicator(indicator.code) if self.coverage else None
        start = previous_due(self.slot, self.own)
        return tuple(
            due for each in indicator.requirements for due in _asked(indicator, each, covered) if self._has(due, start)
        )

    def _has(self, due: Due, start: dt.date | None) -> bool:
        if self.slot is None or self.slot.due is None:
            return True
        if due.slot.due is None or due.slot.due > self.slot.until:
            return False
        still_open = due.covered is not None and due.covered.state in _OPEN_STATES
        return start is None or due.slot.due > start or still_open


def last_period(plan: Plan, coverage: Coverage) -> PeriodReport | None:
    """Return what the monitoring form of the last period that has ended reports on; None where no form is due yet."""
    ended = [
        (slot.due, slot, indicator)
        for indicator in plan.indicators
        for requirement in indicator.requirements
        if requirement.kind is DocKind.LEMBAR_MONEV
        for slot in indicator.slots_of(requirement)
        if slot.due is not None and slot.due <= coverage.as_of
    ]
    if not ended:
        return None
    _, slot, indicator = max(ended, key=lambda each: each[0])
    return PeriodReport(coverage, slot, indicator)


def previous_due(slot: Slot | None, own: Indicator | None) -> dt.date | None:
    """Return the last due date of an indicator before that of a slot; None where there is none."""
    if slot is None or own is None:
        return None
    return max((s.due for s in own.slots if s.due is not None and s.is_late(slot.until)), default=None)


def _asked(indicator: Indicator, requirement: Requirement, covered: tuple[SlotCoverage, ...] | None) -> tuple[Due, ...]:
    if covered is None:
        return tuple(Due(requirement, slot, None) for slot in indicator.slots_of(requirement))
    return tuple(
        Due(requirement, each.slot, each) for each in covered if each.requirement.id == requirement.id and each.counts
    )
