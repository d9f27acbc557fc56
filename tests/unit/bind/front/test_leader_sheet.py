"""The lembar pimpinan as the head of an office finds it: two pages, plain words, the same bytes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from dossier.audit import legend
from dossier.audit.history import milestone
from dossier.bind.front import leader_sheet_pdf
from dossier.errors import OutputError
from dossier.model import Matching, Scan
from dossier.scoring import AnswerSheet, SheetAnswer, points_text, score_of
from tests.support.bind_source import bind_source, large_plan, with_assessed

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.bind.page_order import BindInput

LONG = "WWWW Penguatan Pengawasan dan Akuntabilitas Kinerja Instansi " * 9


def _pages(source: BindInput, folder: Path) -> list[str]:
    target = folder / "lembar-pimpinan.pdf"
    leader_sheet_pdf(source, target)
    return [" ".join(page.extract_text().split()) for page in PdfReader(target).pages]


def _with_history(source: BindInput) -> BindInput:
    now = milestone(source.assessment.status)
    earlier = (replace(now, as_of=now.as_of.replace(year=2024, month=month)) for month in range(1, 13))
    return replace(source, history=(*earlier, now))


def test_it_says_areas_and_lights_first_then_risks_and_trend(tmp_path: Path) -> None:
    source = _with_history(bind_source(30))
    first, second = _pages(source, tmp_path)
    assert all(area.title in first for area in source.assessment.plan.areas)
    assert all(f"{look.label} {look.rule}." in first for look in legend.LIGHTS.values())
    totals = source.assessment.status.totals
    assert f"dari {totals.due} bukti yang sudah waktunya" in first
    assert "Lima risiko terbesar" in second
    assert "belum ada penanggung jawab" in second
    assert "1 Juli 2024" in second
    assert "1 Juni 2024" not in second


def test_the_score_and_the_gates_are_told_where_the_sheet_is_answered(tmp_path: Path) -> None:
    score = score_of(AnswerSheet(answers={"A.1.I.i.a": SheetAnswer(grade="Ya")}, is_written=True))
    first, _ = _pages(with_assessed(bind_source(14), score=score), tmp_path)
    assert f"{points_text(score.claim)} dari 100" in first
    assert first.count("belum lulus") >= len(score.areas)
    unanswered, _ = _pages(bind_source(14), tmp_path)
    assert "Jawaban penilaian mandiri belum diisi." in unanswered


def test_a_plan_of_many_areas_with_long_names_has_two_pages_too(tmp_path: Path) -> None:
    plan = large_plan(71)
    more = tuple(replace(area, code=f"{area.code}x", components=()) for area in plan.areas * 3)
    areas = tuple(replace(area, title=LONG, person=LONG) for area in (*plan.areas, *more))
    for count in (12, 24):
        source = bind_source(plan=replace(plan, areas=areas[:count]))
        source = with_assessed(source, unit=replace(source.assessment.unit, name=LONG))
        first, second = _pages(_with_history(source), tmp_path)
        assert "… dan 8 area lagi" in first or count == 12
        assert "Perkembangan" in second


def test_long_requirements_and_statements_keep_to_the_second_page(tmp_path: Path) -> None:
    plan = large_plan(30)
    areas = []
    for area in plan.areas:
        parts = []
        for part in area.components:
            indicators = tuple(
                replace(i, statement=LONG, requirements=tuple(replace(r, label=LONG) for r in i.requirements))
                for i in part.indicators
            )
            parts.append(replace(part, indicators=indicators))
        areas.append(replace(area, components=tuple(parts), person=LONG))
    pages = _pages(_with_history(bind_source(plan=replace(plan, areas=tuple(areas)))), tmp_path)
    assert len(pages) == 2


def test_without_files_history_and_staff_it_still_has_two_pages(tmp_path: Path) -> None:
    source = bind_source(14)
    empty = Matching(claims=(), ambiguous=(), unplaced=(), ignored=())
    coverage = replace(source.assessment.coverage, slots=())
    bare = with_assessed(source, matching=empty, scan=Scan(files=(), ignored=()), parts=(), coverage=coverage)
    _, second = _pages(bare, tmp_path)
    assert "Tidak ada bukti yang lewat tenggat" in second


def test_the_same_input_gives_the_same_bytes_after_a_build_of_the_same_day(tmp_path: Path) -> None:
    source = bind_source(14)
    leader_sheet_pdf(source, tmp_path / "a.pdf")
    now = milestone(source.assessment.status)
    leader_sheet_pdf(replace(source, history=(now,)), tmp_path / "b.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_a_sheet_that_cannot_be_written_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as raised:
        leader_sheet_pdf(bind_source(14), tmp_path / "tidak-ada" / "lembar-pimpinan.pdf")
    assert raised.value.hint
