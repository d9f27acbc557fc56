"""The section of the offline page about the evaluation sheet: complete without script, short without answers."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType

from dossier.knowledge import sheet
from dossier.reports import page_html
from dossier.scoring import UNANSWERED, AnswerSheet, Score, SheetAnswer, gate_points, points_text, score_of
from tests.support.lke_answers import all_b
from tests.support.small_page import read_page, small_page


def section(score: Score) -> str:
    """Return the markup of the section; empty where the page has none."""
    source = small_page()
    html = page_html(replace(source, assessment=replace(source.assessment, score=score)))
    found = re.search(r'<section id="lke".*?</section>', html, re.DOTALL)
    return found[0] if found else ""


def answered(**notes: str) -> Score:
    answers = {key: replace(answer, note=notes.get("note", "")) for key, answer in all_b().items()}
    return score_of(AnswerSheet(answers=MappingProxyType(answers), is_written=True))


def test_a_plan_that_answers_no_question_has_no_section_without_answers() -> None:
    assert section(score_of()) == ""
    assert UNANSWERED not in page_html(small_page())


def test_areas_have_bars_with_both_thresholds() -> None:
    score = answered()
    html = section(score)
    assert html.count('class="bar score-bar"') == len(score.areas)
    assert html.count('<line class="threshold" x1="60%"') == html.count('<line class="threshold" x1="75%"') == 6
    widths = [float(found) for found in re.findall(r'<rect class="score-\w+" x="0" y="0" width="([\d.]+)%"', html)]
    assert widths == [round(float(100 * area.total / area.weight), 3) for area in score.areas]


def test_the_figures_are_those_of_the_score() -> None:
    score = answered()
    html = section(score)
    assert f"Klaim {points_text(score.claim)} dari 100 = berbukti" in html
    gates = [gate for gate in score.gates() if gate.name not in sheet.AREAS]
    found = re.findall(r'<tr><th scope="row">[^<]+</th><td class="figures-only">([\d,]+)</td>', html)
    assert found == [gate_points(gate) for gate in gates]


def test_every_question_is_in_the_table_with_what_the_filters_go_by() -> None:
    score = answered()
    html = section(score)
    rows = re.findall(r'<tr data-blank="(\d)" data-unbacked="(\d)" data-stake="([\d.]+)" data-open="([\d.]+)">', html)
    assert len(rows) == len(score.questions)
    assert sum(blank == "1" for blank, *_ in rows) == len(score.blanks)
    assert sum(unbacked == "1" for _, unbacked, *_ in rows) == len(score.unbacked_claims)
    assert '<div class="search score-tools" id="lke-alat" hidden>' in html


def test_a_narrative_is_nothing_but_text() -> None:
    hostile = "</section><script>alert(1)</script>\u202e"
    source = small_page()
    html = page_html(replace(source, assessment=replace(source.assessment, score=answered(note=hostile))))
    assert "<script>alert" not in html
    assert [tag for tag, _ in read_page(html).elements].count("script") == 2


def test_a_blank_answer_is_told_as_blank() -> None:
    score = score_of(AnswerSheet(answers=MappingProxyType({"B.I.a": SheetAnswer(note="belum")}), is_written=True))
    assert "<td>kosong<br>" in section(score)
