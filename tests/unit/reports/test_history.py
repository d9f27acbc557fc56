"""The history of totals: lines of ours are read, anything else is passed over."""

from __future__ import annotations

import json

import pytest

from dossier.model import State
from dossier.reports.diff import read_history
from tests.support.json_values import Place, replaced

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
        ((), "baris"),
    ],
)
def test_a_line_that_no_build_wrote_is_passed_over(place: Place, value: object) -> None:
    lines = [json.dumps(LINE), json.dumps(replaced(LINE, place, value)), json.dumps(LINE)]
    assert len(read_history("\n".join(lines))) == 2
