from __future__ import annotations

import pytest

from dossier.knowledge import vocabulary
from dossier.knowledge.vocabulary import vocabulary_of

GENERAL = vocabulary_of()


def test_tokens_are_casefolded_words_and_numbers_without_marks() -> None:
    assert vocabulary.tokens("Daftar Hadir_rapat (RKA-K/L) 2025") == (
        "daftar",
        "hadir",
        "rapat",
        "rka",
        "k",
        "l",
        "2025",
    )


def test_words_glued_by_capitals_or_to_a_year_are_parted() -> None:
    assert vocabulary.tokens("DaftarHadirRapat SK_UPG2025 LKjIP") == (
        "daftar",
        "hadir",
        "rapat",
        "sk",
        "upg",
        "2025",
        "lkjip",
    )


def test_a_name_split_into_letters_and_accents_is_the_same_as_one_that_is_not() -> None:
    assert vocabulary.tokens("Cafe\u0301") == vocabulary.tokens("Caf\u00e9")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("notulen", "Notulensi"),
        ("notulen", "risalah"),
        ("daftar hadir", "ABSENSI"),
        ("daftar hadir", "presensi"),
        ("LAKIP", "LKjIP"),
        ("LAKIP", "Laporan Kinerja"),
        ("monev", "Monitoring dan Evaluasi"),
        ("monev", "monitoring & evaluasi"),
        ("screenshot", "screenshoot"),
        ("screenshot", "Tangkapan  Layar"),
        ("SK", "Surat Keputusan"),
        ("SK", "keputusan"),
        ("RKKL", "RKA-K/L"),
        ("WBS", "Whistle-Blowing System"),
        ("BK", "Benturan Kepentingan"),
        ("Dumas", "pengaduan masyarakat"),
        ("tindak lanjut", "ditindaklanjuti"),
        ("5R", "5 R"),
        ("Renaksi", "rencana aksi"),
        ("SKM", "survey kepuasan masyarakat"),
    ],
)
def test_spellings_of_one_thing_become_one_term(one: str, other: str) -> None:
    assert GENERAL.expand(one) == GENERAL.expand(other)
    assert len(GENERAL.expand(one)) == 1


@pytest.mark.parametrize(
    ("text", "term"),
    [("berkala", "rka"), ("pondok", "nd"), ("skema", "sk"), ("biku", "iku"), ("absensia", "daftar_hadir")],
)
def test_abbreviations_are_whole_words_only(text: str, term: str) -> None:
    assert term not in GENERAL.expand(text)


def test_follow_up_is_not_evaluation() -> None:
    assert not GENERAL.expand("tindak lanjut") & GENERAL.expand("evaluasi")


@pytest.mark.parametrize(
    "name", ["IMG-20250204-WA0012", "scan0001", "DSC_0031", "FINAL fix rev2 - Copy (2)", "WhatsApp Image", "hasil scan"]
)
def test_names_that_say_nothing_leave_no_term(name: str) -> None:
    assert GENERAL.expand(name) == frozenset()


def test_an_enumeration_is_cut_at_commas_and_joining_words_but_not_inside_a_phrase() -> None:
    assert GENERAL.parts("Undangan, daftar hadir & monitoring dan evaluasi dan notulen rapat") == (
        ("undangan",),
        ("daftar_hadir",),
        ("monev",),
        ("notulen", "rapat"),
    )


def test_years_stay_and_other_numbers_go() -> None:
    assert GENERAL.expand("LAKIP 2024 nomor 12 (3)") == {"lakip", "2024"}


def test_a_term_is_shown_as_people_write_it() -> None:
    assert vocabulary.spelled("daftar_hadir") == "daftar hadir"


def test_an_acronym_beside_a_word_and_letters_with_points_are_words_of_their_own() -> None:
    assert vocabulary.tokens("rekapWBS LAPORANku") == ("rekap", "wbs", "laporanku")
    assert GENERAL.expand("piagam k.i.p") == GENERAL.expand("piagam KIP")
    assert vocabulary.tokens("a.n. Ketua") == ("a", "n", "ketua")


def test_daily_words_are_no_matter_of_their_own() -> None:
    assert {"meja", "lobi", "anti"} <= GENERAL.daily_terms
    assert not GENERAL.daily_terms & {"undangan", "gratifikasi", "sop"}
