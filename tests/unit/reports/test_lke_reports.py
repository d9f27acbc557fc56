"""The score in its forms: one screen, the documented JSON, a row a question; the same figures in all of them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json

from dossier.knowledge import sheet
from dossier.reports import dump_json, lke_csv, lke_json, lke_text, question_lines
from dossier.scoring import (
    AnswerSheet,
    AssessorAnswer,
    QuestionEvidence,
    ReachHint,
    SheetAnswer,
    four_decimals,
    lke_coverage_line,
    points_text,
    score_of,
    what_if,
)
from tests.support.lke_answers import all_b, full_answers, scored

AS_OF = dt.date(2025, 7, 1)


def everything() -> AnswerSheet:
    """Return answers that fill every part of the screen."""
    entry = AssessorAnswer(by="Penilai Satu", file="juni.xlsx", answer=SheetAnswer(grade="C", note="tanpa lampiran"))
    keys = [key for key, question in sheet.questions().items() if "C" in question.answer.upper()]
    return AnswerSheet(answers=all_b(), assessors=dict.fromkeys(keys, (entry,)), is_written=True)


def test_the_screen_has_at_most_forty_lines_of_a_hundred_columns() -> None:
    hints = {key: ReachHint(key=key, grade="A") for key, each in sheet.questions().items() if each.answer == "abc"}
    evidence = {"A.1.I.i.a": QuestionEvidence(key="A.1.I.i.a", requirements=(("I.1.1", "a"),))}
    score = score_of(everything(), evidence, predicate="WBBM", hints=hints)
    changed = what_if(score, {"A.1.I.i.a": SheetAnswer(grade="Tidak"), "B.I.b": SheetAnswer(grade="A")})
    for text in (
        lke_text(score_of(), AS_OF),
        lke_text(score, AS_OF),
        lke_text(changed.after, AS_OF, what_if=changed),
    ):
        lines = text.splitlines()
        assert len(lines) <= 40
        assert max(map(len, lines)) <= 100


def test_the_screen_says_claims_gates_and_both_totals_of_blanks() -> None:
    answers = full_answers() | {"A.1.I.i.b": SheetAnswer()}
    text = lke_text(scored(answers), AS_OF)
    assert "Klaim 99,75 dari 100 = berbukti 0,00 + taruhan 99,75; peluang 0,25" in text
    assert "✓ Nilai total: 99,75 (perlu 75,00)" in text
    assert "Kosong 1 dari 113 pertanyaan, dihitung 0; menurut rumus lembar edaran" in text
    assert "100,00." in text


def test_what_the_plan_has_no_row_for_is_said_only_where_it_has_any_row() -> None:
    assert lke_coverage_line(score_of()) == ""
    evidence = {"A.1.I.i.a": QuestionEvidence(key="A.1.I.i.a", requirements=(("I.1.1", "a"),))}
    said = lke_coverage_line(score_of(evidence=evidence))
    assert "112 pertanyaan LKE, bobotnya 99,75 poin (29,75 pemenuhan, 30,00 reform, 40,00 hasil)" in said
    assert "belum dihubungkan" not in said


def test_what_no_row_names_is_not_said_to_have_none_where_that_is_not_known() -> None:
    evidence = {"A.1.I.i.a": QuestionEvidence(key="A.1.I.i.a", requirements=(("I.1.1", "a"),))}
    score = score_of(evidence=evidence, without_row=("B.I.a",))
    assert [each.key for each in score.without_row] == ["B.I.a"]
    said = lke_coverage_line(score)
    assert "1 pertanyaan LKE, bobotnya 17,50 poin (17,50 hasil)" in said
    assert "111 pertanyaan lain belum dihubungkan dengan baris rencana" in said
    assert lke_coverage_line(score_of(without_row=())).startswith("113 pertanyaan LKE belum dihubungkan")


def test_the_figures_are_the_same_in_every_form() -> None:
    score = score_of(everything())
    shape = json.loads(dump_json(lke_json(score, AS_OF)))
    assert shape["schema"] == "dossier.lke/1"
    assert shape["total"] == shape["claim"] == four_decimals(score.total) == "75.8603"
    rows = list(csv.DictReader(io.StringIO(lke_csv(score)[1:]), delimiter=";"))
    assert [row["Kunci"] for row in rows] == [each["key"] for each in shape["questions"]]
    assert [row["Nilai"].replace(",", ".") for row in rows] == [each["score"] for each in shape["questions"]]
    assert f"Klaim {points_text(score.total)}" in lke_text(score, AS_OF)
    assert {name: [gate["name"] for gate in gates if not gate["passed"]] for name, gates in shape["gates"].items()} == {
        "WBK": [],
        "WBBM": ["total", "pengungkit", "II", "III", "IV", "VI", "bersih", "kinerja", "prima"],
    }
    assert len(shape["components"]) == 46


def test_an_answer_stands_in_the_json_as_its_kind_has_it() -> None:
    shape = lke_json(scored(full_answers()), AS_OF)
    questions = shape["questions"]
    assert isinstance(questions, list)
    answers = {each["key"]: each["answer"] for each in questions}
    assert answers["A.1.I.i.a"] == "Ya"
    assert answers["A.2.I.i.a"] == {"agen": 7, "perubahan": 7}
    assert answers["B.I.a"] == "4"
    blank = lke_json(score_of(), AS_OF)["questions"]
    assert isinstance(blank, list)
    assert {each["answer"] for each in blank} == {None}


def test_a_question_is_explained_with_criteria_answer_and_assessors() -> None:
    said = "\n".join(question_lines(score_of(everything()).question("A.1.I.i.b")))
    assert "B: Jika sebagian menggunakan prosedur" in said
    assert "jawaban: B, 0,13 dari 0,25 poin" in said
    assert "belum berbukti" in said
    assert "TPI: C (Penilai Satu): tanpa lampiran" in said
    assert "jawaban unit B; turun 0,13 poin" in said
