"""The gates of WBK and WBBM, compared unrounded (Permenpan-RB 90/2021, Lampiran II, bab III A 3-6 and table 6).

Permenpan-RB 5/2024 changed none of them. "WBK already held" is a prerequisite of WBBM and no gate.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dossier.knowledge import sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.knowledge.sheet import SheetQuestion

WBK: Final = "WBK"
WBBM: Final = "WBBM"
PREDICATES: Final = (WBK, WBBM)

_TITLES: Final = {
    "total": "Nilai total",
    "pengungkit": "Pengungkit",
    "bersih": "Bersih dan akuntabel",
    "ipak": "Persepsi korupsi (IPAK)",
    "kinerja": "Capaian kinerja lebih baik",
    "prima": "Pelayanan prima (IPKP)",
}
GATE_NAMES: Final = ("total", "pengungkit", *sheet.AREAS, "bersih", "ipak", "kinerja", "prima")

# Least points of total, pengungkit, bersih, ipak, kinerja, prima; and the least share of every area.
_LEAST: Final[Mapping[str, Mapping[str, str]]] = {
    WBK: {"total": "75", "pengungkit": "40", "bersih": "18.25", "ipak": "15.75", "kinerja": "2.50", "prima": "14"},
    WBBM: {"total": "85", "pengungkit": "48", "bersih": "19.50", "ipak": "15.75", "kinerja": "3.75", "prima": "15.75"},
}
AREA_SHARES: Final[Mapping[str, Fraction]] = MappingProxyType({WBK: Fraction("0.60"), WBBM: Fraction("0.75")})

_RESULTS: Final = {"B.I.a": ("bersih", "ipak"), "B.I.b": ("bersih", "kinerja"), "B.II.a": ("prima",)}
"""Question of hasil ─► its gates beside the total."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One threshold: its name (`GATE_NAMES`), the points required, the points reached, and the most there are."""

    name: str
    required: Fraction
    value: Fraction
    most: Fraction

    @property
    def passed(self) -> bool:
        """Whether the points reached suffice."""
        return self.value >= self.required

    @property
    def lacking(self) -> Fraction:
        """The points that are still needed; 0 where it is passed."""
        return max(self.required - self.value, Fraction(0))

    @property
    def title(self) -> str:
        """Its name for a reader."""
        return gate_title(self.name)


def gate_title(name: str) -> str:
    """Return the name of a gate for a reader: "Nilai total", "Area IV"."""
    return _TITLES.get(name) or f"Area {name}"


def required(predicate: str) -> Mapping[str, Fraction]:
    """Return name of a gate ─► least points, in the order of `GATE_NAMES`.

    Raises:
        KeyError: it is no predicate.
    """
    least, share = _LEAST[predicate], AREA_SHARES[predicate]
    areas = {area: share * points for area, points in area_weights().items()}
    return {name: areas[name] if name in areas else Fraction(least[name]) for name in GATE_NAMES}


def area_weights() -> Mapping[str, Fraction]:
    """Return area ─► its points, pemenuhan and reform together."""
    found = dict.fromkeys(sheet.AREAS, Fraction(0))
    for question in sheet.questions().values():
        if question.area:
            found[question.area] += question.weight
    return found


def gates_of(question: SheetQuestion) -> tuple[str, ...]:
    """Return the names of the gates that a question's points count for."""
    if question.area:
        return ("total", "pengungkit", question.area)
    return ("total", *_RESULTS[question.key])


def gates(predicate: str, points: Mapping[str, Fraction], most: Mapping[str, Fraction]) -> tuple[Gate, ...]:
    """Return the gates of a predicate for the points reached by name, and the most that there are by name."""
    least = required(predicate)
    return tuple(Gate(name=name, required=least[name], value=points[name], most=most[name]) for name in GATE_NAMES)
