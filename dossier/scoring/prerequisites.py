"""What has to be true before a unit is scored: a checklist that people confirm, no points.

Source: Permenpan-RB 90/2021, Lampiran II, bab II as changed by Permenpan-RB 5/2024.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.scoring.gates import PREDICATES

if TYPE_CHECKING:
    from collections.abc import Mapping

YES: Final = "ya"
NO: Final = "tidak"


GRADES: Final = ("D", "C", "CC", "B", "BB", "A", "AA")
"""Grades of SAKIP and of the index of bureaucratic reform, lowest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrerequisiteRule:
    """One line of the checklist.

    `name` is its key in `prasyarat`, `text` its words; `least` are the lowest grades for WBK and WBBM where it is
    answered by a grade, and empty where it is answered by "ya" or "tidak". `only` is the one predicate that asks.
    """

    name: str
    text: str
    least: tuple[str, ...] = ()
    only: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prerequisite:
    """A line of the checklist of a predicate with what a person wrote."""

    rule: PrerequisiteRule
    predicate: str
    written: str

    @property
    def fulfilled(self) -> bool | None:
        """Whether what is written fulfils it; None where nobody has written anything."""
        if not self.written:
            return None
        if not self.rule.least:
            return self.written == YES
        least = self.rule.least[PREDICATES.index(self.predicate)]
        return GRADES.index(self.written) >= GRADES.index(least)


PREREQUISITES: Final = (
    PrerequisiteRule(name="tlhp", text="Unit: tindak lanjut hasil pemeriksaan (TLHP) 100 persen"),
    PrerequisiteRule(name="lhkpn", text="Unit: LHKPN dan LHKAN 100 persen"),
    PrerequisiteRule(name="lama_membangun", text="Unit: membangun Zona Integritas sekurangnya satu tahun"),
    PrerequisiteRule(name="sakip", text="Unit: nilai SAKIP sekurangnya B (WBBM: BB)", least=("B", "BB")),
    PrerequisiteRule(name="layanan_utama", text="Unit: menyelenggarakan layanan utama instansi"),
    PrerequisiteRule(name="wbk", text="Unit: sudah berpredikat WBK", only="WBBM"),
    PrerequisiteRule(name="wtp", text="Instansi: opini wajar tanpa pengecualian (WTP)"),
    PrerequisiteRule(name="sakip_instansi", text="Instansi: nilai SAKIP sekurangnya B (WBBM: BB)", least=("B", "BB")),
    # Local governments: CC and B; ministries and agencies: B and BB. What the institution is, nobody has told us.
    PrerequisiteRule(
        name="indeks_rb", text="Instansi: indeks RB sekurangnya CC (K/L dan WBBM: lebih tinggi)", least=("CC", "B")
    ),
    PrerequisiteRule(name="spip", text="Instansi: maturitas SPIP sekurangnya level 3"),
)
"""In the order in which they are printed."""


FULFILLED: Final[Mapping[bool | None, str]] = {True: "terpenuhi", False: "tidak terpenuhi", None: "belum diisi"}
"""Whether a prerequisite is fulfilled ─► what a reader has of it."""


def checklist(written: Mapping[str, str], predicate: str) -> tuple[Prerequisite, ...]:
    """Return the checklist of a predicate with what people wrote, by the names of the rules."""
    asked = (rule for rule in PREREQUISITES if rule.only in {"", predicate})
    return tuple(Prerequisite(rule=rule, predicate=predicate, written=written.get(rule.name, "")) for rule in asked)
