"""Identity numbers of staff (NIP): texts of 18 digits, and their repair after a spreadsheet rounded them.

A NIP is the day of birth (8 digits), the month of appointment (6), a digit for the sex and a serial number (3) that
begins at 001 (BKN Regulation 22/2007). A spreadsheet keeps 15 digits of a number, so the serial number is lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

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
