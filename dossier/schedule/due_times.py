"""Converts the syntax tree of a *target waktu* to dated slots: years, last days, windows, repetition.

A point starts on the first day of its month, also when it names a day or a week: those say when the paper is late,
not when it may first exist. A range starts where its first point starts.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from dossier.model import Schedule, Slot
from dossier.schedule import tokens
from dossier.schedule.grammar import read, repetitions
from dossier.schedule.tokens import LAST_WEEK, Point, PointKind, ScheduleError, ScheduleItem, Tree, tokenise, unreadable
from dossier.wording import MONTHS, join_words, long_date, roman

_LONGEST_TEXT: Final = 400  # characters; the longest of the decree has 55
_LONGEST_WINDOW: Final = 36  # months
_DAYS_A_WEEK: Final = 7
_WEEKS_A_MONTH: Final = 4  # a fifth week has one to three days, or none: nobody means the same by it
_UNIT_NAMES: Final = {
    tokens.QUARTER: "Triwulan",
    tokens.THIRD: "Caturwulan",
    tokens.HALF: "Semester",
    tokens.YEAR: "Tahun",
}
_DATED: Final = frozenset({PointKind.DAY, PointKind.WEEK, PointKind.MONTH})


@dataclass(frozen=True, slots=True)
class _SchedulePeriod:
    """A dated stretch of time; `name` is its label without the year."""

    name: str
    start: dt.date
    due: dt.date
    opens: dt.date  # the first day that a range beginning here has

    @property
    def slot(self) -> Slot:
        """The slot of this period alone."""
        return Slot(label=f"{self.name} {self.due.year}", start=self.start, due=self.due)


def parse(text: str, year: int, *, evidence_text: str = "") -> Schedule:
    """Read a *target waktu*.

    Args:
        text: The column as written.
        year: The plan's year, for what names none.
        evidence_text: The *bukti fisik*; "per bulan" or "setiap triwulan" in it divides a window into slots.

    Returns:
        The slots sorted by due date, at most one a due month; `note` says what was not literally there.

    Raises:
        ScheduleError: The text cannot be read for certain.
    """
    if len(text) > _LONGEST_TEXT:
        raise unreadable(text, f"lebih dari {_LONGEST_TEXT} huruf")
    if not 1 <= year <= dt.MAXYEAR:
        raise ScheduleError(f"tahun rencana {year} bukan tahun yang mungkin")
    tree = _with_years(read(tokenise(text)), year)
    notes: list[str] = []
    slots = [slot for item in tree.items for slot in _item_slots(item, notes)]
    if tree.every:
        slots = _repeated(slots, tree.every, notes)
    elif len(tree.items) == len(slots) == 1 and not tree.deadline:
        slots = _divided_by_evidence(slots[0], evidence_text, notes)
    return Schedule(text=text, slots=_checked(slots), note="; ".join(notes))


def _with_years(tree: Tree, plan_year: int) -> Tree:
    """Give every point a year: the next one written after it, else the one before the list, else the plan's."""
    default = tree.lead_year or plan_year
    if not tree.items:
        whole = Point(kind=PointKind.YEAR, text="tahun", unit=tokens.YEAR, year=tree.tail_year or default)
        return replace(tree, items=(ScheduleItem(first=whole),))
    points = [point for item in tree.items for point in item.points]
    if tree.tail_year and (tree.lead_year or points[-1].year):
        raise unreadable(str(tree.tail_year), "menyebut tahun sekali lagi")
    if tree.lead_year and any(point.year for point in points):
        raise unreadable(str(tree.lead_year), "di depan, padahal tahunnya disebut lagi di belakang")
    following = tree.tail_year
    dated: list[Point] = []
    for place in range(len(points) - 1, -1, -1):
        point = points[place]
        following = following if point.year is None else point.year
        earlier = {p.year for p in points[:place]} - {None, default}
        if following is None and earlier:
            raise unreadable(point.text, "tidak jelas tahunnya; tulis tahunnya di belakangnya")
        dated.append(replace(point, year=default if following is None else following))
    row = iter(reversed(dated))
    items = tuple(replace(item, first=next(row), last=next(row) if item.last else None) for item in tree.items)
    _refuse_mixtures(items)
    return replace(tree, items=items)


def _refuse_mixtures(items: tuple[ScheduleItem, ...]) -> None:
    """Refuse lists whose members are named differently: "Januari minggu ke-2, Maret" has two readings."""
    for before, item in pairwise(items):
        if (before.first.kind, before.first.unit) != (item.first.kind, item.first.unit):
            raise unreadable(f"{before.first.text}, {item.first.text}", "mencampur hari, minggu, bulan, atau triwulan")
    for item in items:
        if item.bare and len(items) > 1:
            raise unreadable(
                " ".join(point.text for point in item.points), "tidak jelas: beri koma atau tanda hubung di antaranya"
            )


def _item_slots(item: ScheduleItem, notes: list[str]) -> list[Slot]:
    """Return the slot of a point or a window, or the slots of a range of quarters."""
    first, last = item.first, item.last
    if last is None:
        return [_window(_period(first), None, first.text)]
    text = f"{first.text} {last.text}" if item.bare else f"{first.text}-{last.text}"
    if first.kind is last.kind is PointKind.PART and first.unit == last.unit:
        return _parts_between(first, last, text)
    if not ({first.kind, last.kind} <= _DATED):
        raise unreadable(text, "bukan rentang yang dikenal")
    if first.kind is last.kind:
        first = replace(first, month=first.month or last.month)
        last = replace(last, month=last.month or first.month)
    slot = _window(_period(first), _period(last), text)
    if item.bare:
        notes.append(f"“{text}” dibaca sebagai {slot.label}: tanda hubung di antara kedua bulan tampaknya hilang")
    return [slot]


def _parts_between(first: Point, last: Point, text: str) -> list[Slot]:
    """Return every quarter (third, half) from the first to the last."""
    if first.at_end or last.at_end:
        raise unreadable(text, "bukan rentang yang dikenal")
    return _divided(_window(_period(first), _period(last), text), first.unit, [])


def _window(first: _SchedulePeriod, last: _SchedulePeriod | None, text: str) -> Slot:
    """Return one slot from the first period's first day to the last one's due date."""
    if last is None:
        return first.slot
    if last.due <= first.due:
        raise unreadable(text, "akhirnya tidak sesudah awalnya; tulis tahunnya bila melewati pergantian tahun")
    if _month_index(last.due) - _month_index(first.opens) >= _LONGEST_WINDOW:
        raise unreadable(text, f"lebih panjang dari {_LONGEST_WINDOW} bulan")
    name = first.name
    if first.opens.year != last.due.year:
        name = f"{name} {first.due.year}"
    elif first.start == last.start:  # "5–10 Mei", "minggu ke-1–minggu ke-2 Januari"
        name = name.removesuffix(f" {MONTHS[first.start.month - 1]}")
    return Slot(label=f"{name}–{last.name} {last.due.year}", start=first.opens, due=last.due)


def _month_index(day: dt.date) -> int:
    """Count months, so that differences and calendar units are plain arithmetic."""
    return day.year * 12 + day.month - 1


def _month_start(index: int) -> dt.date:
    """Return the first day of a month counted by `_month_index`."""
    return dt.date(index // 12, index % 12 + 1, 1)


def _month_end(index: int) -> dt.date:
    """Return the last day of a month counted by `_month_index`."""
    year, month = index // 12, index % 12 + 1
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _period(point: Point) -> _SchedulePeriod:
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


def _dated_period(point: Point, month: int) -> _SchedulePeriod:
    """Return the dates of a day, a week or a month; `month` is counted by `_month_index`."""
    start, end = _month_start(month), _month_end(month)
    name = MONTHS[start.month - 1]
    match point.kind:
        case PointKind.DAY:
            if not 1 <= point.number <= end.day:
                raise unreadable(point.text, f"tidak ada: {name} {start.year} punya {end.day} hari")
            due = start.replace(day=point.number)
            return _SchedulePeriod(f"{point.number} {name}", start, due, opens=due)
        case PointKind.WEEK if point.number == LAST_WEEK:
            return _SchedulePeriod(
                f"minggu terakhir {name}", start, end, opens=end - dt.timedelta(days=_DAYS_A_WEEK - 1)
            )
        case PointKind.WEEK:
            if not 1 <= point.number <= _WEEKS_A_MONTH:
                raise unreadable(point.text, "bukan minggu ke-1 sampai ke-4; untuk akhir bulan tulis “minggu terakhir”")
            due = start.replace(day=point.number * _DAYS_A_WEEK)
            name = f"minggu ke-{point.number} {name}"
            return _SchedulePeriod(name, start, due, opens=due - dt.timedelta(days=_DAYS_A_WEEK - 1))
        case _:
            return _SchedulePeriod(f"akhir {name}" if point.at_end else name, start, end, opens=start)


def _part_period(point: Point, year: int) -> _SchedulePeriod:
    """Return a quarter, a third or a half of a year, the whole of it, or the end of any of these."""
    count = 12 // point.unit
    if not 1 <= point.number <= count:
        raise unreadable(point.text, f"bukan 1 sampai {count}")
    last = year * 12 + point.number * point.unit - 1
    name = _UNIT_NAMES[point.unit] + ("" if count == 1 else f" {roman(point.number)}")
    start = _month_start(last if point.at_end else last - point.unit + 1)
    if point.at_end:
        name = f"akhir {name.lower() if count == 1 else name}"
    return _SchedulePeriod(name, start, _month_end(last), opens=start)


def _repeated(slots: list[Slot], unit: int, notes: list[str]) -> list[Slot]:
    """Divide every window by the repetition that the text itself names."""
    parts = [part for slot in slots for part in _divided(slot, unit, notes)]
    if len(parts) == 1 and tokens.MONTH < unit < tokens.YEAR:
        months = _month_index(parts[0].due) - _month_index(parts[0].start) + 1
        if months < unit:  # "setiap triwulan, Juli 2025": once in July, or from July on?
            raise unreadable(parts[0].label, f"lebih pendek dari pengulangan setiap {unit} bulan")
    return parts


def _divided(slot: Slot, unit: int, notes: list[str]) -> list[Slot]:
    """Return the calendar months (quarters, halves) that a window touches, cut at the window's ends."""
    first, last = _month_index(slot.start) // unit, _month_index(slot.due) // unit
    if first == last:
        return [slot]
    parts = [
        Slot(
            label=_unit_label(group * unit, unit),
            start=max(slot.start, _month_start(group * unit)),
            due=min(slot.due, _month_end(group * unit + unit - 1)),
        )
        for group in range(first, last + 1)
    ]
    if slot.due != _month_end(last * unit + unit - 1):
        notes.append(f"{parts[-1].label} hanya sampai {long_date(slot.due)}")
    return parts


def _unit_label(month: int, unit: int) -> str:
    """Return the label of the calendar unit that begins with this month: "Maret 2025", "Triwulan II 2025"."""
    year, begin = divmod(month, 12)
    if unit in _UNIT_NAMES:
        number = "" if unit == tokens.YEAR else f" {roman(begin // unit + 1)}"
        return f"{_UNIT_NAMES[unit]}{number} {year}"
    return f"{'–'.join(MONTHS[n] for n in sorted({begin, begin + unit - 1}))} {year}"


def _divided_by_evidence(slot: Slot, evidence_text: str, notes: list[str]) -> list[Slot]:
    """Divide a window when the *bukti fisik* names exactly one repetition."""
    named = {unit: words for unit, words in repetitions(tokenise(evidence_text)).items() if unit < tokens.YEAR}
    parts = [_divided(slot, unit, []) for unit in sorted(named)]
    if all(len(division) == 1 for division in parts):
        return [slot]
    if len(named) > 1:
        both = join_words([f"“{words}”" for words in named.values()])
        notes.append(f"bukti fisik menyebut {both}: {slot.label} tidak dibagi")
        return [slot]
    divided = _divided(slot, next(iter(named)), notes)
    notes.append(f"bukti fisik menyebut “{next(iter(named.values()))}”: {len(divided)} jatuh tempo")
    return divided


def _checked(slots: list[Slot]) -> tuple[Slot, ...]:
    """Return the slots by due date.

    Raises:
        ScheduleError: Two of them are due in the same month.
    """
    ordered = sorted(slots, key=lambda slot: (slot.due, slot.start))
    for before, slot in pairwise(ordered):
        if before.key == slot.key:
            raise unreadable(f"{before.label} dan {slot.label}", "jatuh tempo pada bulan yang sama")
    return tuple(ordered)
