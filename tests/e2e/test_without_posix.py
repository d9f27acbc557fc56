"""What a user does works without what only POSIX has: locks on folders, process groups, fork, resource limits."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import without_posix
from tests.support.command import dossier
from tests.support.workspaces import small_workspace

SCRIPT = Path(without_posix.__file__)
AS_OF = ("--as-of", "2025-07-01")


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, SCRIPT, "-C", folder, *arguments], capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small workspace that was built without POSIX."""
    folder = tmp_path_factory.mktemp("tanpa posix")
    small_workspace(folder)
    done = run(folder, "build", "--office", "internal", *AS_OF)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("plan", "check"), "Rencana terbaca: 2 area"),
        (("scan",), "3 berkas: 3 bukti, 0 diabaikan."),
        (("match",), "2 terpasang, 0 rancu, 1 tanpa tempat, 0 diabaikan."),
        (("gaps", *AS_OF), "DAFTAR KESENJANGAN per 1 Juli 2025"),
        (("render",), "naskah"),
        (("verify",), "cocok dengan folder bukti"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_a_command_does_its_work(workspace: Path, words: tuple[str, ...], said: str) -> None:
    done = run(workspace, *words)
    assert done.returncode == 0, done.stderr
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_the_bundle_is_the_same_as_elsewhere(workspace: Path, tmp_path: Path) -> None:
    small_workspace(tmp_path)
    dossier(tmp_path, "build", "--office", "internal", *AS_OF)
    for name in ("dossier.pdf", "kesenjangan.json", "register.csv"):
        assert (workspace / "build" / name).read_bytes() == (tmp_path / "build" / name).read_bytes()


def test_a_second_build_knows_that_nothing_has_changed(workspace: Path) -> None:
    before = json.loads((workspace / "build" / "edisi.json").read_bytes())
    done = run(workspace, "build", "--office", "internal", *AS_OF)
    assert done.returncode == 0, done.stderr
    assert json.loads((workspace / "build" / "edisi.json").read_bytes()) == before


def test_doctor_says_what_is_not_enforced_there(tmp_path: Path) -> None:
    lines = run(tmp_path, "doctor").stdout.splitlines()
    limits = next(number for number, line in enumerate(lines) if "batas waktu, memori" in line)
    assert "hanya waktu" in lines[limits]
    assert lines[limits + 1].endswith("tanpa ini: satu berkas dapat menghabiskan memori komputer")
    for name in ("folder tertutup", "jaringan tertutup", "ikut berakhir"):
        assert any(line.startswith(f"– {name}") for line in lines), name
