"""The only module that writes files whole or not at all, moves them into place, hashes them, and waits for the disk.

Two strengths:
- `durable=True`, for what people typed and for outputs: the file and the entry of its folder are on the disk before
  the call returns, so that also a power failure leaves the old bytes or the new ones.
- plain, for what can be made again: after a power failure the file may be cut short. Whoever reads such a file checks
  a digest (`state/store.py`).

Also what differs between systems for files: opening without following links, syncing, turns, files held open.

Resolves untrusted paths too: `inside(root, name)` returns the path below `root`, or None where it could lie elsewhere.
Files in `plan/` and `build/` are copied between units and machines; a path in them is untrusted input.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dossier._lazy import lazy
from dossier.errors import OutputError
from dossier.workers import system

with lazy():
    from dossier import wording

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

    Unfinished files of writers that were killed are removed: only the holder of the turn writes there.

    Raises:
        OSError: the folder is not there.
    """
    if sys.platform == "win32":
        with (folder / _TURN).open("ab") as stream:
            while not system.try_lock(stream):
                time.sleep(_PAUSE)
            _remove_unfinished(folder)
            yield
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        _remove_unfinished(folder)
        yield
    finally:
        os.close(descriptor)


def _remove_unfinished(folder: Path) -> None:
    for left in folder.glob(f"{STAGING_PREFIX}*"):
        remove(left)


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


STAGING_PREFIX: Final = ".baru-"
"""Begins the name of everything that is not finished; `clean` and the next writer remove what a kill left."""
RETIRED_PREFIX: Final = ".lama-"
"""The old edition of a folder while the new one takes its place: a folder cannot be replaced in one step."""
_CLOCK_PREFIX: Final = ".jam-"
_LONGEST: Final = 40
"""Characters of a name that its unfinished file repeats: file systems allow 255 bytes."""


def write(path: Path, data: bytes, *, durable: bool = False) -> None:
    """Let `data` take the place of the file at `path` in one step; its folder is made, its mode stays.

    A link is replaced by the file. Who lets people keep the file elsewhere behind a link passes `path.resolve()`.

    Raises:
        OSError: it cannot be written; the old file is then as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path, durable=durable) as fresh:
        fresh.write_bytes(data)


@contextmanager
def replacing(path: Path, *, durable: bool = False) -> Iterator[Path]:
    """Yield a free name beside `path`; the file that is written there takes the place of `path` at the end.

    Where the block fails, `path` stays as it was and the unfinished file is removed.

    Raises:
        OSError: it cannot be written.
    """
    fresh = path.with_name(f"{STAGING_PREFIX}{os.getpid()}-{path.name[-_LONGEST:]}")
    try:
        yield fresh
        if is_plain_file(path):
            shutil.copymode(path, fresh)
        if durable:
            sync(fresh)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    if durable:
        sync(path.parent)


def move(new: Path, home: Path) -> None:
    """Let `new` take the place of `home` on the same file system, whatever was there before; neither is read.

    A link at `home` goes, not what it leads to. A folder is moved in two steps, which `publishing.recover` finishes.

    Raises:
        OSError: it cannot be moved.
    """
    if not new.is_dir():
        if home.is_dir() and not home.is_symlink():
            shutil.rmtree(home)
        new.replace(home)
        return
    retired = home.with_name(f"{RETIRED_PREFIX}{home.name}")
    remove(retired)
    if os.path.lexists(home):
        home.rename(retired)
    new.rename(home)
    remove(retired)


def remove(path: Path) -> None:
    """Remove what lies at a path, or nothing; of a link only the link."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def flushing(file: Path) -> Iterator[None]:
    """Let the disk take a file that has just been written while it is read again; `publish` then waits for less.

    Raises:
        OSError: the disk cannot take it. It would not say so a second time.
    """
    with ThreadPoolExecutor(max_workers=1) as thread:
        taken = thread.submit(sync, file)
        yield
        taken.result()


def append(path: Path, data: bytes) -> None:
    """Add bytes to a file, durably; half a line that a kill left before them is ended first.

    Raises:
        OSError: they cannot be written.
    """
    with path.open("a+b") as stream:
        if stream.tell():
            stream.seek(-1, os.SEEK_END)
            data = data if stream.read(1) == b"\n" else b"\n" + data
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


@contextmanager
def explained(target: Path) -> Iterator[None]:
    """Turn a failure to write `target` into an OutputError that says what to do."""
    try:
        yield
    except OSError as error:
        raise cannot_write(
            error,
            f"Tidak dapat menulis {target}: {wording.system_reason(error)}",
            path=target,
            hint="Periksa izin folder dan ruang disk, dan tutup berkas itu bila sedang dibuka, lalu ulangi.",
        ) from error


def file_time(folder: Path) -> int:
    """Return the time now by the clock of the file system that `folder` is on, in nanoseconds; it is made if needed.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=_CLOCK_PREFIX, dir=folder)
    try:
        return os.fstat(handle).st_mtime_ns
    finally:
        os.close(handle)
        Path(name).unlink()


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes as lower-case hex.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


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
