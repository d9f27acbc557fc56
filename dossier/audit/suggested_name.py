"""The name of a file that would fill a slot, and the name that a file at hand should get."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dossier.model import Claim, Indicator, Requirement, Slot

ENDING: Final = re.compile(r"\.(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{2,5}$")
"""The ending of a name: ".pdf", ".mp4", ".7z", but not the last part of "V.4.2" or "V.4.b"."""

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


def suggested_name(claim: Claim, indicator: Indicator, requirement: Requirement) -> str:
    """Return the name that would make a file fill what a claim means, with the file's own ending and month.

    Where neither the claim nor the file says a slot, the name is that of the first one, as an example.
    """
    slots = indicator.slots_of(requirement)
    keys = {slot.key: slot for slot in slots}
    slot = keys.get(claim.slot or "") or keys.get(claim.near_slot or "") or next(iter(slots), None)
    name = gap_name(indicator, requirement, slot) if slot else f"{indicator.code}.pdf"
    found = ENDING.search(claim.file.path)
    return name.removesuffix(".pdf") + (found[0] if found else "")


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
