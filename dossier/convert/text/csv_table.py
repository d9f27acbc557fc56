"""Converts CSV to a table that breaks over pages; detects the delimiter, prints formulas as text."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from dossier.convert.run.result import Made
from dossier.convert.text import plain
from dossier.convert.text.plain import read_text
from dossier.errors import CannotConvertError
from dossier.typeset import page_setup, text_table

if TYPE_CHECKING:
    from pathlib import Path


ENGINE: Final = "tabel"
_DELIMITERS: Final = (";", ",", "\t", "|")
_SNIFFED_LINES: Final = 50
_EXCEL_HINT: Final = "sep="
_NUMBER_CHARACTERS: Final = frozenset("0123456789.,-+% ")


def convert(source: Path, target: Path) -> Made:
    """Write a CSV file as pages.

    Raises:
        CannotConvertError: it holds no row.
    """
    page_setup.prepare_reportlab()
    content, notes = read_text(source)
    rows = _rows(content)
    if not rows:
        raise CannotConvertError("berkas CSV ini tidak berisi satu baris pun")
    more = []
    if len(rows) > text_table.MAX_ROWS:
        more.append(plain.left_out(len(rows) - text_table.MAX_ROWS, "baris"))
    widest = max(len(row) for row in rows)
    if widest > text_table.MAX_COLUMNS:
        more.append(plain.left_out(widest - text_table.MAX_COLUMNS, "kolom"))
    rows = rows[: text_table.MAX_ROWS]
    shown = text_table.Grid(
        rows=rows, head=len(rows) > 1, numeric=numeric_cells(rows), spans=text_table.overflowing(rows)
    )
    size = page_setup.LANDSCAPE if text_table.wants_landscape(shown) else page_setup.PORTRAIT
    story = text_table.lay_out(shown, size[0] - 2 * page_setup.MARGIN)
    pages = plain.write_pages([*story, *plain.remarks(more)], target, size=size)
    return Made(pages=pages, engine=ENGINE, notes=(*notes, *more))


def numeric_cells(rows: list[list[str]]) -> frozenset[tuple[int, int]]:
    """Return where numbers stand below the head: they are set flush right."""
    return frozenset(
        (number, column)
        for number, row in enumerate(rows)
        for column, cell in enumerate(row)
        if number and cell and any(c.isdigit() for c in cell) and _NUMBER_CHARACTERS.issuperset(cell)
    )


def _rows(content: str) -> list[list[str]]:
    first, _, rest = content.partition("\n")
    if first.strip().strip('"').lower().startswith(_EXCEL_HINT) and len(first.strip()) <= len(_EXCEL_HINT) + 3:
        delimiter, content = first.strip().strip('"')[len(_EXCEL_HINT) :][:1] or ",", rest
    else:
        delimiter = _delimiter(content)
    csv.field_size_limit(1 << 24)
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(content), delimiter=delimiter)]
    except csv.Error:
        rows = [line.split(delimiter) for line in content.split("\n")]
    return [row for row in rows if any(row)]


def _delimiter(content: str) -> str:
    """Choose the character that cuts the first lines into the same number of columns, and many of them."""
    lines = [line for line in content.split("\n")[:_SNIFFED_LINES] if line.strip()]

    def agreement(delimiter: str) -> tuple[float, int]:
        try:
            counts = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        except csv.Error:
            return 0.0, 0
        usual = max(set(counts), key=lambda n: (counts.count(n), n), default=1)
        return (counts.count(usual) / len(counts) if usual > 1 else 0.0), usual

    return max(_DELIMITERS, key=agreement)
