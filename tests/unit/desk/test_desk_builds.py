"""The desk builds in its own thread where no other process can be started."""

from __future__ import annotations

import multiprocessing
import threading
from typing import TYPE_CHECKING

from dossier.desk import desk_builds
from dossier.desk.change_thread import ChangeThread
from dossier.desk.desk_builds import DeskBuilds
from dossier.desk.event_hub import EventHub
from dossier.workers import child_processes
from tests.support import wait
from tests.support.workspaces import AS_OF, small_workspace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pytest


class Heard(EventHub):
    """A hub that writes down what is told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, Mapping[str, object]]] = []

    def publish(self, name: str, facts: Mapping[str, object]) -> None:
        self.told.append((name, facts))


def refused(*_: object) -> None:
    raise OSError("no more processes")


def test_it_builds_here_where_no_process_can_be_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_processes, "start_apart", refused)
    workspace, hub = small_workspace(tmp_path), Heard()
    builds = DeskBuilds(workspace, hub, lambda: AS_OF, threading.Lock(), ChangeThread(workspace))
    builds.start()
    builds.ask()
    wait.until(lambda: hub.told[-1][0] == "tersusun")
    assert hub.told[-1][1]["ditulis"] is True
    assert "Mengikat halaman" in {facts.get("tahap") for _, facts in hub.told}
    assert builds.building is None
    builds.stop()


def test_a_fault_of_ours_is_told_and_the_next_build_is_made(tmp_path: Path) -> None:
    days = [None, AS_OF]
    workspace, hub = small_workspace(tmp_path), Heard()
    builds = DeskBuilds(
        workspace,
        hub,
        lambda: days.pop(0),  # type: ignore[arg-type, return-value]
        threading.Lock(),
        ChangeThread(workspace),
    )
    builds.start()
    for _ in range(2):
        builds.ask()
        wait.until(lambda: builds.building is None)
    builds.stop()
    first, second = (facts for name, facts in hub.told if name == "tersusun")
    assert str(first["galat"]).startswith("Kesalahan program: ")
    assert "dossier --debug build" in str(first["saran"])
    assert second["ditulis"] is True


def test_the_process_that_builds_is_ended_when_nobody_has_built_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, hub = small_workspace(tmp_path), Heard()
    builds = DeskBuilds(workspace, hub, lambda: AS_OF, threading.Lock(), ChangeThread(workspace))
    builds.start()
    builds.ask()
    wait.until(lambda: hub.told[-1][0] == "tersusun")
    assert len(multiprocessing.active_children()) == 1
    monkeypatch.setattr(desk_builds, "_KEPT", 0.0)
    builds.ask()
    wait.until(lambda: not multiprocessing.active_children())
    builds.stop()
    assert [facts.get("galat") for name, facts in hub.told if name == "tersusun"] == [None, None]
