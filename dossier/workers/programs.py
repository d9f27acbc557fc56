"""Runs outside programs on foreign input through a confined parent process that dies with us and ends them."""

from __future__ import annotations

import signal
import subprocess
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from dossier.workers import child_processes, system
from dossier.workers.confinement import Limits, confine, limit_resources

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from pathlib import Path

    from dossier.workers.confinement import Confinement


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One start of a program: its words, its whole environment, where it works, and what it may use and touch."""

    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    limits: Limits
    confinement: Confinement


class Running(Protocol):
    """A program under way."""

    def wait(self, seconds: float) -> int | None:
        """Return its exit code, or None when the time is over; what it has started is killed in any case."""

    def kill(self) -> None:
        """Kill it with everything that it has started; harmless when it is gone, and from any thread."""


def start(call: Call) -> Running:
    """Start a program without output and input.

    Raises:
        OSError: it cannot be started. (Where there is a keeper, that is an exit code instead.)
    """
    return _KeptProgram(call) if child_processes.serves() else _DirectProgram(call)


class _KeptProgram:
    """A program below a keeper of its own: a child that is confined, and leads a process group with the program."""

    def __init__(self, call: Call) -> None:
        self._line, theirs = child_processes.context().Pipe()
        self._child: BaseProcess = child_processes.context().Process(target=_keep, args=(theirs, call), daemon=True)
        self._lock = threading.Lock()
        try:
            self._child.start()
        finally:
            theirs.close()

    def wait(self, seconds: float) -> int | None:
        """Return its exit code, or None when the time is over."""
        code: int | None = None
        try:
            if self._line.poll(seconds):
                code = int(self._line.recv_bytes(32))
        except (OSError, EOFError, ValueError):
            code = -system.KILL
        finally:
            self.kill()
            self._child.join()
            self._line.close()
        return code

    def kill(self) -> None:
        """Kill the keeper's group, or the keeper where it has not made one yet."""
        pid = self._child.pid
        with self._lock, suppress(OSError):
            if pid is not None:
                system.kill_group(pid)
        self._child.kill()


def _keep(line: Connection, call: Call) -> None:
    """Run the program in a group of our own, say its exit code, and end the group; also when our parent is gone."""
    system.lead_group()
    signal.signal(signal.SIGTERM, lambda *_: system.kill_own_group())
    child_processes.die_with_parent(signal.SIGTERM)
    confine(call.confinement)
    limit_resources(call.limits)
    try:
        code = _popen(call, own_session=False).wait()
    except OSError:
        code = 127  # as a shell says it
    with suppress(OSError):
        line.send_bytes(str(code).encode())
    system.kill_own_group()


class _DirectProgram:
    """A program started by us, where there is no server: on macOS and Windows."""

    def __init__(self, call: Call) -> None:
        self._process = _popen(call, own_session=True)

    def wait(self, seconds: float) -> int | None:
        """Return its exit code, or None when the time is over."""
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            # The launcher may be gone while the program it started still runs.
            self.kill()
            self._process.wait()

    def kill(self) -> None:
        """Kill the session of the program, and the program where that could not be done."""
        with suppress(OSError):
            system.kill_group(self._process.pid)
        with suppress(OSError):
            self._process.kill()


def _popen(call: Call, *, own_session: bool) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 — the caller's words; no shell
        list(call.command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=dict(call.environment),
        cwd=call.folder,
        start_new_session=own_session,
    )
