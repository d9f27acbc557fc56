"""Starts `dossier watch` as a user does, and waits for what it says."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support import wait
from tests.support.command import COMMAND

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 60


@dataclass
class RunningWatch:
    """A watch that was started; what it prints goes to a file."""

    process: subprocess.Popen[bytes]
    output: Path

    @property
    def said(self) -> str:
        """All that it has printed."""
        return self.output.read_text(encoding="utf-8")

    @property
    def built(self) -> list[str]:
        """The lines of its builds, in order."""
        return [line for line in self.said.splitlines() if " detik; " in line or ": tak berubah; " in line]

    def until_said(self, words: str) -> None:
        """Wait until it has printed these words."""
        wait.until(lambda: words in self.said or self.process.poll() is not None)
        assert words in self.said, self.said

    def until_built(self, count: int) -> None:
        """Wait until it has told of so many builds."""
        wait.until(lambda: len(self.built) >= count or self.process.poll() is not None)
        assert len(self.built) >= count, self.said

    def end(self) -> int:
        """Press Ctrl-C, and return the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(SECONDS)


def children_of(process: int) -> list[int]:
    """Return the processes below a process, those below them too."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                facts = (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(") ")[2].split()
            except OSError:
                continue
            parents[int(folder.name)] = int(facts[1])
    found = [process]
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found[1:]


def is_running(process: int) -> bool:
    """Return whether a process still does something: not one that has ended and nobody has asked for."""
    try:
        facts = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace").rpartition(") ")[2]
    except OSError:
        return False
    return not facts.startswith("Z")


@contextmanager
def running_watch(workspace: Path, output: Path, *options: str, cwd: Path | None = None) -> Iterator[RunningWatch]:
    """Start a watch that prints into `output`, and end it after the block."""
    with output.open("wb") as stream:
        process = subprocess.Popen(
            [COMMAND, "-C", workspace, "watch", "--as-of", "2025-07-01", "--office", "internal", *options],
            stdout=stream,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            cwd=cwd,
        )
    try:
        yield RunningWatch(process, output)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
