from __future__ import annotations

import pytest

from dossier.matching import explain_code, explain_file, is_code
from dossier.model import IgnoredFile, Matching, Pin, Scan
from tests.support.matching_files import little_plan, matched, place, scan_of

PLAN = little_plan()


def of_file(path: str, *others: str, pins: tuple[Pin, ...] = ()) -> str:
    """Return what is said of one file among others."""
    return "\n".join(explain_file(PLAN, matched(PLAN, path, *others, pins=pins), path))


def renamed(text: str) -> str:
    """Return the name that a text proposes."""
    return text.partition("ganti nama menjadi `")[2].partition("`")[0]


def test_a_claimed_file_is_explained_by_its_reasons() -> None:
    assert of_file("I.1.1 Undangan April.pdf") == (
        "I.1.1 Undangan April.pdf: terpasang\n"
        "  I.1.1.a (Undangan rapat monev), April 2025 — aturan kode, nilai 0,98\n"
        "    · kode I.1.1 pada nama berkas\n"
        "    · kata cocok: undangan\n"
        "    · bulan April pada nama berkas"
    )


@pytest.mark.parametrize(
    "path", ["I.1.1 Undangan.pdf", "II/1/Laporan.docx", "I.1.1/scan0001.jpg", "Undangan April.pdf"]
)
def test_the_name_proposed_for_a_doubtful_file_settles_it(path: str) -> None:
    assert place(PLAN, path)[0].startswith("?")
    proposed = renamed(of_file(path))
    assert proposed.rpartition(".")[2] == path.rpartition(".")[2]
    assert not place(PLAN, proposed)[0].startswith(("?", "-"))


def test_the_pin_proposed_for_a_doubtful_file_names_path_place_and_slot() -> None:
    text = of_file('I.1.1 "Undangan".pdf')
    assert '- berkas: "I.1.1 \\"Undangan\\".pdf"' in text
    assert "indikator: I.1.1" in text
    assert "butir: a" in text
    assert "slot: 2025-02" in text


def test_a_file_of_another_year_is_not_to_be_renamed() -> None:
    text = of_file("SK Tim ZI 2023.pdf")
    assert "tahun 2023" in text
    assert "ganti nama" not in text
    assert "plan/pins.yaml" in text


def test_an_unplaced_photo_gets_an_example_and_a_way_out() -> None:
    text = of_file("IMG-20250204-WA0012.jpg")
    assert "tanpa tempat" in text
    assert "I.1.1 IMG-20250204-WA0012.jpg" in text
    assert "bukan: true" in text


def test_an_unplaced_file_names_what_came_closest() -> None:
    assert "I.1.1.a" in of_file("Rapat arisan.pdf")


def test_the_findings_about_a_file_and_its_folder_are_shown() -> None:
    assert "! Kode III.9.9 pada “III.9.9” tidak ada dalam rencana." in of_file("III.9.9/Banner WBS.pdf")


def test_an_ignored_file_says_why() -> None:
    matching = Matching(
        claims=(), ambiguous=(), unplaced=(), ignored=(IgnoredFile(path="Thumbs.db", reason="berkas sistem"),)
    )
    assert explain_file(PLAN, matching, "Thumbs.db") == ("Thumbs.db: diabaikan — berkas sistem",)


def test_a_path_that_is_not_there_gets_the_nearest_ones() -> None:
    matching = matched(PLAN, "I.1.2 SK Tim Kerja.pdf", "lain/banner.pdf")
    assert explain_file(PLAN, matching, "I.1.2 SK Tim Krja.pdf")[2:] == ("  I.1.2 SK Tim Kerja.pdf",)
    assert explain_file(PLAN, matching, "Banner.pdf")[2:] == ("  lain/banner.pdf",)
    assert explain_file(PLAN, matching, "xyz") == ("xyz tidak ada di folder bukti.",)


@pytest.mark.parametrize("code", ["I.1.1", "1.1.1", "i-1-1", "I/1/1", "I.1.a", " I.1.1 "])
def test_a_code_is_explained_in_every_spelling(code: str) -> None:
    matching = matched(PLAN, "I.1.1 Undangan April.pdf", "I.1.1 Notulen.pdf")
    assert is_code(PLAN, code)
    text = "\n".join(explain_code(PLAN, matching, code))
    assert text.startswith("I.1.1 Rapat pemantauan telah dilakukan\n  a. Undangan rapat monev\n")
    assert "4/2025 (jatuh tempo 28 Apr 2025): I.1.1 Undangan April.pdf" in text
    assert "belum ada → simpan sebagai `I.1.1 Undangan rapat monev 2025-02.pdf`" in text
    assert "hampir: I.1.1 Notulen.pdf — periode (bulan) tidak terbaca" in text


def test_a_component_or_area_is_explained_by_its_indicators() -> None:
    lines = explain_code(PLAN, matched(PLAN), "II.1")
    assert [line[:6] for line in lines if line.startswith("II")] == ["II.1.1", "II.1.2", "II.1.3"]
    assert len([line for line in explain_code(PLAN, matched(PLAN), "II") if line.startswith("II")]) == 4


def test_a_code_that_the_plan_lacks_is_answered_with_its_neighbours() -> None:
    assert is_code(PLAN, "III.9.9")
    assert explain_code(PLAN, matched(PLAN), "II.1.9") == (
        "II.1.9 tidak ada dalam rencana.",
        "Kode terdekat: II.1.3, II.1.2, dan II.1.1.",
    )


@pytest.mark.parametrize("text", ["a.pdf", "I.1.1 Undangan.pdf", "bukti/I.1.1", "", "2025"])
def test_a_path_is_no_code(text: str) -> None:
    assert not is_code(PLAN, text)


def test_a_file_without_a_period_beside_a_certain_claim_says_what_it_lacks() -> None:
    matching = matched(PLAN, "I.1.1, II.1.1 Undangan dan banner WBS.pdf")
    assert {claim.slot for claim in matching.claims} == {None, "2025-02"}
    assert "belum mengisi apa pun" in "\n".join(
        explain_file(PLAN, matching, "I.1.1, II.1.1 Undangan dan banner WBS.pdf")
    )


def test_a_scan_without_files_is_explained_too() -> None:
    assert scan_of([]) == Scan(files=(), ignored=())
    assert explain_file(PLAN, matched(PLAN), "x") == ("x tidak ada di folder bukti.",)
