"""Watches a folder: what of it this process opens, moves, links, makes or removes, told by Python's audit events."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Events whose paths are followed to what a link leads to, and events that touch the name itself.
_FOLLOWING = {"open", "os.listdir", "os.scandir", "os.truncate", "os.chmod", "os.utime"}
_NAMING = {"os.remove", "os.rename", "os.link", "os.symlink", "os.rmdir", "os.mkdir", "shutil.rmtree"}

_folder: list[str] = []
_seen: list[str] = []


def _note(event: str, arguments: tuple[object, ...]) -> None:
    """Write down an event that touches the watched folder; an audit hook can never be taken away again."""
    if not _folder or event not in _FOLLOWING | _NAMING:
        return
    for path in arguments[1:2] if event == "os.symlink" else arguments[:2]:  # what a new link says is only text
        if isinstance(path, str | bytes | os.PathLike):
            whole = os.fsdecode(path)
            parent, name = os.path.split(whole)
            real = os.path.realpath(whole) if event in _FOLLOWING else f"{os.path.realpath(parent)}/{name}"
            if real == _folder[0] or real.startswith(f"{_folder[0]}/"):
                _seen.append(f"{event} {whole}")


sys.addaudithook(_note)


@contextmanager
def touches(folder: Path) -> Iterator[list[str]]:
    """Yield a list that fills with what is done to `folder` and anything in it."""
    _seen.clear()
    _folder[:] = [os.path.realpath(folder)]
    try:
        yield _seen
    finally:
        _folder.clear()
