"""Codes of areas, components and indicators (`I`, `I.3`, `I.3.1`): pattern, half of the sheet, parents, sort order.

An area of the reform half is written `R.I`, one of the results `H.I`. Everything that takes a code apart asks here. The
pattern is an allow-list, because codes become file names and bookmarks.
"""

from __future__ import annotations

import re
from typing import Final

from dossier.knowledge import sheet
from dossier.wording import roman, roman_number

HALVES: Final = {"": sheet.PEMENUHAN, "R": sheet.REFORM, "H": sheet.HASIL}
"""Mark before an area's Roman number ─► the half of the sheet that the area is of, in the order of a plan."""

_MARKS: Final = tuple(HALVES)
_AREA: Final = r"(?:[RH]\.)?[IVX]{1,5}"
_PART: Final = r"[1-9]\d?"
LEVELS: Final = {
    "area": (re.compile(_AREA, re.ASCII), "angka Romawi besar, mis. I; untuk baris reform R.I, untuk hasil H.I"),
    "komponen": (re.compile(rf"{_AREA}\.{_PART}", re.ASCII), "area lalu komponen, mis. I.3"),
    "indikator": (re.compile(rf"{_AREA}\.{_PART}\.{_PART}", re.ASCII), "area, komponen, indikator, mis. I.3.1"),
}
"""Level ─► pattern of its codes, and in Indonesian how they are written."""


def mark_of(code: str) -> str:
    """Return the mark of a code: "R" of `R.IV.2.1`, an empty text of `IV.2.1`."""
    head, dot, _ = code.partition(".")
    return head if dot and head in HALVES else ""


def half_of(code: str) -> str:
    """Return the half of the sheet that a code, or its mark alone, is of: `pemenuhan`, `reform` or `hasil`."""
    return HALVES[code if code in HALVES else mark_of(code)]


def area_of(code: str) -> str:
    """Return the area of a code of any level: `R.IV` of `R.IV.2.1`, `IV` of `IV.2.1`."""
    return ".".join(_parts(code)[:1])


def component_of(code: str) -> str:
    """Return the component of an indicator's code, with a letter or without: `R.IV.2` of `R.IV.2.1.a`."""
    return ".".join(_parts(code)[:2])


def unmarked(code: str) -> str:
    """Return a code without the mark of its half: `IV.2.1` of `R.IV.2.1`."""
    mark = mark_of(code)
    return code.removeprefix(f"{mark}.") if mark else code


def order_of(code: str) -> tuple[int, ...]:
    """Return where a well-formed code stands in a plan, the halves after each other: `R.IV.2.1` ─► (1, 4, 2, 1)."""
    area, *rest = unmarked(code).split(".")
    return (_MARKS.index(mark_of(code)), roman_number(area) or 0, *(int(part) for part in rest))


def is_code(code: str, level: str) -> bool:
    """Return whether `code` is well formed for its level (`area`, `komponen`, `indikator`)."""
    if not LEVELS[level][0].fullmatch(code):
        return False
    area = unmarked(area_of(code))
    number = roman_number(area)
    return number is not None and roman(number) == area


def _parts(code: str) -> list[str]:
    """Return area, component, indicator and letter of a code, as far as it has them."""
    mark = mark_of(code)
    area, *rest = unmarked(code).split(".")
    return [f"{mark}.{area}" if mark else area, *rest]
