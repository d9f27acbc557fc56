"""A change on the disk wakes whoever looks; without events nobody is woken, and looks come sooner by themselves."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from dossier.desk.change_thread import ChangeThread
from dossier.resident import change_events
from tests.support import wait
from tests.support.workspaces import small_workspace

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_new_file_wakes_all_who_look(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "unit")
    changes = ChangeThread(workspace)
    woken = [threading.Event(), threading.Event()]
    for each in woken:
        changes.wakes(each.set)
    changes.start()

    def is_heard() -> bool:  # the thread may begin to hear after the first file
        with (workspace.evidence / "baru.txt").open("a", encoding="utf-8") as stream:
            stream.write("x")
        return all(each.is_set() for each in woken)

    wait.until(is_heard)
    changes.stop()
    assert not any(thread.name == "amati" for thread in threading.enumerate())


def test_without_events_the_looks_are_closer_and_the_thread_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = small_workspace(tmp_path / "unit")
    beside_events = ChangeThread(workspace).pause
    monkeypatch.setattr(change_events, "installed_version", lambda _: None)
    changes = ChangeThread(workspace)
    assert changes.pause < beside_events
    changes.start()
    wait.until(lambda: not any(thread.name == "amati" for thread in threading.enumerate()))
    changes.stop()
