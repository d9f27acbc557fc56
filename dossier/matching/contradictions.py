"""Detects contradictions between the text of a paper and its name: period, year, kind of paper, subject. Pure.

Only certain signs count: a period in the title, the day of a meeting for the papers of a meeting, the kind of paper
in capitals at its head. A report on the period before its slot is no contradiction.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier._memo import memoised
from dossier.knowledge import either, word_list
from dossier.matching import name_periods, text_dates
from dossier.matching.text_dates import DateKind
from dossier.matching.title_block import UNNAMED, OfficeName, title_of
from dossier.model import DocKind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from dossier.matching.parsed_path import Name
    from dossier.matching.term_scoring import RequirementTerms
    from dossier.matching.title_block import Title
    from dossier.model import Content, Slot

_TITLE_LINES: Final = 12  # further down "Triwulan I 2025" is the head of a column
_LATE_SIGNED_FROM: Final = 10  # a decree for a year is signed from October of the year before on
# Papers of one meeting: its day decides, and a period in their title is what the meeting was about.
_OF_A_MEETING: Final = frozenset(map(DocKind, word_list("jenis_rapat")))
_OF_A_MEETING_OR_PERIOD: Final = frozenset(map(DocKind, word_list("jenis_rapat_atau_periode")))
# How a paper of each kind is headed; these four exclude each other.
_HEADS: Final = {
    DocKind.UNDANGAN: re.compile(
        rf"^\s*(?:{either('kepala_undangan')})\b|^(?:{either('judul_hal')})\s*:?\s*undangan\b", re.IGNORECASE
    ),
    DocKind.DAFTAR_HADIR: re.compile(rf"^\s*(?:{either('kepala_daftar_hadir')})\b", re.IGNORECASE),
    DocKind.NOTULEN: re.compile(rf"^\s*(?:{either('kepala_notulen')})\b", re.IGNORECASE),
    DocKind.SK: re.compile(rf"^\s*(?:{either('kepala_sk')})\b|^\s*menetapkan\s*:", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """Facts stated in the text of a paper.

    `months` are the periods in its title, each a set of months; `years` the years of the title; `events` the first
    and last days of its meeting; `signed` the day of its signature; `head` the kind that its first heading names and
    `kinds` all that any heading names.
    """

    title: Title | None = None
    months: tuple[frozenset[int], ...] = ()
    years: frozenset[int] = frozenset()
    events: tuple[tuple[dt.date, dt.date], ...] = ()
    signed: dt.date | None = None
    head: DocKind | None = None
    kinds: frozenset[DocKind] = frozenset()


@memoised(4096)
def facts_of(content: Content, office: OfficeName = UNNAMED) -> PaperFacts:
    """Return what a text says of its paper; nothing where it could not be read."""
    if content.problem:
        return PaperFacts()
    title = title_of(content.text, office)
    facts = text_dates.content_dates(content.text)
    named = name_periods.read(title.text) if title else name_periods.NO_PERIOD
    headed = [fact for fact in facts if fact.kind is DateKind.TITLE and fact.line <= _TITLE_LINES]
    months = [named.months] if named.spoken and not named.dates else [_months(fact.first, fact.last) for fact in headed]
    lines = [line for line in content.text.splitlines() if line.strip()]
    heads = [kind for line in lines for kind, pattern in _HEADS.items() if pattern.search(line)]
    first = next((kind for kind, pattern in _HEADS.items() if title and pattern.search(title.text)), None)
    return PaperFacts(
        title=title,
        months=tuple(dict.fromkeys(found for found in months if found)),
        years=(title.years if title else frozenset()) or frozenset(fact.first.year for fact in headed),
        events=tuple((fact.first, fact.last) for fact in facts if fact.kind is DateKind.EVENT),
        signed=text_dates.signed_on(facts),
        head=first,
        kinds=frozenset(heads),
    )


def other_period(paper: PaperFacts, name: Name, entry: RequirementTerms, filled: Iterable[Slot]) -> str:
    """Return in words the period of a paper that differs from its name's; "" where they agree.

    Args:
        paper: What the paper says.
        name: Its path taken apart.
        entry: What it is claimed for.
        filled: The slots that the name fills.
    """
    if not _says_months(name):
        return ""
    said = _months_of(paper, entry.requirement.kind)
    slots = tuple(filled)
    if not said or any(_agree(months, name.period.months, slots) for months in said):
        return ""
    words = wording.join_words(list(dict.fromkeys(name_periods.Period(months=months).words() for months in said[:2])))
    return f"isinya tentang {words}, sedangkan {_where(name)} menyebut {name.period.words()}"


def other_year(paper: PaperFacts, name: Name, entry: RequirementTerms) -> frozenset[int]:
    """Return the years that a paper is of where none of them is among those of its name; else nothing."""
    said = name.own_period.years or name.folder_period.years
    if not said:
        return frozenset()
    found = paper.years
    if not found and entry.requirement.kind in _OF_A_MEETING | _OF_A_MEETING_OR_PERIOD:
        found = frozenset(day.year for day, _ in paper.events)
    if not found and paper.signed and not paper.events:
        # Signed for the year to come, or after the year has ended.
        ahead = paper.signed.month >= _LATE_SIGNED_FROM
        found = frozenset({paper.signed.year, paper.signed.year + ahead, paper.signed.year - 1})
        return frozenset({paper.signed.year}) if not found & said else frozenset()
    return found if not found & said else frozenset()


def other_kind(paper: PaperFacts, entry: RequirementTerms) -> str:
    """Return in words that a paper's heading names another kind than the one asked for; "" where it does not."""
    asked = entry.requirement.kind
    if asked not in _HEADS or paper.head is None or asked in paper.kinds | {paper.head}:
        return ""
    return f"isinya {_called(paper.head)}, sedangkan yang diminta {_called(asked)}"


def signature(paper: PaperFacts, entry: RequirementTerms, filled: Iterable[Slot]) -> dt.date | None:
    """Return the day of the signature, unless the paper says that it is of another time than these slots."""
    if paper.signed is None:
        return None
    said = _months_of(paper, entry.requirement.kind)
    fits = not said or any(name_periods.slots_in(name_periods.Period(months=months), tuple(filled)) for months in said)
    return paper.signed if fits else None


def without_time(name: Name, years: frozenset[int]) -> Name:
    """Return a name whose years are those of its content alone."""
    return replace(
        name,
        own_period=name_periods.NO_PERIOD,
        folder_period=name_periods.NO_PERIOD,
        content_period=name_periods.Period(years=years),
    )


def _says_months(name: Name) -> bool:
    return bool(name.period.months) and name.period is not name.content_period


def _where(name: Name) -> str:
    return "namanya" if name.period is name.own_period else f"foldernya “{name.folder_of_period}”"


def _months_of(paper: PaperFacts, kind: DocKind) -> tuple[frozenset[int], ...]:
    """Return the months that a paper of this kind is of."""
    events = tuple(dict.fromkeys(_months(first, last) for first, last in paper.events))
    if kind in _OF_A_MEETING:
        return events
    return (*events, *paper.months) if kind in _OF_A_MEETING_OR_PERIOD else paper.months


def _agree(months: frozenset[int], named: frozenset[int], slots: tuple[Slot, ...]) -> bool:
    """Whether the months of a paper fit its name or a slot that the name fills.

    A name that gives the month of the deadline agrees with a paper about the longer period that ended just before.
    """
    if months & named or name_periods.slots_in(name_periods.Period(months=months), slots):
        return True
    looks_back = max(months) % 12 + 1 in {slot.start.month for slot in slots}
    return len(months) > len(named) and looks_back


def _months(first: dt.date, last: dt.date) -> frozenset[int]:
    count = (last.year - first.year) * 12 + last.month - first.month
    return frozenset((first.month - 1 + step) % 12 + 1 for step in range(min(count, 11) + 1))


def _called(kind: DocKind) -> str:
    return "SK" if kind is DocKind.SK else kind.value.replace("-", " ")
