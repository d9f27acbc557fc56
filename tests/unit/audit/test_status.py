from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from dossier.audit.status import AssessorNote, Changes, StaffNote, Urgency, combined, status_of
from dossier.model import Coverage, Slot, State
from tests.support.small_plan import small_coverage, small_plan
from tests.support.small_reports import small_overview

P, M, N, F, U = State.PRESENT, State.MISSING, State.NOT_YET_DUE, State.FAULTY, State.UNCONFIRMED


def test_totals_and_rows_leave_out_what_is_optional_and_absent() -> None:
    view = status_of(small_plan(), small_coverage(P, N, M, N, N))
    assert len(view.rows) == 4
    assert view.totals.states == {P: 1, M: 1, N: 2, F: 0, U: 0}
    assert view.totals.total == 4


def test_the_share_counts_only_what_is_due_or_there() -> None:
    view = status_of(small_plan(), small_coverage(P, N, M, N, N))
    assert view.totals.due == 2
    assert view.areas[0].totals.percent == 50


def test_where_nothing_is_due_nothing_is_said_to_be_complete() -> None:
    view = status_of(small_plan(), small_coverage(N, N, N, N, N))
    assert (view.totals.percent, view.totals.in_brackets) == (None, "")


@pytest.mark.parametrize(
    ("state", "as_of", "urgency"),
    [
        (M, dt.date(2025, 4, 1), Urgency.OVERDUE),
        (F, dt.date(2025, 4, 1), Urgency.OVERDUE),
        (N, dt.date(2025, 3, 31), Urgency.SOON),
        (N, dt.date(2025, 3, 1), Urgency.SOON),
        (N, dt.date(2025, 2, 28), Urgency.LATER),
        (U, dt.date(2025, 1, 1), Urgency.CHECK),
        (P, dt.date(2026, 1, 1), Urgency.DONE),
    ],
)
def test_urgency_follows_state_and_the_days_left(state: State, as_of: dt.date, urgency: Urgency) -> None:
    view = status_of(small_plan(), small_coverage(state, P, P, P, P, as_of=as_of))
    assert view.rows[0].urgency is urgency


def test_gaps_come_most_pressing_first() -> None:
    view = status_of(small_plan(), small_coverage(P, N, M, N, P))
    assert [row.urgency for row in view.gaps()] == [Urgency.OVERDUE, Urgency.LATER, Urgency.LATER]
    assert view.gaps(Urgency.DONE) == ()


def test_the_matrix_has_a_row_a_requirement_and_a_column_a_month() -> None:
    view = status_of(small_plan(), small_coverage(P, N, M, N, N))
    assert len(view.matrix.columns) == 12
    first = view.matrix.rows[0]
    assert (first.cells[2], first.cells[5], first.cells[0]) == (P, N, None)


def test_a_slot_outside_the_year_has_a_column_of_its_own() -> None:
    coverage = small_coverage(P, N, M, N, N)
    early = Slot(label="Juni 2022", start=dt.date(2022, 6, 1), due=dt.date(2022, 6, 30))
    slots = (dataclasses.replace(coverage.slots[0], slot=early), *coverage.slots[1:])
    view = status_of(small_plan(), Coverage(as_of=coverage.as_of, slots=slots))
    assert view.matrix.columns[-1] == "lain"
    assert view.matrix.rows[0].cells[-1] is P


def test_the_person_whom_staff_name_wins_over_the_plans() -> None:
    plan = small_plan()
    area = dataclasses.replace(plan.areas[0], person="Subbagian Hukum")
    plan = dataclasses.replace(plan, areas=(area,))
    notes = {("I.1.1", "a", "2025-03"): StaffNote(person="Pegawai Satu")}
    view = status_of(plan, small_coverage(M, N, M, N, N), notes=notes)
    assert [row.person for row in view.rows[:2]] == ["Pegawai Satu", "Subbagian Hukum"]


def test_several_remarks_stand_side_by_side_and_a_single_one_stays_as_it_is() -> None:
    one = AssessorNote(status="sesuai", text="lengkap", by="Penilai Satu", file="satu.xlsx", seen=(("a.pdf", "1"),))
    two = AssessorNote(
        status="perlu perbaikan", text="tanpa cap", file="dua.xlsx", seen=(("a.pdf", "2"), ("b.pdf", "3"))
    )
    assert combined(()) == AssessorNote()
    assert combined((one,)) == one
    both = combined((one, two, AssessorNote(status="Sesuai")))
    assert both.status == "sesuai / perlu perbaikan"
    assert both.text == "Penilai Satu: lengkap\ndua.xlsx: tanpa cap"


def test_files_that_changed_since_any_assessor_looked_are_told() -> None:
    place = ("I.1.1", "a", "2025-03")
    remarks = (
        AssessorNote(text="x", seen=(("Undangan.pdf", "1"),)),
        AssessorNote(text="y", seen=(("lama.pdf", "2"),)),
        AssessorNote(text="z"),
    )
    row = next(row for row in small_overview(remarks={place: remarks}, files=()).rows if row.place == place)
    assert row.since_remark == Changes(withdrawn=("Undangan.pdf", "lama.pdf"))
