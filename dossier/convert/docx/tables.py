"""Converts .docx tables to tables of the kit: widths, merged cells, borders, shading, repeated head rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn
from reportlab.lib.colors import HexColor
from reportlab.platypus import Spacer

from dossier.convert.docx.inline import PAGE_HEIGHT
from dossier.convert.docx.styles import TWIP, is_on, is_on_attribute, number_of
from dossier.typeset.cells import Story
from dossier.typeset.ledger import Ledger
from dossier.typeset.rows import CellLook, LedgerRow, LedgerStyle, PlacedCell
from dossier.typeset.typography import HAIRLINE, INK, RULE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.etree import _Element
    from reportlab.platypus import Flowable

    from dossier.convert.docx.flowables import Alignment
    from dossier.convert.docx.inline import BlockPlace, LayoutContext
    from dossier.typeset.rows import Edge

_COLOUR: Final = re.compile(r"[0-9A-Fa-f]{6}")
_SIDES: Final = ("top", "right", "bottom", "left")
_NO_LINE: Final = frozenset({"nil", "none"})
_EIGHTH: Final = 1 / 8
"""Widths of border lines are in eighths of a point."""
_MARGINS: Final = {"top": 0.0, "left": 5.4, "bottom": 1.0, "right": 5.4}
"""Points between a cell's edges and its content where nothing is said."""
_MOST_MARGIN: Final = 72.0
_MOST_COLUMNS: Final = 63
"""What Word itself allows."""
_MOST_ROWS: Final = 6_000
_NARROWEST: Final = 8.0
_SINKS: Final = {"center": 0.5, "bottom": 1.0}
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


def table(element: _Element, sheet: LayoutContext, place: BlockPlace) -> list[Flowable]:
    """Return the flowables of a `w:tbl`; as paragraphs one after the other where tables are to be avoided."""
    if sheet.flat_tables or sheet.deep >= _DEEPEST_TABLE:
        return _flat(element, sheet, place)
    layout = _read(element)
    if not layout.cells or layout.columns > _MOST_COLUMNS or len(layout.rows) > _MOST_ROWS:
        return _flat(element, sheet, place)
    widths = _widths(element, layout, place.width)
    margins = _margins(element, sheet, min(widths) / 3)
    cells: list[list[PlacedCell]] = [[] for _ in layout.rows]
    sheet.deep += 1
    for cell, look in zip(layout.cells, _looks(element, layout, sheet), strict=True):
        if not cell.hidden:
            end = cell.column + cell.columns - 1
            width = sum(widths[cell.column : end + 1]) - margins["left"] - margins["right"]
            story = Story(sheet.blocks(cell.element, sheet, replace(place, width=max(width, _NARROWEST))))
            cells[cell.row].append(PlacedCell(story, cell.column, end, cell.rows, look))
    sheet.deep -= 1
    last = layout.rows[-1]
    rows = [
        _row(row, placed, margins, keep=row is not last and _stays_with_next(row))
        for row, placed in zip(layout.rows, cells, strict=True)
    ]
    style = LedgerStyle(left=margins["left"], right=margins["right"], flush=False, page=place.height, cuts_rows=True)
    stays = _ends_alone(layout) and _stays_with_next(last)
    parts = _ledgers(rows[: layout.heads], rows[layout.heads :], widths, style, stays=stays)
    for flowable in parts:
        flowable.hAlign = _alignment(element)
    air = Spacer(0, 1)
    air.keepWithNext = int(stays)
    return [*parts, air]


def _ledgers(
    heads: Sequence[LedgerRow],
    body: Sequence[LedgerRow],
    widths: Sequence[float],
    style: LedgerStyle,
    *,
    stays: bool,
) -> list[Ledger]:
    """Return a table; with `stays` its last row is one by itself, which stays with what follows, as a signature."""
    if not stays:
        return [Ledger(widths, body, header=tuple(heads), style=style)]
    above = [Ledger(widths, body[:-1], header=tuple(heads), style=style)] if body[:-1] else []
    closing = Ledger(widths, body[-1:], header=() if above else tuple(heads), style=style)
    closing.keepWithNext = 1
    return [*above, closing]


def text_box(content: Sequence[Flowable], width: float, height: float) -> list[Flowable]:
    """Return flowables in a frame of this width; `height` is that of a page."""
    look = CellLook(edges=((HAIRLINE, RULE),) * 4)
    row = LedgerRow(cells=(PlacedCell(Story(content), 0, 0, 1, look),), rule=0.0, above=3.0, below=3.0)
    flowable = Ledger((width,), [row], style=LedgerStyle(left=6.0, right=6.0, flush=False, page=height, cuts_rows=True))
    flowable.hAlign = "CENTER"
    return [flowable, Spacer(0, 4)]


def _row(element: _Element, cells: Sequence[PlacedCell], margins: Mapping[str, float], *, keep: bool) -> LedgerRow:
    """Return a row at least as high as it asks for; no page break falls inside of it where it says so, or below it."""
    properties = element.find(qn("w:trPr"))
    wanted = whole = None
    if properties is not None:
        # A signature stays with its name.
        whole, wanted = properties.find(qn("w:cantSplit")), properties.find(qn("w:trHeight"))
    least = number_of(wanted, "w:val") * TWIP
    return LedgerRow(
        cells=tuple(cells),
        rule=0.0,
        above=margins["top"],
        below=margins["bottom"],
        least=least if least <= PAGE_HEIGHT else 0.0,
        whole=is_on(whole),
        keep=keep,
    )


def _ends_alone(layout: _TableLayout) -> bool:
    """Return whether no cell reaches from the rows above into the last one."""
    last = len(layout.rows) - 1
    return layout.heads < len(layout.rows) and not any(
        cell.row < last < cell.row + cell.rows for cell in layout.cells if not cell.hidden
    )


def _stays_with_next(row: _Element) -> bool:
    """Return whether every paragraph of a row says itself, not by its style, that it stays with what follows."""
    paragraphs = list(row.iter(qn("w:p")))
    return bool(paragraphs) and all(is_on(p.find(f"{qn('w:pPr')}/{qn('w:keepNext')}")) for p in paragraphs)


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


def _first_row(element: _Element, sheet: LayoutContext) -> CellLook:
    """Return the look of the first row where the table's style has one and the table wants it."""
    look = element.find(f"{qn('w:tblPr')}/{qn('w:tblLook')}")
    if look is not None and is_on_attribute(look, "w:firstRow"):
        for style in _holders(element, sheet, "w:tblStylePr"):
            if style.get(qn("w:type")) == "firstRow":
                return _look(style.find(qn("w:tcPr")), CellLook())
    return CellLook()


def _looks(element: _Element, layout: _TableLayout, sheet: LayoutContext) -> Iterator[CellLook]:
    """Yield the look of each cell: its own ground and edges before those of the table and its style."""
    borders, first_row = _table_borders(element, sheet), _first_row(element, sheet)
    for cell in layout.cells:
        settings = cell.element.find(qn("w:tcPr"))
        own = settings.find(qn("w:tcBorders")) if settings is not None else None
        outer = {
            "top": cell.row == 0,
            "right": cell.column + cell.columns == layout.columns,
            "bottom": cell.row + cell.rows == len(layout.rows),
            "left": cell.column == 0,
        }
        top, right, bottom, left = (
            _line(own, side)
            if own is not None and own.find(qn(f"w:{side}")) is not None
            else borders.get(side if outer[side] else "insideH" if side in {"top", "bottom"} else "insideV")
            for side in _SIDES
        )
        look = _look(settings, first_row if cell.row == 0 else CellLook())
        yield replace(look, edges=(top, right, bottom, left))


def _look(settings: _Element | None, default: CellLook) -> CellLook:
    """Return the ground of a cell and where its content lies in it; what its settings do not say is the default's."""
    if settings is None:
        return default
    shading = settings.find(qn("w:shd"))
    fill = (shading.get(qn("w:fill")) if shading is not None else None) or ""
    vertical = settings.find(qn("w:vAlign"))
    value = vertical.get(qn("w:val")) if vertical is not None else None
    return CellLook(
        fill=HexColor(f"#{fill}") if _COLOUR.fullmatch(fill) else default.fill,
        sink=_SINKS.get(value or "", default.sink),
    )


def _table_borders(element: _Element, sheet: LayoutContext) -> dict[str, Edge]:
    """Return the lines of a table by side, its own before those of its style."""
    holders = _holders(element, sheet, "w:tblPr/w:tblBorders")
    lines: dict[str, Edge] = {}
    for side in ("top", "bottom", "left", "right", "insideH", "insideV"):
        for holder in holders:
            if holder.find(qn(f"w:{side}")) is not None:
                line = _line(holder, side)
                if line is not None:
                    lines[side] = line
                break
    return lines


def _line(holder: _Element, side: str) -> Edge | None:
    element = holder.find(qn(f"w:{side}"))
    if element is None or (element.get(qn("w:val")) or "nil") in _NO_LINE:
        return None
    width = min(max(number_of(element, "w:sz", 4) * _EIGHTH, 0.25), 6.0)
    colour = element.get(qn("w:color")) or ""
    return width, HexColor(f"#{colour}") if _COLOUR.fullmatch(colour) else INK
