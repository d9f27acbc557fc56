"""The years in a plan file move to the next year: which do, which stay, and what is left for a person."""

from __future__ import annotations

import pytest

from dossier.plan.next_year import moved_file
from tests.support.plan_files import GOOD


def value(text: str, key: str = "bukti_fisik") -> str:
    """Return one value of a row, moved from 2025 to 2026."""
    return moved_file(f"kode: I.1.1\n{key}: {text}\n", 2025, 2026).text.partition(f"{key}: ")[2].rstrip("\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("SK Tim Kerja tahun 2025", "SK Tim Kerja tahun 2026"),
        ("LAKIP 2024", "LAKIP 2025"),
        ("Januari 2026", "Januari 2027"),
        ("renstra 2020-2024", "renstra 2025-2029"),
        ("renstra 2020 s.d. 2024", "renstra 2025 s.d. 2029"),
        ("renstra 2025-2029", "renstra 2025-2029"),
        ("renstra 2021-2025", "renstra 2026-2030"),
        ("tahun ajaran 2024/2025", "tahun ajaran 2025/2026"),
        ("Permenpan Nomor 52 Tahun 2014", "Permenpan Nomor 52 Tahun 2014"),
        ("SK Nomor 12/KP.01/2025", "SK Nomor 12/KP.01/2025"),
        ("PP 94/2021", "PP 94/2021"),
        ("https://contoh.go.id/2025/zi", "https://contoh.go.id/2025/zi"),
        ("NIP 199001012025011001", "NIP 199001012025011001"),
        ("Juni 2022", "Juni 2022"),
        ('"03/2025"', '"03/2026"'),
        (">-\n  SKP tahun\n  2024 dan PK 2025", ">-\n  SKP tahun\n  2025 dan PK 2026"),
    ],
)
def test_years_of_the_plan_move_and_others_stay(before: str, after: str) -> None:
    assert value(before) == after


def test_a_range_that_is_broken_over_lines_moves_without_a_change_of_the_lines() -> None:
    assert value(">-\n  renstra 2020-\n  2024") == ">-\n  renstra 2025-\n  2029"


def test_only_digits_change_and_comments_stay() -> None:
    text = GOOD.replace("tahun: 2025", "tahun: 2025 # seperti keputusan 2025")
    moved = moved_file(text, 2025, 2026).text
    assert "tahun: 2026 # seperti keputusan 2025" in moved
    assert [len(line) for line in moved.splitlines()[1:3]] == [len(line) for line in text.splitlines()[1:3]]
    assert moved.count("\n") == text.count("\n")


def test_codes_questions_and_laws_never_move_and_a_law_whose_time_is_over_is_asked() -> None:
    text = "dasar_hukum:\n- Perpres tentang Grand Design 2010-2025\narea:\n- area-2025.yaml\n"
    moved = moved_file(text, 2025, 2026)
    assert moved.text == text
    assert list(moved.decisions.values()) == [["dasar_hukum"]]


def test_the_decree_of_the_old_plan_becomes_a_place_to_fill() -> None:
    moved = moved_file("dasar: Keputusan Nomor 4 Tahun 2025\ntahun: 2025\n", 2025, 2026)
    assert moved.text.splitlines()[0] == 'dasar: "[Keputusan yang menetapkan rencana 2026: isi sesudah ditetapkan]"'
    assert "Keputusan Nomor 4 Tahun 2025" in next(iter(moved.decisions))


def test_what_needs_a_decision_is_told_once_with_all_its_places() -> None:
    text = "kode: I.1.1\nlangkah_aksi: renstra 2020-2024\nbukti_fisik: renstra 2020-2024\ntarget_waktu: Juni 2022\n"
    moved = moved_file(text + "catatan: dibaca 2025\n", 2025, 2026)
    assert moved.decisions["masa 2020-2024 sudah lewat; ditulis 2025-2029, pastikan"] == [
        "I.1.1 langkah_aksi",
        "I.1.1 bukti_fisik",
    ]
    assert list(moved.decisions.values())[1:] == [["I.1.1 target_waktu"], ["I.1.1 catatan"]]
    assert "catatan: dibaca 2025" in moved.text


def test_a_leap_day_that_the_next_year_lacks_becomes_the_day_before() -> None:
    moved = moved_file("kode: I.1.1\ntarget_waktu: 29 Februari 2028\n", 2028, 2029)
    assert "28 Februari 2029" in moved.text
    assert any("29 Februari" in what for what in moved.decisions)


def test_every_change_says_its_line_its_row_and_its_key() -> None:
    changes = moved_file(GOOD, 2025, 2026).changes
    assert [(each.code, each.key) for each in changes] == [
        ("", "tahun"),
        ("", "dasar"),
        ("I.1.1", "target_waktu"),
        ("I.1.2", "target_waktu"),
    ]
    assert GOOD.splitlines()[changes[2].line - 1].strip() == "target_waktu: Maret 2025"
    assert (changes[2].before, changes[2].after) == ("Maret 2025", "Maret 2026")
