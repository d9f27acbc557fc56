"""Makers of documents with tracked changes, in every shape that Word and LibreOffice write."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

if TYPE_CHECKING:
    from pathlib import Path

_W = nsdecls("w")
_WHO = 'w:author="Pegawai Satu" w:date="2025-01-02T00:00:00Z"'


def _run(text: str) -> str:
    return f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>"


def _deleted(text: str) -> str:
    return f'<w:del w:id="1" {_WHO}><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


BODY = (
    f'<w:p {_W}>{_run("Batas waktu ")}{_deleted("12 Maret")}<w:ins w:id="2" {_WHO}>{_run("19 Maret")}</w:ins></w:p>',
    (
        f'<w:p {_W}><w:moveFromRangeStart w:id="3" w:name="pindah"/><w:moveFrom w:id="4" {_WHO}>{_run("dipindah")}'
        f'</w:moveFrom><w:moveFromRangeEnd w:id="3"/>{_run("asal")}</w:p>'
    ),
    f'<w:p {_W}><w:moveTo w:id="5" {_WHO}>{_run("dipindah ")}</w:moveTo>{_run("tujuan")}</w:p>',
    f'<w:p {_W}><w:pPr><w:rPr><w:del w:id="6" {_WHO}/></w:rPr></w:pPr>{_run("baris pertama ")}</w:p>',
    f"<w:p {_W}>{_run('menyambung')}</w:p>",
    (
        f'<w:p {_W}><w:pPr><w:rPr><w:ins w:id="7" {_WHO}/></w:rPr></w:pPr><w:r><w:rPr><w:b/>'
        f'<w:rPrChange w:id="8" {_WHO}><w:rPr/></w:rPrChange></w:rPr><w:t>tebal</w:t></w:r></w:p>'
    ),
    (
        f'<w:tbl {_W}><w:tblPr/><w:tblGrid><w:gridCol w:w="4000"/></w:tblGrid>'
        f'<w:tr><w:trPr><w:del w:id="9" {_WHO}/></w:trPr><w:tc><w:p>{_deleted("baris lama")}</w:p></w:tc></w:tr>'
        f'<w:tr><w:trPr><w:ins w:id="10" {_WHO}/></w:trPr><w:tc><w:p><w:ins w:id="11" {_WHO}>{_run("baris baru")}'
        "</w:ins></w:p></w:tc></w:tr></w:tbl>"
    ),
)
"""The blocks of a body; `GONE` must not be printed, `SHOWN` must, in this order."""
GONE = ("12 Maret", "baris lama")
SHOWN = ("Batas waktu 19 Maret", "asal", "dipindah tujuan", "baris pertama menyambung", "tebal", "baris baru")


def tracked_docx(folder: Path, name: str = "terlacak.docx") -> Path:
    """A Word document with insertions, deletions, moves, a joined paragraph, a format change and changed rows."""
    document = docx.Document()
    body = document.element.body
    for number, block in enumerate(BODY):
        body.insert(number, parse_xml(block))
    footer = document.sections[0].footer.paragraphs[0]
    footer._p.append(parse_xml(_deleted("12 Maret").replace("<w:del ", f"<w:del {_W} ", 1)))  # noqa: SLF001 — see above
    path = folder / name
    document.save(str(path))
    return path


def tracked_odt(folder: Path, name: str = "terlacak.odt") -> Path:
    """An OpenDocument text with an insertion and a deletion."""
    office = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    text = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    content = (
        f'<office:document-content {office} {text} office:version="1.2"><office:body><office:text>'
        '<text:tracked-changes><text:changed-region text:id="a"><text:deletion><text:p>12 Maret</text:p>'
        "</text:deletion>"
        '</text:changed-region><text:changed-region text:id="b"><text:insertion/></text:changed-region>'
        '</text:tracked-changes><text:p>Batas waktu <text:change text:change-id="a"/>'
        '<text:change-start text:change-id="b"/>19 Maret<text:change-end text:change-id="b"/></text:p>'
        "</office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return path
