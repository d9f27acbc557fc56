"""Regulations of `peraturan.csv`: what they are called, when they are in force, what amends them, what they are for.

Typed rows, each read once, and pure functions of a day. Which of them a paper cites is decided in `templates`.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dossier import knowledge

if TYPE_CHECKING:
    from collections.abc import Mapping

_CERTAIN: Final = frozenset("AB")
"""Read in the regulation itself (A) or in real papers (B); C and D are second-hand."""
_GAZETTES: Final = {"LN": "Lembaran Negara", "TLN": "Tambahan Lembaran Negara", "BN": "Berita Negara"}
_NUMBER_AND_YEAR: Final = re.compile(r"(?:nomor|no\.?)\s*(\w+).{0,12}?tahun\s*(\d{4})", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]+")
_ORDINALS: Final = ("", " Kedua", " Ketiga", " Keempat", " Kelima", " Keenam", " Ketujuh", " Kedelapan")
_LAST: Final = 99
"""Rank of a text that begins like no kind of regulation."""


class Force(Enum):
    """Whether a regulation is in force on a day; `UNSURE` where its dates are known to the month or year only."""

    NOT_YET = "not yet"
    YES = "yes"
    UNSURE = "unsure"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Regulation:
    """One regulation, or one that amends another.

    Attributes:
        kind: key of its kind in `jenis_peraturan.csv`, as PermenPANRB.
        title: what follows "tentang"; empty for an amendment whose title says only that.
        gazettes: where it was promulgated, as ("LN 1999/75", "TLN 3851").
        start: first day in force, as far as it is known: year, month or day.
        end: last day in force, as far as it is known; empty while none is known.
        successor: what took its place, empty where nothing is known.
        amends: `kind number/year` of the regulation that it amends, else empty.
        amendment: 1 for the first amendment, 2 for the second.
        subjects: what papers cite it for.
        scope: names of institutions whose units alone cite it; empty for all.
        is_certain: whether it was read in the regulation or in real papers.
    """

    kind: str
    number: int
    year: int
    title: str
    gazettes: tuple[str, ...]
    start: str
    end: str
    successor: str
    amends: str
    amendment: int
    subjects: tuple[str, ...]
    scope: tuple[str, ...]
    is_certain: bool

    @property
    def key(self) -> str:
        """Return how other rows name it: `PermenPANRB 90/2021`."""
        return f"{self.kind} {self.number}/{self.year}"

    @property
    def short_name(self) -> str:
        """Return `PermenPANRB Nomor 90 Tahun 2021`."""
        return f"{self.kind} Nomor {self.number} Tahun {self.year}"

    @property
    def name(self) -> str:
        """Return the name with its kind written out, without the title."""
        return f"{kind_names()[self.kind]} Nomor {self.number} Tahun {self.year}"

    @property
    def titled(self) -> str:
        """Return name and title, as a paper cites it; an amendment's own title may be made of what it amends."""
        if self.title or not self.amends:
            return f"{self.name} tentang {self.title}"
        return f"{self.name} tentang Perubahan{_ORDINALS[self.amendment - 1]} atas {by_key()[self.amends].titled}"

    @property
    def promulgation(self) -> str:
        """Return ` (Lembaran Negara Republik Indonesia Tahun 1999 Nomor 75, …)`, empty where it is not known."""
        places = ", ".join(_gazette(text) for text in self.gazettes)
        return f" ({places})" if places else ""

    def force_on(self, day: dt.date) -> Force:
        """Return whether it is in force on a day, as far as its dates are known."""
        first, surely = _span(self.start)
        if day < first:
            return Force.NOT_YET
        if self.end:
            maybe, last = _span(self.end)
            if day > last:
                return Force.ENDED
            if day >= maybe and maybe != last:
                return Force.UNSURE
        return Force.YES if day >= surely else Force.UNSURE

    def concerns(self, institution: str) -> bool:
        """Return whether units of this institution cite it; any unit cites what has no scope."""
        words = " ".join(_WORD.findall(institution.casefold()))
        return not self.scope or any(f" {name} " in f" {words} " for name in self.scope)


@cache
def regulations() -> tuple[Regulation, ...]:
    """Return every regulation, in file order."""
    return tuple(
        Regulation(
            kind=row["jenis"],
            number=int(row["nomor"]),
            year=int(row["tahun"]),
            title=row["judul"],
            gazettes=knowledge.listed(row["lembaran"]),
            start=row["berlaku"],
            end=_day_before(row["dicabut"]) or row["sampai"],
            successor=row["pengganti"],
            amends=row["mengubah"],
            amendment=int(row["perubahan_ke"] or 0),
            subjects=knowledge.listed(row["pokok"]),
            scope=knowledge.listed(row["lingkup"]),
            is_certain=row["pasti"] in _CERTAIN,
        )
        for row in knowledge.rows("peraturan.csv")
    )


@cache
def by_key() -> Mapping[str, Regulation]:
    """Return the regulations by their key, `UU 28/1999`."""
    return MappingProxyType({each.key: each for each in regulations()})


@cache
def subjects() -> tuple[str, ...]:
    """Return everything that regulations are cited for, sorted."""
    return tuple(sorted({subject for each in regulations() for subject in each.subjects}))


def amendments_on(regulation: Regulation, day: dt.date) -> tuple[Regulation, ...]:
    """Return what amends a regulation and is, or may be, in force on a day; the latest last."""
    found = (each for each in regulations() if each.amends == regulation.key)
    return tuple(
        sorted(
            (each for each in found if each.force_on(day) in {Force.YES, Force.UNSURE}),
            key=lambda each: each.amendment,
        )
    )


@cache
def kind_names() -> Mapping[str, str]:
    """Return kind ─► its name written out."""
    return MappingProxyType({row["jenis"]: row["nama"] for row in knowledge.rows("jenis_peraturan.csv")})


def place_in_order(citation: str) -> tuple[int, int, int]:
    """Return where a citation stands among others: by the hierarchy of regulations, then by year and number.

    The order is that of the table of kinds: laws, government and presidential regulations, those of ministers, those of
    other institutions and regions, decrees. What begins like none of them stands last.
    """
    text = " ".join(citation.casefold().split())
    starts = ((start, int(row["urutan"])) for row in _kinds() for start in knowledge.listed(row["awal"]))
    fitting = [(len(start), rank) for start, rank in starts if re.match(rf"{re.escape(start)}\b", text)]
    rank = max(fitting)[1] if fitting else _LAST
    found = _NUMBER_AND_YEAR.search(text)
    if found is None:
        return rank, 0, 0
    return rank, int(found[2]), int(found[1]) if found[1].isdecimal() else 0


def _kinds() -> tuple[Mapping[str, str], ...]:
    return knowledge.rows("jenis_peraturan.csv")


def _day_before(text: str) -> str:
    return str(dt.date.fromisoformat(text) - dt.timedelta(days=1)) if text else ""


def _span(text: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day that a date known to the year, month or day may mean."""
    year, month, day = (*(int(part) for part in text.split("-")), 0, 0)[:3]
    if day:
        return dt.date(year, month, day), dt.date(year, month, day)
    if month:
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _gazette(text: str) -> str:
    """Return `LN 1999/75` or `TLN 3851` written out."""
    name, _, number = text.partition(" ")
    year, slash, place = number.partition("/")
    official = f"{_GAZETTES[name]} Republik Indonesia"
    return f"{official} Tahun {year} Nomor {place}" if slash else f"{official} Nomor {number}"
