"""`make` says what the command says, and nothing of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from tests.support.command import COMMAND, REPOSITORY, copy_plan

if TYPE_CHECKING:
    from pathlib import Path


def made(target: str, workspace: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a target of a copy of the Makefile, whose environment is said to be ready, with the command under test."""
    folder = workspace / "proyek"
    (folder / ".venv").mkdir(parents=True)
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        shutil.copy(REPOSITORY / name, folder)
    (folder / ".venv" / ".siap").write_text(f"{folder.resolve()}\n", encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    given = [f'DOSSIER="{COMMAND}" -C "{workspace}"', *(f"{name}={value}" for name, value in variables.items())]
    return subprocess.run(
        ["make", target, *given], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


def test_an_error_is_told_once_and_make_still_fails(tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    done = made("plan", tmp_path)
    assert done.returncode != 0
    assert "GALAT" in done.stderr
    assert "***" not in done.stderr
    assert "make" not in done.stderr.replace("`make", "")


def test_a_day_may_be_written_in_letters(tmp_path: Path) -> None:
    done = made("gaps", copy_plan(tmp_path), AS_OF="1 Juli 2025")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("DAFTAR KESENJANGAN per 1 Juli 2025\n")
