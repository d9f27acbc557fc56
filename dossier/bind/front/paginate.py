"""Lays sections of rows out into one PDF, returns the pages (from 1) of each; keeps drawn pages between builds."""

from __future__ import annotations

import hashlib
import pickle
import sys
from collections import defaultdict
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import IO, TYPE_CHECKING, Any, Final, Literal

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, PageBreak, PageTemplate

from dossier import wording
from dossier.bind.assembly import release, uncollected
from dossier.bind.navigation import SCHEME
from dossier.bind.page_order import Box, DrawnLink, OwnPages
from dossier.model import PageRange
from dossier.state import files
from dossier.state.store import Store
from dossier.typeset import page_setup
from dossier.typeset.cells import line
from dossier.typeset.ledger import Ledger
from dossier.typeset.rows import row
from dossier.typeset.typography import BOLD, MUTED, REGULAR, STYLES, register_fonts, shorten, text_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


_HEAD_SIZE: Final = 7.5


@dataclass(frozen=True, slots=True)
class DrawnSection:
    """One section: its rows, and what the line at the top of its pages says; a `bare` first page has no such line.

    `most` is how many pages its rows may fill; what is over it is counted on one page more. None sets no limit.
    What `follows` begins on the page of the section before it where all of both fits there.
    """

    key: str
    flowables: tuple[Flowable, ...]
    left: str = ""
    right: str = ""
    bare: bool = False
    most: int | None = None
    follows: bool = False

    @property
    def height(self) -> float:
        """Points that the rows take on a page that has room for them all."""
        return sum(each.wrap(page_setup.WIDTH, page_setup.HEIGHT)[1] + each.getSpaceBefore() for each in self.flowables)


class _Room(CondPageBreak):
    """Breaks the page before a section that follows, unless the one before it began on this page and there is room."""

    def __init__(self, drawing: DrawnSection, book: _Book) -> None:
        super().__init__(drawing.height)
        self.book = book

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 — reportlab's signature
        """Take no room, or the rest of the page."""
        if self.book.starts[-1][1] != self.book.page:
            self.height = page_setup.HEIGHT
        taken: tuple[float, float] = super().wrap(aW, aH)
        return taken


class _Start(Flowable):
    """Takes no room; notes on which page a section starts."""

    def __init__(self, drawing: DrawnSection, book: _Book) -> None:
        super().__init__()
        self.drawing = drawing
        self.book = book

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002, N803 — reportlab's signature
        """Return no width and no height."""
        return 0, 0

    def draw(self) -> None:
        """Draw nothing; tell the book where the section has come to stand."""
        self.book.begin(self.drawing, self.canv.getPageNumber())


class _LinkedDoc(Canvas):
    """Notes where a click leads to a section, instead of writing it: the bundle has the links, when all is in place."""

    def __init__(self, target: str | IO[bytes], /, **options: Any) -> None:  # noqa: ANN401 — handed on to reportlab as they are
        super().__init__(target, **options)
        self.links: defaultdict[int, list[DrawnLink]] = defaultdict(list)

    def linkURL(self, url: str, rect: Box, relative: Literal[0, 1] | bool = 0, *look: Any, **more: Any) -> None:  # noqa: ANN401, FBT001, N802 — as in reportlab
        """Note a link of ours; any other is written as it is."""
        if not url.startswith(SCHEME):
            super().linkURL(url, rect, relative, *look, **more)
            return
        left, bottom, right, top = self._absRect(rect, relative)  # type: ignore[attr-defined]  # not in the stubs
        box = (round(left, 4), round(bottom, 4), round(right, 4), round(top, 4))
        self.links[self.getPageNumber()].append((sys.intern(url.removeprefix(SCHEME)), box))


class _NumberedDoc(Canvas):
    """Keeps each page until the last is drawn, and then writes "hlm. n/N" at its foot: drawing twice costs twice."""

    def __init__(self, target: str | IO[bytes], /, **options: Any) -> None:  # noqa: ANN401 — handed on to reportlab as they are
        super().__init__(target, **options)
        self._kept: list[dict[str, object]] = []

    def showPage(self) -> None:  # noqa: N802 — reportlab's name
        """Keep the page and begin the next."""
        self._kept.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]  # what reportlab's own showPage ends with

    def save(self) -> None:
        """Number the pages and write them all."""
        kept = self._kept
        for page in kept:
            self.__dict__.update(page)
            self.setFont(REGULAR, _HEAD_SIZE)
            self.setFillColor(MUTED)
            self.drawRightString(page_setup.LEFT + page_setup.WIDTH, 9, f"hlm. {self.getPageNumber()}/{len(kept)}")
            super().showPage()
        super().save()


class _Book(BaseDocTemplate):
    """A document of the grid's pages."""

    def __init__(self, target: BytesIO, title: str) -> None:
        size = (page_setup.PAGE_WIDTH, page_setup.PAGE_HEIGHT)
        super().__init__(target, pagesize=size, invariant=1, pageCompression=1, title=title, lang="id-ID")
        frame = Frame(
            page_setup.LEFT,
            page_setup.BOTTOM,
            page_setup.WIDTH,
            page_setup.HEIGHT,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )
        self.addPageTemplates(PageTemplate(frames=[frame], onPageEnd=self._finish))
        self.starts: list[tuple[str, int]] = []
        self.current: DrawnSection | None = None
        self.heads: dict[int, DrawnSection] = {}
        self.left_out: dict[str, int] = {}

    def filterFlowables(self, flowables: list[Flowable]) -> None:  # noqa: N802 — reportlab's name
        """Cut a section that has filled its pages: what is left of it becomes one line that counts its rows."""
        drawing = self.current
        if drawing is None or drawing.most is None or drawing.key in self.left_out:
            return
        if self.page - self.starts[-1][1] < drawing.most or isinstance(flowables[0], _Start):
            return
        ends = (number for number, each in enumerate(flowables) if isinstance(each, _Start))
        # The page break before the next section is that section's.
        end = next(ends, len(flowables) + 1) - 1
        rows = sum(len(each.rows) for each in flowables[:end] if isinstance(each, Ledger))
        if rows:
            self.left_out[drawing.key] = rows
            note = line(f"{wording.more(rows, 'baris')}, tidak dicetak di sini", STYLES.note_italic)
            flowables[:end] = [Ledger((page_setup.WIDTH,), [row(note, rule=0)])]

    def begin(self, drawing: DrawnSection, page: int) -> None:
        """Note that a section starts on this page."""
        self.starts.append((drawing.key, page))
        self.heads.setdefault(page, drawing)
        self.current = drawing

    def ranges(self) -> dict[str, PageRange]:
        """Return the finished pages of each section."""
        ends = [*self.starts, ("", self.page + 1)]
        # A section that follows begins on the page of another only where that one begins and ends there.
        return {key: PageRange(first=first, count=max(after - first, 1)) for (key, first), (_, after) in pairwise(ends)}

    def _finish(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        opening = self.heads.get(canvas.getPageNumber())
        drawing = opening or self.current
        if drawing and not (drawing.bare and opening):
            _running_head(canvas, drawing)


def _running_head(canvas: Canvas, drawing: DrawnSection) -> None:
    canvas.setFillColor(MUTED)
    canvas.setFont(BOLD, _HEAD_SIZE)
    left = shorten(drawing.left, BOLD, _HEAD_SIZE, page_setup.LABEL * 3)
    canvas.drawString(page_setup.LEFT, page_setup.RUNNING_HEAD, left)
    room = page_setup.WIDTH - text_width(left, BOLD, _HEAD_SIZE) - 2 * page_setup.GUTTER
    canvas.setFont(REGULAR, _HEAD_SIZE)
    canvas.drawRightString(
        page_setup.LEFT + page_setup.WIDTH, page_setup.RUNNING_HEAD, shorten(drawing.right, REGULAR, _HEAD_SIZE, room)
    )


class _CountingDoc(Canvas):
    """A canvas whose pages are counted and thrown away: of a draft, only where its sections stand is wanted."""

    counts_only: Final = True

    def showPage(self) -> None:  # noqa: N802 — reportlab's name
        """Begin the next page; nothing of this one is kept."""
        self._startPage()  # type: ignore[attr-defined]  # what reportlab's own showPage ends with


def count_pages(drawings: Iterable[DrawnSection]) -> OwnPages:
    """Return the pages that the sections take, as `compose` sets them, without a PDF."""
    return _composed(drawings, "", _CountingDoc)


def compose(drawings: Iterable[DrawnSection], *, title: str = "", numbered: bool = False) -> OwnPages:
    """Set the sections one after another, each on a new page.

    Args:
        drawings: The sections in page order, with unique keys.
        title: The document's title, for a document that stands alone.
        numbered: Whether each page says "hlm. n/N" at its foot, because it gets no stamp later.
    """
    return _composed(drawings, title, _NumberedDoc if numbered else _LinkedDoc)


def _composed(drawings: Iterable[DrawnSection], title: str, canvas: type[Canvas]) -> OwnPages:
    register_fonts()
    with uncollected():
        own = _built(drawings, title, canvas)
        release()  # flowables, book and canvas know each other
    return own


def _built(drawings: Iterable[DrawnSection], title: str, canvas: type[Canvas]) -> OwnPages:
    target = BytesIO()
    book = _Book(target, title)
    story: list[Flowable] = []
    for drawing in drawings:
        if story:
            story.append(_Room(drawing, book) if drawing.follows else PageBreak())
        story.extend((_Start(drawing, book), *drawing.flowables))
    book.build(story, canvasmaker=canvas)
    noted = getattr(book.canv, "links", {})
    links = {page: tuple(each) for page, each in noted.items()}
    return OwnPages(pdfs=(target.getvalue(),), ranges=book.ranges(), left_out=book.left_out, links=links)


_SCHEMA: Final = "dossier.halaman/4"


@dataclass(frozen=True, slots=True)
class _PageFacts:
    """Where the sections start in the PDF, how many rows were cut from each, and the links by page."""

    ranges: tuple[tuple[str, tuple[int, int]], ...]
    left_out: dict[str, int]
    links: tuple[tuple[int, tuple[DrawnLink, ...]], ...]


class _Digest:
    """A file to write to of which only the digest is wanted."""

    def __init__(self, start: bytes) -> None:
        self.value = hashlib.sha256(start)

    def write(self, data: bytes) -> None:
        """Add to the digest."""
        self.value.update(data)


class KeptPages:
    """Drawn pages in a store, one entry for what is drawn together."""

    def __init__(self, folder: Path, version: str, *, fresh: bool = False) -> None:
        """Use `folder`, which is made when needed.

        `version` stands for the code, libraries and fonts that draw; `fresh` looks up only what was drawn since.
        """
        self.folder = folder
        self.version = version
        self.fresh = fresh
        self._store = Store(folder, _SCHEMA)
        self._used: set[str] = set()

    def key(self, drawings: Sequence[DrawnSection]) -> str:
        """Return the cache key of drawings: the digest of a pickle of every text, size and colour in them.

        Equal drawings may get different keys (where they share an object and the others do not), and are then drawn.
        """
        digest = _Digest(self.version.encode())
        pickle.Pickler(digest, protocol=5).dump(drawings)
        return digest.value.hexdigest()

    def recall(self, key: str) -> OwnPages | None:
        """Return the pages cached under this key, or None where they are absent or damaged."""
        if self.fresh and key not in self._used:
            return None
        facts = self._store.get(key, "", _PageFacts)
        if facts is None:
            return None
        self._used.add(key)
        ranges = {name: PageRange(first=first, count=count) for name, (first, count) in facts.ranges}
        pdf = self._store.paths(key, "").blob.read_bytes()
        return OwnPages(pdfs=(pdf,), ranges=ranges, left_out=facts.left_out, links=dict(facts.links))

    def keep(self, key: str, own: OwnPages) -> None:
        """Keep pages that were drawn as one PDF.

        Raises:
            OutputError: the folder cannot be written.
        """
        (pdf,) = own.pdfs
        facts = {
            "left_out": dict(own.left_out),
            "links": list(own.links.items()),
            "ranges": [(name, (pages.first, pages.count)) for name, pages in own.ranges.items()],
        }
        with files.explained(self.folder):
            self._store.put(key, "", facts, pdf)
        self._used.add(key)

    def tidy(self) -> None:
        """Remove what this build did not use: pages of another day or order of files, and what a kill left behind."""
        if self._used:
            self._store.retain([self._store.paths(key, "") for key in self._used])
