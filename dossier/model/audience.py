"""Who a dossier is for, and the names of its files in `build/`. Loads nothing else of the model."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final


class Audience(StrEnum):
    """Who reads a dossier: the same assessment, with the chapters and the wording of that reader.

    TPI: the internal assessors; everything, and what is missing as a neutral table. TPN: the national assessors; what
    there is, and one list of what there is nothing of. STAF: the unit's own working copy, with advice.
    """

    TPI = "tpi"
    TPN = "tpn"
    STAF = "staf"

    @property
    def advises(self) -> bool:
        """Whether it tells its reader what to do, in the words of the tool."""
        return self is Audience.STAF

    @property
    def stem(self) -> str:
        """The name of its PDF without ending; a volume adds its number."""
        return "dossier" if self is Audience.TPI else f"dossier-{self.value}"


READERS: Final = {
    Audience.TPI: "Tim Penilai Internal (TPI)",
    Audience.TPN: "Tim Penilai Nasional (TPN)",
    Audience.STAF: "staf unit kerja",
}
"""Audience ─► whom a cover names."""

BUNDLE_NAME: Final = re.compile(r"dossier(?:-(?P<audience>tpn|staf))?(?:-\d+)?\.pdf")
"""`dossier.pdf`, `dossier-2.pdf`, `dossier-tpn.pdf`, `dossier-staf-1.pdf`."""


def in_order(audiences: tuple[str, ...]) -> tuple[Audience, ...]:
    """Return each audience once, in the order of the enumeration.

    Raises:
        ValueError: one is unknown.
    """
    wanted = {Audience(each) for each in audiences}
    return tuple(each for each in Audience if each in wanted)
