"""Shapes of what the page sends, read with their types checked; a body that does not fit is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dossier.errors import DossierError, ExitCode

MOST_FILES: Final = 2_000
"""Files of one decision."""
MOST_NEW: Final = 200
"""Files that are put in at once."""

LONGEST_NOTE: Final = 5_000
"""Characters of one entry."""


class AskError(DossierError):
    """The page asked for what is not there or cannot be; the message says what."""

    exit_code = ExitCode.USAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetAsked:
    """Where files belong: an indicator, its requirement (empty: still open) and the keys of slots (none: not said)."""

    indikator: str
    butir: str = ""
    slot: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionAsked:
    """A decision about one or more files: places, a question of the sheet, or that they are no evidence, and why."""

    berkas: tuple[str, ...]
    tempat: tuple[TargetAsked, ...] = ()
    pertanyaan: str = ""
    bukan: bool = False
    alasan: str = ""

    def __post_init__(self) -> None:
        """Refuse what says nothing or two things."""
        if not 0 < len(self.berkas) <= MOST_FILES or len(set(self.berkas)) != len(self.berkas):
            raise ValueError("no files, too many, or one twice")
        if sum((bool(self.tempat), bool(self.pertanyaan), self.bukan)) != 1:
            raise ValueError("one of places, question or rejection")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesAsked:
    """Files to be put in for a place: the names that they have now."""

    tempat: TargetAsked
    nama: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse no names, and more than a page sends."""
        if not 0 < len(self.nama) <= MOST_NEW:
            raise ValueError("no names, or too many")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAsked:
    """Who takes care of a slot and what is being done: as it was shown, and as it shall be."""

    indikator: str
    butir: str
    slot: str
    orang: str
    tindak: str
    orang_lama: str
    tindak_lama: str

    def __post_init__(self) -> None:
        """Refuse what is longer than anybody types."""
        if max(len(self.orang), len(self.tindak)) > LONGEST_NOTE:
            raise ValueError("too long")


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameAsked:
    """A file to be given its coded name, which was shown before; an empty one asks which it would be."""

    berkas: str
    letak: str = ""
