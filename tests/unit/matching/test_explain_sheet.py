"""What is said of a question of the sheet, and for and against a name."""

from __future__ import annotations

import datetime as dt

import pytest

from dossier import audit
from dossier.matching import explain_file, explain_question, is_known_question, is_question, paths_under
from dossier.matching.explain_sheet import AGAINST, FOR
from dossier.model import Pin
from tests.support.matching_files import matched, real_plan, scan_of

PLAN = real_plan()
SURVEY = "Hasil survei persepsi anti korupsi.pdf"
NOTICE = "VI.1.2 Maklumat pelayanan.pdf"


def of_file(path: str, pins: tuple[Pin, ...] = ()) -> tuple[str, ...]:
    result = matched(PLAN, path, pins=pins)
    coverage, findings = audit.audit(PLAN, scan_of((path,)), result, dt.date(2025, 7, 1))
    return explain_file(PLAN, result, path, findings, coverage)


def of_question(text: str, *paths: str) -> str:
    result = matched(PLAN, *paths)
    coverage, _ = audit.audit(PLAN, scan_of(paths), result, dt.date(2025, 7, 1))
    return "\n".join(explain_question(PLAN, result, coverage, text))


def after(lines: tuple[str, ...], head: str) -> list[str]:
    """Return the bullets below a heading."""
    found: list[str] = []
    for line in lines[lines.index(head) + 1 :] if head in lines else ():
        if not line.startswith("  · "):
            break
        found.append(line.removeprefix("  · "))
    return found


@pytest.mark.parametrize("text", ["A.1.VI.i.b", "a-1-vi-i-b", "soal 70", "Soal No. 70", "A.1.VI.i", "B.I.a"])
def test_a_key_of_a_question_or_component_and_a_portal_number_name_questions(text: str) -> None:
    assert is_question(text)
    assert is_known_question(text)


@pytest.mark.parametrize("text", ["VI.1.2", "A.1.VI.i.b SK.pdf", "soal 110/a.pdf", "I", "B", "maklumat"])
def test_anything_more_or_else_names_none(text: str) -> None:
    assert not is_question(text)


def test_a_question_is_told_with_its_row_its_usual_papers_and_its_files() -> None:
    text = of_question("A.1.VI.i.b", NOTICE, SURVEY)
    assert text.startswith("A.1.VI.i.b Standar pelayanan telah dimaklumatkan\n  A.1.VI.i Standar Pelayanan; ")
    assert "rencana: VI.1.2 " in text
    assert "(1 dari 1 slot ada)" in text
    assert "bukti yang lazim: Maklumat pelayanan" in text
    assert f"{NOTICE} — VI.1.2.a, nilai 0,98" in text
    assert SURVEY not in text


def test_a_question_without_a_row_says_where_its_files_are_bound() -> None:
    text = of_question("soal 125", NOTICE, SURVEY)
    assert "rencana: tidak ada indikator yang menjawabnya; buktinya dibundel menurut pertanyaan ini" in text
    assert f"{SURVEY} — di luar rencana, nilai 0,70" in text
    assert "(belum ada)" in of_question("soal 125", NOTICE)


def test_an_unknown_key_is_answered_with_the_nearest_of_its_component() -> None:
    assert of_question("A.1.VI.i.h").startswith("A.1.VI.i.h bukan pertanyaan LKE.\nMungkin maksudnya A.1.VI.i.")
    assert of_question("soal 999").startswith("soal 999 bukan pertanyaan LKE.")


def test_the_files_of_a_question_are_those_of_its_rows_too() -> None:
    result = matched(PLAN, NOTICE, SURVEY, "I.1.1 SK Tim.pdf")
    assert paths_under(PLAN, result, "A.1.VI.i.b") == (NOTICE,)
    assert paths_under(PLAN, result, "B.I.a") == (SURVEY,)


def test_a_file_beyond_the_plan_is_in_place_and_says_by_which_question() -> None:
    lines = of_file(SURVEY)
    assert lines[0] == f"{SURVEY}: terpasang di luar rencana, menurut pertanyaan LKE"
    assert lines[1].startswith("  pertanyaan LKE B.I.a (")
    assert after(lines, FOR)[0].startswith("kertas “Hasil survei persepsi anti korupsi” (B.I.a), rencana tidak punya")
    assert "bobot 8" in after(lines, FOR)[0]
    assert lines[-1] == "→ Tidak ada yang perlu dilakukan."


def test_a_look_alike_and_a_word_against_a_paper_speak_against_a_name() -> None:
    told = after(of_file("Hasil Survei Kepuasan Pegawai.pdf"), AGAINST)
    assert told[0].startswith("mirip “Survei kepuasan pegawai”, ")
    assert told[0].endswith("bobot 3")
    assert told[1].startswith("bukan kertas “Laporan survei kepuasan masyarakat”, karena namanya menyebut “pegawai”")


def test_a_name_of_general_words_alone_says_so() -> None:
    assert "namanya hanya kata umum: “daftar hadir”" in after(
        of_file("I Manajemen Perubahan/Daftar hadir.pdf"), AGAINST
    )


def test_what_a_code_or_a_person_decided_is_not_argued_about() -> None:
    for lines in (of_file(NOTICE), of_file(SURVEY, (Pin(path=SURVEY, indicator="I.1.1", requirement="a"),))):
        assert FOR not in lines
        assert AGAINST not in lines


def test_a_claimed_file_says_which_questions_it_answers() -> None:
    assert "  menjawab pertanyaan LKE: A.1.VI.i.b dan A.1.VI.i.d" in of_file(NOTICE)
