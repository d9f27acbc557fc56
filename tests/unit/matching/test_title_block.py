"""What a paper says it is, from its first lines; what an office calls itself, and what follows for titles and words."""

from __future__ import annotations

import pytest

from dossier.matching.term_scoring import WordIndex
from dossier.matching.title_block import UNNAMED, office_of, title_of
from tests.support.matching_files import little_plan

OFFICE = office_of("Komisi Pemilihan Umum Provinsi Jambi", "KPU Provinsi Jambi")

DECREE = """KOMISI PEMILIHAN UMUM
PROVINSI JAMBI
KEPUTUSAN SEKRETARIS KOMISI PEMILIHAN UMUM PROVINSI JAMBI
NOMOR 7 TAHUN 2025
TENTANG
PENETAPAN TIM AGEN PERUBAHAN
DI LINGKUNGAN SEKRETARIAT KOMISI PEMILIHAN UMUM PROVINSI JAMBI TAHUN 2025
SEKRETARIS KOMISI PEMILIHAN UMUM PROVINSI JAMBI,
Menimbang : a. bahwa dalam rangka pengendalian gratifikasi"""


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (DECREE, "KEPUTUSAN; PENETAPAN TIM AGEN PERUBAHAN"),
        (
            "KPU PROVINSI JAMBI\nNomor : 64/SDM\nHal : Usulan Kebutuhan Pegawai\nYth. Sekretaris",
            "Usulan Kebutuhan Pegawai",
        ),
        ("DAFTAR HADIR\nAcara : Rapat monev ZI\nNo Nama", "DAFTAR HADIR; Rapat monev ZI"),
        ("Notulen rapat SPIP\nPada hari ini telah dilaksanakan", "Notulen rapat SPIP"),
        ("LAPORAN HASIL\nSURVEI KEPUASAN\nNilai IKM 84", "LAPORAN HASIL SURVEI KEPUASAN"),
    ],
)
def test_a_title_is_read_where_official_papers_have_it(text: str, title: str) -> None:
    found = title_of(text, OFFICE)
    assert found is not None
    assert found.text == title


def test_a_letterhead_alone_is_no_title() -> None:
    assert title_of("KOMISI PEMILIHAN UMUM\nPROVINSI JAMBI\nJalan Contoh Nomor 1", OFFICE) is None
    assert title_of("") is None


def test_a_regulation_and_a_draft_say_so() -> None:
    rule = title_of("REPUBLIK INDONESIA\nPERATURAN MENTERI CONTOH\nNOMOR 90 TAHUN 2021\nTENTANG\nZONA INTEGRITAS")
    draft = title_of(f"KONSEP\n{DECREE}")
    assert rule is not None
    assert rule.is_regulation
    assert draft is not None
    assert draft.is_draft
    assert not draft.is_regulation


def test_a_quoted_title_is_short() -> None:
    found = title_of("LAPORAN " + "PANJANG " * 60)
    assert found is not None
    assert len(found.snippet) <= 82


def test_an_agreement_says_whose_it_is_and_a_statement_what_it_states() -> None:
    agreement = title_of("PERJANJIAN KINERJA TAHUN 2025\nNama : Pegawai Satu\nJabatan : Sekretaris KPU Provinsi Contoh")
    oath = title_of(
        "SURAT PERNYATAAN\ndengan ini menyatakan bahwa saya tidak punya kepentingan, dan bebas dari benturan."
    )
    letter = title_of("Hal : Undangan\nMengharap kehadiran Saudara pada rapat evaluasi berkala, yang dilaksanakan:")
    assert agreement is not None
    assert agreement.role == "Sekretaris KPU Provinsi Contoh"
    assert oath is not None
    assert oath.purpose == "saya tidak punya kepentingan, dan bebas dari benturan"
    assert letter is not None
    assert letter.purpose == "rapat evaluasi berkala"


@pytest.mark.parametrize(
    ("name", "short_name", "heads"),
    [
        ("Badan Pusat Statistik Kota Contoh", "BPS Kota Contoh", ("badan pusat statistik", "bps kota")),
        ("Dinas Contoh", "Dinas Contoh", ("dinas contoh",)),
        ("Pengadilan Agama Contoh", "", ("pengadilan agama contoh",)),
        ("Dinas Contoh", "DC", ("dinas contoh", "dc")),
        ("", "", ()),
    ],
)
def test_a_letterhead_begins_with_the_name_without_its_place(
    name: str, short_name: str, heads: tuple[str, ...]
) -> None:
    assert office_of(name, short_name).heads == heads


def test_the_letterhead_of_any_office_is_no_title() -> None:
    text = "BADAN PUSAT STATISTIK\nKOTA CONTOH\nNOTULEN RAPAT SPIP"
    found = title_of(text, office_of("Badan Pusat Statistik Kota Contoh", "BPS Kota Contoh"))
    assert found is not None
    assert found.text == "NOTULEN RAPAT SPIP"


def test_the_name_of_the_office_weighs_nothing() -> None:
    office = office_of("Badan Pusat Statistik Kota Contoh", "BPS Kota Contoh")
    assert {"bps", "statistik"} <= WordIndex(little_plan(), office).weightless
    assert "statistik" not in WordIndex(little_plan(), UNNAMED).weightless


def test_a_word_of_the_name_that_the_plan_asks_for_keeps_its_weight_alone() -> None:
    index = WordIndex(little_plan(), office_of("Komisi Undangan Umum Kota Contoh", "KUU Kota Contoh"))
    assert {"kuu", "komisi", "umum", "komisi_undangan_umum"} <= index.weightless
    assert "undangan" not in index.weightless
    assert index.vocabulary.expand("Komisi Undangan Umum") == {"komisi_undangan_umum"}
