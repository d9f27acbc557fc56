"""Limits of a child process and of a task in it: wall clock and CPU time (seconds), memory and output (bytes)."""

from __future__ import annotations

import signal
import sys
from dataclasses import dataclass
from typing import Final

if sys.platform != "win32":  # there, the time limit of the parent still holds
    import resource

MAX_OUTPUT_BYTES: Final = 1 << 30
"""No part of one evidence file may be larger than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of a task: wall clock in seconds, memory and size of a written file in bytes."""

    seconds: float = 120.0
    memory: int = 2 << 30
    output: int = MAX_OUTPUT_BYTES


def limit_process(limits: Limits) -> None:
    """Apply the limits to this process; its children cannot raise them."""
    # A worker that is stopped must go at once, also when it is deep inside a C library.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    limit_resources(limits)


def limit_resources(limits: Limits) -> None:
    """Set the limits of address space and of written files for this process and for what it starts."""
    if sys.platform == "win32":
        return
    for kind, amount in ((resource.RLIMIT_AS, limits.memory), (resource.RLIMIT_FSIZE, limits.output)):
        _, hard = resource.getrlimit(kind)
        ceiling = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(kind, (ceiling, ceiling))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_task(limits: Limits) -> None:
    """Allow the task that starts now so much processor time; what the worker used before does not count."""
    if sys.platform == "win32":
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    allowed = int(usage.ru_utime + usage.ru_stime + limits.seconds) + 2
    if hard == resource.RLIM_INFINITY or allowed <= hard:
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, hard))
