"""Chooses the tables of a plan among all grids, joins them over pages and sheets, returns their rows by role. Pure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from dossier.convert.grids.sheet_grid import column_letters
from dossier.importing import stepped_levels
from dossier.importing.column_roles import (
    AREA,
    ASIDE,
    COMPONENT,
    DETAIL,
    DUE,
    EVIDENCE,
    HALF,
    LINK,
    MONTH,
    NOTE,
    NUMBER,
    OUTPUT,
    PERSON,
    STATEMENT,
    STEPS,
    TEAM,
    Header,
    find_header,
    folded_heading,
    header_named,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dossier.convert.grids.sheet_grid import SheetGrid

_ASIDE: Final = frozenset({"", ASIDE, LINK, NOTE, OUTPUT, TEAM})
_MARK: Final = re.compile(r"[xXvV√✓✔●•■▪*1]|ya|ok", re.IGNORECASE)
_SUM: Final = re.compile(r"\s*(?:sub\s*total|total|jumlah|rata\s*-?\s*rata)\b(?:\s+\w+){0,3}\s*:?\s*", re.IGNORECASE)
_SIGNATURE: Final = re.compile(
    r"\b(?:mengetahui|nip\.?\s*:?\s*\d|ditetapkan di|ttd\.?|tertanda|disetujui oleh|dibuat oleh)\b"
    r"|^\s*[a-z .]+,\s*\d{1,2}?\s*\w+\s+20\d\d\s*$",
    re.IGNORECASE,
)
_LEAST_COUNTING: Final = 3
_SAME_HEAD: Final = 0.6
_MOST_SIGNATURE_CELLS: Final = 3
_LONGEST_SUM: Final = 20
"""Characters of a cell that may hold a sum; more is a text."""


@dataclass(frozen=True, kw_only=True)
class RowCell:
    """The text of a cell, where it stands, and whether it is the text of a merged range that began above."""

    text: str
    place: str
    merged: bool = False


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """One row of the plan's table: role ─► its cell; `marks` are the months of marked columns."""

    place: str
    cells: Mapping[str, RowCell]
    marks: tuple[int, ...] = ()
    mark_cells: tuple[RowCell, ...] = ()

    def text(self, role: str) -> str:
        """Return the text that stands in the row itself, empty where it only goes on from above."""
        cell = self.cells.get(role)
        return "" if cell is None or cell.merged else cell.text

    def merged(self, role: str) -> str:
        """Return the text of a range that began above and reaches into this row, else an empty text."""
        cell = self.cells.get(role)
        return cell.text if cell is not None and cell.merged else ""


@dataclass(frozen=True, kw_only=True)
class SkippedRow:
    """A row that was not read, its text and why."""

    place: str
    text: str
    why: str


@dataclass(kw_only=True)
class PlanTable:
    """The rows of a plan's table, and what was left out.

    Attributes:
        name: What it is called: sheets or pages.
        header: The head that was found.
        parts: Names of the sheets or pages that it was joined from.
        rows: Its rows, over all its sheets or pages.
        above: Text before it: title and year.
        aside: Heading of a column that is not part of a plan ─► how many of its cells hold text.
        aside_cells: These cells: heading, place, text.
        link_rows: Rows that hold a link, by their place.
        skipped: Rows that were not read.
        low_trust: Why all of it has to be looked at; empty for a table that was read as one.
    """

    name: str
    header: Header
    parts: tuple[str, ...] = ()
    rows: list[TableRow] = field(default_factory=list)
    above: str = ""
    aside: Counter[str] = field(default_factory=Counter)
    aside_cells: list[tuple[str, RowCell]] = field(default_factory=list)
    link_rows: set[str] = field(default_factory=set)
    skipped: list[SkippedRow] = field(default_factory=list)
    low_trust: str = ""


def candidates(grids: Sequence[SheetGrid], named: Mapping[str, str]) -> list[PlanTable]:
    """Return the tables that may be the plan, the most likely first: by what their heads say, then by their rows.

    Args:
        grids: All tables of a file in order.
        named: Columns that a person named: letter or heading ─► role.
    """
    groups: list[tuple[Header, list[tuple[SheetGrid, int]]]] = []
    for found in grids:
        grid = stepped_levels.as_table(found) or found
        header = header_named(grid, named) if named else find_header(grid)
        if header is not None and header.is_plan:
            same = next((group for group in groups if _alike(group, header, grid)), None)
            if same is not None:
                same[1].append((grid, header.row))
            else:
                groups.append((header, [(grid, header.row)]))
        elif groups and grid.width == len(groups[-1][0].roles) and not grid.lettered:
            groups[-1][1].append((grid, -1))  # it goes on over the page without its head
    tables = [_table(header, parts) for header, parts in groups]
    return sorted(tables, key=lambda table: (-table.header.score, -len(table.rows)))


def _alike(group: tuple[Header, list[tuple[SheetGrid, int]]], header: Header, grid: SheetGrid) -> bool:
    """Whether a table has the head of a group: it goes on there, over a page or in a further sheet."""
    ours, theirs = ([folded_heading(text) for text in each.headings] for each in (group[0], header))
    is_same = ours == theirs and grid.lettered == group[1][0][0].lettered
    return is_same and not _repeats(group, header, grid)


def _repeats(group: tuple[Header, list[tuple[SheetGrid, int]]], header: Header, grid: SheetGrid) -> bool:
    """Whether a table says what a group says already: it is another one to choose from, last year's perhaps."""
    known = {text for each, _ in group[1] for text in _sentences(each, header)}
    own = set(_sentences(grid, header))
    return len(own) > 1 and 2 * len(own & known) >= len(own)


def _sentences(grid: SheetGrid, header: Header) -> Iterable[str]:
    columns = [column for column in header.columns(STATEMENT) if column < grid.width]
    return (folded_heading(row[column]) for row in grid.rows for column in columns if row[column])


def _table(header: Header, parts: Sequence[tuple[SheetGrid, int]]) -> PlanTable:
    first, last = parts[0][0].name, parts[-1][0].name
    name = first if first == last else f"{first} – {last}"
    table = PlanTable(name=name, header=header, low_trust=parts[0][0].low_trust)
    table.parts = tuple(grid.name for grid, _ in parts)
    for grid, start in parts:
        before = [cell for row in grid.rows[: max(start, 0)] for cell in row if cell]
        table.above = "\n".join(filter(None, (table.above, grid.above, *before)))
        for row in range(max(start, 0)):
            if text := _shown(grid, row):
                table.skipped.append(SkippedRow(place=grid.place(row), text=text, why="di atas tabel"))
        _take_rows(table, grid, start + header.depth if start >= 0 else 0)
    return table


def _take_rows(table: PlanTable, grid: SheetGrid, begin: int) -> None:
    headings = [folded_heading(heading.rpartition(" › ")[2]) for heading in table.header.headings]
    for row in range(begin, len(grid.rows)):
        cells = grid.rows[row]
        why = _reason_to_skip(cells, headings, table.header, is_late=len(table.rows) > 0)
        text = _shown(grid, row)
        if why:
            table.skipped.append(SkippedRow(place=grid.place(row), text=text, why=why))
        elif text or _is_marked(grid, row, table.header):
            table.rows.append(_row(table, grid, row))


def _shown(grid: SheetGrid, row: int) -> str:
    return " | ".join(" ".join(cell.split()) for cell in grid.rows[row] if cell)


def _is_marked(grid: SheetGrid, row: int, header: Header) -> bool:
    return any((row, c) in grid.filled for c, role in enumerate(header.roles) if role.startswith(MONTH))


def _reason_to_skip(cells: Sequence[str], headings: Sequence[str], header: Header, *, is_late: bool) -> str:
    texts = [cell for cell in cells if cell]
    if not texts:
        return ""
    if _counts_columns(texts):
        return "nomor kolom"
    same = sum(bool(cell) and folded_heading(cell) == heading for cell, heading in zip(cells, headings, strict=False))
    if same >= 2 and same / len(texts) > _SAME_HEAD:  # noqa: PLR2004 — one equal word is no head
        return "kepala tabel yang berulang"
    held = [cells[c] for c, role in enumerate(header.roles) if role in {STEPS, EVIDENCE, DUE} and c < len(cells)]
    asks_figure = any(cells[c] for c in header.columns(DETAIL) if c < len(cells))
    is_sum = any(map(_SUM.fullmatch, texts[:2])) and not any(len(text) > _LONGEST_SUM for text in held)
    if is_sum and not asks_figure:
        return "jumlah"
    if is_late and len(texts) <= _MOST_SIGNATURE_CELLS and any(map(_SIGNATURE.search, texts)):
        return "tanda tangan"
    return ""


def _counts_columns(texts: Sequence[str]) -> bool:
    """Whether a row holds the numbers of the columns: 1, 2, 3 …, also in brackets."""
    numbers = [text.strip("().") for text in texts]
    if len(texts) < _LEAST_COUNTING or not numbers[0].isdecimal() or len(numbers[0]) > 2:  # noqa: PLR2004 — digits
        return False
    return numbers == [str(int(numbers[0]) + step) for step in range(len(numbers))]


def _row(table: PlanTable, grid: SheetGrid, row: int) -> TableRow:
    found: dict[str, RowCell] = {}
    marks: set[int] = set()
    marked: list[RowCell] = []
    for column, role in enumerate(table.header.roles[: grid.width]):
        own = grid.rows[row][column]
        place = grid.place(row, column)
        if role.startswith(MONTH):
            if _MARK.fullmatch(own.strip()) or (not own and (row, column) in grid.filled):
                marks |= set(map(int, role.removeprefix(MONTH).split(",")))
                marked.append(RowCell(text=own or "■", place=place))
            continue
        top, left = grid.covered.get((row, column), (row, column))
        from_above = not own and top < row and left == column
        cell = RowCell(text=grid.rows[top][left] if from_above else own, place=place, merged=from_above)
        if role in _ASIDE:
            if own:
                heading = table.header.headings[column] or f"kolom {_column_name(grid, column)}"
                table.aside[heading] += 1
                table.aside_cells.append((heading, cell))
                if role == LINK:
                    table.link_rows.add(grid.place(row))
        elif (role not in found or (role in {NUMBER, PERSON} and not found[role].text)) and cell.text:
            found[role] = cell
    if DETAIL in found and EVIDENCE not in found:
        found[EVIDENCE] = found[DETAIL]
    found.pop(DETAIL, None)
    return TableRow(place=grid.place(row), cells=found, marks=tuple(sorted(marks)), mark_cells=tuple(marked))


def _column_name(grid: SheetGrid, column: int) -> str:
    """Return what a person calls a column: its letter in a sheet, else its number from 1."""
    own = grid.columns[column] if grid.columns else column
    return column_letters(own) if grid.lettered else str(own + 1)


# "Nomor 90 Tahun 2021" is the year of a regulation, not of a plan.
_REGULATION: Final = re.compile(r"\b(?:nomor|no\.?)\s*:?\s*[\w./-]+\s+tahun\s+20\d\d", re.IGNORECASE)


def years_in(texts: Iterable[str]) -> Counter[int]:
    """Return the years 2015 to 2049 that texts name, with how often."""
    spoken = (_REGULATION.sub("", text) for text in texts)
    return Counter(int(year) for text in spoken for year in re.findall(r"(?<!\d)20(?:1[5-9]|[234]\d)(?!\d)", text))


LEVEL_ROLES: Final = (HALF, AREA, COMPONENT, NUMBER, STATEMENT)
