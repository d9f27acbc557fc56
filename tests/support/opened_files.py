"""Small files of which only the opening shows what they are worth: unfilled, blank, or nothing but an address."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import docx
import openpyxl
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Sequence

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def text_pdf(*lines: str) -> bytes:
    """Return a PDF of one page with these lines."""
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=True)
    text = canvas.beginText(60, 780)
    for line in lines:
        text.textLine(line)
    canvas.drawText(text)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def word(*paragraphs: str) -> bytes:
    """Return a .docx without any mark of ours."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def sheet(*cells: str) -> bytes:
    """Return an .xlsx with these cells below each other."""
    book = openpyxl.Workbook()
    for number, cell in enumerate(cells, start=1):
        book.worksheets[0].cell(number, 1, cell)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def writer(*paragraphs: str) -> bytes:
    """Return an .odt."""
    body = "".join(f"<text:p>{paragraph}</text:p>" for paragraph in paragraphs)
    content = (
        f'<office:document-content xmlns:office="{_ODF}office:1.0" xmlns:text="{_ODF}text:1.0" office:version="1.2">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{_ODF}manifest:1.0"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return archive(
        [("mimetype", kind.encode()), ("content.xml", content.encode()), ("META-INF/manifest.xml", manifest.encode())]
    )


def archive(members: Sequence[tuple[str, bytes]]) -> bytes:
    """Return a zip of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as opened:
        for name, data in members:
            opened.writestr(name, data)
    return stream.getvalue()
