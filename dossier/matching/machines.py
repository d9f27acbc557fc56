"""File names that phones, cameras, scanners, screenshots and messengers give, their shapes in one table. Pure.

The date in such a name is when the file was made, never when the paper is from: it gives no month and no year. A
date that a person typed beside it still counts.
"""

from __future__ import annotations

import re
from typing import Final

from dossier.knowledge import either, word_list

# Names of programs and devices; they say nothing of what is in the file. A blank stands for a blank, a mark or nothing.
_DEVICES: Final = (
    # cameras and phones: IMG_20250412_091011, PXL_20250412_021011123, MVIMG_…, DSC_0031, P_20250412_091011
    *word_list("mesin_kamera"),
    *(r"(?:photo|video)(?=[_\s-]20\d\d)", "p(?=_20)", "gmt(?=20)"),
    # messengers: WhatsApp Image 2025-04-12 at 09.10.11, DOC-20250412-WA0003, photo_2025-04-12_09-10-11
    r"whats app(?: (?:images?|video|audio|scan|document|gambar|dokumen))?",
    *word_list("mesin_pesan"),
    r"(?:doc|document|file)(?=[-_]?20\d\d[-_]?\d\d[-_]?\d\d)",
    # scanner programs: CamScanner 12-04-2025 09.10, Adobe Scan 12 Apr 2025, TapScanner 12-04-2025-09.10
    rf"(?:{either('mesin_scanner')}) scann?er(?: pro)?",
    rf"(?:{either('mesin_scan')}) scan",
    *word_list("mesin_pemindai"),
    *(r"scannable(?: document)?(?: on)?", "lens(?=_2)", "new doc(?:ument)?", "dok(?:umen)? baru"),
    *(r"dokumen (?:yang )?(?:di)?pindai(?:an)?", r"(?:hasil )?(?:scan|pindai(?:an)?)", r"scanned(?: documents?)?"),
    *("notes?(?=_2)", "catatan(?=_2)"),
    # office machines: SKM_C25825041209100, BRN30055C_001234, EPSON012, CCF_0005, doc20250412091011, Xerox Scan_04122025
    *word_list("mesin_kantor"),
    *(r"skm(?:bt)?_?[a-z]?", "brn?[0-9a-f]{6,12}", "xerox(?: scan)?", "km(?=_)", r"mx-?[a-z]?\d+", r"doc(?=\d{6})"),
)
# The same where the words say what is in the file: a picture of a screen.
_SCREENS: Final = (
    *(r"screen sho+ts?", r"screen captures?", r"screen record(?:ing|er)?"),
    *word_list("mesin_layar"),
)
_GAP: Final = r"[\s_.,()-]{0,3}"
_TIME: Final = (
    r"(?:[\s_.,tT-]{1,3}(?:(?:at|pada|pukul|pkl|jam)[\s_.]{1,2})?[0-2]?\d[.:_h-]?[0-5]\d(?:[.:_-]?[0-5]\d)?(?:[._-]?\d{1,4})?"
    r"(?:\s?[ap]\.?m\b\.?)?)"
)
_MONTH: Final = r"[a-z]{3,9}\.?"
# With a day: a month alone was typed by a person.
_DATE: Final = (
    r"(?:20\d\d[-_. ]?\d\d[-_. ]?\d\d(?:\d{4,6})?|\d{1,2}[-_. ]\d{1,2}[-_. ](?:20)?\d\d|\d{8}(?:\d{4,6})?"
    r"|2\d{5}(?:\d{4,8})?"
    rf"|\d{{1,2}}[\s_.-]?{_MONTH}[\s_.,-]{{0,2}}20\d\d|{_MONTH}[\s_]\d{{1,2}},?[\s_]20\d\d)"
)
_COUNTER: Final = r"(?:[-_]wa\d{3,})?"  # of WhatsApp
_STAMP: Final = rf"{_GAP}{_DATE}{_TIME}?{_COUNTER}(?!\d)"


def _any(names: tuple[str, ...]) -> str:
    return rf"(?<![a-z])(?:{'|'.join(names).replace(' ', '[ _-]?')})"


_STAMPED: Final = re.compile(rf"{_any(_DEVICES)}{_STAMP}", re.IGNORECASE)
_STAMPED_SCREEN: Final = re.compile(rf"(?P<kept>{_any(_SCREENS)}){_STAMP}", re.IGNORECASE)
_GIVEN: Final = re.compile(rf"{_any((*_DEVICES, *_SCREENS))}(?=[\d\s_\-.(]|$)", re.IGNORECASE)
# "20250412_091011", "20250412091011", "2025-04-12 09.10.11": a time behind a date and nothing else.
_BARE: Final = re.compile(
    r"^\s*(?:20\d{6}[_\-]?\d{4,9}|20\d\d[-_.]\d\d[-_.]\d\d[\s_T-]+[0-2]\d[.:_-]?[0-5]\d(?:[.:_-]?[0-5]\d)?)(?:[\s_(-]+\d{1,3}\)?)?\s*$"
)


def is_given(text: str) -> bool:
    """Return whether a name, or a part of it, is one that a machine gives: `IMG-20250204-WA0012`, `scan0001`."""
    return _GIVEN.search(text) is not None or _BARE.match(text) is not None


def without_stamps(text: str) -> str:
    """Return a name with each machine's own name, date and time blanked out; its length and all else stay."""
    if _BARE.match(text):
        return " " * len(text)
    text = _STAMPED_SCREEN.sub(lambda hit: hit["kept"] + " " * (len(hit[0]) - len(hit["kept"])), text)
    return _STAMPED.sub(lambda hit: " " * len(hit[0]), text)
