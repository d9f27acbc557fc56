"""Computes the share of a question's points that an answer gives (LKE scales and percentages)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dossier.knowledge import sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dossier.knowledge.sheet import SheetQuestion
    from dossier.scoring.answer_sheet import SheetAnswer

_THIRDS: Final = {"A": Fraction(1), "B": Fraction("0.67"), "C": Fraction("0.33"), "D": Fraction(0)}
_QUARTERS: Final = {"A": Fraction(1), "B": Fraction("0.75"), "C": Fraction("0.5"), "D": Fraction("0.25")}

SCALES: Final[Mapping[str, Mapping[str, Fraction]]] = MappingProxyType(
    {
        sheet.YES_NO: MappingProxyType({"Ya": Fraction(1), "Tidak": Fraction(0)}),
        "abc": MappingProxyType({"A": Fraction(1), "B": Fraction("0.5"), "C": Fraction(0)}),
        "abcd": MappingProxyType(_THIRDS),
        "abcde": MappingProxyType({**_QUARTERS, "E": Fraction(0)}),
    }
)
"""Kind of answer ─► answer ─► share, best first (Permenpan-RB 90/2021, Lampiran III; 0.67 and 0.33 are no thirds)."""

MOST_VALUE: Final = 4
"""Highest value of a survey."""

NO_COMPLAINTS: Final = "tanpa_pengaduan"
"""Assumption: no complaint had to be handled, and none was."""


@dataclass(frozen=True, slots=True)
class AnswerShare:
    """A share of 0 to 1, and the assumption that it rests on, if any (`tanpa_pengaduan`)."""

    value: Fraction
    assumed: str = ""


def share_of(question: SheetQuestion, answer: SheetAnswer, no_complaints: Fraction = Fraction(1)) -> AnswerShare | None:
    """Return the share of the points that an answer gives; None where nothing is answered or numbers are lacking.

    Args:
        question: What is asked.
        answer: A sound answer of the question's own kind.
        no_complaints: The share that 0 of 0 complaints counts.
    """
    if answer.is_blank:
        return None
    if answer.share is not None:
        return AnswerShare(_capped(answer.share))
    if question.answer == sheet.PERCENT:
        return _FORMULAS[question.formula](_by_role(question, answer), no_complaints)
    if question.answer == sheet.VALUE:
        return None if answer.value is None else AnswerShare(_capped(answer.value / MOST_VALUE))
    share = SCALES[question.answer].get(answer.grade)
    return None if share is None else AnswerShare(share)


def _by_role(question: SheetQuestion, answer: SheetAnswer) -> dict[str, list[int]]:
    """Return role of a field ─► the numbers filled; a role of which a field is blank is left out."""
    found: dict[str, list[int]] = {}
    lacking = set()
    for field in sheet.fields_of()[question.key]:
        if field.name in answer.counts:
            found.setdefault(field.role, []).append(answer.counts[field.name])
        else:
            lacking.add(field.role)
    return {role: numbers for role, numbers in found.items() if role not in lacking}


def _capped(share: Fraction) -> Fraction:
    return min(max(share, Fraction(0)), Fraction(1))


def _ratio(part: int, whole: int) -> AnswerShare | None:
    """Return a capped quotient; None where it has no denominator."""
    return AnswerShare(_capped(Fraction(part, whole))) if whole else None


def _plain_ratio(counts: dict[str, list[int]], _no_complaints: Fraction) -> AnswerShare | None:
    if not {"pembilang", "penyebut"} <= counts.keys():
        return None
    return _ratio(sum(counts["pembilang"]), sum(counts["penyebut"]))


def _complaints(counts: dict[str, list[int]], no_complaints: Fraction) -> AnswerShare | None:
    if not {"pembilang", "penyebut"} <= counts.keys():
        return None
    if not sum(counts["penyebut"]) and not sum(counts["pembilang"]):
        return AnswerShare(no_complaints, NO_COMPLAINTS)
    return _ratio(sum(counts["pembilang"]), sum(counts["penyebut"]))


def _decrease(counts: dict[str, list[int]], _no_complaints: Fraction) -> AnswerShare | None:
    """Return the decrease since last year; none last year and some now is 0, none at all is 1."""
    if not {"tahun lalu", "tahun ini"} <= counts.keys():
        return None
    before, now = sum(counts["tahun lalu"]), sum(counts["tahun ini"])
    if not before:
        return AnswerShare(Fraction(0 if now else 1))
    return _ratio(before - now, before)


def _reported(counts: dict[str, list[int]], _no_complaints: Fraction) -> AnswerShare | None:
    if not {"wajib", "sudah"} <= counts.keys():
        return None
    return _ratio(sum(counts["sudah"]), sum(counts["wajib"]))


_FORMULAS: Final[Mapping[str, Callable[[dict[str, list[int]], Fraction], AnswerShare | None]]] = MappingProxyType(
    {"rasio": _plain_ratio, "dumas": _complaints, "turun": _decrease, "lhkpn": _reported}
)
"""`rumus` of a question ─► its formula; source: Lampiran III and the portal's workbook."""
