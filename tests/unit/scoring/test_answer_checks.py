"""What people write for an answer: normalised where it is clear, refused where it is not."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dossier.knowledge import sheet
from dossier.model import Severity
from dossier.scoring import SheetAnswer, answer_texts, contradictions, parse_answer, parse_link
from tests.support.lke_answers import FULL_COUNTS, best, written

QUESTIONS = sheet.questions()


def codes(key: str, **texts: str) -> list[str]:
    return [complaint.code for complaint in parse_answer(QUESTIONS[key], texts).complaints]


@pytest.mark.parametrize(("text", "grade"), [("a", "A"), (" A ", "A"), ("b\n", "B")])
def test_a_letter_is_read_in_any_case_and_with_blanks(text: str, grade: str) -> None:
    assert written("A.1.I.i.b", jawaban=text).grade == grade


def test_yes_is_read_in_any_case() -> None:
    assert written("A.1.I.i.a", jawaban="ya").grade == "Ya"
    assert written("A.1.I.i.a", jawaban="TIDAK").grade == "Tidak"


@pytest.mark.parametrize(
    ("key", "text"), [("A.1.I.i.a", "C"), ("A.1.I.iii.a", "E"), ("A.1.I.i.a", "Ya/A"), ("A.1.I.i.b", "AB")]
)
def test_a_letter_of_another_kind_is_refused_and_blank(key: str, text: str) -> None:
    parsed = parse_answer(QUESTIONS[key], {"jawaban": text})
    assert parsed.answer.is_blank
    assert [each.code for each in parsed.complaints] == ["lke_jawaban_salah"]
    assert "Pilih satu" in parsed.complaints[0].advice


def test_a_value_may_have_a_comma() -> None:
    assert written("B.I.a", nilai="3,6").value == Fraction("3.6")
    assert written("B.I.a", nilai="3.62").value == Fraction("3.62")


def test_a_value_on_the_scale_of_a_hundred_is_refused_with_what_it_would_be() -> None:
    (complaint,) = parse_answer(QUESTIONS["B.I.a"], {"nilai": "87.65"}).complaints
    assert "Skala 100; dibagi 25 = 3,506" in complaint.advice


@pytest.mark.parametrize("text", ["-1", "4.01", "NaN", "inf", "1e3", "tiga", "3.6.1", "٣"])
def test_what_is_no_value_from_nought_to_four_is_refused(text: str) -> None:
    assert codes("B.I.a", nilai=text) == ["lke_nilai_salah"]
    assert written("B.I.a", nilai=text).is_blank


@pytest.mark.parametrize("text", ["-1", "1.5", "1,5", "tujuh", "1000000000000", "9" * 40, "1.000"])
def test_what_is_no_whole_number_is_refused_and_the_question_is_blank(text: str) -> None:
    assert codes("A.2.I.i.a", agen=text, perubahan="7") == ["lke_jumlah_salah"]
    assert written("A.2.I.i.a", agen=text, perubahan="7").is_blank


def test_a_number_that_the_formula_needs_and_nobody_filled_makes_the_question_blank() -> None:
    assert codes("A.2.V.iii.a", kepala="1", wajib="1", sudah="2") == ["lke_jumlah_kurang"]
    assert written("A.2.V.iii.a", kepala="1", wajib="1", sudah="2").is_blank


def test_a_number_outside_the_formula_is_asked_for_and_the_answer_counts() -> None:
    parsed = parse_answer(QUESTIONS["A.2.III.iii.a"], {"tahun_lalu": "4", "tahun_ini": "1"})
    assert not parsed.answer.is_blank
    assert [(each.code, each.severity) for each in parsed.complaints] == [("lke_jumlah_kurang", Severity.NOTE)]


@pytest.mark.parametrize(
    ("key", "texts"),
    [
        ("A.2.I.i.a", {"agen": "0", "perubahan": "3"}),
        ("A.2.IV.i.a", {"sasaran": "0", "tercapai": "0"}),
        ("A.2.V.iii.b", {"administrator": "0", "pengawas": "0", "lainnya": "0", "sudah": "0"}),
        ("A.2.V.ii.a", {"wajib": "0", "proses": "0", "selesai": "2"}),
    ],
)
def test_a_division_by_nought_is_told_and_blank(key: str, texts: dict[str, str]) -> None:
    assert codes(key, **texts) == ["lke_penyebut_nol"]
    assert written(key, **texts).is_blank


def test_no_complaints_at_all_rest_on_an_assumption() -> None:
    assert codes("A.2.V.ii.a", wajib="0", proses="0", selesai="0") == ["lke_asumsi"]
    assert not written("A.2.V.ii.a", wajib="0", proses="0", selesai="0").is_blank


@pytest.mark.parametrize(
    ("key", "texts"),
    [
        ("A.2.I.i.b", {"perubahan": "6", "terintegrasi": "8"}),
        ("A.2.IV.i.a", {"sasaran": "5", "tercapai": "6"}),
        ("A.2.V.ii.a", {"wajib": "3", "proses": "2", "selesai": "2"}),
        ("A.2.V.iii.a", {"kepala": "1", "wajib": "1", "lainnya": "1", "sudah": "4"}),
        ("A.2.VI.i.b", {"terdata": "1", "dipermudah": "2"}),
    ],
)
def test_a_part_larger_than_the_whole_is_told_and_capped(key: str, texts: dict[str, str]) -> None:
    assert codes(key, **texts) == ["lke_jumlah_melebihi"]
    assert not written(key, **texts).is_blank


def test_nought_last_year_and_some_now_is_told() -> None:
    assert codes("A.2.III.iii.a", tahun_lalu="0", tahun_ini="2", dihukum="0") == ["lke_asumsi"]


def test_the_number_of_changes_is_the_same_in_both_questions() -> None:
    answers = {
        "A.2.I.i.a": SheetAnswer(counts={"agen": 7, "perubahan": 7}),
        "A.2.I.i.b": SheetAnswer(counts={"perubahan": 6, "terintegrasi": 1}),
    }
    ((key, complaint),) = contradictions(answers)
    assert (key, complaint.code) == ("A.2.I.i.b", "lke_jumlah_berbeda")


def test_a_field_of_another_question_is_told() -> None:
    assert codes("A.1.I.i.a", jawaban="Ya", agen="7") == ["lke_isian_lain"]


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "C:\\Bukti\\SK.pdf",
        "/home/unit/SK.pdf",
        "\\\\server\\bukti",
        "file:///bukti/SK.pdf",
        "https://drive.google.com/a b",
        "ftp://contoh.example/a",
        "drive.google.com/abc",
        "https://",
        "http://[",
        "lihat folder bukti",
        "https://contoh.example/\u202egpj.exe",
    ],
)
def test_a_link_that_no_assessor_can_open_is_refused(text: str) -> None:
    complaint = parse_link(text)
    assert complaint is not None
    assert complaint.code == "lke_tautan_salah"


@pytest.mark.parametrize(
    "text", ["https://contoh.example/a?b=1;c", "HTTP://contoh.example", "https://contoh.example/é"]
)
def test_a_whole_address_is_taken(text: str) -> None:
    assert parse_link(text) is None


def test_every_answer_reads_back_from_its_texts() -> None:
    for key, question in QUESTIONS.items():
        answer = best(key)
        assert parse_answer(question, answer_texts(answer)).answer == answer
    assert set(FULL_COUNTS) == {key for key, question in QUESTIONS.items() if question.answer == sheet.PERCENT}
