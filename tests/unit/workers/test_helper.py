"""Work beside us: the same results wherever it is done, whatever becomes of the child."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
import time
from multiprocessing import forkserver
from typing import TYPE_CHECKING

import pytest

from dossier.workers import child_processes, processors, system
from dossier.workers.helper import Helper
from tests.support.workspaces import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def where(_: object = None) -> int:
    return os.getpid()


def parent_of(_: object = None) -> int:
    return os.getppid()


def echoed(value: object) -> object:
    return value


def dies_unless_here(parent: int) -> str:
    if os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    return "di sini"


def fails(path: Path) -> None:
    with path.open("a", encoding="ascii") as stream:
        stream.write("x")
    raise ValueError("memang gagal")


def sleeps(seconds: float) -> None:
    time.sleep(seconds)


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processors, "usable", lambda: 2)


def forget() -> None:
    child_processes.serves.cache_clear()
    child_processes.context.cache_clear()


@pytest.fixture
def no_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the system refuse the server, as a sandbox without sockets does."""

    def refused() -> None:
        raise PermissionError

    monkeypatch.setattr(forkserver, "ensure_running", refused)
    forget()
    yield
    forget()


@pytest.mark.parametrize("name", child_processes.USUAL)
def test_what_the_server_loads_exists(name: str) -> None:
    assert importlib.util.find_spec(name) is not None


@pytest.fixture
def with_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """This process has other threads, as the desk has: it must not fork."""
    monkeypatch.setattr(system, "is_single_threaded", lambda: False)


def test_a_child_of_a_process_without_threads_has_what_it_had_loaded() -> None:
    program = (
        "import os\n"
        "from dossier.workers import processors\n"
        "from dossier.workers.helper import Helper\n"
        "from tests.unit.workers.test_helper import parent_of\n"
        "processors.usable = lambda *_: 2\n"
        "with Helper() as helper:\n"
        "    print(helper.begin(parent_of)() == os.getpid())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60, cwd=REPOSITORY
    )
    assert done.stdout == "True\n", done.stderr


@pytest.mark.usefixtures("two_cores", "with_threads")
def test_a_process_with_threads_is_not_forked() -> None:
    with Helper() as helper:
        assert helper.begin(parent_of)() != os.getpid()


@pytest.mark.usefixtures("two_cores")
def test_a_forked_child_that_dies_leaves_its_work_to_us() -> None:
    with Helper() as helper:
        assert helper.begin(dies_unless_here, os.getpid())() == "di sini"


@pytest.mark.usefixtures("two_cores", "with_threads")
def test_the_work_is_done_in_one_child_after_the_other() -> None:
    with Helper() as helper:
        first, second = helper.begin(where), helper.begin(where)
        assert second() == first() != os.getpid()


@pytest.mark.usefixtures("two_cores")
def test_what_is_given_is_taken_as_it_is_at_that_moment() -> None:
    growing = ["a"]
    with Helper() as helper:
        answer = helper.begin(echoed, growing)
        growing.append("b")
        assert answer() == ["a"]


@pytest.mark.usefixtures("two_cores")
def test_long_values_pass() -> None:
    value = {"kunci": "x" * 3_000_000}
    with Helper() as helper:
        assert helper.begin(echoed, value)() == value


@pytest.mark.usefixtures("two_cores", "with_threads")
def test_a_child_that_dies_leaves_its_work_to_us() -> None:
    with Helper() as helper:
        dying, after = helper.begin(dies_unless_here, os.getpid()), helper.begin(where)
        assert dying() == "di sini"
        assert after() == os.getpid()


@pytest.mark.usefixtures("two_cores")
def test_a_failure_is_told_as_if_the_work_had_been_done_here(tmp_path: Path) -> None:
    with Helper() as helper:
        failing = helper.begin(fails, tmp_path / "kali")
        with pytest.raises(ValueError, match="memang gagal"):
            failing()
    assert (tmp_path / "kali").read_text(encoding="ascii") == "xx", "once in the child and once here"


@pytest.mark.usefixtures("two_cores")
def test_nobody_waits_for_work_that_nobody_asks_for() -> None:
    began = time.monotonic()
    with Helper() as helper:
        assert helper.begin(where)() != os.getpid()
        helper.begin(sleeps, 600)
        helper.begin(sleeps, 600)
    assert time.monotonic() - began < 60


def test_with_one_core_the_work_is_done_here_when_its_result_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processors, "usable", lambda: 1)
    with Helper() as helper:
        helper.load("dossier.model")
        assert helper.begin(where)() == os.getpid()


@pytest.mark.usefixtures("two_cores", "no_server")
def test_without_a_server_children_are_spawned_and_helpers_work_here() -> None:
    assert child_processes.context().get_start_method() == "spawn"
    with Helper() as helper:
        assert helper.begin(where)() == os.getpid()


def test_a_child_has_the_environment_of_now(monkeypatch: pytest.MonkeyPatch, two_cores: None) -> None:  # noqa: ARG001 — a fixture
    with Helper() as helper:
        helper.begin(where)()
    monkeypatch.setenv("DOSSIER_UJI", "sekarang")
    with Helper() as helper:
        assert helper.begin(os.getenv, "DOSSIER_UJI")() == "sekarang"


@pytest.mark.usefixtures("two_cores")
def test_where_no_child_can_be_started_all_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: object) -> None:
        raise BlockingIOError

    monkeypatch.setattr(child_processes.context().Process, "start", refused)
    monkeypatch.setattr(os, "fork", lambda: refused(None))
    with Helper() as helper:
        first, second = helper.begin(where), helper.begin(where)
        assert first() == second() == os.getpid()
