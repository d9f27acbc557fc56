"""Edits sheets of a staged XLSX: fits them to A4 width where no page setup is given; lists what is not printed.

Works on the XML of one sheet; the evidence file itself is never changed.
"""

from __future__ import annotations

import math
import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Mapping, Sequence

_S: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
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


def parse(data: bytes) -> etree._Element:
    """Parse XML of an office file: nothing is resolved and nothing fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def sheets_of(archive: zipfile.ZipFile) -> Mapping[str, SheetSetup]:
    """Return the sheets of a workbook by the name of their part; none where the workbook cannot be read."""
    try:
        book = parse(archive.read(_BOOK))
        relations = parse(archive.read(_BOOK_RELATIONS))
    except (KeyError, etree.XMLSyntaxError):
        return {}
    targets = {item.get("Id"): str(item.get("Target", "")) for item in relations.iter(_RELATIONSHIP)}
    areas = {
        int(name.get("localSheetId", "-1")): tuple(_areas(name.text or ""))
        for name in book.iter(f"{_S}definedName")
        if name.get("name") == _PRINT_AREA and name.get("localSheetId", "").isdigit()
    }
    found = {}
    for number, sheet in enumerate(book.iter(f"{_S}sheet")):
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
            column, row = _column(first_column), int(first_row)
            yield row, column, int(last_row or row), _column(last_column) if last_column else column


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def fitted(data: bytes, sheet: SheetSetup) -> tuple[bytes, list[str]]:
    """Return the XML of a sheet that fits its page, and what of it will not be printed, in words."""
    if len(data) > _MOST_BYTES:
        return data, []
    root = parse(data)
    if root.tag != f"{_S}worksheet" or not sheet.visible:
        return data, []
    filled = [place for cell in root.iter(f"{_S}c") if len(cell) and (place := _place(cell.get("r", "")))]
    notes = _unprinted(root, sheet, filled)
    changed = False
    if not _has_own_setup(root):
        notes += _fit(root, sheet, filled)
        changed = True
    return (etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True) if changed else data), notes


def _place(reference: str) -> tuple[int, int] | None:
    match = _CELL.fullmatch(reference)
    return (int(match.group(2)), _column(match.group(1))) if match else None


def _unprinted(root: etree._Element, sheet: SheetSetup, filled: list[tuple[int, int]]) -> list[str]:
    notes = []
    outside = [place for place in filled if not any(_holds(area, place) for area in sheet.areas)] if sheet.areas else []
    if outside:
        notes.append(f"lembar {sheet.name}: {len(outside)} sel di luar area cetak tidak dicetak")
    rows_filled = {row for row, _ in filled}
    hidden_rows = (row.get("r", "") for row in root.iter(f"{_S}row") if _is_true(row.get("hidden")))
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
    for column in root.iter(f"{_S}col"):
        try:
            low, high = int(column.get("min", "0")), int(column.get("max", "0"))
            width = float(column.get("width", DEFAULT_WIDTH))
        except ValueError:
            continue
        yield low, min(high, 16_384), width, _is_true(column.get("hidden"))


def _has_own_setup(root: etree._Element) -> bool:
    """Return whether the author decided how the sheet fits its pages."""
    fit = root.find(f"{_S}sheetPr/{_S}pageSetUpPr")
    if fit is not None and _is_true(fit.get("fitToPage")):
        return True
    setup = root.find(f"{_S}pageSetup")
    if setup is not None and setup.get("scale", "100") != "100":
        return True
    return root.find(f"{_S}colBreaks/{_S}brk") is not None


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
    setup = root.find(f"{_S}pageSetup")
    if setup is None:
        setup = etree.Element(f"{_S}pageSetup")
        earlier = [child for child in root if child.tag in {f"{_S}{name}" for name in _BEFORE_SETUP}]
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
    properties = root.find(f"{_S}sheetPr")
    if properties is None:
        properties = etree.Element(f"{_S}sheetPr")
        root.insert(0, properties)
    fit = properties.find(f"{_S}pageSetUpPr")
    if fit is None:
        fit = etree.SubElement(properties, f"{_S}pageSetUpPr")
    fit.set("fitToPage", "1")
    return [fitting.told(sheet.name)]


def _widths(root: etree._Element, sheet: SheetSetup, filled: list[tuple[int, int]]) -> list[float]:
    """Return the widths in characters of the columns that will be printed."""
    first, last = 1, max((column for _, column in filled), default=0)
    if sheet.areas:
        first, last = min(area[1] for area in sheet.areas), max(area[3] for area in sheet.areas)
    form = root.find(f"{_S}sheetFormatPr")
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
