"""Cells: pieces of text, drawings and flowables that know their height and first baseline (points) and can be split.

Our own text is set without reportlab's `Paragraph`: nothing is parsed, so that no file name can be read as markup.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING, ClassVar, Final, Protocol

from reportlab.platypus import PageBreak

from dossier._memo import memoised
from dossier.typeset.typography import STYLES, text_width, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportlab.lib.colors import Color
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Flowable

TRACKING: Final = 0.45
"""Extra space in points between the capitals of a label."""

# Where a word too long for its line may be cut: behind "_" of "Laporan_Monev.pdf", behind "/" of an address.
_CUT_BEHIND: Final = re.compile(r"(?<=[-_/.,;:&=?)\]⟩])(?=.)")

_UNBOUNDED: Final = 1e6
"""Points in which any flowable finds room to be measured."""
_FUZZ: Final = 1e-6
"""Points by which a flowable may differ from the height that it was measured with."""

# "1. Membentuk", "a) menyusun", "- rapat": the mark and the text of a line of a list.
_LIST_MARK: Final = re.compile(r"(\d{1,2}[.)]|[a-z][.)]|[-–•])\s+(\S.*)")


class Cell(Protocol):
    """Protocol of the content of a column; lengths are points, `top` is measured from the foot of the page."""

    @property
    def baseline(self) -> float:
        """Distance from the top of the cell to its first baseline."""

    def height(self, width: float) -> float:
        """Return how high the cell is in a column of this width."""

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the cell with its upper left corner at `x`, `top`."""

    def cut(self, width: float, height: float) -> tuple[Cell, Cell] | None:
        """Return what fits into `height` and the rest, or None where nothing sensible fits."""


def first_baseline(style: ParagraphStyle) -> float:
    """Return the distance of a style's first baseline from the top: leading is shared out so that equal ones align."""
    return float(style.leading - 0.3 * style.fontSize)


class Mark:
    """Base of a drawn cell: as high as one line of `style`, never cut."""

    __slots__ = ()
    style: ClassVar[ParagraphStyle] = STYLES.small

    @property
    def baseline(self) -> float:
        """The baseline of the text beside it."""
        return first_baseline(self.style)

    def height(self, width: float) -> float:  # noqa: ARG002 — the protocol's signature
        """Return the height of one line."""
        return float(self.style.leading)

    def cut(self, width: float, height: float) -> tuple[Cell, Cell] | None:  # noqa: ARG002 — the protocol's signature
        """Return None: one line is never cut."""
        return None


@memoised(65536)
def _unit_width(word: str, font: str) -> float:
    return text_width(word, font, 1)


def _pieces(word: str, font: str, limit: float) -> list[str]:
    """Cut a word that is wider than `limit` (in ems) behind its joints, and anywhere where that is not enough."""
    pieces: list[str] = []
    for joint in _CUT_BEHIND.split(word):
        rest = joint
        while _unit_width(rest, font) > limit:
            widths = accumulate(_unit_width(character, font) for character in rest)
            fitting = max(1, sum(1 for width in widths if width <= limit))
            if fitting == len(rest):
                break
            pieces.append(rest[:fitting])
            rest = rest[fitting:]
        pieces.append(rest)
    return pieces


@memoised(16384)
def wrap_words(text: str, font: str, size: float, width: float) -> tuple[str, ...]:
    """Set visible text into lines no wider than `width` points; a word that is longer is cut, never let out."""
    limit = width / size
    space = _unit_width(" ", font)
    lines: list[str] = []
    line, used = "", 0.0
    for word in text.split(" "):
        whole = _unit_width(word, font)
        for index, piece in enumerate([word] if whole <= limit else _pieces(word, font, limit)):
            piece_width = whole if piece == word else _unit_width(piece, font)
            gap = space if line and index == 0 else 0.0
            if line and used + gap + piece_width > limit:
                lines.append(line)
                line, used, gap = "", 0.0, 0.0
            line += (" " if gap else "") + piece
            used += gap + piece_width
    lines.append(line)
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class TextCell:
    """Text in one style; `link` is the key of the section that a click opens.

    `tracking` is extra space between letters; `outdent` moves large type to the left, so that its stem and not
    the white beside it stands on the margin. Both are in points.
    """

    text: str
    style: ParagraphStyle
    link: str | None = None
    colour: Color | None = None
    tracking: float = 0.0
    outdent: float = 0.0
    _lines: tuple[str, ...] | None = None

    @property
    def baseline(self) -> float:
        """Distance to the first baseline."""
        return first_baseline(self.style)

    def lines(self, width: float) -> tuple[str, ...]:
        """Return the lines of the text in a column of this width."""
        if self._lines is not None:
            return self._lines
        # Tracking widens each character by less than a tenth of a label's size; labels are short.
        usable = width * (0.9 if self.tracking else 1)
        return tuple(
            line
            for part in self.text.split("\n")
            for line in wrap_words(part, self.style.fontName, self.style.fontSize, usable)
        )

    def height(self, width: float) -> float:
        """Return the number of lines times the leading."""
        return float(len(self.lines(width)) * self.style.leading)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw line by line, flush left or right as the style says; the link covers the lines' own width."""
        style = self.style
        pen = canvas.beginText()
        pen.setFont(style.fontName, style.fontSize, style.leading)
        pen.setFillColor(self.colour or style.textColor)
        if self.tracking:
            pen.setCharSpace(self.tracking)
        y = top - self.baseline
        for line in self.lines(width):
            offset = 0.0
            if style.alignment:
                free = width - text_width(line, style.fontName, style.fontSize) - self.tracking * len(line)
                offset = free / 2 if style.alignment == 1 else free
            pen.setTextOrigin(x + offset - self.outdent, y)
            pen.textOut(line)
            y -= style.leading
        if self.tracking:
            pen.setCharSpace(0)
        canvas.drawText(pen)
        if self.link:
            foot = top - self.height(width) - 0.5
            canvas.linkURL(f"dossier:{self.link}", (x, foot, x + width, top), relative=1, thickness=0)

    def cut(self, width: float, height: float) -> tuple[TextCell, TextCell] | None:
        """Cut between lines, leaving at least two on either side."""
        lines = self.lines(width)
        fitting = min(int(height // self.style.leading), len(lines) - 2)
        if fitting < 2:  # noqa: PLR2004 — two lines, as the sentence above says
            return None
        return replace(self, _lines=lines[:fitting]), replace(self, _lines=lines[fitting:])


@dataclass(frozen=True, slots=True)
class Stack:
    """Cells one below the other."""

    cells: tuple[Cell, ...]
    gap: float = 0.0

    @property
    def baseline(self) -> float:
        """Distance to the first baseline of the first cell."""
        return self.cells[0].baseline

    def height(self, width: float) -> float:
        """Return the sum of the heights and the gaps between."""
        return sum(cell.height(width) for cell in self.cells) + self.gap * (len(self.cells) - 1)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the cells from the top down."""
        for cell in self.cells:
            cell.draw(canvas, x, top, width)
            top -= cell.height(width) + self.gap

    def cut(self, width: float, height: float) -> tuple[Cell, Cell] | None:
        """Cut between two cells, or inside the cell that crosses the line."""
        left = height
        for index, cell in enumerate(self.cells):
            needed = cell.height(width)
            if needed > left:
                head, tail = self.cells[:index], self.cells[index:]
                parts = cell.cut(width, left)
                if parts:
                    head, tail = (*head, parts[0]), (parts[1], *tail[1:])
                return (Stack(head, self.gap), Stack(tail, self.gap)) if head else None
            left -= needed + self.gap
        return None


@dataclass(frozen=True, slots=True)
class ListItem:
    """A line of a list: its number or letter, and the text beside it."""

    mark: str
    text: TextCell

    @property
    def baseline(self) -> float:
        """The first baseline of the text."""
        return self.text.baseline

    @property
    def _indent(self) -> float:
        return 1.6 * float(self.text.style.fontSize)

    def height(self, width: float) -> float:
        """Return the height of the text in what the number leaves of the width."""
        return self.text.height(width - self._indent)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the number flush left and the text beside it."""
        TextCell(self.mark, self.text.style).draw(canvas, x, top, self._indent)
        self.text.draw(canvas, x + self._indent, top, width - self._indent)

    def cut(self, width: float, height: float) -> tuple[Cell, Cell] | None:
        """Cut the text; the rest keeps the indent and has no number."""
        parts = self.text.cut(width - self._indent, height)
        return (replace(self, text=parts[0]), ListItem("", parts[1])) if parts else None


_Sizes = dict[tuple[int, float], tuple["Flowable", float, float]]
"""Identity of a flowable and width of its column ─► the flowable, its own width and its height."""


class Story:
    """Flowables of a foreign document one below the other; the space above the first and below the last is dropped."""

    def __init__(self, flowables: Sequence[Flowable] = (), known: _Sizes | None = None) -> None:
        """Take the flowables, and what is known of their sizes: measuring is what costs."""
        self.flowables = tuple(flowables)
        # Stories of a row are aligned at their tops.
        self.baseline = 0.0
        self._known: _Sizes = {} if known is None else known

    def _measured(self, width: float) -> Iterator[tuple[Flowable, float, float, float]]:
        """Yield each flowable with the space above it, its own width and its height."""
        air = 0.0
        for number, flowable in enumerate(self.flowables):
            key = (id(flowable), width)
            if key not in self._known:
                natural, height = flowable.wrapOn(None, width, _UNBOUNDED)  # type: ignore[arg-type]  # as tables measure
                self._known[key] = (flowable, float(natural), float(height))
            yield flowable, air + float(flowable.getSpaceBefore()) if number else 0.0, *self._known[key][1:]
            air = float(flowable.getSpaceAfter())

    def height(self, width: float) -> float:
        """Return the sum of the heights and the spaces between."""
        return sum(above + height for _, above, _, height in self._measured(width))

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the flowables from the top down, each aligned as it asks for."""
        for flowable, above, natural, height in self._measured(width):
            top -= above + height
            # The spare width is how reportlab aligns; its type stubs do not know it.
            flowable.drawOn(canvas, x, top, width - natural)  # type: ignore[call-arg]

    def cut(self, width: float, height: float) -> tuple[Cell, Cell] | None:
        """Cut between two flowables, or inside the one that crosses the line where it can be split."""
        for number, (flowable, above, _, taken) in enumerate(self._measured(width)):
            if above + taken > height + _FUZZ:
                pieces = flowable.split(width, height - above) if height > above else []
                # Splitting may leave a paragraph without its lines.
                del self._known[id(flowable), width]
                parts = [piece for piece in pieces if not isinstance(piece, PageBreak)]
                head = (*self.flowables[:number], *parts[:1])
                # One part means that the flowable fits after all, more than two that it is cut further on.
                tail = (*(parts[1:] if parts else (flowable,)), *self.flowables[number + 1 :])
                return (Story(head, self._known), Story(tail, self._known)) if head else None
            height -= above + taken
        return None


@dataclass(frozen=True, slots=True)
class Shrunk(Mark):
    """A cell that fits no page and cannot be split, scaled down; `width` and `most` are points."""

    cell: Cell
    width: float
    most: float

    @property
    def _scale(self) -> float:
        return self.most / max(self.cell.height(self.width), self.most)

    @property
    def baseline(self) -> float:
        """The first baseline of the cell at its own size: what stands beside it stays where it was."""
        return min(self.cell.baseline, self.most)

    def height(self, width: float) -> float:  # noqa: ARG002 — the protocol's signature
        """Return the height it was shrunk to."""
        return self.most

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:  # noqa: ARG002 — the protocol's signature
        """Draw the cell, smaller, with its upper left corner where it would be."""
        canvas.saveState()
        canvas.translate(x, top)
        canvas.scale(self._scale, self._scale)
        self.cell.draw(canvas, 0, 0, self.width)
        canvas.restoreState()


def line(
    text: str, style: ParagraphStyle = STYLES.body, link: str | None = None, colour: Color | None = None
) -> TextCell:
    """Return a cell of text in which every character shows, a newline too: for names of files."""
    return TextCell(visible(text), style, link, colour)


def prose(text: str, style: ParagraphStyle = STYLES.body) -> Cell:
    """Return a cell of text that keeps the lines its author made, lists with their numbers hung out: for the plan."""
    lines = [visible(" ".join(part.split())) for part in text.splitlines()]
    cells: list[Cell] = []
    for part in filter(None, lines):
        found = _LIST_MARK.match(part)
        cells.append(ListItem(found[1], TextCell(found[2], style)) if found else TextCell(part, style))
    return cells[0] if len(cells) == 1 else Stack(tuple(cells) or (TextCell("", style),))


def label(text: str, style: ParagraphStyle) -> TextCell:
    """Return a label: tracked capitals."""
    return TextCell(visible(text).upper(), style, tracking=TRACKING)
