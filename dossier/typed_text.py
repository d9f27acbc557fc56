"""Reads what people type into forms and tables: texts of web addresses only, and identity numbers of staff (NIP).

A NIP is the day of birth (8 digits), the month of appointment (6), a digit for the sex and a serial number (3) that
begins at 001 (BKN Regulation 22/2007). A spreadsheet keeps 15 digits of a number, so the serial number is lost. Pure;
opens no address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_ADDRESS: Final = re.compile(
    # https://contoh.go.id/berkas; www.contoh.go.id; s.id/berkas-zi
    r"<?((?:https?://|www\.)[^\s<>\"]{3,}|(?:[a-z0-9-]{1,63}\.)+[a-z]{2,12}/[^\s<>\"]{1,})>?[.,;]?",
    re.IGNORECASE,
)
_NAMES: Final = r"(?:link|tautan|url|alamat)(?:\s+(?:bukti|dukung|pendukung|dokumen|berkas|file|drive|google)){0,3}"
_LINE_LABEL: Final = re.compile(rf"(?:(?:\d{{1,3}}[.)]|[-•*])\s*)?(?:{_NAMES}\s*[:=]\s*)?", re.IGNORECASE)
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
        words = line[label.end() :].split() if (label := _LINE_LABEL.match(line)) else []
        matches = [_ADDRESS.fullmatch(word) for word in words]
        if words and all(matches):
            found += [match[1] for match in matches if match]
        elif full and len(words) == 1 and line == words[0]:
            found[-1] += words[0]
        elif not _HEADING.fullmatch(line):
            return ()
        full = bool(found) and len(line) >= _FULL_LINE
    return tuple(dict.fromkeys(found))


EXACT_BELOW: Final = 10**15
"""Numbers from here on are rounded by Excel, LibreOffice and WPS."""
ADVICE: Final = "Ubah format selnya menjadi Teks, lalu ketik ulang NIP-nya (18 angka)."
_ROUNDED: Final = "tersimpan sebagai bilangan, sehingga angka akhirnya sudah dibulatkan"
_POWER: Final = re.compile(r"\d(?:[.,]\d+)?E\+\d{2}", re.IGNORECASE)  # 1,98501E+17
_DIGITS: Final = re.compile(r"\d{18}")
_NO_SERIAL: Final = "000"
_QUOTES: Final = "'\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}`"
"""What people type before a number so that a spreadsheet takes it for text; some programs keep it in the value."""


@dataclass(frozen=True, slots=True)
class Identity:
    """An identity number as it may be printed, empty where it may not; `trouble` then says why, else it is empty."""

    text: str
    trouble: str = ""


def read_identity(value: object) -> Identity:
    """Return what may be printed of a NIP as a file holds it: a text, or a number of a spreadsheet."""
    if trouble := rounded(value):
        return Identity("", trouble)
    if value is None:
        return Identity("")
    if isinstance(value, float) and value.is_integer():
        return Identity(str(int(value)))
    return Identity(_bare(str(value)))


def rounded(value: object) -> str:
    """Return how a value shows that a spreadsheet has rounded a long number in it, or an empty text.

    Args:
        value: a text, or a number of a spreadsheet.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _ROUNDED if abs(value) >= EXACT_BELOW else ""
    text = _bare(str(value or ""))
    bare = text.replace(" ", "")
    if _POWER.fullmatch(bare):
        return f"tertulis “{text}”: {_ROUNDED}"
    if _DIGITS.fullmatch(bare) and bare.endswith(_NO_SERIAL):
        return f"tertulis “{text}”: berakhir 000, tanda bahwa pernah {_ROUNDED}"
    return ""


def _bare(text: str) -> str:
    return " ".join(text.split()).lstrip(_QUOTES).strip()
