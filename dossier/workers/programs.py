"""Runs outside programs on foreign input through a confined parent process that dies with us and ends them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final, Protocol

from dossier.workers import child_processes, system
from dossier.workers.confinement import Limits, confine, limit_resources

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from multiprocessing.connection import Connection
    from pathlib import Path

    from dossier.workers.confinement import Confinement


_LIMITED: Final = 'ulimit -v "$1"; ulimit -f "$2"; ulimit -c 0; shift 2; exec "$@"'
_NAMESPACE: Final = ("unshare", "--user", "--map-root-user", "--net")


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
        self._lock = threading.Lock()
        self._line, self._child = child_processes.start(_keep, call)

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
        self._process = _popen(replace(call, command=_limited(call)), own_session=True)

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


def _limited(call: Call) -> list[str]:
    """Return the words that start a program within its limits and without network, where a shell can do that."""
    command = [*without_network(), *call.command]
    if os.name != "posix":
        return command
    return ["/bin/sh", "-c", _LIMITED, "sh", str(call.limits.memory >> 10), str(call.limits.output >> 9), *command]


@cache
def without_network() -> tuple[str, ...]:
    """Return the command prefix that starts a program without network, or () where the system does not allow it."""
    program = shutil.which(_NAMESPACE[0])
    if program is None or not sys.platform.startswith("linux"):
        return ()
    prefix = (program, *_NAMESPACE[1:])
    try:
        done = subprocess.run([*prefix, "true"], capture_output=True, timeout=10, check=False)  # noqa: S603 — fixed words
    except (OSError, subprocess.SubprocessError):
        return ()
    return prefix if done.returncode == 0 else ()


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
