"""The history of totals: lines of ours are read, anything else is passed over."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from dossier.audit.history import appended, read_history
from dossier.audit.identity import Whose
from dossier.model import State
from dossier.model.unit_summary import PlanIdentity, UnitIdentity
from dossier.scoring import AnswerSheet, SheetAnswer, score_of
from tests.support.json_values import Place, replaced
from tests.support.small_reports import small_overview

OWNER = Whose(
    unit=UnitIdentity(code="1500", name="KPU Provinsi Contoh"),
    plan=PlanIdentity(title="Rencana", year=2025, digest="0" * 64),
)
STATES = {state.value: number for number, state in enumerate(State)}
LINE: dict[str, object] = {
    "schema": "dossier.riwayat/1",
    "as_of": "2025-07-01",
    "totals": STATES,
    "areas": {"I": STATES},
}


def test_a_line_of_ours_is_a_milestone() -> None:
    (milestone,) = read_history(json.dumps(LINE))
    assert (milestone.as_of.isoformat(), milestone.totals.states[State(list(STATES)[-1])]) == ("2025-07-01", 4)
    assert list(milestone.areas) == ["I"]


def test_points_of_the_sheet_stand_in_a_line_where_anybody_has_answered() -> None:
    answered = AnswerSheet(answers={"A.1.I.i.a": SheetAnswer(grade="Ya")}, is_written=True)
    text = appended("", small_overview(), OWNER, score_of(answered))
    assert json.loads(text)["claim"] == "0.2500"
    (milestone,) = read_history(text)
    assert (milestone.claim, milestone.backed) == (Fraction(1, 4), Fraction(0))
    assert appended(text, small_overview(), OWNER, score_of(answered)) == text
    assert appended("", small_overview(), OWNER, score_of()) == appended("", small_overview(), OWNER)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("schema",), "dossier.riwayat/2"),
        (("as_of",), "1850-01-01"),
        (("as_of",), 3),
        (("totals",), {}),
        (("totals", "ada"), -1),
        (("totals", "ada"), 10**30),
        (("totals", "ada"), "3"),
        (("areas",), []),
        (("areas", "I", "ada"), None),
        (("claim",), "1e9"),
        (("backed",), 3),
        ((), "baris"),
    ],
)
def test_a_line_that_no_build_wrote_is_passed_over(place: Place, value: object) -> None:
    lines = [json.dumps(LINE), json.dumps(replaced(LINE, place, value)), json.dumps(LINE)]
    assert len(read_history("\n".join(lines))) == 2
