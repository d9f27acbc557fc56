"""Indonesian wording: months, dates, numbers, sizes, states, enumerations and Roman numerals.

Pure text functions. No layout, no markup, no clock.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from dossier import knowledge

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from dossier.model import State

_LAYOUT: Final = re.compile(r"[\s\x00-\x1f\xad\u200b\ufffe\uffff]+")
"""White space, where lines are broken, and what pdfium puts in the place of a hyphen at a line's end."""

_MONTH_ROWS: Final = knowledge.rows("bulan.csv")
MONTHS: Final = tuple(row["nama"] for row in _MONTH_ROWS)
SHORT_MONTHS: Final = tuple(row["singkatan"] for row in _MONTH_ROWS)
WEEKDAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")

_VOWELS: Final = re.compile(r"[aeiou]")
_LEAST_CONSONANTS: Final = 4  # "jnr" may be anything
# What people write for each month: abbreviations, older and English spellings, slips seen in plans and file names.
_MONTH_NUMBERS: Final = {
    spelling: int(row["nomor"]) for row in _MONTH_ROWS for spelling in knowledge.listed(row["ejaan"])
}

# By the values of `State`: a build in which nothing changed has no time to load the model.
_STATE_LABELS: Final = {
    "ada": "ada",
    "belum_ada": "belum ada",
    "belum_jatuh_tempo": "belum jatuh tempo",
    "bermasalah": "bermasalah",
    "perlu_konfirmasi": "perlu konfirmasi",
}

_URGENCY_LABELS: Final = {
    "lewat": "lewat batas",
    "segera": "dalam 30 hari",
    "periksa": "perlu diperiksa",
    "nanti": "nanti",
    "lengkap": "lengkap",
}

OPEN_REQUIREMENT: Final = "butir belum ditetapkan"
"""What is said of a file of which only the indicator is known."""
SUPPORTING: Final = f"Bukti pendukung, {OPEN_REQUIREMENT}"
"""The title above such files."""

_SLOT_KEY: Final = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")  # 2025-04

_SIZE_UNITS: Final = ("B", "KB", "MB", "GB", "TB", "PB")
_SIZE_STEP: Final = 1024
_TENTHS_BELOW: Final = 100  # "12,4 MB", but "512 MB"

_ROMAN_DIGITS: Final = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
ROMAN_MAX: Final = 3999
_ROMAN_LETTERS: Final = re.compile(r"[IVXLCDM]{1,15}")  # MMMDCCCLXXXVIII (3888) is the longest


def month_number(word: str) -> int | None:
    """Return the month (1 to 12) that a word names in any known spelling, or None.

    Args:
        word: One word; case and a trailing dot do not matter ("Nop.", "AGT", "Pebruari", "December").
    """
    folded = unicodedata.normalize("NFKC", word).strip().rstrip(".").casefold()
    return _MONTH_NUMBERS.get(folded) or _without_vowels(folded)


def _without_vowels(word: str) -> int | None:
    """Return the month that a word names with some of its vowels left out: "dsmber", "sptmbr", "oktbr"."""
    for number, month in enumerate(MONTHS, start=1):
        name, letters = month.casefold(), iter(month.casefold())
        same = _VOWELS.sub("", word) == _VOWELS.sub("", name) and word[:1] == name[0]
        if same and len(word) >= _LEAST_CONSONANTS and all(letter in letters for letter in word):
            return number
    return None


def long_date(day: dt.date) -> str:
    """Return "2 Januari 2025"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_date(day: dt.date) -> str:
    """Return "Kamis, 2 Januari 2025"."""
    return f"{WEEKDAYS[day.weekday()]}, {long_date(day)}"


def short_date(day: dt.date) -> str:
    """Return "2 Jan 2025"."""
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year}"


def month_year(slot_key: str) -> str:
    """Return "April 2025" for the slot key "2025-04".

    Raises:
        ValueError: The key is no `YYYY-MM`.
    """
    found = _SLOT_KEY.fullmatch(slot_key)
    if found is None:
        raise ValueError(f"not a slot key: {slot_key!r}")
    return f"{MONTHS[int(found[2]) - 1]} {int(found[1])}"


def state_label(state: State) -> str:
    """Return the state as a reader sees it: "belum jatuh tempo"."""
    return _STATE_LABELS[state]


def urgency_label(urgency: str) -> str:
    """Return an urgency ("lewat", "segera" …) as a reader sees it: "dalam 30 hari"."""
    return _URGENCY_LABELS[urgency]


def spare_note(serving: Sequence[str]) -> str:
    """Return "cadangan dari SK Tim.pdf" for a file that others serve in the stead of."""
    return f"cadangan dari {join_words(list(serving))}"


def number_label(number: int) -> str:
    """Return a whole number with Indonesian thousands: "1.234"."""
    return f"{number:,}".replace(",", ".")


def more(count: int, what: str = "") -> str:
    """Return the line that stands for what a list does not show: "… dan 1.234 temuan lagi"."""
    return " ".join(filter(None, (f"… dan {number_label(count)}", what, "lagi")))


def capped(lines: Sequence[str], most: int, what: str = "") -> tuple[str, ...]:
    """Return the first lines of a list, and the line that counts the others."""
    return tuple(lines) if len(lines) <= most else (*lines[:most], more(len(lines) - most, what))


def size_label(size: int) -> str:
    """Return a file size as file managers show it: "980 B", "1,2 MB", "512 KB".

    Args:
        size: Bytes; units are steps of 1024.
    """
    amount, unit = float(size), 0
    # Rounding can reach the next unit: 1023.99 KB is "1 MB", not "1.024 KB".
    while unit + 1 < len(_SIZE_UNITS) and round(amount) >= _SIZE_STEP:
        amount, unit = amount / _SIZE_STEP, unit + 1
    digits = f"{amount:.1f}" if unit and amount < _TENTHS_BELOW else f"{amount:.0f}"
    return f"{digits.removesuffix('.0').replace('.', ',')} {_SIZE_UNITS[unit]}"


def join_words(words: Sequence[str]) -> str:
    """Return an enumeration as a sentence has it: "a", "a dan b", "a, b, dan c"."""
    if len(words) <= 1:
        return "".join(words)
    comma = "," if len(words) > 2 else ""  # noqa: PLR2004 — two words take no comma before "dan"
    return f"{', '.join(words[:-1])}{comma} dan {words[-1]}"


def roman(number: int) -> str:
    """Return a number from 1 to 3999 in Roman numerals.

    Raises:
        ValueError: The number has no Roman numeral.
    """
    if not 1 <= number <= ROMAN_MAX:
        raise ValueError(f"no Roman numeral for {number}")
    letters, rest = "", number
    for value, digit in _ROMAN_DIGITS:
        count, rest = divmod(rest, value)
        letters += digit * count
    return letters


def roman_number(text: str) -> int | None:
    """Return the value of a well-formed Roman numeral in either case ("iv" is 4), or None ("IIII", "abc")."""
    letters = text.strip().upper()
    if not _ROMAN_LETTERS.fullmatch(letters):
        return None
    rest, total = letters, 0
    for value, digit in _ROMAN_DIGITS:
        while rest.startswith(digit):
            rest, total = rest.removeprefix(digit), total + value
    return total if not rest and 1 <= total <= ROMAN_MAX and roman(total) == letters else None


def squeezed(text: str) -> str:
    """Return a text without what layout changes in it: white space, ligatures, hyphens at line ends, capitals."""
    return _LAYOUT.sub("", unicodedata.normalize("NFKC", text)).casefold()
