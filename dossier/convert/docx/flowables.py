"""reportlab flowables for tab stops and images of a .docx, and the images themselves.

Size, crop and anchor of an image are those of the drawing, its pixels those of the package.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from docx.oxml.ns import nsmap, qn
from PIL import Image
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable, KeepTogether, Paragraph

from dossier.convert.docx.styles import Tab, as_number
from dossier.convert.image.formats import flattened
from dossier.convert.run.pool import MAX_PIXELS
from dossier.typeset import page_setup, typography
from dossier.typeset.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docx.opc.part import Part
    from lxml.etree import _Element


DEFAULT_TAB: Final = 36.0
"""Half an inch: where stops are when a paragraph sets none."""
_GAP: Final = 3.0
Alignment = Literal["LEFT", "CENTER", "RIGHT"]
_LEAST_WIDTH: Final = 40.0
_DESCENT: Final = 0.23
"""What our font reaches below the baseline, in font sizes."""
_LEAST_PIECE: Final = 48.0
"""Points of a tall row that are worth beginning at the foot of a page: about three lines."""


class LetterText(page_setup.WrappedText):
    """A paragraph whose first baseline is where another program puts it: the last of its line's height is below it.

    reportlab hangs the text on the top of its line, which lines as narrow as a letter's let reach into what follows.
    """

    def draw(self) -> None:
        """Draw the lines, moved up from where reportlab draws them."""
        size = float(self.style.fontSize)
        canvas = self.canv
        canvas.saveState()
        canvas.translate(0, size - (float(self.style.leading) - _DESCENT * size))
        super().draw()
        canvas.restoreState()


class KeepWithStart(KeepTogether):
    """Paragraphs that stay with the beginning of what follows them, as Word means it.

    reportlab's own keeps them with the whole of it, so that a heading before a long table goes to the next page with
    the table, and leaves its own page empty.
    """

    _content: list[Flowable]

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803 — reportlab's signature
        """Return the parts as they are where the first piece of the last one fits below the others."""
        *before, last = self._content
        left = aH - sum(height_of(flowable, aW) for flowable in before)
        if before and left >= _least_start(last, aW):
            return [*before, last]
        return list(super().split(aW, aH))


def _least_start(flowable: Flowable, width: float) -> float:
    """Return the points that the first piece of a flowable takes: a row of a table, two lines of a paragraph.

    Of a row that may be cut it is a few lines; a signature with its name is one that may not.
    """
    whole = height_of(flowable, width)
    if isinstance(flowable, Ledger):
        is_whole = bool(flowable.rows) and flowable.rows[0].whole
        return flowable.opening if is_whole else min(flowable.opening, _LEAST_PIECE)
    if isinstance(flowable, Paragraph):
        return min(whole, float(flowable.getSpaceBefore()) + 2 * float(flowable.style.leading))
    return whole


def height_of(flowable: Flowable, width: float) -> float:
    """Return the points that a flowable takes in a column of this width, with the space around it."""
    height = flowable.wrap(width, 1e6)[1]
    return float(height) + float(flowable.getSpaceBefore()) + float(flowable.getSpaceAfter())


class TabbedLine(Flowable):
    """One line of a paragraph cut at its tabs; the last piece may wrap, hanging at its own stop."""

    def __init__(self, pieces: Sequence[str], style: ParagraphStyle, tabs: Sequence[Tab]) -> None:
        """Take the markup of each piece; positions are worked out when the width is known."""
        super().__init__()
        self._style = style
        self._tabs = tabs
        self._pieces = pieces
        self._placed: list[tuple[float, Paragraph, float]] = []
        self._leaders: list[tuple[float, float, str]] = []
        self.spaceBefore = style.spaceBefore
        self.spaceAfter = style.spaceAfter
        self.keepWithNext = style.keepWithNext

    def getSpaceBefore(self) -> float:  # noqa: N802 — reportlab's name
        """Return the space above."""
        return float(self.spaceBefore)

    def getSpaceAfter(self) -> float:  # noqa: N802 — reportlab's name
        """Return the space below."""
        return float(self.spaceAfter)

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """Place the pieces and return the size."""
        self._placed, self._leaders = [], []
        inner = ParagraphStyle("potongan", self._style, leftIndent=0, firstLineIndent=0, spaceBefore=0, spaceAfter=0)
        inner.alignment = 0
        x = self._style.leftIndent + self._style.firstLineIndent
        height = self._style.leading
        for number, piece in enumerate(self._pieces):
            paragraph = LetterText(piece or "\u00a0", inner)
            natural = _natural_width(paragraph) if piece else 0.0
            if number:
                x = self._after_tab(x, natural, available_width)
            last = number == len(self._pieces) - 1
            room = max(_LEAST_WIDTH, available_width - self._style.rightIndent - x)
            width = room if last and natural > room else natural + 1
            height = max(height, paragraph.wrap(width, 1e6)[1])
            self._placed.append((x, paragraph, width))
            x += natural
        self.width, self.height = available_width, height
        return available_width, height

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803 — reportlab's signature
        """Return a paragraph without stops, in two parts, where the line fits on no page; otherwise nothing."""
        # What reportlab notes when a flowable has been put off to a page of its own.
        if not getattr(self, "_postponed", False):
            return []
        return LetterText(" ".join(filter(None, self._pieces)), self._style).split(availWidth, availHeight)

    def _after_tab(self, x: float, natural: float, available_width: float) -> float:
        hanging = [Tab(position=self._style.leftIndent)] if self._style.firstLineIndent < 0 else []
        stops = sorted((*self._tabs, *hanging), key=lambda tab: tab.position)
        stop = next((tab for tab in stops if tab.position > x + 0.5), None)
        if stop is None:
            stop = Tab(position=(x // DEFAULT_TAB + 1) * DEFAULT_TAB)
        start = stop.position
        if stop.kind == "right":
            start = max(x + _GAP, min(stop.position, available_width) - natural)
        elif stop.kind == "center":
            start = max(x + _GAP, stop.position - natural / 2)
        elif stop.position > available_width - _LEAST_WIDTH:
            start = x + _GAP
        if stop.leader:
            self._leaders.append((x, start, stop.leader))
        return start

    def draw(self) -> None:
        """Draw the pieces, their first lines on one baseline."""
        for x, paragraph, _ in self._placed:
            paragraph.drawOn(self.canv, x, self.height - paragraph.height)
        self.canv.setFont(self._style.fontName, self._style.fontSize)
        baseline = self.height - self._style.leading + _DESCENT * self._style.fontSize
        for start, end, leader in self._leaders:
            step = typography.text_width(leader, self._style.fontName, self._style.fontSize)
            self.canv.drawString(start + 1, baseline, leader * max(0, int((end - start - 2) / step)))


def _natural_width(paragraph: Paragraph) -> float:
    """Return the width of a piece set in one line."""
    return float(paragraph.minWidth()) if not paragraph.text.strip() else float(_line_width(paragraph))


def _line_width(paragraph: Paragraph) -> float:
    paragraph.wrap(1e5, 1e6)
    widths = paragraph.getActualLineWidths0()
    return max(widths, default=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where a floating picture hangs: offsets in points, right and down, and from what each is measured."""

    x: float
    y: float
    from_x: str
    from_y: str


class Floating(Flowable):
    """A picture that takes no room: it lies where its anchor says, the text runs as if it were not there."""

    def __init__(
        self, picture: ImageReader, size: tuple[float, float], anchor: Anchor, margins: tuple[float, float]
    ) -> None:
        """Take the picture, its size in points, and the page's left and top margins."""
        super().__init__()
        self._picture = picture
        self._size = size
        self._anchor = anchor
        self._margins = margins

    def wrap(self, _available_width: float, _available_height: float) -> tuple[float, float]:
        """Take no room."""
        return 0.0, 0.0

    def draw(self) -> None:
        """Draw the picture in page coordinates."""
        origin_x, origin_y = self.canv.absolutePosition(0, 0)
        # reportlab tells the page's size nowhere else.
        page_height = float(getattr(self.canv, "_pagesize")[1])  # noqa: B009 — not in its type stubs
        width, height = self._size
        left = {"page": 0.0, "margin": self._margins[0]}.get(self._anchor.from_x, origin_x)
        top = {"page": page_height, "margin": page_height - self._margins[1]}.get(self._anchor.from_y, origin_y)
        x, y = left + self._anchor.x, top - self._anchor.y - height
        self.canv.drawImage(self._picture, x - origin_x, y - origin_y, width, height)


class Drawn(Flowable):
    """A picture that stands in the flow, aligned left, centre or right."""

    def __init__(self, picture: ImageReader, size: tuple[float, float], alignment: Alignment) -> None:
        """Take the picture and its size in points."""
        super().__init__()
        self._picture = picture
        self.width, self.height = size
        self.hAlign = alignment

    def wrap(self, _available_width: float, _available_height: float) -> tuple[float, float]:
        """Return the size as it is."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the picture."""
        self.canv.drawImage(self._picture, 0, 0, self.width, self.height)


_EMU: Final = 1 / 12700
"""English metric units ─► points."""
_A: Final = f"{{{nsmap['a']}}}"
_WP: Final = f"{{{nsmap['wp']}}}"
_VML: Final = "{urn:schemas-microsoft-com:vml}"
_FORMATS: Final = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP")
_STYLE_UNITS: Final = {"pt": 1.0, "in": 72.0, "cm": 28.3465, "mm": 2.83465, "px": 0.75}
_THOUSANDTH_PERCENT: Final = 100_000
_FALLBACK_SIZE: Final = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture ready to draw; `anchor` is None when it stands in the line like a letter."""

    image: ImageReader
    width: float
    height: float
    anchor: Anchor | None = None


def pictures(drawing: _Element, part: Part) -> Iterator[Picture | None]:
    """Yield the pictures of a `w:drawing` or `w:pict`; None is one that can't be drawn."""
    holder = next(drawing.iter(f"{_WP}inline", f"{_WP}anchor"), None)
    for blip in drawing.iter(f"{_A}blip"):
        image = _load(part, blip.get(qn("r:embed")), _crop(blip))
        extent = holder.find(f"{_WP}extent") if holder is not None else None
        width, height = (_attribute(extent, name) * _EMU for name in ("cx", "cy"))
        yield _sized(image, width, height, _anchor(holder))
    for data in drawing.iter(f"{_VML}imagedata"):
        image = _load(part, data.get(qn("r:id")), None)
        shape = data.getparent()
        style = shape.get("style") or "" if shape is not None else ""
        yield _sized(image, _css(style, "width"), _css(style, "height"), None)


def _attribute(element: _Element | None, name: str) -> float:
    """Return an attribute without namespace as a number; 0 where it is none."""
    return as_number(element.get(name)) if element is not None else 0.0


def _sized(image: Image.Image | None, width: float, height: float, anchor: Anchor | None) -> Picture | None:
    if image is None:
        return None
    if width <= 0 or height <= 0:
        width = min(_FALLBACK_SIZE, image.width * 0.75)
        height = width * image.height / image.width
    return Picture(image=ImageReader(image), width=width, height=height, anchor=anchor)


def _load(part: Part, relation: str | None, crop: tuple[float, float, float, float] | None) -> Image.Image | None:
    """Decode a picture of the package; one that is linked from outside is never fetched."""
    if relation is None or relation not in part.rels or part.rels[relation].is_external:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            Image.MAX_IMAGE_PIXELS = None
            with Image.open(io.BytesIO(part.rels[relation].target_part.blob), formats=_FORMATS) as image:
                if image.width * image.height > MAX_PIXELS:
                    return None
                pixels = flattened(image)
    except (OSError, SyntaxError, ValueError, KeyError):
        return None
    pixels = pixels.convert("RGB") if pixels.mode == "P" else pixels
    if crop is None:
        return pixels
    left, top, right, bottom = crop
    box = (
        round(pixels.width * left),
        round(pixels.height * top),
        round(pixels.width * (1 - right)),
        round(pixels.height * (1 - bottom)),
    )
    return pixels.crop(box) if box[0] < box[2] and box[1] < box[3] else pixels


def _crop(blip: _Element) -> tuple[float, float, float, float] | None:
    parent = blip.getparent()
    cut = parent.find(f"{_A}srcRect") if parent is not None else None
    if cut is None or not cut.attrib:
        return None
    left, top, right, bottom = (
        min(max(_attribute(cut, side) / _THOUSANDTH_PERCENT, 0.0), 0.95) for side in ("l", "t", "r", "b")
    )
    return left, top, right, bottom


def _anchor(holder: _Element | None) -> Anchor | None:
    if holder is None or holder.tag != f"{_WP}anchor":
        return None
    # A picture with text above and below it stands between the paragraphs as one in the line does.
    if holder.find(f"{_WP}wrapTopAndBottom") is not None:
        return None
    horizontal, vertical = holder.find(f"{_WP}positionH"), holder.find(f"{_WP}positionV")
    return Anchor(
        x=_offset(horizontal),
        y=_offset(vertical),
        from_x=(horizontal.get("relativeFrom") if horizontal is not None else None) or "column",
        from_y=(vertical.get("relativeFrom") if vertical is not None else None) or "paragraph",
    )


def _offset(position: _Element | None) -> float:
    offset = position.find(f"{_WP}posOffset") if position is not None else None
    return as_number(offset.text) * _EMU if offset is not None else 0.0


def _css(style: str, name: str) -> float:
    """Read `width:180pt` out of the style of an old drawing."""
    for item in style.split(";"):
        key, _, value = item.partition(":")
        if key.strip() == name:
            for unit, factor in _STYLE_UNITS.items():
                if value.strip().endswith(unit):
                    return as_number(value.strip()[: -len(unit)]) * factor
    return 0.0
