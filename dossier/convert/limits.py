"""Limits that hold for one child process and one input; set once a worker, tightened for each task."""

from __future__ import annotations

import hashlib
import signal
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform != "win32":  # there, the time limit of the pool still holds
    import resource

MAX_OUTPUT_BYTES: Final = 1 << 30
"""No part of one evidence file may be larger than this."""

MAX_PIXELS: Final = 100_000_000
"""Pixels of one picture or frame; an A3 page in colour at 600 dpi has 70 million."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one task may use: seconds of wall clock, bytes of memory, bytes of one written file."""

    seconds: float = 120.0
    memory: int = 2 << 30
    output: int = MAX_OUTPUT_BYTES


def limit_process(limits: Limits) -> None:
    """Hold this process to its limits from now on; a child of it cannot lift them."""
    # A worker that is stopped must go at once, also when it is deep inside a C library.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
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


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes as lower-case hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
