"""Answer sheets for tests: full marks, one grade everywhere, and answers as people write them."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from dossier.knowledge import sheet
from dossier.scoring import SCALES, AnswerSheet, SheetAnswer, parse_answer, score_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.scoring import Score

FULL_COUNTS: Mapping[str, Mapping[str, int]] = {
    "A.2.I.i.a": {"agen": 7, "perubahan": 7},
    "A.2.I.i.b": {"perubahan": 7, "terintegrasi": 7},
    "A.2.III.iii.a": {"tahun_lalu": 0, "tahun_ini": 0, "dihukum": 0},
    "A.2.IV.i.a": {"sasaran": 5, "tercapai": 5},
    "A.2.V.ii.a": {"wajib": 3, "proses": 0, "selesai": 3},
    "A.2.V.iii.a": {"kepala": 1, "wajib": 1, "lainnya": 13, "sudah": 15},
    "A.2.V.iii.b": {"administrator": 1, "pengawas": 2, "lainnya": 20, "sudah": 23},
    "A.2.VI.i.b": {"terdata": 4, "dipermudah": 4},
}


def best(key: str) -> SheetAnswer:
    """Return the answer that gives a question all its points."""
    kind = sheet.questions()[key].answer
    if kind == sheet.PERCENT:
        return SheetAnswer(counts=FULL_COUNTS[key])
    if kind == sheet.VALUE:
        return SheetAnswer(value=Fraction(4))
    return SheetAnswer(grade=next(iter(SCALES[kind])))


def written(key: str, **texts: str) -> SheetAnswer:
    """Return an answer as a person writes it: `jawaban="b"`, `nilai="3,6"`, `agen="7"`."""
    return parse_answer(sheet.questions()[key], texts).answer


def full_answers(*halves: str) -> dict[str, SheetAnswer]:
    """Return full marks for the questions of these halves, of all without any."""
    wanted = halves or sheet.HALVES
    return {key: best(key) for key, question in sheet.questions().items() if question.half in wanted}


def all_b() -> dict[str, SheetAnswer]:
    """Return B for every letter of pengungkit, Ya and full numbers for the rest of it, and hasil at the WBK gates."""
    answers = full_answers(sheet.PEMENUHAN, sheet.REFORM)
    for key in answers:
        if "B" in SCALES.get(sheet.questions()[key].answer, {}):
            answers[key] = SheetAnswer(grade="B")
    return answers | hasil("3,6", "C", "3,2")


def hasil(ipak: str, performance: str, ipkp: str) -> dict[str, SheetAnswer]:
    """Return the three answers of hasil."""
    return {
        "B.I.a": written("B.I.a", nilai=ipak),
        "B.I.b": written("B.I.b", jawaban=performance),
        "B.II.a": written("B.II.a", nilai=ipkp),
    }


def scored(answers: Mapping[str, SheetAnswer], predicate: str = "") -> Score:
    """Return the score of answers without any evidence."""
    return score_of(AnswerSheet(answers=MappingProxyType(dict(answers)), is_written=True), predicate=predicate)
