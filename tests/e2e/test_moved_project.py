"""A project folder that was moved or copied, its environment with it, works on at its new place."""

from __future__ import annotations

import os
import shutil
import site
import subprocess
import sys
import venv
from typing import TYPE_CHECKING

import pytest

from tests.support.command import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

PIP = """
import pathlib, sys
with open(pathlib.Path(sys.prefix) / "pip.log", "a", encoding="utf-8") as log:
    print(*sys.argv[1:], file=log)
sys.exit("--editable" in sys.argv and (pathlib.Path(sys.prefix) / "luring").exists())
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project that `make setup` has made; its pip only writes down what it is asked for."""
    folder = tmp_path / "proyek lama"
    folder.mkdir()
    for name in ("dossier", "templates_docx", "plan", "evidence"):
        shutil.copytree(REPOSITORY / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"), symlinks=True)
    for name in ("Makefile", "pyproject.toml", "requirements.txt"):
        shutil.copy(REPOSITORY / name, folder)
    environment = folder / ".venv"
    venv.create(environment, symlinks=True)
    packages = next(environment.glob("lib/python*/site-packages"))
    (packages / "pip").mkdir()
    (packages / "pip" / "__init__.py").touch()
    (packages / "pip" / "__main__.py").write_text(PIP, encoding="utf-8")
    (packages / "lama.pth").write_text("\n".join([str(folder), *installed()]), encoding="utf-8")
    script = environment / "bin" / "dossier"
    script.write_text(f"#!{environment}/bin/python\nfrom dossier.cli import main\nmain()\n", encoding="utf-8")
    script.chmod(0o755)
    made(folder)
    (environment / "pip.log").unlink()
    return folder


def installed() -> list[str]:
    """Return the folders in which the libraries of this environment are."""
    return [path for path in sys.path if path.endswith("site-packages")] or site.getsitepackages()


def made(folder: Path, target: str = "plan") -> subprocess.CompletedProcess[str]:
    """Run `make` in a folder, with what a shell has and nothing of this test run."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "MAKE"))}
    return subprocess.run(
        ["make", target, f"PYTHON={sys.executable}"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def asked(folder: Path) -> list[str]:
    """Return what pip was asked for since the project was made."""
    log = folder / ".venv" / "pip.log"
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


@pytest.mark.parametrize("copied", [False, True])
def test_make_works_at_the_new_place_and_sets_up_once(project: Path, tmp_path: Path, *, copied: bool) -> None:
    assert made(project).returncode == 0
    assert asked(project) == []
    place = tmp_path / "tempat baru"
    if copied:
        shutil.copytree(project, place, symlinks=True)
    else:
        project.rename(place)
    first, second = made(place), made(place)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "Rencana terbaca" in second.stdout
    assert "Menyesuaikan lingkungan Python" in first.stdout
    assert "lingkungan Python" not in second.stdout
    assert [line.rpartition(" --")[2] for line in asked(place)] == [
        "disable-pip-version-check -r requirements.txt",
        "editable .",
    ]


def test_a_moved_project_works_without_internet_too(project: Path, tmp_path: Path) -> None:
    place = project.rename(tmp_path / "tempat baru")
    (place / ".venv" / "luring").touch()
    result = made(place)
    assert result.returncode == 0, result.stderr
    assert "Tanpa internet hanya perintah make yang jalan" in result.stdout
    assert "Rencana terbaca" in result.stdout


def test_the_first_set_up_does_not_end_well_without_internet(project: Path) -> None:
    (project / ".venv" / "luring").touch()
    (project / ".venv" / ".siap").unlink()
    assert made(project).returncode != 0
    assert not (project / ".venv" / ".siap").exists()
