"""Writes due times as a calendar file (RFC 5545): an all-day event for each incomplete slot. icalendar lives here.

Event ids contain the unit, so that calendars of several units can be merged; events of the previous build that are
done or no longer asked for are cancelled.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier._lazy import lazy
from dossier.audit import legend
from dossier.audit.gap_columns import GapForm, lines_of
from dossier.model import State

with lazy():
    import icalendar


if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from icalendar import Component, Event

    from dossier.audit.status import Status, StatusRow
    from dossier.model import Unit

REMINDERS: Final = (dt.timedelta(days=14), dt.timedelta(days=3))
LARGEST: Final = 8_000_000
"""Bytes of an earlier calendar that is read; one of ours has about 1,200 an entry."""
_PAGE: Final = "build/laporan/index.html"
"""The offline page, from the workspace: a calendar has no folder that an address could start from."""
_DOMAIN: Final = "dossier.invalid"  # a UID wants a right-hand side; this one can be nobody's (RFC 2606)
_HIGHEST: Final = 2**31 - 2  # calendars keep SEQUENCE in 32 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """An entry of an earlier edition."""

    due: dt.date
    summary: str
    sequence: int
    cancelled: bool


def calendar_ics(view: Status, unit: Unit, before: bytes = b"") -> bytes:
    """Return the calendar: stable ids, so that importing it again updates the entries; the same values, the same bytes.

    Every entry is dated with the day of the overview, not with a clock.

    Args:
        view: the rows, in plan order.
        unit: whose calendar it is.
        before: the calendar of the edition before; empty, or anything else that is no calendar, announces nothing.
    """
    domain = domain_of(unit, view.plan.year)
    announced = {
        uid: each for uid, each in read_announced(before).items() if uid.endswith((f"@{domain}", f"@{_DOMAIN}"))
    }
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//dossier//ZI//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    only = f", {view.only}" if view.only else ""
    calendar.add("x-wr-calname", f"Bukti ZI {view.plan.year} {unit.short_name}{only}")
    for row in view.rows:
        if row.slot.due is None:
            continue
        uid = f"{row.indicator.code}.{row.requirement.id}-{row.slot.key}@{domain}".lower()
        earlier = announced.pop(uid, None)
        if row.state is not State.PRESENT:
            calendar.add_component(entry(row, row.slot.due, unit, uid, view.as_of, earlier))
        elif earlier is not None:
            calendar.add_component(cancelled(uid, earlier, view.as_of, "Sudah lengkap."))
    asked = {f"{row.indicator.code}.{row.requirement.id}-".lower() for row in view.rows}
    for uid, earlier in sorted(announced.items()):
        moved = any(map(uid.startswith, asked))
        gone = f"Tidak diminta lagi dari {view.only}." if view.only else "Tidak diminta lagi."
        why = "Tanggalnya berubah atau belum ada; buktinya tetap diminta." if moved else gone
        calendar.add_component(cancelled(uid, earlier, view.as_of, why))
    return bytes(calendar.to_ical())


def domain_of(unit: Unit, year: int) -> str:
    """Return the right-hand side of a unit's ids: a hash of its name and the year of its plan."""
    name = " ".join(unicodedata.normalize("NFKC", unit.name).casefold().split())
    return f"{hashlib.sha256(f'{name} {year}'.encode()).hexdigest()[:12]}.{_DOMAIN}"


def read_announced(data: bytes) -> Mapping[str, Announced]:
    """Return the entries of an earlier calendar by id; what cannot be read counts as none."""
    if not data or len(data) > LARGEST:
        return {}
    try:
        return dict(_announced(icalendar.Calendar.from_ical(data).walk("VEVENT")))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        return {}


def _announced(events: list[Component]) -> Iterator[tuple[str, Announced]]:
    for event in events:
        uid, due = str(event.get("uid", "")), event.decoded("dtstart", None)
        sequence = int(str(event.get("sequence", 0)))
        if uid.endswith(_DOMAIN) and type(due) is dt.date and due < dt.date.max and 0 <= sequence < _HIGHEST:
            status = str(event.get("status", ""))
            summary = str(event.get("summary", ""))
            yield uid, Announced(due=due, summary=summary, sequence=sequence, cancelled=status == "CANCELLED")


def entry(row: StatusRow, due: dt.date, unit: Unit, uid: str, as_of: dt.date, earlier: Announced | None) -> Event:
    """Return the all-day entry of one slot on its due date, with its reminders."""
    name = f"{row.indicator.code}.{row.requirement.id} {row.requirement.label}"
    event = _event(uid, as_of, due, f"Bukti ZI {unit.short_name}: {name}")
    event.add("sequence", _revision(as_of, earlier, changed=earlier is not None and earlier.cancelled))
    event.add("status", "CONFIRMED")
    event.add("description", "\n".join(details(row)))
    event.add("categories", [f"Area {row.area.code}"])
    for before in REMINDERS:
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -before)
        alarm.add("description", f"{before.days} hari lagi: {name}")
        event.add_component(alarm)
    return event


def cancelled(uid: str, earlier: Announced, as_of: dt.date, reason: str) -> Event:
    """Return the entry that takes an earlier one out of the calendar; every later edition says it again."""
    event = _event(uid, as_of, earlier.due, earlier.summary)
    event.add("sequence", _revision(as_of, earlier, changed=not earlier.cancelled))
    event.add("status", "CANCELLED")
    event.add("description", reason)
    return event


def _event(uid: str, as_of: dt.date, due: dt.date, summary: str) -> Event:
    event = icalendar.Event()
    event.add("uid", uid)
    event.add("dtstamp", dt.datetime.combine(as_of, dt.time(), tzinfo=dt.UTC))
    event.add("dtstart", due)
    event.add("dtend", due + dt.timedelta(days=1))
    event.add("summary", summary)
    event.add("transp", "TRANSPARENT")
    return event


def _revision(as_of: dt.date, earlier: Announced | None, *, changed: bool) -> int:
    """Return a number that never falls, and rises with the day and whenever an entry is cancelled or comes back."""
    return max(as_of.toordinal(), earlier.sequence + changed if earlier else 0)


def details(row: StatusRow) -> list[str]:
    """Return what the entry says: state, who, what is being done, and the name that would fill the slot."""
    lines = [f"{row.slot.label}; keadaan: {legend.state_label(row.state)}", row.indicator.statement]
    lines += lines_of(GapForm.CALENDAR, row)
    lines.append(f"Lembarnya: {_PAGE}#i-{row.indicator.code}")
    return [" ".join(line.split()) for line in lines if line]
