"""Plans with rows of several halves: every file at its row, none of one half claimed by another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from benchmarks.matching.listings import TREES, load_trees, scan_of
from dossier.codes import half_of
from dossier.matching import indicators_of, match
from dossier.matching.code_spellings import PlanCodes, full_codes, marked_area
from dossier.matching.halves import split
from dossier.model import Pin
from tests.support.halves_plan import REFORM, halves_plan, reform_of_the_sheet
from tests.support.matching_files import matched, real_office, real_plan

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import Plan


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """Return a plan of pemenuhan, reform and results."""
    return halves_plan(tmp_path_factory.mktemp("rencana"))


COMPLAINTS = "Laporan penanganan pengaduan masyarakat.pdf"


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        # codes
        ("R.I.1.1.a Laporan.pdf", "R.I.1.1.a"),
        ("R.I.1.1.b.pdf", "R.I.1.1.b"),
        ("R-I-1-1 laporan perubahan konkret.pdf", "R.I.1.1.a"),
        ("R I.1.1 Dokumentasi perubahan.jpg", "R.I.1.1.b"),
        ("R I 1 2 laporan integrasi.pdf", "R.I.1.2.a"),
        ("R_V_1_1 Laporan.pdf", "R.V.1.1.a"),
        ("r.i.1.2 laporan.pdf", "R.I.1.2.a"),
        ("R.1.1.2 laporan.pdf", "R.I.1.2.a"),
        ("Kode R.I.1.2 Laporan integrasi.pdf", "R.I.1.2.a"),
        ("H.I.1.1 Laporan.pdf", "H.I.1.1.a"),
        ("I.1.1 SK Tim Kerja.pdf", "I.1.1.a"),
        ("1.1.1 SK Tim Kerja.pdf", "I.1.1.a"),
        ("PEMENUHAN/R.I.1.2 Laporan integrasi.pdf", "R.I.1.2.a"),
        ("I.1.1.a dan R.I.1.2 Laporan.pdf", "I.1.1.a R.I.1.2.a"),
        # a code without a mark in a folder of the other half
        ("REFORM/I.1.1 Laporan perubahan konkret.pdf", "R.I.1.1.a"),
        ("REFORM/I.1.1 SK Tim Kerja.pdf", "I.1.1.a"),
        ("REFORM/I.1.2 Laporan.pdf", "R.I.1.2.a"),
        ("REFORM/V.1.1 Laporan penanganan pengaduan.pdf", "R.V.1.1.a"),
        ("REFORM/I.1.1 scan0001.pdf", "? I.1.1 R.I.1.1"),
        ("REFORM/I.1.2 Laporan integrasi/Laporan.pdf", "R.I.1.2.a"),
        # folders
        (f"REFORM/V. Penguatan Pengawasan/{COMPLAINTS}", "R.V.1.1.a"),
        (f"II. REFORM/Penguatan Pengawasan/ii. Penanganan Pengaduan Masyarakat/{COMPLAINTS}", "R.V.1.1.a"),
        (f"A.2/V/{COMPLAINTS}", "R.V.1.1.a"),
        (f"A.2 Reform/5. Pengawasan/{COMPLAINTS}", "R.V.1.1.a"),
        (f"V. Penguatan Pengawasan/Reform/{COMPLAINTS}", "R.V.1.1.a"),
        (f"Area V Reform/{COMPLAINTS}", "R.V.1.1.a"),
        (f"R.V-penguatan-pengawasan/R.V.1/{COMPLAINTS}", "R.V.1.1.a"),
        (f"Area R.V/1/{COMPLAINTS}", "R.V.1.1.a"),
        (f"PEMENUHAN/V. Penguatan Pengawasan/{COMPLAINTS}", "V.1.1.a"),
        (f"A. PENGUNGKIT/I. PEMENUHAN/V/{COMPLAINTS}", "V.1.1.a"),
        (f"V. Penguatan Pengawasan/{COMPLAINTS}", "V.1.1.a"),
        (f"Penguatan Pengawasan/{COMPLAINTS}", "V.1.1.a"),
        (COMPLAINTS, "V.1.1.a"),
        ("REFORM/I. Manajemen Perubahan/i. Komitmen dalam perubahan/b/Laporan.pdf", "R.I.1.2.a"),
        ("Komitmen dalam perubahan/Laporan integrasi perubahan.pdf", "R.I.1.2.a"),
        ("B. HASIL/Laporan survei persepsi korupsi.pdf", "H.I.1.1.a"),
        # the folder names one half, the paper is one of the other
        ("PEMENUHAN/I/Laporan perubahan konkret agen perubahan.pdf", "I.2.1.b"),
        ("PEMENUHAN/Laporan survei persepsi anti korupsi.pdf", "? H.I.1.1.a"),
        ("Laporan survei persepsi anti korupsi.pdf", "H.I.1.1.a"),
        # small Roman folders inside an area
        ("I. Manajemen Perubahan/i. Tim Kerja/SK Tim Kerja ZI.pdf", "I.1.1.a"),
        ("I. Manajemen Perubahan/ii/SK Agen Perubahan.pdf", "I.2.1.a"),
        ("V. Penguatan Pengawasan/i. Pengaduan Masyarakat/Rekapitulasi pengaduan.xlsx", "V.1.1.b"),
        # keys and texts of the sheet
        ("A.2.V.ii.a Laporan.pdf", "R.V.1.1.a"),
        ("A.2.I.i.b/Laporan.pdf", "R.I.1.2.a"),
        ("soal 110/Laporan.pdf", "R.V.1.1.a"),
        ("REFORM/V/A.1.I.iv.b SK agen.pdf", "I.2.1.a"),
        ("Agen perubahan telah membuat perubahan yang konkret di Instansi/Foto.jpg", "R.I.1.1.b"),
        ("B.I.a/Laporan.pdf", "H.I.1.1.a"),
        # words
        ("Laporan kegiatan agen perubahan.pdf", "I.2.1.b"),
        ("Laporan perubahan konkret agen perubahan.pdf", "R.I.1.1.a"),
        ("I. Manajemen Perubahan/Laporan perubahan konkret agen perubahan.pdf", "R.I.1.1.a"),
        ("REFORM/SK Tim Kerja ZI.pdf", "-"),
        ("REFORM/Surat cuti.pdf", "-"),
        ("Surat cuti.pdf", "-"),
    ],
)
def test_a_file_is_at_its_row_of_its_half(plan: Plan, path: str, wanted: str) -> None:
    found = matched(plan, path)
    claimed = sorted(claim.code if claim.requirement else f"{claim.indicator}.?" for claim in found.claims)
    doubted = [f"? {' '.join(sorted(each.code for each in entry.candidates))}" for entry in found.ambiguous]
    assert (" ".join(claimed) or next(iter(doubted), "-")) == wanted


def test_a_code_of_a_half_is_none_of_the_first_half(plan: Plan) -> None:
    for name in ("R.I.1.1 x", "R-I-1-1 x", "R I.1.1 x", "x R.I.1.1"):
        assert [mention.code for mention in full_codes(name, PlanCodes(plan))] == ["R.I.1.1"]
        alone = PlanCodes(split(plan)["pemenuhan"])
        assert [mention.known for mention in full_codes(name, alone)] == [False]


def test_a_code_that_the_reform_half_lacks_is_said_to_be_missing(plan: Plan) -> None:
    found = matched(plan, "R.I.9.9 Laporan.pdf")
    assert found.claims == ()
    assert [finding.code for finding in found.findings if finding.code == "kode_tidak_ada"] == ["kode_tidak_ada"]


def test_pins_may_be_of_several_halves(plan: Plan) -> None:
    pins = tuple(Pin(path="Laporan.pdf", indicator=code, requirement="a") for code in ("V.1.1", "R.V.1.1"))
    found = matched(plan, "Laporan.pdf", pins=pins)
    assert [claim.code for claim in found.claims] == ["V.1.1.a", "R.V.1.1.a"]


def test_a_plan_may_have_reform_rows_alone(tmp_path: Path) -> None:
    alone = halves_plan(tmp_path, REFORM)
    found = matched(alone, f"REFORM/V/{COMPLAINTS}", f"Penguatan Pengawasan/{COMPLAINTS}", "R.I.1.2 Laporan.pdf")
    assert sorted(claim.indicator for claim in found.claims) == ["R.I.1.2", "R.V.1.1", "R.V.1.1"]


def test_explain_takes_a_code_of_any_half(plan: Plan) -> None:
    wanted = {"R.I.1.1": 1, "r-i-1-1": 1, "R I 1 1": 1, "R.I.1": 2, "R.I": 3, "I": 2, "I.1": 1, "I.1.1": 1, "H.I": 1}
    found = {text: indicators_of(plan, text) for text in wanted}
    assert {text: len(each) for text, each in found.items()} == wanted
    assert found["R.I.1.1"][0].code == "R.I.1.1"
    assert found["I.1.1"][0].code == "I.1.1"


@pytest.mark.parametrize(
    ("folder", "mark", "rest"),
    [
        ("R.IV Akuntabilitas", "R", "IV Akuntabilitas"),
        ("R-IV-akuntabilitas", "R", "IV-akuntabilitas"),
        ("Area R.4", "R", "Area 4"),
        ("H.I", "H", "I"),
        ("RI. Republik", "", "RI. Republik"),
        ("R. Ivan Contoh", "", "R. Ivan Contoh"),
        ("IV", "", "IV"),
    ],
)
def test_the_folder_of_an_area_may_have_the_mark_of_a_half(folder: str, mark: str, rest: str) -> None:
    assert marked_area(folder) == (mark, rest)


def test_the_rows_of_the_reform_half_change_no_claim_of_the_shipped_plan(tmp_path: Path) -> None:
    alone = real_plan()
    both = replace(alone, areas=(*alone.areas, *reform_of_the_sheet(tmp_path).areas))
    for tree in load_trees(TREES):
        before = match(alone, scan_of(tree), office=real_office()).claims
        after = match(both, scan_of(tree), office=real_office()).claims
        assert before == tuple(claim for claim in after if half_of(claim.indicator) == "pemenuhan"), tree.name


def test_no_file_of_the_other_folder_is_claimed(tmp_path: Path) -> None:
    """Words of both halves are the same in part: what lies below a half's folder stays in it."""
    both = replace(real_plan(), areas=(*real_plan().areas, *reform_of_the_sheet(tmp_path).areas))
    names = [
        f"{area.title}/{need.label[:60]}.pdf" for area in both.areas for i in area.indicators for need in i.requirements
    ]
    names = [name.replace("/", " ", name.count("/") - 1) for name in names]
    found = matched(both, *(f"REFORM/{name}" for name in names), *(f"PEMENUHAN/{name}" for name in names))
    wrong = {
        claim.file.path
        for claim in found.claims
        if half_of(claim.indicator) != claim.file.path.partition("/")[0].casefold()
    }
    assert wrong == set()
