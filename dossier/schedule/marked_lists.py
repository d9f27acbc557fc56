"""Splits texts at list marks: dashes and dots, "1. 2.", "a. b.", lines, semicolons. Knows no times."""

from __future__ import annotations

import re
from typing import Final

_DASHES: Final = "-–—−"
_MARK: Final = re.compile(rf"\s*([{_DASHES}•·*▪●‣◦])\s+")  # the "- " of "- Maret 2025 - Juni 2025"
_NUMBERED: Final = re.compile(r"(?:^|(?<=[\s;,]))([0-9]{1,2}|[a-z])[.)]\s+")  # 1. 2) a. b)
_DATED_LINE: Final = re.compile(r"(?:19|20)[0-9]{2}[.,;]?", re.ASCII)
"""The end of a line after which the next one is another time: "Maret 2025"."""
_LEAST_DASHED: Final = 3  # pieces; "- Januari - Maret 2025" may be one range behind one mark


def marked_items(text: str) -> tuple[str, ...]:
    """Return the pieces of a list by mark, without their marks; the whole text alone where it is none.

    Dashes count where the text begins with one and two more stand on its line, or each stands on a line of its own.
    """
    lines = [line for line in (each.strip() for each in text.splitlines()) if line]
    if len(lines) > 1 and all(_MARK.match(f"{line} ") for line in lines):
        return tuple(_MARK.sub("", line, count=1) for line in lines)
    if len(lines) > 1 and all(_DATED_LINE.fullmatch(line.split()[-1]) for line in lines):
        return tuple(lines)
    flat = " ".join(lines)
    return _dashed(flat) or _numbered(flat) or (text,)


def in_doubt(text: str) -> tuple[str, ...]:
    """Return the two pieces of "- Januari - Maret 2025", which may be a list of two or one range; () for all else."""
    pieces = _split_at_mark(" ".join(text.split()))
    return tuple(pieces) if len(pieces) == _LEAST_DASHED - 1 and len(marked_items(text)) == 1 else ()


def _dashed(text: str) -> tuple[str, ...]:
    mark, pieces = _MARK.match(text), _split_at_mark(text)
    if mark is None or (mark[1] in _DASHES and len(pieces) == _LEAST_DASHED - 1):
        return ()
    return tuple(pieces)


def _split_at_mark(text: str) -> list[str]:
    mark = _MARK.match(text)
    if mark is None:
        return []
    return [piece.strip(" ,;") for piece in re.split(rf"\s{re.escape(mark[1])}\s", text[mark.end() :])]


def _numbered(text: str) -> tuple[str, ...]:
    """Split at marks that count up from 1 or a at the start of the text; a single mark is none."""
    places: list[re.Match[str]] = []
    for hit in _NUMBERED.finditer(text):
        wanted = _following(places[-1][1]) if places else hit[1] if hit[1] in {"1", "a"} and hit.start() == 0 else ""
        if hit[1] == wanted:
            places.append(hit)
    if len(places) <= 1:
        return ()
    ends = [hit.start() for hit in places[1:]] + [len(text)]
    return tuple(text[hit.end() : end].strip(" ,;") for hit, end in zip(places, ends, strict=True))


def _following(mark: str) -> str:
    return str(int(mark) + 1) if mark.isdigit() else chr(ord(mark) + 1)
