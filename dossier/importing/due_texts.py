"""Due times of a table: text as written, a time with outcomes behind it, marks in month columns. Pure."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from dossier import schedule
from dossier.wording import MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

EVERY_MONTH: Final = "setiap bulan"
_MONTHS_A_YEAR: Final = 12
_NOTHING: Final = re.compile(r"[\s\-–—.]*|n/?a|nihil", re.IGNORECASE)
# Where outcomes may begin behind a time: a new line, "1. …", ":", ";", "(".
_BREAK: Final = re.compile(r"\n|\s(?=1\s?[.)]\s)|\s*[:;]\s+|\s+(?=\()|\s+[-–]\s+(?=[A-Za-z]{4,})")
_LIST_MARK: Final = re.compile(r"(?:^|\s)(?:[-–•·▪*]|\d{1,2}[.)]|[a-z][.)])\s+", re.IGNORECASE)
_TIME_WORD: Final = re.compile(
    r"\b(?:jan|feb|mar|apr|mei|jun|jul|agu?s|sep|okt|nov|des|triwulan|tw|semester|bulan|minggu)\w*\b", re.IGNORECASE
)


def is_empty(text: str) -> bool:
    """Whether a cell says nothing: "-", "n/a"."""
    return bool(_NOTHING.fullmatch(text))


def reads(text: str, year: int) -> bool:
    """Whether the grammar of due times reads a text."""
    try:
        schedule.parse(text, year)
    except schedule.ScheduleError:
        return False
    return True


def leading_time(text: str, year: int) -> tuple[str, str]:
    """Return the readable time that a text begins with, and what follows it; both empty where none is certain.

    A rest that names times too makes it uncertain: "Januari 2025 : Monev SOP Januari s/d Des 2025".
    """
    for cut in reversed(list(_BREAK.finditer(text))):
        time, rest = text[: cut.start()].strip(" .,"), text[cut.start() :].strip(" :;\n")
        if time and reads(time, year) and not _TIME_WORD.search(rest):
            return " ".join(time.split()), " ".join(rest.split())
    return "", ""


def as_list(text: str, year: int) -> str:
    """Return a list of times with marks as one with commas, where that can be read; else an empty text."""
    parts = [part.strip(" .,;") for part in _LIST_MARK.split(text) if part.strip(" .,;")]
    joined = ", ".join(" ".join(part.split()) for part in parts)
    return joined if len(parts) > 1 and reads(joined, year) else ""


def of_marks(months: Sequence[int], *, each: bool) -> str:
    """Return the due time that marked months say.

    Args:
        months: Sorted months, 1 to 12.
        each: Whether adjacent months are due times each; else a block is one time, due in its last month.
    """
    if len(months) == _MONTHS_A_YEAR:
        return EVERY_MONTH
    if each or not has_block(months):
        return ", ".join(MONTHS[month - 1] for month in months)
    ends = [month for month, after in pairwise([*months, 99]) if after != month + 1]
    return ", ".join(MONTHS[month - 1] for month in ends)


def has_block(months: Sequence[int]) -> bool:
    """Whether marks stand next to each other, which may be a span or a time each; a whole year is every month."""
    return len(months) < _MONTHS_A_YEAR and any(after == month + 1 for month, after in pairwise(months))
