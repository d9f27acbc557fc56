"""Parses a path once for all rules: folders, stem, words, periods; recognises names that machines give. Pure.

The date in the name that a phone, camera, scanner, screenshot or messenger gives is the time of the file, not of the
paper: it gives no month and no year. A date that a person typed beside it still counts.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.audit import ENDING
from dossier.knowledge import either, word_list
from dossier.knowledge.vocabulary import tokens, unglued
from dossier.matching import name_periods

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.matching.code_spellings import Mention
    from dossier.matching.contradictions import PaperFacts
    from dossier.matching.name_periods import Period
    from dossier.matching.spelling import Speller


# Names of programs and devices; they say nothing of what is in the file. A blank stands for a blank, a mark or nothing.
_DEVICES: Final = (
    # cameras and phones: IMG_20250412_091011, PXL_20250412_021011123, MVIMG_…, DSC_0031, P_20250412_091011
    *word_list("mesin_kamera"),
    *(r"(?:photo|video)(?=[_\s-]20\d\d)", "p(?=_20)", "gmt(?=20)"),
    # messengers: WhatsApp Image 2025-04-12 at 09.10.11, DOC-20250412-WA0003, photo_2025-04-12_09-10-11
    r"whats app(?: (?:images?|video|audio|scan|document|gambar|dokumen))?",
    *word_list("mesin_pesan"),
    r"(?:doc|document|file)(?=[-_]?20\d\d[-_]?\d\d[-_]?\d\d)",
    # scanner programs: CamScanner 12-04-2025 09.10, Adobe Scan 12 Apr 2025, TapScanner 12-04-2025-09.10
    rf"(?:{either('mesin_scanner')}) scann?er(?: pro)?",
    rf"(?:{either('mesin_scan')}) scan",
    *word_list("mesin_pemindai"),
    *(r"scannable(?: document)?(?: on)?", "lens(?=_2)", "new doc(?:ument)?", "dok(?:umen)? baru"),
    *(r"dokumen (?:yang )?(?:di)?pindai(?:an)?", r"(?:hasil )?(?:scan|pindai(?:an)?)", r"scanned(?: documents?)?"),
    *("notes?(?=_2)", "catatan(?=_2)"),
    # office machines: SKM_C25825041209100, BRN30055C_001234, EPSON012, CCF_0005, doc20250412091011, Xerox Scan_04122025
    *word_list("mesin_kantor"),
    *(r"skm(?:bt)?_?[a-z]?", "brn?[0-9a-f]{6,12}", "xerox(?: scan)?", "km(?=_)", r"mx-?[a-z]?\d+", r"doc(?=\d{6})"),
)
# The same where the words say what is in the file: a picture of a screen.
_SCREENS: Final = (
    *(r"screen sho+ts?", r"screen captures?", r"screen record(?:ing|er)?"),
    *word_list("mesin_layar"),
)
_GAP: Final = r"[\s_.,()-]{0,3}"
_TIME: Final = (
    r"(?:[\s_.,tT-]{1,3}(?:(?:at|pada|pukul|pkl|jam)[\s_.]{1,2})?[0-2]?\d[.:_h-]?[0-5]\d(?:[.:_-]?[0-5]\d)?(?:[._-]?\d{1,4})?"
    r"(?:\s?[ap]\.?m\b\.?)?)"
)
_MONTH: Final = r"[a-z]{3,9}\.?"
# With a day: a month alone was typed by a person.
_DATE: Final = (
    r"(?:20\d\d[-_. ]?\d\d[-_. ]?\d\d(?:\d{4,6})?|\d{1,2}[-_. ]\d{1,2}[-_. ](?:20)?\d\d|\d{8}(?:\d{4,6})?"
    r"|2\d{5}(?:\d{4,8})?"
    rf"|\d{{1,2}}[\s_.-]?{_MONTH}[\s_.,-]{{0,2}}20\d\d|{_MONTH}[\s_]\d{{1,2}},?[\s_]20\d\d)"
)
_COUNTER: Final = r"(?:[-_]wa\d{3,})?"  # of WhatsApp
_STAMP: Final = rf"{_GAP}{_DATE}{_TIME}?{_COUNTER}(?!\d)"


def _any(names: tuple[str, ...]) -> str:
    return rf"(?<![a-z])(?:{'|'.join(names).replace(' ', '[ _-]?')})"


_STAMPED: Final = re.compile(rf"{_any(_DEVICES)}{_STAMP}", re.IGNORECASE)
_STAMPED_SCREEN: Final = re.compile(rf"(?P<kept>{_any(_SCREENS)}){_STAMP}", re.IGNORECASE)
_GIVEN: Final = re.compile(rf"{_any((*_DEVICES, *_SCREENS))}(?=[\d\s_\-.(]|$)", re.IGNORECASE)
# "20250412_091011", "20250412091011", "2025-04-12 09.10.11": a time behind a date and nothing else.
_BARE: Final = re.compile(
    r"^\s*(?:20\d{6}[_\-]?\d{4,9}|20\d\d[-_.]\d\d[-_.]\d\d[\s_T-]+[0-2]\d[.:_-]?[0-5]\d(?:[.:_-]?[0-5]\d)?)(?:[\s_(-]+\d{1,3}\)?)?\s*$"
)


def is_machine_given(text: str) -> bool:
    """Return whether a name, or a part of it, is one that a machine gives: `IMG-20250204-WA0012`, `scan0001`."""
    return _GIVEN.search(text) is not None or _BARE.match(text) is not None


def without_machine_stamps(text: str) -> str:
    """Return a name with each machine's own name, date and time blanked out; its length and all else stay."""
    if _BARE.match(text):
        return " " * len(text)
    text = _STAMPED_SCREEN.sub(lambda hit: hit["kept"] + " " * (len(hit[0]) - len(hit["kept"])), text)
    return _STAMPED.sub(lambda hit: " " * len(hit[0]), text)


# People copy trees from Windows: a backslash parts folders too.
_SEPARATORS: Final = re.compile(r"[/\\]")
_QUARTER: Final = 3  # months
# What is kept month by month; a "daftar hadir" with a month may be of any meeting.
_KEPT_BY_MONTH: Final = re.compile(either("nama_per_bulan"), re.IGNORECASE)
_OF_AN_EVENT: Final = frozenset(word_list("istilah_pertemuan"))
# What the kind of a file implies of the paper in it.
_IMPLIED_KINDS: Final = (
    dict.fromkeys(word_list("akhiran_dokumentasi"), "dokumentasi")
    | dict.fromkeys(word_list("akhiran_tangkapan_layar"), "tangkapan_layar")
    | dict.fromkeys(word_list("akhiran_tautan"), "tautan")
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_YEAR_FOLDER: Final = re.compile(r"\D*20\d\d\D*")
_PERIOD_WORDS: Final = frozenset(word_list("folder_periode_saja"))
_PERIOD_WORD_ONLY: Final = re.compile(rf"\s*(?:{either('folder_bagian_tahun')})\s*", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)  # without slots, for what is worked out once
class Name:
    """A parsed path: `text` is the stem without codes, `parts` its words split at commas and "dan".

    `content_period` is when its content says that it is from, where the path lacks a month or a year; `paper` what the
    content says of itself, None where it was not read; `is_enumerated` that a letter before the name only numbers it.
    """

    folders: tuple[str, ...]
    stem: str
    text: str
    parts: tuple[tuple[str, ...], ...]
    own_period: Period
    folder_period: Period
    folder_of_period: str
    implied_kind: str = ""
    content_period: Period = name_periods.NO_PERIOD
    content_words: str = ""
    paper: PaperFacts | None = None
    is_enumerated: bool = False

    @cached_property
    def terms(self) -> frozenset[str]:
        """All canonical terms of the stem."""
        return frozenset(term for part in self.parts for term in part)

    @cached_property
    def is_mute(self) -> bool:
        """Whether the name has no words about the content: `IMG-20250204-WA0012`, `scan0001`, numbers."""
        return all(_YEAR.fullmatch(term) or term.isdigit() or _is_month(term) for term in self.terms)

    @cached_property
    def is_from_machine(self) -> bool:
        """Whether a phone, a camera or a scanner gave the name."""
        return self.is_mute and (is_machine_given(self.text) or not any(map(str.isalpha, self.text)))

    @property
    def years(self) -> frozenset[int]:
        """The years that the name says, else those of the nearest folder that says any, else the content's."""
        return self.own_period.years or self.folder_period.years or self.content_period.years

    @property
    def speaks_of_time_alone(self) -> bool:
        """Whether the name is a time that a person wrote and nothing else: "Jan", "2025-05", "TW II"."""
        return self.is_mute and bool(self.own_period.months) and not is_machine_given(self.text)

    @property
    def implied(self) -> frozenset[str]:
        """Terms that the name implies: "Absensi Oktober" is the monthly one, "WBS TW III" the quarterly one."""
        kind = self.folders[-1] if self.speaks_of_time_alone and self.folders else self.text  # "Kehadiran/Sept"
        kept = _KEPT_BY_MONTH.search(kind) and not self.terms & _OF_AN_EVENT
        if not self.own_period.spoken:
            # "03 Maret/Absen staf": the nearest folder is the month that the paper is kept by, and of no event.
            nearest = self.folders[-1] if self.folders and self.folders[-1] == self.folder_of_period else ""
            return frozenset({"bulanan"} if kept and nearest and _is_only_a_time(nearest) else ())
        quarterly = {"triwulan"} if len(self.own_period.months) % _QUARTER == 0 else set()
        return frozenset(quarterly | ({"bulanan"} if kept else set()))

    @property
    def bare_years(self) -> frozenset[int]:
        """The years of the name that belong to no date."""
        return self.own_period.bare_years

    @property
    def period(self) -> Period:
        """The period of the name, else of the nearest folder, else of the content.

        A camera's or scanner's own date does not count.
        """
        camera = not self.own_period.spoken and self.is_mute and is_machine_given(self.text)
        if self.own_period.months and not camera:
            return self.own_period
        return self.folder_period if self.folder_period.months else self.content_period

    @property
    def period_reason(self) -> str:
        """Say where the period was read."""
        where = "nama berkas"
        if self.period is self.content_period:
            where = f"isi berkas (“{self.content_words}”)"
        elif self.period is not self.own_period:
            where = f"nama folder “{self.folder_of_period}”"
        months = self.period.words()
        return f"bulan {months} pada {where}" if months else ""

    @property
    def dated(self) -> tuple[dt.date, dt.date] | None:
        """The first and last day of the date, else of the single month, that the paper says of itself with its year.

        A paper that names its period ("Rekap Maret, dibuat 3 April 2025") is of that period, whenever it was made.
        """
        dates = self.period.dates or (self.content_period.dates if not self.period.months else frozenset())
        if dates and {day.month for day in dates} >= self.period.months:
            return min(dates), max(dates)
        if len(self.period.months) != 1 or len(self.years) != 1:
            return None
        (month,), (year,) = self.period.months, self.years
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def split_path(path: str) -> tuple[tuple[str, ...], str]:
    """Return the folders of a path and the stem of its name."""
    *folders, name = _SEPARATORS.split(unicodedata.normalize("NFC", path))
    return tuple(folder for folder in folders if folder.strip()), ENDING.sub("", name)


def ending(path: str) -> str:
    """Return the ending of a path's name with its dot, or an empty text."""
    hit = ENDING.search(path)
    return hit[0] if hit else ""


def read(
    path: str,
    mentions: Iterable[Mention],
    speller: Speller,
    *,
    inside_indicator: bool,
    is_enumerated: bool = False,
) -> Name:
    """Take a path apart.

    Args:
        path: As the scan spells it.
        mentions: The codes in its stem, blanked out before words and dates are read.
        speller: Reads words with a slip of the pen in them.
        inside_indicator: Whether folders fix an indicator, so that a folder "04" can only be a month.
        is_enumerated: Whether a letter before the name only numbers it.
    """
    folders, stem = split_path(path)
    text = stem
    for mention in mentions:
        first, last = mention.span
        text = text[:first] + " " * (last - first) + text[last:]
    said = unglued(without_machine_stamps(text))
    text = unglued(text)
    folder_period, where = _folder_period(folders, inside_indicator=inside_indicator)
    words = name_periods.without_spans(said)
    parts = () if _is_only_a_period(said) else speller.vocabulary.parts(words, speller.read)
    return Name(
        folders=folders,
        stem=stem,
        text=text,
        parts=parts,
        own_period=_with_years(name_periods.read(said), parts),
        folder_period=folder_period,
        folder_of_period=where,
        implied_kind=_IMPLIED_KINDS.get(ending(path).casefold().removeprefix("."), ""),
        is_enumerated=is_enumerated,
    )


def _with_years(period: Period, parts: tuple[tuple[str, ...], ...]) -> Period:
    """Add the years that only the reader of words sees: "lakip23"."""
    if period.years:
        return period
    years = frozenset(int(term) for part in parts for term in part if _YEAR.fullmatch(term))
    return replace(period, years=years, bare_years=years)


def _folder_period(folders: tuple[str, ...], *, inside_indicator: bool) -> tuple[Period, str]:
    """Return the nearest folder's months and, apart from that, the nearest folder's years."""
    months: Period | None = None
    years: Period | None = None
    where = ""
    for depth in range(len(folders) - 1, -1, -1):
        name = folders[depth]
        above = folders[depth - 1] if depth else ""
        if _PERIOD_WORD_ONLY.fullmatch(above):
            name = f"{above} {name}"  # "TW/II"
        found = name_periods.read_folder(name, inside_year=inside_indicator or bool(_YEAR_FOLDER.fullmatch(above)))
        if found.months and months is None:
            months, where = found, folders[depth]
        if found.years and years is None:
            years = found
    return (
        name_periods.Period(
            months=months.months if months else frozenset(),
            years=years.years if years else frozenset(),
            bare_years=years.bare_years if years else frozenset(),
            dates=months.dates if months else frozenset(),
        ),
        where,
    )


def _is_only_a_period(text: str) -> bool:
    """Return whether a name is "semester 1" or "TW II 2025": a time is no topic, though the plan has words for it."""
    words = tokens(text)
    spoken = _PERIOD_WORDS.intersection(words)
    rest = [word for word in words if word not in _PERIOD_WORDS and not word.isdigit() and not _is_month(word)]
    return bool(spoken) and all(wording.roman_number(word) is not None for word in rest)


def _is_only_a_time(folder: str) -> bool:
    """Return whether a folder is a month, quarter or the like and nothing else: "03 Maret", "TW II", "B04"."""
    words = tokens(name_periods.without_spans(folder))
    return all(word.isdigit() or word in _PERIOD_WORDS or _is_month(word) for word in words)


def _is_month(term: str) -> bool:
    return bool(name_periods.read(term).months)
