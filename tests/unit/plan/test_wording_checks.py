"""Warnings about the wording of a plan: each says something true, and a good plan gets none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.model import Severity
from dossier.plan.wording_checks import cited_as_basis, names_no_document
from tests.support.plan_files import GOOD, line_of, load, refuse, spoiled

if TYPE_CHECKING:
    from pathlib import Path

LONG = "Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi"


def test_a_year_that_is_not_the_plan_s_is_named_on_its_line(tmp_path: Path) -> None:
    text = spoiled("target_waktu: Maret 2025", "target_waktu: Maret 2022")
    _, (finding,) = load(tmp_path, text)
    assert (finding.code, finding.severity, finding.subject) == ("tahun_rencana", Severity.WARNING, "I.1.1")
    assert finding.line == line_of(text, "target_waktu: Maret 2022")
    assert "2022" in finding.text
    assert "jadwal" in finding.advice


def test_a_plan_without_a_year_is_not_blamed_for_other_years(tmp_path: Path) -> None:
    findings = refuse(tmp_path, spoiled("tahun: 2025\n", ""))
    assert [f.code for f in findings] == ["kunci_wajib"]


@pytest.mark.parametrize("column", ["indikator: Memantau tim", "langkah_aksi: Rapat pemantauan"])
def test_an_empty_column_is_a_warning(tmp_path: Path, column: str) -> None:
    key = column.split(":", maxsplit=1)[0]
    text = spoiled(column, f"{key}:")
    plan, (finding,) = load(tmp_path, text)
    assert (finding.code, finding.subject) == ("kolom_kosong", "I.1.2")
    assert finding.line == line_of(text, f"            {key}:\n")
    assert len(plan.indicators) == 2


def test_an_empty_evidence_column_still_leaves_one_requirement(tmp_path: Path) -> None:
    plan, (finding,) = load(tmp_path, spoiled("bukti_fisik: Laporan pemantauan", "bukti_fisik:"))
    assert finding.code == "kolom_kosong"
    assert [r.label for r in plan.indicators[1].requirements] == ["Bukti fisik (belum ditulis di rencana)"]


def test_an_empty_due_time_with_a_person_s_jadwal_is_a_warning(tmp_path: Path) -> None:
    new = "target_waktu:\n            jadwal: Juni 2025\n            catatan: Kolomnya kosong"
    plan, (finding,) = load(tmp_path, spoiled("target_waktu: Maret, Juni 2025", new))
    assert finding.code == "kolom_kosong"
    assert len(plan.indicators[1].schedule.slots) == 1


def test_codes_out_of_order_are_a_warning_in_every_level(tmp_path: Path) -> None:
    text = spoiled("kode: I.1.1", "kode: I.1.3")
    _, (finding,) = load(tmp_path, text)
    assert (finding.code, finding.subject) == ("kode_urutan", "I.1.2")
    assert finding.line == line_of(text, "- kode: I.1.2")


def test_ten_comes_after_nine(tmp_path: Path) -> None:
    _, warnings = load(tmp_path, GOOD.replace("I.1.1", "I.1.9").replace("I.1.2", "I.1.10"))
    assert warnings == ()


@pytest.mark.parametrize(
    "evidence",
    [
        "Pelaksanaan monitoring dan evaluasi penanganan benturan kepentingan",
        "Sosialisasi kepada seluruh pegawai",
        "1) Rapat evaluasi",
    ],
)
def test_an_activity_without_a_document_names_none(evidence: str) -> None:
    assert names_no_document(evidence)


@pytest.mark.parametrize(
    "evidence",
    [
        "Laporan monitoring dan evaluasi",
        "1) Sosialisasi SOP Alur Kerja",
        "Rapat evaluasi; daftar hadir",
        "Pelaksanaan apel (foto)",
        "Satyalancana; penetapan pegawai teladan",
        "PPID dan Rumah Pintar Pemilu terintegrasi dalam 1 atap, buku tamu helpdesk",
        "Tupoksi",
        "RKKL 2025",
        "???",
    ],
)
def test_what_can_be_filed_is_not_blamed(evidence: str) -> None:
    assert not names_no_document(evidence)


@pytest.mark.parametrize(
    ("basis", "names"),
    [
        (f"{LONG} Nomor 52 Tahun 2014 tentang Pedoman", ["PermenPANRB Nomor 52 Tahun 2014"]),
        (f"{LONG} Republik Indonesia Nomor : 10 Tahun 2019", ["PermenPANRB Nomor 10 Tahun 2019"]),
        ("Permen PANRB Nomor 10 Tahun 2019 atas Permen PANRB Nomor 52 Tahun 2014", ["52", "10"]),
        ("PermenPAN-RB No. 52/2014", ["52"]),
        ("Peraturan Menteri PAN dan RB No 52 Th. 2014", ["52"]),
        ("PP 53/2010", ["PP Nomor 53 Tahun 2010"]),
        ("Peraturan Pemerintah Nomor 53 Tahun 2010 tentang Disiplin", ["53"]),
        (f"{LONG} Nomor 90 Tahun 2021", []),
        (f"{LONG} Nomor 90 Tahun 2021 yang mencabut {LONG} Nomor 52 Tahun 2014", []),
        ("Peraturan Presiden Nomor 53 Tahun 2010", []),
        ("Peraturan Pemerintah Nomor 60 Tahun 2008", []),
        ("Peraturan Pemerintah Pengganti Undang-Undang Nomor 53 Tahun 2010", []),
        ("Undang-Undang Nomor 10 Tahun 2019", []),
        ("Permen PANRB Nomor 152 Tahun 2014", []),
    ],
)
def test_revoked_regulations_are_known_in_every_spelling(basis: str, names: list[str]) -> None:
    found = [r.name for r in cited_as_basis(basis)]
    assert len(found) == len(names)
    assert all(name in whole for name, whole in zip(names, found, strict=True))


def test_a_revoked_basis_is_named_on_its_line_with_what_replaced_it(tmp_path: Path) -> None:
    text = spoiled("area:", "dasar_hukum:\n  - UU 14/2008\n  - Permen PANRB 52/2014\narea:")
    _, (finding,) = load(tmp_path, text)
    assert (finding.code, finding.line) == ("dasar_dicabut", line_of(text, "  - Permen PANRB 52/2014"))
    assert "Nomor 90 Tahun 2021" in finding.advice


def test_the_plan_s_own_basis_is_checked_too(tmp_path: Path) -> None:
    _, (finding,) = load(tmp_path, spoiled("Keputusan Contoh Nomor 1 Tahun 2025", "PermenPANRB Nomor 52 Tahun 2014"))
    assert (finding.code, finding.line) == ("dasar_dicabut", 4)


def test_a_legal_basis_that_is_no_text_is_an_error_once(tmp_path: Path) -> None:
    findings = refuse(tmp_path, spoiled("area:", "dasar_hukum:\n  - [UU, 14]\narea:"))
    assert [f.code for f in findings] == ["jenis_isian"]
    findings = refuse(tmp_path, spoiled("area:", "dasar_hukum: UU 14/2008\narea:"))
    assert [f.code for f in findings] == ["jenis_isian"]


def test_a_revoked_basis_cited_twice_is_named_once(tmp_path: Path) -> None:
    text = spoiled(
        "area:", "dasar_hukum:\n  - PermenPANRB 52/2014\n  - PermenPANRB 10/2019 atas PermenPANRB 52/2014\narea:"
    )
    _, findings = load(tmp_path, text)
    assert [(f.subject, f.line) for f in findings] == [
        ("PermenPANRB Nomor 52 Tahun 2014", 6),
        ("PermenPANRB Nomor 10 Tahun 2019", 7),
    ]
