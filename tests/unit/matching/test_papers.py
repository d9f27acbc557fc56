"""Which paper of the evaluation sheet a name means: phrases, votes against, look-alikes, weak phrases."""

from __future__ import annotations

import pytest

from dossier.knowledge.sheet import LookAlike, Paper
from dossier.knowledge.vocabulary import vocabulary_of
from dossier.matching.papers import PaperIndex, PaperRanking
from dossier.plan import load_plan
from tests.support.command import REPOSITORY
from tests.support.matching_files import matched


def paper(name: str, question: str, phrases: str, weak: str = "", against: str = "") -> Paper:
    return Paper(
        id=name,
        kind="dokumen",
        name=name,
        questions=(question,),
        period="tahunan",
        phrases=tuple(phrases.split("|")),
        weak=tuple(filter(None, weak.split("|"))),
        against=tuple(filter(None, against.split("|"))),
    )


PAPERS = (
    paper("renstra", "A.1.IV.ii.a", "renstra unit", weak="renstra", against="rapat|tim"),
    paper("rapat_renstra", "A.1.IV.i.a", "rapat renstra|notulen renstra"),
    paper("sop", "A.1.II.i.b", "sop kegiatan", weak="sop"),
    paper("sop_layanan", "A.1.VI.i.a", "sop kasir"),
    paper("sop_layanan_cetak", "A.1.VI.i.b", "cetak sop kasir|kasir sop loket"),
)
ALIKE = (
    LookAlike(name="SOP gudang", phrases=("sop gudang",), why="bukan kegiatan utama", question=""),
    LookAlike(name="SOP kasir luar", phrases=("sop kasir luar",), why="lemah", question="A.1.VI.i.c"),
)


EXPAND = vocabulary_of().expand
INDEX = PaperIndex(papers=PAPERS, look_alikes=ALIKE)


def rank(name: str) -> PaperRanking:
    return INDEX.rank(EXPAND(name))


def sure(name: str, area: str = "") -> list[str]:
    return [fit.paper.id for fit in rank(name).sure(area)]


def test_a_phrase_fits_in_any_order_and_the_heaviest_decides() -> None:
    assert sure("foto kasir sop") == ["sop_layanan"]
    assert [(fit.paper.id, fit.weight) for fit in rank("loket kasir sop").fits] == [
        ("sop_layanan_cetak", 6),
        ("sop_layanan", 4),
        ("sop", 2),
    ]


def test_a_term_against_takes_a_paper_out_and_is_told() -> None:
    ranking = rank("rapat renstra")
    assert sure("rapat renstra") == ["rapat_renstra"]
    assert [(fit.paper.id, fit.against) for fit in ranking.taken_out] == [("renstra", ("rapat",))]


def test_a_look_alike_of_equal_weight_beats_a_paper_and_one_with_a_question_only_hints() -> None:
    assert rank("sop gudang").is_beaten
    assert sure("sop gudang", "II") == []
    hinted = rank("sop kasir luar")
    assert hinted.look_alike is not None
    assert (hinted.look_alike.look_alike.question, hinted.is_beaten) == ("A.1.VI.i.c", False)
    assert sure("sop kasir luar") == ["sop_layanan"]


def test_a_weak_phrase_claims_only_alone_or_in_its_area() -> None:
    assert sure("renstra") == ["renstra"]
    assert sure("renstra perkasa nusa") == ["renstra"]
    assert sure("renstra perkasa nusa bangsa") == []
    assert sure("renstra gudang") == []
    assert sure("renstra gudang", "IV") == ["renstra"]
    assert sure("renstra gudang", "V") == []


def test_equal_papers_of_several_questions_are_a_tie() -> None:
    ranking = rank("notulen renstra sop kegiatan kasir renstra unit")
    assert len(ranking.best) > 1
    assert ranking.question == ""
    assert ranking.claimable() == ranking.best
    assert ranking.sure() == ()


def test_a_name_without_any_phrase_fits_nothing() -> None:
    ranking = rank("foto kebun")
    assert (ranking.fits, ranking.look_alike, ranking.is_beaten) == ((), None, False)
    assert ranking.unknown == {"kebun"}


SHIPPED = PaperIndex()

HARD_PAIRS = """
# what a meeting, a report and a decree are about
Sosialisasi SOP ke pegawai => A.1.II.i.b
SOP sosialisasi pembangunan ZI => A.1.I.ii.c
Laporan penerapan SOP bagian umum => A.1.II.i.b
Laporan evaluasi SOP bagian umum => A.1.II.i.c
SOP hasil perbaikan => A.1.II.i.c
Perbaikan standar pelayanan loket => A.1.VI.i.c
# plans of the office and of its Zona Integritas
Rencana kerja pokja ZI => A.1.I.ii.a
Rencana aksi ZI satker => A.1.I.ii.a
Rencana aksi perjanjian kinerja => A.1.IV.ii.a
SK Tim ZI satker => A.1.I.i.a
SK satgas SPIP => A.1.V.ii.a
SK UPG => A.1.V.i.b
Laporan agen perubahan TW II => A.1.I.iv.b
SK agen perubahan satker => A.1.I.iv.b
# lists of attendance
Rekap absensi pegawai Mei => A.1.I.iv.a
Rekap e-presensi pegawai Mei => A.1.I.iv.a
Rekap potongan tukin Mei => A.1.III.v.a
Aplikasi presensi online => A.1.II.ii.b
# goals and results of staff and office
SKP pegawai => A.1.III.iv.a
SKP bulanan Maret => A.1.III.iv.c
Capaian kinerja pegawai TW I => A.1.III.iv.c
Capaian kinerja TW I => A.1.IV.i.c
Capaian IKU satker => A.2.IV.i.a
Laporan kinerja 2024 => A.1.IV.ii.e
Laporan kinerja triwulan II => A.1.IV.i.c
Laporan kinerja PPNPN => A.1.III.i.c
Perjanjian kinerja kepala => A.1.IV.ii.a
Rapat penyusunan perjanjian kinerja => A.1.IV.i.b
Capaian perjanjian kinerja => A.1.IV.i.c
# staff: need, place, move, training
Monev penempatan pegawai => A.1.III.i.c
Monev mutasi pegawai => A.1.III.ii.c
Analisis mutasi pegawai => A.1.III.ii.b
SK mutasi staf => A.1.III.ii.a
Pola mutasi => A.1.III.ii.b
Kebutuhan diklat pegawai => A.1.III.iii.a
Kebutuhan pegawai => A.1.III.i.a
Kesenjangan kompetensi pegawai => A.1.III.iii.c
Sertifikat diklat kearsipan => A.1.III.iii.d
Sertifikat bimtek SAKIP => A.1.IV.ii.h
Sertifikat pelayanan prima => A.1.VI.ii.a
# complaints
Tanggapan pengaduan => A.1.V.iii.b
Rekap pengaduan masyarakat => A.1.V.iii.c
Evaluasi pengaduan masyarakat => A.1.V.iii.c
Evaluasi pengaduan layanan => A.1.VI.iii.c
# risks
Penilaian risiko => A.1.V.ii.b
RTP bagian umum => A.1.V.ii.c
Laporan pemantauan pengendalian risiko => A.1.V.ii.c
# surveys
Hasil SKM semester I => A.1.VI.iv.a
Hasil survei persepsi anti korupsi => B.I.a
Hasil survei persepsi kualitas pelayanan => B.II.a
Hasil survei kepuasan pegawai => -
Tindak lanjut SKM => A.1.VI.iv.c
Publikasi hasil SKM di website => A.1.VI.iv.b
# rewards and services
Reward pegawai terbaik => A.1.III.iv.d
Reward petugas layanan => A.1.VI.ii.c
Kompensasi layanan => A.1.VI.ii.d
Standar pelayanan loket => A.1.VI.i.a
Banner standar pelayanan => A.1.VI.i.d
Reviu standar pelayanan => A.1.VI.i.c
Maklumat pelayanan => A.1.VI.i.b
# technology
Monev pemanfaatan TI => A.1.II.ii.d
Evaluasi transformasi digital => A.2.II.iii.a
Perbaikan layanan TI => A.1.VI.v.c
Dashboard e-monev => A.1.IV.ii.g
Aplikasi e-office => A.2.II.ii.b
Tangkapan layar e-kinerja => A.1.II.ii.a
# culture
Internalisasi BerAKHLAK => A.2.I.iii.a
Banner BerAKHLAK => A.1.I.iv.c
# papers that no question asks for, and papers without a matter
SK pengelola keuangan => -
DPA bidang umum => -
Gaji induk Maret => -
BAST laptop => -
Anggaran PPID => -
Laporan realisasi anggaran => -
Undangan rapat => -
Daftar hadir => -
Instrumen survei => -
"""

LINES = [line for line in HARD_PAIRS.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("line", LINES)
def test_names_that_are_easily_confused_are_told_apart(line: str) -> None:
    name, expected = line.split(" => ")
    found = SHIPPED.rank(EXPAND(name)).sure()
    assert (found[0].question if found else "-") == expected


@pytest.mark.parametrize(
    ("name", "base"), [("SK Tim penyusun renstra", "renstra"), ("Undangan penyusunan LAKIP", "lakip")]
)
def test_a_paper_about_a_paper_is_not_the_paper(name: str, base: str) -> None:
    ranking = SHIPPED.rank(EXPAND(name))
    assert base not in {fit.paper.id for fit in ranking.fits}
    assert base in {fit.paper.id for fit in ranking.taken_out}


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Contoh SK tim kerja ZI.pdf", "contoh"),
        ("Template SK tim kerja ZI.docx", "template"),
        ("SK Tim Kerja ZI dicabut.pdf", "dicabut"),
        ("Panduan penyusunan LAKIP.pdf", "panduan"),
    ],
)
def test_a_name_that_disowns_its_paper_claims_nothing_and_says_which_word(name: str, word: str) -> None:
    plan, _ = load_plan(REPOSITORY / "plan" / "plan.yaml")
    matching = matched(plan, name)
    (doubtful,) = matching.ambiguous
    assert not matching.claims
    assert f"“{word}”" in doubtful.reason


def test_a_person_s_code_counts_for_a_sample_too() -> None:
    plan, _ = load_plan(REPOSITORY / "plan" / "plan.yaml")
    assert matched(plan, "I.1.1 Contoh SK tim kerja ZI.pdf").claims
