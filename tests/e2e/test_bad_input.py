"""What a user gets wrong: each mistake has its message, its remedy and its exit code, and nothing is half made."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from tests.support import hostile, hostile_pictures
from tests.support.command import COMMAND, copy_plan, dossier

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = dossier(tmp_path / "tidak-ada", "build")
    assert result.returncode == 10
    assert "tidak-ada" in result.stderr
    assert "→" in result.stderr


def test_a_workspace_without_evidence_says_what_to_do(tmp_path: Path) -> None:
    workspace = copy_plan(tmp_path)
    (workspace / "evidence").rmdir()
    result = dossier(workspace, "build")
    assert result.returncode == 12
    assert "evidence" in result.stderr
    assert not (workspace / "build" / "dossier.pdf").exists()


def test_a_plan_with_mistakes_writes_nothing(tmp_path: Path) -> None:
    workspace = copy_plan(tmp_path)
    plan = workspace / "plan" / "plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("tahun:", "tahn:", 1), encoding="utf-8")
    result = dossier(workspace, "build")
    assert result.returncode == 10
    assert "tahn" in result.stderr
    assert "tahun" in result.stderr
    assert "plan.yaml:" in result.stderr
    assert not (workspace / "build").exists()


def test_a_date_that_is_none_is_a_usage_error(tmp_path: Path) -> None:
    result = dossier(copy_plan(tmp_path), "gaps", "--as-of", "kemarin")
    assert result.returncode == 2
    assert "2025-07-01" in result.stderr


def test_hostile_files_each_get_their_page_and_their_finding(tmp_path: Path) -> None:
    workspace = copy_plan(tmp_path)
    folder = workspace / "evidence" / "V.2.1"
    folder.mkdir()
    made = hostile.hostile_tree(folder)
    result = dossier(workspace, "build", "--as-of", "2025-07-01", "--office", "internal")
    assert result.returncode == 0, result.stderr
    shown = json.loads((workspace / "build" / "kecocokan.json").read_text(encoding="utf-8"))["files"]
    assert len(shown) >= len(made)
    assert dossier(workspace, "verify").returncode == 0


def test_a_build_folder_that_cannot_be_written_is_exit_14(tmp_path: Path) -> None:
    workspace = copy_plan(tmp_path)
    (workspace / "build").write_text("bukan folder", encoding="utf-8")
    result = dossier(workspace, "build")
    assert result.returncode == 14
    assert "build" in result.stderr
    assert "→" in result.stderr


@pytest.fixture
def ctrl_c_heard() -> Iterator[None]:
    """Let what the test starts hear Ctrl-C: a shell's background job passes on that it is to be ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c_heard")
@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_build_leaves_no_half_file(tmp_path: Path, blow: signal.Signals) -> None:
    workspace = copy_plan(tmp_path)
    for number in range(60):
        hostile_pictures.gray16_png(workspace / "evidence", f"{number}.png")
        (workspace / "evidence" / f"{number}.txt").write_text(f"catatan {number}", encoding="utf-8")
    command = [str(COMMAND), "-C", str(workspace), "build", "--as-of", "2025-07-01"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    parts = workspace / "build" / "cache" / "bagian"
    deadline = time.monotonic() + 60
    # The folder that parts are made in is there from the first moment of the long work on.
    while not any(parts.glob("kerja-*")) and time.monotonic() < deadline and process.poll() is None:
        os.sched_yield()
    process.send_signal(blow)
    _, complaint = process.communicate(timeout=60)
    assert process.returncode == 130, complaint
    assert "Traceback" not in complaint
    left = {path.name for path in (workspace / "build").iterdir()}
    assert left <= {"cache", ".kunci"}


def test_a_second_build_at_once_says_so(tmp_path: Path) -> None:
    workspace = copy_plan(tmp_path)
    (workspace / "build").mkdir()
    holder = (
        "import fcntl, sys; handle = open(sys.argv[1], 'w'); fcntl.flock(handle, fcntl.LOCK_EX); "
        "print('terkunci', flush=True); sys.stdin.read()"
    )
    lock = workspace / "build" / ".kunci"
    with subprocess.Popen(
        ["python3", "-c", holder, lock], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "terkunci\n"
        result = dossier(workspace, "build")
        first.communicate("")
    assert result.returncode == 15
    assert "Tunggu" in result.stderr
