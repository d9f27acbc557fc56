"""Converts the syntax tree of a *target waktu* to dated slots: years, last days, windows, repetition.

A point starts on the first day of its month, also when it names a day or a week: those say when the paper is late,
not when it may first exist. A range starts where its first point starts.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from dossier.model import NO_DUE_TIME, Schedule, Slot
from dossier.schedule import tokens
from dossier.schedule.grammar import read, says_when
from dossier.schedule.marked_lists import in_doubt, marked_items
from dossier.schedule.periods import SchedulePeriod, month_end, month_index, month_start, period_of, unit_label
from dossier.schedule.repetition import repetitions
from dossier.schedule.tokens import (
    Point,
    PointKind,
    ScheduleError,
    ScheduleItem,
    Token,
    TokenKind,
    Tree,
    shown,
    tokenise,
    unreadable,
)
from dossier.wording import MONTHS, join_words, long_date

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_TEXT: Final = 400  # characters; the longest of the decree has 55
_LONGEST_WINDOW: Final = 36  # months
_BRACKETED: Final = re.compile(r"[(\[]([^()\[\]]{1,60})[)\]]")  # the "triwulanan" of "Laporan (triwulanan)"
_A_WORD: Final = re.compile(r"[^\W\d_]{3}")
_WORD_END: Final = re.compile(r"\S(?=\s)")
_UNIT_COUNT: Final = 4  # quarters of a year
_NUMERALS: Final = frozenset({TokenKind.ORDINAL, TokenKind.LIST, TokenKind.CHOICE, TokenKind.STOP})
"""What "I/II/III/IV" is made of."""
_TIMELESS: Final = frozenset(
    {TokenKind.NEVER, TokenKind.UNKNOWN, TokenKind.LIST, TokenKind.OPEN, TokenKind.CLOSE, TokenKind.STOP}
)
"""What "bila ada pengaduan" is made of; with a month or a repetition beside it, nobody knows which counts."""
_DATED: Final = frozenset({PointKind.DAY, PointKind.WEEK, PointKind.MONTH})


def parse(text: str, year: int, *, evidence_text: str = "") -> Schedule:
    """Read a *target waktu*.

    Args:
        text: The column as written.
        year: The plan's year, for what names none.
        evidence_text: The *bukti fisik*; "per bulan" or "setiap triwulan" in it divides a window into slots.

    Returns:
        The slots sorted by due date, at most one a due month, and a single one without a date for what falls due at
        no certain time ("bila ada pengaduan"); `note` says what was not literally there.

    Raises:
        ScheduleError: The text cannot be read for certain.
    """
    if len(text) > _LONGEST_TEXT:
        raise unreadable(text, f"lebih dari {_LONGEST_TEXT} huruf")
    if not 1 <= year <= dt.MAXYEAR:
        raise ScheduleError(f"tahun rencana {year} bukan tahun yang mungkin")
    words = _words(text, year)
    if words[0].kind is TokenKind.NEVER and all(word.kind in _TIMELESS for word in words):
        return Schedule.undated(text, year, NO_DUE_TIME)
    try:
        return _schedule(text, words, year, evidence_text)
    except ScheduleError as error:
        if error.proposal or (leading := leading_time(text, year)) is None:
            raise
        raise unreadable(leading[1], f"bukan waktu; “{leading[0]}” terbaca", proposal=leading[0]) from error


def _words(text: str, year: int) -> tuple[Token, ...]:
    """Return the tokens of a *target waktu*; the marks of a list are commas."""
    words = tokens.with_all_codes(tokens.with_short_years(tokenise(", ".join(marked_items(text))), year))
    if pair := in_doubt(text):
        raise unreadable(text, "bisa satu rentang, bisa dua waktu", proposal=", ".join(pair))
    numerals = [word.value for word in words if word.kind is TokenKind.ORDINAL]
    if all(word.kind in _NUMERALS for word in words) and numerals == list(range(1, _UNIT_COUNT + 1)):
        raise unreadable(text, "tidak menyebut triwulan", proposal="Triwulan I, II, III, IV")
    return words


def _schedule(text: str, words: Sequence[Token], year: int, evidence_text: str) -> Schedule:
    tree = _with_years(read(words), year)
    notes: list[str] = []
    doubt = ""
    slots = [slot for item in tree.items for slot in _item_slots(item, notes)]
    if tree.every:
        slots = _repeated(slots, tree.every, notes)
        if tree.day:
            slots = [_due_on(slot, tree.day) for slot in slots]
    elif len(tree.items) == len(slots) == 1 and not tree.deadline:
        slots, doubt = _divided_by_evidence(slots[0], evidence_text, notes)
    return Schedule(text=text, slots=_checked(slots), note="; ".join(notes), doubt=doubt)


def leading_time(text: str, year: int) -> tuple[str, str] | None:
    """Return the due time that a text begins with, and the rest: "Januari 2025", "1. Meningkatnya komitmen".

    None where nothing readable stands there, or the rest has a word for a time in it too.
    """
    if len(text) > _LONGEST_TEXT:
        return None
    for end in sorted((hit.end() for hit in _WORD_END.finditer(text)), reverse=True):
        written, rest = text[:end].rstrip(" :;,-–"), text[end:].strip(" :;,-–")
        if not _A_WORD.search(rest) or says_when(tokenise(rest)):
            continue
        try:
            _schedule(written, _words(written, year), year, "")
        except ScheduleError:
            continue
        return written, rest
    return None


def in_words(label: str, year: int, row: Schedule | None) -> Schedule | None:
    """Read the due time in brackets in the name of a *butir*: "(triwulanan)", "(Juli, Des 2025)", "(bila ada)".

    Args:
        label: The name. Where it has no readable time in brackets, or several, nothing is read; a year alone is none.
        year: The plan's year.
        row: The due time of the row; a repetition divides its window. None where the row has no date.

    Returns:
        The schedule, its `text` the words in the brackets; None where the row's due time counts.

    Raises:
        ScheduleError: A repetition is longer than the row's window.
    """
    found = [read for text in _BRACKETED.findall(label) if (read := _in_brackets(text, year)) is not None]
    if len(found) != 1:
        return None
    tree, own = found[0]
    if tree is None or not tree.every or tree.items or row is None or len(row.slots) != 1:
        return own
    notes: list[str] = []
    slots = _divided(row.slots[0], tree.every, notes)
    if len(slots) == 1 and tree.every < tokens.YEAR:
        every = own.text if own.text.lower().startswith(("setiap ", "per ", "tiap ")) else f"setiap {own.text}"
        raise unreadable(own.text, f"tidak membagi target waktu “{shown(row.text)}”", proposal=every)
    return replace(own, slots=tuple(slots), note="; ".join(notes))


def _in_brackets(text: str, year: int) -> tuple[Tree | None, Schedule] | None:
    """Return the tree (None without a date) and the schedule of words in brackets; None where they are no due time."""
    try:
        own = parse(text, year)
        if own.slots[0].due is None:
            return None, own
        tree = read(_words(text, year))
    except ScheduleError:
        return None
    only_year = all(point.kind is PointKind.YEAR for item in tree.items for point in item.points) and not tree.every
    return None if only_year else (tree, own)


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
        return [_before(first) if first.before else _window(period_of(first), None, first.text)]
    text = f"{first.text} {last.text}" if item.bare else f"{first.text}-{last.text}"
    if first.kind is last.kind is PointKind.PART and first.unit == last.unit:
        return _parts_between(first, last, text)
    if not ({first.kind, last.kind} <= _DATED):
        raise unreadable(text, "bukan rentang yang dikenal")
    if first.kind is last.kind:
        first = replace(first, month=first.month or last.month)
        last = replace(last, month=last.month or first.month)
    slot = _window(period_of(first), period_of(last), text)
    if item.bare:
        notes.append(f"“{text}” dibaca sebagai {slot.label}: tanda hubung di antara kedua bulan tampaknya hilang")
    return [slot]


def _before(point: Point) -> Slot:
    """Return the slot of "sebelum Maret 2025": the month that ends on the day before."""
    period = period_of(point)
    begins = period.due if point.kind is PointKind.DAY else period.start
    due = begins - dt.timedelta(days=1)
    if due.year != begins.year:
        raise unreadable(f"sebelum {point.text}", proposal=f"{MONTHS[due.month - 1]} {due.year}")
    return Slot(label=f"sebelum {period.name} {begins.year}", start=due.replace(day=1), due=due)


def _parts_between(first: Point, last: Point, text: str) -> list[Slot]:
    """Return every quarter (third, half) from the first to the last."""
    if first.at_end or last.at_end:
        raise unreadable(text, "bukan rentang yang dikenal")
    return _divided(_window(period_of(first), period_of(last), text), first.unit, [])


def _window(first: SchedulePeriod, last: SchedulePeriod | None, text: str) -> Slot:
    """Return one slot from the first period's first day to the last one's due date."""
    if last is None:
        return first.slot
    if last.due <= first.due:
        raise unreadable(text, "akhirnya tidak sesudah awalnya; tulis tahunnya bila melewati pergantian tahun")
    if month_index(last.due) - month_index(first.opens) >= _LONGEST_WINDOW:
        raise unreadable(text, f"lebih panjang dari {_LONGEST_WINDOW} bulan")
    name = first.name
    if first.opens.year != last.due.year:
        name = f"{name} {first.due.year}"
    elif first.start == last.start:  # "5–10 Mei", "minggu ke-1–minggu ke-2 Januari"
        name = name.removesuffix(f" {MONTHS[first.start.month - 1]}")
    return Slot(label=f"{name}–{last.name} {last.due.year}", start=first.opens, due=last.due)


def _repeated(slots: list[Slot], unit: int, notes: list[str]) -> list[Slot]:
    """Divide every window by the repetition that the text itself names."""
    parts = [part for slot in slots for part in _divided(slot, unit, notes)]
    if len(parts) == 1 and tokens.MONTH < unit < tokens.YEAR:
        months = month_index(parts[0].until) - month_index(parts[0].start) + 1
        if months < unit:  # "setiap triwulan, Juli 2025": once in July, or from July on?
            raise unreadable(parts[0].label, f"lebih pendek dari pengulangan setiap {unit} bulan")
    return parts


def _divided(slot: Slot, unit: int, notes: list[str]) -> list[Slot]:
    """Return the calendar months (quarters, halves) that a window touches, cut at the window's ends."""
    first, last = month_index(slot.start) // unit, month_index(slot.until) // unit
    if first == last:
        return [slot]
    parts = [
        Slot(
            label=unit_label(group * unit, unit),
            start=max(slot.start, month_start(group * unit)),
            due=min(slot.until, month_end(group * unit + unit - 1)),
        )
        for group in range(first, last + 1)
    ]
    if slot.until != month_end(last * unit + unit - 1):
        notes.append(f"{parts[-1].label} hanya sampai {long_date(slot.until)}")
    return parts


def _due_on(slot: Slot, day: int) -> Slot:
    """Return a month's slot that is due on this day of it."""
    if not slot.start.day <= day <= slot.until.day:
        raise unreadable(f"tanggal {day}", f"tidak ada dalam {slot.label}")
    return replace(slot, due=slot.start.replace(day=day))


def _divided_by_evidence(slot: Slot, evidence_text: str, notes: list[str]) -> tuple[list[Slot], str]:
    """Divide a window when the *bukti fisik* names exactly one repetition for all that it lists.

    Returns:
        The slots, and what a person has to decide; "" where it is clear.
    """
    named = {unit: words for unit, words in repetitions(tokenise(evidence_text)).items() if unit < tokens.YEAR}
    parts = [_divided(slot, unit, []) for unit in sorted(named)]
    if all(len(division) == 1 for division in parts):
        return [slot], ""
    if len(named) > 1:
        both = join_words([f"“{words}”" for words in named.values()])
        notes.append(f"bukti fisik menyebut {both}: {slot.label} tidak dibagi")
        return [slot], f"bukti fisik menyebut {both}, jadi tidak satu pun dipakai"
    words = next(iter(named.values()))
    items = [item for part in marked_items(evidence_text) for item in part.split(";") if item.strip()]
    if any(not repetitions(tokenise(item)) for item in items):
        notes.append(f"“{words}” hanya untuk sebagian bukti fisik: {slot.label} tidak dibagi")
        return [slot], f"“{words}” dalam bukti fisik hanya berlaku untuk sebagian isinya"
    divided = _divided(slot, next(iter(named)), notes)
    notes.append(f"bukti fisik menyebut “{words}”: {len(divided)} jatuh tempo")
    return divided, ""


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
