"""What the grammar of target waktu must refuse: the message names the part and shows forms that can be read."""

from __future__ import annotations

import re

import pytest

from dossier.schedule import ScheduleError, parse

YEAR = 2025


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "kosong"),
        ("  \n", "kosong"),
        ("...", "kosong"),
        ("()", "kosong"),
        ("secepatnya", "“secepatnya”"),
        ("bulan depan", "“depan”"),
        ("awal tahun", "“awal”"),
        ("pertengahan tahun", "“pertengahan”"),
        ("setelah Maret", "“setelah”"),
        ("Januari 32", "“32”"),
        ("Januari 21", "“21”"),
        ("32 Januari 2025", "“32 Januari” tidak ada"),
        ("0 Januari 2025", "“0 Januari” tidak ada"),
        ("31 Februari 2025", "Februari 2025 punya 28 hari"),
        ("29 Februari 2025", "Februari 2025 punya 28 hari"),
        ("31/02/2025", "“31/02/2025” tidak ada"),
        ("31/13/2025", "“31/13/2025”"),
        ("01/01/0000", "“01/01/0000”"),
        ("Januari minggu ke-5", "“minggu 5”"),
        ("minggu 0 Januari", "“minggu 0”"),
        ("minggu kedua", "tidak menyebut bulannya"),
        ("tanggal 5", "tidak menyebut bulannya"),
        ("Minggu, 2 Maret 2025", "“Minggu”"),
        ("Minggu ke-2 Januari, 5 Februari", "mencampur"),
        ("Minggu ke-2 Januari, Maret", "mencampur"),
        ("31 Mei dan Desember", "mencampur"),
        ("TW I, Semester II", "mencampur"),
        ("Triwulan", "“Triwulan” perlu angka"),
        ("Triwulan V", "“Triwulan 5” bukan 1 sampai 4"),
        ("Semester 3", "“Semester 3” bukan 1 sampai 2"),
        ("B13", "“B13”"),
        ("B00", "“B00”"),
        ("2025-2026", "“2025-2026”"),
        ("2025/2026", "“/”"),
        ("Tahun", "tidak menyebut tahun"),
        ("Mei-Maret 2025", "“Mei-Maret”"),
        ("Desember - Januari 2025", "pergantian tahun"),
        ("Maret-Maret 2025", "“Maret-Maret”"),
        ("TW III - TW I", "“TW 3-TW 1”"),
        ("akhir TW I - TW II", "“TW 1-TW 2”"),
        ("TW I - Maret", "“TW 1-Maret”"),
        ("minggu ke-2 - Maret", "tidak menyebut bulannya"),
        ("Desember 2024, Januari", "“Januari” tidak jelas tahunnya"),
        ("Maret 2025, 2026", "“2026”"),
        ("Tahun 2024: Maret 2025", "“2024”"),
        ("5/10 Maret", "“/”"),
        ("Maret atau Juni", "“atau”"),
        ("Maret (April)", "“April”"),
        ("Maret Juni September", "“September”"),
        ("Maret Juni, September", "“Maret Juni” tidak jelas"),
        ("Maret. Juni", "“Juni”"),
        ("B03 Juni", "“Juni”"),
        ("setiap triwulan, Juli 2025", "“Juli 2025” lebih pendek"),
        ("setiap semester (April-Mei)", "“April–Mei 2025” lebih pendek"),
        ("Januari-Maret-Mei", "“-”"),
        ("Januari-", "“-”"),
        ("-", "“-”"),
        (",", "“,”"),
        (")", "“)”"),
        ("Maret, Maret", "bulan yang sama"),
        ("Minggu ke-1 dan ke-3 Maret", "“Minggu 1” tidak menyebut bulannya"),
        ("Minggu ke-1 Maret dan minggu ke-3 Maret", "bulan yang sama"),
        ("Maret, Triwulan I", "mencampur"),
        ("setiap minggu", "“setiap minggu” terlalu sering"),
        ("setiap hari kerja", "“setiap hari” terlalu sering"),
        ("setiap bulan setiap triwulan", "“triwulan”"),
        ("Januari 1990 - Desember 2025", "lebih panjang dari 36 bulan"),
        ("Maret " * 100, "lebih dari 400 huruf"),
        ("99999999999999999999 Maret", "“99999999999999999999”"),
        ("Maret 20255", "“20255”"),
        ("📅 Maret", "“📅”"),
        ("\ud800", "tidak dimengerti"),
        ("\x00", "tidak"),
    ],
)
def test_what_cannot_be_read_for_certain_is_refused_by_name(text: str, named: str) -> None:
    with pytest.raises(ScheduleError, match=re.escape(named)):
        parse(text, YEAR)


def test_a_refusal_shows_forms_that_can_be_read() -> None:
    with pytest.raises(ScheduleError) as caught:
        parse("secepatnya", YEAR)
    examples = re.findall("“([^”]+)”", str(caught.value).partition("Contoh yang terbaca:")[2])
    assert len(examples) >= 3
    for example in examples:
        assert parse(example, YEAR).slots


def test_a_refusal_fits_on_one_line() -> None:
    with pytest.raises(ScheduleError) as caught:
        parse("x\n\x1b[31m" * 40, YEAR)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("year", [0, -1, 10_000])
def test_a_plan_of_an_impossible_year_is_refused(year: int) -> None:
    with pytest.raises(ScheduleError, match="bukan tahun yang mungkin"):
        parse("setiap bulan", year)
