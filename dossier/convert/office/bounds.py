"""Checks size and nesting of an office file by streaming its XML, before any layout.

LibreOffice takes two minutes for 3,000 nested tables and five for a million short paragraphs, and the plain layouts
take as long; such a file is refused by name within a second.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import IO, TYPE_CHECKING, Final
from xml.parsers import expat

from dossier.errors import CannotConvertError
from dossier.wording import number_label

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MOST_PARAGRAPHS: Final = 100_000
"""Some 2,500 pages; 15 seconds of LibreOffice."""
MOST_CELLS: Final = 1_000_000
"""Cells of an OpenDocument sheet that repeated rows and columns unfold to."""
MOST_ELEMENTS: Final = 4_000_000
"""Elements of XML in one file; a workbook of a million filled cells has three a cell."""
MOST_TABLES_IN_TABLES: Final = 25
"""Levels; from about 80 on, LibreOffice takes twice as long with every ten."""
DEEPEST: Final = 250
"""Levels of XML elements; libxml2 reads no more than 256 of its own accord."""

_CHUNK: Final = 1 << 20
_XML_STARTS: Final = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_WORDS: Final = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://purl.oclc.org/ooxml/drawingml/main",
)
_TEXT: Final = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_TABLE: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_PARAGRAPHS: Final = frozenset({f"{_TEXT} p", f"{_TEXT} h", *(f"{words} p" for words in _WORDS)})
_TABLES: Final = frozenset({f"{_TABLE} table", *(f"{words} tbl" for words in _WORDS)})
_SHEET: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 spreadsheet"
_ROW: Final = f"{_TABLE} table-row"
_CELL: Final = f"{_TABLE} table-cell"
_ROWS_REPEATED: Final = f"{_TABLE} number-rows-repeated"
_COLUMNS_REPEATED: Final = f"{_TABLE} number-columns-repeated"

_RTF_MARK: Final = re.compile(rb"[{}]|\\[{}\\]|\\(?:par|row|nestrow|nestcell|cell)(?![a-z])|\\itap(\d{1,9})")
"""What opens and closes groups, ends paragraphs and cells, and says how deep a table is (RTF 1.9.1, `\\itapN`)."""

_ADVICE: Final = "bagi menjadi beberapa berkas yang lebih kecil, atau simpan sebagai PDF dari program asalnya"


def check_zip(source: Path) -> None:
    """Refuse an OOXML or OpenDocument file that is too much for any layout; what is no XML is left to others.

    Raises:
        CannotConvertError: it holds too many paragraphs, cells or elements, or is nested too deeply.
    """
    counts = _Counts()
    with zipfile.ZipFile(source) as archive:
        for member in archive.infolist():
            try:
                with archive.open(member) as stream:
                    _read_part(stream, counts)
            except (
                expat.ExpatError,
                zipfile.BadZipFile,
                NotImplementedError,
                EOFError,
                OSError,
                ValueError,
                zlib.error,
            ):
                continue  # whoever opens it says what is wrong with it


def _read_part(stream: IO[bytes], counts: _Counts) -> None:
    """Count what a member of the zip holds, whatever its name; of what does not begin like XML only the beginning."""
    chunk = stream.read(_CHUNK)
    if not chunk.lstrip().startswith(_XML_STARTS):
        return
    reader = _BoundedReader(counts)
    while chunk:
        reader.read(chunk)
        chunk = stream.read(_CHUNK)


def check_rtf(source: Path) -> None:
    """Refuse an RTF that is too much for any layout.

    Raises:
        CannotConvertError: it holds too many paragraphs and cells, or is nested too deeply.
    """
    counts = _Counts()
    depth = 0
    for mark in _RTF_MARK.finditer(source.read_bytes()):
        word = mark.group()
        if word == b"{":
            depth += 1
            counts.deepened(depth)
        elif word == b"}":
            depth -= 1
        elif mark.group(1):
            counts.tabled(int(mark.group(1)))
        elif word[1:] not in (b"{", b"}", b"\\"):
            counts.paragraph()


class _Counts:
    """What one file has held so far; each method counts one thing, and refuses the one that is too many."""

    def __init__(self) -> None:
        self.elements = 0
        self.paragraphs = 0
        self.cells = 0

    def element(self) -> None:
        """Count one element of XML."""
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise _too_much(f"lebih dari {number_label(MOST_ELEMENTS)} unsur")

    def paragraph(self) -> None:
        """Count one paragraph."""
        self.paragraphs += 1
        if self.paragraphs > MOST_PARAGRAPHS:
            raise _too_much(f"lebih dari {number_label(MOST_PARAGRAPHS)} paragraf")

    def cell(self, times: int) -> None:
        """Count one filled cell, as often as it is repeated."""
        self.cells += times
        if self.cells > MOST_CELLS:
            raise _too_much(f"lebih dari {number_label(MOST_CELLS)} sel terisi")

    def deepened(self, depth: int) -> None:
        """Take note of a level of nesting."""
        if depth > DEEPEST:
            raise _too_much(f"susunan bertingkat lebih dari {DEEPEST} lapis")

    def tabled(self, depth: int) -> None:
        """Take note of the level of a table in others."""
        if depth > MOST_TABLES_IN_TABLES:
            raise _too_much(f"tabel di dalam tabel lebih dari {MOST_TABLES_IN_TABLES} lapis")


class _BoundedReader:
    """Counts one XML part as it is read; nothing of it is kept."""

    def __init__(self, counts: _Counts) -> None:
        self._counts = counts
        self._depth = 0
        self._tables = 0
        self._is_sheet = False
        self._rows = 1
        self._columns = 1
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def read(self, chunk: bytes) -> None:
        """Read on.

        Raises:
            CannotConvertError: it is too much.
            expat.ExpatError: it is no sound XML.
        """
        self._parser.Parse(chunk, False)  # noqa: FBT003 — whether it is the last

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        self._counts.element()
        self._counts.deepened(self._depth)
        if name in _TABLES:
            self._tables += 1
            self._counts.tabled(self._tables)
        elif name == _SHEET:
            self._is_sheet = True
        elif self._is_sheet:
            self._count_sheet(name, attributes)
        elif name in _PARAGRAPHS:
            self._counts.paragraph()

    def _count_sheet(self, name: str, attributes: Mapping[str, str]) -> None:
        """Count a filled cell as often as it is repeated; empty ones are repeated to the end of every sheet."""
        if name == _ROW:
            self._rows = _times(attributes.get(_ROWS_REPEATED))
        elif name == _CELL:
            self._columns = _times(attributes.get(_COLUMNS_REPEATED))
        elif name in _PARAGRAPHS:
            self._counts.cell(self._rows * self._columns)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if name in _TABLES:
            self._tables -= 1


def _times(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 1  # noqa: PLR2004 — digits; sheets end before


def _too_much(what: str) -> CannotConvertError:
    return CannotConvertError(f"dokumen ini memuat {what}; {_ADVICE}")
