"""What differs between operating systems for processes and locks: the only module that names what Windows lacks.

On Windows there are no process groups, no user numbers and no locks on folders; `enforced` tells what that costs.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing import IO

if sys.platform == "win32":
    import msvcrt

    KILL: Final = signal.SIGTERM
else:
    import fcntl

    KILL: Final = signal.SIGKILL
"""The signal that no process can hold back; Windows knows only one way to end a process."""


def try_lock(stream: IO[bytes]) -> bool:
    """Lock an open file for this process, and return whether it was free; closing the file releases the lock.

    POSIX locks the whole file, Windows its first byte, which then nobody else can read or write.
    """
    try:
        if sys.platform == "win32":
            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def allowed_processors() -> int:
    """Return on how many processors this process may run; on Windows and macOS all that there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def is_single_threaded() -> bool:
    """Return whether this process has no other thread, those of libraries included; False where nothing tells."""
    try:
        return len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208 — names alone
    except OSError:
        return False


def is_own(owner: int) -> bool:
    """Return whether a file with this `st_uid` is the user's; Windows gives every file 0, so that all of them are."""
    return sys.platform == "win32" or owner == os.getuid()


def lead_group() -> None:
    """Make this process the leader of a process group of its own; nothing on Windows.

    Raises:
        OSError: it may not.
    """
    if sys.platform != "win32":
        os.setpgid(0, 0)


def kill_own_group() -> None:
    """Kill every process of our group, ourselves too; on Windows only ourselves."""
    if sys.platform == "win32":
        os._exit(1)
    os.killpg(0, KILL)


def kill_group(leader: int) -> None:
    """Kill a process that leads a group, with its group; on Windows with the processes that it started.

    Raises:
        OSError: there is no such group.
    """
    if sys.platform != "win32":
        os.killpg(leader, KILL)
        return
    command = [os.path.expandvars(r"%SystemRoot%\System32\taskkill.exe"), "/T", "/F", "/PID", str(leader)]
    with suppress(subprocess.SubprocessError):
        subprocess.run(command, capture_output=True, timeout=10, check=False)  # noqa: S603 — a program of the system
