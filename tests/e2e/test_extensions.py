"""The extension of docs/extending.md, installed: its files are scanned and bound, its report lies in build/."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.support import toy_extension
from tests.support.command import dossier
from tests.support.workspaces import small_workspace

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

NOTES = "I.2.1 Notulen rapat Maret 2025.catat"
BUILD = ("build", "--as-of", "2025-07-01", "--office", "internal")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a folder with the extension in it."""
    (tmp_path / "terpasang").mkdir()
    return toy_extension.install(tmp_path / "terpasang")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a small workspace with a file of the extension's kind."""
    workspace = small_workspace(tmp_path / "unit")
    (workspace.evidence / NOTES).write_text("CATAT1\nRapat tim kerja dimulai pukul sembilan\n", encoding="utf-8")
    return workspace.root


def run(root: Path, place: Path | None, *arguments: str) -> subprocess.CompletedProcess[str]:
    result = dossier(root, *arguments, path=place, office=False)
    assert result.returncode == 0, result.stderr + result.stdout
    return result


def pages_of(root: Path) -> list[str]:
    """Return the text of each page of the dossier."""
    return [page.extract_text() for page in PdfReader(root / "build/dossier.pdf").pages]


def test_a_file_of_an_installed_kind_is_scanned_and_bound_and_the_report_written(root: Path, place: Path) -> None:
    assert re.search(rf"\bcatat\b.*{re.escape(NOTES)}|{re.escape(NOTES)}.*\bcatat\b", run(root, place, "scan").stdout)
    told = run(root, place, *BUILD).stdout
    (page,) = (page for page in pages_of(root) if "Rapat tim kerja dimulai pukul sembilan" in page)
    assert "CATAT1" not in page
    assert (root / "build/ringkas.txt").read_text(encoding="utf-8").startswith("2025-07-01: ")
    assert "ringkas.txt" in json.loads((root / "build/edisi.json").read_text())["outputs"]
    assert told != run(root, place, *BUILD).stdout, "nothing has changed"
    assert run(root, place, "verify").returncode == 0


def test_words_of_a_sector_are_known_and_changed_ones_make_the_next_build_new(root: Path, place: Path) -> None:
    name = "I.2.1 Catatan kumpul rapat Maret 2025.pdf"
    (root / "evidence/I.2.1 Undangan rapat Maret 2025.pdf").rename(root / "evidence" / name)
    assert "I.2.1.b (Daftar hadir)" in run(root, place, "explain", name).stdout
    assert "I.2.1.a (Undangan rapat)" in run(root, None, "explain", name).stdout
    run(root, place, *BUILD)
    known = (root / "build/kecocokan.json").read_bytes()
    words = place / "dossier_catat/kosakata.yaml"
    words.write_text(words.read_text(encoding="utf-8").replace("catatan kumpul", "catatan temu"), encoding="utf-8")
    run(root, place, *BUILD)
    assert (root / "build/kecocokan.json").read_bytes() != known


def test_words_of_a_sector_with_a_fault_are_left_out_and_told(root: Path, place: Path) -> None:
    (place / "dossier_catat/kosakata.yaml").write_text("istilah:\n  a1: [b1]\n  a2: [b1]\n", encoding="utf-8")
    told = run(root, place, "plan", "check").stdout
    assert "statistik (dossier-catat 1.0) tidak dipakai" in told
    assert "kosakata.yaml baris 3" in told
    assert "baris 3" in run(root, place, "doctor").stdout


def test_what_was_installed_is_gone_with_the_extension(root: Path, place: Path) -> None:
    run(root, place, *BUILD)
    run(root, None, *BUILD)
    assert any("CATAT1" in page for page in pages_of(root)), "it is laid out as plain text now"
    assert not (root / "build/ringkas.txt").exists()


def test_a_changed_extension_makes_its_pages_again(root: Path, place: Path) -> None:
    run(root, place, *BUILD)
    module = place / "dossier_catat/converter.py"
    text = module.read_text(encoding="utf-8")
    module.write_text(text.replace("* number, line)", "* number, line + ' (baru)')"))
    run(root, place, *BUILD)
    assert any("pukul sembilan (baru)" in page for page in pages_of(root))


def test_the_doctor_names_what_is_installed_and_what_is_wrong_with_it(root: Path, place: Path) -> None:
    told = run(root, place, "doctor").stdout
    assert told.count("catat (dossier-catat 1.0)") == 2
    assert "ringkas (dossier-catat 1.0)" in told
    assert "statistik (dossier-catat 1.0)" in told
    assert "tidak dipakai" not in told
    shutil.rmtree(place / "dossier_catat")
    told = run(root, place, "doctor").stdout
    assert told.count("tidak dipakai") == 4


def test_a_failing_converter_or_report_costs_only_its_own_part(root: Path, place: Path) -> None:
    (place / "dossier_catat/report.py").write_text("raise RuntimeError('rusak')\n")
    (place / "dossier_catat/converter.py").write_text("raise RuntimeError('rusak')\n")
    run(root, place, *BUILD)
    findings = json.loads((root / "build/temuan.json").read_text(encoding="utf-8"))["findings"]
    assert [each["subject"] for each in findings if each["code"] == "laporan_pengaya_gagal"] == [
        "ringkas (dossier-catat 1.0)"
    ]
    assert any("butuh pengaya" in json.dumps(each, ensure_ascii=False) for each in findings)
