"""The only module that writes files whole or not at all, moves them into place, hashes them, and waits for the disk.

Two strengths:
- `durable=True`, for what people typed and for outputs: the file and the entry of its folder are on the disk before
  the call returns, so that also a power failure leaves the old bytes or the new ones.
- plain, for what can be made again: after a power failure the file may be cut short. Whoever reads such a file checks
  a digest (`state/store.py`).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dossier.state.file_system import cannot_write, is_plain_file, sync

if TYPE_CHECKING:
    from collections.abc import Iterator

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
            f"Tidak dapat menulis {target}: {error.strerror or error}",
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
