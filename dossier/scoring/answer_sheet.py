"""What people answered: the unit's answers, those of the assessors (TPI), and the prerequisites they confirm."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetAnswer:
    """One person's answer to one question, read and found sound; an answer that is not is blank.

    Attributes:
        grade: `A` … `E`, `Ya` or `Tidak`; empty for other kinds of question, and where nothing is answered.
        value: Of a value 0 to 4; None for other kinds.
        counts: Of a percentage: name of a field (`agen`) ─► number; all that are filled.
        share: Of a percentage that a what-if gives as such; nobody can write it into a file.
        note: The narrative, as written.
        links: Addresses of evidence (http, https), as written.
        line: The line of the file that it stands on, from 1; 0 where it is of no file.
        unread: Of a blank answer: name of a field ─► what is written there and does not count, as written.
        unread_links: What is written as addresses and is none, as written.
    """

    grade: str = ""
    value: Fraction | None = None
    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    share: Fraction | None = None
    note: str = ""
    links: tuple[str, ...] = ()
    line: int = 0
    unread: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    unread_links: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing is answered, whatever the note says."""
        return not self.grade and self.value is None and not self.counts and self.share is None

    @property
    def words(self) -> str:
        """The answer as a reader has it: "B", "3,62", "agen 7, perubahan 7", "80%"; "kosong" for none."""
        if self.value is not None:
            return decimal_text(self.value).replace(".", ",")
        if self.share is not None:
            return f"{decimal_text(self.share * 100).replace('.', ',')}%"
        return self.grade or ", ".join(f"{name} {count}" for name, count in self.counts.items()) or "kosong"


def decimal_text(value: Fraction) -> str:
    """Return a number from 0 with as many decimals as it has, at most nine: "3.62"."""
    digits = f"{value.numerator * 10**9 // value.denominator:010d}"
    return f"{digits[:-9]}.{digits[-9:]}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessorAnswer:
    """What one assessor answered: who (`oleh`), from which file (`dari`), and the answer with their note."""

    by: str = ""
    file: str = ""
    answer: SheetAnswer

    @property
    def source(self) -> str:
        """The assessor's name, else the file's, else "TPI"."""
        return self.by or self.file or "TPI"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSheet:
    """`plan/lke.yaml` as read.

    Attributes:
        year: Of the sheet: 2021 or 2026; the questions are the same, 2026 adds the portal's numbers.
        unit_id: The unit's id in the system of its institution; empty where it is not written.
        no_complaints: The share that 0 of 0 complaints counts: 1 or 0.
        answers: Key of a question ─► the unit's answer, in the order of the file; may be blank with a note.
        assessors: Key of a question ─► the entries of the assessors in the order of the file; the last one counts.
        prerequisites: Name of a prerequisite (`tlhp`) ─► what is written (`ya`, `tidak`, `BB`).
        is_written: Whether there is such a file.
        frozen_on: The day on which it was frozen, of a frozen copy.
    """

    year: int = 2026
    unit_id: str = ""
    no_complaints: Fraction = Fraction(1)
    answers: Mapping[str, SheetAnswer] = field(default_factory=lambda: MappingProxyType({}))
    assessors: Mapping[str, tuple[AssessorAnswer, ...]] = field(default_factory=lambda: MappingProxyType({}))
    prerequisites: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    is_written: bool = False
    frozen_on: dt.date | None = None

    def assessor(self, key: str) -> AssessorAnswer | None:
        """Return the assessors' answer that counts: the last entry that is not blank; None where there is none."""
        answered = (entry for entry in reversed(self.assessors.get(key, ())) if not entry.answer.is_blank)
        return next(answered, None)


NO_ANSWERS: Final = AnswerSheet()
"""Where nobody has written anything."""
