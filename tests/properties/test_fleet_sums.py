"""The roll-up of any fleet: sums agree everywhere, order changes no byte, one unit changes no other's row."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import lxml.html
import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier import reports
from dossier.audit.fleet_history import read_fleet_history, with_roll_up
from dossier.audit.fleet_words import gates_words
from dossier.audit.legend import state_label
from dossier.audit.roll_up import RollUp
from dossier.model import State
from dossier.model.unit_summary import FleetRow, UnitOutcome
from dossier.state.unit_summaries import parse_summary
from tests.support.unit_summaries import AREAS, DAY, plan_identity, summary_text, unit_summary

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

slots = st.integers(0, 40)
area_totals = st.dictionaries(st.sampled_from(AREAS), st.tuples(*[slots] * len(State)), min_size=1)


@st.composite
def fleet_rows(draw: st.DrawFn) -> FleetRow:
    """Return a row of any outcome; its key is given by `fleets`."""
    outcome = draw(st.sampled_from([*UnitOutcome, UnitOutcome.OK]))
    if outcome is UnitOutcome.MISSING and draw(st.booleans()):
        return FleetRow(key="", outcome=outcome, ending="folder kerja tidak ada")
    summary = unit_summary(
        draw(st.integers(0, 999)),
        code=draw(st.sampled_from(["", "15.01", "15.02"])),
        level=draw(st.sampled_from(["provinsi", "kabkota", ""])),
        plan=draw(st.integers(0, 1)),
        areas=draw(area_totals),
        indicators=draw(st.integers(0, 4)),
    )
    ending = "" if outcome is UnitOutcome.OK else "gagal"
    return FleetRow(key="", outcome=outcome, summary=summary, ending=ending, folder="../x/build")


@st.composite
def fleets(draw: st.DrawFn) -> tuple[FleetRow, ...]:
    found = draw(st.lists(fleet_rows(), max_size=7))
    return tuple(
        FleetRow(key=f"u{n}", outcome=r.outcome, summary=r.summary, ending=r.ending, folder=r.folder)
        for n, r in enumerate(found)
    )


def rolled_up(rows: Sequence[FleetRow]) -> RollUp:
    return RollUp(as_of=DAY, rows=tuple(sorted(rows, key=lambda row: row.key)))


def written(rows: Sequence[FleetRow]) -> tuple[str, bytes, str, str]:
    roll_up = rolled_up(rows)
    text = with_roll_up("", roll_up)
    history = read_fleet_history(text)
    shape = reports.dump_json(reports.fleet_json(roll_up))
    return reports.fleet_page_html(roll_up, history), reports.fleet_workbook_bytes(roll_up, history), shape, text


thorough = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@given(fleets())
@thorough
def test_the_sum_over_the_units_is_that_of_the_fleet_and_that_over_the_areas(rows: tuple[FleetRow, ...]) -> None:
    roll_up = rolled_up(rows)
    of_units = {state: sum(s.totals[state] for _, s in roll_up.reporting) for state in State}
    of_areas = {state: sum(area.states[state] for area in roll_up.areas.values()) for state in State}
    assert dict(roll_up.totals.states) == of_units == of_areas
    assert sum(len(roll_up.of(outcome)) for outcome in UnitOutcome) == len(rows)


@given(fleets(), st.randoms(use_true_random=False))
@thorough
def test_the_order_in_which_units_arrive_changes_no_byte(rows: tuple[FleetRow, ...], chance: random.Random) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert written(shuffled) == written(rows)


@given(fleets(), st.data())
@thorough
def test_a_unit_that_fails_changes_no_other_row(rows: tuple[FleetRow, ...], data: st.DataObject) -> None:
    if not rows:
        return
    at = data.draw(st.integers(0, len(rows) - 1))
    fallen = FleetRow(key=rows[at].key, outcome=UnitOutcome.FAILED, summary=rows[at].summary, ending="gagal")
    before = {each["key"]: each for each in json.loads(written(rows)[2])["units"]}
    after = {each["key"]: each for each in json.loads(written([*rows[:at], fallen, *rows[at + 1 :]])[2])["units"]}
    del before[rows[at].key], after[rows[at].key]
    assert before == after


@given(fleets())
@thorough
def test_a_row_is_equal_to_the_summary_that_the_unit_left(rows: tuple[FleetRow, ...]) -> None:
    shape = json.loads(written(rows)[2])
    for row, told in zip(rows, shape["units"], strict=True):
        left = None if row.summary is None else json.loads(summary_text(row.summary))
        assert told["summary"] == left
        assert row.summary is None or parse_summary(json.dumps(left).encode()) == row.summary


def table(page: lxml.html.HtmlElement) -> dict[str, lxml.html.HtmlElement]:
    """Return the rows of the list of units by key."""
    found = page.xpath("//table[@id='daftar']/tbody/tr")
    return {row.xpath("string(.//span[@class='key'])").strip(): row for row in found}


def sheet_rows(book: Any, name: str) -> list[tuple[Any, ...]]:  # noqa: ANN401 — openpyxl has no types
    return list(book[name].iter_rows(values_only=True))


@given(fleets())
@thorough
def test_the_six_sheets_the_json_and_the_page_say_the_same(rows: tuple[FleetRow, ...]) -> None:
    page_text, workbook, json_text, _ = written(rows)
    shape, book = json.loads(json_text), openpyxl.load_workbook(io.BytesIO(workbook))
    page = table(lxml.html.fromstring(page_text))
    roll_up = rolled_up(rows)
    assert book.sheetnames == ["Ringkasan", "Unit × Area", "Terlambat", "Indikator", "Gagal dan Belum Lapor", "Riwayat"]

    sums = sheet_rows(book, "Ringkasan")
    head, listed = sums[4], {line[0]: line for line in sums[5 : 5 + len(rows)]}
    whole = dict(zip(head, sums[5 + len(rows)], strict=True))
    assert {state.value: whole[state_label(state)] for state in State} == shape["totals"]
    assert list(listed) == list(page) == [row.key for row in rows]
    areas = {line[0]: line for line in sheet_rows(book, "Unit × Area")[1 : 1 + len(roll_up.reporting)]}
    for each in shape["units"]:
        line = dict(zip(head, listed[each["key"]], strict=True))
        if each["outcome"] == "ok":
            totals = each["summary"]["totals"]
            assert {state.value: line[state_label(state)] for state in State} == totals
            percent = page[each["key"]].xpath("string(td[2])").strip().partition("%")[0]
            due = sum(totals.values()) - totals["belum_jatuh_tempo"]
            assert percent == (str(totals["ada"] * 100 // due) if due else "–")
            assert line["Lengkap"] == (totals["ada"] * 100 // due / 100 if due else None)
            assert areas[each["key"]][-1] == line["Lengkap"]
            assert line["Lewat waktu"] == each["summary"]["due"]["late"]
        else:
            assert line["Sudah waktunya"] is None
            assert each["key"] not in areas
            assert "terakhir baik" in page[each["key"]].text_content()
    assert set(areas) == set(shape["ok"])

    late = sheet_rows(book, "Terlambat")[1:]
    named = sum(len(each["summary"]["late"]) for each in shape["units"] if each["outcome"] == "ok")
    assert sum(line[0] is not None for line in late) == named
    silent = [line[0] for line in sheet_rows(book, "Gagal dan Belum Lapor")[1:] if line[0]]
    assert sorted(silent) == sorted(shape["failed"] + shape["missing"] + shape["stale"])
    lacks = {
        (plan["digest"][:12], each["code"]): (len(each["lacking"]), each["due"])
        for plan in shape["plans"]
        for each in plan["indicators"]
        if each["lacking"]
    }
    told = {(line[1], line[2]): (line[5], line[6]) for line in sheet_rows(book, "Indikator")[1:] if line[2]}
    assert told == lacks
    (day,) = sheet_rows(book, "Riwayat")[1:]
    assert list(day[1:5]) == [len(shape[outcome]) for outcome in ("ok", "failed", "stale", "missing")]
    assert list(day[5:10]) == [shape["totals"][state.value] for state in State]


def test_ranks_are_only_among_equal_plans_and_levels_over_what_was_due() -> None:
    def unit(
        key: str, present: int, missing: int, later: int = 0, *, level: str = "kabkota", plan: int = 0
    ) -> FleetRow:
        areas = {"I": (present, missing, later, 0, 0)}
        return FleetRow(key=key, outcome=UnitOutcome.OK, summary=unit_summary(1, areas=areas, level=level, plan=plan))

    roll_up = rolled_up(
        [
            unit("a", 5, 5, later=90),
            unit("b", 9, 1),
            unit("c", 50, 50),
            unit("d", 10, 0, level="provinsi"),
            unit("e", 1, 99, plan=1),
            unit("f", 0, 0, later=3),
            FleetRow(key="g", outcome=UnitOutcome.FAILED, summary=unit_summary(2)),
        ]
    )
    places = {key: (each.rank, each.count) for key, each in roll_up.ranks.items()}
    assert places == {"b": (1, 3), "a": (2, 3), "c": (2, 3), "d": (1, 1), "e": (1, 1)}
    assert [group.plan for group in roll_up.plans] == [plan_identity(0), plan_identity(1)]


def test_gates_are_said_as_everywhere_else() -> None:
    summary = unit_summary(2)  # the total and the first area are not passed
    assert gates_words(summary, "WBK") == "2 dari 7 belum lulus: Nilai total, Area I"
    assert gates_words(unit_summary(4), "WBBM") == "semua 7 lulus"
    assert gates_words(unit_summary(3), "WBK") == "LKE belum diisi"


def test_units_of_one_code_are_all_kept_and_told() -> None:
    rows = [
        FleetRow(key=key, outcome=UnitOutcome.OK, summary=unit_summary(n, code=code))
        for n, (key, code) in enumerate([("a", "15.01"), ("b", "15.01"), ("c", "15.02"), ("d", "")])
    ]
    roll_up = rolled_up(rows)
    (finding,) = roll_up.findings
    assert (finding.code, finding.subject) == ("kode_unit_ganda", "15.01")
    assert "a, b" in finding.text
    assert len(roll_up.rows) == len(json.loads(written(rows)[2])["units"]) == 4
