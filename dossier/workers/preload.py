"""Preload module of the fork server of child processes: own process group, no network, no output, libraries.

Loaded by that server only. Messages of children about hostile files, or on interruption, are not shown to the user. A
library that cannot be loaded here is reported by the child that needs it.
"""

from __future__ import annotations

import atexit
import os
from contextlib import suppress
from importlib import import_module

from dossier.workers import confinement, system
from dossier.workers.child_processes import USUAL

_server = os.getpid()


def _end_all() -> None:
    """Take along what children have started; the server ends when its parent does, even when that was killed."""
    if os.getpid() == _server:
        system.kill_own_group()


confinement.be_silent()
with suppress(OSError):
    system.lead_group()
    atexit.register(_end_all)
confinement.leave_network()  # before any library can start a thread

for _name in USUAL:
    with suppress(Exception):
        import_module(_name)
