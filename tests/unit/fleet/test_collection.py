"""What the roll-up says of units that reported, failed, were silent, or left something else than a summary."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import TYPE_CHECKING

import openpyxl
import pytest

from dossier import reports
from dossier.audit.roll_up import RollUp
from dossier.errors import OutputError
from dossier.fleet.collection import collect, write_roll_up
from dossier.fleet.fleet_run import FleetOptions, UnitRun
from dossier.fleet.unit_list import FleetUnit
from dossier.fleet.unit_process import Ending, UnitResult
from dossier.model.unit_summary import FleetRow, UnitOutcome
from tests.support.unit_summaries import DAY, reported, summary_text, unit_summary

if TYPE_CHECKING:
    from pathlib import Path

YESTERDAY = DAY - dt.timedelta(days=1)


@pytest.fixture
def options(tmp_path: Path) -> FleetOptions:
    return FleetOptions(folder=tmp_path / "armada")


@pytest.fixture
def unit(tmp_path: Path) -> FleetUnit:
    return FleetUnit(key="jambi/kerinci", folder=tmp_path / "jambi" / "kerinci")


def leave(unit: FleetUnit, as_of: dt.date = DAY, data: bytes | None = None) -> None:
    build = unit.folder / "build"
    build.mkdir(parents=True, exist_ok=True)
    text = summary_text(unit_summary(1, as_of=as_of)).encode()
    (build / "ringkasan-unit.json").write_bytes(text if data is None else data)


def ran(unit: FleetUnit, ending: Ending, said: str = "") -> UnitRun:
    return UnitRun(unit=unit, result=UnitResult(ending=ending, said=said))


def row_of(unit: FleetUnit, options: FleetOptions, *runs: UnitRun) -> FleetRow:
    (row,) = collect([unit], runs, options, DAY).rows
    return row


def test_a_unit_whose_build_came_out_reports_its_summary(unit: FleetUnit, options: FleetOptions) -> None:
    leave(unit)
    row = row_of(unit, options, ran(unit, Ending.OK))
    assert (row.outcome, row.summary, row.folder) == (UnitOutcome.OK, unit_summary(1), "../jambi/kerinci/build")


def test_a_unit_that_fails_keeps_its_last_good_day_and_is_in_no_sum(unit: FleetUnit, options: FleetOptions) -> None:
    leave(unit, YESTERDAY)
    failed = ran(unit, Ending.PLAN, "plan/plan.yaml:2: Susunan YAML salah.")
    roll_up = collect([unit], [failed], options, DAY)
    (row,) = roll_up.rows
    assert (row.outcome, row.ending) == (UnitOutcome.FAILED, "rencana tidak terbaca")
    assert row.summary is not None
    assert row.summary.as_of == YESTERDAY
    assert roll_up.totals.total == 0
    page = reports.fleet_page_html(roll_up, ())
    assert "rencana tidak terbaca: plan/plan.yaml:2: Susunan YAML salah" in page
    assert "30 Jun 2025" in page
    assert ">0%" not in page


def test_a_unit_that_fails_today_is_failed_even_if_it_came_out_earlier_today(
    unit: FleetUnit, options: FleetOptions
) -> None:
    leave(unit)
    assert row_of(unit, options, ran(unit, Ending.TIME)).outcome is UnitOutcome.FAILED


def test_a_unit_whose_folder_vanished_still_has_its_last_good_day(unit: FleetUnit, options: FleetOptions) -> None:
    leave(unit, YESTERDAY)
    row_of(unit, options, ran(unit, Ending.OK))
    (unit.folder / "build" / "ringkasan-unit.json").unlink()
    (unit.folder / "build").rmdir()
    unit.folder.rmdir()
    row = row_of(unit, options, ran(unit, Ending.MISSING))
    assert (row.outcome, row.ending, row.folder) == (UnitOutcome.MISSING, "folder kerja tidak ada", "")
    assert row.summary == unit_summary(1, as_of=YESTERDAY)


def test_a_unit_that_was_built_after_midnight_reports_and_one_of_a_day_to_come_does_not(
    unit: FleetUnit, options: FleetOptions
) -> None:
    leave(unit, DAY + dt.timedelta(days=1))
    assert row_of(unit, options, ran(unit, Ending.OK)).outcome is UnitOutcome.OK
    leave(unit, DAY + dt.timedelta(days=2))
    assert row_of(unit, options, ran(unit, Ending.OK)).outcome is UnitOutcome.STALE


def test_a_unit_that_was_not_built_reports_what_it_built_itself_today(unit: FleetUnit, options: FleetOptions) -> None:
    leave(unit)
    assert row_of(unit, options).outcome is UnitOutcome.OK
    leave(unit, YESTERDAY)
    assert row_of(unit, options).outcome is UnitOutcome.STALE


def test_a_unit_that_never_left_a_summary_is_missing(unit: FleetUnit, options: FleetOptions) -> None:
    unit.folder.mkdir(parents=True)
    row = row_of(unit, options)
    assert (row.outcome, row.summary) == (UnitOutcome.MISSING, None)
    assert "belum pernah" in reports.fleet_page_html(RollUp(as_of=DAY, rows=(row,)), ())


@pytest.mark.parametrize("data", [b"", b"{}", b"x" * 10_000_000, b'{"schema":"dossier.unit-summary/1"}'])
def test_what_is_no_summary_is_told_and_the_last_good_one_stays(
    unit: FleetUnit, options: FleetOptions, data: bytes
) -> None:
    leave(unit, YESTERDAY)
    row_of(unit, options, ran(unit, Ending.OK))
    leave(unit, data=data)
    row = row_of(unit, options, ran(unit, Ending.OK))
    assert (row.outcome, row.ending) == (UnitOutcome.FAILED, "ringkasan unit tidak terbaca")
    assert row.summary is not None
    assert row.summary.as_of == YESTERDAY


def test_a_summary_sent_by_another_computer_counts_instead_of_a_file(unit: FleetUnit, options: FleetOptions) -> None:
    sent = UnitResult(ending=Ending.OK, summary=summary_text(unit_summary(5)).encode())
    assert row_of(unit, options, UnitRun(unit=unit, result=sent)).summary == unit_summary(5)
    assert row_of(unit, options).summary == unit_summary(5)


def test_markup_and_formulas_of_a_unit_are_texts_in_every_form(tmp_path: Path) -> None:
    name = '=HYPERLINK("https://contoh.example")<script>alert(1)</script>&\'"'
    row = FleetRow(
        key="a<b>&\"'",
        outcome=UnitOutcome.OK,
        summary=unit_summary(3, name=name, code='"><img src=x>', level="<i>", parent="=1+1"),
        folder="../a b/#?%/build",
    )
    failed = FleetRow(key="b", outcome=UnitOutcome.FAILED, ending="gagal", said="<script>alert(2)</script>")
    write_roll_up(tmp_path, RollUp(as_of=DAY, rows=(row, failed)))
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert page.count("<script") == 2  # the data, and the program
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "../a%20b/%23%3F%25/build/laporan/index.html" in page
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "armada.xlsx").read_bytes()))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert not any(cell.data_type == "f" for cell in cells)
    assert any(cell.value == name for cell in cells)
    assert (
        json.loads((tmp_path / "armada.json").read_text(encoding="utf-8"))["units"][0]["summary"]["unit"]["name"]
        == name
    )


def test_the_history_has_a_line_a_day_and_none_for_what_if(tmp_path: Path) -> None:
    for day in (YESTERDAY, DAY, DAY):
        write_roll_up(tmp_path, RollUp(as_of=day, rows=(reported("a", unit_summary(1, as_of=day)),)))
    write_roll_up(tmp_path, RollUp(as_of=DAY, rows=()), what_if=True)
    lines = (tmp_path / "riwayat.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["as_of"] for line in lines] == ["2025-06-30", "2025-07-01"]


def test_the_same_roll_up_gives_the_same_bytes(tmp_path: Path) -> None:
    roll_up = RollUp(as_of=DAY, rows=tuple(reported(f"u{n}", unit_summary(n)) for n in range(3)))
    found = []
    for name in ("satu", "dua"):
        write_roll_up(tmp_path / name, roll_up)
        found.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert found[0] == found[1]
    assert set(found[0]) == {"index.html", "armada.xlsx", "armada.json", "riwayat.jsonl"}


def test_a_folder_whose_name_is_no_unicode_has_a_row_like_others(tmp_path: Path, options: FleetOptions) -> None:
    unit = FleetUnit(key="caf\udce9/<b>\n", folder=tmp_path / "caf\udce9" / "<b>\n")
    leave(unit)
    roll_up = collect([unit], [ran(unit, Ending.OK)], options, DAY)
    assert [row.outcome for row in roll_up.rows] == [UnitOutcome.OK]
    write_roll_up(options.folder, roll_up)
    page = (options.folder / "index.html").read_text(encoding="utf-8")
    assert "<b>" not in page
    assert json.loads((options.folder / "armada.json").read_text(encoding="utf-8"))["ok"]


def test_a_summary_that_cannot_be_kept_is_an_error_that_says_what_to_do(unit: FleetUnit, options: FleetOptions) -> None:
    leave(unit)
    options.folder.mkdir()
    (options.folder / "ringkasan").write_text("bukan folder", encoding="utf-8")
    with pytest.raises(OutputError):
        row_of(unit, options, ran(unit, Ending.OK))
