"""After kill -9 nothing of ours lives on, and what was left in the temporary folder is cleared."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import tempfile
from pathlib import Path

from dossier.workers import scratch

SECONDS = 60


def numbers(pipe: int, count: int) -> list[int]:
    """Return so many process numbers that are written into a pipe."""
    said = b""
    while said.count(b"\n") < count:
        assert select.select([pipe], [], [], SECONDS)[0], f"only {said!r} was said"
        said += os.read(pipe, 1024)
    return [int(line) for line in said.split()]


def test_after_kill_minus_nine_no_child_and_no_program_of_ours_lives_on(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "nomor")
    pipe = os.open(tmp_path / "nomor", os.O_RDWR)
    command = [sys.executable, "-m", "tests.support.killable_children", str(tmp_path)]
    root = Path(__file__).parents[3]
    with tempfile.TemporaryDirectory(prefix="uji-") as temporary:
        with subprocess.Popen(command, cwd=root, env={**os.environ, "TMPDIR": temporary}) as parent:
            descriptors = [os.pidfd_open(number) for number in numbers(pipe, 4)]
            parent.kill()
        for descriptor in descriptors:
            assert select.select([descriptor], [], [], SECONDS)[0], "it lives on"
            os.close(descriptor)
        os.close(pipe)
        assert list(Path(temporary).glob(f"{scratch.PREFIX}*")), "which the next run clears"


def test_what_a_killed_run_left_is_cleared_and_what_is_in_use_is_not(tmp_path: Path) -> None:
    before = tempfile.tempdir
    tempfile.tempdir = str(tmp_path)
    try:
        left, lock = scratch.make()
        lock.close()  # as the kernel does for a killed run
        with scratch.folder() as used:
            scratch.clear_stale()
            assert not left.exists()
            assert used.exists()
        assert list(tmp_path.iterdir()) == []
    finally:
        tempfile.tempdir = before
