"""Parses months, quarters, semesters, dates and years in names, and maps them to slots. Ignores file timestamps."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier._memo import memoised
from dossier.knowledge import either

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.model import Slot

ALL_MONTHS: Final = frozenset(range(1, 13))
_MARK: Final = r"[-_.]?"
# "2025-04-03", "20250403", "2025-04", "202504".
_ISO: Final = re.compile(
    rf"(?<!\d)(?P<year>20[0-4]\d){_MARK}(?P<month>0[1-9]|1[0-2])(?:{_MARK}(?P<day>0[1-9]|[12]\d|3[01]))?(?!\d)"
)
# "2025-4-3": without the zeros only where a day follows.
_ISO_SHORT: Final = re.compile(
    r"(?<!\d)(?<!\d[-_.])(?P<year>20[0-4]\d)(?P<mark>[-_.])(?P<month>0?[1-9]|1[0-2])(?P=mark)"
    r"(?P<day>0?[1-9]|[12]\d|3[01])(?![\d])"
)
# "03082025": day first, where the digits are no "2025-08-03".
_GLUED_LONG: Final = re.compile(
    r"(?<![\d.,/-])(?P<day>0[1-9]|[12]\d|3[01])(?P<month>0[1-9]|1[0-2])(?P<year>20[2-4]\d)(?![\d,/])"
)
# "03-04-2025", "3.4.2025", "3_4_2025", "03-04-25".
_DAY_FIRST: Final = re.compile(
    r"(?<!\d)(?<!\d[.\-])(?P<day>0?[1-9]|[12]\d|3[01])(?P<mark>[-_.])(?P<month>0?[1-9]|1[0-2])(?P=mark)(?P<year>20[0-4]\d|2\d)(?!\d)"
)
# "04-2025", "04.2025"; with one digit only before a full year.
_MONTH_FIRST: Final = re.compile(r"(?<!\d)(?<!\d[.\-_])(?P<month>0[1-9]|1[0-2])[-_.](?P<year>20[0-4]\d)(?!\d)")
# "141025" between other words.
_GLUED_DAY_FIRST: Final = re.compile(
    r"(?<![\d.,/-])(?P<day>0[1-9]|[12]\d|3[01])(?P<month>0[1-9]|1[0-2])(?P<year>2[3-9])(?![\d.,/-])"
)
# "02-25", and "0525" at the end of a name.
_SHORT_MONTH_FIRST: Final = re.compile(
    r"(?<![\d.,/-])(?P<month>0[1-9]|1[0-2])(?:[-_.](?P<year>2[3-9])(?![\d.,/-])|(?P<glued>2[3-9])\s*$)"
)
# A time of day behind a date: "12-01-2025-09.10", "20250412_091011", "3 Maret 2025 pukul 09.10".
_TIME_AFTER: Final = re.compile(
    rf"[\s_.,t-]{{1,3}}(?:(?:at|{either('nama_pukul')})[\s_.]{{0,2}})?(?:[01]?\d|2[0-3])[.:_-]?[0-5]\d"
    r"(?:[.:_-]?[0-5]\d)?(?!\d|[-_.]\d)"
)
_TIME: Final = re.compile(rf"(?<![a-z])(?:{either('nama_pukul')})[\s_.:]{{0,3}}(?:[01]?\d|2[0-3])[.:_-]?[0-5]\d(?!\d)")
# "bln 3", "bulan ke-3", "bln 1-3": months by number.
_NUMBERED_MONTH: Final = re.compile(
    rf"(?<![a-z0-9])(?:{either('nama_bulan')})[\s._-]{{0,3}}(?:ke[\s-]{{0,2}})?(?P<first>0?[1-9]|1[0-2])(?![\d])"
    r"(?:\s*(?:[-–]|s\.?/?d\.?|sampai(?: dengan)?)\s*(?P<last>0?[1-9]|1[0-2])(?!\d))?"
)
# A whole date in any spelling, for what is said before and around it.
_WHOLE: Final = (
    r"(?:\d{1,2}[\s._-]?[a-z]{3,10}[\s._,-]{0,2}20[0-4]\d|\d{1,2}[-_./]\d{1,2}[-_./](?:20)?\d\d"
    r"|20[0-4]\d[-_.]?\d{1,2}[-_.]?\d{1,2}|[0-3]\d[01]\d20[0-4]\d)(?!\d)"
)
# When the file was made and not when the paper is from: "(scan 14 April 2025)", "dipindai 14-04-2025".
_MADE: Final = re.compile(
    rf"(?<![a-z])(?:{either('nama_dibuat')})"
    rf"[\s:_.,-]{{1,3}}(?:(?:pada|tanggal|tgl)[\s:_.]{{1,2}}){{0,2}}{_WHOLE}"
)
# A date in brackets behind another date: "Undangan 12 Maret 2025 (14 April 2025)".
_BRACKETED: Final = re.compile(rf"(?P<first>{_WHOLE}[^()\[\]]*?)[(\[][^()\[\]]*?{_WHOLE}[^()\[\]]*[)\]]")
# Of several dates the one of the meeting: "Undangan 28 Mei 2025 rapat 3 Juni 2025".
_OF_EVENT: Final = re.compile(
    rf"(?<![a-z])(?:{either('nama_kegiatan')})[\s:_,.-]{{1,3}}(?:(?:pada|tanggal|tgl)[\s:_.]{{1,2}}){{0,2}}"
    rf"(?P<date>{_WHOLE})"
)
_ANY_DATE: Final = re.compile(rf"(?<!\d){_WHOLE}")
_YEAR: Final = re.compile(r"(?<!\d)(?:19[89]\d|20[0-4]\d)(?!\d)")
# "2020-2024", "2024/2025", "2020 s.d. 2024".
_YEARS: Final = re.compile(
    r"(?<![\d./-])(?P<first>20[0-4]\d)\s*(?:[-–—/]|s\.?\s?/?d\.?|sampai(?: dengan)?|hingga)\s*"
    r"(?P<last>20[0-4]\d)(?![\d./-])"
)
_NO_YEARS: Final = (
    # The year of a regulation says nothing of the file: "Permenpan 90 Tahun 2021", "PP No. 60 Th 2008", "UU 14/2008".
    re.compile(
        rf"\b(?:{either('nama_peraturan')})\b[^\d]{{0,40}}\d{{1,3}}"
        r"(?:\s*(?:tahun|thn|th|[-/_.])\s*|\s+)(?:19|20)\d\d"
    ),
    # "0812-2023-4567", "+62 812 2024 111", "NIP 19800101 200912 1 001", "No. 2024/PP.01".
    re.compile(r"(?<![\d])(?:\+?62|0)[\s.-]?8\d{1,2}(?:[\s.-]?\d{3,4}){2,3}(?!\d)"),
    re.compile(r"\bnip\b[\s.:]*\d[\d\s]{9,22}"),
    re.compile(r"\b(?:nomor|nomer|no)\b[\s.:]*20[0-4]\d(?=\s*/)"),
)
_MOST_YEARS: Final = 15  # a longer "range" is two numbers
_STEP: Final = r"(?:\s*(?:[-–]|s\.?\s?/?-?\s?d\.?|sd|sampai(?: dengan)?|hingga)\s*)"
_ROMAN_4: Final = r"iv|i{1,3}|[1-4]"
_AND: Final = r"(?:\s*(?:dan|&|\+)\s*)"
# "TW I", "Triwulan 2", "Tw.1", "TW-III", "Q1", "TW I-II", "TW I s.d. TW IV", "TW III dan IV", "Triwulan ke-2".
_QUARTER_WORD: Final = rf"(?:{either('nama_triwulan')})"
_QUARTER: Final = re.compile(
    rf"(?<![a-z0-9]){_QUARTER_WORD}[\s._-]*(?:ke[\s-]*)?(?P<first>{_ROMAN_4})"
    rf"(?:(?:(?P<and>{_AND})|{_STEP})(?:{_QUARTER_WORD}[\s._-]*)?(?P<last>{_ROMAN_4}))?(?![a-z0-9])"
)
# "Semester I", "Smt 2", "Smst 1", "Semester 1 dan 2".
_SEMESTER: Final = re.compile(
    rf"(?<![a-z0-9])(?:{either('nama_semester')})[\s._-]*(?:ke[\s-]*)?(?P<first>ii|i|[12])"
    rf"(?:(?:(?P<and>{_AND})|{_STEP})(?P<last>ii|2))?(?![a-z0-9])"
)
# "B03", "B12": the month of the deadline.
_DEADLINE: Final = re.compile(r"(?<![a-z0-9])b(0[1-9]|1[0-2])(?![a-z0-9])")
_WORD: Final = re.compile(r"[^\W\d_]+")
# What may stand between the months of a range.
_RANGE: Final = re.compile(rf"(?:\s*(?:20\d\d)?{_STEP})\.?")
_DAY_BEFORE: Final = re.compile(r"(?<!\d)(0?[1-9]|[12]\d|3[01])[\s._-]*$")
_YEAR_AFTER: Final = re.compile(r"[\s._,-]*(20[0-4]\d)(?!\d)")
# "Des 24", "mrt 25": from 23 on, because an earlier number after a month may be a day.
_SHORT_YEAR_AFTER: Final = re.compile(r"[\s._'’-]*(2[3-9])(?![\d]|[.,]\d)")
_LEAP_YEAR: Final = 2024
_MONTH_FOLDER: Final = re.compile(r"(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Period in a name: months (1 to 12), all years, and the years that are no part of a date.

    `spoken` says that the months were words ("Maret", "TW I") and not the numbers of a date. `dates` are whole dates.
    """

    months: frozenset[int] = frozenset()
    years: frozenset[int] = frozenset()
    bare_years: frozenset[int] = frozenset()
    spoken: bool = False
    dates: frozenset[dt.date] = frozenset()

    def words(self) -> str:
        """Return the months as people read them: "Maret", "Januari–Maret"."""
        months = sorted(self.months)
        if len(months) > 1 and months == list(range(months[0], months[-1] + 1)):
            return f"{wording.MONTHS[months[0] - 1]}–{wording.MONTHS[months[-1] - 1]}"
        return wording.join_words([wording.MONTHS[month - 1] for month in months])


NO_PERIOD: Final = Period()


@dataclass(slots=True)
class _NameReading:
    """A name while its dates are taken out of it one kind after the other."""

    text: str
    dated: set[int]
    years: set[int]
    dates: set[dt.date]

    def take(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield the matches and blank them out, so that no other rule reads the same digits."""
        for hit in list(pattern.finditer(self.text)):
            yield hit
            self.blank(hit)

    def blank(self, hit: re.Match[str] | None) -> None:
        """Blank a match out; its length stays."""
        if hit is not None:
            self.text = self.text[: hit.start()] + " " * len(hit[0]) + self.text[hit.end() :]


@memoised(32768)
def read(name: str) -> Period:
    """Return the months and years that a name says; a plain month counts before the date of a day."""
    reading = _NameReading(text=unicodedata.normalize("NFC", name).casefold(), dated=set(), years=set(), dates=set())
    for pattern in _NO_YEARS:
        for _ in reading.take(pattern):
            pass
    _blank_other_dates(reading)
    ranges = _year_ranges(reading)
    _numeric_dates(reading)
    spans = _spans(reading)
    named, dated_words = _month_words(reading)
    bare = ranges | {int(hit[0]) for hit in _YEAR.finditer(reading.text)}
    months = _narrowed(spans, named) or dated_words or reading.dated
    with_month = bool(named or dated_words or spans)
    return Period(
        months=frozenset(months),
        years=frozenset(reading.years | bare),
        bare_years=frozenset() if with_month else frozenset(bare),
        spoken=with_month,
        dates=frozenset(reading.dates),
    )


def without_spans(name: str) -> str:
    """Return the name with its quarters and semesters blanked out: "semester 1" is a time and never a topic."""
    folded = name.lower()
    if len(folded) != len(name):
        return name
    for pattern in (_QUARTER, _SEMESTER, _DEADLINE):
        for hit in pattern.finditer(folded):
            name = name[: hit.start()] + " " * len(hit[0]) + name[hit.end() :]
    return name


def read_folder(name: str, *, inside_year: bool) -> Period:
    """Return what the name of a folder says; "04" alone is April where a year or an indicator stands above it."""
    if inside_year and _MONTH_FOLDER.fullmatch(name.strip()):
        return Period(months=frozenset({int(name)}))
    return read(name)


def slots_in(period: Period, slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
    """Return the slots that hold a month of the period; the year was judged before."""
    return tuple(
        slot for slot in slots if any(slot.start.month <= month <= _last_month(slot) for month in period.months)
    )


def _last_month(slot: Slot) -> int:
    return slot.until.month + 12 * (slot.until.year - slot.start.year)


def _year_ranges(reading: _NameReading) -> set[int]:
    """Return every year of "2020-2024"."""
    found: set[int] = set()
    for hit in list(_YEARS.finditer(reading.text)):
        first, last = int(hit["first"]), int(hit["last"])
        if first < last <= first + _MOST_YEARS:
            found |= set(range(first, last + 1))
    return found


def _blank_other_dates(reading: _NameReading) -> None:
    """Blank out times of day, and dates that say when a file was made or stand in brackets behind the paper's own."""
    for pattern in (_TIME, _MADE):
        for _ in reading.take(pattern):
            pass
    for hit in list(_BRACKETED.finditer(reading.text)):
        kept = hit.end("first")
        reading.text = reading.text[:kept] + " " * (hit.end() - kept) + reading.text[hit.end() :]
    events = [hit.span("date") for hit in _OF_EVENT.finditer(reading.text)]
    if len(events) == 1:
        before = [hit for hit in _ANY_DATE.finditer(reading.text) if hit.end() <= events[0][0]]
        for hit in before:  # what follows it may be a second day of the same meeting
            reading.blank(hit)


def _numeric_dates(reading: _NameReading) -> None:
    for pattern in (*(_DAY_FIRST, _ISO, _ISO_SHORT, _GLUED_LONG, _MONTH_FIRST, _GLUED_DAY_FIRST, _SHORT_MONTH_FIRST),):
        for hit in reading.take(pattern):
            parts = hit.groupdict()
            year, month = int(parts["year"] or parts.get("glued", "")), int(parts["month"])
            year += 2000 if year <= 99 else 0  # noqa: PLR2004 — two digits
            day = parts.get("day")
            if day is not None:
                reading.blank(_TIME_AFTER.match(reading.text, hit.end()))
            if day is None or _keep_date(reading, year, month, int(day)):
                reading.years.add(year)
                reading.dated.add(month)


def _keep_date(reading: _NameReading, year: int, month: int, day: int) -> bool:
    """Keep a date that exists; the 31st of February is none."""
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return False
    reading.dates.add(dt.date(year, month, day))
    return True


def _spans(reading: _NameReading) -> set[int]:
    """Return the months of quarters, semesters and deadlines."""
    months: set[int] = set()
    for pattern, length in ((_QUARTER, 3), (_SEMESTER, 6)):
        for hit in reading.take(pattern):
            first = _small_number(hit["first"])
            last = max(first, _small_number(hit["last"] or hit["first"]))
            for number in (first, last) if hit["and"] else range(first, last + 1):
                months |= set(range((number - 1) * length + 1, number * length + 1))
    months |= {int(hit[1]) for hit in reading.take(_DEADLINE)}
    for hit in reading.take(_NUMBERED_MONTH):
        months |= set(range(int(hit["first"]), int(hit["last"] or hit["first"]) + 1))
    return months


def _small_number(text: str) -> int:
    return int(text) if text.isdigit() else wording.roman_number(text) or 1


def _month_words(reading: _NameReading) -> tuple[set[int], set[int]]:
    """Return the months named without a day ("Januari-Maret") and those of whole dates ("3 Maret 2025")."""
    named: set[int] = set()
    dated: set[int] = set()
    before: tuple[int, int] | None = None  # the month just before and where its name ended
    for word in _WORD.finditer(reading.text):
        month = wording.month_number(word[0])
        if month is None:
            continue
        gap = reading.text[before[1] : word.start()] if before else ""
        if not _YEAR.search(reading.text) and (short := _SHORT_YEAR_AFTER.match(reading.text, word.end())):
            reading.years.add(2000 + int(short[1]))
        day = _DAY_BEFORE.search(reading.text[: word.start()])
        if before and _RANGE.fullmatch(gap):
            named |= set(range(before[0], month + 1))
            if before[0] > month:  # "Des 2024-Feb 2025": of the later year
                named = named - {before[0]} | set(range(1, month + 1))
        elif day is None:
            named.add(month)
        elif _said_date(reading, int(day[1]), month, word.end()):
            dated.add(month)
        before = (month, word.end())
    return named, dated - named


def _said_date(reading: _NameReading, day: int, month: int, end: int) -> bool:
    """Keep "3 Maret 2025"; a day without a year is a date too, but not a whole one."""
    year = _YEAR_AFTER.match(reading.text, end)
    if year:
        return _keep_date(reading, int(year[1]), month, day)
    return day <= calendar.monthrange(_LEAP_YEAR, month)[1]


def _narrowed(spans: set[int], named: set[int]) -> set[int]:
    """Return the months of "TW I Maret": the narrower of two that agree, else all of them."""
    return (spans & named) or (spans | named)
