"""Makers of small office files that hold, or nest, more than any layout is given the time for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.hostile_office import zip_of

if TYPE_CHECKING:
    from pathlib import Path

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/{part}" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{part}"/>'
    "</Relationships>"
)
_P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
)


def nested_docx(folder: Path, levels: int, name: str = "tabel.docx", part: str = "word/document.xml") -> Path:
    """A Word document of tables in one another; `part` is what the zip calls its text."""
    body = "<w:tbl><w:tr><w:tc>" * levels + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * levels
    return _docx(folder / name, body, part)


def paragraphs_docx(folder: Path, count: int, name: str = "paragraf.docx") -> Path:
    """A Word document of so many paragraphs of one word."""
    return _docx(folder / name, "<w:p><w:r><w:t>isi</w:t></w:r></w:p>" * count, "word/document.xml")


def nested_odt(folder: Path, levels: int, name: str = "tabel.odt") -> Path:
    """An OpenDocument text of tables in one another."""
    before = "<table:table><table:table-row><table:table-cell>" * levels
    after = "</table:table-cell></table:table-row></table:table>" * levels
    return _odf(folder / name, "text", f"{before}<text:p/>{after}")


def paragraphs_odt(folder: Path, count: int, name: str = "paragraf.odt") -> Path:
    """An OpenDocument text of so many paragraphs."""
    return _odf(folder / name, "text", "<text:p>isi</text:p>" * count)


def repeated_ods(folder: Path, rows: int, columns: int, name: str = "ulang.ods", text: str = "isi") -> Path:
    """An OpenDocument sheet of one cell that is repeated in rows and columns; without a text, of an empty one."""
    cell = f'<table:table-cell table:number-columns-repeated="{columns}">'
    filled = f"<text:p>{text}</text:p>" if text else ""
    row = f'<table:table-row table:number-rows-repeated="{rows}">{cell}{filled}</table:table-cell></table:table-row>'
    return _odf(folder / name, "spreadsheet", f"<table:table>{row}</table:table>")


def cells_xlsx(folder: Path, count: int, name: str = "sel.xlsx") -> Path:
    """A workbook whose sheet has so many cells, one a row."""
    rows = "<row><c><v>1</v></c></row>" * count
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{rows}</worksheet>'
    return _zip(folder / name, {"xl/worksheets/sheet1.xml": sheet.encode()})


def nested_pptx(folder: Path, levels: int, name: str = "kelompok.pptx") -> Path:
    """A presentation of groups in one another."""
    slide = f"<p:sld {_P}>{'<p:grpSp>' * levels}{'</p:grpSp>' * levels}</p:sld>"
    return _zip(folder / name, {"ppt/slides/slide1.xml": slide.encode()})


def paragraphs_pptx(folder: Path, count: int, name: str = "paragraf.pptx") -> Path:
    """A presentation of so many paragraphs on one slide."""
    slide = f"<p:sld {_P} {_A}>{'<a:p><a:r><a:t>isi</a:t></a:r></a:p>' * count}</p:sld>"
    return _zip(folder / name, {"ppt/slides/slide1.xml": slide.encode()})


def nested_rtf(folder: Path, levels: int, name: str = "kelompok.rtf") -> Path:
    """An RTF of groups in one another."""
    return _written(folder / name, b"{\\rtf1 " + b"{" * levels + b"}" * levels + b"}")


def tables_rtf(folder: Path, levels: int, name: str = "tabel.rtf") -> Path:
    """An RTF with a table this deep."""
    return _written(folder / name, b"{\\rtf1 \\trowd\\intbl\\itap%d isi\\nestcell }" % levels)


def paragraphs_rtf(folder: Path, count: int, name: str = "paragraf.rtf") -> Path:
    """An RTF of so many paragraphs."""
    return _written(folder / name, b"{\\rtf1 " + b"isi\\par\n" * count + b"}")


def _docx(path: Path, body: str, part: str) -> Path:
    members = {
        "[Content_Types].xml": _TYPES.format(part=part).encode(),
        "_rels/.rels": _RELATIONS.format(part=part).encode(),
        part: f"<w:document {_W}><w:body>{body}</w:body></w:document>".encode(),
    }
    return _zip(path, members)


def _odf(path: Path, kind: str, body: str) -> Path:
    content = f"<office:document-content {_ODF}><office:body><office:{kind}>{body}</office:{kind}></office:body>"
    mimetype = f"application/vnd.oasis.opendocument.{kind}".encode()
    return _zip(path, {"mimetype": mimetype, "content.xml": f"{content}</office:document-content>".encode()})


def _zip(path: Path, members: dict[str, bytes]) -> Path:
    return _written(path, zip_of(members.items()))


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
