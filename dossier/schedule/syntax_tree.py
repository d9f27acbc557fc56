"""What the parser makes of a *target waktu* before it is given dates, and the error for what it cannot read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

_EXAMPLES: Final = (
    "“Maret 2025”, “Maret, Juni 2025”, “April-Mei 2025”, “Januari minggu ke-2 tahun 2025”, “setiap triwulan”"
)
_LONGEST_SHOWN: Final = 60  # characters of a part in a message


class ScheduleError(ValueError):
    """A *target waktu* that cannot be read for certain; the message is Indonesian and names the part."""


def shown(text: str) -> str:
    """Return a text fit for a message: on one line, printable, not long."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _LONGEST_SHOWN else line[: _LONGEST_SHOWN - 1] + "…"


def unreadable(part: str, why: str = "tidak dimengerti") -> ScheduleError:
    """Return the error for one part of the text, with forms that can be read."""
    name = f"bagian “{shown(part)}”" if part.strip() else "isinya kosong;"
    reason = why if part.strip() else "tulis kapan buktinya harus ada"
    return ScheduleError(f"target waktu tidak terbaca: {name} {reason}. Contoh yang terbaca: {_EXAMPLES}.")


class PointKind(Enum):
    """What a point in time is named by."""

    DAY = auto()
    WEEK = auto()
    MONTH = auto()
    PART = auto()  # quarter, third, half: `unit` months, the `number`-th of its year
    YEAR = auto()


LAST_WEEK: Final = -1  # `number` of "minggu terakhir"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One named time; month and year are None where the text leaves them to its neighbours."""

    kind: PointKind
    text: str
    number: int = 0
    unit: int = 1
    month: int | None = None
    year: int | None = None
    at_end: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleItem:
    """A point or a range; `bare` when two months stand side by side with nothing between."""

    first: Point
    last: Point | None = None
    bare: bool = False

    @property
    def points(self) -> tuple[Point, ...]:
        """The one or two points."""
        return (self.first,) if self.last is None else (self.first, self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A whole *target waktu*: `every` is the repetition in months, 0 without one.

    `lead_year` and `tail_year` stand before and after the list as a whole.
    """

    items: tuple[ScheduleItem, ...]
    every: int = 0
    deadline: bool = False
    lead_year: int | None = None
    tail_year: int | None = None
