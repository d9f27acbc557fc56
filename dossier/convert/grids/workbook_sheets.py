"""Sheets of workbooks as grids: XLSX by openpyxl, XLS by xlrd, ODS by its XML. Values only; nothing is computed."""

from __future__ import annotations

import datetime as dt
import zipfile
from typing import TYPE_CHECKING, Final

from dossier._lazy import lazy
from dossier.convert.grids.sheet_grid import MAX_COLUMNS, MAX_ROWS, GridsRead, column_letters, grid_of
from dossier.convert.office.office_xml import OFFICE, STYLE, TABLE, TEXT, parse
from dossier.wording import MONTHS, long_date
from dossier.workers.bounded_workbook import Caps, TooLargeError, bounded

with lazy():
    import openpyxl
    import xlrd


if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from lxml import etree
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from dossier.convert.grids.sheet_grid import SheetGrid

_CAPS: Final = Caps(rows=MAX_ROWS, columns=MAX_COLUMNS, merged=400_000)
_MOST_NAMED: Final = 5
_WHITE: Final = frozenset({"00000000", "FFFFFFFF", "00FFFFFF"})
_LOCKED_XLS: Final = "terkunci kata sandi; buka kuncinya lalu simpan ulang"
_MAX_XML: Final = 256 << 20


def workbook(path: Path) -> GridsRead:
    """Return the visible sheets of an XLSX or XLSM; hidden ones, hidden rows and formulas without values are named."""
    try:
        kept = bounded(path, _CAPS)
    except TooLargeError as error:
        return GridsRead(trouble=str(error))
    book = openpyxl.load_workbook(kept.stream, data_only=True)
    kept.stream.seek(0)
    formulas = openpyxl.load_workbook(kept.stream) if _has_formula(path) else None
    notes = [f"{kept.rows_left_out} baris di luar {MAX_ROWS} baris pertama tidak dibaca"] if kept.rows_left_out else []
    if kept.cells_left_out:
        notes.append(f"{kept.cells_left_out} sel di luar {MAX_COLUMNS} kolom pertama tidak dibaca")
    grids: list[SheetGrid] = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            notes.append(f"lembar tersembunyi “{sheet.title}” tidak dibaca")
            continue
        grids.append(_sheet(sheet, formulas[sheet.title] if formulas else None))
    return GridsRead(grids=tuple(grids), notes=tuple(notes))


def _has_formula(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        return any(b"<f>" in (data := archive.read(name)) or b"<f " in data for name in sheets)


def _sheet(sheet: Worksheet, formulas: Worksheet | None) -> SheetGrid:
    rows: list[list[str]] = []
    places: list[str] = []
    filled: list[tuple[int, int]] = []
    hidden: list[str] = []
    empty: list[str] = []
    shown: dict[int, int] = {}
    height, width = min(sheet.max_row, MAX_ROWS), min(sheet.max_column, MAX_COLUMNS)
    for number, cells in enumerate(sheet.iter_rows(max_row=height, max_col=width), start=1):
        if number in sheet.row_dimensions and sheet.row_dimensions[number].hidden:
            hidden.append(str(number))
            continue
        shown[number - 1] = len(rows)
        values = [_text(cell) for cell in cells]
        for column, cell in enumerate(cells):
            if not values[column] and _is_filled(cell):
                filled.append((len(rows), column))
            if not values[column] and formulas and _is_formula(formulas.cell(number, column + 1).value):
                empty.append(f"{column_letters(column)}{number}")
        rows.append(values)
        places.append(str(number))
    merges = [
        (shown[top], each.min_col - 1, shown[bottom], each.max_col - 1)
        for each in sheet.merged_cells.ranges
        if (top := each.min_row - 1) in shown and (bottom := _last(shown, top, each.max_row - 1)) is not None
    ]
    notes = [*_named(sheet.title, "baris tersembunyi tidak dibaca", hidden)]
    notes += _named(sheet.title, "rumus tanpa nilai tersimpan (buka di Excel lalu simpan)", empty)
    rows = _trimmed(rows, filled)
    return grid_of(sheet.title, rows, places=places[: len(rows)], merges=sorted(merges), filled=filled, notes=notes)


def _trimmed(rows: list[list[str]], filled: Sequence[tuple[int, int]]) -> list[list[str]]:
    """Return the rows without the empty ones at the end and the empty columns to the right: formats reach far."""
    deep = max((row for row, cells in enumerate(rows) if any(cells)), default=-1)
    deep = max(deep, max((row for row, column in filled if row < deep + 1), default=-1))
    wide = max((column for cells in rows for column, text in enumerate(cells) if text), default=-1)
    wide = max(wide, max((column for row, column in filled if row <= deep), default=-1))
    return [cells[: wide + 1] for cells in rows[: deep + 1]]


def _last(shown: dict[int, int], top: int, bottom: int) -> int | None:
    """Return the last row of a range that is shown."""
    return next((row for row in range(bottom, top - 1, -1) if row in shown), None)


def _named(sheet: str, what: str, where: Sequence[str]) -> list[str]:
    if not where:
        return []
    more = f" dan {len(where) - _MOST_NAMED} lagi" if len(where) > _MOST_NAMED else ""
    return [f"{sheet}: {what}: {', '.join(where[:_MOST_NAMED])}{more}"]


def _is_formula(value: object) -> bool:
    return isinstance(value, str) and value.startswith("=") and len(value) > 1


def _is_filled(cell: Cell | MergedCell) -> bool:
    fill = getattr(cell, "fill", None)
    if fill is None or fill.fill_type != "solid":
        return False
    colour = fill.fgColor
    return not (colour.type == "rgb" and str(colour.rgb) in _WHITE) and not (
        colour.type == "theme" and colour.theme == 0
    )


def _text(cell: Cell | MergedCell) -> str:
    value, form = cell.value, str(getattr(cell, "number_format", "") or "")
    return value_text(value, form)


def value_text(value: object, form: str = "") -> str:
    """Return a cell's value as a person sees it: months of dates by name, whole numbers without decimals."""
    if value is None or isinstance(value, bool):
        return "" if value is None else ("v" if value else "")
    if isinstance(value, dt.datetime | dt.date):
        day = value.date() if isinstance(value, dt.datetime) else value
        return long_date(day) if day.day != 1 or "d" in form.lower() else f"{MONTHS[day.month - 1]} {day.year}"
    if isinstance(value, float | int):
        shown = value * 100 if "%" in form else value
        whole = int(shown) if float(shown).is_integer() else round(shown, 4)
        return f"{whole}%" if "%" in form else str(whole)
    return str(value)


def old_workbook(data: bytes) -> GridsRead:
    """Return the visible sheets of an XLS; what lies in it beside sheets is left out."""
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, on_demand=False)
    except xlrd.XLRDError as error:
        locked = "ncrypted" in str(error) or "assword" in str(error)
        return GridsRead(trouble=_LOCKED_XLS if locked else "rusak atau bukan buku kerja Excel")
    notes = [f"lembar tersembunyi “{sheet.name}” tidak dibaca" for sheet in book.sheets() if sheet.visibility]
    grids = tuple(_old_sheet(book, sheet) for sheet in book.sheets() if not sheet.visibility)
    return GridsRead(grids=grids, notes=tuple(notes))


def _old_sheet(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> SheetGrid:
    height = min(sheet.nrows, MAX_ROWS + 1)
    hidden = {row for row, info in sheet.rowinfo_map.items() if info.hidden}
    shown = {row: number for number, row in enumerate(row for row in range(height) if row not in hidden)}
    rows = [[_old_text(book, sheet, row, column) for column in range(sheet.row_len(row))] for row in shown]
    merges = [
        (shown[top], left, shown[last], right - 1)
        for top, bottom, left, right in sheet.merged_cells
        if top in shown and (last := _last(shown, top, bottom - 1)) is not None
    ]
    named = [str(row + 1) for row in sorted(hidden) if row < height]
    return grid_of(
        sheet.name,
        rows,
        places=[str(row + 1) for row in shown],
        merges=sorted(merges),
        notes=_named(sheet.name, "baris tersembunyi tidak dibaca", named),
    )


def _old_text(book: xlrd.Book, sheet: xlrd.sheet.Sheet, row: int, column: int) -> str:
    value, kind = sheet.cell_value(row, column), sheet.cell_type(row, column)
    if kind == xlrd.XL_CELL_ERROR:
        return ""
    form = book.format_map[book.xf_list[sheet.cell_xf_index(row, column)].format_key].format_str
    if kind == xlrd.XL_CELL_DATE:
        return value_text(xlrd.xldate.xldate_as_datetime(value, book.datemode), form)
    return value_text(bool(value) if kind == xlrd.XL_CELL_BOOLEAN else value, form)


def open_document(path: Path) -> GridsRead:
    """Return the visible sheets of an ODS."""
    with zipfile.ZipFile(path) as archive:
        if b"manifest:encryption-data" in archive.read("META-INF/manifest.xml"):
            return GridsRead(trouble=_LOCKED_XLS)
        if archive.getinfo("content.xml").file_size > _MAX_XML:
            return GridsRead(trouble="mengembang melebihi batas")
        root = parse(archive.read("content.xml"))
    off = {
        style.get(f"{STYLE}name")
        for style in root.iter(f"{STYLE}style")
        for look in style.iter(f"{STYLE}table-properties")
        if look.get(f"{TABLE}display") == "false"
    }
    notes, grids = [], []
    for table in root.iter(f"{TABLE}table"):
        name = table.get(f"{TABLE}name") or "Lembar"
        if table.get(f"{TABLE}style-name") in off:
            notes.append(f"lembar tersembunyi “{name}” tidak dibaca")
        else:
            grids.append(_open_sheet(table, name))
    return GridsRead(grids=tuple(grids), notes=tuple(notes))


def _open_sheet(table: etree._Element, name: str) -> SheetGrid:
    rows: list[list[str]] = []
    places: list[str] = []
    merges: list[tuple[int, int, int, int]] = []
    hidden: list[str] = []
    number = 0
    for row in table.iter(f"{TABLE}table-row"):
        times = _count(row, f"{TABLE}number-rows-repeated")
        cells = list(_open_cells(row))
        filled = any(text for text, *_ in cells)
        if row.get(f"{TABLE}visibility") in {"collapse", "filter"}:
            hidden += [str(number + 1)] if filled else []
        else:
            for repeat in range(min(times, MAX_ROWS) if filled else 1):
                merges += [
                    (len(rows), at, len(rows) + down - 1, at + across - 1)
                    for at, (_, down, across) in enumerate(cells)
                    if down * across > 1
                ]
                rows.append([text for text, *_ in cells])
                places.append(str(number + 1 + repeat))
        number += times
        if len(rows) > MAX_ROWS:
            break
    notes = _named(name, "baris tersembunyi tidak dibaca", hidden)
    return grid_of(name, rows, places=places, merges=merges, notes=notes)


def _open_cells(row: etree._Element) -> Iterator[tuple[str, int, int]]:
    """Yield text, rows and columns of each cell; a covered or empty one has no text and spans itself."""
    column = 0
    for cell in row:
        if cell.tag not in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}:
            continue
        spans = (_count(cell, f"{TABLE}number-rows-spanned"), _count(cell, f"{TABLE}number-columns-spanned"))
        text = "\n".join("".join(_open_words(p)) for p in cell.iterchildren(f"{TEXT}p"))
        if not text and cell.get(f"{OFFICE}value"):
            text = cell.get(f"{OFFICE}value") or ""
        for _ in range(min(_count(cell, f"{TABLE}number-columns-repeated"), MAX_COLUMNS + 1 - column)):
            yield (text, *spans)
            column += 1


def _open_words(paragraph: etree._Element) -> Iterator[str]:
    for node in paragraph.iter():
        if node.tag == f"{TEXT}s":
            yield " " * min(_count(node, f"{TEXT}c"), 100)
        elif node.tag == f"{TEXT}line-break":
            yield "\n"
        elif node.tag != f"{OFFICE}annotation":
            yield node.text or ""
        if node is not paragraph:
            yield node.tail or ""


def _count(element: etree._Element, name: str) -> int:
    written = element.get(name) or "1"
    return max(1, int(written)) if written.isdecimal() and len(written) < 9 else 1  # noqa: PLR2004 — a number of rows
