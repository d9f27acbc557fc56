"""Converts HTML to pages of text: headings, paragraphs, lists, tables. No scripts, no styles, nothing is fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from lxml import etree, html
from reportlab.platypus import Paragraph, Spacer

from dossier.convert.run.result import Made
from dossier.convert.text import plain
from dossier.convert.text.plain import MAX_TEXT_BYTES, decoded, left_out, read_text
from dossier.errors import CannotConvertError
from dossier.typeset import page_setup

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Flowable


MOST_BLOCKS: Final = 6_000
_DEEPEST: Final = 120
_DROPPED: Final = frozenset(
    {
        *("script", "style", "head", "title", "noscript", "template", "iframe", "object", "embed", "applet", "svg"),
        *("math", "canvas", "audio", "video", "map", "select", "datalist", "link", "meta", "base"),
    }
)
_BLOCKS: Final = frozenset(
    {
        *("html", "body", "div", "p", "section", "article", "main", "header", "footer", "nav", "aside", "address"),
        *("blockquote", "center", "dl", "dt", "dd", "fieldset", "figure", "figcaption", "form", "h1", "h2", "h3"),
        *("h4", "h5", "h6", "hr", "li", "menu", "ol", "pre", "table", "tbody", "thead", "tfoot", "td", "th", "tr"),
        *("ul", "details", "summary", "caption", "legend", "dir"),
    }
)
_BOLD: Final = frozenset({"b", "strong", "th", "dt"})
_ITALIC: Final = frozenset({"i", "em", "cite", "var"})
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
_WEB: Final = ("http://", "https://", "mailto:")
_BREAK: Final = "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlBlock:
    """A piece of a page: `kind` is a heading's tag, `p`, `li`, `pre`, `hr` or `table`.

    `markup` is safe markup for a reportlab Paragraph, `rows` the plain cells of a table, `indent` the depth of lists.
    """

    kind: str
    markup: str = ""
    mark: str = ""
    indent: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(slots=True)
class HtmlBlocks:
    """The blocks of a page in order, and how many pictures it names."""

    blocks: list[HtmlBlock] = field(default_factory=list)
    pictures: int = 0


def parse(text: str) -> HtmlBlocks:
    """Return the blocks of an HTML text; nonsense gives none."""
    found = HtmlBlocks()
    # lxml refuses text that declares an encoding; it is text already.
    data = text.encode("utf-8", "replace")
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return found
    walker = _Walker(found)
    walker.block(root, 0)
    walker.end()
    return found


class _Walker:
    """Collects inline markup until a block ends."""

    def __init__(self, found: HtmlBlocks) -> None:
        self._found = found
        self._inline: list[str] = []
        self._lists = plain.ListMarks()
        self._mark = ""
        self._kind = "p"

    def end(self) -> None:
        """Close the paragraph that is being collected."""
        markup = "".join(self._inline).strip().removesuffix("<br/>").removeprefix("<br/>").strip()
        self._inline.clear()
        if markup and len(self._found.blocks) <= 2 * MOST_BLOCKS:
            block = HtmlBlock(kind=self._kind, markup=markup, mark=self._mark, indent=len(self._lists))
            self._found.blocks.append(block)
            self._mark = ""

    def block(self, element: html.HtmlElement, depth: int) -> None:
        """Take an element and all below it."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if depth > _DEEPEST or _is_hidden(element, tag):
            return
        if tag == "table" and _is_data(element):
            self.end()
            self._table(element)
        elif tag == "pre":
            self.end()
            self._preformatted(element)
        elif tag == "hr":
            self.end()
            self._found.blocks.append(HtmlBlock(kind="hr"))
        elif tag in _BLOCKS:
            self._container(element, tag, depth)
        else:
            self._inlined(element, tag, depth)

    def _container(self, element: html.HtmlElement, tag: str, depth: int) -> None:
        self.end()
        before = self._kind
        if tag in {"ul", "ol", "menu", "dir"}:
            self._lists.open(1 if tag == "ol" else None)
        elif tag == "li":
            self._mark = self._lists.mark()
        if tag in plain.HEADINGS:
            self._kind = tag
        self._children(element, depth)
        self.end()
        self._kind = before
        if tag in {"ul", "ol", "menu", "dir"}:
            self._lists.close()

    def _inlined(self, element: html.HtmlElement, tag: str, depth: int) -> None:
        if tag == "br":
            self._inline.append("<br/>")
        elif tag == "img":
            self._picture(element)
        elif tag == "input":
            self._text(element.get("value") or "" if element.get("type", "text") in {"text", "submit"} else "")
        else:
            opening, closing = _style(tag)
            # A block inside bold text would cut the markup in two: the style ends with what it holds of plain text.
            if opening and any(child.tag in _BLOCKS for child in element.iter() if isinstance(child.tag, str)):
                opening = closing = ""
            self._inline.append(opening)
            self._children(element, depth)
            self._inline.append(closing)
            if tag == "a":
                self._address(element)

    def _children(self, element: html.HtmlElement, depth: int) -> None:
        self._text(element.text)
        for child in element:
            self.block(child, depth + 1)
            self._text(child.tail)

    def _text(self, text: str | None) -> None:
        if not text:
            return
        folded = _BLANKS.sub(" ", text)
        if folded == " " and (not self._inline or self._inline[-1].endswith(" ")):
            return
        self._inline.append(page_setup.plain(folded))

    def _address(self, element: html.HtmlElement) -> None:
        """Print where a link leads, so that it survives on paper."""
        address = (element.get("href") or "").strip()
        shown = "".join(element.itertext()).strip()
        if address.lower().startswith(_WEB) and address.removeprefix("mailto:") not in shown:
            self._inline.append(page_setup.plain(f" ({address[:500]})"))

    def _picture(self, element: html.HtmlElement) -> None:
        self._found.pictures += 1
        name = (element.get("alt") or "").strip()
        if name:
            self._inline.append(page_setup.plain(f" [gambar: {name[:200]}] "))

    def _preformatted(self, element: html.HtmlElement) -> None:
        for line in "".join(element.itertext()).expandtabs(8).split(_BREAK):
            body = line.strip()
            indent = "\u00a0" * (len(line) - len(line.lstrip(" ")))
            self._found.blocks.append(
                HtmlBlock(kind="pre", markup=indent + page_setup.plain(body) if body else "\u00a0")
            )

    def _table(self, element: html.HtmlElement) -> None:
        rows = []
        for row in element.iter("tr"):
            cells = [_cell(cell) for cell in row if cell.tag in {"td", "th"}]
            if any(cells):
                rows.append(tuple(cells))
        self._found.pictures += sum(1 for _ in element.iter("img"))
        if rows:
            self._found.blocks.append(HtmlBlock(kind="table", rows=tuple(rows), indent=len(self._lists)))


def _style(tag: str) -> tuple[str, str]:
    if tag in _BOLD:
        return "<b>", "</b>"
    return ("<i>", "</i>") if tag in _ITALIC else ("", "")


def _is_hidden(element: html.HtmlElement, tag: str) -> bool:
    return (
        tag in _DROPPED
        or not tag
        or element.get("hidden") is not None
        or bool(_HIDDEN.search(element.get("style") or ""))
    )


def _is_data(table: html.HtmlElement) -> bool:
    """Return whether a table holds data: tables in tables and tables of one column only arrange a page."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    widths = [sum(cell.tag in {"td", "th"} for cell in row) for row in table.iter("tr")]
    return max(widths, default=0) > 1


def _cell(cell: html.HtmlElement) -> str:
    texts: list[str] = []
    for element in cell.iter():
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in {"br", "p", "div", "li"} and texts:
            texts.append(_BREAK)
        if tag not in _DROPPED and tag:
            texts.append(_BLANKS.sub(" ", element.text or ""))
        if element is not cell:
            texts.append(_BLANKS.sub(" ", element.tail or ""))
    lines = (line.strip() for line in "".join(texts).split(_BREAK))
    return _BREAK.join(line for line in lines if line)


_MOST_MARKUP: Final = 40_000
"""Characters of one paragraph: reportlab's time grows faster than its length."""


def lay_out(blocks: Sequence[HtmlBlock]) -> list[Flowable]:
    """Return the flowables of some blocks, for a portrait page."""
    story: list[Flowable] = []
    for block in blocks:
        if block.kind == "table":
            story += plain.table(block.rows, head=False)
        elif block.kind == "hr":
            story.append(plain.hairline())
        elif block.kind == "pre":
            story.append(_paragraph(block.markup, plain.CODE))
        elif block.kind in plain.HEADINGS:
            story.append(_paragraph(block.markup, plain.HEADINGS[block.kind]))
        else:
            story.append(_text(block))
    return story


def _text(block: HtmlBlock) -> Flowable:
    base = plain.TIGHT if block.mark else plain.PARAGRAPH
    style = plain.indented(base, min(block.indent, plain.DEEPEST_INDENT) * plain.INDENT)
    return _paragraph(block.markup, style, block.mark or None)


def _paragraph(markup: str, style: ParagraphStyle, mark: str | None = None) -> Flowable:
    if len(markup) > _MOST_MARKUP:
        # Without tags it can be cut anywhere but inside an entity.
        markup = _untagged(markup)[:_MOST_MARKUP].rpartition(" ")[0] + " …"
    try:
        return Paragraph(markup, style, bulletText=mark)
    except ValueError:
        # Tags of a page that crosses them; the words count.
        markup = _untagged(markup)
        return Paragraph(markup, style, bulletText=mark) if markup else Spacer(0, 1)


def _untagged(markup: str) -> str:
    for tag in ("<b>", "</b>", "<i>", "</i>"):
        markup = markup.replace(tag, "")
    return markup


ENGINE: Final = "teks halaman web"
_DECLARED: Final = re.compile(rb"""<meta[^>]{0,200}charset\s{0,5}=\s{0,5}["']?\s{0,5}([\w-]{2,40})""", re.IGNORECASE)
_HEAD: Final = 4096
_EMPTY: Final = "halaman web ini tidak memuat teks; buka di peramban lalu cetak ke PDF"
_AS_TEXT: Final = "halaman web dicetak sebagai teks; skrip, gaya, dan gambar tidak diambil"


def convert(source: Path, target: Path) -> Made:
    """Write a web page as pages of text.

    Raises:
        CannotConvertError: it shows no text.
    """
    page_setup.prepare_reportlab()
    html, notes = _read(source)
    story, more = flowables(html)
    if not story:
        raise CannotConvertError(_EMPTY)
    return Made(pages=plain.write_pages(story, target), engine=ENGINE, notes=(_AS_TEXT, *notes, *more))


def flowables(html: str) -> tuple[list[Flowable], tuple[str, ...]]:
    """Return the flowables of a page's text and what was left out, in words; none when there is no text."""
    found = parse(html)
    kept = found.blocks[:MOST_BLOCKS]
    notes = []
    if len(found.blocks) > len(kept):
        notes.append(left_out(len(found.blocks) - len(kept), "bagian"))
    if found.pictures:
        notes.append(f"{found.pictures} gambar pada halaman tidak diambil; hanya namanya yang dicetak")
    story = lay_out(kept)
    return [*story, *(plain.remarks(notes) if story else ())], tuple(notes)


def _read(source: Path) -> tuple[str, tuple[str, ...]]:
    """Decode by what the page declares, unless it is UTF-8 all the same."""
    with source.open("rb") as stream:
        data = stream.read(MAX_TEXT_BYTES)
    declared = _DECLARED.search(data[:_HEAD])
    if declared is None or decoded(data)[1].startswith("utf"):
        return read_text(source)
    try:
        return data.decode(declared.group(1).decode("ascii"), "replace"), ()
    except (LookupError, UnicodeError):
        return read_text(source)
