"""The head's summary agrees with the gap list and the score: lights, risks, trend."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from dossier.audit.history import milestone, trend
from dossier.audit.leader_summary import MOST_RISKS, leader_summary, light_of
from dossier.audit.status import Light, StaffNote, Totals, Urgency, status_of
from dossier.model import State
from dossier.scoring import AnswerSheet, Gate, PlaceStake, SheetAnswer, score_of
from tests.support.bind_source import bind_source

SOURCE = bind_source(30).assessment
ANSWERED = score_of(AnswerSheet(answers={"A.1.I.i.a": SheetAnswer(grade="Ya")}, is_written=True))
PASSED = Gate(name="I", required=Fraction(3), value=Fraction(4), most=Fraction(5))
FAILED = replace(PASSED, value=Fraction(2))


def _totals(**states: int) -> Totals:
    return Totals(states=MappingProxyType({state: states.get(state.name, 0) for state in State}))


def test_the_sums_are_those_of_the_gap_list() -> None:
    found = leader_summary(SOURCE)
    assert found.totals == SOURCE.status.totals
    for state in State:
        assert sum(each.totals.states[state] for each in found.areas) == found.totals.states[state]
    assert sum(each.late for each in found.areas) == found.late == len(SOURCE.status.gaps(Urgency.OVERDUE))


def test_the_gates_are_those_of_the_score_and_missing_without_answers() -> None:
    assert all(each.gate is None for each in leader_summary(SOURCE).areas)
    gates = {gate.name: gate for gate in ANSWERED.gates()}
    found = leader_summary(replace(SOURCE, score=ANSWERED))
    assert [each.gate for each in found.areas] == [gates[each.area.code] for each in found.areas]


def test_an_area_that_the_sheet_does_not_have_has_no_gate() -> None:
    area = replace(SOURCE.plan.areas[0], code="VII", components=())
    plan = replace(SOURCE.plan, areas=(*SOURCE.plan.areas, area))
    view = status_of(plan, SOURCE.coverage)
    last = leader_summary(replace(SOURCE, plan=plan, status=view, score=ANSWERED)).areas[-1]
    assert (last.gate, last.light) == (None, Light.GREY)


def test_a_risk_is_one_requirement_with_the_most_points_first() -> None:
    places = [(i.code, r.id) for i in SOURCE.plan.indicators for r in i.requirements]
    stakes = {place: PlaceStake(points=Fraction(number % 7)) for number, place in enumerate(places)}
    view = status_of(SOURCE.plan, SOURCE.coverage, stakes=stakes)
    risks = leader_summary(replace(SOURCE, status=view)).risks
    named = [(each.first.indicator.code, each.first.requirement.id) for each in risks]
    assert len(set(named)) == len(risks) == MOST_RISKS
    pressing = view.gaps(Urgency.OVERDUE, Urgency.SOON, Urgency.CHECK)
    most = max(row.points for row in pressing)
    assert risks[0].points == most
    assert [each.points for each in risks] == sorted((each.points for each in risks), reverse=True)
    assert all(row in pressing for each in risks for row in each.rows)


def test_the_person_of_a_risk_is_who_is_named_for_any_of_its_slots() -> None:
    risk = leader_summary(SOURCE).risks[-1]
    notes = {risk.rows[-1].place: StaffNote(person="Pegawai Satu")}
    view = status_of(SOURCE.plan, SOURCE.coverage, notes=notes)
    assert leader_summary(replace(SOURCE, status=view)).risks[-1].person == "Pegawai Satu"


def test_a_plan_without_slots_has_no_risk_and_no_light() -> None:
    empty = replace(SOURCE.coverage, slots=())
    found = leader_summary(replace(SOURCE, coverage=empty, status=status_of(SOURCE.plan, empty)))
    assert (found.risks, {each.light for each in found.areas}) == ((), {Light.GREY})


def test_each_light_follows_its_rule() -> None:
    assert light_of(_totals(PRESENT=3), PASSED) is Light.GREEN
    assert light_of(_totals(PRESENT=3), None) is Light.GREEN
    assert light_of(_totals(PRESENT=2, MISSING=1, FAULTY=1), PASSED) is Light.YELLOW
    assert light_of(_totals(PRESENT=1, MISSING=1, UNCONFIRMED=1), PASSED) is Light.RED
    assert light_of(_totals(PRESENT=3), FAILED) is Light.RED
    assert light_of(_totals(NOT_YET_DUE=3), PASSED) is Light.GREY
    assert light_of(_totals(NOT_YET_DUE=3), FAILED) is Light.RED


@given(st.lists(st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31)), max_size=30))
def test_a_trend_ends_today_and_is_the_same_when_the_build_is_repeated(days: list[dt.date]) -> None:
    today = milestone(SOURCE.status)
    history = [replace(today, as_of=day) for day in days]
    found = trend(history, today)
    shown = [each.as_of for each in found]
    assert shown == sorted(set(shown))
    assert found[-1] == today
    assert len({day.isoformat()[:7] for day in shown[:-1]}) == len(shown) - 1 <= 6
    assert trend([*history, today], today) == found
