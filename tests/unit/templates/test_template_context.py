"""A form of a period states the figures of that period, whenever it is made."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import TYPE_CHECKING, cast

import pytest

from dossier.model import Coverage, DocKind, SlotCoverage, State
from dossier.templates import RenderRequest, render
from dossier.templates.placeholders import Control
from dossier.templates.template_context import Reported, monitored_areas, summary_of
from tests.support.papers_source import APRIL, FEBRUARY, papers_plan, papers_unit
from tests.support.papers_text import document_text

if TYPE_CHECKING:
    from pathlib import Path

PLAN = papers_plan()
MONEV = PLAN.indicator("I.3.1")


def covered(as_of: dt.date, *, done: frozenset[DocKind] = frozenset()) -> Coverage:
    """Return a coverage in which papers of these kinds are there, and nothing else is."""
    slots = [
        SlotCoverage(
            indicator=indicator.code,
            requirement=requirement,
            slot=slot,
            state=State.PRESENT
            if requirement.kind in done
            else (State.MISSING if slot.until < as_of else State.NOT_YET_DUE),
        )
        for indicator in PLAN.indicators
        for requirement in indicator.requirements
        for slot in indicator.slots_of(requirement)
    ]
    return Coverage(as_of=as_of, slots=tuple(slots))


JULY = covered(dt.date(2025, 7, 1), done=frozenset({DocKind.SK, DocKind.UNDANGAN}))


PRINTED = re.compile(r"(?P<names>.+) \((?P<times>[^()]+)\): (?P<state>.+)")
MONTH = re.compile(r"Februari|April|Feb|Apr")


def lines(reported: Reported) -> list[str]:
    """Return every thing that a form prints, one by one: "Undangan rapat (Apr): ada"."""
    areas = monitored_areas(PLAN, reported)
    rows = [row for area in areas for row in cast("tuple[dict[str, str], ...]", area["indikator"])]
    found = [PRINTED.fullmatch(line) for row in rows for line in row["bukti"].splitlines()]
    return [
        f"{name} ({month[:3]}): {line['state']}"
        for line in found
        if line is not None
        for name in line["names"].split("; ")
        for month in MONTH.findall(line["times"])
    ]


def test_the_sums_are_those_of_the_lines_above_them() -> None:
    for slot in (FEBRUARY, APRIL, None):
        reported = Reported(JULY, slot, MONEV)
        summary = summary_of(PLAN, reported)
        assert summary["jumlah"] == str(len(lines(reported)))
        areas = cast("tuple[dict[str, str], ...]", summary["area"])
        assert sum(int(area["jumlah"]) for area in areas) == len(lines(reported))
        assert summary["ada"] == str(sum(line.endswith(": ada") for line in lines(reported)))


def test_a_period_leaves_out_what_is_due_later_and_what_was_done_before() -> None:
    february, april = (lines(Reported(JULY, slot, MONEV)) for slot in (FEBRUARY, APRIL))
    assert len(february) == 6
    assert not any("(Apr)" in line for line in february)
    assert sum("(Apr)" in line for line in april) == 4
    assert [line for line in april if "(Feb)" in line and line.endswith(": ada")] == []
    assert sum("(Feb)" in line for line in april) == 4


@pytest.mark.parametrize(
    ("as_of", "told"),
    [
        (dt.date(2025, 4, 15), "15 April 2025"),
        (dt.date(2025, 4, 30), "30 April 2025"),
        (dt.date(2025, 7, 1), "30 April 2025 (menurut bukti yang ada pada 1 Juli 2025)"),
    ],
)
def test_the_day_of_the_state_is_never_after_the_period(as_of: dt.date, told: str) -> None:
    assert summary_of(PLAN, Reported(covered(as_of), APRIL, MONEV))["tanggal"] == told


def test_without_a_coverage_the_day_is_a_place_to_fill() -> None:
    assert isinstance(summary_of(PLAN, Reported(None, APRIL, MONEV))["tanggal"], Control)


def test_without_a_period_everything_is_told_as_of_the_day() -> None:
    summary = summary_of(PLAN, Reported(JULY))
    assert (summary["jumlah"], summary["tanggal"]) == (str(len(JULY.slots)), "1 Juli 2025")


def test_the_sheet_of_april_made_in_july_is_the_sheet_of_april(tmp_path: Path) -> None:
    request = RenderRequest(indicator="I.3.1", requirement="d", slot="2025-04")
    [paper] = render(PLAN, papers_unit(), JULY, [request], tmp_path, None).papers
    text = document_text(paper.path)
    assert "30 April 2025 (menurut bukti yang ada pada 1 Juli 2025)" in text
    later = dataclasses.replace(JULY, as_of=dt.date(2025, 12, 1))
    [same] = render(PLAN, papers_unit(), later, [request], tmp_path / "lagi", None).papers
    assert document_text(same.path).replace("1 Desember 2025", "1 Juli 2025") == text


def of_april(template: str, folder: Path) -> str:
    """Return the text of a form of April, made in July, for the requirement that is the monitoring sheet."""
    request = RenderRequest(indicator="I.3.1", requirement="d", slot="2025-04", template=template)
    [paper] = render(PLAN, papers_unit(), JULY, [request], folder, None).papers
    return document_text(paper.path)


def test_the_report_of_a_period_has_the_figures_of_its_sheet(tmp_path: Path) -> None:
    sheet, report = (of_april(name, tmp_path / name) for name in ("lembar-monev-zi", "laporan-monev-zi"))
    figures = [line for line in sheet.splitlines() if re.match(r"\s*\| [IVX]+ \| .+ \| \d+ / \d+ \|", line)]
    assert figures
    assert all(line in report for line in figures)
    summary = summary_of(PLAN, Reported(JULY, APRIL, MONEV))
    assert f"dari {summary['jumlah']} bukti yang diminta pada periode April 2025" in report
    assert f"{summary['ada']} ada, {summary['belum_ada']} belum ada" in report


def test_the_report_of_one_indicator_tells_what_else_was_asked_of_it_in_the_period(tmp_path: Path) -> None:
    report = of_april("laporan-monev", tmp_path)
    assert "dari 6 bukti lain yang diminta dari indikator I.3.1 pada periode April 2025" in report
    assert "1 sudah ada" in report
    assert "Undangan rapat monev ZI (30 Apr 2025): ada." in report
    assert "Lembar monev ZI (30 Apr" not in report, "the paper does not report on itself"


def test_a_report_says_nothing_of_other_evidence_where_none_is_asked_for(tmp_path: Path) -> None:
    request = RenderRequest(indicator="I.1.1", requirement="a", slot="2025-02", template="laporan-monev")
    [paper] = render(PLAN, papers_unit(), JULY, [request], tmp_path, None).papers
    assert "bukti lain" not in document_text(paper.path)
