"""The arithmetic of the sheet against worked examples, exact to the fraction."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from dossier.knowledge import sheet
from dossier.scoring import (
    GATE_NAMES,
    SCALES,
    AnswerSheet,
    AssessorAnswer,
    SheetAnswer,
    answer_differences,
    exact_text,
    four_decimals,
    gate_decimals,
    gate_points,
    lacking_points,
    points_text,
    score_of,
)
from tests.support.lke_answers import all_b, full_answers, hasil, scored, written

WBK, WBBM = "WBK", "WBBM"


def failed(answers: dict[str, SheetAnswer], predicate: str) -> list[str]:
    return [gate.name for gate in scored(answers).failed(predicate)]


def test_full_marks_are_30_30_60_40_and_100_exactly_and_pass_every_gate() -> None:
    score = scored(full_answers())
    figures = [score.pemenuhan, score.reform, score.pengungkit, score.hasil, score.total]
    assert figures == [30, 30, 60, 40, 100]
    assert [score.opportunity, score.sheet_total] == [0, 100]
    assert score.failed(WBK) == score.failed(WBBM) == ()


def test_nothing_answered_is_nought_and_blank() -> None:
    score = score_of()
    assert [score.total, score.sheet_total, score.opportunity] == [0, 0, 100]
    assert len(score.blanks) == len(score.questions) == 113
    assert len(score.components) == 46


def component(answers: dict[str, SheetAnswer], key: str) -> tuple[Fraction, Fraction]:
    found = next(each for each in scored(answers).components if each.component.key == key)
    return found.points, found.sheet_points


def test_a_component_is_the_mean_of_its_questions() -> None:
    answers = {"A.1.I.i.a": written("A.1.I.i.a", jawaban="Ya"), "A.1.I.i.b": written("A.1.I.i.b", jawaban="B")}
    assert component(answers, "A.1.I.i") == (Fraction("0.375"), Fraction("0.375"))


def test_the_middle_grades_of_four_are_decimals_and_no_thirds() -> None:
    answers = {f"A.1.I.iii.{letter}": SheetAnswer(grade=grade) for letter, grade in zip("abc", "ABC", strict=True)}
    assert component(answers, "A.1.I.iii")[0] == Fraction(2, 3)
    assert SCALES["abcd"]["B"] == Fraction(67, 100)


def test_a_blank_counts_nothing_and_the_circulated_formula_leaves_it_out() -> None:
    answers = {"A.1.I.i.a": written("A.1.I.i.a", jawaban="Ya")}
    assert component(answers, "A.1.I.i") == (Fraction("0.25"), Fraction("0.5"))
    assert next(each for each in scored(answers).components if each.component.key == "A.1.I.i").blanks == 1


def test_agents_of_change_and_what_of_it_is_integrated() -> None:
    answers = {
        "A.2.I.i.a": written("A.2.I.i.a", agen="7", perubahan="7"),
        "A.2.I.i.b": written("A.2.I.i.b", perubahan="7", terintegrasi="1"),
    }
    points = component(answers, "A.2.I.i")[0]
    assert (points, four_decimals(points), exact_text(points)) == (Fraction(8, 7), "1.1429", "8/7")


@pytest.mark.parametrize(
    ("before", "now", "points"), [("0", "0", 2), ("4", "1", Fraction(3, 2)), ("2", "3", 0), ("0", "2", 0)]
)
def test_discipline_is_the_decrease_since_last_year(before: str, now: str, points: Fraction) -> None:
    answer = written("A.2.III.iii.a", tahun_lalu=before, tahun_ini=now, dihukum="0")
    assert scored({"A.2.III.iii.a": answer}).total == points


def test_b_everywhere_passes_wbk_and_fails_eight_gates_of_wbbm() -> None:
    score = scored(all_b())
    figures = [four_decimals(each) for each in (score.pemenuhan, score.reform, score.pengungkit, score.total)]
    assert figures == ["19.7078", "23.9025", "43.6103", "75.8603"]
    assert score.hasil == Fraction("32.25")
    assert score.failed(WBK) == ()
    assert failed(all_b(), WBBM) == ["total", "pengungkit", "II", "III", "IV", "VI", "bersih", "kinerja", "prima"]


def test_a_unit_without_reform_fails_total_pengungkit_and_all_six_areas() -> None:
    answers = full_answers(sheet.PEMENUHAN, sheet.HASIL)
    score = scored(answers)
    assert [score.pemenuhan, score.total] == [30, 70]
    assert failed(answers, WBK) == ["total", "pengungkit", *sheet.AREAS]
    assert {area.total / area.weight for area in score.areas} == {Fraction(1, 2)}


def test_the_plan_at_its_best_reaches_barely_twenty_points_of_pemenuhan() -> None:
    hints = Path(__file__).parents[3] / "plan" / "lke-batas-rencana.csv"
    with hints.open(encoding="utf-8", newline="") as stream:
        answers = {row["pertanyaan"]: SheetAnswer(grade=row["nilai"]) for row in csv.DictReader(stream)}
    score = scored(answers | hasil("3,6", "C", "3,2"))
    assert four_decimals(score.pemenuhan) == "19.9488"
    areas = ["3.0833", "2.0683", "4.0650", "3.0063", "5.6225", "2.1033"]
    assert [four_decimals(area.pemenuhan) for area in score.areas] == areas
    assert four_decimals(score.total) == "52.1988"


def test_exactly_sixty_percent_of_an_area_passes() -> None:
    answers = {key: answer for key, answer in full_answers(sheet.PEMENUHAN).items() if ".III." in key}
    answers |= {
        "A.2.III.i.a": SheetAnswer(grade="B"),
        "A.2.III.ii.a": SheetAnswer(grade="C"),
        "A.2.III.iii.a": written("A.2.III.iii.a", tahun_lalu="8", tahun_ini="7", dihukum="7"),
    }
    gate = next(gate for gate in scored(answers).gates(WBK) if gate.name == "III")
    assert [gate.value, gate.required] == [6, 6]
    assert gate.passed


def test_all_best_but_performance_fails_one_gate_of_wbbm() -> None:
    answers = full_answers() | {"B.I.b": SheetAnswer(grade="C")}
    assert scored(answers).total == Fraction("97.5")
    assert failed(answers, WBK) == []
    assert failed(answers, WBBM) == ["kinerja"]


def test_the_gates_are_those_of_the_regulation() -> None:
    for predicate, areas, others in (
        (WBK, ("4.8", "4.2", "6", "6", "9", "6"), ("75", "40", "18.25", "15.75", "2.5", "14")),
        (WBBM, ("6", "5.25", "7.5", "7.5", "11.25", "7.5"), ("85", "48", "19.5", "15.75", "3.75", "15.75")),
    ):
        gates = {gate.name: gate.required for gate in score_of().gates(predicate)}
        assert tuple(gates) == GATE_NAMES
        assert [gates[area] for area in sheet.AREAS] == [Fraction(each) for each in areas]
        assert [gates[name] for name in GATE_NAMES if name not in sheet.AREAS] == [Fraction(each) for each in others]


def test_a_failed_gate_never_prints_as_its_threshold() -> None:
    answers = full_answers() | {"B.II.a": SheetAnswer(value=Fraction("3.1999999"))}
    gate = next(gate for gate in scored(answers).gates(WBK) if gate.name == "prima")
    assert not gate.passed
    assert (points_text(gate.value), gate_points(gate)) == ("14,00", "13,99")
    assert gate_decimals(gate) == "13.9999"
    assert lacking_points(gate) == "0,01"
    assert Fraction(exact_text(gate.value)) == gate.value


def test_the_assessors_last_entry_counts_and_what_they_left_blank_counts_with_the_units() -> None:
    entries = {"A.1.I.i.b": (assessor("C", "Penilai Satu"), assessor("B", "Penilai Dua"), assessor("", "Penilai Tiga"))}
    score = score_of(AnswerSheet(answers=full_answers(), assessors=entries))
    assert score.assessed_total == 100 - Fraction(1, 8)
    (difference,) = answer_differences(score)
    assert (difference.assessor.by, difference.points) == ("Penilai Dua", Fraction(1, 8))
    assert [other.by for other in difference.others] == ["Penilai Satu", "Penilai Tiga"]


def test_differences_refer_to_the_frozen_copy() -> None:
    key = "A.1.I.i.b"
    frozen = AnswerSheet(answers={key: SheetAnswer(grade="A")})
    sheet_now = AnswerSheet(answers={key: SheetAnswer(grade="C")}, assessors={key: (assessor("B", "Penilai Satu"),)})
    (difference,) = answer_differences(score_of(sheet_now, frozen=frozen))
    assert (difference.unit.grade, difference.points) == ("A", Fraction(1, 8))


def assessor(grade: str, by: str) -> AssessorAnswer:
    return AssessorAnswer(by=by, answer=SheetAnswer(grade=grade))


def test_points_are_rounded_half_up_for_print() -> None:
    assert points_text(Fraction("0.125")) == "0,13"
    assert four_decimals(Fraction(1, 3)) == "0.3333"
