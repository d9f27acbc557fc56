"""Groups files as a person sorts them: by their folder and the day that their name says. Pure."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from dossier import wording

# "IMG-20250204-WA0012", "2025-02-04 10.11.12", "Screenshot_20250204_101112"; not a part of a longer number.
_DAY: Final = re.compile(r"(?<!\d)(20\d\d)([-_. ]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
# A camera writes the time right behind the day: "20250204101112".
_STAMP: Final = re.compile(
    r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?(?!\d)"
)


def day_of(path: str) -> dt.date | None:
    """Return the day in the name of a file, as phones, cameras and scanners write it; None where there is none."""
    name = path.rpartition("/")[2]
    found = _DAY.search(name)
    numbers = (found[1], found[3], found[4]) if found else None
    if numbers is None and (stamp := _STAMP.search(name)):
        numbers = (stamp[1], stamp[2], stamp[3])
    try:
        return dt.date(*map(int, numbers)) if numbers else None
    except ValueError:  # 30 February
        return None


def group_of(path: str) -> tuple[str, str]:
    """Return the folder of a file, and its day as a heading: "4 Februari 2025", or an empty text."""
    day = day_of(path)
    return path.rpartition("/")[0], wording.long_date(day) if day else ""


def order_of(path: str) -> tuple[str, bool, dt.date, str]:
    """Return what puts files in groups: by folder, in it by day (those without one last), then by name."""
    day = day_of(path)
    return path.rpartition("/")[0].casefold(), day is None, day or dt.date.min, path
