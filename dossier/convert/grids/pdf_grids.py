"""Ruled tables of a PDF with a text layer as grids, one a page, by pdfplumber. Pages without text are named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from dossier._lazy import lazy
from dossier.convert.grids.sheet_grid import GridsRead, grid_of

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
# A line that begins an item of a list does not go on the one before it: "- SK", "2. Profil", "b) Rapat".
_ITEM: Final = re.compile(r"\s*(?:[-–•·▪➢✓*]|\d{1,2}[.)]|[a-zA-Z][.)]|[ivx]{1,4}[.)])\s")
_HYPHEN: Final = re.compile(r"[^\W\d_]-$")  # "perundang-" before "undangan"
_LOCKED: Final = "terkunci kata sandi; buka kuncinya lalu simpan ulang"


def tables_of_pdf(path: Path) -> GridsRead:
    """Return the tables of a PDF's pages; lines that a cell breaks are joined, items of lists keep their lines."""
    grids: list[SheetGrid] = []
    silent: list[str] = []
    notes: list[str] = []
    try:
        with pdfplumber.open(path) as document:
            count = len(document.pages)
            for number, page in enumerate(document.pages[:MAX_PAGES], start=1):
                if len(page.chars) < _LEAST_LETTERS:
                    silent.append(str(number))
                else:
                    grids += _tables(page, number)
                page.close()
    except (plumber_exceptions.PdfminerException, pdfexceptions.PDFException) as error:
        locked = "assword" in f"{type(error.args[0] if error.args else error).__name__}"
        return GridsRead(trouble=_LOCKED if locked else "rusak, tidak dapat dibaca")
    if count > MAX_PAGES:
        notes.append(f"hanya {MAX_PAGES} halaman pertama dari {count} yang dibaca")
    if silent:
        notes.append(f"halaman tanpa teks (gambar atau pindaian) tidak dibaca: {', '.join(silent[:20])}")
    trouble = "" if grids else _trouble(len(silent), min(count, MAX_PAGES))
    return GridsRead(grids=tuple(grids), notes=tuple(notes), trouble=trouble)


def _trouble(silent: int, pages: int) -> str:
    if silent == pages:
        return "berisi gambar atau pindaian saja, tanpa teks; ketik ulang tabelnya atau minta berkas aslinya"
    return "tidak berisi tabel bergaris yang dapat dibaca"


def _tables(page: Page, number: int) -> Iterator[SheetGrid]:
    found = sorted(page.find_tables(), key=lambda table: (table.bbox[1], table.bbox[0]))
    end = 0.0
    for order, table in enumerate(found):
        if len(table.rows) < 1 or not table.cells:
            continue
        top = table.bbox[1]
        above = page.crop((0, end, page.width, top), strict=False).extract_text() or "" if top > end + 1 else ""
        end = max(end, table.bbox[3])
        name = f"halaman {number}" + (f" tabel {order + 1}" if order else "")
        yield _grid(page, table, name, above[-_MOST_ABOVE:])


def _grid(page: Page, table: FoundTable, name: str, above: str) -> SheetGrid:
    lefts = _edges(cell[0] for cell in table.cells)
    tops = _edges(cell[1] for cell in table.cells)
    rows = [[""] * len(lefts) for _ in tops]
    merges = []
    words = page.crop(table.bbox, strict=False).extract_words(use_text_flow=False)
    for left, top, right, bottom in sorted(table.cells, key=lambda cell: (cell[1], cell[0])):
        row, column = _at(tops, top), _at(lefts, left)
        last_row, last_column = _before(tops, bottom), _before(lefts, right)
        rows[row][column] = _text([word for word in words if _is_in(word, (left, top, right, bottom))])
        if last_row > row or last_column > column:
            merges.append((row, column, last_row, last_column))
    places = [f"baris {each}" for each in range(1, len(rows) + 1)]
    return grid_of(name, rows, places=places, merges=merges, lettered=False, above=above)


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


def _text(words: Sequence[Mapping[str, Any]]) -> str:
    """Return the text of a cell: broken lines are joined, unless a line begins an item or ends with a semicolon."""
    lines: list[list[Mapping[str, Any]]] = []
    for word in sorted(words, key=lambda each: (each["top"], each["x0"])):
        if lines and abs(word["top"] - lines[-1][0]["top"]) <= _SAME:
            lines[-1].append(word)
        else:
            lines.append([word])
    found: list[str] = []
    for line in lines:
        text = " ".join(str(word["text"]) for word in sorted(line, key=lambda each: float(each["x0"])))
        if found and not _ITEM.match(text) and not found[-1].endswith(";"):
            found[-1] = found[-1] + ("" if _HYPHEN.search(found[-1]) else " ") + text
        else:
            found.append(text)
    return "\n".join(found)
