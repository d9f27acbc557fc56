"""Temporary folders of our own; folders left by a killed run are removed by the next."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from dossier.workers import system

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX: Final = "dossier-kerja-"
LOCK: Final = ".kunci"
PART_PREFIX: Final = "kerja-"
PART_LOCK: Final = "kunci"
"""Name and lock of the working folders that `convert` makes beside the parts that it keeps."""
_SHORT: Final = "/tmp"  # noqa: S108 — the folder in it is made by mkdtemp
_LONGEST: Final = 60


def make(*, for_sockets: bool = False) -> tuple[Path, BinaryIO]:
    """Make an empty folder that only we may read, and return it with the open file that says it is in use.

    The caller removes the folder; where it is killed first, the kernel releases the file and `clear_stale` removes it.

    Args:
        for_sockets: the path has to be short, because that of a socket may only have about 100 characters.
    """
    clear_stale()
    base = tempfile.gettempdir()
    if for_sockets and len(os.fsencode(base)) > _LONGEST:
        base = _SHORT
    return _locked(PREFIX, Path(base), LOCK)


@contextmanager
def folder() -> Iterator[Path]:
    """Yield an empty folder that only we may read, gone afterwards."""
    made, lock = make()
    try:
        yield made
    finally:
        lock.close()  # Windows does not remove what is open
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def beside(root: Path) -> Iterator[Path]:
    """Yield an empty folder in `root`, gone afterwards; what killed runs left there is cleared first."""
    root.mkdir(parents=True, exist_ok=True)
    clear_left(root, PART_PREFIX, PART_LOCK)
    made, lock = _locked(PART_PREFIX, root, PART_LOCK)
    with lock:
        try:
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)


def _locked(prefix: str, base: Path, lock_name: str) -> tuple[Path, BinaryIO]:
    """Make a folder and lock it; made anew where another process took it for one that a killed run had left."""
    while True:
        made = Path(tempfile.mkdtemp(prefix=prefix, dir=base))
        try:
            lock = (made / lock_name).open("wb")
        except FileNotFoundError:
            continue
        if system.try_lock(lock) and (made / lock_name).exists():
            return made, lock
        lock.close()


def clear_stale() -> None:
    """Remove what killed runs of the same user left behind among the temporary files of the machine."""
    for base in sorted({tempfile.gettempdir(), _SHORT}):
        clear_left(Path(base), PREFIX, LOCK)


def clear_left(base: Path, prefix: str, lock_name: str) -> None:
    """Remove the folders of ours in `base` whose owner is gone: the kernel has then released their lock."""
    for left in sorted(base.glob(f"{prefix}*")):
        with suppress(OSError):
            if left.is_symlink() or not system.is_own(left.stat().st_uid):
                continue
            with (left / lock_name).open("rb") as lock:
                is_stale = system.try_lock(lock)
                if is_stale:  # removed while we hold the lock, so that its maker, a moment late, finds it gone
                    shutil.rmtree(left, ignore_errors=True)
            if is_stale:
                shutil.rmtree(left, ignore_errors=True)  # Windows does not remove what is open
