"""Converts ODT, ODS, ODP and PPTX without LibreOffice to their text, labelled as such; layout and images are lost."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Final

from lxml import etree

from dossier.addresses import only_addresses
from dossier.convert.office import staging, tracked_changes
from dossier.convert.office.office_xml import DRAWING, TABLE, TEXT, A, parse
from dossier.convert.run.result import Made
from dossier.convert.text import plain
from dossier.errors import CannotConvertError
from dossier.typeset import page_setup

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENGINE: Final = "teks saja (tanpa LibreOffice)"
_FLAW: Final = "hanya kata-katanya yang tercetak, tanpa gambar dan tata letak; pasang LibreOffice"
_LABEL: Final = "HANYA TEKS: TATA LETAK DAN GAMBAR TIDAK TERCETAK"
_NO_WORDS: Final = "tidak ada teks yang dapat dibaca tanpa LibreOffice; pasang LibreOffice, atau simpan sebagai PDF"
_MOST_BYTES: Final = 40 << 20
_SLIDE: Final = re.compile(r"ppt/slides/slide(\d+)\.xml")
_DRAW_PAGE: Final = f"{DRAWING}page"
_BREAKS: Final = {f"{TEXT}line-break": " ", f"{TEXT}tab": "\t", f"{TEXT}s": " "}


def convert(source: Path, target: Path) -> Made:
    """Write the words of a document as pages.

    Raises:
        CannotConvertError: it is locked, no document, a bomb, or holds no words.
    """
    page_setup.prepare_reportlab()
    staging.check(source)
    try:
        with zipfile.ZipFile(source) as archive:
            lines = list(slides(archive)) or list(open_document(archive))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, NotImplementedError) as error:
        raise CannotConvertError(_NO_WORDS) from error
    if not any(line.strip() for line in lines):
        raise CannotConvertError(_NO_WORDS)
    story, notes = plain.lay_out("\n".join(lines))
    pages = plain.write_pages([*plain.heading(_LABEL, air=10), *story], target)
    return Made(pages=pages, engine=ENGINE, notes=notes, flaws=(_FLAW,), addresses=only_addresses("\n".join(lines)))


def slides(archive: zipfile.ZipFile) -> Iterator[str]:
    """Yield the lines of a PPTX, a heading before each slide; nothing where it has no slides."""
    found = ((int(match.group(1)), match.group()) for name in archive.namelist() if (match := _SLIDE.fullmatch(name)))
    for number, name in sorted(found):
        yield from ("", f"Salindia {number}", "")
        for paragraph in _root(archive, name).iter(f"{A}p"):
            yield "".join(run.text or "" for run in paragraph.iter(f"{A}t"))


def open_document(archive: zipfile.ZipFile) -> Iterator[str]:
    """Yield the lines of an ODT, ODS or ODP; a table row is one line, unless a cell has several.

    Raises:
        KeyError: the archive is no such document.
    """
    slide = 0
    root = _root(archive, "content.xml")
    tracked_changes.accept_open_document(root)
    for element in root.iter(f"{TEXT}h", f"{TEXT}p", f"{TABLE}table-row", _DRAW_PAGE):
        if element.tag == _DRAW_PAGE:
            slide += 1
            yield from ("", f"Salindia {slide}", "")
        elif element.tag == f"{TABLE}table-row":
            cells = [list(map(_words, cell.iter(f"{TEXT}p"))) for cell in element.iter(f"{TABLE}table-cell")]
            if any(sum(map(bool, lines)) > 1 for lines in cells):  # a letter's head, two signatures side by side
                yield from (line for lines in cells for line in lines)
            else:
                yield "\t".join("".join(lines) for lines in cells).rstrip()
        elif next(element.iterancestors(f"{TABLE}table-row"), None) is None:
            yield _words(element)


def _root(archive: zipfile.ZipFile, name: str) -> etree._Element:
    member = archive.getinfo(name)
    if member.file_size > _MOST_BYTES:
        raise CannotConvertError(_NO_WORDS)
    return parse(archive.read(member))


def _words(element: etree._Element) -> str:
    """Return the text of a paragraph with its tabs and blanks."""
    pieces = [element.text or ""]
    for child in element.iterdescendants():
        pieces += [_BREAKS.get(str(child.tag), ""), child.text or "", child.tail or ""]
    return "".join(pieces)
