"""The self-assessment, the assessors' differences and the index as drawn: what a reader finds, figure by figure."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from dossier.bind.front import draw
from dossier.knowledge import sheet
from dossier.outline import outline
from dossier.scoring import (
    UNANSWERED,
    AnswerSheet,
    AssessorAnswer,
    QuestionEvidence,
    SheetAnswer,
    gate_points,
    points_text,
    score_of,
)
from dossier.sheet_outline import SheetChapters
from tests.support.bind_source import bind_source, drawn_pages, some_pages, with_assessed
from tests.support.lke_answers import all_b, full_answers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.bind.page_order import BindInput
    from dossier.scoring import Score

FILE = "I/I.1.1/I.1.1 Undangan rapat tentang pelaksanaan renca Maret 2025.pdf"


def source_of(score: Score, *, assessed: bool = False) -> BindInput:
    """Return a small input with a score and the chapters that follow it."""
    source = with_assessed(bind_source(8), score=score)
    assessment = source.assessment
    chapters = SheetChapters(rows=score.rows, assessed=assessed)
    return replace(
        source, outline=outline(assessment.plan, assessment.coverage, assessment.matching, chapters=chapters)
    )


def drawn(source: BindInput, key: str) -> tuple[list[str], list[str]]:
    """Return the text of each page of a section, blanks folded, and the links of all of them."""
    own = draw(source, some_pages(source), 321)
    pages = own.ranges[key]
    chosen = drawn_pages(own)[pages.first - 1 : pages.last]
    links = [link for page in range(pages.first, pages.last + 1) for link, _ in own.links.get(page, ())]
    return [" ".join(page.extract_text().split()) for page in chosen], links


def scored(answers: Mapping[str, SheetAnswer], **more: object) -> Score:
    evidence = {
        "A.1.I.i.a": QuestionEvidence(key="A.1.I.i.a", requirements=(("I.1.1", "a"),), files=(FILE,)),
        "A.1.I.i.b": QuestionEvidence(
            key="A.1.I.i.b", requirements=(("I.2.1", "a"),), lacking=(("I.2.1", "a", "2025-03"),)
        ),
    }
    written = AnswerSheet(answers=MappingProxyType(dict(answers)), is_written=True, **more)  # type: ignore[arg-type]
    return score_of(written, evidence, frozen=None)


def test_without_answers_the_chapter_is_one_page_that_says_so() -> None:
    evidence = {"A.1.I.i.a": QuestionEvidence(key="A.1.I.i.a", requirements=(("I.1.1", "a"),))}
    pages, _ = drawn(source_of(score_of(evidence=evidence)), "penilaian-mandiri")
    assert len(pages) == 1
    assert UNANSWERED in pages[0]
    assert "Ambang" not in pages[0]


def test_the_first_page_has_every_figure_of_the_score() -> None:
    score = scored(all_b())
    page = drawn(source_of(score), "penilaian-mandiri")[0][0]
    total = f"Klaim {points_text(score.claim)} dari 100 = berbukti {points_text(score.backed)}"
    assert total in page
    for area in score.areas:
        gate = next(each for each in score.gates() if each.name == area.code)
        figures = (area.pemenuhan, area.reform)
        words = " ".join((*map(points_text, figures), gate_points(gate), points_text(gate.required)))
        assert words in page
    for gate in score.gates():
        assert gate_points(gate) in page


def test_a_failed_gate_never_prints_as_its_threshold() -> None:
    answers = full_answers()
    for key in ("B.I.a", "B.II.a"):
        answers[key] = SheetAnswer(value=Fraction("3.5999999"))
    score = scored(answers)
    failed = next(gate for gate in score.failed() if gate.name == "ipak")
    page = drawn(source_of(score), "penilaian-mandiri")[0][0]
    assert f"{failed.title} 15,74 15,75 0,01 belum lulus" in page


def test_every_question_stands_with_its_answer_and_its_evidence_leads_to_its_page() -> None:
    score = scored(all_b())
    source = source_of(score)
    pages, links = drawn(source, "penilaian-mandiri")
    text = " ".join(pages)
    assert all(key in text for key in sheet.questions())
    assert "indikator:I.1.1" in links
    assert f"I.1.1 a {some_pages(source)['indikator:I.1.1'].first}" in text
    assert "kurang I.2.1.a" in text
    assert f"taruhan {points_text(score.question('A.1.I.i.b').at_stake)}" in text


def test_a_narrative_of_thousands_of_characters_takes_a_few_lines() -> None:
    answers = all_b()
    answers["A.1.I.i.a"] = replace(answers["A.1.I.i.a"], note="kata\n" * 2000)
    assert len(drawn(source_of(scored(answers)), "penilaian-mandiri")[0]) == len(
        drawn(source_of(scored(all_b())), "penilaian-mandiri")[0]
    )


def test_differences_name_the_frozen_copy_and_the_points_moved() -> None:
    entry = AssessorAnswer(by="Penilai Satu", file="juni.xlsx", answer=SheetAnswer(grade="C", note="tanpa lampiran"))
    now = all_b() | {"A.1.I.i.b": SheetAnswer(grade="A")}
    written = AnswerSheet(
        answers=MappingProxyType(now), assessors=MappingProxyType({"A.1.I.i.b": (entry,)}), is_written=True
    )
    frozen = replace(written, answers=MappingProxyType(all_b()), frozen_on=dt.date(2025, 5, 30))
    score = score_of(written, frozen=frozen)
    (page,), _ = drawn(source_of(score, assessed=True), "selisih-tpi")
    moved = score.question("A.1.I.i.b").moved
    assert "jawaban unit yang dikunci 30 Mei 2025" in page
    assert f"bergeser {points_text(-moved)} poin" in page
    assert "B kini: A C Penilai Satu, juni.xlsx tanpa lampiran" in page


def test_the_index_leads_from_each_question_to_its_sheets() -> None:
    source = source_of(scored(all_b()))
    (page,), links = drawn(source, "indeks-lke")
    assert f"I.2.1 {some_pages(source)['indikator:I.2.1'].first}" in page
    assert "indikator:I.2.1" in links
    assert "111 pertanyaan lain tidak punya lembar di dossier ini." in page
