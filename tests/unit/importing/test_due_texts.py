"""Due times of tables."""

from __future__ import annotations

from dossier.importing import due_texts


def test_a_time_before_outcomes_is_read_alone() -> None:
    time, rest = due_texts.leading_time("Januari 2025\n1. Komitmen meningkat.\n2. Pola pikir berubah.", 2025)
    assert time == "Januari 2025"
    assert rest.startswith("1. Komitmen")


def test_a_rest_that_names_times_too_makes_the_time_uncertain() -> None:
    assert due_texts.leading_time("Januari 2025 : Monev SOP Januari s/d Des 2025", 2025) == ("", "")


def test_marks_of_months_are_a_list_and_all_of_them_every_month() -> None:
    assert due_texts.of_marks((3, 6), each=False) == "Maret, Juni"
    assert due_texts.of_marks(tuple(range(1, 13)), each=False) == "setiap bulan"


def test_adjacent_marks_are_one_time_at_their_end_or_one_each() -> None:
    assert due_texts.has_block((2, 3, 4))
    assert not due_texts.has_block((3, 6))
    assert due_texts.of_marks((2, 3, 4, 9), each=False) == "April, September"
    assert due_texts.of_marks((2, 3), each=True) == "Februari, Maret"


def test_a_dash_or_na_says_nothing() -> None:
    assert all(map(due_texts.is_empty, ("", "-", "n/a", " – ")))
    assert not due_texts.is_empty("Mei")
