from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from dossier import reports
from dossier.audit.status import status_of
from dossier.model import Finding, Severity, State
from dossier.reports.csv import BYTE_ORDER_MARK, csv_text, harmless
from dossier.reports.terminal import NOTES
from tests.support.small_plan import small_coverage, small_plan

MIXED = (State.PRESENT, State.NOT_YET_DUE, State.MISSING, State.UNCONFIRMED, State.NOT_YET_DUE)


def test_an_optional_thing_that_is_not_there_is_in_no_total() -> None:
    shape = json.loads(reports.dump_json(reports.gaps_json(status_of(small_plan(), small_coverage(*MIXED)))))
    assert sum(shape["summary"].values()) == 4
    assert len(shape["slots"]) == 4


def test_an_optional_thing_that_is_there_counts() -> None:
    assert small_coverage(*MIXED[:4], State.PRESENT).summary()[State.PRESENT] == 2


def test_every_form_has_the_same_totals() -> None:
    view = status_of(small_plan(), small_coverage(*MIXED))
    shape = json.loads(reports.dump_json(reports.gaps_json(view)))
    rows = list(csv.DictReader(io.StringIO(reports.gaps_csv(view)[1:]), delimiter=";"))
    for state in State:
        total = shape["summary"][state.value]
        assert sum(1 for row in rows if row["Keadaan"] == state.value.replace("_", " ")) == total
        assert f"{state.value.replace('_', ' ')} {total}" in reports.gap_table(view)


def test_what_is_overdue_comes_first() -> None:
    table = reports.gap_table(status_of(small_plan(), small_coverage(*MIXED)))
    overdue, rest = table.split("PERLU DIPERIKSA")
    assert "LEWAT JATUH TEMPO (1)" in overdue
    assert "I.1.1.b" in overdue
    assert "mungkin.pdf" in rest
    assert "JATUH TEMPO KEMUDIAN (1)" in rest


def test_what_is_said_of_one_requirement_is_capped_and_counted_on_the_terminal() -> None:
    coverage = small_coverage(*MIXED)
    findings = tuple(
        Finding(code="blank", severity=Severity.WARNING, subject="I.1.1", text=f"kosong {number}", advice="")
        for number in range(70_000)
    )
    slots = tuple(
        replace(slot, findings=findings if not number else ()) for number, slot in enumerate(coverage.slots[1:])
    )
    lines = reports.gap_table(status_of(small_plan(), replace(coverage, slots=slots))).splitlines()
    assert sum("kosong" in line for line in lines) == NOTES
    assert [line.strip() for line in lines if "lagi" in line] == ["↳ … dan 69.988 keterangan lagi"]


def test_a_complete_plan_says_so() -> None:
    table = reports.gap_table(status_of(small_plan(), small_coverage(*[State.PRESENT] * 5)))
    assert "Semua bukti fisik sudah ada." in table


@pytest.mark.parametrize("cell", ["=cmd()", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


def test_csv_opens_in_indonesian_excel() -> None:
    text = csv_text(("Nama", "Nilai"), [("a;b", "é")])
    assert text == f'{BYTE_ORDER_MARK}Nama;Nilai\r\n"a;b";é\r\n'


def test_a_name_that_is_no_unicode_is_escaped_and_not_fatal() -> None:
    assert json.loads(reports.dump_json({"path": "a\udcffb"}))["path"] == "a\udcffb"
    assert harmless("a\udcffb") == "a\\udcffb"
