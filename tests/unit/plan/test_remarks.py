from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.errors import PlanError
from dossier.overview import Remark
from dossier.plan import load_remarks, remarks_yaml
from tests.support.plan_files import load

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import Plan

PLACE = ("I.1.2", "a", "2025-03")


@pytest.fixture(name="plan")
def fixture_plan(tmp_path: Path) -> Plan:
    return load(tmp_path)[0]


def test_what_is_written_is_read_again(tmp_path: Path, plan: Plan) -> None:
    remark = Remark(status="perlu perbaikan", text="tanpa: tanda tangan\n#2", seen=(("I.1/a  b #1.pdf", "0" * 64),))
    path = tmp_path / "catatan-tpi.yaml"
    path.write_text(remarks_yaml({PLACE: remark}), encoding="utf-8")
    found, findings = load_remarks(path, plan)
    assert findings == ()
    assert found[PLACE].status == "perlu perbaikan"
    assert found[PLACE].text.split() == ["tanpa:", "tanda", "tangan", "#2"]
    assert found[PLACE].seen == remark.seen


def test_a_missing_file_is_no_remarks(tmp_path: Path, plan: Plan) -> None:
    assert load_remarks(tmp_path / "tiada.yaml", plan) == ({}, ())


def test_a_place_that_the_plan_lost_is_a_warning_and_stops_nothing(tmp_path: Path, plan: Plan) -> None:
    path = tmp_path / "catatan-tpi.yaml"
    path.write_text(remarks_yaml({("I.9.9", "a", "2025-03"): Remark(text="x"), PLACE: Remark(text="y")}), "utf-8")
    found, findings = load_remarks(path, plan)
    assert set(found) == {PLACE}
    assert [finding.code for finding in findings] == ["kode_tak_dikenal"]


@pytest.mark.parametrize("text", ["judul: x\n", "- satu\n", "- {indikator: I.1.2}\n", "- {indicator: x}\n"])
def test_a_file_that_is_something_else_is_refused_with_its_lines(tmp_path: Path, plan: Plan, text: str) -> None:
    path = tmp_path / "catatan-tpi.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PlanError) as caught:
        load_remarks(path, plan)
    assert all(finding.line for finding in caught.value.findings)
