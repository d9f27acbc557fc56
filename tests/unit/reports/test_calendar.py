from __future__ import annotations

import datetime as dt

from icalendar import Calendar, Event

from dossier.model import State
from dossier.overview import overview
from dossier.reports.calendar import calendar_ics
from tests.support.small_plan import small_coverage, small_plan
from tests.support.small_reports import MIXED, small_overview


def entries(data: bytes) -> list[Event]:
    return [event for event in Calendar.from_ical(data).walk("VEVENT") if isinstance(event, Event)]


def test_each_slot_that_is_not_complete_is_an_all_day_entry() -> None:
    found = entries(calendar_ics(small_overview()))
    assert len(found) == 3
    assert [event.decoded("dtstart") for event in found] == [
        dt.date(2025, 6, 30),
        dt.date(2025, 3, 31),
        dt.date(2025, 6, 30),
    ]


def test_reminders_come_fourteen_and_three_days_before() -> None:
    event = entries(calendar_ics(small_overview()))[0]
    assert [alarm.decoded("trigger").days for alarm in event.walk("VALARM")] == [-14, -3]


def test_a_later_build_is_a_later_revision_of_the_same_entry() -> None:
    later = small_coverage(*MIXED, as_of=dt.date(2025, 4, 16))
    before = entries(calendar_ics(small_overview()))[0]
    after = entries(calendar_ics(overview(small_plan(), later)))[0]
    assert before["uid"] == after["uid"]
    assert int(str(before["sequence"])) < int(str(after["sequence"]))


def test_the_ids_differ_and_the_bytes_do_not() -> None:
    data = calendar_ics(small_overview())
    assert data == calendar_ics(small_overview())
    uids = [str(event["uid"]) for event in entries(data)]
    assert len(uids) == len(set(uids))


def test_a_complete_plan_has_an_empty_calendar() -> None:
    assert entries(calendar_ics(overview(small_plan(), small_coverage(*[State.PRESENT] * 5)))) == []
