"""Events wake at once; without the library, or without events, time does."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from dossier.resident import change_events
from dossier.resident.change_events import ChangeEvents

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_change_below_a_folder_wakes(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    with ChangeEvents() as events:
        events.follow([tmp_path / "a", tmp_path / "tidak ada"])
        writer = threading.Timer(0.2, (tmp_path / "a" / "b" / "baru.txt").write_text, ["isi"])
        writer.start()
        began = time.monotonic()
        events.wait(60)
        writer.join()
        assert time.monotonic() - began < 60


def test_a_change_while_nobody_waits_wakes_the_next_wait(tmp_path: Path) -> None:
    with ChangeEvents() as events:
        events.follow([tmp_path])
        (tmp_path / "baru.txt").write_text("isi", encoding="utf-8")
        began = time.monotonic()
        events.wait(60)
        assert time.monotonic() - began < 60


def test_a_folder_that_came_back_is_watched_again(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    folder.mkdir()
    with ChangeEvents() as events:
        events.follow([folder])
        folder.rename(tmp_path / "dahulu")
        folder.mkdir()
        events.follow([folder])
        (folder / "baru.txt").write_text("isi", encoding="utf-8")
        began = time.monotonic()
        events.wait(60)
        assert time.monotonic() - began < 60


def test_without_the_library_time_wakes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change_events, "installed_version", lambda _name: None)
    with ChangeEvents() as events:
        assert not events.has_events
        events.follow([tmp_path])
        began = time.monotonic()
        events.wait(0.05)
        assert time.monotonic() - began >= 0.05
