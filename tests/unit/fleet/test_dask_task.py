"""What a worker accepts: keys of units below its own root or on its own list, and only from its own version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.fleet import dask_task
from dossier.fleet.dask_task import PlainResult, build_unit
from dossier.fleet.program_version import program_version
from dossier.fleet.unit_process import Ending

if TYPE_CHECKING:
    from pathlib import Path


def refused(key: str, *, program: str = "", apart: bool = False) -> PlainResult:
    """Ask for a build that must not begin: outside of a worker one would fail."""
    return build_unit(key, program=program or program_version(), apart=apart, seconds=9.0, memory=0, jobs=1, options=())


@pytest.fixture
def units(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("akar/a", "luar"):
        (tmp_path / name / "plan").mkdir(parents=True)
    monkeypatch.setenv(dask_task.ROOT_VARIABLE, str(tmp_path / "akar"))
    return tmp_path


def test_a_worker_without_a_root_builds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(dask_task.ROOT_VARIABLE, raising=False)
    ending, _, _, said, _ = refused("a")
    assert ending == Ending.ROOT
    assert dask_task.ROOT_VARIABLE in said


def test_a_key_of_another_version_is_not_even_looked_for(units: Path) -> None:
    assert units.is_dir()
    assert refused("../luar", program="0.0.1+0")[0] == Ending.VERSION


@pytest.mark.parametrize("key", ["../luar", "/etc", "a/../../luar", "", ".", "a\0b"])
def test_a_key_that_leads_out_of_the_root_is_refused(units: Path, key: str) -> None:
    assert units.is_dir()
    assert refused(key)[0] == Ending.ROOT


def test_results_apart_need_a_folder_of_the_worker(units: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(dask_task.RESULTS_VARIABLE, raising=False)
    assert refused("a", apart=True)[0] == Ending.ROOT
    monkeypatch.setenv(dask_task.RESULTS_VARIABLE, str(units / "hasil"))
    (units / "hasil").mkdir()
    (units / "hasil" / "a").symlink_to(units / "luar")
    assert refused("a", apart=True)[0] == Ending.ROOT


def test_a_list_of_the_worker_decides_where_its_units_are(units: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = units / "daftar.csv"
    own.write_text("id,folder\nunit-1,akar/a\n", encoding="utf-8")
    monkeypatch.setenv(dask_task.ROOT_VARIABLE, str(own))
    assert refused("akar/a")[0] == Ending.ROOT
    assert refused("../luar")[0] == Ending.ROOT
    own.write_text("salah\n", encoding="utf-8")
    ending, _, _, said, _ = refused("unit-1")
    assert (ending, "daftar.csv" in said) == (Ending.ROOT, True)
