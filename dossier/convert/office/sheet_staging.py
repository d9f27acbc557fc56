"""Edits sheets of staged workbooks: fits them to A4 width where no page setup is given; lists what is not printed.

Of an XLSX the XML of one sheet is changed. Records of an XLS (BIFF8) are changed in place, so that offsets stay valid;
their names are those of [MS-XLS]. The evidence file itself is never changed.
"""

from __future__ import annotations

import math
import posixpath
import re
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import olefile
from lxml import etree

from dossier.convert.office.office_xml import RELATIONSHIP, S, parse, written
from dossier.workers.bounded_workbook import column_number

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BOOK: Final = "xl/workbook.xml"
_BOOK_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_PRINT_AREA: Final = "_xlnm.Print_Area"
_AREA: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?(?=,|$)")
"""`'Rekap ZI'!$A$1:$F$40`: the corners of a print area, behind the sheet's name."""
_CELL: Final = re.compile(r"([A-Z]{1,3})(\d+)")

A4_PAPER: Final = "9"
"""ECMA-376 part 1, 18.3.1.63: paper size 9 is A4."""
_PORTRAIT_POINTS: Final = 595 - 2 * 60
_LANDSCAPE_POINTS: Final = 842 - 2 * 60
"""A4 within the margins that Excel sets by itself (0.7 or 0.75 inch), and a little for other typefaces."""
_TOO_SMALL_UPRIGHT: Final = 1.4
"""From this much wider than an upright page, a sheet is turned although its author said upright."""
_SMALLEST_SCALE: Final = 0.4
"""Below this scale nobody reads a table; it is then spread over several pages side by side."""
DEFAULT_WIDTH: Final = 64 / 7
"""Characters with the padding of a cell: the 64 pixels of a column nobody touched."""
PADDING: Final = 8 / 7
"""What a width that is told without it needs more (ECMA-376 part 1, 18.3.1.81 `baseColWidth`)."""
_MOST_BYTES: Final = 40 << 20
"""A larger sheet keeps its own setup: its tree would take gigabytes."""

# ECMA-376 part 1, 18.3.1.99: what may stand before pageSetup, in this order.
_BEFORE_SETUP: Final = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection"),
    *("protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells"),
    *("phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins"),
)

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column, all from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSetup:
    """What the workbook says of one sheet: its name, whether it is seen, and its print areas."""

    name: str
    visible: bool
    areas: tuple[Area, ...]


def hidden_note(names: Sequence[str]) -> list[str]:
    """Name the sheets of a workbook that are not printed, for the register."""
    return [f"lembar tersembunyi tidak dicetak: {', '.join(names)}"] if names else []


def sheets_of(archive: zipfile.ZipFile) -> Mapping[str, SheetSetup]:
    """Return the sheets of a workbook by the name of their part; none where the workbook cannot be read."""
    try:
        book = parse(archive.read(_BOOK))
        relations = parse(archive.read(_BOOK_RELATIONS))
    except (KeyError, etree.XMLSyntaxError):
        return {}
    targets = {item.get("Id"): str(item.get("Target", "")) for item in relations.iter(RELATIONSHIP)}
    areas = {
        int(name.get("localSheetId", "-1")): tuple(_areas(name.text or ""))
        for name in book.iter(f"{S}definedName")
        if name.get("name") == _PRINT_AREA and name.get("localSheetId", "").isdigit()
    }
    found = {}
    for number, sheet in enumerate(book.iter(f"{S}sheet")):
        target = targets.get(sheet.get(f"{_R}id"), "")
        part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        visible = sheet.get("state", "visible") == "visible"
        found[part] = SheetSetup(name=sheet.get("name") or "?", visible=visible, areas=areas.get(number, ()))
    return found


def _areas(text: str) -> Iterator[Area]:
    for piece in text.split(","):
        match = _AREA.search(piece.rpartition("!")[2])
        if match:
            first_column, first_row, last_column, last_row = match.groups()
            column, row = column_number(first_column), int(first_row)
            yield row, column, int(last_row or row), column_number(last_column) if last_column else column


def fit_xlsx(data: bytes, sheet: SheetSetup) -> tuple[bytes, list[str]]:
    """Return the XML of a sheet that fits its page, and what of it will not be printed, in words."""
    if len(data) > _MOST_BYTES:
        return data, []
    root = parse(data)
    if root.tag != f"{S}worksheet" or not sheet.visible:
        return data, []
    filled = [place for cell in root.iter(f"{S}c") if len(cell) and (place := _place(cell.get("r", "")))]
    notes = _unprinted(root, sheet, filled)
    changed = False
    if not _has_own_setup(root):
        notes += _fit(root, sheet, filled)
        changed = True
    return (written(root) if changed else data), notes


def _place(reference: str) -> tuple[int, int] | None:
    match = _CELL.fullmatch(reference)
    return (int(match.group(2)), column_number(match.group(1))) if match else None


def _unprinted(root: etree._Element, sheet: SheetSetup, filled: list[tuple[int, int]]) -> list[str]:
    notes = []
    outside = [place for place in filled if not any(_holds(area, place) for area in sheet.areas)] if sheet.areas else []
    if outside:
        notes.append(f"lembar {sheet.name}: {len(outside)} sel di luar area cetak tidak dicetak")
    rows_filled = {row for row, _ in filled}
    hidden_rows = (row.get("r", "") for row in root.iter(f"{S}row") if _is_true(row.get("hidden")))
    rows = [row for row in hidden_rows if row.isdigit() and int(row) in rows_filled]
    if rows:
        notes.append(f"lembar {sheet.name}: {len(rows)} baris tersembunyi tidak dicetak")
    columns = {column for _, column in filled}
    hidden = [column for low, high, _, is_hidden in _columns(root) if is_hidden for column in range(low, high + 1)]
    if count := len(columns.intersection(hidden)):
        notes.append(f"lembar {sheet.name}: {count} kolom tersembunyi tidak dicetak")
    return notes


def _holds(area: Area, place: tuple[int, int]) -> bool:
    return area[0] <= place[0] <= area[2] and area[1] <= place[1] <= area[3]


def _is_true(value: str | None) -> bool:
    return value in {"1", "true"}


def _columns(root: etree._Element) -> Iterator[tuple[int, int, float, bool]]:
    """Yield first and last column, width in characters, and whether they are hidden."""
    for column in root.iter(f"{S}col"):
        try:
            low, high = int(column.get("min", "0")), int(column.get("max", "0"))
            width = float(column.get("width", DEFAULT_WIDTH))
        except ValueError:
            continue
        yield low, min(high, 16_384), width, _is_true(column.get("hidden"))


def _has_own_setup(root: etree._Element) -> bool:
    """Return whether the author decided how the sheet fits its pages."""
    fit = root.find(f"{S}sheetPr/{S}pageSetUpPr")
    if fit is not None and _is_true(fit.get("fitToPage")):
        return True
    setup = root.find(f"{S}pageSetup")
    if setup is not None and setup.get("scale", "100") != "100":
        return True
    return root.find(f"{S}colBreaks/{S}brk") is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """How a sheet is to be printed: turned or not, and on how many pages side by side (0: as it is, it fits)."""

    landscape: bool
    pages: int

    def told(self, name: str) -> str:
        """Say it for the register."""
        spread = f", {self.pages} halaman ke samping" if self.pages > 1 else ""
        return f"lembar {name}: dikecilkan agar muat selebar halaman{spread}"


def fit_of(widths: Sequence[float], *, upright: bool, landscape: bool = False) -> Fitting:
    """Decide how columns of these widths (in characters) fit A4; nothing is enlarged.

    Args:
        widths: the columns that are printed; 0 is a hidden one.
        upright: the author chose upright pages, which only a very wide sheet overrules.
        landscape: the author chose turned pages.
    """
    # 7 pixels a character, at 96 pixels an inch (ECMA-376 part 1, 18.3.1.13).
    points = sum(width * 7 * 0.75 for width in widths)
    turned = landscape or points > _PORTRAIT_POINTS * (_TOO_SMALL_UPRIGHT if upright else 1.0)
    room = _LANDSCAPE_POINTS if turned else _PORTRAIT_POINTS
    pages = max(1, math.ceil(points * _SMALLEST_SCALE / room)) if points > room else 0
    return Fitting(landscape=turned, pages=pages)


def _fit(root: etree._Element, sheet: SheetSetup, filled: list[tuple[int, int]]) -> list[str]:
    """Set the sheet to one page in width, turned where it is wide."""
    setup = root.find(f"{S}pageSetup")
    if setup is None:
        setup = etree.Element(f"{S}pageSetup")
        earlier = [child for child in root if child.tag in {f"{S}{name}" for name in _BEFORE_SETUP}]
        root.insert(root.index(earlier[-1]) + 1 if earlier else 0, setup)
    if setup.get("paperSize") is None:
        setup.set("paperSize", A4_PAPER)
    chosen = setup.get("orientation")
    fitting = fit_of(_widths(root, sheet, filled), upright=chosen == "portrait", landscape=chosen == "landscape")
    if fitting.landscape:
        setup.set("orientation", "landscape")
    if not fitting.pages:
        return []
    setup.set("fitToWidth", str(fitting.pages))
    setup.set("fitToHeight", "0")
    properties = root.find(f"{S}sheetPr")
    if properties is None:
        properties = etree.Element(f"{S}sheetPr")
        root.insert(0, properties)
    fit = properties.find(f"{S}pageSetUpPr")
    if fit is None:
        fit = etree.SubElement(properties, f"{S}pageSetUpPr")
    fit.set("fitToPage", "1")
    return [fitting.told(sheet.name)]


def _widths(root: etree._Element, sheet: SheetSetup, filled: list[tuple[int, int]]) -> list[float]:
    """Return the widths in characters of the columns that will be printed."""
    first, last = 1, max((column for _, column in filled), default=0)
    if sheet.areas:
        first, last = min(area[1] for area in sheet.areas), max(area[3] for area in sheet.areas)
    form = root.find(f"{S}sheetFormatPr")
    usual = _number(form.get("defaultColWidth")) if form is not None else 0.0
    if not usual and form is not None and (base := _number(form.get("baseColWidth"))):
        usual = base + PADDING
    widths = dict.fromkeys(range(first, min(last, 16_384) + 1), usual or DEFAULT_WIDTH)
    for low, high, width, hidden in _columns(root):
        for column in range(max(low, first), min(high, last) + 1):
            widths[column] = 0.0 if hidden else width
    return list(widths.values())


def _number(value: str | None) -> float:
    try:
        return float(value) if value else 0.0
    except ValueError:
        return 0.0


_STREAM: Final = "Workbook"
_BOF, _EOF, _FILEPASS, _BOUNDSHEET = 0x0809, 0x000A, 0x002F, 0x0085
_WSBOOL, _SETUP, _COLINFO, _DIMENSIONS, _COLUMN_WIDTH, _BREAKS = 0x0081, 0x00A1, 0x007D, 0x0200, 0x0055, 0x001A
_BIFF8: Final = 0x0600
_WORKSHEET: Final = 0x0010
_FIT_TO_PAGE: Final = 0x0100
_PORTRAIT: Final = 0x0002
_NO_PRINTER: Final = 0x0004
"""fNoPls: paper, scale and orientation hold nothing that anybody chose."""
_A4: Final = 9
_WHOLE: Final = 100
_MOST_BOOK_BYTES: Final = 200 << 20
_MOST_COLUMNS: Final = 256
_SETUP_LENGTH: Final = 12


@dataclass(slots=True)
class _XlsSheet:
    """Where the records of one sheet stand that say how it is printed, and how wide it is."""

    start: int
    wsbool: int = 0
    setup: int = 0
    last_column: int = 0
    width: float = DEFAULT_WIDTH
    widths: dict[int, float] = field(default_factory=dict)
    breaks: bool = False


def fit_xls(copy: Path) -> list[str]:
    """Change the copy of a workbook so that its sheets fit their pages; return what to say about it.

    A file that this does not understand stays as it is.
    """
    try:
        with olefile.OleFileIO(str(copy), write_mode=True) as container:
            if not container.exists(_STREAM) or container.get_size(_STREAM) > _MOST_BOOK_BYTES:
                return []
            data = bytearray(container.openstream(_STREAM).read())
            notes = _fitted_xls(data)
            container.write_stream(_STREAM, bytes(data))
    except (OSError, ValueError, IndexError, TypeError, struct.error, AttributeError):
        return []
    return notes


def _fitted_xls(data: bytearray) -> list[str]:
    names, sheets = _read_xls(data)
    hidden = [name for name, is_hidden in names.values() if is_hidden]
    notes = hidden_note(hidden)
    for sheet in sheets:
        name, is_hidden = names.get(sheet.start, ("?", True))
        if not is_hidden and sheet.wsbool and sheet.setup and not sheet.breaks:
            notes += _fit_xls(data, sheet, name)
    return notes


def _records(data: bytes | bytearray) -> Iterator[tuple[int, int, int]]:
    """Yield kind, place of the content and length of every record."""
    position = 0
    while position + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, position)
        if position + 4 + length > len(data):
            return
        yield kind, position + 4, length
        position += 4 + length


def _read_xls(data: bytearray) -> tuple[dict[int, tuple[str, bool]], list[_XlsSheet]]:
    """Return the sheets by where they start (name, hidden), and their printing; none of a locked or older book."""
    names: dict[int, tuple[str, bool]] = {}
    sheets: list[_XlsSheet] = []
    current: _XlsSheet | None = None
    for kind, place, length in _records(data):
        if kind == _FILEPASS:
            return {}, []
        if kind == _BOF:
            version, substream = struct.unpack_from("<HH", data, place)
            current = _XlsSheet(start=place - 4) if (version, substream) == (_BIFF8, _WORKSHEET) else None
            sheets += [current] if current else []
        elif kind == _EOF:
            current = None
        elif kind == _BOUNDSHEET:
            start, state, count, wide = struct.unpack_from("<IHBB", data, place)
            raw = bytes(data[place + 8 : place + 8 + count * (2 if wide & 1 else 1)])
            names[start] = (raw.decode("utf-16-le" if wide & 1 else "latin-1", "replace"), bool(state & 0x3))
        elif current is not None:
            _note(current, data, kind, place, length)
    return names, sheets


def _note(sheet: _XlsSheet, data: bytearray, kind: int, place: int, length: int) -> None:
    if kind == _WSBOOL:
        sheet.wsbool = place
    elif kind == _SETUP and length >= _SETUP_LENGTH:
        sheet.setup = place
    elif kind == _COLUMN_WIDTH:
        (characters,) = struct.unpack_from("<H", data, place)
        sheet.width = characters + PADDING
    elif kind == _COLINFO:
        first, last, width, _, options = struct.unpack_from("<5H", data, place)
        for column in range(first, min(last, _MOST_COLUMNS) + 1):
            sheet.widths[column] = 0.0 if options & 1 else width / 256
    elif kind == _DIMENSIONS:
        (sheet.last_column,) = struct.unpack_from("<H", data, place + 10)
    elif kind == _BREAKS:
        sheet.breaks = True


def _fit_xls(data: bytearray, sheet: _XlsSheet, name: str) -> list[str]:
    (properties,) = struct.unpack_from("<H", data, sheet.wsbool)
    paper, scale, start, wide, high, options = struct.unpack_from("<6H", data, sheet.setup)
    chosen = not options & _NO_PRINTER
    if properties & _FIT_TO_PAGE or (chosen and scale not in {0, _WHOLE}):
        return []
    columns = range(min(sheet.last_column, _MOST_COLUMNS))
    widths = [sheet.widths.get(column, sheet.width) for column in columns]
    upright = bool(options & _PORTRAIT)
    fitting = fit_of(widths, upright=chosen and upright, landscape=chosen and not upright)
    options = (options & ~(_NO_PRINTER | _PORTRAIT)) | (0 if fitting.landscape else _PORTRAIT)
    if fitting.pages:
        wide, high = fitting.pages, 0
        struct.pack_into("<H", data, sheet.wsbool, properties | _FIT_TO_PAGE)
    struct.pack_into("<6H", data, sheet.setup, (paper if chosen and paper else _A4), _WHOLE, start, wide, high, options)
    return [fitting.told(name)] if fitting.pages else []
