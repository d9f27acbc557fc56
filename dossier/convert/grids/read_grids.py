"""Reads the tables of one file of any kind, by its content and not by its name. Called in a child under limits."""

from __future__ import annotations

import csv
import email
import email.policy
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING, Final

from dossier._lazy import lazy
from dossier.convert.grids.sheet_grid import MAX_COLUMNS, MAX_ROWS, GridsRead, TextLine, grid_of
from dossier.convert.text.plain import decoded
from dossier.workers.confinement import Limits

with lazy():
    from dossier.convert.grids import document_tables, pdf_grids, web_tables, workbook_sheets


if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES: Final = 50 << 20
LIMITS: Final = Limits(seconds=240.0, memory=2 << 30, output=16 << 20)
"""For one file: a PDF of two hundred pages takes minutes."""
LOCKED: Final = "terkunci kata sandi; buka kuncinya lalu simpan ulang"

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_PDF: Final = b"%PDF-"
_PDF_WINDOW: Final = 1024
# Excel writes UTF-16 names into encrypted packages.
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_MARKUP: Final = re.compile(r"<\s*(?:!doctype\s+html|html|table|head|body|meta|div)\b", re.IGNORECASE)
_MAIL: Final = re.compile(r"\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:mime-version|content-type)\s*:", re.IGNORECASE)
_DELIMITERS: Final = ";,\t|"
_HEAD: Final = 4096


def read_grids(path: Path) -> GridsRead:
    """Return the tables of a file.

    Raises:
        Exception: any, for hostile files; the caller reads in a child.
    """
    if path.stat().st_size > MAX_BYTES:
        return GridsRead(trouble=f"lebih besar dari {MAX_BYTES >> 20} MB")
    data = path.read_bytes()
    return _content(path, data) if data.strip() else GridsRead(trouble="kosong")


def _content(path: Path, data: bytes) -> GridsRead:
    if data.startswith(_OLE):
        return GridsRead(trouble=LOCKED) if _ENCRYPTED in data else workbook_sheets.old_workbook(data)
    if data.startswith(_ZIP):
        return _package(path)
    if _PDF in data[:_PDF_WINDOW]:
        return pdf_grids.tables_of_pdf(path)
    if data.startswith(_PICTURES):
        return GridsRead(trouble="gambar, bukan tabel", pictures=True)
    return _text(decoded(data)[0])


def _package(path: Path) -> GridsRead:
    with zipfile.ZipFile(path) as archive:
        names = frozenset(archive.namelist())
        kind = archive.read("mimetype")[:100] if "mimetype" in names else b""
    if "word/document.xml" in names:
        return document_tables.tables_of_word(path)
    if b"opendocument.spreadsheet" in kind:
        return workbook_sheets.open_document(path)
    if any(name.startswith("xl/") for name in names):
        return workbook_sheets.workbook(path)
    return GridsRead(trouble="bukan buku kerja, dokumen Word, atau tabel yang dikenal")


def _text(text: str) -> GridsRead:
    text = text.lstrip("\ufeff")
    if _MAIL.match(text[:_HEAD]):
        return _web_archive(text)
    if _MARKUP.search(text[:_HEAD]):
        return GridsRead(grids=web_tables.tables_of_page(text), lines=web_tables.lines_of_page(text))
    if text.lstrip()[:1] == "[":
        return _records(text)
    lines = enumerate(text.split("\n")[:MAX_ROWS], start=1)
    told = tuple(TextLine(place=f"baris {number}", text=line) for number, line in lines if line.strip())
    return GridsRead(grids=(grid_of("tabel", _delimited(text)),), lines=told)


def _web_archive(source: str) -> GridsRead:
    message = email.message_from_string(source, policy=email.policy.default)
    payloads = [part.get_payload(decode=True) for part in message.walk() if part.get_content_type() == "text/html"]
    texts = [decoded(payload)[0] for payload in payloads if isinstance(payload, bytes)]
    found = tuple(grid for text in texts for grid in web_tables.tables_of_page(text))
    lines = tuple(line for text in texts for line in web_tables.lines_of_page(text))
    return GridsRead(grids=found, lines=lines, trouble="" if found or lines else "halaman tersimpan yang kosong")


def _records(text: str) -> GridsRead:
    """Read a JSON list of objects: their keys are the columns."""
    try:
        records = json.loads(text)
    except (ValueError, RecursionError):
        return GridsRead(grids=(grid_of("tabel", _delimited(text)),))
    rows = [each for each in records if isinstance(each, dict)][:MAX_ROWS]
    keys = list(dict.fromkeys(str(key) for row in rows for key in row))[:MAX_COLUMNS]
    cells = [["" if row.get(key) is None else str(row.get(key)) for key in keys] for row in rows]
    return GridsRead(grids=(grid_of("tabel", [keys, *cells]),))


def _delimited(text: str) -> list[list[str]]:
    """Return the rows of delimiter-separated text; quoted cells may hold line breaks."""
    csv.field_size_limit(1 << 24)
    first, _, rest = text.partition("\n")
    if re.fullmatch(r"\"?sep=.\"?\s*", first, re.IGNORECASE):
        return _rows(rest, first.strip('"')[4])
    readings = [_rows(text, delimiter) for delimiter in _DELIMITERS]
    return max(readings, key=_regularity)


def _rows(text: str, delimiter: str) -> list[list[str]]:
    try:
        return [
            row for row, _ in zip(csv.reader(io.StringIO(text), delimiter=delimiter), range(MAX_ROWS + 1), strict=False)
        ]
    except csv.Error:
        return [line.split(delimiter) for line in text.split("\n")[: MAX_ROWS + 1]]


def _regularity(rows: list[list[str]]) -> tuple[float, int]:
    """Return how many rows have the usual number of cells, and that number: the right delimiter gives the most."""
    counts = [len(row) for row in rows if any(row)]
    usual = max(set(counts), key=lambda count: (counts.count(count), count), default=1)
    return (counts.count(usual) / len(counts) if usual > 1 else 0.0), usual
