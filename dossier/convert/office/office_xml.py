"""XML of office files: reading and writing it, the names of its elements, and Office 2003 XML as a whole.

Office 2003 XML is a workbook or document in one XML file: its texts, and the staged copy.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from dossier.errors import CannotConvertError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
S: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OPEN_DOCUMENT: Final = "{urn:oasis:names:tc:opendocument:xmlns:"
TEXT: Final = f"{_OPEN_DOCUMENT}text:1.0}}"
TABLE: Final = f"{_OPEN_DOCUMENT}table:1.0}}"
OFFICE: Final = f"{_OPEN_DOCUMENT}office:1.0}}"
STYLE: Final = f"{_OPEN_DOCUMENT}style:1.0}}"
DRAWING: Final = f"{_OPEN_DOCUMENT}drawing:1.0}}"
PRESENTATION: Final = f"{_OPEN_DOCUMENT}presentation:1.0}}"
FORMAT: Final = f"{_OPEN_DOCUMENT}xsl-fo-compatible:1.0}}"
SVG: Final = f"{_OPEN_DOCUMENT}svg-compatible:1.0}}"

VOLATILE_FIELD: Final = re.compile(
    r"\s*(DATE|TIME|FILENAME|SAVEDATE|PRINTDATE|CREATEDATE|INCLUDE\w+|DDE\w*|LINK)\b", re.IGNORECASE
)
"""` DATE \\@ "d MMMM yyyy" `: a field that shows the day of conversion, or something from outside."""

SPREADSHEET: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"
_WORD: Final = "{http://schemas.microsoft.com/office/word/2003/wordml}"
ROOTS: Final = {
    ".xls": b"urn:schemas-microsoft-com:office:spreadsheet",
    ".doc": b"http://schemas.microsoft.com/office/word/2003/wordml",
}
"""Ending of the staged copy ─► what names the kind near the start of the file."""
WINDOW: Final = 1 << 16
"""Bytes in which that name stands."""
_MOST_BYTES: Final = 64 << 20
_BROKEN: Final = (
    "berkas Office XML ini tidak dapat dibaca; buka di program asalnya lalu simpan sebagai XLSX, DOCX, atau PDF"
)


def parse(data: bytes) -> etree._Element:
    """Parse XML of an office file: nothing is resolved and nothing fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def written(root: etree._Element) -> bytes:
    """Return the XML of a member of an office file."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def remove(element: etree._Element) -> None:
    """Take an element out and leave the text behind it where it stands."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
        element.tail = None
    parent.remove(element)


def unwrap(element: etree._Element) -> None:
    """Put the children of an element in its place."""
    parent = element.getparent()
    if parent is None:
        return
    place = parent.index(element)
    for offset, child in enumerate(list(element)):
        parent.insert(place + offset, child)
    remove(element)


def read(source: Path) -> etree._Element:
    """Return the root element.

    Raises:
        CannotConvertError: it is no well-formed XML, or too large.
    """
    if source.stat().st_size > _MOST_BYTES:
        raise CannotConvertError(_BROKEN)
    try:
        return parse(source.read_bytes())
    except etree.XMLSyntaxError as error:
        raise CannotConvertError(_BROKEN) from error


def rows(source: Path) -> Iterator[str]:
    """Yield the text of every row of a workbook, cells apart by tabs.

    Raises:
        CannotConvertError: as `read`.
    """
    for row in read(source).iter(f"{SPREADSHEET}Row"):
        yield "\t".join("".join(map(str, data.itertext())) for data in row.iter(f"{SPREADSHEET}Data"))


def staged(source: Path, ending: str) -> bytes:
    """Return what LibreOffice is given: no document type, no style sheet, values instead of formulas and date fields.

    Raises:
        CannotConvertError: as `read`.
    """
    root = read(source)
    for cell in root.iter(f"{SPREADSHEET}Cell"):
        if cell.find(f"{SPREADSHEET}Data") is not None:
            cell.attrib.pop(f"{SPREADSHEET}Formula", "")
    for field in list(root.iter(f"{_WORD}fldSimple")):
        if VOLATILE_FIELD.match(field.get(f"{_WORD}instr") or ""):
            field.tag = f"{_WORD}smartTag"  # a mere bracket around what it last showed
            field.attrib.clear()
    program = "Excel.Sheet" if ending == ".xls" else "Word.Document"
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="{program}"?>\n'
    return head.encode() + etree.tostring(root, encoding="UTF-8", xml_declaration=False)
