"""Converts XLSX without LibreOffice: each visible sheet as a table of the cached values in their number formats."""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
from dataclasses import dataclass, replace
from decimal import Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from reportlab.platypus import PageBreak, Paragraph, Spacer
from reportlab.platypus.doctemplate import LayoutError

from dossier.convert.office import staging
from dossier.convert.office.sheet_staging import hidden_note
from dossier.convert.pdf import normalise
from dossier.convert.run.result import WITHOUT_OFFICE, Made
from dossier.convert.text.plain import left_out, remarks
from dossier.errors import CannotConvertError
from dossier.typed_text import only_addresses
from dossier.typeset import page_setup
from dossier.typeset import text_table as grid
from dossier.typeset.typography import STYLES
from dossier.wording import MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet
    from reportlab.platypus import Flowable


_LITERALS: Final = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.')
"""`"Rp"#,##0_);[Red]...`: quoted text, escapes, colours and locales, padding."""
_DECIMALS: Final = re.compile(r"0\.(0+)")
_LONG_MONTH: Final = "mmmm"
_SIGNIFICANT: Final = 12
_CONTEXT: Final = Context(prec=_SIGNIFICANT)


def shown(value: object, number_format: str) -> str:
    """Return the text of a cell's value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "BENAR" if value else "SALAH"
    if isinstance(value, (int, float, Decimal)):
        return _number(value, number_format)
    if isinstance(value, (dt.datetime, dt.date)):
        return _date(value, number_format.lower())
    if isinstance(value, (dt.time, dt.timedelta)):
        return _clock(value)
    return str(value).strip()


def _clock(value: dt.time | dt.timedelta) -> str:
    if isinstance(value, dt.time):
        return f"{value:%H.%M}"
    minutes = int(value.total_seconds() // 60)
    return f"{minutes // 60}.{minutes % 60:02d}"


def _date(value: dt.date, number_format: str) -> str:
    if _LONG_MONTH in number_format:
        day = f"{value.day} " if "d" in number_format else ""
        text = f"{day}{MONTHS[value.month - 1]} {value.year}"
    else:
        text = f"{value:%d/%m/%Y}"
    if isinstance(value, dt.datetime) and (value.hour or value.minute):
        clock = f"{value:%H.%M}"
        return (
            clock
            if "h" in number_format and "d" not in number_format and "y" not in number_format
            else f"{text} {clock}"
        )
    return text


def _number(value: float | Decimal, number_format: str) -> str:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if not number.is_finite():
        return str(value)
    section = number_format.split(";", maxsplit=1)[0]
    bare = _LITERALS.sub("", section)
    prefix = "".join(
        quoted or escaped or "" for quoted, escaped in _LITERALS.findall(section.split("#")[0].split("0")[0])
    )
    decimals = len(match.group(1)) if (match := _DECIMALS.search(bare)) else 0
    if "%" in bare:
        return f"{_indonesian(number * 100, decimals, grouped=False)}%"
    if bare.lower() in {"general", "", "@"}:
        return _general(number)
    text = _indonesian(number, decimals, grouped="," in bare)
    width = len(re.sub(r"[^0]", "", bare.split(".")[0]))
    if width > 1 and "," not in bare and number >= 0 and number == number.to_integral_value():
        text = text.zfill(width)
    return f"{prefix}{text}"


def _general(number: Decimal) -> str:
    """Write a number as a cell without format shows it: no noise of binary fractions, no exponent."""
    # A NIP of 18 digits is a whole number that must stay whole.
    kept = number if number == number.to_integral_value() else _CONTEXT.plus(number)
    text = format(kept, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _indonesian(number: Decimal, decimals: int, *, grouped: bool) -> str:
    text = f"{number:,.{decimals}f}" if grouped else f"{number:.{decimals}f}"
    return text.translate(str.maketrans(",.", ".,"))


ENGINE: Final = "tata letak sederhana (openpyxl)"
_MOST_SHEETS: Final = 40
_MOST_CELLS: Final = 60_000
_VISIBLE: Final = "visible"
_LOCKED_OUT: Final = "buku kerja ini tidak dapat dibaca; buka di Excel lalu simpan ulang, atau simpan sebagai PDF"
_DRAWN: Final = re.compile(r"xl/(charts/chart|media/)[^/]+")


def convert(source: Path, target: Path) -> Made:
    """Write every visible sheet of a workbook as pages.

    Raises:
        CannotConvertError: it is locked, no workbook, a bomb, or has nothing in its visible sheets.
    """
    page_setup.prepare_reportlab()
    staging.check(source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = _open(source)
        try:
            data, sheets, notes = drawn(book)
        finally:
            book.close()
    pages = normalise.finish(data, target)
    left = _not_drawn(source)
    return Made(
        pages=pages,
        engine=ENGINE,
        notes=(WITHOUT_OFFICE, *notes, *left),
        # Read here, because the pages have the names of the sheets besides.
        addresses=() if left else only_addresses("\n".join(c for s in sheets for row in s.grid.rows for c in row)),
    )


def drawn(book: Workbook) -> tuple[bytes, Sequence[_SheetValues], list[str]]:
    """Return the sheets drawn, the sheets, and notes; rows are not merged where a merged area is taller than a page."""
    grids, notes = _sheets(book)
    if not grids:
        raise CannotConvertError("tidak ada isi pada lembar kerja yang terlihat; tampilkan lembarnya lalu simpan ulang")
    try:
        return _rendered(grids), grids, notes
    except LayoutError:
        unmerged = [replace(item, grid=replace(item.grid, spans=())) for item in grids]
        return _rendered(unmerged), grids, [*notes, "sel gabungan ditata terpisah karena tidak muat pada halaman"]


def _open(source: Path) -> Workbook:
    try:
        # Not read-only: merged cells and hidden rows are not known there; the zip check has bounded the size.
        with source.open("rb") as stream:
            return openpyxl.load_workbook(stream, data_only=True, keep_links=False)
    except (InvalidFileException, OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        raise CannotConvertError(_LOCKED_OUT) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class _SheetValues:
    """One visible sheet, read: its name, its rows and what of it is not printed."""

    title: str
    grid: grid.Grid
    left: tuple[str, ...]


def _sheets(book: Workbook) -> tuple[list[_SheetValues], list[str]]:
    found: list[_SheetValues] = []
    notes = hidden_note([sheet.title for sheet in book.worksheets if sheet.sheet_state != _VISIBLE])
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == _VISIBLE]
    if len(visible) > _MOST_SHEETS:
        notes.append(left_out(len(visible) - _MOST_SHEETS, "lembar"))
    for sheet in visible[:_MOST_SHEETS]:
        rows, left = _grid(sheet)
        if rows.rows:
            found.append(_SheetValues(title=sheet.title, grid=rows, left=tuple(left)))
        notes += [f"lembar {sheet.title}: {note}" for note in left]
    return found, notes


def _rendered(sheets: Sequence[_SheetValues]) -> bytes:
    wide = any(grid.wants_landscape(sheet.grid) for sheet in sheets)
    size = page_setup.LANDSCAPE if wide else page_setup.PORTRAIT
    story: list[Flowable] = []
    for sheet in sheets:
        if story:
            story.append(PageBreak())
        story += [Paragraph(page_setup.plain(sheet.title), STYLES.heading), Spacer(0, 4)]
        story += grid.lay_out(sheet.grid, size[0] - 2 * page_setup.MARGIN)
        story += remarks(sheet.left)
    return page_setup.render(story, size=size)


def _grid(sheet: Worksheet) -> tuple[grid.Grid, list[str]]:
    """Read one sheet: hidden rows and columns left out and counted, empty ones at the end dropped."""
    notes: list[str] = []
    last_row, last_column = _extent(sheet)
    rows_shown, columns_shown = _shown_lines(sheet, last_row, last_column, notes)
    row_of = {row: number for number, row in enumerate(rows_shown)}
    column_of = {column: number for number, column in enumerate(columns_shown)}
    rows: list[list[str]] = []
    numeric: set[tuple[int, int]] = set()
    for row in rows_shown:
        texts = []
        for column in columns_shown:
            cell = sheet.cell(row, column)
            texts.append(shown(cell.value, str(cell.number_format or "")))
            if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
                numeric.add((len(rows), len(texts) - 1))
        rows.append(texts)
    spans = []
    for merged in sheet.merged_cells.ranges:
        inside_rows = [row_of[r] for r in range(merged.min_row, min(merged.max_row, last_row) + 1) if r in row_of]
        inside = [column_of[c] for c in range(merged.min_col, min(merged.max_col, last_column) + 1) if c in column_of]
        if inside_rows and inside:
            spans.append((inside_rows[0], inside[0], inside_rows[-1], inside[-1]))
    taken = frozenset(row for top, _, bottom, _ in spans for row in range(top, bottom + 1))
    all_spans = tuple(sorted((*spans, *grid.overflowing(rows, taken))))
    return grid.Grid(rows=rows, head=False, numeric=frozenset(numeric), spans=all_spans), notes


def _extent(sheet: Worksheet) -> tuple[int, int]:
    """Return the last row and column that hold something; formats alone may reach to row 1,048,576."""
    filled = [key for key, cell in sheet._cells.items() if cell.value not in {None, ""}]  # noqa: SLF001 — no public way without making empty cells
    return max((row for row, _ in filled), default=0), max((column for _, column in filled), default=0)


def _shown_lines(sheet: Worksheet, last_row: int, last_column: int, notes: list[str]) -> tuple[list[int], list[int]]:
    hidden_rows = {row for row, size in sheet.row_dimensions.items() if size.hidden and row <= last_row}
    hidden_columns: set[int] = set()
    for size in sheet.column_dimensions.values():
        if size.hidden:
            low, high = int(size.min or 0), int(size.max or size.min or 0)
            hidden_columns |= set(range(low, min(high, last_column) + 1))
    rows = [row for row in range(1, last_row + 1) if row not in hidden_rows]
    columns = [column for column in range(1, last_column + 1) if column not in hidden_columns]
    if hidden_rows:
        notes.append(f"{len(hidden_rows)} baris tersembunyi tidak dicetak")
    if hidden_columns:
        notes.append(f"{len(hidden_columns)} kolom tersembunyi tidak dicetak")
    most_rows = min(grid.MAX_ROWS, max(1, _MOST_CELLS // max(1, min(len(columns), grid.MAX_COLUMNS))))
    if len(rows) > most_rows:
        notes.append(left_out(len(rows) - most_rows, "baris"))
    if len(columns) > grid.MAX_COLUMNS:
        notes.append(left_out(len(columns) - grid.MAX_COLUMNS, "kolom"))
    return rows[:most_rows], columns[: grid.MAX_COLUMNS]


def _not_drawn(source: Path) -> list[str]:
    with zipfile.ZipFile(source) as archive:
        count = sum(bool(_DRAWN.fullmatch(name)) for name in archive.namelist())
    return [f"{count} grafik atau gambar pada lembar kerja tidak digambar; lihat berkas asli"] if count else []
