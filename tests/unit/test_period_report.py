"""What a monitoring form says of one indicator, in as few lines as say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from dossier.model import State
from dossier.period_report import Due, PeriodReport, together
from tests.support.small_plan import small_coverage, small_plan

if TYPE_CHECKING:
    from dossier.model import Coverage

P, M, F = State.PRESENT, State.MISSING, State.FAULTY


def lines(coverage: Coverage | None) -> list[str]:
    found = PeriodReport(coverage).of(small_plan().indicators[0])
    return [each.line(each.state.value if each.state else "belum diperiksa") for each in together(found)]


def test_things_due_at_the_same_times_in_the_same_state_are_one_line() -> None:
    assert lines(small_coverage(M, M, M, M, P)) == ["Undangan rapat; Notulen (Maret, Juni 2025): belum_ada"]


def test_a_single_time_is_told_by_its_day_and_states_are_not_mixed() -> None:
    assert lines(small_coverage(P, M, M, M, P)) == [
        "Undangan rapat (31 Mar 2025): ada",
        "Undangan rapat (30 Jun 2025): belum_ada",
        "Notulen (Maret, Juni 2025): belum_ada",
    ]


def test_what_nobody_has_looked_at_is_one_line_too() -> None:
    assert lines(None) == ["Undangan rapat; Notulen (Maret, Juni 2025): belum diperiksa"]


@given(st.lists(st.sampled_from(State), min_size=5, max_size=5))
def test_every_thing_is_said_once_with_its_state_and_time(states: list[State]) -> None:
    found = PeriodReport(small_coverage(*states)).of(small_plan().indicators[0])
    said = [(label, slot.key, each.state) for each in together(found) for label in each.labels for slot in each.slots]
    assert sorted(said) == sorted(map(told, found))


def told(due: Due) -> tuple[str, str, State | None]:
    return due.requirement.label, due.slot.key, due.covered.state if due.covered else None
