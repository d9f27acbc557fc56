"""Dates of the points of a *target waktu*: first day and due date of a day, a week, a month, a part of a year."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from dossier.model import Slot
from dossier.schedule import tokens
from dossier.schedule.tokens import LAST_WEEK, Point, PointKind, unreadable
from dossier.wording import MONTHS, roman

_DAYS_A_WEEK: Final = 7
_WEEKS_A_MONTH: Final = 4  # a fifth week has one to three days, or none: nobody means the same by it
_UNIT_NAMES: Final = {
    tokens.QUARTER: "Triwulan",
    tokens.THIRD: "Caturwulan",
    tokens.HALF: "Semester",
    tokens.YEAR: "Tahun",
}


@dataclass(frozen=True, slots=True)
class SchedulePeriod:
    """A dated stretch of time; `name` is its label without the year."""

    name: str
    start: dt.date
    due: dt.date
    opens: dt.date  # the first day that a range beginning here has

    @property
    def slot(self) -> Slot:
        """The slot of this period alone."""
        return Slot(label=f"{self.name} {self.due.year}", start=self.start, due=self.due)


def month_index(day: dt.date) -> int:
    """Count months, so that differences and calendar units are plain arithmetic."""
    return day.year * 12 + day.month - 1


def month_start(index: int) -> dt.date:
    """Return the first day of a month counted by `month_index`."""
    return dt.date(index // 12, index % 12 + 1, 1)


def month_end(index: int) -> dt.date:
    """Return the last day of a month counted by `month_index`."""
    year, month = index // 12, index % 12 + 1
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def period_of(point: Point) -> SchedulePeriod:
    """Return the dates of one point; its year is known by now."""
    year = point.year
    if year is None or not 1 <= year <= dt.MAXYEAR:
        raise unreadable(point.text, "tahunnya tidak mungkin")
    match point.kind:
        case PointKind.YEAR:
            return _part_period(replace(point, number=1), year)
        case PointKind.PART:
            return _part_period(point, year)
        case _ if point.month is None:
            raise unreadable(point.text, "tidak menyebut bulannya")
        case _ if not 1 <= point.month <= len(MONTHS):
            raise unreadable(point.text, "tidak menyebut bulan 1 sampai 12")
        case _:
            return _dated_period(point, year * 12 + point.month - 1)


def _dated_period(point: Point, month: int) -> SchedulePeriod:
    """Return the dates of a day, a week or a month; `month` is counted by `month_index`."""
    start, end = month_start(month), month_end(month)
    name = MONTHS[start.month - 1]
    match point.kind:
        case PointKind.DAY:
            if not 1 <= point.number <= end.day:
                raise unreadable(point.text, f"tidak ada: {name} {start.year} punya {end.day} hari")
            due = start.replace(day=point.number)
            return SchedulePeriod(f"{point.number} {name}", start, due, opens=due)
        case PointKind.WEEK if point.number == LAST_WEEK:
            return SchedulePeriod(
                f"minggu terakhir {name}", start, end, opens=end - dt.timedelta(days=_DAYS_A_WEEK - 1)
            )
        case PointKind.WEEK:
            if not 1 <= point.number <= _WEEKS_A_MONTH:
                raise unreadable(point.text, "bukan minggu ke-1 sampai ke-4; untuk akhir bulan tulis “minggu terakhir”")
            due = start.replace(day=point.number * _DAYS_A_WEEK)
            name = f"minggu ke-{point.number} {name}"
            return SchedulePeriod(name, start, due, opens=due - dt.timedelta(days=_DAYS_A_WEEK - 1))
        case _:
            edge = "akhir" if point.at_end else point.part
            return SchedulePeriod(f"{edge} {name}" if edge else name, start, end, opens=start)


def _part_period(point: Point, year: int) -> SchedulePeriod:
    """Return a quarter, a third or a half of a year, the whole of it, or the end of any of these."""
    count = 12 // point.unit
    if not 1 <= point.number <= count:
        raise unreadable(point.text, f"bukan 1 sampai {count}")
    last = year * 12 + point.number * point.unit - 1
    name = _UNIT_NAMES[point.unit] + ("" if count == 1 else f" {roman(point.number)}")
    start = month_start(last if point.at_end else last - point.unit + 1)
    if point.at_end:
        name = f"akhir {name.lower() if count == 1 else name}"
    return SchedulePeriod(name, start, month_end(last), opens=start)


def unit_label(month: int, unit: int) -> str:
    """Return the label of the calendar unit that begins with this month: "Maret 2025", "Triwulan II 2025"."""
    year, begin = divmod(month, 12)
    if unit in _UNIT_NAMES:
        number = "" if unit == tokens.YEAR else f" {roman(begin // unit + 1)}"
        return f"{_UNIT_NAMES[unit]}{number} {year}"
    return f"{'–'.join(MONTHS[n] for n in sorted({begin, begin + unit - 1}))} {year}"


def calendar_slots(year: int, unit: int) -> tuple[Slot, ...]:
    """Return the slots of a year cut into units of 1, 3, 4, 6 or 12 months, each due on its last day."""
    first = year * 12
    return tuple(
        Slot(label=unit_label(month, unit), start=month_start(month), due=month_end(month + unit - 1))
        for month in range(first, first + 12, unit)
    )
