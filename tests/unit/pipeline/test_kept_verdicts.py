"""Verdicts between runs: the same matching from the store, nothing decided twice, damage counts as nothing."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier.matching.halves import PlanHalves
from dossier.pipeline import define, inspect
from tests.support.workspaces import small_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import Matching
    from dossier.state.workspace import Workspace


@pytest.fixture(name="workspace")
def fixture_workspace(tmp_path: Path) -> Workspace:
    """Return a workspace that has been matched once."""
    workspace = small_workspace(tmp_path)
    inspect(workspace)
    return workspace


def matching_of(workspace: Workspace, *, fresh: bool = False) -> Matching:
    return inspect(workspace, fresh=fresh).matching


def refuse(*_: object, **__: object) -> None:
    raise AssertionError("decided again")


def test_a_second_run_gives_the_same_without_deciding(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    before = matching_of(workspace, fresh=True)
    monkeypatch.setattr(PlanHalves, "__init__", refuse)
    assert matching_of(workspace) == before


def test_a_fresh_run_decides_everything_again(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PlanHalves, "__init__", refuse)
    with pytest.raises(AssertionError, match="decided again"):
        matching_of(workspace, fresh=True)


def test_another_plan_knows_no_verdict(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    vocabulary = workspace.plan_file.with_name("kosakata.yaml")
    vocabulary.write_text("istilah:\n  banner: [spanduk besar]\n", encoding="utf-8")
    assert define(workspace).plan.words.terms
    monkeypatch.setattr(PlanHalves, "__init__", refuse)
    with pytest.raises(AssertionError, match="decided again"):
        matching_of(workspace)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=15)
@given(data=st.data())
def test_a_damaged_store_is_ignored_and_made_anew(workspace: Workspace, data: st.DataObject) -> None:
    whole, before = workspace.verdicts.read_bytes(), matching_of(workspace)
    at = data.draw(st.integers(0, len(whole) - 1))
    workspace.verdicts.write_bytes(whole[:at] + data.draw(st.binary(max_size=3)) + whole[at + 2 :])
    assert matching_of(workspace) == before
    assert workspace.verdicts.read_bytes() == whole


def test_a_second_run_loads_neither_the_speller_nor_the_papers(workspace: Workspace) -> None:
    program = (
        "import sys; from pathlib import Path; from dossier.pipeline import inspect; "
        "from dossier.state.workspace import Workspace; inspect(Workspace(Path(sys.argv[1]))); "
        "print(sorted({'rapidfuzz', 'dossier.matching.papers', 'dossier.matching.index'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(workspace.root)], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
