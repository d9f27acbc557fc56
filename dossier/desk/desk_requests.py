"""Shapes of what the page sends, read with their types checked; a body that does not fit is refused."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

from dossier.errors import DossierError, ExitCode

MOST_FILES: Final = 2_000
"""Files of one decision."""
MOST_NEW: Final = 200
"""Files that are put in at once."""

LONGEST_NOTE: Final = 5_000
"""Characters of one entry."""
LONGEST_LINE: Final = 300
"""Characters of one line of a form."""
MOST_FIELDS: Final = 12
LONGEST_FIELD: Final = 40
"""Fields of one answer to the sheet, and the characters of each."""


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


def _typed(*texts: str) -> bool:
    """Return whether texts hold nothing but what a person types: no control characters, no halves of characters."""
    return all(each in "\n\t" or unicodedata.category(each) not in {"Cc", "Cs"} for text in texts for each in text)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerAsked:
    """An answer to a question of the sheet: its fields as typed and its note, and both as they were shown before."""

    kunci: str
    isi: dict[str, str]
    catatan: str = ""
    lama: str = "kosong"
    catatan_lama: str = ""

    def __post_init__(self) -> None:
        """Refuse what is longer than anybody types."""
        if len(self.isi) > MOST_FIELDS or max(len(self.catatan), len(self.catatan_lama)) > LONGEST_NOTE:
            raise ValueError("too many fields, or too long")
        fields = (self.kunci, *self.isi, *self.isi.values())
        if any(len(text) > LONGEST_FIELD for text in fields) or not _typed(self.catatan, *fields):
            raise ValueError("too long, or not typed")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingAsked:
    """A meeting as it was typed; `peserta` empty for everybody, `slot` empty for the period of its day."""

    indikator: str
    tanggal: str
    tempat: str
    acara: str
    pimpinan: str
    waktu: str = ""
    slot: str = ""
    peserta: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is longer than anybody types."""
        texts = (self.indikator, self.tanggal, self.tempat, self.acara, self.pimpinan, self.waktu, self.slot)
        every = (*texts, *self.peserta)
        if len(self.peserta) > MOST_FILES or any(len(each) > LONGEST_LINE for each in every) or not _typed(*every):
            raise ValueError("too many people, too long, or not typed")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileAsked:
    """One text of the unit's profile: its key, as it shall be, and as it was shown."""

    kunci: str
    isi: str
    lama: str

    def __post_init__(self) -> None:
        """Refuse what is longer than anybody types."""
        if max(len(self.kunci), len(self.isi), len(self.lama)) > LONGEST_LINE or not _typed(self.isi):
            raise ValueError("too long, or not typed")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAsked:
    """One person of the staff table as shown (empty: a new one), and as they shall be (empty: taken out)."""

    lama: dict[str, str]
    baru: dict[str, str]

    def __post_init__(self) -> None:
        """Refuse what is longer than anybody types."""
        texts = (*self.lama.values(), *self.baru.values(), *self.lama, *self.baru)
        if max(len(self.lama), len(self.baru)) > MOST_FIELDS or any(len(text) > LONGEST_LINE for text in texts):
            raise ValueError("too many fields, or too long")
        if not _typed(*self.baru.values()):
            raise ValueError("not typed")


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameAsked:
    """A file to be given its coded name, which was shown before; an empty one asks which it would be."""

    berkas: str
    letak: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomaticAsked:
    """Whether the desk is to build by itself after changes."""

    nyala: bool
