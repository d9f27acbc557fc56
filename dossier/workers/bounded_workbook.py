"""Copies a workbook with at most a given number of cells a sheet, before a library opens it.

Called in a child under limits. Sheets are read by an XML parser a row at a time, so that cells are counted before a
library makes objects of them.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_BYTES: Final = 16 << 20
MAX_UNPACKED_BYTES: Final = 128 << 20
_RANGE: Final = re.compile(r"\s*([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\s*", re.IGNORECASE)  # A1:C12
_CELL: Final = re.compile(r"\s*([A-Z]{1,3})\d{1,7}\s*", re.IGNORECASE)  # C12
_KEPT: Final = frozenset({"sheetData", "mergeCells"})
_XML: Final = (".xml", ".XML")


class TooLargeError(ValueError):
    """The workbook is larger than any that people fill in; the message says how, in Indonesian."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """How much of each sheet is read: its first rows and columns, and so many cells of merged ranges."""

    rows: int
    columns: int
    merged: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounded:
    """A workbook that a library may open; how many rows with values, and cells of other rows, were left out."""

    stream: IO[bytes]
    rows_left_out: int = 0
    cells_left_out: int = 0


def bounded(path: Path, caps: Caps) -> Bounded:
    """Return a copy, in memory, with the values and merged ranges of every sheet within the caps.

    Sheets keep nothing else: no links, validations or conditional formats, and no stated size, which some programs
    write wrongly (WPS: A1). Styles, shared texts and comments are parts of their own and stay.

    Raises:
        TooLargeError: the file is too large, packed or unpacked, or merges more cells than allowed.
        BadZipFile, XMLSyntaxError, …: it is no sound workbook.
    """
    if path.stat().st_size > MAX_BYTES:
        raise TooLargeError(f"lebih besar dari {MAX_BYTES >> 20} MB")
    copy = io.BytesIO()
    rows_left_out = cells_left_out = 0
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w") as target:
        if sum(member.file_size for member in source.infolist()) > MAX_UNPACKED_BYTES:
            raise TooLargeError(f"mengembang melebihi {MAX_UNPACKED_BYTES >> 20} MB")
        for member in source.infolist():
            sheet = _SheetCopy(caps)
            # By what it is and not by its name: the workbook may keep a sheet anywhere.
            data = sheet.read(source, member) if member.filename.endswith(_XML) else None
            target.writestr(member.filename, source.read(member) if data is None else data)
            rows_left_out += sheet.rows_left_out
            cells_left_out += sheet.cells_left_out
    copy.seek(0)
    return Bounded(stream=copy, rows_left_out=rows_left_out, cells_left_out=cells_left_out)


class _SheetCopy:
    """One sheet while it is read: what was kept and what was left out."""

    def __init__(self, caps: Caps) -> None:
        self.rows_left_out = 0
        self.cells_left_out = 0
        self._caps = caps
        self._merged = caps.merged
        self._rows = 0
        self._number = 0

    def read(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes | None:
        """Return the sheet within the caps, or None where this part is no sheet."""
        with archive.open(member) as stream:
            reading = etree.iterparse(
                stream, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
            )
            _, root = next(reading)
            if _name(root) != "worksheet":
                return None
            for event, element in reading:
                if event == "end":
                    self._take(element, root)
        return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))

    def _take(self, element: etree._Element, root: etree._Element) -> None:
        name, parent = _name(element), element.getparent()
        if parent is None:
            return
        is_kept = (
            self._keep_row(element)
            if name == "row"
            else self._keep_merged(element)
            if name == "mergeCell"
            else parent is not root or name in _KEPT
        )
        if not is_kept:
            _remove(element)

    def _keep_row(self, row: etree._Element) -> bool:
        stated = row.get("r", "")
        self._number = int(stated) if stated.strip().isdecimal() else self._number + 1
        self._rows += 1
        if max(self._rows, self._number) > self._caps.rows:
            self.rows_left_out += any(len(cell) for cell in row)  # one that only has a look is no loss
            return False
        for cell in list(_beyond(row, self._caps.columns)):
            self.cells_left_out += len(cell) > 0
            _remove(cell)
        return True

    def _keep_merged(self, merged: etree._Element) -> bool:
        """Cut a range to the rows and columns that are read; tell whether anything of it is left."""
        found = _RANGE.fullmatch(merged.get("ref", ""))
        if found is None:
            return False
        left, right = sorted((column_number(found[1]), column_number(found[3])))
        top, bottom = sorted((int(found[2]), int(found[4])))
        self._merged -= (bottom - top + 1) * (right - left + 1)
        if self._merged < 0:
            raise TooLargeError("menggabungkan terlalu banyak sel")
        return left <= self._caps.columns and top <= self._caps.rows


def _beyond(row: etree._Element, columns: int) -> Iterator[etree._Element]:
    """Yield the cells of a row that stand beyond the last column that is read."""
    number = 0
    for count, cell in enumerate(row, start=1):
        stated = _CELL.fullmatch(cell.get("r", ""))
        number = column_number(stated[1]) if stated else number + 1
        if max(count, number) > columns:
            yield cell


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _name(element: etree._Element) -> str:
    """Return an element's name without its namespace; empty for a comment."""
    return str(element.tag).rpartition("}")[2] if not callable(element.tag) else ""


def column_number(letters: str) -> int:
    """Return the number, from 1, of the column `AB`."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
