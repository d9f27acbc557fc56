"""Converts SpreadsheetML 2003 (an `.xls` file that is XML) to pages; office applications export it as "Excel".

Elements are those of Microsoft's "XML Spreadsheet Reference": Workbook, Worksheet, Table, Column, Row, Cell, Data.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

from dossier.convert.office import office_xml, xlsx_layout
from dossier.convert.pdf import normalise
from dossier.convert.run.result import WITHOUT_OFFICE, Made
from dossier.typeset import page_setup

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml import etree
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

ENGINE: Final = "tata letak sederhana (Excel XML 2003)"
_SS: Final = office_xml.SPREADSHEET
_X: Final = "{urn:schemas-microsoft-com:office:excel}"
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_MOST_CELLS: Final = 500_000
_ODD_IN_TITLES: Final = re.compile(r"[\\*?:/\[\]]")
_LONGEST_TITLE: Final = 31
_MIDNIGHT: Final = "T00:00:00"


def convert(source: Path, target: Path) -> Made:
    """Write every visible sheet of a SpreadsheetML file as pages.

    Raises:
        CannotConvertError: it is no well-formed XML, too large, or has nothing in its visible sheets.
    """
    page_setup.prepare_reportlab()
    book = _book(office_xml.read(source))
    drawn, _, notes = xlsx_layout.drawn(book)
    pages = normalise.finish(drawn, target)
    return Made(pages=pages, engine=ENGINE, notes=(WITHOUT_OFFICE, *notes))


def _book(root: etree._Element) -> Workbook:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    left = _MOST_CELLS
    for element in root.iter(f"{_SS}Worksheet"):
        title = _ODD_IN_TITLES.sub(" ", element.get(f"{_SS}Name") or "Lembar")[:_LONGEST_TITLE]
        sheet = book.create_sheet(title)
        if element.findtext(f"{_X}WorksheetOptions/{_X}Visible") in {"SheetHidden", "SheetVeryHidden"}:
            sheet.sheet_state = "hidden"
        table = element.find(f"{_SS}Table")
        if table is not None:
            left = _fill(sheet, table, left)
    return book


def _fill(sheet: Worksheet, table: etree._Element, left: int) -> int:
    """Write the cells of a table into a sheet; return how many more cells may come."""
    for number, column in _numbered(table, "Column", _MOST_COLUMNS):
        if column.get(f"{_SS}Hidden") == "1":
            sheet.column_dimensions[get_column_letter(number)].hidden = True
    for row_number, row in _numbered(table, "Row", _MOST_ROWS):
        if row.get(f"{_SS}Hidden") == "1":
            sheet.row_dimensions[row_number].hidden = True
        for number, cell in _numbered(row, "Cell", _MOST_COLUMNS):
            left -= 1
            if left < 0:
                return 0
            data = cell.find(f"{_SS}Data")
            if data is not None:
                _write(sheet, (row_number, number), data)
            across, down = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
            if across or down:
                last = min(row_number + down, _MOST_ROWS), min(number + across, _MOST_COLUMNS)
                left -= across * down
                if left > 0:
                    sheet.merge_cells(None, row_number, number, *last)
    return left


def _write(sheet: Worksheet, place: tuple[int, int], data: etree._Element) -> None:
    text = "".join(map(str, data.itertext()))
    kind = data.get(f"{_SS}Type")
    cell = sheet.cell(*place)
    if kind == "Number":
        cell.value = _as_number(text)
    elif kind == "DateTime":
        cell.value, cell.number_format = _as_date(text)
    elif kind == "Boolean":
        cell.value = text.strip() == "1"
    else:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
        cell.data_type = "s"  # "=1+1" is a text here


def _as_number(text: str) -> float | int | str:
    try:
        value = float(text)
        return int(value) if value.is_integer() else value
    except (ValueError, OverflowError):
        return text


def _as_date(text: str) -> tuple[dt.datetime | str, str]:
    try:
        return dt.datetime.fromisoformat(text.strip()), "dd/mm/yyyy" if _MIDNIGHT in text else "dd/mm/yyyy hh:mm"
    except ValueError:
        return text, "General"


def _numbered(parent: etree._Element, tag: str, most: int) -> Iterator[tuple[int, etree._Element]]:
    """Yield the children of a kind, numbered from 1: `Index` leaves places out, `Span` and merges take more."""
    number = 0
    for child in parent.iterchildren(f"{_SS}{tag}"):
        number = max(number + 1, _number(child, "Index", 0))
        if number > most:
            return
        yield number, child
        number += _number(child, "Span", 0) + (_number(child, "MergeAcross", 0) if tag == "Cell" else 0)


def _number(element: etree._Element, name: str, default: int) -> int:
    text = element.get(f"{_SS}{name}") or ""
    return int(text) if text.isdigit() and len(text) < 8 else default  # noqa: PLR2004 — digits of the last row
