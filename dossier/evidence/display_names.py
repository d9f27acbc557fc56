"""Names of the evidence tree as people see them: NFC, printable, unique. Nothing here touches the disk."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Bytes of a name that are no UTF-8 arrive as surrogates U+DC80…U+DCFF (PEP 383).
FIRST_ESCAPED_BYTE = 0xDC80
LAST_ESCAPED_BYTE = 0xDCFF


def printable(name: str) -> str:
    """Return `name` in NFC with every character that cannot be seen spelled out.

    A newline becomes `⟨U+000A⟩`, a right-to-left override `⟨U+202E⟩`, a byte that is no UTF-8 `⟨0xE9⟩`; spaces of
    other widths become plain ones. The result holds no surrogates and may be written to any output.
    """
    if name.isascii() and name.isprintable():
        return name
    return "".join(_visible(character) for character in unicodedata.normalize("NFC", name))


def unique_paths(disk_paths: Iterable[str]) -> dict[str, str]:
    """Map each disk path to its printable path; where two would be equal, all but one get ` ⟨2⟩`, ` ⟨3⟩` and so on.

    The path that is spelled on disk exactly as printed keeps its name. The order of `disk_paths` does not matter.
    """
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for disk_path in disk_paths:
        groups[printable(disk_path)].append(disk_path)
    taken = set(groups)
    result: dict[str, str] = {}
    for path in sorted(groups):
        first, *others = sorted(groups[path], key=lambda disk_path: (disk_path != path, disk_path))
        result[first] = path
        for disk_path in others:
            result[disk_path] = _next_free(path, taken)
            taken.add(result[disk_path])
    return result


def ending_of(name: str) -> str:
    """Return the ending of a file's own name in lower case with its dot (`.jpg`), or an empty text."""
    stem, dot, ending = name.rstrip().rpartition(".")
    return f".{ending.casefold()}" if dot and stem else ""


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    if unicodedata.category(character) == "Zs":
        return " "
    code = ord(character)
    if FIRST_ESCAPED_BYTE <= code <= LAST_ESCAPED_BYTE:
        return f"⟨0x{code & 0xFF:02X}⟩"
    return f"⟨U+{code:04X}⟩"


def _next_free(path: str, taken: set[str]) -> str:
    """Put the number before the ending, so that the ending is still the last thing in the name."""
    folder, slash, name = path.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    if not (dot and stem):
        stem, dot, ending = name, "", ""
    number = 2
    while (candidate := f"{folder}{slash}{stem} ⟨{number}⟩{dot}{ending}") in taken:
        number += 1
    return candidate
