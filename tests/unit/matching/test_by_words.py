"""Folders hold more papers than a plan asks for: what only shares a common word with one is no evidence of it."""

from __future__ import annotations

import pytest

from tests.support.matching_files import matched, place, real_plan

SDM = "3. Penataan SDM"
WATCH = "5. Penguatan Pengawasan"
SERVICE = "6. Kualitas Pelayanan Publik"


@pytest.mark.parametrize(
    "path",
    [
        f"{SDM}/1. Perencanaan Kebutuhan Pegawai/Statistik Pegawai.pdf",
        f"{WATCH}/5. Benturan Kepentingan/Sosialisasi program anti korupsi dan antikecurangan.pdf",
        f"{SERVICE}/2. Budaya Pelayanan Prima/Perjanjian kerja sama pelayanan lain.pdf",
        "2. Penataan Tata Laksana/2. E-Office/Printscreen gudang.png",
    ],
)
def test_a_common_word_beside_words_that_nobody_asked_for_is_no_claim(path: str) -> None:
    assert not matched(real_plan(), path).claims


def test_the_reason_names_the_words_that_nobody_asked_for() -> None:
    (doubt,) = matched(real_plan(), f"{SDM}/5. Penegakan Disiplin/Rekap senam pegawai.pdf").ambiguous
    assert doubt.reason == "namanya menyebut “senam”, yang tidak diminta di III.5"
    assert {claim.indicator for claim in doubt.candidates} == {"III.5.1"}


@pytest.mark.parametrize(
    "name", ["UU 14 tahun 2008 Keterbukaan Informasi Publik", "PKPU 8 monev keterbukaan informasi"]
)
def test_a_regulation_is_no_evidence_of_what_it_rules(name: str) -> None:
    assert not matched(real_plan(), f"2. Penataan Tata Laksana/3. Keterbukaan Informasi Publik/{name}.pdf").claims


@pytest.mark.parametrize(
    ("path", "indicator"),
    [
        (f"{SDM}/1. Perencanaan Kebutuhan Pegawai/Bezetting pegawai.xlsx", "III.1.1"),
        (f"{SDM}/5. Penegakan Disiplin Kode Etik/Kode etik pegawai.pdf", "III.5.1"),
        (f"{WATCH}/1. Pengendalian Gratifikasi/Nota dinas larangan gratifikasi.pdf", "V.1.1"),
    ],
)
def test_a_paper_that_the_sheet_asks_for_and_the_plan_does_not_is_evidence_of_its_indicator(
    path: str, indicator: str
) -> None:
    assert place(real_plan(), path) == (f"{indicator} None",)


def test_a_report_is_no_decree() -> None:
    assert place(real_plan(), "1. Manajemen Perubahan/Laporan kegiatan agen perubahan.pdf") == ("I.4.2 None",)
    assert place(real_plan(), "1. Manajemen Perubahan/SK agen perubahan.pdf") == ("I.4.2.a 2025-01",)


@pytest.mark.parametrize(
    ("path", "places"),
    [
        (f"{WATCH}/4. WBS/Laporan evaluasi WISE Maret.pdf", ("V.4.3.a 2025-03",)),
        (f"{SERVICE}/3. Penilaian Kepuasan/Laporan apel pagi - tindak lanjut SKM.pdf", ("VI.3.3.b 2025-05",)),
        (
            f"{SDM}/4. Penetapan Kinerja Individu/Keputusan tentang pegawai teladan triwulanan.pdf",
            ("III.4.4.b 2025-01",),
        ),
    ],
)
def test_words_of_the_matter_outweigh_strange_ones(path: str, places: tuple[str, ...]) -> None:
    assert place(real_plan(), path) == places
