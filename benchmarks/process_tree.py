"""CPU seconds of everything that this process started, also of what still runs and of what outlived its parent."""

from __future__ import annotations

import ctypes
import resource
import sys
from contextlib import suppress

import psutil

_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of linux/prctl.h


def adopt_orphans() -> None:
    """Become the parent of every process below us whose own parent ends, so that its time is not lost (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, ctypes.c_ulong(1))


def cpu_seconds() -> float:
    """Return user and system time of all descendants: those waited for, and the others with what they waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    total = usage.ru_utime + usage.ru_stime
    for process in psutil.Process().children(recursive=True):  # zombies among them: their time still stands there
        with suppress(psutil.Error):
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total
