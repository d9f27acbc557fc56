"""Makers of Word, Excel, OpenDocument and old Office files, sound and spoiled. Same bytes each time."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from typing import TYPE_CHECKING

from docx import Document
from docx.shared import Mm
from openpyxl import Workbook

from tests.support.hostile_pictures import picture

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

ZIP_TIME = (2025, 1, 2, 8, 0, 0)
FIXED_TIME = dt.datetime(2025, 1, 2, 8, 0, 0)  # noqa: DTZ001 — Office properties know no zone
OLE_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
END_OF_CHAIN = 0xFFFFFFFE
FREE_SECTOR = 0xFFFFFFFF


def frozen_zip(data: bytes) -> bytes:
    """Return the same zip with every member at one fixed time, so that the bytes do not tell when it was made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            entry = zipfile.ZipInfo(member.filename, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            target.writestr(entry, source.read(member))
    return buffer.getvalue()


def zip_of(members: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of these members, in this order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as target:
        for name, content in members:
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = method
            target.writestr(entry, content)
    return buffer.getvalue()


def docx_bytes(document: object) -> bytes:
    """Return a python-docx document as bytes that do not change from run to run."""
    buffer = io.BytesIO()
    properties = document.core_properties  # type: ignore[attr-defined]
    properties.created = properties.modified = properties.last_printed = FIXED_TIME
    properties.author = properties.last_modified_by = "CONTOH"
    document.save(buffer)  # type: ignore[attr-defined]
    return frozen_zip(buffer.getvalue())


def xlsx_bytes(book: Workbook) -> bytes:
    """Return an openpyxl workbook as bytes that do not change from run to run."""
    buffer = io.BytesIO()
    book.properties.created = book.properties.modified = FIXED_TIME
    book.properties.creator = "CONTOH"
    book.save(buffer)
    members = []
    with zipfile.ZipFile(buffer) as source:
        for member in source.infolist():
            content = source.read(member)
            if member.filename == "docProps/core.xml":  # openpyxl stamps the time of saving here
                start, end = content.find(b"<dcterms:modified"), content.find(b"</dcterms:modified>")
                opening = content.find(b">", start) + 1
                content = content[:opening] + b"2025-01-02T08:00:00Z" + content[end:]
            members.append((member.filename, content))
    return zip_of(members)


def plain_docx(folder: Path, name: str = "biasa.docx") -> Path:
    """A letter with a heading, both kinds of list, a table with merged cells, a picture, header and footer."""
    document = Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "CONTOH kepala"
    section.footer.paragraphs[0].text = "CONTOH kaki"
    document.add_heading("CONTOH surat", level=1)
    for text, style in (("Butir bernomor", "List Number"), ("Butir berpoin", "List Bullet"), ("Paragraf", "Normal")):
        document.add_paragraph(text, style=style)
    table = document.add_table(rows=3, cols=3, style="Table Grid")
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Tiga kolom jadi satu"
    table.cell(1, 0).text = "Pegawai Satu"
    stream = io.BytesIO()
    picture((80, 60)).save(stream, "PNG")
    stream.seek(0)
    document.add_picture(stream, width=Mm(30))
    return _written(folder / name, docx_bytes(document))


def plain_xlsx(folder: Path, name: str = "biasa.xlsx") -> Path:
    """A workbook with merged cells, dates, a formula without a kept value, an empty and a hidden sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Rekap"
    sheet.append(["No", "Nama", "Tanggal", "Jumlah"])
    for number in range(1, 31):
        sheet.append([number, f"Pegawai {number}", dt.date(2025, 1, 1) + dt.timedelta(days=number), number * 1000])
    sheet["D32"] = "=SUM(D2:D31)"
    sheet.merge_cells("A34:D34")
    sheet["A34"] = "CONTOH"
    book.create_sheet("Kosong")
    book.create_sheet("Tersembunyi").sheet_state = "hidden"
    return _written(folder / name, xlsx_bytes(book))


def wide_xlsx(folder: Path, name: str = "lebar.xlsx", columns: int = 60, rows: int = 40) -> Path:
    """A table far wider than any sheet of paper."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([f"Kolom {column}" for column in range(1, columns + 1)])
    for row in range(1, rows + 1):
        sheet.append([row * column for column in range(1, columns + 1)])
    return _written(folder / name, xlsx_bytes(book))


def docx_no_zip(folder: Path, name: str = "bukan-zip.docx") -> Path:
    """Text under the name of a Word document."""
    return _written(folder / name, b"CONTOH: ini teks biasa yang diberi nama docx.\n")


def docx_bare_zip(folder: Path, name: str = "arsip-saja.docx") -> Path:
    """A zip that is no Word document, under the name of one."""
    return _written(folder / name, zip_of([("catatan.txt", b"CONTOH")]))


def docx_cut(folder: Path, name: str = "terpotong.docx") -> Path:
    """The first half of a Word document."""
    path = plain_docx(folder, name)
    return _written(path, path.read_bytes()[: path.stat().st_size // 2])


def docx_broken_xml(folder: Path, name: str = "xml-rusak.docx") -> Path:
    """A Word document whose text breaks off inside a tag."""
    members = []
    with zipfile.ZipFile(plain_docx(folder, name)) as source:
        for member in source.infolist():
            content = source.read(member)
            members.append((member.filename, content[:400] if member.filename == "word/document.xml" else content))
    return _written(folder / name, zip_of(members))


def docx_bomb(folder: Path, name: str = "bom.docx", megabytes: int = 100) -> Path:
    """A Word document whose text unfolds to `megabytes`."""
    types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return _written(
        folder / name,
        zip_of([("[Content_Types].xml", types), ("word/document.xml", b"<w>" + b" " * (megabytes << 20) + b"</w>")]),
    )


def locked_docx(folder: Path, name: str = "terkunci.docx") -> Path:
    """A Word document under a password: an OLE file that holds an encrypted package."""
    return _written(folder / name, ole(("EncryptionInfo", "EncryptedPackage")))


def old_office(folder: Path, stream: str, name: str) -> Path:
    """The shell of an old Office file with this stream (`WordDocument`, `Workbook`, `PowerPoint Document`)."""
    return _written(folder / name, ole((stream,)))


def odt_bytes(kind: str = "text") -> bytes:
    """Return the shell of an OpenDocument file of this kind."""
    mimetype = f"application/vnd.oasis.opendocument.{kind}".encode()
    return zip_of([("mimetype", mimetype), ("content.xml", b"<x/>"), ("META-INF/manifest.xml", b"<x/>")], 0)


def ole(streams: tuple[str, ...]) -> bytes:
    """Return an OLE file of three sectors: header, table of sectors, directory with these streams ([MS-CFB])."""
    header = bytearray(512)
    header[:8] = OLE_MAGIC
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<10I", header, 40, 0, 1, 1, 0, 4096, END_OF_CHAIN, 0, END_OF_CHAIN, 0, 0)
    struct.pack_into("<109I", header, 76, *([0] + [FREE_SECTOR] * 108))
    table = struct.pack("<128I", 0xFFFFFFFD, END_OF_CHAIN, *([FREE_SECTOR] * 126))
    directory = b"".join(_entry(name, 5 if name == "Root Entry" else 2) for name in ("Root Entry", *streams))
    return bytes(header) + table + directory.ljust(512, b"\0")


def _entry(name: str, kind: int) -> bytes:
    entry = bytearray(128)
    spelled = name.encode("utf-16-le") + b"\0\0"
    entry[: len(spelled)] = spelled
    struct.pack_into("<H", entry, 64, len(spelled))
    entry[66] = kind
    return bytes(entry)


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
