"""Recognises texts that consist of web addresses only. Pure; opens no address."""

from __future__ import annotations

import re
from typing import Final

_ADDRESS: Final = re.compile(
    # https://contoh.go.id/berkas; www.contoh.go.id; s.id/berkas-zi
    r"<?((?:https?://|www\.)[^\s<>\"]{3,}|(?:[a-z0-9-]{1,63}\.)+[a-z]{2,12}/[^\s<>\"]{1,})>?[.,;]?",
    re.IGNORECASE,
)
_NAMES: Final = r"(?:link|tautan|url|alamat)(?:\s+(?:bukti|dukung|pendukung|dokumen|berkas|file|drive|google)){0,3}"
_LABEL: Final = re.compile(rf"(?:(?:\d{{1,3}}[.)]|[-•*])\s*)?(?:{_NAMES}\s*[:=]\s*)?", re.IGNORECASE)
"""What may stand before an address without saying anything: "1. ", "Link: ", "URL=", "Tautan bukti dukung: "."""
_HEADING: Final = re.compile(rf"{_NAMES}\s*[:=]?", re.IGNORECASE)
_FULL_LINE: Final = 40
"""Characters of a line that may have been broken inside an address."""
_LONGEST: Final = 20_000
"""Characters of a text that is looked at; a longer one is no list of addresses."""


def only_addresses(text: str) -> tuple[str, ...]:
    """Return the addresses of a text that holds nothing else, each once; none where it says anything besides.

    An address that was broken at the end of a full line is put together again.
    """
    if not text.strip() or len(text) > _LONGEST:
        return ()
    found: list[str] = []
    full = False
    for raw in text.splitlines():
        line = raw.strip()
        if not line:
            continue
        words = line[label.end() :].split() if (label := _LABEL.match(line)) else []
        matches = [_ADDRESS.fullmatch(word) for word in words]
        if words and all(matches):
            found += [match[1] for match in matches if match]
        elif full and len(words) == 1 and line == words[0]:
            found[-1] += words[0]
        elif not _HEADING.fullmatch(line):
            return ()
        full = bool(found) and len(line) >= _FULL_LINE
    return tuple(dict.fromkeys(found))
