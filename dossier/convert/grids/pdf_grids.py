"""Tables and lines of a PDF with a text layer, by pdfplumber: ruled tables, else such without lines.

Pages without text are named; a PDF that has no others is one of pictures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from dossier._lazy import lazy
from dossier.convert.grids.broken_words import BREAK, known_words, mended
from dossier.convert.grids.cell_lines import ITEM, CellLine, joined, lines_of
from dossier.convert.grids.sheet_grid import GridsRead, TextLine, grid_of
from dossier.convert.grids.unruled_grids import LOW_TRUST, UnruledPage, unruled_rows

with lazy():
    import pdfplumber
    from pdfminer import pdfexceptions
    from pdfplumber.utils import exceptions as plumber_exceptions


if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pdfplumber.page import Page
    from pdfplumber.table import Table as FoundTable

    from dossier.convert.grids.sheet_grid import SheetGrid

MAX_PAGES: Final = 250
_SAME: Final = 3.0
"""Points within which two lines are one."""
_LEAST_LETTERS: Final = 12
_MOST_ABOVE: Final = 2_000
_ENDED: Final = re.compile(r"[.:;]\s*$")
_PICTURES: Final = "berisi gambar atau pindaian saja, tanpa teks; ketik ulang tabelnya atau minta berkas aslinya"
_LOCKED: Final = "terkunci kata sandi; buka kuncinya lalu simpan ulang"


def tables_of_pdf(path: Path) -> GridsRead:
    """Return the tables of a PDF's pages; lines that a cell breaks are joined, items of lists keep their lines."""
    tables: list[_PageTable] = []
    unruled: list[UnruledPage] = []
    lines: list[TextLine] = []
    silent: list[str] = []
    notes: list[str] = []
    try:
        with pdfplumber.open(path) as document:
            count = len(document.pages)
            for number, page in enumerate(document.pages[:MAX_PAGES], start=1):
                if len(page.chars) < _LEAST_LETTERS:
                    silent.append(str(number))
                else:
                    words = tuple(page.extract_words(use_text_flow=False))
                    own = list(_tables(page, number))
                    tables += own
                    unruled += [] if own else [UnruledPage(number=number, words=words)]
                    lines += _paragraphs(words, number)
                page.close()
    except (plumber_exceptions.PdfminerException, pdfexceptions.PDFException) as error:
        locked = "assword" in f"{type(error.args[0] if error.args else error).__name__}"
        return GridsRead(trouble=_LOCKED if locked else "rusak, tidak dapat dibaca")
    if count > MAX_PAGES:
        notes.append(f"hanya {MAX_PAGES} halaman pertama dari {count} yang dibaca")
    if silent:
        notes.append(f"halaman tanpa teks (gambar atau pindaian) tidak dibaca: {', '.join(silent[:20])}")
    if len(silent) == min(count, MAX_PAGES):
        return GridsRead(trouble=_PICTURES, pictures=True)
    tables += _without_rules(unruled)
    known = known_words(cell for table in tables for row in table.rows for cell in row)
    return GridsRead(grids=tuple(table.grid(known) for table in tables), lines=tuple(lines), notes=tuple(notes))


@dataclass(frozen=True, kw_only=True)
class _PageTable:
    """A table of one page whose cells still show where their lines end."""

    name: str
    rows: Sequence[Sequence[str]]
    merges: Sequence[tuple[int, int, int, int]] = ()
    above: str = ""
    low_trust: str = ""

    def grid(self, known: frozenset[str]) -> SheetGrid:
        """Return the grid, its broken words whole."""
        made = grid_of(
            self.name,
            [[mended(cell, known) for cell in row] for row in self.rows],
            places=[f"baris {each}" for each in range(1, len(self.rows) + 1)],
            merges=self.merges,
            lettered=False,
            above=self.above,
        )
        return replace(made, low_trust=self.low_trust)


def _without_rules(pages: Sequence[UnruledPage]) -> Iterator[_PageTable]:
    for page in unruled_rows(pages):
        rows = [[joined([CellLine(text=text) for text in cell]) for cell in row] for row in page.rows]
        yield _PageTable(name=f"halaman {page.number}", rows=rows, low_trust=LOW_TRUST)


def _paragraphs(words: Sequence[Mapping[str, Any]], number: int) -> Iterator[TextLine]:
    """Yield the paragraphs of a page: a line goes on with the one before it unless that ends or it begins an item."""
    found: list[str] = []
    for line in (each.text for each in lines_of(words)):
        if found and not ITEM.match(line) and not _ENDED.search(found[-1]) and line[:1].islower():
            found[-1] = f"{found[-1]}{BREAK}{line}"
        else:
            found.append(line)
    known = known_words(found)
    yield from (
        TextLine(place=f"halaman {number} baris {order}", text=mended(text, known))
        for order, text in enumerate(found, start=1)
    )


def _tables(page: Page, number: int) -> Iterator[_PageTable]:
    found = sorted(page.find_tables(), key=lambda table: (table.bbox[1], table.bbox[0]))
    end = 0.0
    for order, table in enumerate(found):
        if len(table.rows) < 1 or not table.cells:
            continue
        top = table.bbox[1]
        above = page.crop((0, end, page.width, top), strict=False).extract_text() or "" if top > end + 1 else ""
        end = max(end, table.bbox[3])
        name = f"halaman {number}" + (f" tabel {order + 1}" if order else "")
        yield _page_table(page, table, name, above[-_MOST_ABOVE:])


def _page_table(page: Page, table: FoundTable, name: str, above: str) -> _PageTable:
    lefts = _edges(cell[0] for cell in table.cells)
    tops = _edges(cell[1] for cell in table.cells)
    rows = [[""] * len(lefts) for _ in tops]
    merges = []
    words = page.crop(table.bbox, strict=False).extract_words(use_text_flow=False)
    for left, top, right, bottom in sorted(table.cells, key=lambda cell: (cell[1], cell[0])):
        row, column = _at(tops, top), _at(lefts, left)
        last_row, last_column = _before(tops, bottom), _before(lefts, right)
        inside = [word for word in words if _is_in(word, (left, top, right, bottom))]
        rows[row][column] = joined(lines_of(inside), right - left)
        if last_row > row or last_column > column:
            merges.append((row, column, last_row, last_column))
    return _PageTable(name=name, rows=rows, merges=merges, above=above)


def _is_in(word: Mapping[str, Any], box: tuple[float, float, float, float]) -> bool:
    """Whether the middle of a word lies in a cell: letters of the next row may reach over its line."""
    across, down = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= across < box[2] and box[1] <= down < box[3])


def _edges(values: Iterator[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SAME:
            edges.append(value)
    return edges


def _at(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def _before(edges: Sequence[float], value: float) -> int:
    """Return the last row or column that begins before an end."""
    return max((index for index, edge in enumerate(edges) if edge < value - _SAME), default=0)
