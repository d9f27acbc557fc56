"""The name that a person is advised to give a file: its own ending, and the month that the file says."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from dossier import audit
from dossier.matching import explain_file, match
from dossier.model import Finding, Matching, Media, Scan
from tests.support.matching_files import real_plan, scan_of


def advised(path: str, media: Media = Media.PDF) -> tuple[Matching, Finding]:
    """Match one name against the shipped plan and return what is said of it."""
    scan = Scan(files=tuple(replace(file, media=media) for file in scan_of([path]).files), ignored=())
    matching = match(real_plan(), scan)
    _, findings = audit.audit(real_plan(), scan, matching, dt.date(2025, 7, 1))
    (finding,) = [finding for finding in findings if finding.path == path]
    return matching, finding


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("I.3.1 Undangan/WhatsApp Image 2025-04-12 at 09.10.11.jpeg", "I.3.1 Undangan rapat monev ZI 2025-04.jpeg"),
        ("I.3.1 Undangan rapat monev ZI Maret.docx", "I.3.1 Undangan rapat monev ZI 2025-04.docx"),
        ("I.3.1 Undangan rapat monev ZI Juli.pdf", "I.3.1 Undangan rapat monev ZI 2025-08.pdf"),
        ("I.3.1 Undangan rapat monev ZI.JPG", "I.3.1 Undangan rapat monev ZI 2025-02.JPG"),
        ("V.4.3 Laporan evaluasi WBS 2024.xlsx", "V.4.3 Laporan evaluasi WBS 2025-03.pdf"),
    ],
)
def test_a_suggested_name_has_the_files_own_ending_and_month(path: str, name: str) -> None:
    """Another year's file is not to be renamed: the right document gets the name."""
    assert f"“{name}”" in advised(path)[1].advice


def test_an_undecided_file_is_suggested_a_name_with_its_own_ending() -> None:
    _, finding = advised("Undangan April.png", Media.PNG)
    assert finding.code == "berkas_rancu"
    assert ".png”" in finding.advice
    assert "simpan sebagai “" in finding.advice


def test_a_file_whose_requirement_is_open_is_told_the_requirements_of_its_indicator() -> None:
    _, finding = advised("I.4.1/06 Juni.png", Media.PNG)
    assert finding.code == "butir_belum_ditetapkan"
    assert "a (Daftar hadir bulanan) atau b (Banner Budaya Kerja 5R)" in finding.advice


@pytest.mark.parametrize("path", ["Bukti dukung area I.zip", "I.4.1/semua bukti.zip"])
def test_an_archive_is_to_be_unpacked_and_not_to_get_one_code(path: str) -> None:
    matching, finding = advised(path, Media.ZIP)
    assert finding.advice.startswith(f"Buka arsip “{path}” dan simpan isinya satu per satu di evidence/")
    assert "awali" not in finding.advice
    assert "sebagai" not in finding.advice
    coverage, _ = audit.audit(real_plan(), Scan(files=(), ignored=()), matching, dt.date(2025, 7, 1))
    lines = "\n".join(explain_file(real_plan(), matching, path, (finding,), coverage))
    assert "Buka arsip" in lines
    assert "ganti nama menjadi" not in lines
    assert "sebut kode" not in lines
