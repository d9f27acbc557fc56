from __future__ import annotations

import datetime as dt

import pytest

from dossier import audit
from dossier.matching import explain_code, is_code
from tests.support.matching_files import little_plan, matched, scan_of

PLAN = little_plan()


def explained(code: str, *paths: str, as_of: dt.date = dt.date(2025, 5, 15)) -> str:
    """Return what is said of a code when these files are there."""
    matching = matched(PLAN, *paths)
    coverage, _ = audit.audit(PLAN, scan_of(paths), matching, as_of)
    return "\n".join(explain_code(PLAN, matching, coverage, code))


@pytest.mark.parametrize("code", ["I.1.1", "1.1.1", "i-1-1", "I/1/1", "I.1.a", " I.1.1 "])
def test_a_code_is_explained_in_every_spelling(code: str) -> None:
    assert is_code(PLAN, code)
    text = explained(code, "I.1.1 Undangan April.pdf", "I.1.1 Notulen.pdf")
    assert text.startswith(
        "Keadaan per 15 Mei 2025:\nI.1.1 Rapat pemantauan telah dilakukan\n  a. Undangan rapat monev\n"
    )
    assert "    ✓ 4/2025 (jatuh tempo 28 Apr 2025): ada — I.1.1 Undangan April.pdf\n" in text
    assert (
        "    ✗ 2/2025 (jatuh tempo 28 Feb 2025): belum ada\n"
        "      → simpan sebagai `I.1.1 Undangan rapat monev 2025-02.pdf`\n"
    ) in text
    assert "    ○ belum jatuh tempo: 6/2025\n      → sampai 28 Jun 2025: simpan sebagai" in text


def test_a_near_miss_is_named_with_the_name_that_would_do() -> None:
    text = explained("I.1.1", "I.1.1 Notulen.docx")
    assert (
        "    hampir: I.1.1 Notulen.docx — periode (bulan) tidak terbaca\n"
        "      → bila ini buktinya, ganti nama, misalnya `I.1.1 Notulen rapat monev 2025-02.docx`"
    ) in text


def test_the_name_for_a_near_miss_is_of_the_first_slot_that_is_open() -> None:
    text = explained("I.1.1", "I.1.1 Notulen.docx", "I.1.1 Notulen Februari.pdf")
    assert "misalnya `I.1.1 Notulen rapat monev 2025-04.docx`" in text


def test_a_slot_with_a_file_of_another_year_says_what_is_wrong_with_it() -> None:
    text = explained("I.1.2", "SK Tim ZI 2023.pdf")
    assert "! 1/2025 (jatuh tempo 28 Jan 2025): bermasalah — SK Tim ZI 2023.pdf\n" in text
    assert "! “SK Tim ZI 2023.pdf” tidak mengisi I.1.2 a (SK Tim Kerja): nama menyebut tahun 2023" in text
    assert "→ simpan sebagai `I.1.2 SK Tim Kerja.pdf`" in text


def test_candidates_and_spares_are_named_at_their_slot() -> None:
    assert "perlu konfirmasi — Undangan April.pdf" in explained("I.1.1", "Undangan April.pdf")
    text = explained("I.1.2", "I.1.2 SK Tim.pdf", "I.1.2 SK Tim draft.pdf")
    assert "ada — I.1.2 SK Tim.pdf\n      cadangan: I.1.2 SK Tim draft.pdf" in text


def test_a_component_or_area_is_explained_by_its_indicators() -> None:
    lines = explained("II.1").splitlines()
    assert [line[:6] for line in lines if line.startswith("II")] == ["II.1.1", "II.1.2", "II.1.3"]
    assert len([line for line in explained("II").splitlines() if line.startswith("II")]) == 4


def test_a_code_that_the_plan_lacks_is_answered_with_its_neighbours() -> None:
    assert is_code(PLAN, "III.9.9")
    assert explained("II.1.9") == ("II.1.9 tidak ada dalam rencana.\nKode terdekat: II.1.3, II.1.2, dan II.1.1.")


@pytest.mark.parametrize("text", ["a.pdf", "I.1.1 Undangan.pdf", "bukti/I.1.1", "", "2025"])
def test_a_path_is_no_code(text: str) -> None:
    assert not is_code(PLAN, text)
