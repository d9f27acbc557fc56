"""Parts of the gap list: by person, code and month."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier import reports
from dossier.audit.handouts import NOBODY_LABEL
from dossier.audit.selection import NOBODY, Selection, persons_of, selected
from dossier.audit.status import StaffNote, Status, status_of, summed
from dossier.model import State
from tests.support.small_plan import small_coverage, small_plan

P, M, N = State.PRESENT, State.MISSING, State.NOT_YET_DUE


@pytest.fixture(name="whole")
def whole_status() -> Status:
    """Return a status whose first row is one person's."""
    made = status_of(small_plan(), small_coverage(M, P, M, N, P, as_of=dt.date(2025, 4, 1)))
    first = replace(made.rows[0], note=StaffNote(person="Pegawai Satu"))
    return summed(made.plan, made.as_of, (first, *made.rows[1:]))


def test_without_a_choice_nothing_is_left_out(whole: Status) -> None:
    assert selected(whole, Selection()) is whole


def test_a_person_is_found_whatever_the_case_and_blanks(whole: Status) -> None:
    mine = selected(whole, Selection(persons=(" pegawai  SATU ",)))
    assert mine.rows == whole.rows[:1]
    assert mine.totals.total == 1
    assert persons_of(whole) == ("Pegawai Satu",)


def test_what_nobody_has_taken_on_can_be_asked_for(whole: Status) -> None:
    assert selected(whole, Selection(persons=(NOBODY,))).rows == whole.rows[1:]
    assert NOBODY_LABEL.startswith("belum ada")


@pytest.mark.parametrize("level", ["area", "component", "indicator"])
def test_a_code_of_every_level_keeps_what_is_below_it(whole: Status, level: str) -> None:
    code = getattr(whole.rows[0], level).code
    kept = selected(whole, Selection(codes=(code,)))
    assert kept.rows == tuple(row for row in whole.rows if getattr(row, level).code == code)


def test_a_list_of_a_part_says_that_it_is_one(whole: Status) -> None:
    month = whole.rows[0].slot.key
    mine = selected(whole, Selection(persons=("Pegawai Satu",), months=(month,)))
    assert "hanya penanggung jawab Pegawai Satu; jatuh tempo" in reports.gap_table(mine)
    assert reports.gaps_json(mine)["only"] == mine.only
    assert "only" not in reports.gaps_json(whole)


@given(kept=st.builds(Selection, codes=st.sets(st.sampled_from(["I", "I.1", "I.1.1", "X"])).map(tuple)))
def test_a_part_and_its_rest_are_the_whole(kept: Selection) -> None:
    whole = status_of(small_plan(), small_coverage(M, P, M, N, P))
    part = selected(whole, kept)
    assert set(part.rows) <= set(whole.rows)
    assert sum(area.totals.total for area in part.areas) == part.totals.total == len(part.rows)
