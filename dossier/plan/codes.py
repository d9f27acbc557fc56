"""Codes of areas, components and indicators (`I`, `I.3`, `I.3.1`): pattern, parent, sort order.

The pattern is an allow-list, because codes become file names and bookmarks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dossier.wording import roman, roman_number

if TYPE_CHECKING:
    from dossier.plan.yaml_fields import Fields

_PART = r"[1-9]\d?"
_LEVELS = {
    "area": (re.compile(r"[IVX]{1,5}", re.ASCII), "angka Romawi besar, mis. I"),
    "komponen": (re.compile(rf"[IVX]{{1,5}}\.{_PART}", re.ASCII), "area lalu komponen, mis. I.3"),
    "indikator": (re.compile(rf"[IVX]{{1,5}}\.{_PART}\.{_PART}", re.ASCII), "area, komponen, indikator, mis. I.3.1"),
}


def order_of(code: str) -> tuple[int, ...]:
    """Return the numbers of a well-formed code: `IV.2.1` ─► (4, 2, 1)."""
    area, *rest = code.split(".")
    return (roman_number(area) or 0, *(int(part) for part in rest))


def is_code(code: str, level: str) -> bool:
    """Return whether `code` is well formed for its level (`area`, `komponen`, `indikator`)."""
    if not _LEVELS[level][0].fullmatch(code):
        return False
    area = code.partition(".")[0]
    number = roman_number(area)
    return number is not None and roman(number) == area


@dataclass(slots=True)
class CodeBook:
    """The codes met so far and where: catches a code that is written twice, in one file or in two."""

    places: dict[str, str] = field(default_factory=dict)

    def read(self, fields: Fields, level: str, parent: str, before: str) -> str:
        """Read `kode` of one table and check it.

        Args:
            fields: the table that holds `kode`.
            level: `area`, `komponen` or `indikator`.
            parent: the code of the table around it; "" for an area, or where that one is unusable.
            before: the code of the sibling before it, or "".

        Returns:
            The code, or "" when it cannot be used.
        """
        code = fields.text("kode", filled=True)
        line = fields.line("kode")
        if not code:
            return ""
        fields.subject = code
        if not is_code(code, level):
            fields.error("kode_salah", line, f"Kode {level} “{code}” tidak sah.", f"Tulis {_LEVELS[level][1]}.")
            return ""
        if parent and not code.startswith(f"{parent}."):
            fields.error(
                "kode_induk", line, f"Kode “{code}” ada di bawah {parent}.", f"Awali kodenya dengan “{parent}.”."
            )
        if code in self.places:
            fields.error("kode_ganda", line, f"Kode “{code}” sudah dipakai di {self.places[code]}.", "Beri kode lain.")
            return code
        self.places[code] = f"{fields.problems.path} baris {line}"
        if before and order_of(code) < order_of(before):
            fields.problems.warning(
                "kode_urutan", line, f"Kode “{code}” ditulis sesudah {before}.", "Susun menurut urutan kodenya.", code
            )
        return code
