"""Converts paragraphs and their content to reportlab flowables. Tables: `tables`; pages: `page_templates`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal

from docx.oxml.ns import qn
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import HRFlowable, PageBreak, Spacer

from dossier.convert.docx import tables
from dossier.convert.docx.flowables import Alignment, Drawn, Floating, LetterText, Picture, TabbedLine, pictures
from dossier.convert.docx.inline import (
    Drawing,
    Inline,
    InlineText,
    LineBreak,
    PageBreakHere,
    Tabulator,
    TextBox,
    styled,
)
from dossier.typeset import page_setup
from dossier.typeset.typography import INK, REGULAR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element
    from reportlab.platypus import Flowable

    from dossier.convert.docx.inline import BlockPlace, LayoutContext
    from dossier.convert.docx.numbering import Label
    from dossier.convert.docx.styles import ParagraphLook

_PICTURE_ALIGNMENTS: Final[dict[str, Alignment]] = {"center": "CENTER", "right": "RIGHT", "end": "RIGHT"}
_ALIGNMENTS: Final[dict[str, Literal[0, 1, 2, 4]]] = {
    "left": 0,
    "start": 0,
    "center": 1,
    "right": 2,
    "end": 2,
    "both": 4,
    "distribute": 4,
}
_DEEPEST: Final = 12
_SIZE: Final = re.compile(r'<font [^>]*?size="([\d.]+)"')  # <font face="SourceSans3" size="11">


@dataclass(slots=True)
class _Lines:
    """The lines of a paragraph under way, each a list of pieces between tabs."""

    lines: list[list[str]] = field(default_factory=lambda: [[""]])

    def add(self, markup: str) -> None:
        """Append markup to the piece under way."""
        self.lines[-1][-1] += markup

    @property
    def tabbed(self) -> bool:
        """Whether any line has a tab."""
        return any(len(line) > 1 for line in self.lines)

    @property
    def empty(self) -> bool:
        """Whether nothing was written."""
        return all(not piece for line in self.lines for piece in line)


def blocks(elements: Iterable[_Element], sheet: LayoutContext, place: BlockPlace) -> list[Flowable]:
    """Return the flowables of the children of a body, cell, header, text box or note."""
    story: list[Flowable] = []
    previous: ParagraphLook | None = None
    for element in elements:
        if element.tag == qn("w:p"):
            look = sheet.formats.paragraph(element)
            if previous is not None and previous.contextual and previous.style == look.style and story:
                _silence(story[-1])
                look = replace(look, before=0.0)
            story += _ParagraphBlock(sheet, place, element, look).flowables()
            previous = look
            continue
        previous = None
        if element.tag == qn("w:tbl"):
            story += tables.table(element, sheet, place)
        elif element.tag == qn("w:sdt"):
            content = element.find(qn("w:sdtContent"))
            story += blocks(content, sheet, place) if content is not None else []
        elif element.tag in {qn("w:ins"), qn("w:customXml"), qn("w:smartTag")}:
            story += blocks(element, sheet, place)
    return story


def _silence(flowable: Flowable) -> None:
    """Take the space below a paragraph away, wherever it keeps it."""
    flowable.spaceAfter = 0
    style = getattr(flowable, "style", None)
    if isinstance(style, ParagraphStyle):
        style.spaceAfter = 0


def _rule() -> Flowable:
    return HRFlowable(width="100%", thickness=1.0, color=INK, spaceBefore=1, spaceAfter=2)


class _ParagraphBlock:
    """One paragraph on its way to flowables."""

    def __init__(self, sheet: LayoutContext, place: BlockPlace, element: _Element, look: ParagraphLook) -> None:
        self._sheet = sheet
        self._place = place
        self._element = element
        self._look = look
        self._label: Label | None = None
        self._largest = 0.0
        if look.numbering is not None:
            self._label = sheet.numbering.label(*look.numbering)
            if self._label is not None and not sheet.formats.has_indent(element) and self._label.left is not None:
                self._look = replace(look, left=self._label.left, first=-self._label.hanging)

    def flowables(self) -> list[Flowable]:
        """Return the paragraph with what hangs on it: breaks, pictures, boxes, rules."""
        look = self._look
        story: list[Flowable] = [PageBreak()] if look.page_break else []
        lines = _Lines()
        after: list[Flowable] = []
        broken = False
        inline = Inline(self._sheet.formats, self._sheet.gathered, self._place.numbers)
        for event in inline.events(self._element):
            if isinstance(event, InlineText):
                lines.add(event.markup)
                self._largest = max(self._largest, *map(float, _SIZE.findall(event.markup)), 0.0)
            elif isinstance(event, Tabulator):
                lines.lines[-1].append("")
            elif isinstance(event, LineBreak):
                lines.lines.append([""])
            elif isinstance(event, PageBreakHere):
                story += self._text(lines, even_empty=False)
                story.append(PageBreak())
                lines, broken = _Lines(), True
            elif isinstance(event, Drawing):
                self._drawing(event.element, story, after)
            elif isinstance(event, TextBox):
                after += self._box(event)
        alone = not story and not after and not broken
        return self._ruled([*story, *self._text(lines, even_empty=alone), *after])

    def _ruled(self, story: list[Flowable]) -> list[Flowable]:
        """Draw the lines of a paragraph border."""
        if "top" in self._look.rules:
            story = [_rule(), *story]
        return [*story, _rule()] if "bottom" in self._look.rules else story

    def _drawing(self, element: _Element, story: list[Flowable], after: list[Flowable]) -> None:
        for picture in pictures(element, self._place.part):
            if picture is None:
                self._sheet.undrawn += 1
                after.append(LetterText("[gambar tidak dapat digambar; lihat berkas asli]", self._style(first=0)))
            elif picture.anchor is not None:
                size = (picture.width, picture.height)
                story.append(Floating(picture.image, size, picture.anchor, self._place.margins))
            else:
                after.append(self._picture(picture))

    def _picture(self, picture: Picture) -> Flowable:
        room = max(20.0, self._place.width - self._look.left - self._look.right)
        scale = min(1.0, room / picture.width, self._place.height / picture.height)
        alignment = _PICTURE_ALIGNMENTS.get(self._look.alignment, "LEFT")
        return Drawn(picture.image, (picture.width * scale, picture.height * scale), alignment)

    def _box(self, event: TextBox) -> list[Flowable]:
        """Lay a text box out as a frame below its paragraph: nothing of it is lost, its place is."""
        if self._sheet.deep >= _DEEPEST:
            return []
        self._sheet.deep += 1
        width = self._place.width * 0.8
        content = blocks(event.content, self._sheet, replace(self._place, width=width - 12))
        self._sheet.deep -= 1
        return tables.text_box(content, width, self._place.height) if content else []

    def _text(self, lines: _Lines, *, even_empty: bool) -> list[Flowable]:
        look = self._look
        if lines.empty and self._label is None:
            air = Spacer(0, look.leading + (look.before + look.after))
            air.keepWithNext = int(look.keep_next)
            return [air] if even_empty and not lines.tabbed else []
        if not lines.tabbed:
            return [self._paragraph("<br/>".join(line[0] for line in lines.lines))]
        pieces = [list(line) for line in lines.lines]
        if self._label is not None:
            pieces[0] = [self._label_markup(), *pieces[0]]
            self._label = None
        story: list[Flowable] = []
        for number, line in enumerate(pieces):
            style = self._style(
                before=look.before if number == 0 else 0,
                after=look.after if number == len(pieces) - 1 else 0,
                first=look.first if number == 0 else 0,
            )
            story.append(TabbedLine(line, style, look.tabs))
        return story

    def _label_markup(self) -> str:
        if self._label is None:
            return ""
        look = self._sheet.formats.run(self._element, self._element.find(qn("w:r")))
        return styled(page_setup.plain(self._label.text), replace(look, underline=False, strike=False, raised=""))

    def _paragraph(self, markup: str) -> Flowable:
        if self._label is None:
            return LetterText(markup, self._style())
        style = self._style(first=0)
        style.bulletIndent = max(0.0, self._look.left + min(self._look.first, 0.0))
        look = self._sheet.formats.run(self._element, self._element.find(qn("w:r")))
        style.bulletFontSize = look.size
        label, self._label = self._label_markup(), None
        return LetterText(f"<bullet>{label}</bullet>{markup}", style)

    def _style(
        self, *, before: float | None = None, after: float | None = None, first: float | None = None
    ) -> ParagraphStyle:
        look = self._look
        return ParagraphStyle(
            "paragraf",
            fontName=REGULAR,
            fontSize=self._largest or look.size,
            leading=self._leading(),
            textColor=INK,
            alignment=_ALIGNMENTS.get(look.alignment, 0),
            leftIndent=max(0.0, look.left),
            rightIndent=max(0.0, look.right),
            firstLineIndent=look.first if first is None else first,
            spaceBefore=look.before if before is None else before,
            spaceAfter=look.after if after is None else after,
            keepWithNext=int(look.keep_next),
            autoLeading="off",
            splitLongWords=1,
            bulletFontName=REGULAR,
        )

    def _leading(self) -> float:
        """Return the distance of lines in points: the size of what is written decides, not that of the empty line."""
        look = self._look
        return look.leading if look.exact or not self._largest else look.leading * self._largest / look.size
