"""Indonesian wording: months, dates, numbers, sizes, enumerations, Roman numerals, and names for files.

Pure text functions. No layout, no markup, no clock.
"""

from __future__ import annotations

import errno
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from dossier import knowledge
from dossier._memo import memoised
from dossier.progress import Work

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

_LAYOUT: Final = re.compile(r"[\s\x00-\x1f\xad\u200b\ufffe\uffff]+")
"""White space, where lines are broken, and what pdfium puts in the place of a hyphen at a line's end."""

_UNSHOWN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""What XML 1.0 cannot hold, and marks that turn the reading direction (U+202E and its kin)."""
_LONGEST_CELL: Final = 32_000  # characters; Excel holds 32,767 in a cell

_MONTH_ROWS: Final = knowledge.rows("bulan.csv")
MONTHS: Final = tuple(row["nama"] for row in _MONTH_ROWS)
SHORT_MONTHS: Final = tuple(row["singkatan"] for row in _MONTH_ROWS)
WEEKDAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")

_KEPT_WORDS: Final = 1 << 14
_VOWELS: Final = re.compile(r"[aeiou]")
_LEAST_CONSONANTS: Final = 4  # "jnr" may be anything
# What people write for each month: abbreviations, older and English spellings, slips seen in plans and file names.
_MONTH_NUMBERS: Final = {
    spelling: int(row["nomor"]) for row in _MONTH_ROWS for spelling in knowledge.listed(row["ejaan"])
}

OPEN_REQUIREMENT: Final = "butir belum ditetapkan"
"""What is said of a file of which only the indicator is known."""
SUPPORTING: Final = f"Bukti pendukung, {OPEN_REQUIREMENT}"
WITHOUT_ROW: Final = "Pertanyaan LKE tanpa baris rencana"
"""The title above such files."""
SUPPORTING_FOR_READERS: Final = "Bukti pendukung"
"""The same for those who do not work with the plan's items."""

WORK_LABELS: Final = {
    Work.HASHING: "Membaca folder bukti",
    Work.READING: "Membaca isi berkas",
    Work.PREPARING: "Mengolah berkas",
    Work.SHRINKING: "Mengecilkan gambar",
    Work.RECOGNISING: "Membaca teks pindaian",
    Work.BINDING: "Mengikat halaman",
    Work.WRITING: "Menulis dossier",
    Work.CHECKING: "Memeriksa halaman",
}
"""What a person who waits is told of each kind of work."""

_SLOT_KEY: Final = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")  # 2025-04
UNDATED: Final = "tanpa tanggal"
"""What is said of a slot without a due date; its key is the same in one word (`model.UNDATED`)."""

_SIZE_UNITS: Final = ("B", "KB", "MB", "GB", "TB", "PB")
_SIZE_STEP: Final = 1024
_TENTHS_BELOW: Final = 100  # "12,4 MB", but "512 MB"

_ROMAN_DIGITS: Final = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
)
"""Values and digits of Roman numerals, highest first."""
ROMAN_MAX: Final = 3999
_ROMAN_LETTERS: Final = re.compile(r"[IVXLCDM]{1,15}")  # MMMDCCCLXXXVIII (3888) is the longest

_REFUSED: Final = re.compile(r'⟨[^⟩]*⟩|[<>:"/\\|?*]')
"""What Windows refuses, and the marks that a scan writes for what cannot be seen: "⟨U+000A⟩"."""
_NOT_PLAIN: Final = re.compile(r"[^A-Za-z0-9(),._-]+")  # "Promosi/ Rotasi" ─► "Promosi Rotasi"
_LEFT_OVER: Final = re.compile(r"\s+(?=[,.)])|(?<=\()\s+|\(\s*\)")  # a space before a comma, empty brackets
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])(?=\.|$)", re.IGNORECASE)
"""Names that Windows keeps for devices, whatever follows a dot."""
_NEVER_FIRST, _NEVER_LAST = " ,.-_)", " ,.-_("


@memoised(_KEPT_WORDS)
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


def system_reason(error: OSError) -> str:
    """Return why the system refused, in Indonesian: "ruang disk habis"; an unknown number by its name.

    An error that our own code raises with a text only gives that text.
    """
    if error.errno is None:
        return str(error)
    name = errno.errorcode.get(error.errno, str(error.errno))
    reasons = {row["nama"]: row["keterangan"] for row in knowledge.rows("galat_sistem.csv")}
    return reasons.get(name, f"kesalahan sistem {name}")


def long_date(day: dt.date) -> str:
    """Return "2 Januari 2025"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(day: dt.date) -> str:
    """Return "2 Jan 2025"."""
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year}"


def due_date(day: dt.date | None) -> str:
    """Return "2 Jan 2025"; "tanpa tanggal" for None."""
    return UNDATED if day is None else short_date(day)


def month_year(slot_key: str) -> str:
    """Return "April 2025" for the slot key "2025-04", "tanpa tanggal" for that of a slot without a due date.

    Raises:
        ValueError: The key is no `YYYY-MM`.
    """
    if slot_key == UNDATED.replace(" ", "-"):
        return UNDATED
    found = _SLOT_KEY.fullmatch(slot_key)
    if found is None:
        raise ValueError(f"not a slot key: {slot_key!r}")
    return f"{MONTHS[int(found[2]) - 1]} {int(found[1])}"


_NAMED_PERIODS: Final = 3
"""Months that are named one by one; of more, the first and the last."""


def periods(labels: Sequence[str]) -> str:
    """Return the times that one file is for: "April", "April, Juli", "Januari–Desember"."""
    return ", ".join(labels) if len(labels) <= _NAMED_PERIODS else f"{labels[0]}–{labels[-1]}"


_LEAST_RUN: Final = 3
"""Months in a row of which only the first and the last are named."""


def month_list(keys: Iterable[str]) -> str:
    """Return the months of slot keys: "Januari–April, Juni 2025", each year once; "tanpa tanggal" comes last.

    Raises:
        ValueError: A key is no `YYYY-MM`.
    """
    labels = {key: month_year(key) for key in sorted(set(keys))}
    years: dict[int, list[int]] = {}
    for key, label in labels.items():
        if label != UNDATED:
            years.setdefault(int(key[:4]), []).append(int(key[-2:]))
    said = [f"{', '.join(_month_runs(months))} {year}" for year, months in years.items()]
    return ", ".join((*said, *((UNDATED,) if UNDATED in labels.values() else ())))


def _month_runs(months: Sequence[int]) -> Iterator[str]:
    """Yield the names of months in order; a run of them as "Januari–April"."""
    runs: list[list[int]] = []
    for month in months:
        if runs and month == runs[-1][-1] + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    for run in runs:
        names = [MONTHS[month - 1] for month in run]
        yield from (f"{names[0]}–{names[-1]}",) if len(run) >= _LEAST_RUN else names


def cut(text: str, most: int) -> str:
    """Return a text of at most so many characters; a longer one ends in "…"."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def slot_name(key: str, label: str) -> str:
    """Return a slot as a person knows it: "April 2025", "TW I (Maret 2025)"."""
    month = month_year(key)
    return month if label in {month, ""} else f"{label} ({month})"


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


@memoised(_KEPT_WORDS)
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


def shown(text: str) -> str:
    """Return the text as a cell can hold it: characters that cannot be seen are spelt out as ⟨U+202E⟩."""
    safe = _UNSHOWN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)
    return safe if len(safe) <= _LONGEST_CELL else f"{safe[:_LONGEST_CELL]} …"


def safe_name(text: str, room: int, *, plain: bool = False) -> str:
    """Return a file name without its ending that every system takes: the one policy for names that we make or propose.

    Left out are characters that Windows refuses or nobody sees, and dots, blanks and dashes at both ends (Windows
    drops some of them). A name that means a device on Windows gets a `_` before it. A long one is cut between words
    where there are any.

    Args:
        text: what the name should say.
        room: the most bytes that it may have in UTF-8.
        plain: whether to keep only ASCII letters, digits, spaces and `( ) , . _ -`; accents are dropped.

    Returns:
        The name; empty where nothing of the text is left.
    """
    if plain:
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
        text = _LEFT_OVER.sub("", _NOT_PLAIN.sub(" ", text))
    else:
        text = _REFUSED.sub(" ", unicodedata.normalize("NFC", text))
        text = "".join(character if character.isprintable() else " " for character in text)
    name = " ".join(text.split()).lstrip(_NEVER_FIRST)
    if len(name.encode()) > room:
        cut = name.encode()[: room + 1].decode("utf-8", "ignore")
        name = cut.rpartition(" ")[0] or name.encode()[:room].decode("utf-8", "ignore")
    name = name.rstrip(_NEVER_LAST)
    return f"_{name[: room - 1]}" if _DEVICE.match(name) else name


# Bytes of a name that are no UTF-8 arrive as surrogates U+DC80…U+DCFF (PEP 383).
_FIRST_ESCAPED: Final = 0xDC80
_LAST_ESCAPED: Final = 0xDCFF


def printable(name: str) -> str:
    """Return `name` in NFC with every character that cannot be seen spelled out.

    A newline becomes `⟨U+000A⟩`, a right-to-left override `⟨U+202E⟩`, a byte that is no UTF-8 `⟨0xE9⟩`; spaces of
    other widths become plain ones. The result holds no surrogates and may be written to any output.
    """
    if name.isascii() and name.isprintable():
        return name
    return "".join(_visible(character) for character in unicodedata.normalize("NFC", name))


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    if unicodedata.category(character) == "Zs":
        return " "
    code = ord(character)
    if _FIRST_ESCAPED <= code <= _LAST_ESCAPED:
        return f"⟨0x{code & 0xFF:02X}⟩"
    return f"⟨U+{code:04X}⟩"
