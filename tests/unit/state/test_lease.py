"""Two builds on two computers, where the lock of one does not reach the other."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from dossier.errors import BusyError, ExitCode
from dossier.progress import Work, unseen
from dossier.state import lease, store
from dossier.state.lease import LEASE_NAME, LEASE_SECONDS, lock, renewing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Return what lets this computer be another one from now on, and one whose locks never reach."""
    monkeypatch.setattr(lease, "try_lock", lambda _: True)
    return monkeypatch


def become(other: pytest.MonkeyPatch, name: str) -> None:
    other.setattr("platform.node", lambda: name)
    other.setattr(lease, "_boot", lambda: f"nyala {name}")


def grow_old(folder: Path) -> None:
    status = (folder / LEASE_NAME).stat()
    then = status.st_mtime_ns - (LEASE_SECONDS + 60) * 10**9
    os.utime(folder / LEASE_NAME, ns=(then, then))


def test_a_lease_is_gone_when_its_build_has_ended(tmp_path: Path) -> None:
    with lock(tmp_path) as held:
        held.confirm()
    assert not (tmp_path / LEASE_NAME).exists()


def test_a_build_that_is_stopped_when_its_lease_has_just_been_written_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = store.keep

    def stopped(path: Path, schema: str, facts: Mapping[str, object], *, durable: bool) -> None:
        keep(path, schema, facts, durable=durable)
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "keep", stopped)
    with pytest.raises(KeyboardInterrupt), lock(tmp_path):
        pytest.fail("the build went on")
    assert not (tmp_path / LEASE_NAME).exists()


def test_a_fresh_lease_of_another_computer_stops_a_build_and_names_it(
    tmp_path: Path, other: pytest.MonkeyPatch
) -> None:
    become(other, "PC-1")
    with lock(tmp_path) as held:
        become(other, "PC-2")
        with pytest.raises(BusyError, match="PC-1") as caught, lock(tmp_path):
            pass
        become(other, "PC-1")
        held.confirm()
    assert caught.value.exit_code is ExitCode.BUSY


def test_another_computer_is_another_one_also_where_no_run_has_an_id(tmp_path: Path, other: pytest.MonkeyPatch) -> None:
    become(other, "Mac-1")
    other.setattr(lease, "_boot", lambda: "")
    with lock(tmp_path):
        other.setattr("platform.node", lambda: "Mac-2")
        with pytest.raises(BusyError, match="Mac-1"), lock(tmp_path):
            pass


def test_who_was_taken_over_does_not_publish_and_leaves_the_lease_of_the_other(
    tmp_path: Path, other: pytest.MonkeyPatch
) -> None:
    become(other, "PC-1")
    with lock(tmp_path) as first:
        grow_old(tmp_path)
        become(other, "PC-2")
        with lock(tmp_path) as second:
            with pytest.raises(BusyError):
                first.confirm()
            second.confirm()
        become(other, "PC-1")
        with pytest.raises(BusyError):
            first.confirm()


def test_a_step_of_the_work_is_a_sign_of_life(tmp_path: Path, other: pytest.MonkeyPatch) -> None:
    become(other, "PC-1")
    with lock(tmp_path) as held:
        grow_old(tmp_path)
        held.renewed -= LEASE_SECONDS
        with renewing(held, unseen)(Work.BINDING, 1) as step:
            step(1)
        become(other, "PC-2")
        with pytest.raises(BusyError), lock(tmp_path):
            pass


@pytest.mark.parametrize("left", [b"", b"{}", b"\xff", b"[]"])
def test_a_lease_that_cannot_be_read_counts_as_none(tmp_path: Path, left: bytes) -> None:
    (tmp_path / LEASE_NAME).write_bytes(left)
    with lock(tmp_path) as held:
        held.confirm()


def test_what_this_computer_left_when_it_was_killed_or_switched_off_stops_nobody(
    tmp_path: Path, other: pytest.MonkeyPatch
) -> None:
    become(other, "PC-1")
    with lock(tmp_path):
        left = (tmp_path / LEASE_NAME).read_bytes()
    (tmp_path / LEASE_NAME).write_bytes(left)
    other.setattr(lease, "_boot", lambda: "nyala lagi")
    with lock(tmp_path) as held:
        assert held.holder.counter == 2
