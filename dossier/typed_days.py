"""Reads a day that a person types: 2025-07-01, "1 Juli 2025", 31/7/2025. Pure."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from dossier import wording

if TYPE_CHECKING:
    from collections.abc import Iterator

_YEAR_FIRST: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")  # 2025-07-01, 2025/7/1
_NUMBERS: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")  # 31/7/2025, 31-07-2025
_NAMED: Final = re.compile(r"(\d{1,2})[\s./-]+([^\W\d_]+)\.?[\s./-]+(\d{4})")  # 1 Juli 2025, 1-Jul-2025


class DayError(ValueError):
    """A text is no day, or may mean two; the message says so in Indonesian."""


def read_day(text: str) -> dt.date:
    """Return the day that a text spells.

    Raises:
        DayError: it spells none, or may mean more than one.
    """
    days = tuple(dict.fromkeys(_days(" ".join(text.split()))))
    if len(days) > 1:
        meant = " atau ".join(f"{wording.long_date(day)} ({day})" for day in days)
        raise DayError(f"“{text}” dapat berarti {meant}; tulis salah satunya")
    if not days:
        raise DayError(f"“{text}” bukan tanggal; tulis seperti 2025-07-01 atau “1 Juli 2025”")
    return days[0]


def _days(text: str) -> Iterator[dt.date]:
    """Yield each day that a text may mean; of two numbers either may be the month."""
    if found := _YEAR_FIRST.fullmatch(text):
        yield from _day(found[1], found[3], found[4])
    elif found := _NUMBERS.fullmatch(text):
        first, second, year = found[1], found[3], found[4]
        yield from _day(year, second, first)
        yield from _day(year, first, second)
    elif found := _NAMED.fullmatch(text):
        yield from _day(found[3], wording.month_number(found[2]) or 0, found[1])


def _day(year: str | int, month: str | int, day: str | int) -> Iterator[dt.date]:
    try:
        yield dt.date(int(year), int(month), int(day))
    except ValueError:
        return
