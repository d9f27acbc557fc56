"""Butir and their names, made of evidence texts as units write them."""

from __future__ import annotations

import pytest

from dossier.importing.draft import DraftComponent, DraftIndicator, DraftItem
from dossier.importing.item_naming import items_of
from dossier.importing.row_numbers import read_number


def made(evidence: str, sentence: str = "a. Anggota terlibat dalam pembangunan ZI") -> list[DraftItem]:
    indicator = DraftIndicator(number=read_number(sentence), statement=sentence, evidence=evidence)
    return items_of(indicator, DraftComponent(title="Pola pikir dan budaya kerja"), "I", 2025)


@pytest.mark.parametrize(
    ("evidence", "name"),
    [
        ("Pedoman ZI (mencakup susunan tim; target)", "Pedoman ZI"),
        ("SOP yang mengacu pada proses bisnis instansi, dan lainnya", "SOP yang mengacu pada proses bisnis instansi"),
        ("Dokumen yang memuat usulan anggota", "Dokumen yang memuat usulan anggota"),
        ("Dokumen rencana aksi yang memuat target", "Dokumen rencana aksi"),
        ("Laporan evaluasi SOP, dapat dibuat berkala", "Laporan evaluasi SOP"),
    ],
)
def test_a_name_keeps_what_tells_which_paper_is_meant_and_no_more(evidence: str, name: str) -> None:
    assert [item.name for item in made(evidence)] == [name]


def test_a_report_with_its_rhythm_amid_its_name_has_that_schedule_and_others_are_made_once() -> None:
    first, second = made("- Laporan Evaluasi Triwulanan Pembangunan ZI\n- SK Tim ZI")
    assert (first.schedule, second.schedule, second.once) == ("Triwulanan", "", True)


def test_an_example_that_may_be_missing_makes_no_paper_optional() -> None:
    (example,) = made("Daftar aplikasi kepegawaian (seperti SIMPEG, atau lainnya jika ada)")
    (conditional,) = made("Tanda terima gratifikasi (bila ada)")
    assert (example.optional, conditional.optional) == (False, True)


def test_papers_named_side_by_side_share_their_occasion() -> None:
    assert [item.name for item in made("Undangan, daftar hadir, dan notulen rapat pemilihan agen")] == [
        "Undangan rapat pemilihan agen",
        "Daftar hadir rapat pemilihan agen",
        "Notulen rapat pemilihan agen",
    ]


def test_a_screen_capture_is_a_picture_of_a_screen() -> None:
    assert [item.kind for item in made("Screen Capture website unit")] == ["tangkapan-layar"]


def test_the_occasion_above_a_list_stands_in_its_names_also_where_it_is_general() -> None:
    names = [item.name for item in made("1. Kegiatan Sosialisasi Internal\n- Undangan\n- Foto\n2. SK agen perubahan")]
    assert all("sosialisasi internal" in name for name in names[:2])
    assert names[2] == "SK agen perubahan"
