"""OpenDocument staged for LibreOffice: volatile fields fixed to what they last showed, nothing from outside.

ODF 1.2 part 1: text fields 7.3, links of pictures and sections 19.910; `text:fixed` 19.819 stops a field from changing.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from dossier.convert.office import tracked_changes
from dossier.convert.office.xlsx_staging import parse

_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_PRESENTATION: Final = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO: Final = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_XLINK: Final = "{http://www.w3.org/1999/xlink}href"
_LINKS_KEPT: Final = frozenset({f"{_TEXT}a", "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}a"})
PARTS: Final = re.compile(r"(?:.*/)?(content|styles)\.xml")
_OUTSIDE: Final = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|/|\\\\|\.\./)", re.IGNORECASE)
"""A scheme, an absolute path or a way up: anything but a member of the package itself."""
_FIXED: Final = frozenset(
    f"{_TEXT}{name}" for name in ("date", "time", "file-name", "author-name", "author-initials", "sender-firstname")
)
_UNWRAPPED: Final = frozenset(
    {
        *(f"{_TEXT}{name}" for name in ("dde-connection", "template-name", "sheet-name", "modification-date")),
        *(f"{_TEXT}{name}" for name in ("modification-time", "print-date", "print-time", "editing-duration")),
        *(f"{_PRESENTATION}{name}" for name in ("date-time",)),
    }
)
_VOLATILE: Final = re.compile(r"\b(TODAY|NOW|RAND|RANDBETWEEN|CELL|INFO|WEBSERVICE|DDE|INDIRECT|OFFSET)\s*\(")
_SCALES: Final = ("scale-to", "scale-to-pages", "scale-to-X", "scale-to-Y", "scale-to-width", "scale-to-height")


def staged(data: bytes) -> tuple[bytes, int, tracked_changes.Accepted]:
    """Return content or styles with fields fixed and tracked changes accepted.

    Returns:
        The XML, how many references to the outside were dropped, and the changes.
    """
    root = parse(data)
    accepted = tracked_changes.accept_open_document(root)
    dropped = 0
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tag in _FIXED:
            element.set(f"{_TEXT}fixed", "true")
        elif element.tag in _UNWRAPPED:
            _unwrap(element)
        elif element.tag == f"{_TABLE}table-cell":
            _freeze_cell(element)
        if element.tag not in _LINKS_KEPT and _OUTSIDE.match(element.get(_XLINK) or ""):
            del element.attrib[_XLINK]
            dropped += 1
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8"), dropped, accepted


def _unwrap(element: etree._Element) -> None:
    """Replace a field by the text it shows."""
    parent = element.getparent()
    if parent is None:
        return
    text = "".join(str(piece) for piece in element.itertext()) + (element.tail or "")
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(element)


def _freeze_cell(cell: etree._Element) -> None:
    """Drop a volatile formula whose last value is kept beside it."""
    formula = cell.get(f"{_TABLE}formula") or ""
    known = any(cell.get(f"{_OFFICE}{name}") for name in ("value", "date-value", "time-value", "string-value"))
    if known and (_VOLATILE.search(formula) or "'file:" in formula or "http" in formula):
        del cell.attrib[f"{_TABLE}formula"]


def fitted(data: bytes) -> tuple[bytes, bool]:
    """Return the styles of a spreadsheet with pages as wide as the sheet, where its author set no scale."""
    root = parse(data)
    changed = False
    for layout in root.iter(f"{_STYLE}page-layout-properties"):
        if any(layout.get(f"{_STYLE}{name}") not in {None, "100%"} for name in _SCALES):
            continue
        if f"{_STYLE}scale-to" in layout.attrib:
            del layout.attrib[f"{_STYLE}scale-to"]
        layout.set(f"{_STYLE}scale-to-X", "1")
        layout.set(f"{_STYLE}scale-to-Y", "0")
        changed = True
    return (etree.tostring(root, xml_declaration=True, encoding="UTF-8") if changed else data), changed
