"""Evidence texts and the papers that they name."""

from __future__ import annotations

import pytest

from dossier.importing.evidence_split import split_evidence
from dossier.importing.paper_kinds import kind_of


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("- Cara pemilihan tim.\n- SK Tim Kerja ZI.", ["Cara pemilihan tim", "SK Tim Kerja ZI"]),
        ("- Notulen rapat, daftar hadir, dan foto.", ["Notulen rapat", "daftar hadir", "foto"]),
        ("1. Piagam MR 2. Profil risiko 3. SK tim MR", ["Piagam MR", "Profil risiko", "SK tim MR"]),
        ("i. SK ii. SOP", ["SK", "SOP"]),
        ("Daftar aplikasi;\n\nTangkapan layar;\n\nLaporan", ["Daftar aplikasi", "Tangkapan layar", "Laporan"]),
        ("Laporan          Undangan rapat", ["Laporan", "Undangan rapat"]),
        ("Laporan rapat (undangan, daftar hadir; notula)", ["Laporan rapat (undangan, daftar hadir; notula)"]),
        ("Laporan WBS dengan outline:\n- rekap\n- kendala", ["Laporan WBS dengan outline: rekap kendala"]),
        ("1. Laporan berisi:\n a. isi\n b. kendala\n2. SK", ["Laporan berisi: isi kendala", "SK"]),
        ("Laporan monitoring dan evaluasi", ["Laporan monitoring dan evaluasi"]),
        ("Dokumen dipublikasikan melalui rapat dan website", ["Dokumen dipublikasikan melalui rapat dan website"]),
        ("SK/Surat tugas atau nota dinas", ["SK/Surat tugas atau nota dinas"]),
        ("- Laporan hasil\nkegiatan tim\n- SK", ["Laporan hasil kegiatan tim", "SK"]),
        ("a SK tim b Undangan rapat c Notulen", ["SK tim", "Undangan rapat", "Notulen"]),
        ("1 SK tim 2 Undangan rapat", ["SK tim", "Undangan rapat"]),
        ("Rapat 2 Desember di aula A", ["Rapat 2 Desember di aula A"]),
        ("2. Laporan kegiatan", ["Laporan kegiatan"]),
        ("Laporan sosialisasi\n(mencakup isi, foto)", ["Laporan sosialisasi (mencakup isi, foto)"]),
        ("laporan yang memuat rekomendasi;\nSK tim", ["laporan yang memuat rekomendasi", "SK tim"]),
        ("Laporan\n\nJika realisasi 100% : a", ["Laporan (Jika realisasi 100% : a)"]),
        ("- Laporan\n- Bulanan / Triwulanan", ["Laporan (Bulanan / Triwulanan)"]),
        ("Tim Satgas (semua):\nKetua\nAnggota", ["Tim Satgas (semua): Ketua Anggota"]),
        ("SK tim.\nMemuat kriteria:\n1) Jujur\n2) Bersedia", ["SK tim. Memuat kriteria"]),
        ("", []),
        ("- \n- ", []),
    ],
)
def test_a_text_is_cut_where_it_lists_papers_and_nowhere_else(text: str, pieces: list[str]) -> None:
    assert [piece.text for piece in split_evidence(text)] == pieces


def test_the_line_above_a_list_goes_with_each_of_its_papers() -> None:
    pieces = split_evidence("1. Rapat tim:\n a. Undangan\n b. Notulen\n2. SK")
    assert [(piece.text, piece.above) for piece in pieces] == [
        ("Undangan", "Rapat tim"),
        ("Notulen", "Rapat tim"),
        ("SK", ""),
    ]


def test_two_papers_without_a_comma_are_cut_and_doubtful() -> None:
    first, second = split_evidence("Notulensi rapat lembar monev ZI")
    assert (first.text, second.text) == ("Notulensi rapat", "lembar monev ZI")
    assert second.doubt


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Dokumen SOP inovasi", "sop"),
        ("ND permohonan", "surat"),
        ("Jumlah agen", "data"),
        ("Tangkapan layar website", "tangkapan-layar"),
        ("Dokumen", "dokumen"),
        ("Kegiatan bersama", ""),
    ],
)
def test_the_first_words_say_the_kind(text: str, kind: str) -> None:
    assert kind_of(text) == kind


def test_a_numbered_occasion_above_papers_is_no_paper_but_what_they_are_about() -> None:
    first = "1. Renja ZI\n2. Dokumen Kegiatan Rapat Awal\na. Undangan\nb. Notulen\n"
    text = f"{first}3. Dokumen Kegiatan Rapat Akhir\na. Undangan"
    assert [(piece.text, piece.above) for piece in split_evidence(text)] == [
        ("Renja ZI", ""),
        ("Undangan", "Rapat Awal"),
        ("Notulen", "Rapat Awal"),
        ("Undangan", "Rapat Akhir"),
    ]


def test_what_the_last_of_several_papers_says_goes_for_those_before_it() -> None:
    pieces = split_evidence("Undangan dan daftar hadir rapat pembentukan tim")
    assert [(piece.text, piece.above) for piece in pieces] == [
        ("Undangan", "rapat pembentukan tim"),
        ("daftar hadir rapat pembentukan tim", ""),
    ]
