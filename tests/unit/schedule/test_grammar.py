"""Due times as other units write them: lists by mark, codes and figures, proposals, and what has no due time."""

from __future__ import annotations

import datetime as dt

import pytest

from dossier.model import NO_DUE_TIME, UNDATED
from dossier.schedule import ScheduleError, in_words, leading_time, parse

YEAR = 2025
QUARTERS = "2025-03 2025-06 2025-09 2025-12"
MONTHLY = " ".join(f"2025-{month:02}" for month in range(1, 13))


def keys(text: str, evidence_text: str = "") -> str:
    return " ".join(slot.key for slot in parse(text, YEAR, evidence_text=evidence_text).slots)


def refused(text: str) -> ScheduleError:
    with pytest.raises(ScheduleError) as caught:
        parse(text, YEAR)
    return caught.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # lists by mark
        ("- April 2025 - Juli 2025 - Oktober 2025", "2025-04 2025-07 2025-10"),
        ("- April 2025\n- Juli 2025", "2025-04 2025-07"),
        ("- Januari - April 2025\n- Juli 2025", "2025-04 2025-07"),
        ("• April • Juli", "2025-04 2025-07"),
        ("- April 2025", "2025-04"),
        ("1. April 2025 2. Juli 2025", "2025-04 2025-07"),
        ("1) April 2) Juli 3) Oktober 2025", "2025-04 2025-07 2025-10"),
        ("a. April 2025; b. Juli 2025", "2025-04 2025-07"),
        ("April 2025\nJuli 2025", "2025-04 2025-07"),
        ("April/Oktober", "2025-04 2025-10"),
        ("April 2025/Okt 2025", "2025-04 2025-10"),
        ("TW I/III 2025", "2025-03 2025-09"),
        ("APR MEI JUN", "2025-04 2025-05 2025-06"),
        ("Apr Mei Jun Jul 2025", "2025-04 2025-05 2025-06 2025-07"),
        # codes and figures
        ("TW-3", "2025-09"),
        ("TWII", "2025-06"),
        ("Smt-II 2025", "2025-12"),
        ("TW 2/2025", "2025-06"),
        ("B1-B12", MONTHLY),
        ("B2, B4", "2025-02 2025-04"),
        ("04/2025", "2025-04"),
        ("4/2025", "2025-04"),
        ("04-2025", "2025-04"),
        ("2025-04", "2025-04"),
        ("2025-04, 2025-10", "2025-04 2025-10"),
        ("April 25", "2025-04"),
        ("Apr-25", "2025-04"),
        ("Apr-25, Okt-25", "2025-04 2025-10"),
        ("5 April 25", "2025-04"),
        # repetition
        ("per semesteran", "2025-06 2025-12"),
        ("setiap bulanan", MONTHLY),
        ("6 bulanan", "2025-06 2025-12"),
        ("tiga kali setahun (April, Agustus dan Desember)", "2025-04 2025-08 2025-12"),
        ("2 kali dalam setahun: Mei, November", "2025-05 2025-11"),
        ("satu kali setahun", "2025-12"),
        ("1 kali per tahun", "2025-12"),
        # parts of a month, ends and beginnings
        ("Awal April 2025", "2025-04"),
        ("awal bulan April", "2025-04"),
        ("Tengah Oktober 2025", "2025-10"),
        ("awal April - akhir Juni 2025", "2025-06"),
        ("s.d. April 2025", "2025-04"),
        ("Sampai dengan 15 April 2025", "2025-04"),
        ("sebelum April 2025", "2025-03"),
        ("sebelum tanggal 1 April", "2025-03"),
        ("Selambatnya 30 April 2025", "2025-04"),
        ("Mulai April s.d. Juni 2025", "2025-06"),
        ("T.A. 2025", "2025-12"),
        ("Tahun Anggaran 2025", "2025-12"),
    ],
)
def test_more_ways_to_write_a_due_time_are_read(text: str, expected: str) -> None:
    assert keys(text) == expected


@pytest.mark.parametrize(
    "text", ["Setiap bulan paling lambat tanggal 10", "tanggal 10 setiap bulan", "Bulanan, tgl 10"]
)
def test_a_day_of_every_month_is_the_due_date_of_each(text: str) -> None:
    assert keys(text) == MONTHLY
    assert {slot.until.day for slot in parse(text, YEAR).slots} == {10}


def test_a_day_that_a_month_does_not_have_is_refused() -> None:
    assert "Februari 2025" in str(refused("setiap bulan tanggal 31"))


def test_a_part_of_a_month_is_named_and_due_with_the_month() -> None:
    (slot,) = parse("pertengahan April", YEAR).slots
    assert (slot.label, slot.due) == ("pertengahan April 2025", dt.date(2025, 4, 30))


def test_what_is_due_before_a_month_is_due_on_the_day_before_it() -> None:
    (slot,) = parse("sebelum April 2025", YEAR).slots
    assert (slot.label, slot.start, slot.due) == ("sebelum April 2025", dt.date(2025, 3, 1), dt.date(2025, 3, 31))


def test_a_time_until_begins_with_the_year() -> None:
    assert parse("s.d. April 2025", YEAR).slots[0].start == dt.date(2025, 1, 1)


@pytest.mark.parametrize(
    "text",
    ["Insidentil", "bila ada", "Bila ada laporan masuk", "sesuai kebutuhan", "Jika diperlukan.", "tanpa jatuh tempo"],
)
def test_what_falls_due_at_no_certain_time_has_one_slot_without_a_date(text: str) -> None:
    (slot,) = parse(text, YEAR).slots
    assert (slot.key, slot.label, slot.due) == (UNDATED, NO_DUE_TIME, None)


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("Triwulan", "setiap triwulan"),
        ("Semester", "setiap semester"),
        ("4 kali setahun", "setiap triwulan"),
        ("dua kali setahun", "setiap semester"),
        ("I/II/III/IV", "Triwulan I, II, III, IV"),
        ("Awal tahun 2025", "Januari 2025"),
        ("Mulai April 2025", "April-Desember 2025"),
        ("Mulai April 2025 setiap bulan", "April-Desember 2025, setiap bulan"),
        ("setiap hari", "setiap bulan"),
        ("mingguan", "setiap bulan"),
        ("Berkelanjutan", NO_DUE_TIME),
        ("- Januari - April 2025", "Januari, April 2025"),
        ("sebelum Januari 2025", "Desember 2024"),
        ("April 2025 1. Bertambahnya layanan daring", "April 2025"),
        ("Triwulan II: tersusunnya peta proses", "Triwulan II"),
    ],
)
def test_what_is_uncertain_is_a_proposal_that_can_be_read_and_never_a_reading(text: str, proposal: str) -> None:
    error = refused(text)
    assert error.proposal == proposal
    assert f"Mungkin maksudnya “{proposal}”" in str(error)
    assert parse(proposal, YEAR).slots


@pytest.mark.parametrize(
    "text",
    [
        "-",
        "triwulanan/semesteran",
        "per bulan atau per triwulan",
        "Januari atau Juli",
        "April 2025 : Reviu SOP April s/d Oktober 2025",
        "April 2025 (SK); Mei 2025 (Rapat)",
        "tiga kali setahun (April, Agustus)",
        "MAR FEB JAN",
        "Maret 31",
        "Maret 12",
        "13/2025",
        "5/10 Mei",
        "bila ada, setiap bulan",
        "setiap triwulan tanggal 10",
        "kapan-kapan",
    ],
)
def test_what_has_two_readings_or_none_is_refused_without_a_proposal(text: str) -> None:
    assert refused(text).proposal == ""


def test_the_time_that_a_cell_begins_with_is_told_apart_from_its_rest() -> None:
    assert leading_time("April 2025 - Bertambahnya layanan", YEAR) == ("April 2025", "Bertambahnya layanan")
    assert leading_time("April 2025", YEAR) is None
    assert leading_time("April 2025 rapat bulan Mei", YEAR) is None
    assert leading_time("Bertambahnya layanan", YEAR) is None


@pytest.mark.parametrize(
    "evidence_text",
    [
        "Laporan tahunan dengan outline: jumlah tamu per bulan, kendala",
        "Laporan (mencakup rekap per triwulan)",
        "Buku kas yang memuat saldo setiap bulan",
        "Dokumen, yaitu daftar surat per bulan",
    ],
)
def test_repetition_in_a_list_of_contents_multiplies_nothing(evidence_text: str) -> None:
    schedule = parse("sepanjang tahun", YEAR, evidence_text=evidence_text)
    assert (len(schedule.slots), schedule.doubt) == (1, "")


def test_repetition_after_the_bracket_of_contents_counts() -> None:
    assert keys("sepanjang tahun", "Laporan (berisi rekap) setiap triwulan") == QUARTERS


@pytest.mark.parametrize(
    ("evidence_text", "said"),
    [
        ("Laporan (per bulan/triwulan/semester)", "“per bulan”, “triwulan”, dan “semester”"),
        ("Laporan bulanan atau semesteran", "“bulanan” dan “semesteran”"),
        ("1. SK tim 2. Laporan setiap semester 3. Foto", "“setiap semester”"),
        ("SK tim; Laporan (semesteran)", "“semesteran”"),
    ],
)
def test_alternatives_and_repetition_of_one_paper_of_many_are_left_to_a_person(evidence_text: str, said: str) -> None:
    schedule = parse("sepanjang tahun", YEAR, evidence_text=evidence_text)
    assert len(schedule.slots) == 1
    assert said in schedule.doubt
    assert "tidak dibagi" in schedule.note


def test_a_repetition_of_every_paper_of_a_list_divides_the_window() -> None:
    assert keys("sepanjang tahun", "1. Undangan per triwulan 2. Notulen per triwulan") == QUARTERS


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Laporan (triwulanan)", QUARTERS),
        ("Laporan [Juli, Des 2025]", "2025-07 2025-12"),
        ("Laporan kinerja (LAKIP) (Maret 2025)", "2025-03"),
        ("Laporan aduan (bila ada)", UNDATED),
        ("Laporan (per semester), tautan (web)", "2025-06 2025-12"),
    ],
)
def test_a_time_in_brackets_in_the_name_of_a_butir_is_its_own(label: str, expected: str) -> None:
    schedule = in_words(label, YEAR, None)
    assert schedule is not None
    assert " ".join(slot.key for slot in schedule.slots) == expected
    assert f"{schedule.text}" in label


@pytest.mark.parametrize(
    "label", ["Laporan triwulanan", "Renstra (2020-2024)", "Laporan (2025)", "SK (dan lampiran)", "A (Mei) B (Juni)"]
)
def test_other_brackets_and_years_are_no_due_time(label: str) -> None:
    assert in_words(label, YEAR, None) is None
