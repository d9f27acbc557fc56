"""Questions of the evaluation sheet: by key, by portal number, by text as a folder's name, and for an indicator."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dossier.knowledge import sheet
from dossier.matching.questions import BY_KEY, BY_TEXT, SURE_OF_INDICATOR, QuestionIndex
from tests.support.matching_files import real_plan

INDEX = QuestionIndex()
QUESTIONS = tuple(sheet.questions().values())
SHORT, LONG = 40, 60


def of_folder(name: str, **known: str) -> str:
    found = INDEX.of_folder(name, **known)
    return found.key if found else ""


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("A.1.V.iv.b", "A.1.V.iv.b"),
        ("A.1.V.iv.b Laporan TW II", "A.1.V.iv.b"),
        ("a-1-v-iv-b", "A.1.V.iv.b"),
        ("A_2_V_iii_b rekap", "A.2.V.iii.b"),
        ("B.I.a", "B.I.a"),
        ("b. ii. a hasil", "B.II.a"),
        ("soal 110", "A.2.V.ii.a"),
        ("Soal No. 7 - bukti", "A.1.I.iii.b"),
        ("soal_127", "B.II.a"),
    ],
)
def test_a_question_is_found_by_key_and_by_portal_number(name: str, key: str) -> None:
    found = INDEX.by_key(name)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize("name", ["V.4.2 Laporan", "A.3.V.iv.a", "A.1.V.iv", "AB.I.a", "soal 128", "resoal 3", "B.I.c"])
def test_what_only_looks_like_a_question_is_none(name: str) -> None:
    assert INDEX.by_key(name) is None


def test_a_component_is_found_by_key_and_by_title() -> None:
    assert INDEX.component_by_key("A.1.V.iv Whistle") == "A.1.V.iv"
    assert INDEX.component_by_key("A.1.V.iv.b") == "A.1.V.iv"
    assert INDEX.component_by_key("V.4") == ""
    found = {q.component: INDEX.component_by_title(q.component_title, area=q.area, half=q.half) for q in QUESTIONS}
    assert [key for key, component in found.items() if key != component] == []
    assert INDEX.component_by_title("Dokumentasi rapat") == ""


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
def test_a_folder_named_by_a_question_or_its_beginning_is_that_question_or_none(question: sheet.SheetQuestion) -> None:
    assert of_folder(f"{question.letter}. {question.text}") == question.key
    for length in (SHORT, LONG):
        assert of_folder(question.text[:length]) in {question.key, ""}


def test_most_questions_are_known_by_sixty_letters() -> None:
    assert sum(of_folder(question.text[:LONG]) == question.key for question in QUESTIONS) >= len(QUESTIONS) - 5


@pytest.mark.parametrize(
    "name", ["4. Penetapan Kinerja Individu", "Pengendalian Gratifikasi", "v. Penanganan Benturan Kepentingan", "Rapat"]
)
def test_a_folder_named_by_a_component_is_no_question(name: str) -> None:
    assert of_folder(name) == ""


def test_what_several_questions_say_gives_candidates_in_their_order() -> None:
    hits = INDEX.by_text("Hasil evaluasi telah ditindaklanjuti", area="V", half=sheet.PEMENUHAN)
    assert of_folder("Hasil evaluasi telah ditindaklanjuti", area="V") == ""
    assert [hit.question.area for hit in hits] == ["V", "V", "V"]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_place_narrows_what_a_text_may_mean() -> None:
    assert {hit.question.component for hit in INDEX.by_text("telah dievaluasi SOP", component="A.1.II.i")} == {
        "A.1.II.i"
    }
    assert INDEX.by_text("", area="II") == ()


def test_the_questions_of_an_indicator_are_those_of_its_lke_field() -> None:
    indicator = real_plan().indicator("I.2.1")
    assert indicator is not None
    hits = INDEX.of_indicator(indicator, "I")
    assert [(hit.question.key, hit.reason) for hit in hits] == [(key, BY_KEY) for key in indicator.lke]


def test_an_indicator_without_the_field_gets_the_question_that_reads_like_it_where_that_is_sure() -> None:
    right = wrong = 0
    for area in real_plan().areas:
        for indicator in (each for each in area.indicators if each.lke):
            hits = INDEX.of_indicator(replace(indicator, questions=()), area.code)
            assert all(hit.reason == BY_TEXT and hit.score >= SURE_OF_INDICATOR for hit in hits)
            right += any(hit.question.key in indicator.lke for hit in hits)
            wrong += any(hit.question.key not in indicator.lke for hit in hits)
    assert right >= 55
    assert wrong <= 2


def test_an_indicator_that_no_question_asks_for_gets_none() -> None:
    indicator = real_plan().indicator("I.1.1")
    assert indicator is not None
    strange = replace(indicator, questions=(), statement="Gudang logistik ditata menurut abjad")
    assert INDEX.of_indicator(strange, "I") == ()
    assert INDEX.proposed(strange, "I") == ()
