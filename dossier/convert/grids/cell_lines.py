"""Lines of a cell of a PDF: which of them a full line only wrapped, and which a person ended. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dossier.convert.grids.broken_words import BREAK

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SAME: Final = 3.0
"""Points within which words stand in one line."""
_PADDING: Final = 13.0
"""Points of a cell's width that its text leaves free, on both sides together."""
_BLANK: Final = 0.3
"""Width of a blank in heights of a line."""
_EMPTY_LINE: Final = 1.9
"""Heights of a line between two tops from which on an empty line stands between them."""
# A line that begins an item of a list does not go on the one before it: "- SK", "2. Profil", "b) Rapat".
ITEM: Final = re.compile(r"\s*(?:[-–•·▪➢✓*]|\d{1,2}[.)]|[a-zA-Z][.)]|[ivx]{1,4}[.)])\s")
_HYPHEN: Final = re.compile(r"[^\W\d_]-$")  # "perundang-" before "undangan"


@dataclass(frozen=True, slots=True, kw_only=True)
class CellLine:
    """One line; its measures are in points and 0 where they are not known."""

    text: str
    width: float = 0.0
    first_word: float = 0.0
    top: float = 0.0
    height: float = 0.0


def lines_of(words: Sequence[Mapping[str, Any]]) -> list[CellLine]:
    """Return the lines of words, each with `text`, `x0`, `x1`, `top` and `bottom` in points."""
    lines: list[list[Mapping[str, Any]]] = []
    for word in sorted(words, key=lambda each: (each["top"], each["x0"])):
        if lines and abs(word["top"] - lines[-1][0]["top"]) <= _SAME:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [_line(sorted(line, key=lambda word: float(word["x0"]))) for line in lines]


def _line(words: Sequence[Mapping[str, Any]]) -> CellLine:
    first, last = words[0], words[-1]
    return CellLine(
        text=" ".join(str(word["text"]) for word in words),
        width=last["x1"] - first["x0"],
        first_word=first["x1"] - first["x0"],
        top=first["top"],
        height=first["bottom"] - first["top"],
    )


def joined(lines: Sequence[CellLine], width: float = 0.0) -> str:
    """Return the text of a cell so wide; where two lines are joined, `BREAK` shows it.

    A line ends where the next one begins an item, after a semicolon, at an empty line, and where the next word would
    have had room.
    """
    found: list[str] = []
    before: CellLine | None = None
    for line in lines:
        if before is not None and line.top - before.top > _EMPTY_LINE * max(line.height, before.height) > 0:
            found += ["", line.text]
        elif before is None or ITEM.match(line.text) or found[-1].endswith(";") or _had_room(before, line, width):
            found.append(line.text)
        else:
            found[-1] = found[-1] + ("" if _HYPHEN.search(found[-1]) else BREAK) + line.text
        before = line
    return "\n".join(found)


def _had_room(before: CellLine, line: CellLine, width: float) -> bool:
    """Whether the first word of a line would have fitted into the one before it, so that a person began a new line."""
    return before.width + _BLANK * line.height + line.first_word < width - _PADDING
