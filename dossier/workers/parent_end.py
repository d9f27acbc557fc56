"""Ends a process with the one that started it; only the kernel of Linux tells of that end."""

from __future__ import annotations

import os
import signal
import sys
from typing import Final

from dossier._lazy import lazy

with lazy():
    import ctypes

ENDS_WITH: Final = "DOSSIER_ENDS_WITH"
"""Variable by which a `dossier` process learns the number of the process with which it ends."""
_PARENT_DEATH_SIGNAL: Final = 1  # PR_SET_PDEATHSIG of linux/prctl.h


def ask_signal(number: int) -> None:
    """Let the kernel send us signal `number` when the thread that forked us is gone; on Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, ctypes.c_ulong(number))


def end_as_told() -> None:
    """Let SIGTERM come when the process is gone that the variable names, if it names one.

    The variable is taken away: what this process starts does not heed it.
    """
    parent = os.environ.pop(ENDS_WITH, "")
    if parent and sys.platform == "linux":
        ask_signal(signal.SIGTERM)
        if str(os.getppid()) != parent:  # it was gone before we asked
            os._exit(1)
