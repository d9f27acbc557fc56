from __future__ import annotations

import datetime as dt

import pytest

from dossier.matching import match
from dossier.matching.text_dates import DateKind, content_dates, period_of
from dossier.model import Content, Matching
from tests.support.matching_files import little_plan, place, places, scan_of

MARCH = dt.date(2025, 3, 3)


def first(text: str) -> tuple[dt.date, dt.date, DateKind]:
    """Return the strongest fact of a text."""
    fact = content_dates(text)[0]
    return fact.first, fact.last, fact.kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Jambi, 3 Maret 2025", DateKind.SIGNED),
        ("                    Kota Jambi,  3 Maret 2025\nKetua", DateKind.SIGNED),
        ("Ditetapkan di Jambi\npada tanggal 3 Maret 2025", DateKind.SIGNED),
        ("Dikeluarkan di : Jambi\nPada tanggal : 3 Maret 2025", DateKind.SIGNED),
        ("Hari/Tanggal : Senin, 3 Maret 2025", DateKind.EVENT),
        ("Hari, tanggal : Senin / 3 Maret 2025", DateKind.EVENT),
        ("dilaksanakan pada hari Senin, 3 Maret 2025 di aula", DateKind.EVENT),
        ("Pada hari ini Senin tanggal tiga bulan Maret tahun dua ribu dua puluh lima bertempat", DateKind.EVENT),
        ("pada hari Senin tanggal 3 bulan Maret tahun 2025", DateKind.EVENT),
        ("KEADAAN PER 3 MARET 2025\nDibuat kemudian", DateKind.STATE_OF),
        ("DAFTAR NOMINATIF\nKEADAAN : 3 MARET 2025", DateKind.STATE_OF),
        ("Tanggal : 03-03-2025", DateKind.STATED),
        ("Tanggal surat: 3/3/2025", DateKind.STATED),
        ("Tanggal : 2025-03-03", DateKind.STATED),
        ("Ditetapkan di Jambi\npada tanggal 2025-03-03", DateKind.SIGNED),
        ("Tanggal : 03/03/25", DateKind.STATED),
        ("Hari/Tanggal : Senin, 03/03/25", DateKind.EVENT),
        ("Hari/Tanggal : Senin/3 Maret 2025", DateKind.EVENT),
        ("DAFTAR HADIR\nSenin/3 Maret 2025", DateKind.EVENT),
        ("Waktu : Senin, 03 Maret 2025 pukul 09.00 WIB", DateKind.EVENT),
        ("Hari\n:\nSenin\nTanggal\n:\n3 Maret 2025", DateKind.EVENT),
        ("Tanggal rapat monev\n:\n3 Maret 2025", DateKind.EVENT),
        ("Rapat dilaksanakan pada tanggal 3 Maret 2025 di aula", DateKind.EVENT),
        ("telah diadakan rapat 3.3.2025 bersama tim", DateKind.MENTIONED),
    ],
)
def test_a_date_is_read_with_what_it_is_to_its_paper(text: str, kind: DateKind) -> None:
    assert first(text) == (MARCH, MARCH, kind)


@pytest.mark.parametrize(
    "text",
    [
        "Hari/Tanggal : 7 s.d. 9 Juli 2025",
        "Hari/Tanggal : Senin s.d. Rabu, 7 s.d. 9 Juli 2025",
        "Waktu Pelaksanaan : 7-9 Juli 2025",
        "BIMBINGAN TEKNIS\n7 s.d. 9 Juli 2025\nPeserta",
        "Hari/Tanggal : 7, 8, dan 9 Juli 2025",
    ],
)
def test_the_days_of_one_event_are_read_as_one_span(text: str) -> None:
    assert first(text) == (dt.date(2025, 7, 7), dt.date(2025, 7, 9), DateKind.EVENT)
    assert len(content_dates(text)) == 1
    assert period_of(content_dates(text))[0].months == {7}


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("dua puluh lima bulan November tahun dua ribu dua puluh lima", dt.date(2025, 11, 25)),
        ("sebelas bulan Juli tahun dua ribu dua puluh empat", dt.date(2024, 7, 11)),
        ("sepuluh bulan Agustus tahun seribu sembilan ratus sembilan puluh delapan", dt.date(1998, 8, 10)),
        ("dua belas bulan Mei tahun dua ribu sepuluh", dt.date(2010, 5, 12)),
    ],
)
def test_dates_in_words_are_read(words: str, day: dt.date) -> None:
    assert first(f"Pada hari ini Selasa tanggal {words}")[0] == day


@pytest.mark.parametrize(
    ("text", "months", "kind"),
    [
        ("REKAPITULASI DAFTAR HADIR\nBULAN MARET 2025", (3, 3), DateKind.TITLE),
        ("Bulan : Maret 2025", (3, 3), DateKind.TITLE),
        ("LAPORAN EVALUASI WBS\nTRIWULAN I TAHUN 2025", (1, 3), DateKind.TITLE),
        ("Data Nominatif Pegawai Semester II Tahun 2025", (7, 12), DateKind.TITLE),
        ("Periode Januari s.d. Maret 2025", (1, 3), DateKind.TITLE),
        ("Laporan ini disusun untuk bulan Maret 2025 sebagai dasar evaluasi.", (3, 3), DateKind.PERIOD),
    ],
)
def test_a_period_is_read_from_a_heading_or_a_sentence(text: str, months: tuple[int, int], kind: DateKind) -> None:
    start, end, found = first(text)
    assert ((start.month, end.month), start.day, found) == (months, 1, kind)


@pytest.mark.parametrize(
    "text",
    [
        "Mengingat: 1. Undang-Undang Nomor 20 Tahun 2023 tentang Aparatur Sipil Negara;",
        "PermenPANRB 90 Tahun 2021 tentang Zona Integritas",
        "Undang-Undang Nomor 7 Tahun 2017 tanggal 15 Agustus 2017",
        "Tempat/Tanggal Lahir : Jambi, 3 Maret 1985",
        "Pegawai Satu, lahir di Jambi, 5 Mei 1980",
        "lahir di Jambi, 5 Mei 1980",
        "Tempat, tanggal lahir   Jambi, 5 Mei 2001",
        "Tempat Lahir\nJambi, 5 Mei 2001",
        "Jambi, 5 Mei 1980",
        "versi 2025-13-03, 31/02/25, 9 s.d. 7 Juni 2025, nomor 05/08/25/2025",
        "NIP 19850303 200912 1 001",
        "TMT 1 Maret 2020",
        "Menindaklanjuti surat Ketua KPU Nomor 12/2025 tanggal 5 Januari 2025 perihal monev",
        "31 Februari 2025, 32-01-2025, 2.13.2025, tanggal 0 Maret 2025",
        "Triwulan I",
        "",
    ],
)
def test_what_is_no_date_of_the_paper_is_left_out(text: str) -> None:
    assert [fact for fact in content_dates(text) if fact.kind is not DateKind.MENTIONED] == []


def test_an_invitation_is_of_the_day_of_the_meeting_and_each_fact_says_where_it_stands() -> None:
    text = "Jambi, 28 Februari 2025\nNomor : 12\n\nHari/Tanggal : Senin, 3 Maret 2025\nPukul : 09.00"
    assert [(fact.first, fact.line, fact.words) for fact in content_dates(text)] == [
        (MARCH, 4, "3 Maret 2025"),
        (dt.date(2025, 2, 28), 1, "28 Februari 2025"),
    ]


def test_the_period_of_a_report_is_its_titles_and_not_the_day_it_was_signed() -> None:
    period, words = period_of(content_dates("LAPORAN EVALUASI\nTRIWULAN I TAHUN 2025\n\nJambi, 4 April 2025"))
    assert (sorted(period.months), sorted(period.years), words) == ([1, 2, 3], [2025], "TRIWULAN I TAHUN 2025")


@pytest.mark.parametrize(
    ("text", "days", "spoken"),
    [
        ("LAPORAN EVALUASI\nTRIWULAN I TAHUN 2025\n\nJambi, 4 April 2025", {dt.date(2025, 4, 4)}, True),
        ("LAPORAN TRIWULAN I TAHUN 2025", set(), True),
        ("Hari/Tanggal : Senin s.d. Rabu, 3 s.d. 5 Maret 2025\n\nJambi, 7 Maret 2025", {MARCH}, True),
        ("Jambi, 28 Maret 2025", {dt.date(2025, 3, 28)}, False),
    ],
)
def test_the_strongest_day_stands_beside_the_period_and_a_meeting_of_days_has_its_first(
    text: str, days: set[dt.date], *, spoken: bool
) -> None:
    period, _ = period_of(content_dates(text))
    assert (set(period.dates), period.spoken) == (days, spoken)


def test_a_date_that_is_only_mentioned_dates_nothing() -> None:
    assert period_of(content_dates("rapat 3.3.2025 bersama tim"))[1] == ""


def read(path: str, text: str) -> Matching:
    """Match one file that says this."""
    scan = scan_of([path])
    return match(little_plan(), scan, contents={scan.files[0].sha256: Content(text=text)})


def test_the_content_says_the_slot_where_name_and_folder_do_not() -> None:
    matching = read("I.1.1 Undangan.pdf", "Jambi, 28 Maret 2025\nHari/Tanggal : Rabu, 2 April 2025")
    assert places(matching) == {"I.1.1 Undangan.pdf": ("I.1.1.a 2025-04",)}
    assert matching.claims[0].reasons[-1] == "bulan April pada isi berkas (“2 April 2025”)"
    assert matching.claims[0].dated == (dt.date(2025, 4, 2), dt.date(2025, 4, 2))


def test_name_and_folder_outweigh_the_content() -> None:
    text = "Hari/Tanggal : Rabu, 2 April 2025"
    assert places(read("I.1.1 Undangan Juni 2025.pdf", text)) == {"I.1.1 Undangan Juni 2025.pdf": ("I.1.1.a 2025-06",)}
    assert places(read("I.1.1/2025/06/Undangan.pdf", text)) == {"I.1.1/2025/06/Undangan.pdf": ("I.1.1.a 2025-06",)}


def test_a_paper_whose_content_is_of_another_year_fills_nothing() -> None:
    matching = read("I.1.2 SK Tim Kerja.pdf", "KEPUTUSAN\n\nDitetapkan di Jambi\npada tanggal 10 Januari 2023")
    assert places(matching) == {"I.1.2 SK Tim Kerja.pdf": ("I.1.2.a 2025-01 tahun_lain",)}
    assert matching.findings[0].text.endswith("isi berkas bertanggal 2023, yang diminta 2025.")


def test_without_content_the_file_is_at_its_indicator_and_fills_nothing() -> None:
    assert place(little_plan(), "I.1.1 Undangan.pdf") == ("I.1.1.a None periode_tidak_terbaca",)
