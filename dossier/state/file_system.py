"""What differs between systems for files: opening without following links, syncing, turns, files held open.

Resolves untrusted paths too: `inside(root, name)` returns the path below `root`, or None where it could lie elsewhere.
Files in `plan/` and `build/` are copied between units and machines; a path in them is untrusted input.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dossier.errors import OutputError
from dossier.workers import system

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAUSE: Final = 0.02
"""Seconds between two attempts to get a turn on Windows, which cannot wait for a lock without limit."""
_TURN: Final = ".giliran"
"""The locked file of a folder on Windows, where a folder itself cannot be locked."""

REFUSES_OPEN: bool = sys.platform == "win32"
"""Whether the system refuses to rename or replace a file that a program holds open; POSIX does not."""

if sys.platform == "win32":
    _READ: Final = os.O_RDONLY | os.O_BINARY | os.O_NOINHERIT
else:
    import fcntl

    _READ: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def open_unfollowed(path: str | Path) -> int:
    """Return a descriptor of a file opened for reading; a link is refused, and a pipe does not make us wait.

    Windows cannot refuse a link while opening: there the path is looked at before.

    Raises:
        OSError: it cannot be opened, or is a link.
    """
    if sys.platform == "win32" and stat.S_ISLNK(Path(path).lstat().st_mode):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return os.open(path, _READ)


def sync(path: Path) -> None:
    """Wait until a file or folder is on the disk; Windows writes folders by itself, and syncs only what is writable."""
    if sys.platform == "win32" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def in_turn(folder: Path) -> Iterator[None]:
    """Wait for the turn to change a file in `folder`: for the moment of one change, never while a person thinks.

    Raises:
        OSError: the folder is not there.
    """
    if sys.platform == "win32":
        with (folder / _TURN).open("ab") as stream:
            while not system.try_lock(stream):
                time.sleep(_PAUSE)
            yield
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def check_replaceable(home: Path) -> None:
    """Make sure that the file at `home`, if there is one, can be replaced: renaming it to itself fails as that would.

    Raises:
        PermissionError: another program holds it open; Windows then refuses to rename or remove it.
    """
    if REFUSES_OPEN and home.is_file() and not home.is_symlink():
        os.replace(home, home)  # noqa: PTH105 — the very call that replaces it later


def cannot_write(error: OSError, message: str, *, path: Path | str, hint: str) -> OutputError:
    """Return the error that tells of a failed write: `message` and `hint`, or that a program holds the file open."""
    held = _held_open(error)
    if held is None:
        return OutputError(message, path=path, hint=hint)
    return OutputError(
        f"{held.name} sedang dibuka program lain: {held}",
        path=held,
        hint=f"Tutup dahulu {held.name} (di Excel, Word, Acrobat, atau peramban), lalu ulangi perintahnya.",
    )


def _held_open(error: OSError) -> Path | None:
    """Return the file that another program keeps from being written, or None: the failure has another cause.

    A file is taken to be held open where the system refuses what its own and its folder's permissions allow.
    """
    if not isinstance(error, PermissionError):
        return None
    for name in (error.filename2, error.filename):
        path = Path(os.fsdecode(name)) if isinstance(name, str | bytes | os.PathLike) else None
        if path is not None and path.is_file() and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
            return path
    return None


def is_inside(name: str) -> bool:
    """Return whether a path is relative and, as it is written, stays below the folder that it starts from."""
    return bool(name) and "\0" not in name and not {"", ".", ".."}.intersection(name.split("/"))


def inside(root: Path, name: str) -> Path | None:
    """Return where `name` lies below `root`, or None where it is not certain to lie there.

    Refused are absolute paths, `..`, and a symbolic link anywhere on the way, the last part too, that leads out of
    `root`. Nothing needs to exist; no file is opened.

    Args:
        root: a folder; it may itself be reached through a link.
        name: a path below it, its parts separated by `/`, as a file on disk spells it.
    """
    if not is_inside(name):
        return None
    place = root.joinpath(*name.split("/"))
    try:
        top, real = os.path.realpath(root), os.path.realpath(place)
    except (OSError, ValueError):  # a name that no file system can spell: a lone surrogate
        return None
    # `commonpath` of a link to the folder itself is that folder: renaming or removing it would be the folder's loss.
    return place if real != top and os.path.commonpath((top, real)) == top else None


def is_plain_file(path: Path) -> bool:
    """Return whether a regular file lies there: no link, no folder, no pipe that would never end."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (OSError, ValueError):
        return False
