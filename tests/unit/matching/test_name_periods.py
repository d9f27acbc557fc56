from __future__ import annotations

import datetime as dt

import pytest

from dossier.matching import name_periods
from tests.support.matching_files import little_plan, matched, month_slots, place, real_plan


@pytest.mark.parametrize(
    ("name", "months"),
    [
        ("Undangan 2025-04", {4}),
        ("Undangan 202504", {4}),
        ("Undangan 20250403", {4}),
        ("Undangan 2025_04_03", {4}),
        ("Undangan 03-04-2025", {4}),
        ("Undangan 3.4.2025", {4}),
        ("Undangan 03-04-25", {4}),
        ("Undangan 04-2025", {4}),
        ("Undangan 3 Maret 2025", {3}),
        ("Undangan Agt", {8}),
        ("Daftar hadir Nopember", {11}),
        ("Januari-Maret", {1, 2, 3}),
        ("Jan s.d. Mar 2025", {1, 2, 3}),
        ("Jan sampai dengan Maret", {1, 2, 3}),
        ("Feb, Apr, Jun", {2, 4, 6}),
        ("Januari dan Maret", {1, 3}),
        ("TW I", {1, 2, 3}),
        ("TW-III", {7, 8, 9}),
        ("Triwulan 2", {4, 5, 6}),
        ("Triwulan ke-4", {10, 11, 12}),
        ("TW I s.d. TW III", set(range(1, 10))),
        ("Q1", {1, 2, 3}),
        ("Semester I", set(range(1, 7))),
        ("Smt 2", set(range(7, 13))),
        ("B06", {6}),
        ("TW I Maret", {3}),
        ("Nominatif 02-25", {2}),
        ("Nominatif 0225", {2}),
        ("Absen monev 141025", {10}),
        ("Nominatif Des 2024-Feb 2025", {1, 2}),
        ("Foto rapat dsmber", {12}),
        ("Rekap trwln 1", {1, 2, 3}),
        ("Undangan 2025-4-3", {4}),
        ("Nominatif 03082025", {8}),
        ("Nominatif 20122025", {12}),
        ("Rekap bln 3", {3}),
        ("Rekap bulan ke-3 2025", {3}),
        ("Rekap bln 1-3", {1, 2, 3}),
        ("Laporan 6 bulan 2025", set()),
        ("12-01-2025-09.10", {1}),
        ("Nominatif 12-01-2025 0925", {1}),
        ("Rapat 2025-01-12 09.25", {1}),
        ("Rapat 12 Januari 2025 pukul 09.25", {1}),
        ("12 Maret 2025 (scan 14 April 2025)", {3}),
        ("SK 12-03-2025 dipindai 14-04-2025", {3}),
        ("SK 12 Maret 2025 (14 April 2025)", {3}),
        ("Undangan 28 Mei 2025 rapat 3 Juni 2025", {6}),
        ("Rapat 12 Maret 2025 dan 14 April 2025", {3, 4}),
        ("Laporan versi 02.25.1", set()),
        ("Surat 990199", set()),
        ("Rekap Maret (dibuat 3 April 2025)", {3}),
        ("Laporan", set()),
        ("Laporan 2025", set()),
        ("Seminar marina meilani", set()),
    ],
)
def test_months_are_read_in_every_spelling(name: str, months: set[int]) -> None:
    assert name_periods.read(name).months == months


def test_the_year_of_a_regulation_is_not_the_files() -> None:
    assert name_periods.read("Permenpan 90 Tahun 2021").years == frozenset()
    assert name_periods.read("SK Tim ZI 2023").years == {2023}


@pytest.mark.parametrize(
    ("name", "years"),
    [
        ("Renstra 2020-2024", {2020, 2021, 2022, 2023, 2024}),
        ("Renstra 2025 s.d. 2029", {2025, 2026, 2027, 2028, 2029}),
        ("Evaluasi 2024/2025", {2024, 2025}),
        ("UU Nomor 20 Tahun 2023 tentang ASN", set()),
        ("PermenPANRB 90 Tahun 2021", set()),
        ("PMK 62 Tahun 2023", set()),
        ("Perbawaslu No. 3 Tahun 2022", set()),
        ("kontak 0812-2023-4567", set()),
        ("NIP 19800101 200912 1 001", set()),
        ("Surat No. 2024/PP.01", set()),
        ("Keputusan KPU Nomor 4 Tahun 2025", {2025}),
        ("Berkas 12024", set()),
    ],
)
def test_years_are_read_with_their_ranges_and_without_those_of_regulations_and_numbers(
    name: str, years: set[int]
) -> None:
    assert name_periods.read(name).years == years


@pytest.mark.parametrize("name", ["31 Februari", "30.2.2025", "20250231", "31-04-2025", "32 Maret 2025 lalu"])
def test_a_day_that_does_not_exist_is_no_date(name: str) -> None:
    assert name_periods.read(name).dates == frozenset()
    assert name_periods.read(name).months <= {3}  # "Maret" stays a month, whatever stands before it


@pytest.mark.parametrize(
    ("path", "dated"),
    [
        ("I.1.2 SK 3 Maret 2025.pdf", ("2025-03-03", "2025-03-03")),
        ("I.1.2 SK 20250303.pdf", ("2025-03-03", "2025-03-03")),
        ("I.1.2 SK Maret 2025.pdf", ("2025-03-01", "2025-03-31")),
        ("2025/I.1.2 SK Februari.pdf", ("2025-02-01", "2025-02-28")),
        ("I.1.2 SK Maret.pdf", None),
        ("I.1.2 SK TW I 2025.pdf", None),
        ("I.1.2 SK Maret 2025 (dibuat 4 April 2025).pdf", ("2025-03-01", "2025-03-31")),
        ("I.1.2/IMG-20250204-WA0012.jpg", None),
    ],
)
def test_a_paper_is_dated_by_its_day_or_its_single_month_with_a_year(path: str, dated: tuple[str, str] | None) -> None:
    expected = tuple(dt.date.fromisoformat(day) for day in dated) if dated else None
    assert matched(little_plan(), path).claims[0].dated == expected


@pytest.mark.parametrize(
    ("path", "place_of_it"),
    [
        ("III.1.3 Laporan Tahunan PPNPN 2024.pdf", "III.1.3.b 2025-04"),
        ("III.1.3 SKP ASN 2024.pdf", "III.1.3.a 2025-04"),
        ("III.4.4 Satyalancana 2024.pdf", "III.4.4.a 2025-01"),
        ("III.1.3 Laporan Tahunan PPNPN 2023.pdf", "III.1.3.b 2025-04 tahun_lain"),
        ("V.4.2 Laporan hasil rapat WBS 2024.pdf", "V.4.2.a 2025-06 tahun_lain"),
        ("II.2.3 Laporan evaluasi monev aplikasi 2024.pdf", "II.2.3.a 2025-04 tahun_lain"),
        ("V.4.4 Tabel tindak lanjut WBS 2025.pdf", "V.4.4.a 2022-06"),
    ],
)
def test_what_looks_back_on_a_finished_year_and_is_due_early_may_be_of_that_year(path: str, place_of_it: str) -> None:
    assert place(real_plan(), path) == (place_of_it,)


def test_a_period_word_is_no_topic() -> None:
    assert place(real_plan(), "semester 1.pdf") == ("-",)
    assert place(real_plan(), "TRIWULAN 1/scan0001.pdf") == ("-",)


def test_a_year_beside_a_month_is_no_bare_year() -> None:
    assert name_periods.read("LAKIP 2025").bare_years == {2025}
    assert name_periods.read("Rapat Januari 2025").bare_years == frozenset()


def test_a_two_digit_folder_is_a_month_only_where_a_year_or_an_indicator_stands_above() -> None:
    assert name_periods.read_folder("04", inside_year=True).months == {4}
    assert name_periods.read_folder("04", inside_year=False).months == frozenset()


def test_a_quarter_fills_the_slot_of_its_last_month() -> None:
    slots = month_slots(3, 6, 9, 12)
    assert [slot.key for slot in name_periods.slots_in(name_periods.read("TW II"), slots)] == ["2025-06"]


@pytest.mark.parametrize(
    ("path", "slots"),
    [
        ("III.6.1/Maret/nominatif.xlsx", ["03"]),
        ("III.6.1/2025/03/nominatif.xlsx", ["03"]),
        ("III.6.1/TW/II/nominatif.xlsx", ["04", "05", "06"]),
        ("III.6.1/Maret/nominatif April.xlsx", ["04"]),
        ("TW I/III.6.1 Nominatif.xlsx", ["01", "02", "03"]),
        ("III.6.1/2025-02.xlsx", ["02"]),
    ],
)
def test_the_name_says_the_period_and_else_the_nearest_folder(path: str, slots: list[str]) -> None:
    assert place(real_plan(), path) == tuple(f"III.6.1.a 2025-{slot}" for slot in slots)


def test_without_a_period_a_monthly_requirement_is_not_filled() -> None:
    assert place(little_plan(), "I.1.1 Undangan.pdf") == ("I.1.1.a None periode_tidak_terbaca",)


def test_a_month_that_is_not_asked_for_fills_nothing() -> None:
    assert place(little_plan(), "I.1.1 Undangan Maret.pdf") == ("I.1.1.a None di_luar_slot",)


def test_where_only_words_place_a_file_a_month_that_is_not_asked_for_is_a_doubt() -> None:
    assert place(little_plan(), "Undangan rapat monev Maret.pdf") == ("? I.1.1",)


def test_a_single_slot_is_filled_whatever_the_month() -> None:
    assert place(little_plan(), "II.1.1 Banner WBS Maret.pdf") == ("II.1.1.a 2025-02",)


def test_the_cameras_date_says_nothing_of_the_period() -> None:
    assert place(real_plan(), "III.6.1/IMG-20250204-WA0012.jpg") == ("III.6.1.a None periode_tidak_terbaca",)
    assert place(real_plan(), "III.6.1/scan0003 Februari.pdf") == ("III.6.1.a 2025-02",)
