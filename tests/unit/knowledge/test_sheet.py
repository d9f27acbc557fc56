"""The sheet's questions and the papers that answer them: whole, exact, and each wording in one place."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path

import pytest

from dossier.knowledge import FOLDER, sheet
from dossier.knowledge.vocabulary import tokens, vocabulary_of
from dossier.model import DocKind

EXPAND = vocabulary_of().expand
QUESTIONS = sheet.questions()
PAPERS = sheet.papers()
PHRASES = [(paper, phrase) for paper in PAPERS for phrase in (*paper.phrases, *paper.weak)]
MOST_BYTES = 300_000

NAMES_THAT_COUNT = Path(__file__).with_name("names_that_count.sha256")
"""SHA-256 of the tokens of the real file names on which matching is measured; the names are not part of this tree."""


def test_the_files_stay_small_enough_to_read_a_difference() -> None:
    assert [
        name for name in ("kertas.csv", "mirip.csv", "lke.csv") if (FOLDER / name).stat().st_size > MOST_BYTES
    ] == []


def test_the_113_questions_weigh_exactly_a_hundred_points() -> None:
    halves = {
        half: [each for each in QUESTIONS.values() if each.half == half] for half in ("pemenuhan", "reform", "hasil")
    }
    assert {half: len(listed) for half, listed in halves.items()} == {"pemenuhan": 87, "reform": 23, "hasil": 3}
    weights = {half: sum((each.weight for each in listed), Fraction()) for half, listed in halves.items()}
    assert weights == {"pemenuhan": 30, "reform": 30, "hasil": 40}


def test_the_areas_have_the_points_of_the_regulation() -> None:
    areas: dict[str, Fraction] = defaultdict(Fraction)
    for question in QUESTIONS.values():
        areas[question.area] += question.weight
    assert areas == {"I": 8, "II": 7, "III": 10, "IV": 10, "V": 15, "VI": 10, "": 40}


def test_the_kinds_of_answer_are_those_of_the_sheet() -> None:
    kinds = Counter(question.answer for question in QUESTIONS.values())
    assert kinds == {"abc": 36, "abcd": 33, "abcde": 17, "ya_tidak": 17, "%": 8, "0-4": 2}
    assert all(bool(question.formula) == (question.answer == "%") for question in QUESTIONS.values())


def test_the_127_fields_of_the_portal_stand_once_each() -> None:
    assert sorted(number for question in QUESTIONS.values() for number in question.fields) == list(range(1, 128))


def test_a_key_says_the_place_of_its_question() -> None:
    for key, question in QUESTIONS.items():
        assert question.key == key
        assert key == question.component or key.rpartition(".")[0] == question.component
        assert (key.split(".")[2] if question.area else "") == question.area
        assert question.letter == key[-1]
    assert len({question.component for question in QUESTIONS.values()}) == 46


def test_every_question_has_a_paper_and_every_paper_questions_of_the_sheet() -> None:
    served = {key for paper in PAPERS for key in paper.questions}
    assert sorted(QUESTIONS.keys() - served) == []
    assert sorted(served - QUESTIONS.keys()) == []
    assert sorted({alike.question for alike in sheet.look_alikes()} - QUESTIONS.keys()) == [""]


def test_a_paper_has_one_name_a_known_kind_and_a_known_period() -> None:
    assert [name for name, times in Counter(paper.id for paper in PAPERS).items() if times > 1] == []
    assert sorted({paper.kind for paper in PAPERS} - {str(kind) for kind in DocKind}) == []
    known = {"tahunan", "semesteran", "triwulanan", "bulanan", "berkala", "periode", "sekali", "bila-ada"}
    assert sorted({paper.period for paper in PAPERS} - known) == []
    assert all(paper.phrases for paper in PAPERS)


def test_no_phrase_is_mute_and_none_is_said_twice_in_a_paper() -> None:
    assert [phrase for _, phrase in PHRASES if not EXPAND(phrase)] == []
    assert [term for paper in PAPERS for term in paper.against if not EXPAND(term)] == []
    said = Counter((paper.id, EXPAND(phrase)) for paper, phrase in PHRASES)
    assert [key for key, times in said.items() if times > 1] == []


def test_a_phrase_stands_as_names_are_compared_and_is_short() -> None:
    texts = [phrase for _, phrase in PHRASES] + [phrase for other in sheet.look_alikes() for phrase in other.phrases]
    assert [text for text in texts if " ".join(tokens(text)) != text] == []
    assert [text for text in texts if len(EXPAND(text)) > 4] == []


def test_no_phrase_holds_a_term_against_its_own_paper() -> None:
    wrong = [
        (paper.id, phrase, term)
        for paper, phrase in PHRASES
        for term in paper.against
        if EXPAND(term) <= EXPAND(phrase)
    ]
    assert wrong == []


def test_papers_that_share_a_phrase_share_their_main_question() -> None:
    owners: dict[frozenset[str], dict[str, str]] = defaultdict(dict)
    for paper, phrase in PHRASES:
        owners[EXPAND(phrase)][paper.id] = paper.questions[0]
    assert [sorted(mains) for mains in owners.values() if len(set(mains.values())) > 1] == []


def test_no_phrase_is_a_whole_file_name_that_counts() -> None:
    counted = frozenset(NAMES_THAT_COUNT.read_text(encoding="ascii").split())
    assert counted
    texts = [phrase for _, phrase in PHRASES] + [phrase for other in sheet.look_alikes() for phrase in other.phrases]
    assert sum(hashlib.sha256(text.encode()).hexdigest() in counted for text in texts) == 0


@pytest.mark.parametrize("word", ["kpu", "pemilu", "rpp", "jdih", "hoaks", "komisioner"])
def test_the_words_of_one_kind_of_office_stay_in_its_plan(word: str) -> None:
    texts = [phrase for _, phrase in PHRASES] + [term for paper in PAPERS for term in paper.against]
    assert [text for text in texts if word in text.split()] == []


def test_the_fields_of_the_portal_have_a_name_a_row_and_the_questions_numbers() -> None:
    fields = sheet.fields()
    assert [field.number for field in fields] == list(range(1, 128))
    assert len({field.row for field in fields}) == 127
    for key, own in sheet.fields_of().items():
        assert tuple(field.number for field in own) == QUESTIONS[key].fields
        assert len({field.name for field in own}) == len(own)
    lone = {field.name for own in sheet.fields_of().values() if len(own) == 1 for field in own}
    assert lone == {sheet.GRADE_FIELD, sheet.VALUE_FIELD}


def test_every_grade_but_no_has_its_criterion() -> None:
    for key, question in QUESTIONS.items():
        grades = {"ya_tidak": ["Ya"], "abc": [*"ABC"], "abcd": [*"ABCD"], "abcde": [*"ABCDE"]}.get(
            question.answer, [""]
        )
        assert list(sheet.criteria()[key]) == grades
    assert "kompeten" in sheet.criteria()["A.1.IV.ii.h"]["A"]
    assert "sistem informasi" in sheet.criteria()["A.1.IV.ii.g"]["Ya"]


def test_a_component_weighs_what_its_questions_weigh() -> None:
    for component in sheet.components().values():
        assert component.weight == sum(QUESTIONS[key].weight for key in component.questions)
    assert list(sheet.area_titles()) == list(sheet.AREAS)
