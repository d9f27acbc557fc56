"""Locks on files and folders: the only module that knows how a platform locks. The kernel releases them on death."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if os.name == "posix":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO


def try_lock(stream: BinaryIO) -> bool:
    """Take the lock of an open file, and return whether it was free; where nothing can be locked it never is."""
    if os.name != "posix":
        return False
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def folder_locked(folder: Path) -> Iterator[None]:
    """Wait for the lock of a folder, and hold it.

    Raises:
        OSError: the folder is not there.
    """
    if os.name != "posix":
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
