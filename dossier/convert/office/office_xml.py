"""Reads Office 2003 XML (a workbook or document in one XML file): its texts, and the staged copy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from dossier.convert.office.xlsx_staging import parse
from dossier.errors import CannotConvertError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
_VOLATILE_FIELD: Final = re.compile(
    r"\s*(DATE|TIME|FILENAME|SAVEDATE|PRINTDATE|INCLUDE\w+|DDE\w*|LINK)\b", re.IGNORECASE
)
_BROKEN: Final = (
    "berkas Office XML ini tidak dapat dibaca; buka di program asalnya lalu simpan sebagai XLSX, DOCX, atau PDF"
)


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
        if _VOLATILE_FIELD.match(field.get(f"{_WORD}instr") or ""):
            field.tag = f"{_WORD}smartTag"  # a mere bracket around what it last showed
            field.attrib.clear()
    program = "Excel.Sheet" if ending == ".xls" else "Word.Document"
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="{program}"?>\n'
    return head.encode() + etree.tostring(root, encoding="UTF-8", xml_declaration=False)
