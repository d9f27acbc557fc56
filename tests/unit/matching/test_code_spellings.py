from __future__ import annotations

import pytest

from dossier.matching.code_spellings import PlanCodes, component_code, full_codes, is_only_a_code, order_number
from tests.support.matching_files import place, real_plan

CODES = PlanCodes(real_plan())


@pytest.mark.parametrize(
    "name",
    [
        "V.4.2 Laporan",
        "5.4.2 Laporan",
        "V-4-2 Laporan",
        "V_4_2_Laporan",
        "V.4.b Laporan",
        "v.4.2 laporan",
        "V. 4. 2 Laporan",
        "V,4,2 Laporan",
        "V 4 2 Laporan",
        "V42 Laporan",
        "ziV42",
        "(V.4.2) Laporan",
        "ZI-V.4.2",
        "NOTULEN V.4.2",
        "01. V.4.2 Laporan",
        "kode 5.4.2 Laporan",
        "V.4.2.1 Laporan",
        "V.4.2_2025-04",
        "V.04.02 Laporan",
    ],
)
def test_a_code_is_read_in_every_spelling(name: str) -> None:
    assert [mention.code for mention in full_codes(name, CODES)] == ["V.4.2"]


@pytest.mark.parametrize(
    "name",
    [
        "2.3.2025 rapat",
        "2025.01.02 catatan",
        "02.03.25 rapat",
        "5.4.25 rapat",
        "Aplikasi v1.2.3",
        "Laporan 1.3.1",
        "Manual versi 1.3.1",
        "1.3.1.4 catatan",
        "TW I-2-3",
        "Golongan III.1.2",
        "12.3.1 Laporan",
        "A.1.V.4.b Laporan",
        "notulen v.4.2",
        "S.I.P",
    ],
)
def test_versions_dates_and_ranks_are_no_codes(name: str) -> None:
    assert full_codes(name, CODES) == ()


def test_a_letter_after_three_parts_is_the_requirement_and_in_third_place_the_indicator() -> None:
    assert [(m.code, m.letter) for m in full_codes("I.3.1.a Undangan", CODES)] == [("I.3.1", "a")]
    assert [(m.code, m.letter) for m in full_codes("I.3.1b Undangan", CODES)] == [("I.3.1", "b")]
    assert [(m.code, m.letter) for m in full_codes("V.4.b Laporan", CODES)] == [("V.4.2", None)]
    assert [(m.code, m.letter) for m in full_codes("I.3.1 a la carte", CODES)] == [("I.3.1", None)]


@pytest.mark.parametrize(
    "name", ["\u0130.3.1", "AREA \u00b2", "P\u00b2", "\u00b2.1", "\uff15.4.2", "\u0665/4.b", "\ud83d\ude00 I"]
)
def test_strange_letters_and_digits_break_nothing(name: str) -> None:
    assert place(real_plan(), f"{name}/{name}.pdf")


def test_several_codes_are_all_read() -> None:
    assert [m.code for m in full_codes("V.3.3, V.3.4 Rekap", CODES)] == ["V.3.3", "V.3.4"]


def test_a_code_that_the_plan_lacks_is_read_but_not_known_and_its_neighbours_are_named() -> None:
    (mention,) = full_codes("III.9.9 Laporan", CODES)
    assert (mention.code, mention.known) == ("III.9.9", False)
    assert all(code.startswith("III.") for code in CODES.nearest("III.9.9"))
    assert CODES.nearest("V.4.9")[0] == "V.4.4"


def test_a_code_that_a_flat_name_does_not_surely_spell_is_not_read() -> None:
    assert full_codes("ZIIIb", CODES) == ()
    assert full_codes("V99 Laporan", CODES) == ()


def test_a_component_is_read_at_the_start_of_a_name_only() -> None:
    assert component_code("V.4 WBS", CODES) == ("V.4", True)
    assert component_code("5.4 WBS", CODES) == ("V.4", False)
    assert component_code("ziII1", CODES) == ("II.1", True)
    assert component_code("V.4.2 WBS", CODES) is None
    assert component_code("V.9 WBS", CODES) is None
    assert component_code("Laporan V.4", CODES) is None


def test_a_name_begins_with_an_order_number_only_when_a_mark_follows_a_roman_one() -> None:
    assert order_number("4. WBS") == (4, "WBS")
    assert order_number("iv. WBS") == (4, "WBS")
    assert order_number("4") == (4, "")
    assert order_number("I Wayan") is None


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("V/4/2/Laporan.pdf", "V.4.2"),
        ("5/4/2/Laporan.pdf", "V.4.2"),
        ("V/4/b. laporan.pdf", "V.4.2"),
        ("5/4.b Laporan.pdf", "V.4.2"),
        ("5/4b Laporan.pdf", "V.4.2"),
        ("5/2.d. Lap.pdf", "V.2.4"),
        ("3/3.a 10 (3a) Usulan diklat.pdf", "III.3.1"),
        ("Area V/4.2 Laporan.pdf", "V.4.2"),
        ("V.4.2/scan0001.pdf", "V.4.2"),
        ("V/5/5.3.a Surat pernyataan bebas benturan kepentingan.pdf", "V.5.3"),
        ("AREA V\\iv. WBS\\5.4.b LAPORAN.pdf", "V.4.2"),
    ],
)
def test_the_folders_complete_a_code(path: str, code: str) -> None:
    assert {text.lstrip("? ").rsplit(" ", 1)[0][: len(code)] for text in place(real_plan(), path)} == {code}


def test_the_files_own_code_counts_over_its_folders() -> None:
    assert place(real_plan(), "V.4.1 Banner/V.4.2 Laporan rapat.pdf") == ("V.4.2.a 2025-06",)


def test_an_order_number_in_a_titled_component_is_no_code() -> None:
    assert place(real_plan(), "5. Pengawasan/4. WBS/2. Banner WBS.pdf") == ("V.4.1.a 2025-02",)


@pytest.mark.parametrize("text", ["V.4.2", "5-4-2", "V/4/2", "v 4 2", "V.4.b", "I.3.1.a", "III.9.9"])
def test_a_code_alone_is_told_from_a_path(text: str) -> None:
    assert is_only_a_code(text)
    assert not is_only_a_code(f"{text} Laporan.pdf")


def test_a_second_code_beside_the_first_is_read_too() -> None:
    assert [m.code for m in full_codes("5.3.3+5.3.4 rekap dan TL aduan", CODES)] == ["V.3.3", "V.3.4"]
    assert [m.code for m in full_codes("V.3.3 aduan versi 5.3.4", CODES)] == ["V.3.3"]


def test_the_e_of_an_app_is_no_letter_of_a_list() -> None:
    assert place(real_plan(), "II.2.2 e-PPID.png") == ("II.2.2.b 2025-01",)
    assert place(real_plan(), "II.2.2/e. Akun resmi.png") == ("II.2.2.e 2025-01",)
