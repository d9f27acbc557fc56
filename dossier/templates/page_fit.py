"""Gives finished papers the sheet and margins of the unit, and lets their tables follow the width of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier.templates.docx_package import W, parse_xml, serialize_xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from dossier.model import PaperLayout

_DOCUMENT: Final = "word/document.xml"
_TWIPS: Final = 1440 / 25.4
"""Twentieths of a point in a millimetre."""
_TALL: Final = 0.5
"""A row that is set to at least this part of the text's height fills the page, as the frame of a certificate does."""


def fit_pages(parts: dict[str, bytes], layout: PaperLayout, *, decree: bool) -> dict[str, bytes]:
    """Return the parts of a paper on the unit's sheet; a layout that sets nothing returns them as they are.

    Args:
        parts: the finished paper.
        layout: what the unit's profile sets.
        decree: whether the sheet of decrees is meant.
    """
    sheet = layout.decree_sheet if decree else layout.sheet
    if sheet is None and not layout.margins:
        return parts
    root = parse_xml(parts[_DOCUMENT])
    for section, body in _sections(root):
        _fit(section, body, sheet, dict(layout.margins))
    return {**parts, _DOCUMENT: serialize_xml(root)}


def _sections(root: etree._Element) -> Iterator[tuple[etree._Element, list[etree._Element]]]:
    """Yield the properties of each section with the elements of the body that they are of."""
    gathered: list[etree._Element] = []
    for element in list(root.iterfind(f"{W}body/*")):
        gathered.append(element)
        section = element if element.tag == f"{W}sectPr" else element.find(f"{W}pPr/{W}sectPr")
        if section is not None:
            yield section, gathered
            gathered = []


def _fit(
    section: etree._Element,
    body: Iterable[etree._Element],
    sheet: tuple[float, float] | None,
    margins: dict[str, float],
) -> None:
    """Set one section; one without a size or margins of its own is left alone."""
    size, edges = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    if size is None or edges is None:
        return
    before = _text_area(size, edges)
    if sheet is not None:
        lying = size.get(f"{W}orient") == "landscape"
        width, height = reversed(sheet) if lying else sheet
        size.set(f"{W}w", str(round(width * _TWIPS)))
        size.set(f"{W}h", str(round(height * _TWIPS)))
    for side, width in margins.items():
        edges.set(f"{W}{side}", str(round(width * _TWIPS)))
    after = _text_area(size, edges)
    if min(*before, *after) > 0:
        for element in body:
            _widen(element, after[0] / before[0])
            _heighten(element, before[1], after[1])


def _text_area(size: etree._Element, edges: etree._Element) -> tuple[int, int]:
    """Return the width and height of the text in twips."""
    width, height = (_number(size, name) for name in ("w", "h"))
    left, right, top, bottom = (_number(edges, name) for name in ("left", "right", "top", "bottom"))
    return width - left - right, height - top - bottom


def _widen(element: etree._Element, factor: float) -> None:
    """Scale the tables in an element. The columns keep adding up to the table: edges are rounded, not widths."""
    for table in element.iter(f"{W}tbl"):
        columns = table.findall(f"{W}tblGrid/{W}gridCol")
        _scale_in_a_row(columns, factor)
        whole = table.find(f"{W}tblPr/{W}tblW")
        if whole is not None and _is_absolute(whole):
            whole.set(f"{W}w", str(sum(_number(column, "w") for column in columns) or round(_number(whole) * factor)))
        for row in table.findall(f"{W}tr"):
            widths = (cell.find(f"{W}tcPr/{W}tcW") for cell in row.findall(f"{W}tc"))
            _scale_in_a_row([width for width in widths if width is not None and _is_absolute(width)], factor)


def _scale_in_a_row(widths: Iterable[etree._Element], factor: float) -> None:
    edge, scaled = 0, 0
    for width in widths:
        edge += _number(width, "w")
        width.set(f"{W}w", str(round(edge * factor) - scaled))
        scaled = round(edge * factor)


def _heighten(element: etree._Element, before: int, after: int) -> None:
    for height in element.iter(f"{W}trHeight"):
        if _number(height, "val") >= before * _TALL:
            height.set(f"{W}val", str(_number(height, "val") + after - before))


def _is_absolute(width: etree._Element) -> bool:
    return width.get(f"{W}type") == "dxa"


def _number(element: etree._Element, name: str = "w") -> int:
    written = element.get(f"{W}{name}") or "0"
    return int(written) if written.isascii() and written.removeprefix("-").isdigit() else 0
