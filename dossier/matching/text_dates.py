"""Extracts dates from the text of a paper: the paper's own dates, as opposed to dates it only mentions. Pure.

The year of a regulation, the date of a letter that is answered, a birth date and a date of appointment are no date of
the paper.
"""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.knowledge import either, word_list
from dossier.matching import name_periods
from dossier.matching.name_periods import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class DateKind(StrEnum):
    """What a date is to its paper, strongest first."""

    TITLE = "periode pada judul"
    EVENT = "hari/tanggal kegiatan"
    SIGNED = "tempat dan tanggal"
    STATE_OF = "keadaan per tanggal"
    STATED = "keterangan tanggal"
    PERIOD = "periode dalam teks"
    MENTIONED = "disebut dalam teks"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedFact:
    """A date or period that a text says: first and last day, what it is to the paper, where and in which words.

    `line` counts from 1; `strength` is 0 to 1. From `OWN` on a fact is the paper's own date.
    """

    first: dt.date
    last: dt.date
    kind: DateKind
    line: int
    words: str

    @property
    def strength(self) -> float:
        """Rank of certainty that this is the paper's own date."""
        return _STRENGTHS[self.kind]


OWN: Final = 0.7
_STRENGTHS: Final = {
    DateKind.TITLE: 1.0,
    DateKind.EVENT: 0.95,
    DateKind.SIGNED: 0.9,
    DateKind.STATE_OF: 0.92,
    DateKind.STATED: 0.8,
    DateKind.PERIOD: 0.5,
    DateKind.MENTIONED: 0.3,
}
_TITLE_LINES: Final = 25  # a period further down is no title
_LONGEST_TITLE: Final = 90  # characters; a longer line is a sentence
_SMALL: Final = 3  # characters beside a period, or small words in a heading
_MOSTLY: Final = 0.7  # the share of capitals in a heading
_BEFORE: Final = 170  # characters before a date in which its sentence begins

_CENTURY: Final = 2000
_OLDEST, _LATEST = 1945, 2049  # years that a paper of an office can be from
_ONES: Final = word_list("angka")
_COUNTS: Final = (*_ONES, *word_list("angka_puluhan"))
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
# "3 Maret 2025", "03-Mar-2025", "Rabu/15 Januari 2025".
_SPOKEN: Final = re.compile(
    rf"(?<![\d.,])(?<!\d/)(?P<day>\d{{1,2}})[\s-]+(?P<month>[a-z]{{3,10}})\.?[\s,-]+{_YEAR}(?!\d)"
)
# "03-03-2025", "3/3/2025", "3.3.2025".
_NUMERIC: Final = re.compile(
    rf"(?<![\d.,/-])(?P<day>\d{{1,2}})(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark){_YEAR}(?!\d)"
)
# "05/08/25": the year in two digits.
_NUMERIC_SHORT: Final = re.compile(
    r"(?<![\d.,/-])(?P<day>\d{1,2})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<year>2\d)(?![\d/.-])"
)
# "2025-03-03".
_ISO: Final = re.compile(rf"(?<![\d.,/-]){_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])")
# "7 s.d. 9 Juli 2025", "7-9 Juli 2025", "28 Mei s.d. 2 Juni 2025", "7, 8, dan 9 Juli 2025".
_STEP: Final = r"\s*(?:[-–—]|,?\s?dan|&|s\.?\s?/?d\.?|sampai(?: dengan)?|hingga)\s*(?:tanggal\s+)?"
_DAYS: Final = re.compile(
    rf"(?<![\d.,])(?<!\d/)(?P<day>\d{{1,2}})(?:\s+(?P<from>[a-z]{{3,10}}))?(?:\s*,\s*\d{{1,2}}){{0,4}}{_STEP}"
    rf"(?:(?:{'|'.join(day.casefold() for day in wording.WEEKDAYS)}),?\s+)?"
    rf"(?P<last>\d{{1,2}})\s+(?P<month>[a-z]{{3,10}})\.?[\s,]+{_YEAR}(?!\d)"
)
# "tanggal tiga bulan Maret tahun dua ribu dua puluh lima"
_COUNT: Final = rf"(?:{'|'.join(_COUNTS)})(?:\s+(?:{'|'.join(_COUNTS)})){{0,7}}"
_IN_WORDS: Final = re.compile(
    rf"tanggal\s+(?P<day>{_COUNT}|\d{{1,2}})\s+bulan\s+(?P<month>[a-z]{{3,10}})\s+tahun\s+(?P<year>{_COUNT}|\d{{4}})"
    r"(?![a-z0-9])"
)
# "Bulan Maret 2025", "Periode Januari s.d. Maret 2025", "Triwulan I Tahun 2025", "Semester I 2025".
_MONTH: Final = r"[a-z]{3,10}"
_PHRASE: Final = re.compile(
    rf"\b(?:(?:{either('periode_bulan')})[\s:]+(?:bulan\s+)?{_MONTH}"
    rf"(?:\s*(?:[-–]|s\.?/?d\.?|sampai dengan|dan)\s*{_MONTH})?"
    rf"|(?:{either('periode_bagian')})[\s.:-]*(?:ke[\s-]*)?(?:i{{1,3}}|iv|[1-4])"
    r"(?:\s*(?:[-–]|s\.?/?d\.?|sampai dengan)\s*(?:(?:triwulan|tw|semester)\s*)?(?:i{1,3}|iv|[1-4]))?)"
    rf"(?:\s*(?:tahun(?:\s+anggaran)?|ta|t\.a\.)?[\s.]*{_YEAR})?(?![a-z0-9])"
)
# Without one of these no pattern below finds anything.
_ANY_YEAR: Final = re.compile(r"(?:19|20)\d\d|[-/.]2\d(?!\d)|\b(?:se)?ribu\b")
# What makes a date somebody else's: read in the words just before it.
_FOREIGN: Final = re.compile(
    rf"\b(?:{either('tanggal_acuan')}|jo\.?|surat\b.{{0,60}}\bnomor)\b",
    re.DOTALL,
)
# A place at the start of its line, with nothing after the date: "Jambi, 3 Maret 2025".
_PLACE: Final = re.compile(r"(?:^|\s{2,})[a-z][a-z .'-]{2,30},\s*(?:tanggal\s+|tgl\.?\s+)?$")
# A birth: on the line itself, or as the label on the line above.
_BORN: Final = re.compile(rf"\b(?:{either('tanggal_lahir')}|tgl\.? ?lhr)\b(?:[^\n]*|\s*[:.]?\s*\n[^\n]*)$")
_OLDEST_SIGNED: Final = 2000  # an earlier "place, date" is a birth
_WEEKDAY: Final = rf"(?:{either('hari')})"
# A weekday before a date, at the start of its line: "Rabu/15 Januari 2025".
_WEEKDAY_FIRST: Final = re.compile(rf"^\W*{_WEEKDAY}\s*[,/]?\s*(?:tanggal\s+)?$")
_ISSUED: Final = re.compile(rf"\b(?:{either('tanggal_penetapan')})\b[^.;]{{0,60}}$", re.DOTALL)
_EVENT: Final = re.compile(
    r"(?:\bhari\s*(?:/|,|dan|\s)\s*(?:tanggal|tgl)\b\s*[:.]?\s*"
    r"|\bhari\s*:?\s*[a-z'’]{4,7}\s*[,/]?\s*(?:tanggal|tgl)\b\s*[:.]?\s*"
    r"|\bpada\s+hari(?:\s+ini)?,?\s+"
    rf"|\b(?:tanggal|waktu)\s+(?:{either('tanggal_kegiatan')})(?: [a-z]+){{0,2}}\s*:?\s*"
    r"|(?:^|\n|\s{2,})\s*(?:hari|waktu(?:\s*(?:/|dan)\s*(?:tempat|tanggal))?)\s*:\s*)"
    r"(?:[a-z'’]{4,7}(?:\s*(?:[-–]|dan|s\.?/?d\.?|sampai(?: dengan)?)\s*[a-z'’]{4,7})?\s*[,/]?\s*)?"
    r"(?:(?:tanggal|tgl\.?)\s*)?$"
)
# "dilaksanakan pada tanggal 7 s.d. 9 Juli 2025"
_HELD: Final = re.compile(rf"\b(?:{either('tanggal_pelaksanaan')})\s+(?:pada\s+)?(?:tanggal|tgl\.?)\s*$")
# A period by its first and last day, after the word "Periode".
_UNTIL: Final = re.compile(r"\s*(?:s\.?/?d\.?|sampai(?: dengan)?|[-–])\s*(?:tanggal\s*)?")
_RANGE_OF: Final = re.compile(r"\bperiode(?: tanggal)?\s*:?\s*$")
# "KEADAAN PER 30 SEPTEMBER 2025": a list is of that day, whenever it was signed.
_STATE_OF: Final = re.compile(
    rf"\b(?:{either('tanggal_keadaan')})\s+(?::\s*)?(?:(?:per|sampai dengan|s\.?/?d\.?)\s*)?(?:tanggal\s*)?$"
)
_STATED: Final = re.compile(
    r"(?:^|\n)\s*(?:tanggal|tgl\.?)\s*(?:surat|dokumen|pembuatan|ditetapkan)?\s*:?\s*"
    rf"(?:{_WEEKDAY}\s*[,/]\s*)?$"
)


def content_dates(text: str) -> tuple[DatedFact, ...]:
    """Return the dates and periods that a text says, the strongest first, then in reading order; each day once.

    Args:
        text: The first pages of a paper with its lines kept.
    """
    folded = unicodedata.normalize("NFC", text).casefold()
    if not _ANY_YEAR.search(folded):
        return ()
    if len(folded) != len(text):
        text = folded  # casefolding that changes the length would shift the words quoted
    best: dict[tuple[dt.date, dt.date], DatedFact] = {}
    for fact in (*_dates(text, folded), *_ranges(text, folded), *_phrases(text, folded)):
        known = best.get((fact.first, fact.last))
        if known is None or fact.strength > known.strength:
            best[fact.first, fact.last] = fact
    return tuple(sorted(best.values(), key=lambda fact: (-fact.strength, fact.line, fact.first)))


def period_of(facts: Iterable[DatedFact]) -> tuple[Period, str]:
    """Return the period that a paper's own facts give it and the words that say so; an empty one where none is its own.

    A period in the title says the months; the strongest date says the day beside it.
    """
    own = [fact for fact in facts if fact.strength >= OWN]
    if not own:
        return name_periods.NO_PERIOD, ""
    best = own[0]
    days = [fact.first for fact in own if fact.first == fact.last or fact.kind is DateKind.EVENT]
    months = {best.first.month + step for step in range(_months_between(best.first, best.last) + 1)}
    return (
        Period(
            months=frozenset((month - 1) % 12 + 1 for month in months),
            years=frozenset({best.first.year, best.last.year}),
            spoken=best.first != best.last,
            dates=frozenset(days[:1]),
        ),
        best.words,
    )


def signed_on(facts: Iterable[DatedFact]) -> dt.date | None:
    """Return the day on which a paper was signed ("Jambi, 3 Maret 2025"), the first of several; None where unsaid."""
    return min((fact.first for fact in facts if fact.kind is DateKind.SIGNED), default=None)


def _months_between(first: dt.date, last: dt.date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def _dates(text: str, folded: str) -> Iterator[DatedFact]:
    spans = list(_day_spans(folded))
    in_words = (_IN_WORDS,) if "tanggal" in folded and "bulan" in folded else ()
    for pattern in (_SPOKEN, _NUMERIC, _NUMERIC_SHORT, _ISO, *in_words):
        for hit in pattern.finditer(folded):
            if any(first.start() <= hit.start() and hit.end() <= first.end() for first, _ in spans):
                continue
            day = _day(hit["day"], hit["month"], hit["year"])
            kind = _kind(folded, hit, day) if day else None
            if day and kind:
                yield _fact(text, hit.start(), hit.end(), (day, day), kind)
    for hit, days in spans:
        kind = DateKind.TITLE if _RANGE_OF.search(_before(folded, hit.start())) else _kind(folded, hit, days[0])
        if kind is DateKind.MENTIONED and _stands_alone(folded, hit):
            kind = DateKind.EVENT
        if kind:
            yield _fact(text, hit.start(), hit.end(), days, kind)


def _stands_alone(folded: str, hit: re.Match[str]) -> bool:
    """Return whether the days of an event are a line of a heading: "7 s.d. 9 Juli 2025"."""
    start, end = folded.rfind("\n", 0, hit.start()) + 1, folded.find("\n", hit.end())
    rest = folded[start : hit.start()] + folded[hit.end() : end if end >= 0 else len(folded)]
    return folded.count("\n", 0, hit.start()) < _TITLE_LINES and not any(map(str.isalnum, rest))


def _day_spans(folded: str) -> Iterator[tuple[re.Match[str], tuple[dt.date, dt.date]]]:
    """Yield the days of one event that share a year: "7 s.d. 9 Juli 2025"."""
    for hit in _DAYS.finditer(folded):
        first = _day(hit["day"], hit["from"] or hit["month"], hit["year"])
        last = _day(hit["last"], hit["month"], hit["year"])
        if first and last and first <= last:
            yield hit, (first, last)


def _ranges(text: str, folded: str) -> Iterator[DatedFact]:
    """Yield the periods that a first and a last day give."""
    found = sorted((hit for pattern in (_SPOKEN, _NUMERIC) for hit in pattern.finditer(folded)), key=re.Match.start)
    for one, two in itertools.pairwise(found):
        if not _UNTIL.fullmatch(folded, one.end(), two.start()) or not _RANGE_OF.search(_before(folded, one.start())):
            continue
        first, last = (_day(hit["day"], hit["month"], hit["year"]) for hit in (one, two))
        if first and last and first <= last:
            yield _fact(text, one.start(), two.end(), (first, last), DateKind.TITLE)


def _phrases(text: str, folded: str) -> Iterator[DatedFact]:
    for hit in _PHRASE.finditer(folded):
        span = _span(hit[0])
        if span is None or _FOREIGN.search(_before(folded, hit.start())):
            continue
        line_start = folded.rfind("\n", 0, hit.start()) + 1
        line_end = folded.find("\n", hit.end())
        line = text[line_start : line_end if line_end >= 0 else len(text)].strip()
        number = text.count("\n", 0, hit.start()) + 1
        title = number <= _TITLE_LINES and len(line) <= _LONGEST_TITLE and _is_title(line, hit[0])
        yield _fact(text, hit.start(), hit.end(), span, DateKind.TITLE if title else DateKind.PERIOD)


def _is_title(line: str, phrase: str) -> bool:
    """Return whether a line is a heading: in capitals, with capital words, or hardly more than the phrase."""
    letters = [letter for letter in line if letter.isalpha()]
    capital = sum(letter.isupper() for letter in letters)
    words = line.split()
    named = sum(word[:1].isupper() or not word[:1].isalpha() for word in words)
    return (
        capital > len(letters) * _MOSTLY
        or len(line) <= len(phrase) + _SMALL
        or (named >= len(words) - _SMALL and not line.endswith((".", ",", ";")))
    )


def _span(phrase: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day of a period phrase that says its year."""
    period = name_periods.read(phrase)
    if not period.months or len(period.years) != 1:
        return None
    (year,) = period.years
    first, last = min(period.months), max(period.months)
    if period.months != set(range(first, last + 1)):
        return None
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


def _day(day: str, month: str, year: str) -> dt.date | None:
    """Return a date that exists, from digits or words; a year of two digits is of this century."""
    century = _CENTURY if len(year) == 2 else 0  # noqa: PLR2004 — digits
    try:
        found = dt.date(century + _number(year), wording.month_number(month) or _number(month), _number(day))
    except ValueError:
        return None
    return found if _OLDEST <= found.year <= _LATEST else None


def _number(text: str) -> int:
    """Return the number that digits or Indonesian words say, 0 where none: "dua ribu dua puluh lima" is 2025."""
    if text.strip().isdigit():
        return int(text)
    total, current = 0, 0
    for word in text.split():
        if word in _ONES:
            current += _ONES.index(word)
        elif word in {"sepuluh", "sebelas"}:
            current += 10 if word == "sepuluh" else 11
        elif word in {"belas", "puluh"}:
            current = current + 10 if word == "belas" else current * 10
        elif word in {"ribu", "seribu"}:
            total, current = total + (current or 1) * 1000, 0
        elif word in {"ratus", "seratus"}:
            total, current = total + (current or 1) * 100, 0
    return total + current


def _kind(folded: str, hit: re.Match[str], day: dt.date) -> DateKind | None:
    """Return what a date is to its paper, or None where it is somebody else's."""
    before = _before(folded, hit.start())
    end = folded.find("\n", hit.end())
    after = folded[hit.end() : end if end >= 0 else len(folded)].strip(" .\r")
    line = before.rpartition("\n")[2]
    foreign = _FOREIGN.search(line if hit.re is _IN_WORDS else before) is not None
    signed = _ISSUED.search(before) is not None or (_PLACE.search(line) is not None and not after)
    kinds = (
        (_BORN.search(before), None),
        (hit.re is _IN_WORDS, None if foreign else DateKind.EVENT),
        (_EVENT.search(before) or _WEEKDAY_FIRST.search(line), DateKind.EVENT),
        (signed, DateKind.SIGNED if day.year >= _OLDEST_SIGNED else None),
        (foreign, None),
        (_HELD.search(before), DateKind.EVENT),
        (_STATE_OF.search(before), DateKind.STATE_OF),
        (_STATED.search(before), DateKind.STATED),
    )
    return next((kind for applies, kind in kinds if applies), DateKind.MENTIONED)


def _before(folded: str, start: int) -> str:
    """Return the words of the sentence before a place, at most a few lines."""
    text = folded[max(0, start - _BEFORE) : start]
    for end in ("\n\n", ".\n", ";\n", ". "):
        text = text.rpartition(end)[2]
    return text


def _fact(text: str, start: int, end: int, span: tuple[dt.date, dt.date], kind: DateKind) -> DatedFact:
    line = text.count("\n", 0, start) + 1
    return DatedFact(first=span[0], last=span[1], kind=kind, line=line, words=" ".join(text[start:end].split()))
