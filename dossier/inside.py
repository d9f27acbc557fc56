"""Safe paths: `inside` resolves an untrusted one below a folder, `safe_name` makes a file name of any text.

Files in `plan/` and `build/` are copied between units and machines; a path in them is untrusted input.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_REFUSED: Final = re.compile(r'⟨[^⟩]*⟩|[<>:"/\\|?*]')
"""What Windows refuses, and the marks that a scan writes for what cannot be seen: "⟨U+000A⟩"."""
_NOT_PLAIN: Final = re.compile(r"[^A-Za-z0-9(),._-]+")  # "Promosi/ Rotasi" ─► "Promosi Rotasi"
_LEFT_OVER: Final = re.compile(r"\s+(?=[,.)])|(?<=\()\s+|\(\s*\)")  # a space before a comma, empty brackets
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])(?=\.|$)", re.IGNORECASE)
"""Names that Windows keeps for devices, whatever follows a dot."""
_NEVER_FIRST, _NEVER_LAST = " ,.-_)", " ,.-_("


def safe_name(text: str, room: int, *, plain: bool = False) -> str:
    """Return a file name without its ending that every system takes: the one policy for names that we make or propose.

    Left out are characters that Windows refuses or nobody sees, and dots, blanks and dashes at both ends (Windows
    drops some of them). A name that means a device on Windows gets a `_` before it. A long one is cut between words
    where there are any.

    Args:
        text: what the name should say.
        room: the most bytes that it may have in UTF-8.
        plain: whether to keep only ASCII letters, digits, spaces and `( ) , . _ -`; accents are dropped.

    Returns:
        The name; empty where nothing of the text is left.
    """
    if plain:
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
        text = _LEFT_OVER.sub("", _NOT_PLAIN.sub(" ", text))
    else:
        text = _REFUSED.sub(" ", unicodedata.normalize("NFC", text))
        text = "".join(character if character.isprintable() else " " for character in text)
    name = " ".join(text.split()).lstrip(_NEVER_FIRST)
    if len(name.encode()) > room:
        cut = name.encode()[: room + 1].decode("utf-8", "ignore")
        name = cut.rpartition(" ")[0] or name.encode()[:room].decode("utf-8", "ignore")
    name = name.rstrip(_NEVER_LAST)
    return f"_{name[: room - 1]}" if _DEVICE.match(name) else name


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
