"""Converts .docx tables to reportlab tables: widths, merged cells, borders, shading, repeated head rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn
from reportlab.lib.colors import HexColor
from reportlab.platypus import Spacer, TableStyle

from dossier.convert.docx.flowables import height_of
from dossier.convert.docx.inline import PAGE_HEIGHT
from dossier.convert.docx.styles import TWIP, is_on, is_on_attribute, number_of
from dossier.typeset.row_splitting import SplittingLongTable, SplittingTable
from dossier.typeset.typography import INK, REGULAR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element
    from reportlab.platypus import Flowable

    from dossier.convert.docx.flowables import Alignment
    from dossier.convert.docx.inline import BlockPlace, LayoutContext
    from dossier.typeset.text_table import Command

_COLOUR: Final = re.compile(r"[0-9A-Fa-f]{6}")
_SIDES: Final = {"top": "LINEABOVE", "bottom": "LINEBELOW", "left": "LINEBEFORE", "right": "LINEAFTER"}
_NO_LINE: Final = frozenset({"nil", "none"})
_EIGHTH: Final = 1 / 8
"""Widths of border lines are in eighths of a point."""
_MARGINS: Final = {"top": 0.0, "left": 5.4, "bottom": 1.0, "right": 5.4}
"""Points between a cell's edges and its content where nothing is said."""
_MOST_MARGIN: Final = 72.0
_MOST_COLUMNS: Final = 63
"""What Word itself allows."""
_MOST_ROWS: Final = 3_000
_NARROWEST: Final = 8.0
_LONG: Final = 40
_ALIGNMENTS: Final[dict[str, Alignment]] = {"center": "CENTER", "right": "RIGHT", "end": "RIGHT"}


@dataclass(slots=True)
class _DocxCell:
    element: _Element
    row: int
    column: int
    columns: int = 1
    rows: int = 1
    hidden: bool = False


@dataclass(slots=True)
class _TableLayout:
    cells: list[_DocxCell] = field(default_factory=list)
    rows: list[_Element] = field(default_factory=list)
    heads: int = 0
    columns: int = 0
    air: float = 0.0
    """Points of the margins above and below the content of a cell."""


def table(element: _Element, sheet: LayoutContext, place: BlockPlace) -> list[Flowable]:
    """Return the flowables of a `w:tbl`; as paragraphs one after the other where tables are to be avoided."""
    if sheet.flat_tables or sheet.deep >= _DEEPEST_TABLE:
        return _flat(element, sheet, place)
    layout = _read(element)
    if not layout.cells or layout.columns > _MOST_COLUMNS or len(layout.rows) > _MOST_ROWS:
        return _flat(element, sheet, place)
    widths = _widths(element, layout, place.width)
    margins = _margins(element, sheet, min(widths) / 3)
    layout.air = margins["top"] + margins["bottom"]
    beside = margins["left"] + margins["right"]
    rows: list[list[object]] = [["" for _ in range(layout.columns)] for _ in layout.rows]
    sheet.deep += 1
    for cell in layout.cells:
        if not cell.hidden:
            width = sum(widths[cell.column : cell.column + cell.columns]) - beside
            inner = replace(place, width=max(width, _NARROWEST))
            rows[cell.row][cell.column] = sheet.blocks(cell.element, sheet, inner)
    sheet.deep -= 1
    commands = [*_base(margins), *_first_row(element, layout, sheet), *_commands(element, layout, sheet)]
    heights = [
        _height(row, rows[number], layout, [width - beside for width in widths], number)
        for number, row in enumerate(layout.rows)
    ]
    kind = SplittingLongTable if len(rows) > _LONG else SplittingTable
    flowable = kind(
        rows,
        colWidths=widths,
        rowHeights=heights,
        repeatRows=layout.heads,
        style=TableStyle(commands),
        splitInRow=1,
        hAlign=_alignment(element),
    )
    if all(_is_whole(row) for row in layout.rows):
        flowable.wrap(place.width, 1e6)
        # Known once it has been wrapped; a row that fits on no page is cut whatever is asked for.
        measured = getattr(flowable, "_rowHeights")  # noqa: B009 — not in its type stubs
        flowable.splitInRow = int(max(measured) > place.height)
    return [flowable, Spacer(0, 1)]


def _is_whole(row: _Element) -> bool:
    """Whether no page break may fall inside of a row: a signature stays with its name."""
    properties = row.find(qn("w:trPr"))
    return properties is not None and is_on(properties.find(qn("w:cantSplit")))


_DEEPEST_TABLE: Final = 6


def _flat(element: _Element, sheet: LayoutContext, place: BlockPlace) -> list[Flowable]:
    story: list[Flowable] = []
    for cell in element.iter(qn("w:tc")):
        story += sheet.blocks((child for child in cell if child.tag != qn("w:tbl")), sheet, place)
    return story


def _children(element: _Element, tag: str) -> Iterator[_Element]:
    """Yield rows or cells, also those inside content controls and insertions."""
    for child in element:
        if child.tag == qn(tag):
            yield child
        elif child.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")}:
            yield from _children(child, tag)


def _read(element: _Element) -> _TableLayout:
    """Find where each cell lies; a cell that continues the one above it is hidden and makes that one taller."""
    layout = _TableLayout()
    above: dict[int, _DocxCell] = {}
    for number, row in enumerate(_children(element, "w:tr")):
        layout.rows.append(row)
        properties = row.find(qn("w:trPr"))
        if properties is not None and is_on(properties.find(qn("w:tblHeader"))) and layout.heads == number:
            layout.heads = number + 1
        column = int(_row_number(properties, "w:gridBefore"))
        for item in _children(row, "w:tc"):
            settings = item.find(qn("w:tcPr"))
            span = max(1, int(_row_number(settings, "w:gridSpan", 1)))
            cell = _DocxCell(element=item, row=number, column=column, columns=min(span, _MOST_COLUMNS))
            merge = settings.find(qn("w:vMerge")) if settings is not None else None
            origin = above.get(column)
            if merge is not None and merge.get(qn("w:val")) != "restart" and origin is not None:
                cell.hidden = True
                origin.rows = number - origin.row + 1
            elif merge is not None:
                above[column] = cell
            else:
                above.pop(column, None)
            layout.cells.append(cell)
            column += cell.columns
        layout.columns = max(layout.columns, column)
    if layout.heads == len(layout.rows):
        layout.heads = 0
    return layout


def _row_number(properties: _Element | None, tag: str, default: float = 0) -> float:
    return number_of(properties.find(qn(tag)), "w:val", default) if properties is not None else default


def _widths(element: _Element, layout: _TableLayout, available: float) -> list[float]:
    holder = element.find(qn("w:tblGrid"))
    columns = holder.findall(qn("w:gridCol")) if holder is not None else []
    widths = [number_of(column, "w:w") * TWIP for column in columns[: layout.columns]]
    for cell in layout.cells:
        settings = cell.element.find(qn("w:tcPr"))
        wanted = settings.find(qn("w:tcW")) if settings is not None else None
        if cell.columns == 1 and wanted is not None and wanted.get(qn("w:type")) == "dxa" and cell.column < len(widths):
            # What the cell says is newer than the grid in files that programs other than Word have written.
            widths[cell.column] = number_of(wanted, "w:w") * TWIP or widths[cell.column]
    widths += [0.0] * (layout.columns - len(widths))
    known = [width for width in widths if width > 0]
    usual = sum(known) / len(known) if known else available / max(1, layout.columns)
    widths = [width if width > 0 else usual for width in widths]
    scale = min(1.0, available / sum(widths))
    return [max(width * scale, _NARROWEST) for width in widths]


def _alignment(element: _Element) -> Alignment:
    justification = element.find(f"{qn('w:tblPr')}/{qn('w:jc')}")
    value = justification.get(qn("w:val")) if justification is not None else None
    return _ALIGNMENTS.get(value or "", "LEFT")


def _height(row: _Element, cells: list[object], layout: _TableLayout, widths: list[float], number: int) -> float | None:
    """Return the height of a row that asks for one: its content's, or more. None leaves it to reportlab.

    `widths` are those of the columns less the margins of a cell.
    """
    setting = row.find(f"{qn('w:trPr')}/{qn('w:trHeight')}")
    wanted = number_of(setting, "w:val") * TWIP
    if wanted <= 0 or wanted > PAGE_HEIGHT:
        return None
    content = 0.0
    for cell in layout.cells:
        flowables = cells[cell.column] if cell.row == number and not cell.hidden else None
        if isinstance(flowables, list) and cell.rows == 1:
            width = sum(widths[cell.column : cell.column + cell.columns])
            content = max(content, sum(height_of(item, max(width, _NARROWEST)) for item in flowables))
    return wanted if content + layout.air + 1 <= wanted else None


def _base(margins: Mapping[str, float]) -> list[Command]:
    whole = ((0, 0), (-1, -1))
    return [
        ("FONTNAME", *whole, REGULAR),
        ("VALIGN", *whole, "TOP"),
        *((f"{side.upper()}PADDING", *whole, points) for side, points in margins.items()),
    ]


def _holders(element: _Element, sheet: LayoutContext, path: str) -> list[_Element]:
    """Return all that a table and then the styles it is made with say under a path, the nearest first."""
    style = element.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}")
    layers = sheet.formats.style_chain(style.get(qn("w:val")) if style is not None else None, "table")
    steps = "/".join(map(qn, path.split("/")))
    return [found for layer in (element, *layers) for found in layer.findall(steps)]


def _margins(element: _Element, sheet: LayoutContext, most: float) -> dict[str, float]:
    """Return the points between the edges of a cell and its content, by side; a cell's own are not looked at.

    Left and right are at most `most`, so that the narrowest column keeps room for its text.
    """
    margins = dict(_MARGINS)
    newer = {"left": "start", "right": "end"}
    for holder in reversed(_holders(element, sheet, "w:tblPr/w:tblCellMar")):
        for side in margins:
            for name in (side, newer.get(side, side)):
                found = holder.find(qn(f"w:{name}"))
                if found is not None:
                    margins[side] = min(max(number_of(found, "w:w") * TWIP, 0.0), _MOST_MARGIN)
    return margins | {side: min(margins[side], most) for side in newer}


def _first_row(element: _Element, layout: _TableLayout, sheet: LayoutContext) -> Iterator[Command]:
    """Yield the look of the first row where the table's style has one and the table wants it."""
    look = element.find(f"{qn('w:tblPr')}/{qn('w:tblLook')}")
    if look is None or not is_on_attribute(look, "w:firstRow"):
        return
    for style in _holders(element, sheet, "w:tblStylePr"):
        if style.get(qn("w:type")) == "firstRow":
            yield from _cell_look(style.find(qn("w:tcPr")), (0, 0), (layout.columns - 1, 0))
            return


def _commands(element: _Element, layout: _TableLayout, sheet: LayoutContext) -> list[Command]:
    commands: list[Command] = []
    borders = _table_borders(element, sheet)
    last_row, last_column = len(layout.rows) - 1, layout.columns - 1
    for cell in layout.cells:
        if cell.hidden:
            continue
        start, stop = (cell.column, cell.row), (cell.column + cell.columns - 1, cell.row + cell.rows - 1)
        if start != stop:
            commands.append(("SPAN", start, stop))
        settings = cell.element.find(qn("w:tcPr"))
        own = settings.find(qn("w:tcBorders")) if settings is not None else None
        at_edge = {
            "top": cell.row == 0,
            "bottom": stop[1] == last_row,
            "left": cell.column == 0,
            "right": stop[0] == last_column,
        }
        for side, command in _SIDES.items():
            line = _line(own, side) if own is not None and own.find(qn(f"w:{side}")) is not None else None
            if line is None and (own is None or own.find(qn(f"w:{side}")) is None):
                inner = "insideH" if side in {"top", "bottom"} else "insideV"
                line = borders.get(side if at_edge[side] else inner)
            if line is not None:
                edge_start, edge_stop = _edge(side, start, stop)
                commands.append((command, edge_start, edge_stop, *line))
        commands += _cell_look(settings, start, stop)
    return commands


def _edge(side: str, start: tuple[int, int], stop: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the cells of a merged area that touch one of its sides."""
    return {
        "top": (start, (stop[0], start[1])),
        "bottom": ((start[0], stop[1]), stop),
        "left": (start, (start[0], stop[1])),
        "right": ((stop[0], start[1]), stop),
    }[side]


def _cell_look(settings: _Element | None, start: tuple[int, int], stop: tuple[int, int]) -> Iterator[Command]:
    if settings is None:
        return
    shading = settings.find(qn("w:shd"))
    fill = (shading.get(qn("w:fill")) if shading is not None else None) or ""
    if _COLOUR.fullmatch(fill):
        yield ("BACKGROUND", start, stop, HexColor(f"#{fill}"))
    vertical = settings.find(qn("w:vAlign"))
    value = vertical.get(qn("w:val")) if vertical is not None else None
    if value in {"center", "bottom"}:
        yield ("VALIGN", start, stop, "MIDDLE" if value == "center" else "BOTTOM")


def _table_borders(element: _Element, sheet: LayoutContext) -> dict[str, tuple[float, object]]:
    """Return the lines of a table by side, its own before those of its style."""
    holders = _holders(element, sheet, "w:tblPr/w:tblBorders")
    lines: dict[str, tuple[float, object]] = {}
    for side in ("top", "bottom", "left", "right", "insideH", "insideV"):
        for holder in holders:
            if holder.find(qn(f"w:{side}")) is not None:
                line = _line(holder, side)
                if line is not None:
                    lines[side] = line
                break
    return lines


def _line(holder: _Element, side: str) -> tuple[float, object] | None:
    element = holder.find(qn(f"w:{side}"))
    if element is None or (element.get(qn("w:val")) or "nil") in _NO_LINE:
        return None
    width = min(max(number_of(element, "w:sz", 4) * _EIGHTH, 0.25), 6.0)
    colour = element.get(qn("w:color")) or ""
    return width, HexColor(f"#{colour}") if _COLOUR.fullmatch(colour) else INK
