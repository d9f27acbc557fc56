"""`pip install .` gives a whole `dossier`: the wheel, laid out as pip does it, works away from the repository."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from configparser import ConfigParser
from pathlib import Path

import pytest

from tests.support.command import REPOSITORY
from tests.support.workspaces import small_workspace


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with what the wheel installs."""
    made = tmp_path_factory.mktemp("roda")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(made)]
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)
    (wheel,) = made.glob("dossier-*-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(made / "paket")
    return made / "paket"


def run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the installed package from another folder."""
    return subprocess.run(
        [sys.executable, "-m", "dossier", "-C", folder, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(installed)},
        timeout=300,
    )


def test_it_offers_the_command(installed: Path) -> None:
    (entry_points,) = installed.glob("*.dist-info/entry_points.txt")
    parser = ConfigParser()
    parser.read(entry_points, encoding="utf-8")
    assert parser["console_scripts"]["dossier"] == "dossier.cli:main"


def test_every_file_of_the_package_is_in_it(installed: Path) -> None:
    folders = {REPOSITORY / "dossier": installed / "dossier"}
    folders[REPOSITORY / "templates_docx"] = installed / "dossier" / "templates_docx"
    wanted = {
        there / file.relative_to(here)
        for here, there in folders.items()
        for file in here.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert {path for path in wanted if not path.is_file()} == set()


def test_it_builds_and_renders_away_from_the_repository(installed: Path, tmp_path: Path) -> None:
    small_workspace(tmp_path)
    for words in (("build", "--office", "internal", "--as-of", "2025-07-01"), ("verify",), ("render",)):
        done = run(installed, tmp_path, *words)
        assert done.returncode == 0, done.stderr
    assert list((tmp_path / "naskah").glob("*.docx"))
    where = "import dossier; print(dossier.__file__)"
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    shown = subprocess.run(
        [sys.executable, "-c", where], capture_output=True, text=True, check=True, env=environment, cwd=tmp_path
    )
    assert Path(shown.stdout.strip()).is_relative_to(installed)
