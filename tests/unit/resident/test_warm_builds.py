"""Builds in preloaded children: the same result, nothing carried over, and no end of the server with one of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from dossier import resident, state
from dossier.errors import PlanError
from dossier.progress import Work, untold
from dossier.project import Project
from dossier.state import Settings
from dossier.workers import child_processes
from tests.support import wait
from tests.support.running_watch import children_of
from tests.support.workspaces import AS_OF, REPOSITORY, outputs, small_workspace, without_history

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dossier.progress import Step

SETTINGS = Settings(as_of=AS_OF, office="internal")


LOADING = """
import sys
from pathlib import Path
from dossier.project import Project
from dossier.resident import build_server
from dossier.state import Settings
from tests.support.workspaces import AS_OF, small_workspace
workspace = small_workspace(Path(sys.argv[1]))
build_server.load_program()
before = set(sys.modules)
Project(workspace).build(Settings(as_of=AS_OF, office="internal"))
print(*sorted(name for name in set(sys.modules) - before if name.startswith("dossier.")))
"""


def test_a_build_loads_no_module_of_ours_that_was_not_loaded_in_advance(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADING, str(tmp_path / "unit")],
        capture_output=True,
        text=True,
        check=True,
        cwd=REPOSITORY,
    )
    assert done.stdout.split() == [], "to be named in `build_server.LOADED`"


@pytest.mark.parametrize("forks", [True, False], ids=["forked", "started for it"])
def test_a_warm_build_writes_what_a_build_writes(tmp_path: Path, *, forks: bool) -> None:
    warm, plain = (small_workspace(tmp_path / name) for name in ("hangat", "biasa"))
    with resident.WarmBuilds(forks=forks) as builds:
        answer = builds.build(warm, SETTINGS)
        assert answer.result is not None, answer.bug
        again = builds.build(warm, SETTINGS)
        assert again.result is not None
        assert not again.result.written
    Project(plain).build(SETTINGS)
    assert without_history(outputs(warm)) == without_history(outputs(plain))


def test_a_plan_that_changes_or_breaks_while_a_child_waits_is_read_as_it_is_then(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path)
    plan = workspace.plan_file.read_text(encoding="utf-8")
    with resident.WarmBuilds() as builds:
        assert builds.build(workspace, SETTINGS).result is not None
        workspace.plan_file.write_text("rusak: [", encoding="utf-8")
        assert isinstance(builds.build(workspace, SETTINGS).error, PlanError)
        workspace.plan_file.write_text(plan, encoding="utf-8")
        (workspace.evidence / "Notulen rapat penyusunan rencana kerja.txt").write_text("notulen", encoding="utf-8")
        answer = builds.build(workspace, SETTINGS)
        assert answer.result is not None, answer
        assert answer.result.written
    again = Project(workspace).build(SETTINGS, force=True)
    assert again.summary.gaps == answer.result.summary.gaps


@pytest.mark.parametrize("forks", [True, False], ids=["forked", "started for it"])
def test_progress_is_told_where_the_build_was_asked_for(tmp_path: Path, *, forks: bool) -> None:
    workspace, seen = small_workspace(tmp_path), list[tuple[Work, int]]()

    @contextmanager
    def watched(work: Work, total: int, /) -> Iterator[Step]:
        done = 0

        def step(amount: int, _name: str = "", /) -> None:
            nonlocal done
            done += amount

        yield step
        if total:
            seen.append((work, done - total))

    with resident.WarmBuilds(forks=forks) as builds:
        assert builds.build(workspace, SETTINGS, watched).result is not None
    assert {work for work, _ in seen} >= {Work.HASHING, Work.PREPARING, Work.BINDING, Work.WRITING}
    assert {rest for _, rest in seen} == {0}


@pytest.mark.parametrize("forks", [True, False], ids=["forked", "started for it"])
def test_a_build_that_is_cancelled_leaves_nothing(tmp_path: Path, *, forks: bool) -> None:
    workspace = small_workspace(tmp_path)
    builds = resident.WarmBuilds(forks=forks)

    @contextmanager
    def cancelling(_work: Work, _total: int, /) -> Iterator[Step]:
        builds.cancel()
        yield untold

    with pytest.raises(resident.BuildCancelledError):
        builds.build(workspace, SETTINGS, cancelling)
    assert builds.server_pid == 0
    assert [path.name for path in workspace.build.iterdir() if path.name.startswith((".baru", ".sewa"))] == []
    assert not (workspace.build / "dossier.pdf").exists()
    assert Project(workspace).build(SETTINGS).written


def test_where_no_process_can_be_started_the_build_is_said_to_be_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(child_processes, "start_apart", refused)
    answer = resident.WarmBuilds().build(small_workspace(tmp_path), SETTINGS)
    assert answer.is_lost
    assert answer.bug


def test_a_server_that_ends_before_it_builds_is_lost(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path)
    with resident.WarmBuilds() as builds:
        os.kill(builds.server_pid, signal.SIGKILL)
        answer = builds.build(workspace, SETTINGS)
        assert answer.is_lost
        assert not workspace.build.exists()
        assert builds.build(workspace, SETTINGS).result is not None


def test_a_broken_plan_comes_back_as_its_error(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path)
    workspace.plan_file.write_text("rusak: [", encoding="utf-8")
    with resident.WarmBuilds() as builds:
        answer = builds.build(workspace, SETTINGS)
    assert isinstance(answer.error, PlanError)
    assert answer.error.findings
    assert answer.error.hint


def test_a_build_that_is_killed_is_told_and_the_next_one_builds(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path)
    with resident.WarmBuilds() as builds:
        server = builds.server_pid
        wait.until(lambda: children_of(server))
        for child in children_of(server)[:1]:
            os.kill(child, signal.SIGSTOP)  # it does not begin
            os.kill(child, signal.SIGKILL)
        answers = [builds.build(workspace, SETTINGS) for _ in range(2)]
        assert answers[-1].result is not None, answers
        assert builds.server_pid == server


def test_a_server_whose_program_changed_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = small_workspace(tmp_path)
    with resident.WarmBuilds() as builds:
        server = builds.server_pid
        monkeypatch.setattr(state, "machine_stamp", lambda: "program lain")
        answer = builds.build(workspace, SETTINGS)
        assert answer.result is not None
        assert builds.server_pid != server
