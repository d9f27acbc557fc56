"""Publishes output to `build/`: one writer at a time; files and folders appear whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING

from dossier.errors import OutputError
from dossier.inside import inside, is_plain_file
from dossier.state import typed_json
from dossier.state.files import cannot_write, check_replaceable, sync
from dossier.workers.system import try_lock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

STAGING_PREFIX = ".baru-"
# A finished edition on its way out of staging. Renaming the staging folder to this name is the one step that decides:
# before it the old edition stands, after it the new one will, if need be at the start of the next command.
COMMITTED = ".terbit"
_GONE = ".usang.json"
# How often, and how many seconds apart, the lock is asked for before somebody is told that another build is at work.
_LOCK_ATTEMPTS = 20
_LOCK_PAUSE = 0.05
# The old edition of a folder while the new one takes its place: a folder cannot be replaced in one step.
RETIRED_PREFIX = ".lama-"


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn a failure to write below `folder` into an OutputError that says what to do."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise cannot_write(
            error,
            f"Tidak dapat menulis di {folder}: {error.strerror or error}",
            path=error.filename or folder,
            hint="Periksa izin folder dan ruang disk, tutup berkas yang sedang dibuka, "
            "atau jalankan `dossier clean` lalu ulangi.",
        ) from error


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold `folder` for one build; the kernel releases the lock even when the process is killed.

    A child that was being started when its build was killed holds it for some milliseconds more.
    """
    with writing(folder):
        handle = (folder / ".kunci").open("wb")
    with handle:
        for attempt in range(_LOCK_ATTEMPTS):
            if try_lock(handle):
                break
            if attempt + 1 == _LOCK_ATTEMPTS:
                raise OutputError(
                    f"Proses lain sedang menyusun dossier di {folder}",
                    path=folder,
                    hint="Tunggu sampai selesai, lalu ulangi.",
                )
            time.sleep(_LOCK_PAUSE)
        yield


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """Yield an empty folder inside `folder` for half-made output; what an earlier kill left behind is cleared."""
    with writing(folder):
        recover(folder)
        for stale in sorted(folder.glob(f"{STAGING_PREFIX}*")):
            shutil.rmtree(stale, ignore_errors=True)
    # Only the holder of the lock is here, so the name is free; made inside `try`, for Ctrl-C may come at any moment.
    stage = folder / f"{STAGING_PREFIX}{os.getpid()}"
    try:
        with writing(folder):
            stage.mkdir()
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def recover(folder: Path) -> None:
    """Finish what an earlier kill cut short: an edition half way out of staging, a folder half replaced."""
    for retired in sorted(folder.glob(f"{RETIRED_PREFIX}*")):
        home = folder / retired.name.removeprefix(RETIRED_PREFIX)
        if home.exists():
            _clear(retired)
        else:
            retired.rename(home)
    if (folder / COMMITTED).is_dir():
        _settle(folder, last="")


def publish(
    stage: Path, folder: Path, *, last: str, gone: Mapping[str, str] = MappingProxyType({})
) -> tuple[Path, ...]:
    """Replace the edition in `folder` by the one in `stage`; return the folder that now holds its files.

    Everything is on the disk before one rename decides; a kill after it is made good by `recover`.

    Args:
        stage: a folder made by `staging`, in `folder`; it is gone afterwards.
        folder: the folder of the output.
        last: the name to be moved at the end.
        gone: files in `folder` that belonged to the old edition and do not belong to this one, with the SHA-256 that
            they were written with; one that is something else by now was not made by us, and stays.
    """
    made = sorted(stage.iterdir(), key=lambda path: (path.name == last, path.name))
    for path in sorted(stage.rglob("*")):
        check_replaceable(folder / path.relative_to(stage))
    (stage / _GONE).write_text(json.dumps(dict(gone)), encoding="ascii")
    for path in sorted(stage.rglob("*")):
        sync(path)
    sync(stage)
    committed = folder / COMMITTED
    shutil.rmtree(committed, ignore_errors=True)
    stage.rename(committed)
    sync(folder)
    try:
        _settle(folder, last=last)
    except KeyboardInterrupt:
        # Decided already: who stops the build now gets the new edition, and is not told that the old one stands.
        _settle(folder, last=last)
    return tuple(folder / path.name for path in made)


def _settle(folder: Path, *, last: str) -> None:
    """Move a committed edition to its place; may be begun again at any point."""
    committed = folder / COMMITTED
    if not committed.is_dir():
        return
    gone = _gone(committed)
    for path in sorted(committed.iterdir(), key=lambda path: (path.name == last, path.name)):
        if path.name != _GONE:
            replace(path, folder / path.name)
    for name, digest in gone.items():
        _remove_ours(folder, name, digest)
    shutil.rmtree(committed)
    sync(folder)


def _gone(committed: Path) -> dict[str, str]:
    """Return which files are to be removed, with the digests that they must have."""
    return typed_json.read(committed / _GONE, dict[str, str]) or {}


def _remove_ours(folder: Path, name: str, digest: str) -> None:
    """Remove a file that is as it was written, and the folders below `folder` that it leaves empty."""
    path = inside(folder, name)
    if path is None or any(part.startswith(".") for part in name.split("/")) or not is_plain_file(path):
        return
    with path.open("rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != digest:
            return
    path.unlink()
    while (path := path.parent) != folder:
        try:
            path.rmdir()
        except OSError:
            return  # it holds something else


def replace(new: Path, home: Path) -> None:
    """Replace `home` by `new`, whatever it was; a symbolic link is replaced, not its target."""
    if not new.is_dir():
        if home.is_dir() and not home.is_symlink():
            shutil.rmtree(home)
        new.replace(home)
        return
    retired = home.with_name(f"{RETIRED_PREFIX}{home.name}")
    _clear(retired)
    if os.path.lexists(home):
        home.rename(retired)
    new.rename(home)
    _clear(retired)


def _clear(path: Path) -> None:
    """Remove what lies at a path, or nothing; of a link only the link."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path` atomically; a symbolic link and the file's mode are kept.

    Raises:
        OSError: it cannot be written; the old file is then as it was.
    """
    home = path.resolve()
    home.parent.mkdir(parents=True, exist_ok=True)
    fresh = home.with_name(f"{STAGING_PREFIX}{home.name}")
    try:
        with fresh.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if home.exists():
            shutil.copymode(home, fresh)
        fresh.replace(home)
    finally:
        fresh.unlink(missing_ok=True)
    sync(home.parent)
