"""Converts DOCX to PDF with python-docx and reportlab; what cannot be drawn is listed in the notes."""

from __future__ import annotations

import zipfile
from functools import partial
from typing import TYPE_CHECKING, Final

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree
from reportlab.platypus import HRFlowable, Paragraph, Spacer
from reportlab.platypus.doctemplate import LayoutError

from dossier.convert.docx import blocks
from dossier.convert.docx.inline import BlockPlace, LayoutContext
from dossier.convert.docx.numbering import Numbering
from dossier.convert.docx.page_templates import MOST_PAGES, Pages, TooManyPagesError
from dossier.convert.docx.styles import StyleResolver
from dossier.convert.office import staging, tracked_changes
from dossier.convert.pdf import normalise
from dossier.convert.run.result import WITHOUT_OFFICE, Made
from dossier.errors import CannotConvertError
from dossier.typeset import page_setup
from dossier.typeset.typography import HAIRLINE, RULE, STYLES

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document
    from docx.opc.part import Part
    from lxml.etree import _Element
    from reportlab.platypus import Flowable

ENGINE: Final = "tata letak sederhana (python-docx)"
_BROKEN: Final = "dokumen ini tidak dapat dibaca; buka di Word lalu simpan ulang, atau simpan sebagai PDF"
_MOST_TURNS: Final = 4
_NOTE_PARTS: Final = {
    qn("w:footnoteReference"): ("/footnotes", "w:footnote"),
    qn("w:endnoteReference"): ("/endnotes", "w:endnote"),
}


def convert(source: Path, target: Path) -> Made:
    """Write a Word document as pages.

    Raises:
        CannotConvertError: it is locked, no document, a bomb, or far too long.
    """
    page_setup.prepare_reportlab()
    staging.check(source)
    document = _open(source)
    accepted = _accept_changes(document)
    sheet, data = _rendered(document)
    pages = normalise.finish(data, target)
    return Made(
        pages=pages,
        engine=ENGINE,
        notes=(WITHOUT_OFFICE, *_notes(document, sheet), *accepted.told()),
    )


def _open(source: Path) -> Document:
    try:
        with source.open("rb") as stream:
            return docx.Document(stream)
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise CannotConvertError(_BROKEN) from error


def _accept_changes(document: Document) -> tracked_changes.Accepted:
    """Accept tracked changes in the body, the headers and the footers; notes are read later and accepted then."""
    accepted = tracked_changes.Accepted()
    for part in document.part.package.iter_parts():
        element = getattr(part, "element", None)
        if isinstance(element, etree._Element):  # noqa: SLF001 — the only name of its type
            accepted.add(tracked_changes.accept_word(element))
    return accepted


def _rendered(document: Document) -> tuple[LayoutContext, bytes]:
    """Lay the document out; once more without tables where one of them fits no page."""
    try:
        try:
            return _render(document, flat_tables=False)
        except LayoutError:
            return _render(document, flat_tables=True)
    except LayoutError as error:
        raise CannotConvertError("isi dokumen tidak muat pada halamannya; simpan sebagai PDF dari Word") from error
    except TooManyPagesError as error:
        raise CannotConvertError(f"dokumen lebih dari {MOST_PAGES} halaman; simpan sebagai PDF dari Word") from error


def _render(document: Document, *, flat_tables: bool) -> tuple[LayoutContext, bytes]:
    total = 1
    for turn in range(_MOST_TURNS):
        sheet = LayoutContext(
            formats=StyleResolver(document),
            numbering=Numbering(document),
            blocks=blocks.blocks,
            flat_tables=flat_tables,
        )
        pages = Pages(document, sheet)
        pages.total = total
        data = pages.render(partial(_footnotes, document, sheet))
        # "Halaman 1 dari 3": the total is known after the first time. A longer number may make one page more, which a
        # shorter one makes one less: the last turn is good enough then.
        if not pages.uses_total or pages.total == total or turn == _MOST_TURNS - 1:
            break
        total = pages.total
    return sheet, data


def _footnotes(document: Document, sheet: LayoutContext, width: float) -> list[Flowable]:
    """Return the footnotes and endnotes that the body referred to, in the order of their marks."""
    story: list[Flowable] = []
    texts = {tag: _note_texts(document, *where) for tag, where in _NOTE_PARTS.items()}
    for number, (tag, identifier) in enumerate(sheet.gathered.footnotes, start=1):
        part, elements = texts[tag]
        element = elements.get(identifier)
        if part is None or element is None:
            continue
        if not story:
            story = [Spacer(0, 12), HRFlowable(width="30%", thickness=HAIRLINE, color=RULE, hAlign="LEFT")]
        story.append(Paragraph(f"Catatan kaki {number}", STYLES.label))
        story += blocks.blocks(element, sheet, BlockPlace(part=part, width=width))
    return story


def _note_texts(document: Document, relation: str, tag: str) -> tuple[Part | None, dict[str, _Element]]:
    for item in document.part.rels.values():
        if item.reltype.endswith(relation) and not item.is_external:
            root = parse_xml(item.target_part.blob)
            tracked_changes.accept_word(root)
            return item.target_part, {note.get(qn("w:id")) or "": note for note in root.findall(qn(tag))}
    return None, {}


def _notes(document: Document, sheet: LayoutContext) -> list[str]:
    notes = []
    gathered = sheet.gathered
    if sheet.flat_tables:
        notes.append("tabel ditata sebagai paragraf karena tidak muat pada halaman")
    if sheet.undrawn:
        notes.append(f"{sheet.undrawn} gambar tidak dapat digambar (format lama atau tautan luar)")
    if gathered.shapes:
        notes.append(f"{gathered.shapes} bentuk atau grafik tidak digambar")
    if gathered.formulas:
        notes.append(f"{gathered.formulas} rumus dicetak sebagai teks biasa")
    if gathered.footnotes:
        notes.append("catatan kaki dicetak di akhir dokumen")
    if any(relation.reltype.endswith("/comments") for relation in document.part.rels.values()):
        notes.append("komentar penelaah tidak dicetak")
    return notes
