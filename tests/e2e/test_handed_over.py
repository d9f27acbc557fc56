"""From the signed letter to the handover and the edition after it, by the commands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.support.command import copy_sample, dossier
from tests.support.convert_reading import text_of
from tests.support.hostile_pdf import drawn

if TYPE_CHECKING:
    from pathlib import Path

DAY = ("--as-of", "2025-07-01", "--office", "internal")
LETTER = "SURAT PENGANTAR Dokumen bukti pembangunan Zona Integritas, disampaikan dengan hormat, ditandatangani basah"
RECEIVER = "TPI Inspektorat Contoh"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return copy_sample(tmp_path)


def titles(bundle: Path) -> list[str]:
    """Return the titles of the bookmarks at the top."""
    return [str(each.title) for each in PdfReader(bundle).outline if not isinstance(each, list)]


def test_a_signed_letter_takes_the_place_of_the_drawn_one(workspace: Path) -> None:
    bundle = workspace / "build" / "dossier.pdf"
    dossier(workspace, "build", *DAY)
    assert "Belum ditandatangani" in text_of(bundle)
    (workspace / "evidence" / "surat-pengantar.pdf").write_bytes(drawn((LETTER,)))
    said = dossier(workspace, "build", *DAY)
    assert said.returncode == 0, said.stderr
    text = text_of(bundle)
    assert "ditandatangani basah" in text
    assert "Belum ditandatangani" not in text
    assert "Surat pengantar" in titles(bundle)[:3]
    assert dossier(workspace, "verify").returncode == 0
    assert "surat-pengantar.pdf" not in dossier(workspace, "gaps", *DAY).stdout


def test_an_edition_is_handed_over_and_the_next_one_says_what_changed(workspace: Path) -> None:
    refused = dossier(workspace, "serah", "--kepada", RECEIVER)
    assert refused.returncode == 14
    assert "dossier build --untuk tpi" in refused.stderr
    dossier(workspace, "build", *DAY)
    handed = dossier(workspace, "serah", "--kepada", RECEIVER, "--tanggal", "2 Juli 2025")
    assert handed.returncode == 0, handed.stderr
    kept = (workspace / "plan" / "serah-terima.yaml").read_text(encoding="utf-8")
    assert f"kepada: {RECEIVER}" in kept
    assert "tanggal: 2025-07-02" in kept
    assert list((workspace / "naskah").glob("*erita acara*.docx"))
    (workspace / "evidence" / "V.4.3 Rekap WBS Maret 2025.pdf").write_bytes(drawn(("Rekap WBS Maret 2025",)))
    late = dossier(workspace, "serah", "--kepada", "TPI Lain")
    assert late.returncode == 14  # what lies in build/ is no longer of the evidence that is there
    dossier(workspace, "build", *DAY)
    text = text_of(workspace / "build" / "dossier.pdf")
    assert "Yang berubah sejak edisi yang Saudara terima" in text
    assert "V.4.3 Rekap WBS Maret 2025.pdf" in text
    assert dossier(workspace, "verify").returncode == 0
