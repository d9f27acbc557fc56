"""Whatever is written as target waktu: sorted slots with unique keys, or a ScheduleError, and nothing else."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dossier.schedule import ScheduleError, parse
from dossier.schedule.repetition import repetitions
from dossier.schedule.tokens import TokenKind, tokenise
from dossier.wording import MONTHS, SHORT_MONTHS

YEARS = st.integers(2015, 2035)
MONTH_SETS = st.sets(st.integers(1, 12), min_size=1)
SEPARATORS = st.sampled_from([", ", ",", "; ", " dan ", ", dan ", " & "])
DASHES = st.sampled_from(["-", " - ", "–", " — ", " s/d ", " s.d. ", " sampai dengan ", " hingga "])

# Everything the grammar knows, and some things that it does not.
WORDS = """
    Agt Nop 2025 2024 9999 0 2 5 31 32 II V kedua ke- ke B03 31/05/2025 2025-02-30 01/01/0001
    - s/d s.d. – , dan ( ) . / : & x tahun bulan minggu tanggal TW semester caturwulan setiap per per-
    bulanan triwulanan sekali akhir terakhir awal sepanjang selama pada
"""
PIECES = st.sampled_from((*MONTHS, *WORDS.split(), "paling lambat", "sepanjang tahun", "\u00a0"))
SENTENCES = st.lists(PIECES, max_size=12).flatmap(lambda words: st.sampled_from([" ".join(words), "".join(words)]))


def check(text: str, year: int, evidence_text: str = "") -> None:
    """Assert what holds for every text."""
    try:
        schedule = parse(text, year, evidence_text=evidence_text)
    except ScheduleError as error:
        assert str(error).isprintable()  # noqa: PT017 — both outcomes are right; the message is checked on the way
        return
    keys = [slot.key for slot in schedule.slots]
    assert keys == sorted(set(keys))
    assert schedule.slots
    assert all(slot.start <= slot.until for slot in schedule.slots)
    assert all(slot.label for slot in schedule.slots)


@settings(deadline=None)
@given(MONTH_SETS, YEARS, SEPARATORS, st.sampled_from([MONTHS, SHORT_MONTHS]))
def test_any_list_of_months_is_read_back(months: set[int], year: int, separator: str, names: tuple[str, ...]) -> None:
    text = separator.join(names[month - 1] for month in sorted(months)) + f" {year}"
    slots = parse(text, 2025).slots
    assert [(slot.until.year, slot.until.month) for slot in slots] == [(year, month) for month in sorted(months)]
    assert [slot.label for slot in slots] == [f"{MONTHS[month - 1]} {year}" for month in sorted(months)]


@settings(deadline=None)
@given(st.permutations(range(1, 13)), st.integers(1, 12))
def test_the_order_of_a_list_does_not_matter(order: list[int], count: int) -> None:
    months = order[:count]
    assert (
        parse(", ".join(MONTHS[m - 1] for m in months), 2025).slots
        == parse(", ".join(MONTHS[m - 1] for m in sorted(months)), 2025).slots
    )


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(1, 12), DASHES, YEARS)
def test_two_months_with_a_dash_are_one_window_or_refused(first: int, last: int, dash: str, year: int) -> None:
    text = f"{MONTHS[first - 1]}{dash}{MONTHS[last - 1]} {year}"
    if first >= last:
        check(text, year)
        return
    (slot,) = parse(text, 2025).slots
    assert (slot.start, slot.key) == (dt.date(year, first, 1), f"{year}-{last:02}")
    assert (slot.until + dt.timedelta(days=1)).day == 1


UNITS = {"bulan": 1, "triwulan": 3, "caturwulan": 4, "semester": 6}


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(1, 12), st.sampled_from(sorted(UNITS)))
def test_a_divided_window_is_covered_from_end_to_end(first: int, last: int, unit: str) -> None:
    assume(first < last)
    window = f"{MONTHS[first - 1]}-{MONTHS[last - 1]} 2025"
    if last - first + 1 < UNITS[unit] and (first - 1) // UNITS[unit] == (last - 1) // UNITS[unit]:
        check(f"{window} setiap {unit}", 2025)
        return
    (whole,) = parse(window, 2025).slots
    parts = parse(f"{window} setiap {unit}", 2025).slots
    assert (parts[0].start, parts[-1].due) == (whole.start, whole.due)
    for before, part in pairwise(parts):
        assert part.start == before.until + dt.timedelta(days=1)


@settings(deadline=None)
@given(SENTENCES, YEARS, SENTENCES)
def test_words_of_the_grammar_in_any_order_are_read_or_refused(text: str, year: int, evidence_text: str) -> None:
    check(text, year, evidence_text)


@settings(deadline=None)
@given(st.text(max_size=80), st.integers(-5, 10_005))
def test_any_text_is_read_or_refused(text: str, year: int) -> None:
    check(text, year)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_every_text_has_tokens_and_any_evidence_text_is_searched(text: str) -> None:
    words = tokenise(text)
    assert [word.kind for word in words].count(TokenKind.STOP) == 1
    assert words[-1].kind is TokenKind.STOP
    assert set(repetitions(words)) <= {1, 2, 3, 4, 6, 12}
