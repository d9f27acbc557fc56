from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from icalendar import Calendar, Event

from dossier.audit.status import Status, status_of
from dossier.model import State, Unit
from dossier.reports.calendar import calendar_ics
from tests.support.papers_source import papers_unit
from tests.support.small_plan import small_coverage, small_plan
from tests.support.small_reports import MIXED, small_overview

UNIT = papers_unit()
EVENT = b"""BEGIN:VCALENDAR
BEGIN:VEVENT
UID:x@dossier.invalid
DTSTART;VALUE=DATE:%b
SEQUENCE:%b
END:VEVENT
END:VCALENDAR
"""
OTHER = dataclasses.replace(UNIT, name="KPU Kabupaten Contoh", short_name="KPU Kab. Contoh")


def ics(view: Status, before: bytes = b"", unit: Unit = UNIT) -> bytes:
    return calendar_ics(view, unit, before)


def seen(*states: State, day: int = 15) -> Status:
    """Return the overview of slots in these states on a day of April 2025."""
    return status_of(small_plan(), small_coverage(*states, as_of=dt.date(2025, 4, day)))


def entries(data: bytes) -> list[Event]:
    return [event for event in Calendar.from_ical(data).walk("VEVENT") if isinstance(event, Event)]


def test_each_slot_that_is_not_complete_is_an_all_day_entry() -> None:
    found = entries(ics(small_overview()))
    assert len(found) == 3
    assert [event.decoded("dtstart") for event in found] == [
        dt.date(2025, 6, 30),
        dt.date(2025, 3, 31),
        dt.date(2025, 6, 30),
    ]


def test_reminders_come_fourteen_and_three_days_before() -> None:
    event = entries(ics(small_overview()))[0]
    assert [alarm.decoded("trigger").days for alarm in event.walk("VALARM")] == [-14, -3]


def test_a_later_build_is_a_later_revision_of_the_same_entry() -> None:
    later = small_coverage(*MIXED, as_of=dt.date(2025, 4, 16))
    before = entries(ics(small_overview()))[0]
    after = entries(ics(status_of(small_plan(), later)))[0]
    assert before["uid"] == after["uid"]
    assert int(str(before["sequence"])) < int(str(after["sequence"]))


def test_the_ids_differ_and_the_bytes_do_not() -> None:
    data = ics(small_overview())
    assert data == ics(small_overview())
    uids = [str(event["uid"]) for event in entries(data)]
    assert len(uids) == len(set(uids))


def test_a_complete_plan_has_an_empty_calendar() -> None:
    assert entries(ics(status_of(small_plan(), small_coverage(*[State.PRESENT] * 5)))) == []


def test_the_entries_of_two_units_differ_in_id_and_title() -> None:
    ours, theirs = (entries(ics(small_overview(), unit=unit)) for unit in (UNIT, OTHER))
    assert not {str(event["uid"]) for event in ours} & {str(event["uid"]) for event in theirs}
    assert all("KPU Contoh" in str(event["summary"]) for event in ours)
    assert all("KPU Kab. Contoh" in str(event["summary"]) for event in theirs)
    assert "KPU Contoh" in str(Calendar.from_ical(ics(small_overview()))["x-wr-calname"])


def test_the_id_is_the_same_however_the_name_is_spaced_and_capitalised() -> None:
    loud = dataclasses.replace(UNIT, name="KPU  PROVINSI CONTOH ")
    assert [e["uid"] for e in entries(ics(small_overview(), unit=loud))] == [
        e["uid"] for e in entries(ics(small_overview()))
    ]


def test_what_is_complete_now_and_was_announced_is_cancelled() -> None:
    before = ics(seen(*[State.MISSING] * 5))
    after = ics(seen(State.PRESENT, *[State.MISSING] * 4), before)
    first, *others = entries(after)
    assert (first["uid"], first["status"]) == (entries(before)[0]["uid"], "CANCELLED")
    assert int(str(first["sequence"])) > int(str(entries(before)[0]["sequence"]))
    assert not first.walk("VALARM")
    assert {str(event["status"]) for event in others} == {"CONFIRMED"}


def test_what_was_complete_from_the_start_is_never_mentioned() -> None:
    done = seen(*[State.PRESENT] * 5)
    assert entries(ics(done, ics(done))) == []


def test_a_cancelled_entry_stays_cancelled_in_later_editions_and_the_bytes_settle() -> None:
    done = seen(*[State.PRESENT] * 5)
    once = ics(done, ics(seen(*[State.MISSING] * 5)))
    assert ics(done, once) == once
    later = ics(seen(*[State.PRESENT] * 5, day=16), once)
    assert {str(event["status"]) for event in entries(later)} == {"CANCELLED"}


def test_what_comes_back_is_a_later_revision_than_its_cancelling() -> None:
    open_slots = seen(*[State.MISSING] * 5)
    gone = ics(seen(*[State.PRESENT] * 5), ics(open_slots))
    back = ics(open_slots, gone)
    for cancelled, returned in zip(entries(gone), entries(back), strict=True):
        assert returned["status"] == "CONFIRMED"
        assert int(str(returned["sequence"])) > int(str(cancelled["sequence"]))


def test_entries_announced_before_ids_named_a_unit_are_cancelled() -> None:
    named = ics(seen(*[State.MISSING] * 5))
    domain = str(entries(named)[0]["uid"]).partition("@")[2]
    old = named.replace(domain.encode(), b"dossier.invalid")
    found = entries(ics(seen(*[State.MISSING] * 5), old))
    cancelled = [event for event in found if event["status"] == "CANCELLED"]
    assert len(found) == 2 * len(cancelled)
    assert all(str(event["uid"]).endswith("@dossier.invalid") for event in cancelled)


def test_entries_of_another_unit_whose_build_folder_was_copied_are_left_alone() -> None:
    theirs = ics(seen(*[State.MISSING] * 5), unit=OTHER)
    assert ics(seen(*[State.MISSING] * 5), theirs) == ics(seen(*[State.MISSING] * 5))


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\x00",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:x@dossier.invalid\r\n",
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:x@dossier.invalid\nDTSTART:soon\nSEQUENCE:9e9\nEND:VEVENT\nEND:VCALENDAR",
        EVENT % (b"20250101", b"99999999999"),
        EVENT % (b"99991231", b"1"),
    ],
)
def test_an_earlier_calendar_that_cannot_be_read_announces_nothing(data: bytes) -> None:
    assert ics(small_overview(), data) == ics(small_overview())


def test_a_paper_that_only_lost_its_date_is_not_said_to_be_asked_for_no_longer() -> None:
    before = ics(small_overview())
    gone, moved = dataclasses.replace(small_overview(), rows=()), small_overview()
    undated = [dataclasses.replace(row, slot=dataclasses.replace(row.slot, due=None)) for row in moved.rows]
    told = {
        str(event["description"]) for event in entries(ics(dataclasses.replace(moved, rows=tuple(undated)), before))
    }
    assert told == {"Tanggalnya berubah atau belum ada; buktinya tetap diminta."}
    assert {str(event["description"]) for event in entries(ics(gone, before))} == {"Tidak diminta lagi."}
