"""What papers are worth on the shipped plan, what backs a claim, what-if, and the shortest way to a gate."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

from dossier.audit import audit
from dossier.knowledge import sheet
from dossier.model import EvidenceFile, Matching, Media, QuestionClaim, QuestionLink, QuestionRole, Scan
from dossier.plan import load_hints, load_plan
from dossier.scoring import (
    AnswerSheet,
    QuestionLinks,
    SheetAnswer,
    claim_findings,
    evidence_of,
    four_decimals,
    joint_cost,
    linked_questions,
    parse_change,
    score_of,
    smallest_steps,
    stakes_of,
    what_if,
)
from tests.support.lke_answers import full_answers, scored

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.model import Plan
    from dossier.scoring import Score

PLAN_FILE = Path(__file__).parents[3] / "plan" / "plan.yaml"
PLAN = load_plan(PLAN_FILE)[0]
AS_OF = dt.date(2025, 7, 1)
NOTHING_THERE = Matching(claims=(), ambiguous=(), unplaced=(), ignored=())


def score_on(plan: Plan, answers: AnswerSheet | None = None, matched: Matching = NOTHING_THERE) -> Score:
    """Return the score on a plan with the files of a matching."""
    files = tuple(each.file for each in matched.questions)
    coverage, _ = audit(plan, Scan(files=files, ignored=()), matched, AS_OF)
    answers = answers or AnswerSheet()
    return score_of(answers, evidence_of(QuestionLinks(plan), coverage, matched, answers))


def with_links(plan: Plan, code: str, questions: tuple[QuestionLink, ...]) -> Plan:
    """Return a plan with another `lke` of one indicator."""
    areas = []
    for area in plan.areas:
        components = []
        for component in area.components:
            own = tuple(replace(i, questions=questions) if i.code == code else i for i in component.indicators)
            components.append(replace(component, indicators=own))
        areas.append(replace(area, components=tuple(components)))
    return replace(plan, areas=tuple(areas))


def lacking(score: Score) -> tuple[int, str]:
    return len(score.without_row), four_decimals(sum((each.weight for each in score.without_row), Fraction(0)))


def test_the_shipped_plan_has_no_row_for_35_questions_worth_seventy_three_points() -> None:
    score = score_on(PLAN)
    assert lacking(score) == (35, "73.1875")
    halves = {half: [each for each in score.without_row if each.question.half == half] for half in sheet.HALVES}
    assert {half: len(own) for half, own in halves.items()} == {"pemenuhan": 9, "reform": 23, "hasil": 3}


def test_the_roles_of_the_shipped_plan_are_those_of_its_mapping() -> None:
    roles = [link.role for indicator in PLAN.indicators for link in indicator.questions]
    assert [roles.count(role) for role in QuestionRole] == [60, 22, 38]


def test_a_row_that_loses_its_question_adds_it_to_what_lacks() -> None:
    assert lacking(score_on(with_links(PLAN, "IV.2.4", ()))) == (36, "73.5000")


def test_a_row_that_only_supports_a_question_does_not_answer_it() -> None:
    supports = (QuestionLink(key="A.1.IV.ii.e", role=QuestionRole.SUPPORTS),)
    score = score_on(with_links(PLAN, "IV.2.4", supports))
    assert lacking(score) == (36, "73.5000")
    assert score.question("A.1.IV.ii.e").evidence.supported_by == ("IV.2.4",)


def cost(answers: dict[str, str], *places: tuple[str, str]) -> tuple[str, str]:
    """Return what the lack of these requirements can cost, one by one and together."""
    sheet_of = AnswerSheet(answers={key: SheetAnswer(grade=grade) for key, grade in answers.items()})
    links = QuestionLinks(PLAN)
    score = score_of(sheet_of)
    stakes = stakes_of(score, links)
    keys = [key for place in places for key in stakes[place].questions]
    return " + ".join(four_decimals(stakes[place].points) for place in places), four_decimals(joint_cost(score, keys))


@pytest.mark.parametrize(
    ("grade", "alone", "together"), [("A", "0.7500 + 0.7500", "1.5000"), ("C", "0.7500 + 0.2475", "0.9975")]
)
def test_a_missing_decree_costs_each_of_its_questions_once(grade: str, alone: str, together: str) -> None:
    places = ("V.1.1", "a"), ("V.1.2", "a")
    assert cost({"A.1.V.i.a": "A", "A.1.V.i.b": grade}, *places) == (alone, together)
    assert cost({"A.1.V.i.a": "A", "A.1.V.i.b": grade}, *places, *places)[1] == together


def test_a_missing_report_costs_both_questions_that_it_answers() -> None:
    places = ("IV.2.4", "a"), ("IV.2.5", "a")
    assert cost({"A.1.IV.ii.e": "Ya", "A.1.IV.ii.f": "A"}, *places) == ("0.3125 + 0.3125", "0.6250")


def test_an_unanswered_question_can_cost_its_whole_weight() -> None:
    assert cost({}, ("V.1.1", "a"))[1] == "0.7500"


def test_every_requirement_knows_its_questions() -> None:
    known = linked_questions(QuestionLinks(PLAN))
    assert known["I.1.1", "a"] == ("A.1.I.i.a",)
    assert known["I.1.1", "b"] == ("A.1.I.i.b",)
    assert {place for place, keys in known.items() if not keys} <= {
        (indicator.code, requirement.id) for indicator in PLAN.indicators for requirement in indicator.requirements
    }


def placed(paths: Iterable[str], key: str) -> Matching:
    """Return a matching that places files on a question and nowhere else."""
    files = [EvidenceFile(path=path, disk_path=path, media=Media.PDF, size=9, sha256=path) for path in paths]
    claims = tuple(QuestionClaim(file=file, question=key, score=1.0, reasons=()) for file in files)
    return replace(NOTHING_THERE, questions=claims)


def test_a_claim_is_backed_by_a_file_on_the_question_itself() -> None:
    answers = AnswerSheet(answers={"B.I.b": SheetAnswer(grade="A")}, is_written=True)
    score = score_on(PLAN, answers, placed(["LAKIP.pdf"], "B.I.b"))
    assert [score.claim, score.backed, score.at_stake] == [5, 5, 0]
    assert claim_findings(score, "plan/lke.yaml") == ()


def test_a_claim_is_backed_by_a_link_where_nothing_that_is_due_lacks() -> None:
    link = ("https://contoh.example/a",)
    answers = AnswerSheet(
        answers={
            "A.2.V.i.a": SheetAnswer(grade="A", links=link),
            "A.1.V.i.a": SheetAnswer(grade="A", links=link),
            "A.2.IV.ii.a": SheetAnswer(grade="A"),
        },
        is_written=True,
    )
    score = score_on(PLAN, answers)
    assert {each.key: each.is_backed for each in score.questions if each.points} == {
        "A.1.V.i.a": False,  # its requirements were due in January
        "A.2.IV.ii.a": False,
        "A.2.V.i.a": True,
    }
    assert score.claim == score.backed + score.at_stake
    assert [each.subject for each in claim_findings(score, "plan/lke.yaml")] == ["A.1.V.i.a", "A.2.IV.ii.a"]


def test_papers_that_nobody_claims_anything_with_are_told() -> None:
    score = score_on(PLAN, AnswerSheet(is_written=True), placed(["LAKIP.pdf"], "B.I.b"))
    assert [each.key for each in score.unclaimed_evidence] == ["B.I.b"]
    assert [(each.code, each.subject) for each in claim_findings(score, "x")] == [("lke_bukti_tanpa_klaim", "B.I.b")]


def test_wbbm_without_wbk_is_told() -> None:
    score = replace(score_of(AnswerSheet(is_written=True)), predicate="WBBM")
    assert [each.code for each in claim_findings(score, "x")] == ["lke_wbbm_tanpa_wbk"]


def test_what_if_changes_a_copy() -> None:
    score = scored({"A.1.VI.iv.a": SheetAnswer(grade="E", note="catatan")})
    found = what_if(score, dict([parse_change("A.1.VI.iv.a=a"), parse_change("B.I.a=3,6")]))
    assert found.gained == Fraction(1, 3) + Fraction("15.75")
    assert score.total == 0
    assert found.after.question("A.1.VI.iv.a").answer.note == "catatan"


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("A.2.V.ii.a=80%", Fraction("2.4")),
        ("A.2.I.i.a=agen:7, perubahan:7", Fraction(1)),
        ("A.1.I.i.a=", Fraction(0)),
    ],
)
def test_what_if_takes_percentages_counts_and_blanks(text: str, points: Fraction) -> None:
    assert what_if(scored({}), dict([parse_change(text)])).after.total == points


@pytest.mark.parametrize(
    "text",
    ["A.1.I.i.a", "A.1.I.i.z=A", "A.1.I.i.a=C", "A.2.V.ii.a=120%", "A.2.V.ii.a=x%", "A.2.I.i.a=agen:7", "B.I.a=5"],
)
def test_what_if_refuses_what_is_no_answer(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_change(text)


def test_the_shortest_way_to_a_gate_is_by_the_points_that_are_still_open() -> None:
    steps = {each.gate.name: each for each in smallest_steps(scored(full_answers("pemenuhan", "hasil")))}
    assert [each.key for each in steps["V"].questions] == ["A.2.V.ii.a"]
    assert steps["V"].suffices
    assert steps["total"].gate.lacking == 5
    assert [each.key for each in steps["total"].questions] == ["A.2.V.ii.a", "A.2.V.i.a"]


def test_a_hint_holds_while_the_row_that_it_judges_is_unchanged(tmp_path: Path) -> None:
    hints, findings = load_hints(PLAN_FILE.with_name("lke-batas-rencana.csv"), PLAN)
    assert (len(hints), findings) == (87, ())
    assert four_decimals(score_of(hints=hints).reach) == "19.9488"
    later, _ = load_hints(PLAN_FILE.with_name("lke-batas-rencana.csv"), with_links(PLAN, "IV.2.4", ()))
    assert sorted(hints.keys() - later.keys()) == ["A.1.IV.ii.e"]
    damaged = tmp_path / "lke-batas-rencana.csv"
    damaged.write_bytes(b"\xff\xfe")
    assert [each.code for each in load_hints(damaged, PLAN)[1]] == ["lke_batas_tidak_terbaca"]
    assert MappingProxyType({}) == load_hints(tmp_path / "tidak-ada.csv", PLAN)[0]
