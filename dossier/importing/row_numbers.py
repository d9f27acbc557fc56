"""Numbers before titles and sentences: "I.", "1.", "a.", "i)", "AREA 1", "V.2.1", "A.1.I.i.a". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dossier.wording import roman, roman_number

MOST: Final = 99
"""The highest number of a component or an indicator in a code."""


class NumberKind(StrEnum):
    """How a number is written."""

    NONE = ""
    KEY = "kunci LKE"
    DOTTED = "bertingkat"
    UPPER_ROMAN = "Romawi besar"
    LOWER_ROMAN = "Romawi kecil"
    DIGIT = "angka"
    LOWER = "huruf kecil"
    UPPER = "huruf besar"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNumber:
    """A number: its parts as integers, as it was written, and the text that follows it."""

    kind: NumberKind = NumberKind.NONE
    parts: tuple[int, ...] = ()
    written: str = ""
    rest: str = ""

    @property
    def value(self) -> int:
        """The last part; 0 where there is no number."""
        return self.parts[-1] if self.parts else 0


_KEY: Final = re.compile(
    r"\s*(?P<key>[AB]\s?[.\-]\s?(?:[12]\s?[.\-]\s?)?[IVX]{1,4}(?:\s?[.\-]\s?(?P<component>[ivx]{1,5}))?"
    r"(?:\s?[.\-]\s?(?P<letter>[a-z]))?)\.?(?=\s|$)"
)
_DOTTED: Final = re.compile(r"\s*(?P<number>(?:[IVX]{1,6}|\d{1,2})(?:\.\d{1,2}){1,3})\.?\)?(?=\s|$)")
_WORD: Final = re.compile(r"\s*(?:area|pilar|komponen|program|bab)\s+(?=[IVX\d]{1,5}\b)", re.IGNORECASE)
# "I.", "IV)", "(1)", "a.", "AREA 1": a mark after the number, unless nothing follows.
_SINGLE: Final = re.compile(
    r"\s*\(?(?P<number>[IVXLC]{1,7}|[ivx]{1,5}|\d{1,3}|[a-zA-Z])(?P<mark>\s?[.):]{1,2}|(?=\s*$))\s*"
)
_BARE: Final = re.compile(r"\s*(?P<number>[IVX]{1,6}|\d{1,2})\s+(?=[A-Z])")
_SEPARATORS: Final = re.compile(r"\s*[.\-]\s*")


def read_number(text: str) -> ReadNumber:
    """Return the number that a text begins with; `rest` is what follows it, all of the text where there is none."""
    if found := _KEY.match(text):
        key = _SEPARATORS.sub(".", found["key"])
        return ReadNumber(kind=NumberKind.KEY, written=key, rest=text[found.end() :].strip())
    start = word.end() if (word := _WORD.match(text)) else 0
    if found := _DOTTED.match(text, start):
        parts = tuple(_integer(part) for part in found["number"].split("."))
        return ReadNumber(
            kind=NumberKind.DOTTED, parts=parts, written=found["number"], rest=text[found.end() :].strip()
        )
    found = _SINGLE.match(text, start) or _BARE.match(text, start)
    if found is None:
        return ReadNumber(rest=text.strip())
    kind = _kind(found["number"])
    rest = text[found.end() :].strip().lstrip(".:-– ").strip()
    return ReadNumber(kind=kind, parts=(_value(found["number"], kind),), written=found["number"], rest=rest)


def _kind(number: str) -> NumberKind:
    if number.isdecimal():
        return NumberKind.DIGIT
    if number.isupper():
        return NumberKind.UPPER_ROMAN if roman_number(number) and number not in {"C", "L"} else NumberKind.UPPER
    is_roman = roman_number(number.upper()) is not None and (len(number) > 1 or number == "i")
    return NumberKind.LOWER_ROMAN if is_roman and set(number) <= set("ivx") else NumberKind.LOWER


def _value(number: str, kind: NumberKind) -> int:
    if kind is NumberKind.DIGIT:
        return int(number)
    if kind in {NumberKind.UPPER_ROMAN, NumberKind.LOWER_ROMAN}:
        return roman_number(number.upper()) or 0
    return ord(number.lower()) - ord("a") + 1


def _integer(part: str) -> int:
    return int(part) if part.isdecimal() else roman_number(part) or 0


def letter_of(number: int) -> str:
    """Return the letters of a requirement by its number from 1: "a", "z", "aa"."""
    front, back = divmod(number - 1, 26)
    return (letter_of(front) if front else "") + chr(ord("a") + back)


def area_code(number: int, half_mark: str = "") -> str:
    """Return the code of an area: "V", "R.V"."""
    return f"{half_mark}.{roman(number)}" if half_mark else roman(number)
