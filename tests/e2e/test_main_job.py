"""The main job as a user runs it: the shipped plan and sample evidence, one command, files on disk."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from tests.support import hostile_office
from tests.support.command import COMMAND, copy_plan, copy_sample, dossier

if TYPE_CHECKING:
    from pathlib import Path

STATES = {"ada", "belum_ada", "belum_jatuh_tempo", "bermasalah", "perlu_konfirmasi"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with the sample evidence, built once for 1 July 2025 without LibreOffice."""
    workspace = copy_sample(tmp_path_factory.mktemp("contoh"))
    result = dossier(workspace, "build", "--as-of", "2025-07-01", "--office", "internal")
    assert result.returncode == 0, result.stderr
    return workspace


def gaps(workspace: Path, as_of: str) -> dict[str, Any]:
    """Return the gap list of one day."""
    result = dossier(workspace, "gaps", "--as-of", as_of, "--format", "json", "--office", "internal")
    assert result.returncode == 0, result.stderr
    shape: dict[str, Any] = json.loads(result.stdout)
    return shape


def test_the_build_says_what_it_made_and_the_sum_of_the_files(built: Path) -> None:
    result = dossier(built, "build", "--as-of", "2025-07-01", "--office", "internal")
    assert result.returncode == 0
    found = re.search(
        r"Berkas +(\d+) = (\d+) terpasang \+ (\d+) rancu \+ (\d+) tanpa tempat \+ (\d+) diabaikan", result.stdout
    )
    assert found is not None, result.stdout
    total, *parts = map(int, found.groups())
    assert total == sum(parts)
    assert total >= sum(1 for path in (built / "evidence").rglob("*") if path.is_file() and not path.is_symlink())
    assert "build/dossier.pdf" in result.stdout
    assert "detik" in result.stdout
    assert len(result.stdout.splitlines()) <= 15


def test_the_sample_reaches_every_state(built: Path) -> None:
    assert {state for state, total in gaps(built, "2025-07-01")["summary"].items() if total} == STATES


def test_the_gap_list_follows_the_due_dates(built: Path) -> None:
    early, late = gaps(built, "2025-01-01"), gaps(built, "2025-07-01")
    assert early["summary"]["belum_jatuh_tempo"] > late["summary"]["belum_jatuh_tempo"]
    for day, shape in (("2025-01-01", early), ("2025-07-01", late)):
        for slot in shape["slots"]:
            if slot["state"] in {"belum_ada", "belum_jatuh_tempo"}:
                assert (slot["due"] < day) == (slot["state"] == "belum_ada"), slot


def test_requirements_have_the_slots_of_their_due_times(built: Path) -> None:
    slots = gaps(built, "2025-07-01")["slots"]
    by_requirement: dict[tuple[str, str], list[str]] = {}
    for slot in slots:
        by_requirement.setdefault((slot["indicator"], slot["requirement"]), []).append(slot["slot"])
    assert len(by_requirement["I.4.1", "a"]) == 12
    assert len(by_requirement["I.4.1", "b"]) == 1
    assert len(by_requirement["III.6.1", "a"]) == 12
    assert by_requirement["V.4.3", "a"] == ["2025-03", "2025-06", "2025-09", "2025-12"]
    monitoring = [keys for (code, _), keys in by_requirement.items() if code == "I.3.1"]
    assert len(monitoring) >= 4
    assert {len(keys) for keys in monitoring} == {6}


def test_strict_leaves_with_three_while_there_are_gaps(built: Path) -> None:
    result = dossier(built, "gaps", "--as-of", "2025-07-01", "--strict", "--office", "internal")
    assert result.returncode == 3
    assert max(len(line) for line in result.stdout.splitlines()) <= 100


def test_verify_passes_and_fails_after_one_changed_byte(built: Path, tmp_path: Path) -> None:
    assert dossier(built, "verify").returncode == 0
    workspace = shutil.copytree(built, tmp_path / "salinan", symlinks=True)
    victim = min(workspace.rglob("evidence/**/*.pdf"))
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 1
    victim.write_bytes(bytes(data))
    result = dossier(workspace, "verify")
    assert result.returncode == 4
    assert victim.name in result.stdout


def test_two_builds_from_clean_give_the_same_bytes(built: Path, tmp_path: Path) -> None:
    workspace = copy_sample(tmp_path)
    assert dossier(workspace, "build", "--as-of", "2025-07-01", "--office", "internal").returncode == 0
    for name in ("dossier.pdf", "kesenjangan.pdf", "kesenjangan.csv", "kesenjangan.json", "register.csv"):
        assert (workspace / "build" / name).read_bytes() == (built / "build" / name).read_bytes(), name


def test_an_empty_evidence_folder_makes_a_dossier_of_gaps(tmp_path: Path) -> None:
    workspace = copy_plan(tmp_path)
    result = dossier(workspace, "build", "--as-of", "2025-07-01")
    assert result.returncode == 0, result.stderr
    assert gaps(workspace, "2025-07-01")["summary"]["ada"] == 0
    text = " ".join(page.extract_text() for page in PdfReader(workspace / "build" / "dossier.pdf").pages)
    codes = [each["indicator"] for each in gaps(workspace, "2025-07-01")["slots"]]
    assert all(code in text for code in codes)


def test_evidence_is_never_changed(built: Path) -> None:
    fresh = {path: path.read_bytes() for path in sorted((built / "evidence").rglob("*")) if path.is_file()}
    assert dossier(built, "build", "--as-of", "2025-08-01", "--office", "internal").returncode == 0
    assert {path: path.read_bytes() for path in sorted((built / "evidence").rglob("*")) if path.is_file()} == fresh
    assert dossier(built, "build", "--as-of", "2025-07-01", "--office", "internal").returncode == 0


def test_the_current_folder_is_a_workspace_too(tmp_path: Path) -> None:
    workspace = copy_plan(tmp_path)
    hostile_office.plain_docx(workspace / "evidence", "I.1.1 SK Tim Kerja ZI.docx")
    result = subprocess.run(
        [COMMAND, "build", "--as-of", "2025-07-01"], cwd=workspace, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    register = (workspace / "build" / "register.csv").read_text(encoding="utf-8-sig")
    assert "LibreOffice tidak menghasilkan" not in register
    assert "build/dossier.pdf" in result.stdout
