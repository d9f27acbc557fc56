"""How an edition reaches `build/`: whole or not at all, folders as well as files."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING

from dossier._lazy import lazy
from dossier.state import files, typed_json
from dossier.state.files import (
    RETIRED_PREFIX,
    STAGING_PREFIX,
    cannot_write,
    check_replaceable,
    inside,
    is_plain_file,
    sync,
)

with lazy():
    from dossier import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

# A finished edition on its way out of staging. Renaming the staging folder to this name is the one step that decides:
# before it the old edition stands, after it the new one will, if need be at the start of the next command.
COMMITTED = ".terbit"
_GONE = ".usang.json"


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn a failure to write below `folder` into an OutputError that says what to do."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise cannot_write(
            error,
            f"Tidak dapat menulis di {folder}: {wording.system_reason(error)}",
            path=error.filename or folder,
            hint="Periksa izin folder dan ruang disk, tutup berkas yang sedang dibuka, "
            "atau jalankan `dossier clean` lalu ulangi.",
        ) from error


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """Yield an empty folder inside `folder` for half-made output; what an earlier kill left behind is cleared."""
    with writing(folder):
        recover(folder)
        for stale in sorted(folder.glob(f"{STAGING_PREFIX}*")):
            files.remove(stale)
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
            files.remove(retired)
        else:
            retired.rename(home)
    if (folder / COMMITTED).is_dir():
        _settle(folder, last="")


def _unasked() -> None:
    """Let a publishing be."""


def publish(
    stage: Path,
    folder: Path,
    *,
    last: str,
    gone: Mapping[str, str] = MappingProxyType({}),
    confirm: Callable[[], None] = _unasked,
) -> tuple[Path, ...]:
    """Replace the edition in `folder` by the one in `stage`; return the folder that now holds its files.

    Everything is on the disk before one rename decides; a kill after it is made good by `recover`.

    Args:
        stage: a folder made by `staging`, in `folder`; it is gone afterwards.
        folder: the folder of the output.
        last: the name to be moved at the end.
        gone: files in `folder` that belonged to the old edition and do not belong to this one, with the SHA-256 that
            they were written with; one that is something else by now was not made by us, and stays.
        confirm: called right before the rename that decides; what it raises leaves the old edition.
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
    confirm()
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
            files.move(path, folder / path.name)
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
    if files.sha256_of(path) != digest:
        return
    path.unlink()
    while (path := path.parent) != folder:
        try:
            path.rmdir()
        except OSError:
            return  # it holds something else
