"""A sheet laid out in steps, as the evaluation sheet of the regulation is: each level one column further to the right.

`A. | PENGUNGKIT`, then ` | I. | PEMENUHAN`, ` | | 1. | MANAJEMEN PERUBAHAN`, … down to the sentences. Such a sheet is
rewritten into a table with a column a level. Source: PermenPANRB 90/2021, Lampiran III. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dossier.importing.column_roles import area_number, role_of
from dossier.importing.paper_kinds import kind_of
from dossier.importing.row_numbers import NumberKind, read_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.convert.grids.sheet_grid import SheetGrid

_HEADS: Final = ("Aspek", "Area", "Komponen", "Pertanyaan")
"""Headings of the four columns that the steps become."""
FIGURES: Final = "Rincian angka"
"""Heading of the column for figures that a question asks for."""
_COMPONENT, _SENTENCE = 2, 3
_LEAST_ANSWERED: Final = 2
"""Cells beside a sentence; a component's title has at most its weight there."""
_LEAST_AREAS: Final = 2
_LEAST_SENTENCES: Final = 3
_NUMBER: Final = re.compile(r"\(?(?:[A-Za-z]|[IVXivx]{1,5}|\d{1,2})\s?[.)]?|[-–•]")
_TITLE: Final = re.compile(r"[^\W\d_]{3}")
_RESULTS: Final = re.compile(r"\s*(?:komponen\s+)?hasil\s*", re.IGNORECASE)
_DASHES: Final = frozenset("-–•")
_DATA: Final = "data"
_RESULTS_NOTE: Final = "bagian Hasil LKE (nilai survei dan capaian) tidak diimpor: bukan rencana aksi"


def as_table(grid: SheetGrid) -> SheetGrid | None:
    """Return a sheet in steps as a table with a column a level, or None where a grid is not laid out so.

    Figures that a question asks for ("- Jumlah agen perubahan") become evidence of the question above them.
    """
    step = _area_column(grid)
    if step is None:
        return None
    return _StepsRewriter(grid, step).table()


def _area_column(grid: SheetGrid) -> int | None:
    """Return the column with the numbers of areas: titles of areas stand right of it, sentences two columns further."""
    found: Counter[int] = Counter()
    below: Counter[int] = Counter()
    for cells in grid.rows:
        if (pair := _numbered(cells)) is not None:
            number, column = pair
            below[column] += 1
            kind = read_number(number).kind
            is_counted = kind in {NumberKind.DIGIT, NumberKind.UPPER_ROMAN}
            found[column] += is_counted and area_number(cells[column + 1]) > 0
    best = max(found, key=lambda column: (found[column], -column), default=None)
    if best is None or found[best] < _LEAST_AREAS or below[best + 2] < _LEAST_SENTENCES or below[best + 1] == 0:
        return None
    return best


def _numbered(cells: Sequence[str]) -> tuple[str, int] | None:
    """Return the number and its column where a row begins with a number and a title in the next column."""
    for column, text in enumerate(cells[:-1]):
        if text and _NUMBER.fullmatch(text.strip()) and _TITLE.search(cells[column + 1]):
            return text.strip(), column
        if _TITLE.search(text):
            return None
    return None


class _StepsRewriter:
    """Rewrites one sheet; `step` is the column with the numbers of areas."""

    def __init__(self, grid: SheetGrid, step: int) -> None:
        self._grid = grid
        self._step = step
        self._rest = step + 4  # the first column after the titles of sentences
        self._first = next(row for row, cells in enumerate(grid.rows) if self._level(cells) is not None)
        self._has_sentence = False

    def table(self) -> SheetGrid:
        """Return the sheet as a table with a column a level."""
        grid, rest = self._grid, self._rest
        head = self._head_row()
        rows: list[tuple[str, ...]] = []
        places: list[str] = []
        above = [grid.above]
        for row, cells in enumerate(grid.rows):
            if row < head:
                above += [cell for cell in cells[: self._rest] if len(cell) > 2]  # noqa: PLR2004 — no letters of columns
            if row == head or (head < 0 and not rows):
                rows.append((*_HEADS, *(grid.rows[head][rest:] if head >= 0 else [""] * len(cells[rest:])), FIGURES))
                places.append(grid.places[max(head, 0)])
            if row > head and (row >= self._first or any(cells[rest:])):
                if self._is_results(cells):
                    break
                rows.append(self._row(cells))
                places.append(grid.places[row])
        return replace(
            grid,
            rows=tuple(rows),
            places=tuple(places),
            merges=(),
            filled=frozenset(),
            above="\n".join(filter(None, above)),
            columns=(*range(self._step, self._rest), *range(rest, grid.width), self._rest - 1),
            notes=(*grid.notes, *([_RESULTS_NOTE] if any(map(self._is_results, grid.rows)) else [])),
        )

    def _head_row(self) -> int:
        """Return the row with the headings of the columns beside the steps; -1 where there is none."""
        known = [sum(bool(role_of(cell)) for cell in cells[self._rest :]) for cells in self._grid.rows[: self._first]]
        return max(range(len(known)), key=lambda row: (known[row], row)) if any(known) else -1

    def _level(self, cells: Sequence[str]) -> int | None:
        pair = _numbered(cells)
        level = pair[1] - self._step + 1 if pair is not None else -1
        return level if 0 <= level <= _SENTENCE else None

    def _is_results(self, cells: Sequence[str]) -> bool:
        pair = _numbered(cells)
        return pair is not None and pair[1] < self._step and bool(_RESULTS.fullmatch(cells[pair[1] + 1]))

    def _row(self, cells: Sequence[str]) -> tuple[str, ...]:
        levels, figure = ["", "", "", ""], ""
        level, number, text = self._read(cells)
        if self._is_figure(level, number, text):
            figure = f"- {text.lstrip('-–• ')}"
        elif level is not None:
            levels[level] = text if not number or number in _DASHES else f"{number} {text}"
            self._has_sentence = level == _SENTENCE
        return (*levels, *cells[self._rest :], figure)

    def _read(self, cells: Sequence[str]) -> tuple[int | None, str, str]:
        """Return the level of a row, its number and its title; without a number the column says the level."""
        if (level := self._level(cells)) is not None:
            column = level + self._step - 1
            number = cells[column].strip()
            is_lettered = level == _COMPONENT and read_number(number).kind is NumberKind.LOWER
            if is_lettered and sum(map(bool, cells[self._rest :])) > _LEAST_ANSWERED:
                level = _SENTENCE  # a question that stands one column too far to the left
            return level, number, cells[column + 1]
        titles = [(column, text) for column, text in enumerate(cells[: self._rest]) if _TITLE.search(text)]
        if len(titles) == 1 and self._step < titles[0][0]:
            return titles[0][0] - self._step, "", titles[0][1]
        return None, "", ""

    def _is_figure(self, level: int | None, number: str, text: str) -> bool:
        """Whether a row asks for a figure of the question above it: "- Jumlah agen perubahan"."""
        is_below = level in {_COMPONENT, _SENTENCE} and self._has_sentence
        is_figure = text[:1] in _DASHES if not number else number in _DASHES and kind_of(text) == _DATA
        return is_below and is_figure
