"""What people have to do: this month's page, tasks, hand-outs and the names of their files."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.audit.handouts import (
    LONGEST_FILE,
    due_this_month,
    file_names,
    handouts_of,
    person_key,
    same_time,
)
from dossier.audit.status import StaffNote, Status, Urgency, status_of, summed
from dossier.model import State
from tests.support.small_plan import small_coverage, small_plan

P, M, N, F = State.PRESENT, State.MISSING, State.NOT_YET_DUE, State.FAULTY


def seen(*states: State, day: dt.date = dt.date(2025, 7, 15), persons: tuple[str, ...] = ()) -> Status:
    """Return a status of small_plan whose rows are these persons' in order."""
    made = status_of(small_plan(), small_coverage(*states, as_of=day))
    names = (*persons, *("" for _ in made.rows[len(persons) :]))
    rows = (replace(each, note=StaffNote(person=name)) for each, name in zip(made.rows, names, strict=True))
    return summed(made.plan, made.as_of, tuple(rows))


def test_slots_of_one_requirement_in_one_state_are_one_task() -> None:
    (handout,) = handouts_of(seen(M, M, P, M, P))
    invitation, minutes = handout.tasks
    assert invitation.when == "Maret, Juni 2025"
    assert invitation.time_left == "paling lama lewat 106 hari"
    assert invitation.saved_as == "“I.1.1 Undangan rapat 2025-03.pdf”; yang lain dengan bulannya: 2025-06"
    assert (minutes.when, minutes.time_left) == ("30 Jun 2025", "lewat 15 hari")


def test_everybody_with_something_to_do_gets_a_sheet_and_what_nobody_has_comes_last() -> None:
    status = seen(M, M, M, P, P, persons=("", "Pegawai Satu", "Pegawai Dua", "Pegawai Tiga"))
    assert [each.person for each in handouts_of(status)] == ["Pegawai Satu", "Pegawai Dua", ""]
    assert handouts_of(status)[-1].name == "belum ada penanggung jawab"


def test_names_that_differ_in_case_and_blanks_are_one_person() -> None:
    (handout,) = handouts_of(seen(M, M, P, P, P, persons=("Pegawai Satu", "PEGAWAI  satu")))
    assert (handout.person, handout.slots) == ("Pegawai Satu", 2)


def test_every_gap_is_on_one_sheet() -> None:
    status = seen(M, F, N, P, M, persons=("Pegawai Satu", "-", " "), day=dt.date(2025, 4, 1))
    rows = [row for each in handouts_of(status) for task in each.tasks for row in task.rows]
    assert len(rows) == len(status.gaps())
    assert sum(each.slots for each in handouts_of(status)) == len(status.gaps())


def test_this_month_holds_what_is_overdue_and_what_falls_due_in_it_the_longest_overdue_first() -> None:
    tasks = due_this_month(seen(M, N, M, P, N, day=dt.date(2025, 6, 1)))
    assert [(task.code, task.first.urgency, task.when) for task in tasks] == [
        ("I.1.1 a", Urgency.OVERDUE, "31 Mar 2025"),
        ("I.1.1 b", Urgency.OVERDUE, "31 Mar 2025"),
        ("I.1.1 a", Urgency.SOON, "30 Jun 2025"),
    ]
    assert [[task.first.requirement.id for task in group] for group in same_time(tasks)] == [["a", "b"], ["a"]]


def test_what_falls_due_next_month_is_no_work_of_this_month() -> None:
    assert due_this_month(seen(P, N, P, N, N, day=dt.date(2025, 5, 31))) == ()


HOSTILE = ("../../etc/passwd", "A/B", "A B", "A:B", "con", "", "///", "Pegawai " * 40, "Pegawai " * 41, "a\u202eb", "*")


def test_no_name_leads_out_of_the_folder_and_no_two_are_the_same() -> None:
    names = file_names(HOSTILE)
    assert len({name.casefold() for name in names.values()}) == len(HOSTILE)
    for name in names.values():
        assert name
        assert not name.startswith((".", " "))
        assert not set(name) & set('/\\:*?"<>|')
        assert len(name.encode()) <= LONGEST_FILE


@pytest.mark.parametrize("person", ["Pegawai Satu", "Pegawai Dua, M.Si.", "Pegawai (Tiga)"])
def test_a_plain_name_is_the_name_of_the_file(person: str) -> None:
    assert file_names([person])[person] == person.rstrip(".")


@given(st.lists(st.text(max_size=150), unique_by=person_key, max_size=6))
def test_any_names_make_as_many_files(people: list[str]) -> None:
    names = file_names(people)
    assert len({name.casefold() for name in names.values()}) == len(people)
    assert all(name and "/" not in name and len(name.encode()) <= LONGEST_FILE for name in names.values())
