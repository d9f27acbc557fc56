"""The name of a file that would fill a slot."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dossier.model import Indicator, Requirement, Slot

_LONGEST_NAME: Final = 120  # characters of a suggested file name, its ending included
_SHORT_NAME: Final = 70
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9(),._-]+")  # "Promosi/ Rotasi" ─► "Promosi Rotasi"
_NEVER_FIRST, _NEVER_LAST = " ,.-_)", " ,.-_("
_LEFT_OVER: Final = re.compile(r"\s+(?=[,.)])|(?<=\()\s+|\(\s*\)")  # a space before a comma, empty brackets


def gap_name(indicator: Indicator, requirement: Requirement, slot: Slot) -> str:
    """Return the name of a file that would fill the slot: "I.3.1 Undangan rapat 2025-04.pdf".

    Only ASCII letters, digits, spaces and `( ) , . _ -`, at most 120 characters; the month is left out where the
    requirement has a single slot.
    """
    period = f" {slot.key}" if len(indicator.slots_of(requirement)) > 1 else ""
    label = _plain(requirement.label)
    room = _LONGEST_NAME - len(f"{indicator.code} {period}.pdf")
    if len(label) > room:
        label = label[: room + 1].rpartition(" ")[0] or label[:room]
    return f"{indicator.code} {label.rstrip(_NEVER_LAST) or requirement.kind.value}{period}.pdf"


def file_name(code: str, text: str) -> str:
    """Return a name for a file about an indicator, without ending: "I.3.1 Tim kerja telah menyusun rencana".

    Only ASCII letters, digits, spaces and `( ) , . _ -`, at most 70 characters.
    """
    name = f"{code} {_plain(text)}"
    if len(name) > _SHORT_NAME:
        name = name[: _SHORT_NAME + 1].rpartition(" ")[0]
    return name.rstrip(_NEVER_LAST) or code


def _plain(text: str) -> str:
    """Return a text in ASCII, without what a file system or a person stumbles over."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return " ".join(_LEFT_OVER.sub("", _UNSAFE.sub(" ", ascii_text)).split()).lstrip(_NEVER_FIRST)
