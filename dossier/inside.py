"""Resolves untrusted paths: `inside(root, name)` returns the path below `root`, or None where it could lie elsewhere.

Files in `plan/` and `build/` are copied between units and machines; a path in them is untrusted input.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


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
