"""The grammar of target waktu: every text of the decree and the ways in which other units write."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from dossier.schedule import parse

YEAR = 2025

QUARTER_ENDS = "31-03 30-06 30-09 31-12"
MONTH_ENDS = "31-01 28-02 31-03 30-04 31-05 30-06 31-07 31-08 30-09 31-10 30-11 31-12"


def dues(text: str, evidence_text: str = "") -> str:
    """Return the due dates as "31-03 30-06"; a year other than the plan's is written out."""
    days = [slot.until for slot in parse(text, YEAR, evidence_text=evidence_text).slots]
    return " ".join(f"{day:%d-%m}" if day.year == YEAR else f"{day:%d-%m-%Y}" for day in days)


def labels(text: str, evidence_text: str = "") -> list[str]:
    return [slot.label for slot in parse(text, YEAR, evidence_text=evidence_text).slots]


# Every distinct text of the decree's 71 rows.
DECREE = {
    "Januari minggu ke-2 tahun 2025": "14-01",
    "Februari, April, Juni, Agustus, Oktober, Desember": "28-02 30-04 30-06 31-08 31-10 31-12",
    "Per-bulan (Januari-Desember)": MONTH_ENDS,
    "Paling lambat Mei-Juni 2025": "30-06",
    "Januari 2025": "31-01",
    "Februari 2025": "28-02",
    "Maret 2025": "31-03",
    "April 2025": "30-04",
    "Mei 2025": "31-05",
    "Juni 2025": "30-06",
    "Juli 2025": "31-07",
    "April-Mei 2025": "31-05",
    "Maret-Desember 2025": "31-12",
    "Januari-Desember 2025": "31-12",
    "Januari Desember 2025": "31-12",
    "Maret, Juni, September, Desember 2025": QUARTER_ENDS,
    "Maret,Juni 2025": "31-03 30-06",
    "Maret, Juni 2025": "31-03 30-06",
    "Juni 2022": "30-06-2022",
}


@pytest.mark.parametrize(("text", "expected"), DECREE.items())
def test_every_text_of_the_decree_is_read(text: str, expected: str) -> None:
    assert dues(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # repetition
        ("setiap triwulan", QUARTER_ENDS),
        ("Per triwulan 2025", QUARTER_ENDS),
        ("per semester", "30-06 31-12"),
        ("setiap bulan", MONTH_ENDS),
        ("Per bulan", MONTH_ENDS),
        ("Bulanan", MONTH_ENDS),
        ("tiap-tiap bulan", MONTH_ENDS),
        ("setiap akhir bulan", MONTH_ENDS),
        ("sebulan sekali", MONTH_ENDS),
        ("3 bulan sekali", QUARTER_ENDS),
        ("setiap tiga bulan", QUARTER_ENDS),
        ("setiap 2 bulan", "28-02 30-04 30-06 31-08 31-10 31-12"),
        ("setiap caturwulan", "30-04 31-08 31-12"),
        ("setiap tahun", "31-12"),
        ("setiap tahun bulan Maret", "31-03"),
        ("setiap bulan Januari s.d. Maret 2025", "31-01 28-02 31-03"),
        ("Januari-Juni 2025 (per triwulan)", "31-03 30-06"),
        ("Januari - Juni, per triwulan", "31-03 30-06"),
        ("Setiap triwulan (Maret, Juni, September, Desember)", QUARTER_ENDS),
        ("Setiap Maret dan September", "31-03 30-09"),
        ("setiap bulan, Januari-Maret dan Juli 2025", "31-01 28-02 31-03 31-07"),
        ("sepanjang tahun 2025, setiap semester", "30-06 31-12"),
        # parts of a year
        ("TW I - TW IV", QUARTER_ENDS),
        ("TW I-IV 2025", QUARTER_ENDS),
        ("TW I, II, dan III 2025", "31-03 30-06 30-09"),
        ("TW1", "31-03"),
        ("TW 1", "31-03"),
        ("Triwulan II", "30-06"),
        ("Triwulan ke-3 2025", "30-09"),
        ("triwulan kedua", "30-06"),
        ("kuartal 4", "31-12"),
        ("Q2 2025", "30-06"),
        ("setiap triwulan I", "31-03"),
        ("Semester I", "30-06"),
        ("Smt 2", "31-12"),
        ("Semester I dan II", "30-06 31-12"),
        ("semester pertama", "30-06"),
        ("TW IV 2024 s.d. TW II 2025", "31-12-2024 31-03 30-06"),
        # windows
        ("Januari s/d Desember 2021.", "31-12-2021"),
        ("April – Des 2021", "31-12-2021"),
        ("JANUARI S.D. MARET 2025", "31-03"),
        ("Januari sampai dengan Maret 2025", "31-03"),
        ("Januari hingga Maret", "31-03"),
        ("Desember 2024 - Januari 2025", "31-01"),
        ("April-Mei dan Juli 2025", "31-05 31-07"),
        ("sepanjang tahun", "31-12"),
        ("selama 1 tahun", "31-12"),
        ("Tahun 2025", "31-12"),
        ("2025", "31-12"),
        # lists and single months
        ("Juli dan Desember 2021", "31-07-2021 31-12-2021"),
        ("Nov, Des 2024, Jan, Feb 2025", "30-11-2024 31-12-2024 31-01 28-02"),
        ("Desember, Maret", "31-03 31-12"),
        ("Januari & Juli; Desember", "31-01 31-07 31-12"),
        ("bulan Januari dan bulan Juli 2025", "31-01 31-07"),
        ("Tahun 2025: Januari, Maret", "31-01 31-03"),
        ("Maret, 2025", "31-03"),
        ("Maret tahun 2025", "31-03"),
        ("akhir Maret", "31-03"),
        ("akhir bulan Maret 2025", "31-03"),
        ("akhir tahun 2025", "31-12"),
        ("akhir triwulan II", "30-06"),
        ("Selambat-lambatnya Maret 2025", "31-03"),
        ("Februari 2024", "29-02-2024"),
        ("B03, B06", "31-03 30-06"),
        ("B03 - B06", "30-06"),
        # weeks
        ("Minggu ke 3 Maret", "21-03"),
        ("Minggu IV Maret 2025", "28-03"),
        ("minggu kedua bulan Januari 2025", "14-01"),
        ("minggu pertama Januari", "07-01"),
        ("Januari 2025 minggu ke-1", "07-01"),
        ("Januari (minggu ke-2) 2025", "14-01"),
        ("minggu I-II Januari", "14-01"),
        ("minggu 1-2 Januari 2025", "14-01"),
        ("Januari minggu ke-1 s.d. ke-3", "21-01"),
        ("Minggu ke-2 Januari, minggu ke-3 Maret", "14-01 21-03"),
        ("minggu terakhir Februari", "28-02"),
        # days
        ("31 Mei 2025", "31-05"),
        ("tanggal 31 Mei", "31-05"),
        ("Paling lambat tanggal 31 Mei 2025", "31-05"),
        ("31/05/2025", "31-05"),
        ("31.5.2025", "31-05"),
        ("2025-05-31", "31-05"),
        ("5-10 Mei 2025", "10-05"),
        ("tanggal 5 s.d. 10 Mei", "10-05"),
        ("28 April - 2 Mei 2025", "02-05"),
        ("29 Februari 2024", "29-02-2024"),
    ],
)
def test_what_other_units_write_is_read(text: str, expected: str) -> None:
    assert dues(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Agt, Nop, Sept", "31-08 30-09 30-11"),
        ("Pebruari 2025", "28-02"),
        ("Jan. - Feb. 2025.", "28-02"),
        ("Aug - Dec 2025", "31-12"),
        ("May 2025", "31-05"),
        ("  maret ,\tjuni\n2025 ", "31-03 30-06"),
        ("Maret\u00a02025", "31-03"),
        ("April\u2010Mei 2025", "31-05"),
        ("April\u2014Mei 2025", "31-05"),
        ("April\u2212Mei 2025", "31-05"),
        ("Apr\u00adil 2025", "30-04"),
        ("Maret ２０２５", "31-03"),
        ("Per-bulan (Januari-Maret", "31-01 28-02 31-03"),
    ],
)
def test_spelling_spaces_and_dashes_do_not_matter(text: str, expected: str) -> None:
    assert dues(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Januari 2025", ["Januari 2025"]),
        ("Triwulan II", ["Triwulan II 2025"]),
        ("Smt 2", ["Semester II 2025"]),
        ("setiap caturwulan", ["Caturwulan I 2025", "Caturwulan II 2025", "Caturwulan III 2025"]),
        ("Januari minggu ke-2 tahun 2025", ["minggu ke-2 Januari 2025"]),
        ("minggu terakhir Mei", ["minggu terakhir Mei 2025"]),
        ("minggu I-II Januari", ["minggu ke-1–minggu ke-2 Januari 2025"]),
        ("April-Mei 2025", ["April–Mei 2025"]),
        ("Desember 2024 - Januari 2025", ["Desember 2024–Januari 2025"]),
        ("31 Mei", ["31 Mei 2025"]),
        ("5-10 Mei", ["5–10 Mei 2025"]),
        ("28 April - 2 Mei 2025", ["28 April–2 Mei 2025"]),
        ("sepanjang tahun", ["Tahun 2025"]),
        ("akhir tahun", ["akhir tahun 2025"]),
        ("akhir Maret", ["akhir Maret 2025"]),
        ("akhir TW I", ["akhir Triwulan I 2025"]),
        ("setiap 2 bulan Januari-April", ["Januari–Februari 2025", "Maret–April 2025"]),
    ],
)
def test_slots_are_named_in_indonesian(text: str, expected: list[str]) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Maret 2025", dt.date(2025, 3, 1)),
        ("Januari minggu ke-2 tahun 2025", dt.date(2025, 1, 1)),
        ("31 Mei 2025", dt.date(2025, 5, 1)),
        ("Paling lambat Mei-Juni 2025", dt.date(2025, 5, 1)),
        ("Triwulan II", dt.date(2025, 4, 1)),
        ("akhir Triwulan II", dt.date(2025, 6, 1)),
        ("5-10 Mei 2025", dt.date(2025, 5, 5)),
        ("minggu II-III Mei 2025", dt.date(2025, 5, 8)),
        ("Desember 2024 - Januari 2025", dt.date(2024, 12, 1)),
        ("sepanjang tahun", dt.date(2025, 1, 1)),
    ],
)
def test_a_day_or_week_says_when_it_is_late_and_a_range_also_where_it_begins(text: str, start: dt.date) -> None:
    assert parse(text, YEAR).slots[0].start == start


def test_the_slots_of_a_divided_window_follow_each_other_without_a_hole() -> None:
    slots = parse("setiap triwulan", YEAR).slots
    assert slots[0].start == dt.date(2025, 1, 1)
    for before, slot in pairwise(slots):
        assert slot.start == before.until + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "evidence_text", "expected"),
    [
        ("Januari-Desember 2025", "Data nominatif pegawai per bulan", MONTH_ENDS),
        ("Januari-Desember 2025", "Laporan setiap triwulan", QUARTER_ENDS),
        ("Januari-Desember 2025", "Rekapitulasi per-semester", "30-06 31-12"),
        ("Januari Desember 2025", "Kartu kendali (bulanan)", MONTH_ENDS),
        ("sepanjang tahun", "Laporan triwulanan", QUARTER_ENDS),
        ("Semester I", "Data pegawai tiap bulan", "31-01 28-02 31-03 30-04 31-05 30-06"),
        ("Maret-Desember 2025", "setiap triwulan", QUARTER_ENDS),
    ],
)
def test_the_evidence_text_divides_a_window(text: str, evidence_text: str, expected: str) -> None:
    assert dues(text, evidence_text) == expected


@pytest.mark.parametrize(
    ("text", "evidence_text"),
    [
        # III.4.3, V.4.3 and III.1.3 of the decree
        ("Januari 2025", "Hasil pengukuran kinerja semester"),
        ("Maret, Juni, September, Desember 2025", "Laporan evaluasi dalam bentuk rekapitulasi setiap triwulan"),
        ("Januari-Desember 2025", "dokumen SKP ASN dan laporan Tahunan PPNP"),
        ("Januari 2025", "Data pegawai per bulan"),
        ("Januari-Desember 2025", "Hasil pengukuran kinerja semester"),
        ("Januari-Desember 2025", "Kartu Kendali SPIP"),
        ("Januari-Desember 2025", "Laporan setiap tahun"),
        ("Januari-Desember 2025", "Laporan setiap hari"),
        ("April-Mei 2025", "Laporan setiap triwulan"),
        ("April-Mei, Juli-Agustus 2025", "Laporan per bulan"),
        ("Paling lambat Mei-Juni 2025", "Laporan per bulan"),
        ("TW I - TW II", "Laporan per bulan"),
    ],
)
def test_the_evidence_text_divides_nothing_else(text: str, evidence_text: str) -> None:
    assert parse(text, YEAR, evidence_text=evidence_text) == parse(text, YEAR)


def test_two_repetitions_in_the_evidence_text_divide_nothing_and_are_noted() -> None:
    schedule = parse("Januari-Desember 2025", YEAR, evidence_text="Rapat per semester atau per triwulan")
    assert [slot.label for slot in schedule.slots] == ["Januari–Desember 2025"]
    assert "“per semester” dan “per triwulan”" in schedule.note
    assert "tidak dibagi" in schedule.note


def test_a_lost_hyphen_is_noted() -> None:
    schedule = parse("Januari Desember 2025", YEAR)
    assert schedule.slots[0].start == dt.date(2025, 1, 1)
    assert "“Januari Desember”" in schedule.note
    assert "tanda hubung" in schedule.note


def test_a_cut_last_quarter_is_noted() -> None:
    schedule = parse("Januari-Mei setiap triwulan", YEAR)
    assert dues("Januari-Mei setiap triwulan") == "31-03 31-05"
    assert schedule.note == "Triwulan II 2025 hanya sampai 31 Mei 2025"


def test_a_division_by_the_evidence_text_is_noted() -> None:
    schedule = parse("Januari-Desember 2025", YEAR, evidence_text="Data nominatif pegawai per bulan")
    assert schedule.note == "bukti fisik menyebut “per bulan”: 12 jatuh tempo"


def test_what_is_literally_there_needs_no_note() -> None:
    assert [text for text in DECREE if parse(text, YEAR).note] == ["Januari Desember 2025"]


def test_the_text_is_kept_as_written() -> None:
    assert parse("Maret,Juni 2025", YEAR).text == "Maret,Juni 2025"


@pytest.mark.parametrize("piece", ["ke ", "(", "s.", "1/", "per ", "minggu ", "- ", "31.5.", "B0", "tahun "])
def test_a_very_long_evidence_text_is_searched_and_divides_nothing(piece: str) -> None:
    assert dues("Januari-Desember 2025", piece * 20_000) == "31-12"


def test_the_last_possible_year_has_an_end() -> None:
    assert parse("Desember", 9999).slots[0].due == dt.date(9999, 12, 31)
