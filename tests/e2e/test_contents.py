"""Papers with names that say nothing find their place by what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.support.command import copy_plan, copy_sample, dossier
from tests.support.convert_reading import text_of
from tests.unit.convert.extract.test_contents import scanned_page, word_file

if TYPE_CHECKING:
    from pathlib import Path

ATTENDANCE = (
    "DAFTAR HADIR",
    "Acara : Rapat evaluasi pembangunan Zona Integritas",
    "Hari/tanggal : Senin, 18 Agustus 2025",
)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    workspace = copy_plan(tmp_path)
    evidence = workspace / "evidence"
    word_file(
        evidence / "Dokumen2.docx",
        "NOTULEN RAPAT",
        "Rapat : Evaluasi pembangunan Zona Integritas",
        "Hari/tanggal : Rabu, 18 Juni 2025",
        "isi",
    )
    scanned_page(
        evidence / "CCF_0002.pdf",
        *ATTENDANCE,
    )
    return workspace


def test_match_places_a_paper_by_its_content_and_says_so(workspace: Path) -> None:
    printed = dossier(workspace, "match").stdout
    assert "I.3.1.d [Juni 2025] — isi: isi berkas: “NOTULEN RAPAT; Evaluasi pembangunan Zona Integritas”" in printed
    assert "pindaian tanpa lapisan teks" in printed
    assert "1 terpasang, 0 rancu, 1 tanpa tempat" in printed


def test_with_ocr_a_scan_is_read_too(workspace: Path) -> None:
    printed = dossier(workspace, "match", "--ocr").stdout
    assert "I.3.1.b [Agustus 2025] — isi: isi terbaca (OCR)" in printed
    assert "2 terpasang" in printed


def test_a_scan_upside_down_is_read_and_it_is_said(workspace: Path) -> None:
    scan = workspace / "evidence" / "CCF_0002.pdf"
    scan.unlink()
    upright = scanned_page(workspace / "tegak.png", *ATTENDANCE)
    with Image.open(upright) as opened:
        opened.rotate(180).save(scan)
    printed = dossier(workspace, "match", "--ocr").stdout
    assert "I.3.1.b [Agustus 2025] — isi: isi terbaca (OCR)" in printed
    assert "“CCF_0002.pdf” terpindai terbalik; dibaca sesudah diputar 180°" in printed


def test_asking_for_ocr_without_tesseract_says_what_to_install(workspace: Path) -> None:
    result = dossier(workspace, "match", "--ocr", office=False)
    assert result.returncode == 2
    assert "tesseract-ocr-ind" in result.stderr


def test_the_gap_list_counts_what_the_content_shows(workspace: Path) -> None:
    printed = dossier(workspace, "gaps", "--as-of", "2025-07-01", "--office", "internal").stdout
    before = dossier(copy_plan(workspace / "kosong"), "gaps", "--as-of", "2025-07-01", "--office", "internal").stdout
    assert printed.splitlines()[1] != before.splitlines()[1]


def test_a_workspace_of_another_name_gives_the_same_matching(tmp_path: Path) -> None:
    """The name of the folder that holds the evidence says nothing, whatever it is."""
    there = copy_sample(tmp_path / "V.4.2 Whistle Blowing System 2023")
    here = copy_sample(tmp_path / "kerja")
    assert dossier(there, "match", "--format", "json").stdout == dossier(here, "match", "--format", "json").stdout


def test_the_words_of_a_scan_are_found_in_the_dossier_when_asked_for(workspace: Path) -> None:
    bundle = workspace / "build" / "dossier.pdf"
    dossier(workspace, "build")
    assert "Senin, 18 Agustus 2025" not in text_of(bundle)
    said = dossier(workspace, "build", "--teks-pindaian").stdout
    assert "teks terbaca pada 1 dari 1 halaman pindaian" in said
    assert "Senin, 18 Agustus 2025" in text_of(bundle)
    dossier(workspace, "verify")
    before = bundle.read_bytes()
    dossier(workspace, "build", "--teks-pindaian", "--paksa")
    assert bundle.read_bytes() == before
