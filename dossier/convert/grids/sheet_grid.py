"""A table as it stands in a file: cells as text, merged ranges, marks, and where each row is found by a person."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MAX_ROWS: Final = 5_000
MAX_COLUMNS: Final = 60
MAX_CELL: Final = 20_000
"""Characters of one cell."""

# Whatever no document format carries is dropped; other blanks than line feeds become one kind of blank.
_BLANKS: Final = str.maketrans(dict.fromkeys("\t\u00a0\u2007\u202f", " ") | dict.fromkeys("\u2028\u2029\x0b\x0c", "\n"))
_INVISIBLE: Final = frozenset({"Cc", "Cs", "Cf", "Co", "Cn"})

# Cells of a web application's export: "<p>a. SK</p><p>b. Notulen</p>".
_MARKUP: Final = re.compile(r"</?(?:p|br|li|ul|ol|div|span|b|strong|i|em|u)\b[^<>]*>", re.IGNORECASE)
_LINE_END: Final = re.compile(r"<br\b[^<>]*>|</(?:p|li|div)\s*>", re.IGNORECASE)
_ITEM: Final = re.compile(r"<li\b[^<>]*>", re.IGNORECASE)

Range = tuple[int, int, int, int]
"""Top, left, bottom, right of a merged range; from 0, the last ones included."""


@dataclass(frozen=True, kw_only=True)
class SheetGrid:
    """One table.

    Attributes:
        name: Name of the sheet, or "tabel 2", "halaman 3".
        rows: Cells as text, every row equally long; the text of a merged range stands in its first cell.
        places: How a person finds each row: "12" in a sheet, "baris 7" elsewhere.
        merges: Merged ranges.
        filled: Cells without text that have a coloured background.
        lettered: Whether columns have letters, as in a sheet.
        columns: Where each column stands in the file, where they are not in its order; empty: in its order.
        low_trust: Why a person has to look at all of it, in Indonesian; empty for a table that was read as one.
        above: Text that stands before the table.
        notes: What was not read or is doubtful, in Indonesian.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    places: tuple[str, ...] = ()
    merges: tuple[Range, ...] = ()
    filled: frozenset[tuple[int, int]] = frozenset()
    lettered: bool = True
    columns: tuple[int, ...] = ()
    low_trust: str = ""
    above: str = ""
    notes: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.rows[0]) if self.rows else 0

    @cached_property
    def covered(self) -> Mapping[tuple[int, int], tuple[int, int]]:
        """Cell inside a merged range ─► the first cell of the range."""
        return {
            (row, column): (top, left)
            for top, left, bottom, right in self.merges
            for row in range(top, min(bottom, len(self.rows) - 1) + 1)
            for column in range(left, min(right, self.width - 1) + 1)
            if (row, column) != (top, left)
        }

    def place(self, row: int, column: int | None = None) -> str:
        """Return how a person finds a cell or a row: "Lembar1!C12", "halaman 3 baris 7 kolom 2"."""
        where = self.places[row] if row < len(self.places) else str(row + 1)
        if column is not None and self.columns:
            column = self.columns[column]
        if self.lettered:
            return f"{self.name}!{column_letters(column) if column is not None else ''}{where}"
        return f"{self.name} {where}" + ("" if column is None else f" kolom {column + 1}")


@dataclass(frozen=True, kw_only=True)
class TextLine:
    """A paragraph outside tables, and how a person finds it."""

    place: str
    text: str


@dataclass(frozen=True, kw_only=True)
class GridsRead:
    """What was read of one file.

    Attributes:
        grids: Its tables in order.
        lines: Its paragraphs outside tables, in order.
        notes: What was left out, in Indonesian.
        trouble: Why neither tables nor paragraphs were read, in Indonesian.
        pictures: Whether its pages are pictures without text.
    """

    grids: tuple[SheetGrid, ...] = ()
    lines: tuple[TextLine, ...] = ()
    notes: tuple[str, ...] = ()
    trouble: str = ""
    pictures: bool = False


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0: "A", "AB"."""
    front, back = divmod(column, 26)
    return (column_letters(front - 1) if front else "") + chr(ord("A") + back)


def cell_text(value: str) -> str:
    """Return the text of a cell: NFC, line feeds kept, markup and invisible characters dropped, line ends cut."""
    if "<" in value and _MARKUP.search(value):
        value = unescape(_MARKUP.sub("", _ITEM.sub("- ", _LINE_END.sub("\n", value))))
    text = unicodedata.normalize("NFC", value[:MAX_CELL].replace("\r\n", "\n").replace("\r", "\n").translate(_BLANKS))
    kept = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in _INVISIBLE)
    return "\n".join(line.rstrip() for line in kept.split("\n")).strip()


def grid_of(
    name: str,
    rows: Sequence[Sequence[str]],
    *,
    places: Sequence[str] = (),
    merges: Iterable[Range] = (),
    filled: Iterable[tuple[int, int]] = (),
    lettered: bool = True,
    above: str = "",
    notes: Iterable[str] = (),
) -> SheetGrid:
    """Return a table within the limits; what lies beyond them is told in its notes. Arguments as in `SheetGrid`."""
    told = list(notes)
    if len(rows) > MAX_ROWS:
        told.append(f"{name}: hanya {MAX_ROWS} baris pertama yang dibaca")
    width = max(map(len, rows), default=0)
    if width > MAX_COLUMNS:
        told.append(f"{name}: hanya {MAX_COLUMNS} kolom pertama yang dibaca")
    width = min(width, MAX_COLUMNS)
    cells = tuple(
        tuple(cell_text(row[column]) if column < len(row) else "" for column in range(width)) for row in rows[:MAX_ROWS]
    )
    ranges, room = [], len(cells) * width
    for top, left, bottom, right in merges:
        if top < len(cells) and left < width:
            room -= (min(bottom, len(cells) - 1) - top + 1) * (min(right, width - 1) - left + 1)
            if room < 0:  # ranges that do not overlap cover no cell twice
                told.append(f"{name}: sel gabungan yang saling menutupi tidak dibaca")
                break
            ranges.append((top, left, bottom, right))
    return SheetGrid(
        name=name,
        rows=cells,
        places=tuple(places[:MAX_ROWS]) or tuple(str(number) for number in range(1, len(cells) + 1)),
        merges=tuple(ranges),
        filled=frozenset(filled),
        lettered=lettered,
        above=cell_text(above),
        notes=tuple(told),
    )
