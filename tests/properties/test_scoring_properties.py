"""Laws of the score that hold for any answers."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from dossier.knowledge import sheet
from dossier.scoring import (
    SCALES,
    AnswerSheet,
    QuestionEvidence,
    SheetAnswer,
    four_decimals,
    gate_decimals,
    gate_points,
    points_text,
    score_of,
)

QUESTIONS = sheet.questions()
KEYS = tuple(QUESTIONS)


def answers_to(key: str) -> st.SearchStrategy[SheetAnswer]:
    """Return sound answers to a question, and blank ones."""
    kind = QUESTIONS[key].answer
    if kind in SCALES:
        return st.sampled_from([SheetAnswer(), *(SheetAnswer(grade=grade) for grade in SCALES[kind])])
    if kind == sheet.VALUE:
        return st.builds(SheetAnswer, value=st.fractions(0, 4, max_denominator=1000))
    names = [field.name for field in sheet.fields_of()[key]]
    counts = st.fixed_dictionaries({name: st.integers(0, 50) for name in names})
    return st.builds(SheetAnswer, counts=counts)


SHEETS = st.fixed_dictionaries({}, optional={key: answers_to(key) for key in KEYS})
EVIDENCE = st.sets(st.sampled_from(KEYS))


@given(SHEETS, EVIDENCE)
def test_every_sum_adds_up(answers: dict[str, SheetAnswer], with_file: set[str]) -> None:
    evidence = {key: QuestionEvidence(key=key, files=("a.pdf",)) for key in with_file}
    score = score_of(AnswerSheet(answers=answers), evidence)
    assert score.claim == score.backed + score.at_stake
    assert score.claim + score.opportunity == 100
    assert sum(each.points for each in score.components) == score.total
    assert sum(area.total for area in score.areas) == score.pengungkit
    assert score.pengungkit + score.hasil == score.total
    assert all(0 <= area.total <= area.weight for area in score.areas)
    assert all(each.is_backed == (each.key in with_file) for each in score.questions)


@given(SHEETS, st.sampled_from([key for key in KEYS if QUESTIONS[key].answer in SCALES]), st.data())
def test_a_better_answer_never_lowers_a_score_and_touches_no_other_area(
    answers: dict[str, SheetAnswer], key: str, data: st.DataObject
) -> None:
    grades = list(SCALES[QUESTIONS[key].answer])
    better = data.draw(st.integers(0, len(grades) - 1))
    worse = data.draw(st.integers(better, len(grades) - 1))
    low = score_of(AnswerSheet(answers=answers | {key: SheetAnswer(grade=grades[worse])}))
    high = score_of(AnswerSheet(answers=answers | {key: SheetAnswer(grade=grades[better])}))
    assert high.total >= low.total
    for one, other in zip(high.areas, low.areas, strict=True):
        assert one.total >= other.total
        assert one.total == other.total or one.code == QUESTIONS[key].area
    for predicate in ("WBK", "WBBM"):
        passed = {gate.name for gate in low.gates(predicate) if gate.passed}
        now = {gate.name for gate in high.gates(predicate) if gate.passed}
        assert passed <= now
        assert now - passed <= {"total", "pengungkit", QUESTIONS[key].area, "bersih", "kinerja"}


@given(SHEETS)
def test_a_failed_gate_prints_below_its_threshold_and_a_passed_one_not(answers: dict[str, SheetAnswer]) -> None:
    score = score_of(AnswerSheet(answers=answers))
    for predicate in ("WBK", "WBBM"):
        for gate in score.gates(predicate):
            shown = Fraction(gate_points(gate).replace(",", "."))
            assert (shown < gate.required) != gate.passed
            assert (Fraction(gate_decimals(gate)) < gate.required) != gate.passed


@given(st.fractions(-100, 100))
def test_printed_points_are_within_half_of_their_last_digit(points: Fraction) -> None:
    assert abs(Fraction(points_text(points).replace(",", ".")) - points) <= Fraction(1, 200)
    assert abs(Fraction(four_decimals(points)) - points) <= Fraction(1, 20000)


@given(SHEETS)
def test_answering_with_the_assessors_own_answers_moves_nothing(answers: dict[str, SheetAnswer]) -> None:
    score = score_of(AnswerSheet(answers=answers))
    assert score.assessed_total == score.total
    assert replace(score, predicate="WBBM").total == score.total
    assert MappingProxyType({}) == AnswerSheet().answers
