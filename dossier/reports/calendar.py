"""What falls due as a calendar file (RFC 5545): one all-day entry a slot that is not complete. icalendar lives here."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.model import State

if TYPE_CHECKING:
    from icalendar import Event

    from dossier.overview import Overview, Row

REMINDERS: Final = (dt.timedelta(days=14), dt.timedelta(days=3))
_DOMAIN: Final = "dossier.invalid"  # a UID wants a right-hand side; this one can be nobody's (RFC 2606)


def calendar_ics(view: Overview) -> bytes:
    """Return the calendar: stable ids, so that importing it again updates the entries; the same values, the same bytes.

    Every entry is dated with the day of the overview, not with a clock.
    """
    from icalendar import Calendar  # noqa: PLC0415 — only a build pays for it

    calendar = Calendar()
    calendar.add("prodid", "-//dossier//ZI//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Bukti ZI {view.plan.year}")
    for row in view.rows:
        if row.state is not State.PRESENT:
            calendar.add_component(entry(row, view.as_of))
    return bytes(calendar.to_ical())


def entry(row: Row, as_of: dt.date) -> Event:
    """Return the all-day entry of one slot, with its reminders."""
    from icalendar import Alarm, Event  # noqa: PLC0415 — see above

    name = f"{row.indicator.code}.{row.requirement.id} {row.requirement.label}"
    event = Event()
    event.add("uid", f"{row.indicator.code}.{row.requirement.id}-{row.slot.key}@{_DOMAIN}".lower())
    event.add("dtstamp", dt.datetime.combine(as_of, dt.time(), tzinfo=dt.UTC))
    event.add("sequence", as_of.toordinal())  # a later build is a later revision of the same entry
    event.add("dtstart", row.slot.due)
    event.add("dtend", row.slot.due + dt.timedelta(days=1))
    event.add("summary", f"Bukti ZI: {name}")
    event.add("description", "\n".join(details(row)))
    event.add("categories", [f"Area {row.area.code}"])
    event.add("transp", "TRANSPARENT")
    for before in REMINDERS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -before)
        alarm.add("description", f"{before.days} hari lagi: {name}")
        event.add_component(alarm)
    return event


def details(row: Row) -> list[str]:
    """Return what the entry says: state, who, what is being done, and the name that would fill the slot."""
    lines = [
        f"{row.slot.label}; keadaan: {wording.state_label(row.state)}",
        row.indicator.statement,
        f"Penanggung jawab: {row.person}" if row.person else "",
        f"Tindak lanjut: {row.note.follow_up}" if row.note.follow_up else "",
        f"Simpan sebagai: {row.fills_with}",
        f"Templat: {row.template}" if row.template else "",
    ]
    return [" ".join(line.split()) for line in lines if line]
