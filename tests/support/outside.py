"""Makers of evidence that points at an address: pictures, templates, links and data from outside, in every kind."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import openpyxl
import pikepdf

from tests.support import hostile_boxes, hostile_pdf
from tests.support.hostile_office import zip_of

if TYPE_CHECKING:
    from pathlib import Path

KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACE = "urn:oasis:names:tc:opendocument:xmlns:"


def everything(folder: Path, address: str) -> tuple[str, ...]:
    """Write one file of each kind that names `address`; return their names."""
    html = (
        f'<html><head><link rel="stylesheet" href="{address}"><script src="{address}"></script></head><body><p>isi</p>'
        f'<img src="{address}"><iframe src="{address}"></iframe><a href="{address}">tautan</a></body></html>'
    )
    mail = hostile_boxes.letter()
    mail.set_content(html, subtype="html")
    mail.add_attachment(_docx(address), maintype="application", subtype="octet-stream", filename="lampiran.docx")
    picture = f'<draw:frame><draw:image xlink:href="{address}"/></draw:frame>'
    contents = {
        "luar.docx": _docx(address),
        "luar.xlsx": _xlsx(address),
        "luar.pptx": _pptx(address),
        "luar.odt": open_document("text", f"<text:p>isi</text:p>{picture}"),
        "luar.ods": open_document("spreadsheet", _table(address)),
        "luar.odp": open_document("presentation", f"<draw:page>{picture}</draw:page>"),
        "luar.rtf": rf'{{\rtf1 {{\field{{\*\fldinst INCLUDEPICTURE "{address}" \\d}}{{\fldrslt isi}}}}}}'.encode(),
        "luar.html": html.encode(),
        "halaman.doc": html.encode(),
        "luar.md": f"# isi\n\n![gambar]({address})\n".encode(),
        "luar.eml": bytes(mail),
        "luar.mht": hostile_boxes.SAVED_PAGE.replace(b"<p>Isi", f'<img src="{address}"><p>Isi'.encode()),
        "luar.svg": f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}"/></svg>'.encode(),
        "luar.url": f"[InternetShortcut]\nURL={address}\n".encode(),
        "luar.zip": zip_of([("dalam.html", html.encode()), ("dalam.docx", _docx(address))]),
        "luar.pdf": _pdf(address),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return tuple(contents)


def open_document(kind: str, body: str) -> bytes:
    """Return an OpenDocument file with this body."""
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    spaces = " ".join(f'xmlns:{name}="{SPACE}{name}:1.0"' for name in ("office", "text", "table"))
    content = (
        f'<office:document-content {spaces} xmlns:draw="{SPACE}drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'office:version="1.2"><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>'
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{SPACE}manifest:1.0"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{mimetype}"/><manifest:file-entry manifest:full-path="content.xml" '
        'manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return zip_of(
        [
            ("mimetype", mimetype.encode()),
            ("content.xml", content.encode()),
            ("META-INF/manifest.xml", manifest.encode()),
        ],
        0,
    )


def _table(address: str) -> str:
    formula = f"of:=WEBSERVICE(&quot;{address}&quot;)"
    cell = f'<table:table-cell table:formula="{formula}"><text:p>isi</text:p></table:table-cell>'
    source = f'<table:table-source xlink:href="{address}" table:mode="copy-all"/>'
    return f'<table:table table:name="Satu">{source}<table:table-row>{cell}</table:table-row></table:table>'


def _docx(address: str) -> bytes:
    document = docx.Document()
    document.add_paragraph("isi")
    for kind in ("image", "attachedTemplate", "hyperlink", "oleObject", "subDocument"):
        document.part.relate_to(address, f"{KINDS}/{kind}", is_external=True)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _xlsx(address: str) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = f'=WEBSERVICE("{address}")'
    book.active["A2"] = f"='{address}[luar.xlsx]Lembar'!A1"
    book.active["A3"] = "isi"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _pptx(address: str) -> bytes:
    """The smallest slide that LibreOffice shows, with a picture from outside."""
    main = "http://schemas.openxmlformats.org/presentationml/2006/main"
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.presentationml"
    relations = f'<Relationships xmlns="{package}/relationships">{{}}</Relationships>'
    picture = (
        '<p:pic><p:nvPicPr><p:cNvPr id="2" name="luar"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>'
        '<a:blip r:link="rId1"/></p:blipFill><p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/>'
        "</a:xfrm></p:spPr></p:pic>"
    )
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/ppt/presentation.xml" ContentType="{types}.presentation.main+xml"/>'
            f'<Override PartName="/ppt/slides/slide1.xml" ContentType="{types}.slide+xml"/></Types>'
        ),
        "_rels/.rels": relations.format(
            f'<Relationship Id="rId1" Type="{KINDS}/officeDocument" Target="ppt/presentation.xml"/>'
        ),
        "ppt/presentation.xml": (
            f'<p:presentation xmlns:p="{main}" xmlns:r="{KINDS}"><p:sldIdLst>'
            '<p:sldId id="256" r:id="rId1"/></p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/></p:presentation>'
        ),
        "ppt/_rels/presentation.xml.rels": relations.format(
            f'<Relationship Id="rId1" Type="{KINDS}/slide" Target="slides/slide1.xml"/>'
        ),
        "ppt/slides/slide1.xml": (
            f'<p:sld xmlns:p="{main}" xmlns:a="{drawing}" xmlns:r="{KINDS}"><p:cSld><p:spTree>'
            f'<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>{picture}'
            "</p:spTree></p:cSld></p:sld>"
        ),
        "ppt/slides/_rels/slide1.xml.rels": relations.format(
            f'<Relationship Id="rId1" Type="{KINDS}/image" Target="{address}" TargetMode="External"/>'
        ),
    }
    return zip_of((name, text.encode()) for name, text in parts.items())


def _pdf(address: str) -> bytes:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(hostile_pdf.drawn())) as document:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(address))
        document.save(stream)
    return stream.getvalue()
