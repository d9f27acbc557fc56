"""Indonesian months, dates, numbers, sizes, enumerations, Roman numerals, names for files."""

from __future__ import annotations

import datetime as dt
import errno

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier import knowledge, wording


@pytest.mark.parametrize(
    ("number", "spellings"),
    [
        (1, "Januari JANUARI jan Jan. January"),
        (2, "Februari Pebruari Feb Peb. February Febuari"),
        (3, "Maret Mar Mrt March"),
        (4, "April Apr APR."),
        (5, "Mei may MEI"),
        (6, "Juni Jun June"),
        (7, "Juli jul July"),
        (8, "Agustus Agt Ags Agu Agsts Aug August"),
        (9, "September Sep Sept. sptmber"),
        (10, "Oktober Okt Oct October"),
        (11, "November Nov Nop Nopember"),
        (12, "dsmber dsmbr Desember Des Dec December"),
    ],
)
def test_a_month_is_known_by_every_spelling(number: int, spellings: str) -> None:
    assert {wording.month_number(spelling) for spelling in spellings.split()} == {number}
    assert wording.month_number(wording.MONTHS[number - 1]) == number
    assert wording.month_number(wording.SHORT_MONTHS[number - 1]) == number


@pytest.mark.parametrize("word", ["", ".", "janu", "mari", "desa", "sepatu", "juara", "maret2025", "2025", "bulan"])
def test_other_words_are_no_month(word: str) -> None:
    assert wording.month_number(word) is None


@pytest.mark.parametrize(
    ("day", "long", "short"),
    [
        (dt.date(2025, 1, 2), "2 Januari 2025", "2 Jan 2025"),
        (dt.date(2025, 8, 17), "17 Agustus 2025", "17 Agu 2025"),
        (dt.date(2024, 2, 29), "29 Februari 2024", "29 Feb 2024"),
        (dt.date(2025, 12, 1), "1 Desember 2025", "1 Des 2025"),
    ],
)
def test_dates_are_written_in_indonesian(day: dt.date, long: str, short: str) -> None:
    assert (wording.long_date(day), wording.short_date(day)) == (long, short)


def test_months_in_a_row_are_named_by_the_first_and_the_last() -> None:
    assert wording.month_list(["2025-06", "2025-01", "2025-02", "2025-03"]) == "Januari–Maret, Juni 2025"
    assert wording.month_list(["2025-12", "2026-01", "2025-11"]) == "November, Desember 2025, Januari 2026"
    assert wording.month_list(["tanpa-tanggal", "2025-04"]) == "April 2025, tanpa tanggal"
    assert wording.month_list([]) == ""


def test_a_slot_key_becomes_month_and_year() -> None:
    assert wording.month_year("2025-04") == "April 2025"
    assert wording.month_year("2024-12") == "Desember 2024"


@pytest.mark.parametrize("key", ["", "2025", "2025-4", "2025-13", "2025-00", "2025-04-01", "abcd-ef"])
def test_what_is_no_slot_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="not a slot key"):
        wording.month_year(key)


@pytest.mark.parametrize(
    ("size", "label"),
    [
        (0, "0 B"),
        (1, "1 B"),
        (1023, "1023 B"),
        (1024, "1 KB"),
        (1536, "1,5 KB"),
        (150_000, "146 KB"),
        (1024**2 - 1, "1 MB"),
        (1_258_291, "1,2 MB"),
        (13_000_000, "12,4 MB"),
        (512 * 1024**2, "512 MB"),
        (3 * 1024**3, "3 GB"),
        (5000 * 1024**5, "5000 PB"),
    ],
)
def test_sizes_have_a_decimal_comma_and_never_a_thousand_of_a_unit(size: int, label: str) -> None:
    assert wording.size_label(size) == label


@pytest.mark.parametrize(("number", "label"), [(0, "0"), (999, "999"), (1234, "1.234"), (1_234_567, "1.234.567")])
def test_thousands_are_parted_by_dots(number: int, label: str) -> None:
    assert wording.number_label(number) == label


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a dan b"),
        (["a", "b", "c"], "a, b, dan c"),
        (list("abcd"), "a, b, c, dan d"),
    ],
)
def test_enumerations_end_with_dan(words: list[str], sentence: str) -> None:
    assert wording.join_words(words) == sentence


def test_every_roman_numeral_is_read_back() -> None:
    for number in range(1, 4000):
        assert wording.roman_number(wording.roman(number)) == number
    assert [wording.roman(number) for number in (1, 4, 6, 9, 14, 40, 1994)] == [
        "I",
        "IV",
        "VI",
        "IX",
        "XIV",
        "XL",
        "MCMXCIV",
    ]


def test_roman_numerals_are_read_in_either_case() -> None:
    assert wording.roman_number("iv") == 4
    assert wording.roman_number(" VI ") == 6


@pytest.mark.parametrize("text", ["", "IIII", "VX", "IC", "IVI", "A", "1", "I V", "MMMM", "I" * 1000])
def test_what_is_no_roman_numeral_is_none(text: str) -> None:
    assert wording.roman_number(text) is None


@pytest.mark.parametrize("number", [0, -1, 4000])
def test_a_number_without_a_roman_numeral_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="no Roman numeral"):
        wording.roman(number)


ROOM = 60


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("SK Tim: Kerja/ZI?", "SK Tim Kerja ZI"),
        ("  laporan\n akhir. . ", "laporan akhir"),
        (".htaccess", "htaccess"),
        ("scan⟨U+200B⟩1", "scan 1"),
        ("Café nomor 5", "Café nomor 5"),
        ("a\u202egpj.exe", "a gpj.exe"),
        ("...", ""),
    ],
)
def test_a_name_has_nothing_that_a_file_system_refuses_or_nobody_sees(text: str, name: str) -> None:
    assert wording.safe_name(text, ROOM) == name


@pytest.mark.parametrize("text", ["CON", "nul", "com1", "LPT9.txt", "aux.", "COM¹"])
def test_a_name_that_windows_keeps_for_a_device_is_marked(text: str) -> None:
    assert wording.safe_name(text, ROOM) == f"_{text.rstrip('.')}"


@pytest.mark.parametrize("text", ["Konsep", "CONTOH", "comet", "laporan con"])
def test_a_name_that_only_begins_like_a_device_is_left_alone(text: str) -> None:
    assert wording.safe_name(text, ROOM) == text


def test_a_plain_name_is_ascii_and_keeps_no_empty_brackets() -> None:
    assert wording.safe_name("Café (“”) “Zona” , tahap 2", ROOM, plain=True) == "Cafe Zona, tahap 2"


def test_a_long_name_is_cut_between_words_and_within_one_only_where_it_must() -> None:
    assert wording.safe_name("rencana aksi tahunan", 12) == "rencana aksi"
    assert wording.safe_name("rencana aksi tahunan", 14) == "rencana aksi"
    assert wording.safe_name("pembangunan", 4) == "pemb"


@given(text=st.text(), room=st.integers(min_value=2, max_value=ROOM), plain=st.booleans())
def test_no_name_is_longer_than_its_room_in_bytes_or_has_an_end_that_windows_drops(
    text: str,
    room: int,
    plain: bool,  # noqa: FBT001 — drawn
) -> None:
    name = wording.safe_name(text, room, plain=plain)
    assert len(name.encode()) <= room
    assert name == name.strip(" .")
    assert wording.safe_name(name, room, plain=plain) == name or name.startswith("_")


def test_what_the_system_refuses_is_said_in_indonesian() -> None:
    assert wording.system_reason(OSError(errno.ENOSPC, "No space left on device")) == "ruang disk habis"
    assert wording.system_reason(PermissionError(errno.EACCES, "Permission denied", "x")) == "tidak diizinkan"
    assert wording.system_reason(OSError("berkasnya terpotong")) == "berkasnya terpotong"
    assert wording.system_reason(OSError(errno.EDOM, "Numerical argument")) == "kesalahan sistem EDOM"


def test_every_reason_of_the_system_is_a_name_that_some_system_has() -> None:
    names = [row["nama"] for row in knowledge.rows("galat_sistem.csv")]
    assert len(set(names)) == len(names)
    assert all(hasattr(errno, name) for name in names)
