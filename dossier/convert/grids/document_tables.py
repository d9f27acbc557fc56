"""Tables of a Word document as grids: merged cells, labels of numbered paragraphs, no deleted text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx import Document

from dossier.convert.docx.numbering import Numbering
from dossier.convert.grids.sheet_grid import MAX_COLUMNS, MAX_ROWS, GridsRead, TextLine, grid_of
from dossier.convert.office.office_xml import W

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml import etree

    from dossier.convert.grids.sheet_grid import SheetGrid

_DELETED: Final = frozenset({f"{W}del", f"{W}moveFrom", f"{W}delText", f"{W}instrText"})
_MOST_ABOVE: Final = 2_000
_DEEPEST: Final = 8


def tables_of_word(path: Path) -> GridsRead:
    """Return the outer tables of a document's body, in order."""
    document = Document(str(path))
    numbering = Numbering(document)
    found: list[SheetGrid] = []
    above: list[str] = []
    lines: list[TextLine] = []
    for element in document.element.body.iter(f"{W}tbl", f"{W}p"):
        inside = next(element.iterancestors(f"{W}tbl"), None) is not None
        if element.tag == f"{W}p" and not inside:
            above.append(_paragraph(element, numbering))
            lines.append(TextLine(place=f"paragraf {len(lines) + 1}", text=above[-1]))
        elif element.tag == f"{W}tbl" and not inside:
            found.append(_grid(element, f"tabel {len(found) + 1}", " \n".join(above)[-_MOST_ABOVE:], numbering))
            above = []
    told = tuple(line for line in lines if line.text)[:MAX_ROWS]
    return GridsRead(grids=tuple(found), lines=told, trouble="" if found or told else "dokumen ini kosong")


def _grid(table: etree._Element, name: str, above: str, numbering: Numbering) -> SheetGrid:
    rows: list[list[str]] = []
    merges: list[tuple[int, int, int, int]] = []
    open_spans: dict[int, tuple[int, int]] = {}  # column ─► first row and last column of what goes on downwards
    for number, row in enumerate(list(table.iterchildren(f"{W}tr"))[: MAX_ROWS + 1]):
        cells: list[str] = [""] * min(_value(row.find(f"{W}trPr/{W}gridBefore"), 0), MAX_COLUMNS)
        going: dict[int, tuple[int, int]] = {}
        for cell in _cells(row):
            left, across = len(cells), min(max(1, _value(cell.find(f"{W}tcPr/{W}gridSpan"), 1)), MAX_COLUMNS)
            down = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = down is not None and down.get(f"{W}val") != "restart"
            if goes_on and left in open_spans:
                going[left] = open_spans.pop(left)
            else:
                going |= {left: (number, left + across - 1)} if down is not None else {}
                merges += [(number, left, number, left + across - 1)] if down is None and across > 1 else []
            text = "" if goes_on else "\n".join(_paragraph(each, numbering) for each in cell.iter(f"{W}p"))
            cells += [text, *[""] * (across - 1)]
            if len(cells) > MAX_COLUMNS:
                break
        merges += _closed(open_spans, number - 1)
        open_spans = going
        rows.append(cells)
    merges += _closed(open_spans, len(rows) - 1)
    places = [f"baris {number}" for number in range(1, len(rows) + 1)]
    return grid_of(name, rows, places=places, merges=sorted(merges), lettered=False, above=above)


def _closed(spans: dict[int, tuple[int, int]], bottom: int) -> Iterator[tuple[int, int, int, int]]:
    for left, (top, right) in spans.items():
        if bottom > top or right > left:
            yield top, left, bottom, right


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag == f"{W}sdt":
            yield from child.iter(f"{W}tc")


def _paragraph(paragraph: etree._Element, numbering: Numbering) -> str:
    pieces = []
    for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen"):
        ancestors = list(node.iterancestors())
        if any(each.tag in _DELETED or each.tag == f"{W}tabs" for each in ancestors):
            continue
        kind = node.tag.removeprefix(W)
        pieces.append({"t": node.text or "", "tab": " ", "noBreakHyphen": "-"}.get(kind, "\n"))
    text = "".join(pieces).strip()
    return f"{_label(paragraph, numbering)}{text}" if text else ""


def _label(paragraph: etree._Element, numbering: Numbering) -> str:
    listed = paragraph.find(f"{W}pPr/{W}numPr")
    identifier = listed.find(f"{W}numId") if listed is not None else None
    if listed is None or identifier is None:
        return ""
    level = min(_value(listed.find(f"{W}ilvl"), 0), _DEEPEST)
    label = numbering.label(identifier.get(f"{W}val") or "", level)
    return f"{label.text} " if label is not None and label.text else ""


def _value(element: etree._Element | None, otherwise: int) -> int:
    written = (element.get(f"{W}val") or "") if element is not None else ""
    return int(written) if written.isdecimal() and len(written) < 6 else otherwise  # noqa: PLR2004 — a sane number
