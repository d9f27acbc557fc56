"""Text readers, one for each media type; run in a child under limits. No layout."""

from __future__ import annotations

import email
import email.policy
import re
import zipfile
from itertools import islice
from typing import TYPE_CHECKING, Final

from lxml import etree, html

from dossier._lazy import lazy
from dossier.convert.extract.contents import NO_LAYER
from dossier.convert.office import office_xml
from dossier.convert.office.office_xml import W, parse
from dossier.convert.run.result import Made
from dossier.errors import CannotConvertError
from dossier.model import CONTENT_LIMIT, Media

with lazy():
    import openpyxl
    import pypdfium2

    from dossier.convert.extract import tesseract
    from dossier.convert.office import plain_layout, staging, tracked_changes
    from dossier.convert.text import plain


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

PAGES: Final = 3
"""How many pages of a PDF are read: a title stands on the first, behind a cover on the second or third."""

NO_TEXT: Final = "tidak ada teks yang dapat dibaca"
LOCKED: Final = "terkunci kata sandi"
UNREADABLE: Final = "rusak, isinya tidak terbaca"

_LEAST_LETTERS: Final = 12  # fewer on all pages are a stamp or a page number and no text layer
_ROWS: Final = 60  # rows of a sheet
_SHEETS: Final = 3
_MARKS: Final = {f"{W}tab": "\t", f"{W}br": "\n"}
_SKIPPED_TAGS: Final = ("script", "style", "noscript", "template")
_LINE_TAGS: Final = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "title", "table"})


def read(source: Path, target: Path, option: str) -> Made:
    """Write the text of a file's first pages to `target` as UTF-8, at most `CONTENT_LIMIT` characters.

    Args:
        source: the file.
        target: where the text goes.
        option: its kind (`Media`), and after a space `ocr` where a picture of text may be read by tesseract.

    Returns:
        What was done; its only note is by how many degrees pages were turned, where they stood wrong.

    Raises:
        CannotConvertError: there is no text; the message says why.
    """
    kind, _, ocr = option.partition(" ")
    media = Media(kind)
    text = ""
    engine, turned = "teks", 0
    if media in READERS:
        try:
            text = READERS[media](source)
        except (zipfile.BadZipFile, KeyError, etree.LxmlError, NotImplementedError, ValueError) as error:
            raise CannotConvertError(UNREADABLE) from error
    if _letters(text) < _LEAST_LETTERS and ocr:
        reading = tesseract.read(source, media, target.parent, PAGES)
        text, engine, turned = reading.text, "ocr", reading.turned
    if _letters(text) < _LEAST_LETTERS:
        raise CannotConvertError(NO_LAYER if media is Media.PDF else NO_TEXT)
    # Surrogates that a broken file gives have no UTF-8.
    target.write_text(_tidy(text), encoding="utf-8", errors="replace", newline="\n")
    return Made(pages=1, engine=engine, notes=(str(turned),) if turned else ())


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text[:CONTENT_LIMIT]))


def _tidy(text: str) -> str:
    """Return a text without control characters and empty runs, cut to the limit."""
    lines = (
        re.sub(r"[^\S\n]+", " ", re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", " ", line)).strip() for line in text.splitlines()
    )
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:CONTENT_LIMIT]


def _pdf(source: Path) -> str:
    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        raise CannotConvertError(LOCKED if "password" in str(error).casefold() else UNREADABLE) from error
    try:
        return "\n".join(
            document[number].get_textpage().get_text_bounded() for number in range(min(PAGES, len(document)))
        )
    except pypdfium2.PdfiumError as error:
        raise CannotConvertError(UNREADABLE) from error


def _docx(source: Path) -> str:
    staging.check(source)
    with zipfile.ZipFile(source) as archive:
        root = parse(archive.read("word/document.xml"))
    tracked_changes.accept_word(root)
    return "\n".join(_limited(_paragraphs(root)))


def _paragraphs(root: etree._Element) -> Iterator[str]:
    for paragraph in root.iter(f"{W}p"):
        nodes = paragraph.iter(f"{W}t", f"{W}tab", f"{W}br")
        yield "".join(_MARKS.get(str(node.tag)) or node.text or "" for node in nodes)


def _limited(lines: Iterator[str]) -> Iterator[str]:
    """Yield lines until there is more than anyone reads."""
    length = 0
    for line in lines:
        yield line
        length += len(line) + 1
        if length > CONTENT_LIMIT * 2:
            return


def _xls_xml(source: Path) -> str:
    return "\n".join(_limited(islice(office_xml.rows(source), _SHEETS * _ROWS)))


def _xlsx(source: Path) -> str:
    staging.check(source)
    book = openpyxl.load_workbook(source, read_only=True, data_only=True, keep_links=False)
    rows = (row for sheet in book.worksheets[:_SHEETS] for row in sheet.iter_rows(max_row=_ROWS, values_only=True))
    try:
        return "\n".join(_limited(_lines(rows)))
    finally:
        book.close()


def _lines(rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
    for row in rows:
        if cells := [_cell(value) for value in row if value is not None and value != ""]:
            yield "  ".join(cells)


def _cell(value: object) -> str:
    return value.strftime("%d-%m-%Y") if hasattr(value, "strftime") else str(value)


def _office_words(source: Path) -> str:
    staging.check(source)
    with zipfile.ZipFile(source) as archive:
        return "\n".join(
            _limited(iter(list(plain_layout.slides(archive)) or list(plain_layout.open_document(archive))))
        )


def _plain(source: Path) -> str:
    return plain.read_text(source)[0][: CONTENT_LIMIT * 2]


def _web(source: Path) -> str:
    text, _ = plain.read_text(source)
    return _web_text(text)


def _web_text(text: str) -> str:
    root = html.document_fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8", no_network=True))
    etree.strip_elements(root, *_SKIPPED_TAGS, with_tail=False)
    words: list[str] = []
    for node in root.iter():
        if node.tag in _LINE_TAGS:
            words.append("\n")
        if isinstance(node.tag, str):
            words.append(node.text or "")
        words.append(node.tail or "")
    return "".join(words)


def _mail(source: Path) -> str:
    with source.open("rb") as stream:
        message = email.message_from_bytes(stream.read(plain.MAX_TEXT_BYTES), policy=email.policy.default)
    body = message.get_body(("plain", "html"))
    text = str(body.get_content()) if body is not None else ""
    if body is not None and body.get_content_type() == "text/html":
        text = _web_text(text)
    return f"Perihal: {message.get('subject', '')}\nTanggal: {message.get('date', '')}\n\n{text}"


READERS: Final[dict[Media, Callable[[Path], str]]] = {
    Media.PDF: _pdf,
    Media.DOCX: _docx,
    Media.XLSX: _xlsx,
    Media.XLS_XML: _xls_xml,
    **dict.fromkeys((Media.ODT, Media.ODS, Media.ODP, Media.PPTX), _office_words),
    **dict.fromkeys((Media.TEXT, Media.MARKDOWN, Media.CSV), _plain),
    Media.HTML: _web,
    Media.EML: _mail,
}
"""One reader a kind; `contents.TEXTS` names the same kinds."""
