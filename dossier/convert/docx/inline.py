"""Reads the content of one .docx paragraph, in reading order, as a flat sequence of events; no layout.

Also the state that the blocks of one document share: styles, counters, notes, and the place of blocks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import nsmap, qn

from dossier.typeset import page_setup
from dossier.typeset.typography import BOLD, ITALIC, REGULAR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from docx.opc.part import Part
    from lxml.etree import _Element
    from reportlab.platypus import Flowable

    from dossier.convert.docx.numbering import Numbering
    from dossier.convert.docx.styles import RunLook, StyleResolver


_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_VML: Final = "{urn:schemas-microsoft-com:vml}"
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_PAGE_FIELD: Final = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
_HIGHLIGHTS: Final = {
    "yellow": "FFFF00",
    "green": "90EE90",
    "cyan": "AFEEEE",
    "magenta": "FFB6F0",
    "lightGray": "D3D3D3",
    "red": "FFA0A0",
    "blue": "A0B8FF",
}
_CHECKS: Final = str.maketrans({"☐": "[  ]", "□": "[  ]", "☑": "[x]", "☒": "[x]", "✓": "√", "✔": "√"})
_WINGDINGS: Final = {"F0FC": "√", "F0FE": "[x]", "F0A8": "[  ]", "F06F": "[  ]", "F0E0": "→", "F0B7": "•"}


@dataclass(frozen=True, slots=True)
class InlineText:
    """Markup of some characters of one look."""

    markup: str


@dataclass(frozen=True, slots=True)
class Tabulator:
    """A tab."""


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line break inside the paragraph."""


@dataclass(frozen=True, slots=True)
class PageBreakHere:
    """A page break inside the paragraph."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture, in the line or floating: the `w:drawing` or `w:pict` that holds it."""

    element: _Element


@dataclass(frozen=True, slots=True)
class TextBox:
    """A text box: its content is laid out after the paragraph."""

    content: _Element


Event = InlineText | Tabulator | LineBreak | PageBreakHere | Drawing | TextBox


@dataclass(slots=True)
class Gathered:
    """Features met while reading that the document's notes must list."""

    footnotes: list[tuple[str, str]] = field(default_factory=list)
    """(kind, id) in order of reference; the index, from 1, is the printed mark."""
    shapes: int = 0
    formulas: int = 0


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    in_result: bool = False

    @property
    def number(self) -> str | None:
        """The kind of page number that the field shows, if it shows one."""
        match = _PAGE_FIELD.match(self.instruction)
        return match.group(1).upper() if match else None


class Inline:
    """Reads paragraphs; `page` and `pages` replace the page fields of headers and footers."""

    def __init__(self, formats: StyleResolver, gathered: Gathered, numbers: dict[str, str] | None = None) -> None:
        """Keep what every paragraph needs."""
        self._formats = formats
        self._gathered = gathered
        self._numbers = numbers or {}
        self._fields: list[_Field] = []

    def events(self, paragraph: _Element) -> Iterator[Event]:
        """Yield what stands in a `w:p`."""
        yield from self._children(paragraph, paragraph)

    def _children(self, element: _Element, paragraph: _Element) -> Iterator[Event]:
        for child in element:
            tag = child.tag
            if tag == qn("w:r"):
                yield from self._run(child, paragraph)
            elif tag == qn("w:fldSimple"):
                yield from self._simple_field(child, paragraph)
            elif tag == qn("w:sdt"):
                content = child.find(qn("w:sdtContent"))
                if content is not None:
                    yield from self._children(content, paragraph)
            elif tag in {f"{_MATH}oMath", f"{_MATH}oMathPara"}:
                self._gathered.formulas += 1
                yield InlineText(page_setup.plain("".join(t.text or "" for t in child.iter(f"{_MATH}t"))))
            elif tag not in {qn("w:pPr"), qn("w:moveFrom")}:
                # Links, insertions, smart tags and whatever else wraps runs.
                yield from self._children(child, paragraph)

    def _simple_field(self, element: _Element, paragraph: _Element) -> Iterator[Event]:
        number = self._number(_Field(instruction=element.get(qn("w:instr")) or ""))
        if number is None:
            yield from self._children(element, paragraph)
            return
        run = element.find(qn("w:r"))
        yield self._text(number, self._formats.run(paragraph, run))

    def _number(self, page_field: _Field) -> str | None:
        return self._numbers.get(page_field.number) if page_field.number else None

    def _run(self, run: _Element, paragraph: _Element) -> Iterator[Event]:
        look = self._formats.run(paragraph, run)
        if look.hidden:
            return
        for child in run:
            yield from self._in_run(child, look)

    def _in_run(self, child: _Element, look: RunLook) -> Iterator[Event]:
        tag = child.tag
        if tag == qn("w:fldChar"):
            yield from self._field_character(child.get(qn("w:fldCharType")) or "", look)
            return
        if tag == qn("w:instrText"):
            if self._fields:
                self._fields[-1].instruction += child.text or ""
            return
        if self._hides_result():
            return
        if tag in _SIMPLE:
            yield from self._simple(tag, child, look)
        elif tag in {qn("w:drawing"), qn("w:pict"), qn("w:object")}:
            yield from self._drawn(child)
        elif tag == f"{_MC}AlternateContent":
            # Word writes a text box twice, for new and for old programs: one of them is read.
            choice = child.find(f"{_MC}Choice")
            for item in choice if choice is not None else ():
                yield from self._in_run(item, look)

    def _simple(self, tag: str, child: _Element, look: RunLook) -> Iterator[Event]:
        if tag == qn("w:t"):
            yield self._text(child.text or "", look)
        elif tag in {qn("w:tab"), qn("w:ptab")}:
            yield Tabulator()
        elif tag in {qn("w:br"), qn("w:cr")}:
            kind = child.get(qn("w:type"))
            yield PageBreakHere() if kind == "page" else LineBreak()
        elif tag == qn("w:noBreakHyphen"):
            yield self._text("-", look)
        elif tag == qn("w:sym"):
            yield self._text(_WINGDINGS.get((child.get(qn("w:char")) or "").upper(), "•"), look)
        else:
            self._gathered.footnotes.append((tag, child.get(qn("w:id")) or ""))
            yield InlineText(f"<super>{len(self._gathered.footnotes)}</super>")

    def _field_character(self, kind: str, look: RunLook) -> Iterator[Event]:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            number = self._number(self._fields.pop())
            if number is not None:
                yield self._text(number, look)

    def _hides_result(self) -> bool:
        """Return whether we are in the code of a field, or in a result that a fresh number replaces."""
        return any(not item.in_result or self._number(item) is not None for item in self._fields)

    def _drawn(self, element: _Element) -> Iterator[Event]:
        boxes = [box for box in element.iter(qn("w:txbxContent")) if not _inside_fallback(box, element)]
        pictures = any(True for _ in element.iter(f"{{{nsmap['a']}}}blip", f"{_VML}imagedata"))
        if pictures:
            yield Drawing(element)
        for box in boxes:
            yield TextBox(box)
        if not pictures and not boxes:
            self._gathered.shapes += 1

    def _text(self, text: str, look: RunLook) -> InlineText:
        shown = text.upper() if look.capitals else text
        return InlineText(styled(page_setup.plain(shown.replace("\n", " ").translate(_CHECKS)), look))


_SIMPLE: Final = frozenset(
    qn(f"w:{name}")
    for name in ("t", "tab", "ptab", "br", "cr", "noBreakHyphen", "sym", "footnoteReference", "endnoteReference")
)


def _inside_fallback(box: _Element, stop: _Element) -> bool:
    parent = box.getparent()
    while parent is not None and parent is not stop:
        if parent.tag in {f"{_MC}Fallback", qn("w:txbxContent")}:
            return True
        parent = parent.getparent()
    return False


def styled(markup: str, look: RunLook) -> str:
    """Wrap markup in the tags of its look."""
    face = BOLD if look.bold else ITALIC if look.italic else REGULAR
    attributes = f'face="{face}" size="{look.size:g}"'
    if look.colour:
        attributes += f' color="#{look.colour}"'
    if look.highlight and look.highlight in _HIGHLIGHTS:
        attributes += f' backcolor="#{_HIGHLIGHTS[look.highlight]}"'
    elif look.shading:
        attributes += f' backcolor="#{look.shading}"'
    text = f"<font {attributes}>{markup}</font>"
    if look.underline:
        text = f"<u>{text}</u>"
    if look.strike:
        text = f"<strike>{text}</strike>"
    return f"<{look.raised}>{text}</{look.raised}>" if look.raised else text


PAGE_HEIGHT: Final = 640.0
"""Pictures and rows higher than this would fit no page."""


@dataclass(slots=True)
class LayoutContext:
    """State shared by all blocks of one document: styles, counters, notes."""

    formats: StyleResolver
    numbering: Numbering
    blocks: Callable[[Iterable[_Element], LayoutContext, BlockPlace], list[Flowable]]
    gathered: Gathered = field(default_factory=Gathered)
    undrawn: int = 0
    flat_tables: bool = False
    deep: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockPlace:
    """The place of blocks: the package part that resolves their images, width and page margins in points."""

    part: Part
    width: float
    margins: tuple[float, float] = (72.0, 72.0)
    height: float = PAGE_HEIGHT
    numbers: dict[str, str] | None = None
