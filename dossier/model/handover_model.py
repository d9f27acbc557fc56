"""An edition of the dossier that was handed to somebody, and what was in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from dossier.model.audience import Audience


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """Who received which edition, on which day; an entry of `plan/serah-terima.yaml`.

    `as_of` is the day of assessment of the edition, `register` the SHA-256 of its register, `contents` the name of the
    file with what was in it, without folder and ending. `line` is where it is written, 0 where it is not yet.
    """

    receiver: str
    audience: Audience
    day: dt.date
    as_of: dt.date
    register: str
    contents: str
    line: int = 0

    @property
    def key(self) -> tuple[str, str, dt.date, str]:
        """What tells it from every other one."""
        return self.receiver, self.audience.value, self.day, self.contents


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedFile:
    """A file of evidence in an edition: its SHA-256, the stamp of its pages ("I.3.1"), and the first of them."""

    sha256: str
    place: str
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionContents:
    """What is remembered of an edition: path ─► file, and slot ("I.3.1 a 2025-04") ─► the value of its state."""

    files: Mapping[str, HandedFile]
    states: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedEdition:
    """The last edition that the readers of one kind received."""

    handover: Handover
    contents: EditionContents
