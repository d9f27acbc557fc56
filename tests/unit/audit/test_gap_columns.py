"""The columns of the gap list: one row of the table shows in every form that it names, and in no other."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from pypdf import PdfReader

from dossier import reports
from dossier.audit import gap_columns, legend
from dossier.audit.gap_columns import COLUMNS, GAP_SHEET, Column, GapForm, ShownAs
from dossier.audit.status import Urgency
from dossier.bind.front import gap_list_pdf
from dossier.model import Severity, State
from tests.support.bind_source import bind_source
from tests.support.small_page import small_page
from tests.support.small_reports import small_overview, small_workbook

if TYPE_CHECKING:
    from pathlib import Path


def column(*forms: GapForm, width: float | None, title: str = "") -> Column:
    """Return a column that says "Ruang" of every row."""
    return Column("ruang", "Ruang arsip", lambda _: "Lemari 7", dict.fromkeys(forms, ShownAs(width, title)))


@pytest.fixture
def add(monkeypatch: pytest.MonkeyPatch) -> list[Column]:
    """Return the table of columns; what a test appends stands in it until the test ends."""
    table = list(COLUMNS)
    monkeypatch.setattr(gap_columns, "COLUMNS", table)
    return table


def test_a_new_column_of_the_sheet_stands_in_workbook_and_csv_and_nowhere_else(add: list[Column]) -> None:
    add.append(column(GapForm.SHEET, width=17))
    view = small_overview()
    sheet = openpyxl.load_workbook(io.BytesIO(small_workbook(view)))[GAP_SHEET]
    head = [cell.value for cell in sheet[1]]
    place = head.index("Ruang arsip")
    assert sheet.cell(2, place + 1).value == "Lemari 7"
    assert sheet.column_dimensions[get_column_letter(place + 1)].width == pytest.approx(17, abs=1)
    rows = list(csv.DictReader(io.StringIO(reports.gaps_csv(view)[1:]), delimiter=";"))
    assert [row["Ruang arsip"] for row in rows] == ["Lemari 7"] * len(view.rows)
    assert "Lemari 7" not in reports.gap_table(view) + json.dumps(reports.gaps_json(view))


def test_a_new_key_of_the_json_stands_in_every_slot(add: list[Column]) -> None:
    add.append(column(GapForm.JSON, width=None))
    shape = json.loads(reports.dump_json(reports.gaps_json(small_overview())))
    assert {slot["ruang"] for slot in shape["slots"]} == {"Lemari 7"}


@pytest.mark.parametrize(("width", "shown"), [(10, "  Lemari 7"), (None, "↳ ruang: Lemari 7")])
def test_a_new_column_of_the_terminal_stands_within_its_hundred_columns(
    add: list[Column], width: float | None, shown: str
) -> None:
    add.append(column(GapForm.TERMINAL, width=width, title="ruang"))
    table = reports.gap_table(small_overview())
    assert shown in table
    assert max(len(line) for line in table.splitlines()) <= 100


def test_a_new_line_of_page_and_calendar_stands_below_every_slot(add: list[Column]) -> None:
    add.append(column(GapForm.PAGE, GapForm.CALENDAR, width=None))
    source = small_page()
    page = reports.page_html(source)
    assert page.count('<p class="note">Ruang arsip: Lemari 7</p>') == len(source.assessment.status.rows)
    calendar = reports.calendar_ics(source.assessment.status, source.assessment.unit)
    assert b"Ruang arsip: Lemari 7" in calendar.replace(b"\r\n ", b"")  # lines are folded at 75 bytes


@pytest.mark.parametrize(("width", "shown"), [(34, "RUANG ARSIP"), (None, "Ruang arsip: Lemari 7")])
def test_a_new_column_of_the_printed_list_is_drawn(
    add: list[Column], width: float | None, shown: str, tmp_path: Path
) -> None:
    add.append(column(GapForm.PRINT, width=width))
    gap_list_pdf(bind_source(3), tmp_path / "kesenjangan.pdf")
    text = " ".join(page.extract_text() for page in PdfReader(tmp_path / "kesenjangan.pdf").pages)
    assert shown.upper() in text.upper()
    assert "Lemari 7" in text


def test_every_key_of_a_column_is_its_own() -> None:
    assert len({each.key for each in COLUMNS}) == len(COLUMNS)


def test_the_columns_that_a_returned_workbook_is_read_by_are_columns_of_the_sheet() -> None:
    titles = {each.title_in(GapForm.SHEET) for each in gap_columns.columns_of(GapForm.SHEET)}
    assert {gap_columns.CODE, gap_columns.SLOT, gap_columns.DUE, *gap_columns.ENTRIES} <= titles


def test_every_state_urgency_and_severity_has_its_look() -> None:
    assert [*legend.STATES] == [*State]
    assert [*legend.URGENCIES] == [*Urgency]
    assert [*legend.SEVERITIES] == [*Severity]
    assert [legend.state_label(state) for state in State] == [
        "ada",
        "belum ada",
        "belum jatuh tempo",
        "bermasalah",
        "perlu konfirmasi",
    ]


def test_states_are_told_apart_by_their_sign_and_word_alone() -> None:
    assert len({look.sign for look in legend.STATES.values()}) == len(State)
    assert len({look.label for look in legend.STATES.values()}) == len(State)
