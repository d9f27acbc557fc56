"""The score of the evaluation sheet as JSON (`dossier.lke/1`) and CSV; figures are texts with four decimals."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from dossier.reports.csv import csv_text
from dossier.reports.json_shapes import finding_shape
from dossier.scoring import PREDICATES, exact_text, four_decimals, gate_decimals, points_text
from dossier.scoring.answer_sheet import decimal_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from dossier.model import Finding
    from dossier.scoring import AreaScore, ComponentScore, Gate, Prerequisite, QuestionScore, Score, SheetAnswer, WhatIf

SCHEMA: Final = "dossier.lke/1"


def lke_json(
    score: Score, as_of: dt.date, findings: Iterable[Finding] = (), what_if: WhatIf | None = None
) -> dict[str, object]:
    """Return `dossier.lke/1`.

    Args:
        score: the score, that of the what-if where there is one.
        as_of: the day of assessment.
        findings: what there is to say of the answers.
        what_if: what was changed.
    """
    shape: dict[str, object] = {"schema": SCHEMA, "as_of": as_of.isoformat(), "predicate": score.predicate}
    if what_if is not None:
        shape["what_if"] = {"questions": list(what_if.keys), "gained": four_decimals(what_if.gained)}
    return shape | {
        **_totals(score),
        "areas": [_area(area) for area in score.areas],
        "components": [_component(each) for each in score.components],
        "questions": [_question(each) for each in score.questions],
        "gates": {predicate: [_gate(gate) for gate in score.gates(predicate)] for predicate in PREDICATES},
        "prerequisites": [_prerequisite(each) for each in score.prerequisites()],
        "findings": [finding_shape(finding) for finding in findings],
    }


def _totals(score: Score) -> dict[str, object]:
    frozen = score.frozen.frozen_on if score.frozen else None
    return {
        "pemenuhan": four_decimals(score.pemenuhan),
        "reform": four_decimals(score.reform),
        "pengungkit": four_decimals(score.pengungkit),
        "hasil": four_decimals(score.hasil),
        "total": four_decimals(score.total),
        "claim": four_decimals(score.claim),
        "backed": four_decimals(score.backed),
        "at_stake": four_decimals(score.at_stake),
        "opportunity": four_decimals(score.opportunity),
        "sheet_total": four_decimals(score.sheet_total),
        "tpi_total": four_decimals(score.assessed_total) if score.is_assessed else None,
        "frozen_on": frozen.isoformat() if frozen else None,
        "without_row": {
            "count": len(score.without_row),
            "points": four_decimals(sum_weights(score.without_row)),
            "keys": [each.key for each in score.without_row],
        },
    }


def _area(area: AreaScore) -> dict[str, str]:
    return {
        "code": area.code,
        "pemenuhan": four_decimals(area.pemenuhan),
        "reform": four_decimals(area.reform),
        "total": four_decimals(area.total),
    }


def _component(each: ComponentScore) -> dict[str, str]:
    return {
        "key": each.component.key,
        "weight": four_decimals(each.component.weight),
        "score": four_decimals(each.points),
        "sheet_score": four_decimals(each.sheet_points),
    }


def _prerequisite(each: Prerequisite) -> dict[str, object]:
    return {
        "name": each.rule.name,
        "text": each.rule.text,
        "answer": each.written or None,
        "fulfilled": each.fulfilled,
    }


def sum_weights(questions: Iterable[QuestionScore]) -> Fraction:
    """Return the weight of questions together."""
    return sum((each.weight for each in questions), Fraction(0))


def _question(each: QuestionScore) -> dict[str, object]:
    return {
        "key": each.key,
        "weight": four_decimals(each.weight),
        "answer": answer_shape(each.answer),
        "note": each.answer.note,
        "links": list(each.answer.links),
        "share": None if each.share is None else four_decimals(each.share),
        "score": four_decimals(each.points),
        "blank": each.is_blank,
        "assumed": each.assumed or None,
        "backed": four_decimals(each.backed),
        "at_stake": four_decimals(each.at_stake),
        "opportunity": four_decimals(each.opportunity),
        "requirements": [f"{code}.{requirement}" for code, requirement in each.evidence.requirements],
        "supported_by": list(each.evidence.supported_by),
        "files": list(each.evidence.files),
        "lacking": [list(place) for place in each.evidence.lacking],
        "hint": each.hint and {"answer": each.hint.grade, "reason": each.hint.reason, "lifted_by": each.hint.lifted_by},
        "tpi": _assessor(each),
    }


def answer_shape(answer: SheetAnswer) -> object:
    """Return an answer: a letter, "Ya" or "Tidak", a value as "3.62", counts by name; None for a blank one."""
    if answer.value is not None:
        return decimal_text(answer.value)
    return answer.grade or dict(answer.counts) or None


def _assessor(each: QuestionScore) -> dict[str, object] | None:
    if each.assessor is None:
        return None
    return {
        "by": each.assessor.by,
        "file": each.assessor.file,
        "answer": answer_shape(each.assessor.answer),
        "note": each.assessor.answer.note,
        "unit": answer_shape(each.answer if each.frozen_answer is None else each.frozen_answer),
        "share": None if each.assessor_share is None else four_decimals(each.assessor_share),
        "score": four_decimals(each.assessed_points),
        "moved": four_decimals(each.moved),
    }


def _gate(gate: Gate) -> dict[str, object]:
    return {
        "name": gate.name,
        "required": four_decimals(gate.required),
        "value": gate_decimals(gate),
        "exact": exact_text(gate.value),
        "passed": gate.passed,
    }


_HEAD: Final = (
    *("Kunci", "Pertanyaan", "Bobot", "Jawaban", "Nilai", "Berbukti", "Taruhan", "Peluang"),
    *("Jawaban TPI", "Selisih TPI", "Berkas", "Bukti kurang", "Catatan", "Tautan"),
)


def lke_csv(score: Score) -> str:
    """Return a row a question; points with four decimals and a comma."""
    return csv_text(_HEAD, (_cells(each) for each in score.questions))


def _cells(each: QuestionScore) -> tuple[str, ...]:
    points = (each.weight, each.points, each.backed, each.at_stake, each.opportunity)
    weight, claimed, backed, at_stake, opportunity = (points_text(number, 4) for number in points)
    lacking = "\n".join(f"{code}.{requirement} ({slot})" for code, requirement, slot in each.evidence.lacking)
    return (
        *(each.key, each.question.text, weight, "" if each.answer.is_blank else each.answer.words),
        *(claimed, backed, at_stake, opportunity),
        each.assessor.answer.words if each.assessor else "",
        points_text(each.moved, 4) if each.assessor else "",
        "\n".join(each.evidence.files),
        lacking,
        each.answer.note,
        "\n".join(each.answer.links),
    )
