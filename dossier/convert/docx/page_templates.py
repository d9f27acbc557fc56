"""Page templates of a .docx: size and margins (points) of each section, headers, footers, page numbers."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn
from reportlab.platypus import BaseDocTemplate, Frame, NextPageTemplate, PageBreak, PageTemplate, Spacer

from dossier.convert.docx import blocks
from dossier.convert.docx.flowables import KeepWithStart, height_of
from dossier.convert.docx.inline import BlockPlace
from dossier.convert.docx.styles import TWIP, is_on, number_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from docx.document import Document
    from lxml.etree import _Element
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Flowable

    from dossier.convert.docx.inline import LayoutContext

_A4: Final = (11906.0, 16838.0)
_SMALLEST, _LARGEST = 140.0, 2400.0
_LEAST_BODY: Final = 0.35
"""Part of the page's height that the text keeps, whatever the header wants."""
MOST_PAGES: Final = 600


class TooManyPagesError(Exception):
    """The document is longer than what is laid out plainly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocxSection:
    """A run of body elements with one page layout; lengths in points."""

    element: _Element | None
    body: tuple[_Element, ...]
    continuous: bool
    size: tuple[float, float]
    left: float
    right: float
    top: float
    bottom: float
    header_at: float
    footer_at: float

    @property
    def width(self) -> float:
        """The width of a line."""
        return self.size[0] - self.left - self.right

    @property
    def geometry(self) -> tuple[float, ...]:
        """What must be equal for two sections to share a page."""
        return (*self.size, self.left, self.right)


def sections(document: Document) -> list[DocxSection]:
    """Cut the body at its section properties."""
    found: list[DocxSection] = []
    gathered: list[_Element] = []
    for element in document.element.body:
        if element.tag == qn("w:sectPr"):
            found.append(_section(element, gathered))
            gathered = []
            continue
        gathered.append(element)
        inner = element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") if element.tag == qn("w:p") else None
        if inner is not None:
            found.append(_section(inner, gathered))
            gathered = []
    if gathered or not found:
        found.append(_section(None, gathered))
    return found


def _section(element: _Element | None, body: list[_Element]) -> DocxSection:
    size = element.find(qn("w:pgSz")) if element is not None else None
    margins = element.find(qn("w:pgMar")) if element is not None else None
    kind = element.find(qn("w:type")) if element is not None else None
    width = _within(number_of(size, "w:w", _A4[0]) * TWIP)
    height = _within(number_of(size, "w:h", _A4[1]) * TWIP)

    def margin(name: str, default: float = 1440) -> float:
        return min(max(abs(number_of(margins, name, default)) * TWIP, 0.0), min(width, height) * 0.3)

    return DocxSection(
        element=element,
        body=tuple(body),
        continuous=kind is not None and kind.get(qn("w:val")) == "continuous",
        size=(width, height),
        left=margin("w:left"),
        right=margin("w:right"),
        top=margin("w:top"),
        bottom=margin("w:bottom"),
        header_at=margin("w:header", 720),
        footer_at=margin("w:footer", 720),
    )


def _within(length: float) -> float:
    return min(max(length, _SMALLEST), _LARGEST)


class Pages:
    """Draws headers and footers, and the body within what they leave."""

    def __init__(self, document: Document, sheet: LayoutContext) -> None:
        """Keep the document; nothing is laid out yet."""
        self._document = document
        self._sheet = sheet
        self._sections = sections(document)
        self.total = 1
        self.uses_total = False

    def render(self, tail: Callable[[float], list[Flowable]]) -> bytes:
        """Lay everything out once; `tail` is asked, when the body has been read, for what follows it."""
        buffer = io.BytesIO()
        template = BaseDocTemplate(buffer, invariant=1, title="", author="", keepTogetherClass=KeepWithStart)
        template.addPageTemplates([self._template(n, section) for n, section in enumerate(self._sections)])
        story: list[Flowable] = []
        for number, section in enumerate(self._sections):
            if number and not (section.continuous and section.geometry == self._sections[number - 1].geometry):
                story += [NextPageTemplate(f"bagian{number}"), PageBreak()]
            story += blocks.blocks(section.body, self._sheet, self._place(section))
        story = _without_last_air([*story, *tail(self._sections[-1].width)])
        template.build(story or [Spacer(0, 1)])
        self.total = template.page
        return buffer.getvalue()

    def _place(self, section: DocxSection) -> BlockPlace:
        return BlockPlace(
            part=self._document.part,
            width=section.width,
            margins=(section.left, section.top),
            height=(section.size[1] - section.top - section.bottom) * 0.95,
        )

    def _template(self, number: int, section: DocxSection) -> PageTemplate:
        header, footer = (max(self._height(section, kind) for kind in pair) for pair in _BANDS)
        limit = section.size[1] * (1 - _LEAST_BODY) / 2
        top = min(max(section.top, section.header_at + header), limit)
        bottom = min(max(section.bottom, section.footer_at + footer), limit)
        frame = Frame(
            section.left,
            bottom,
            section.width,
            section.size[1] - top - bottom,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )
        first_page = [0]

        def draw(canvas: Canvas, template: BaseDocTemplate) -> None:
            if template.page > MOST_PAGES:
                raise TooManyPagesError
            first_page[0] = first_page[0] or template.page
            self._bands(canvas, section, template.page, first=first_page[0] == template.page)

        return PageTemplate(id=f"bagian{number}", frames=[frame], onPage=draw, pagesize=section.size)

    def _bands(self, canvas: Canvas, section: DocxSection, page: int, *, first: bool) -> None:
        kind = "first" if first and self._has_first(section) else "default"
        header = self._band(section, f"header {kind}", page)
        y = section.size[1] - section.header_at
        for flowable in header:
            y = _draw(flowable, canvas, section, y)
        footer = self._band(section, f"footer {kind}", page)
        y = section.footer_at + sum(height_of(flowable, section.width) for flowable in footer)
        for flowable in footer:
            y = _draw(flowable, canvas, section, y)

    def _height(self, section: DocxSection, kind: str) -> float:
        return sum(height_of(flowable, section.width) for flowable in self._band(section, kind, 1))

    def _has_first(self, section: DocxSection) -> bool:
        return section.element is not None and is_on(section.element.find(qn("w:titlePg")))

    def _band(self, section: DocxSection, kind: str, page: int) -> list[Flowable]:
        """Return the flowables of a header or footer for one page."""
        where, which = kind.split()
        relation = self._relation(section, where, which)
        if relation is None:
            return []
        part = self._document.part.related_parts[relation]
        element: _Element = part.element
        if any("NUMPAGES" in (text or "") for text in element.itertext()) or element.findall(f".//{qn('w:fldSimple')}"):
            self.uses_total = True
        numbers = {"PAGE": str(page), "NUMPAGES": str(self.total), "SECTIONPAGES": str(self.total)}
        place = BlockPlace(part=part, width=section.width, margins=(section.left, section.top), numbers=numbers)
        return blocks.blocks(element, self._sheet, place)

    def _relation(self, section: DocxSection, where: str, which: str) -> str | None:
        """Return the relation of a header or footer; a section without one takes that of the section before."""
        position = self._sections.index(section)
        for candidate in reversed(self._sections[: position + 1]):
            if candidate.element is None:
                continue
            for reference in candidate.element.findall(qn(f"w:{where}Reference")):
                relation = reference.get(qn("r:id"))
                if (reference.get(qn("w:type")) or "default") == which and relation in self._document.part.rels:
                    return relation
        return None


def _without_last_air(story: list[Flowable]) -> list[Flowable]:
    """Drop the empty paragraphs before each page break and at the end, which could fill an empty page of their own."""
    kept: list[Flowable] = []
    for flowable in [*story, PageBreak()]:
        if isinstance(flowable, PageBreak | NextPageTemplate):
            count = len(kept)
            while count and type(kept[count - 1]) is Spacer:
                count -= 1
            # A page that holds nothing else was wanted empty.
            if count and not isinstance(kept[count - 1], PageBreak | NextPageTemplate):
                del kept[count:]
        kept.append(flowable)
    return kept[:-1]


_BANDS: Final = (("header default", "header first"), ("footer default", "footer first"))


def _draw(flowable: Flowable, canvas: Canvas, section: DocxSection, y: float) -> float:
    """Draw one flowable of a header or footer with its top at `y`; return where the next one starts."""
    width, height = flowable.wrap(section.width, 1e6)
    y -= float(flowable.getSpaceBefore())
    # The spare width is how reportlab aligns what is narrower than its frame; its type stubs do not know it.
    flowable.drawOn(canvas, section.left, y - height, section.width - width)  # type: ignore[call-arg]
    return y - float(height) - float(flowable.getSpaceAfter())
