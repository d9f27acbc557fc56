"""What is bound and in which order of pages and volumes: draws our own pages again until their page count is stable.

A file of evidence is never split. Each volume has the cover and the whole contents; page numbers are those of the whole
dossier. Opens no file.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from dossier.model import Audience, PageRange, SectionKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from dossier.audit.assessment import Assessment
    from dossier.audit.history import Milestone
    from dossier.model import Manifest, Outline, PaperPages, PhotoSheet, PreparedPart, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class BindInput:
    """An assessment and the form that a bundle gives it.

    `outline` says which sections stand in which order. `subject` is the title of an excerpt, empty for the whole.
    `sheets` are photos that share a page where they follow each other in the outline, `papers` those still to be made
    that the outline has. `audience` decides on the wording
    of our own pages. `volumes` says in which volume each section starts, by its key: None for a dossier in one file,
    empty while it is cut. `history` are the totals of earlier builds, this one's at the end.
    """

    assessment: Assessment
    outline: Outline
    subject: str = ""
    sheets: tuple[PhotoSheet, ...] = ()
    papers: tuple[PaperPages, ...] = ()
    audience: Audience = Audience.STAF
    volumes: Mapping[str, int] | None = None
    history: tuple[Milestone, ...] = ()


Box = tuple[float, float, float, float]
DrawnLink = tuple[str, Box]
"""A place on a page of ours that leads to a section: its key, and left, bottom, right and top in points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPages:
    """The pages that dossier draws itself, as PDFs whose pages are counted through from 1.

    `starts` says with which of these numbers each PDF begins, `ranges` which section is on which of the pages.
    `left_out` says how many rows a section lacks that would have been longer than its budget of pages.
    `links` are those of each page that has any, in the order drawn; the PDFs themselves have none of them: merging
    would hold each several times over.
    """

    pdfs: tuple[bytes, ...]
    ranges: dict[str, PageRange]
    starts: tuple[int, ...] = (1,)
    left_out: Mapping[str, int] = field(default_factory=dict)
    links: Mapping[int, tuple[DrawnLink, ...]] = field(default_factory=dict)

    def followed_by(self, other: OwnPages) -> OwnPages:
        """Return these pages and then the others."""
        moved = max((pages.last for pages in self.ranges.values()), default=0)
        ranges = {key: replace(pages, first=pages.first + moved) for key, pages in other.ranges.items()}
        starts = (start + moved for start in other.starts)
        return OwnPages(
            pdfs=(*self.pdfs, *other.pdfs),
            ranges=self.ranges | ranges,
            starts=(*self.starts, *starts),
            left_out={**self.left_out, **other.left_out},
            links={**self.links, **{page + moved: links for page, links in other.links.items()}},
        )

    def place(self, page: int) -> tuple[int, int]:
        """Return in which PDF, counted from 0, a page stands, and as which of its pages."""
        which = bisect_right(self.starts, page) - 1
        return which, page - self.starts[which] + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A bundle that was written: what it says of itself, its pages, its SHA-256, and the ranges of our own pages.

    `starts` says on which page of this very file, counted from 1, each section starts that starts in it.
    `left_out` says how many rows our own pages lack, by section, because there were too many for their pages.
    The ranges, given to the next binding as a guess, save it one of two drawings as long as they stay the same.
    """

    manifest: Manifest
    length: int
    sha256: str
    ranges: Mapping[str, PageRange]
    starts: Mapping[str, int]
    left_out: Mapping[str, int] = field(default_factory=dict)


Draw = Callable[[BindInput, Mapping[str, PageRange], int], OwnPages]

MOST_ROUNDS: Final = 4
_FILE: Final = "berkas:"
"""Before the path of a file of evidence: no other section's key begins so."""


class BindingError(RuntimeError):
    """The layout of our own pages is inconsistent: a bug of this program, not a fault of an evidence file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRun:
    """A run of pages of the bundle: `pages` in the bundle, taken from `pdf` (None = our own) from page `first` on.

    `guests` are sections that begin and end on the one page of the run, below its own.
    """

    section: Section
    pages: PageRange
    pdf: Path | None
    first: int
    guests: tuple[Section, ...] = ()

    def stamp_at(self, number: int) -> str:
        """Return what is printed at the foot of a page of the run."""
        if self.guests:
            return f"{self.section.stamp} – {self.guests[-1].stamp}"
        return self.section_at(number).printed_stamp

    def section_at(self, number: int) -> Section:
        """Return what is on a page of the run: a member of the archive, else the section itself."""
        place = number - self.pages.first + self.first
        inside = (child for child in self.section.children if child.within is not None)
        return next((c for c in inside if c.within and 0 <= place - c.within.first < c.within.count), self.section)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The pieces in page order, where every section starts, and the number of pages of the whole.

    `sharing` are the keys of the sections that are on the page of the section before, or on some of its pages.
    """

    pieces: tuple[PageRun, ...]
    pages: dict[str, PageRange]
    total: int
    sharing: frozenset[str] = frozenset()

    @cached_property
    def shared_stamps(self) -> dict[str, str]:
        """Key of each section that shares its page with others of our own ─► what is printed at the foot of it."""
        return {
            section.key: piece.stamp_at(piece.pages.first)
            for piece in self.pieces
            if piece.guests
            for section in (piece.section, *piece.guests)
        }

    def stamp_of(self, section: Section) -> str:
        """Return what is printed at the foot of a section's pages."""
        return self.shared_stamps.get(section.key, section.printed_stamp)


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """One file of the dossier: some of its pieces in order, every page with the number that it has in the whole.

    `elsewhere` says for the key of each section that starts in another file which file that is. `number` and `count`
    are 1 for a dossier in one file; `files` names all files in order.
    """

    layout: Layout
    pieces: tuple[PageRun, ...]
    elsewhere: Mapping[str, str]
    files: tuple[str, ...] = ()
    number: int = 1

    @property
    def length(self) -> int:
        """Pages of this file."""
        return sum(piece.pages.count for piece in self.pieces)

    def numbered(self) -> Iterator[tuple[int, PageRun]]:
        """Yield the number of every page of the file, in file order, with the piece that it belongs to."""
        for piece in self.pieces:
            for number in range(piece.pages.first, piece.pages.last + 1):
                yield number, piece

    def starts(self) -> dict[str, int]:
        """Return where in this file each section starts, counted from 0."""
        places: dict[int, int] = {}
        for position, (number, _) in enumerate(self.numbered()):
            places.setdefault(number, position)
        keys = self.layout.pages.items()
        return {key: places[pages.first] for key, pages in keys if key not in self.elsewhere and pages.first in places}

    def runs(self) -> tuple[PageRange, ...]:
        """Return the page numbers of the file as runs that are each without a gap."""
        found: list[PageRange] = []
        for piece in self.pieces:
            if found and found[-1].last + 1 == piece.pages.first:
                found[-1] = PageRange(first=found[-1].first, count=found[-1].count + piece.pages.count)
            else:
                found.append(piece.pages)
        return tuple(found)


def whole(layout: Layout) -> Volume:
    """Return the dossier as one file."""
    return Volume(layout=layout, pieces=layout.pieces, elsewhere={})


def settle(source: BindInput, draw: Draw, guess: Mapping[str, PageRange] | None = None) -> tuple[OwnPages, Layout]:
    """Draw our own pages repeatedly until the page numbers printed in them match the resulting layout.

    Args:
        source: what is bound.
        draw: draws our own pages.
        guess: which section was on which of our own pages the last time; a wrong guess costs nothing.

    Raises:
        BindingError: the number of pages still changes after four drawings, or sections and pages do not agree.
    """
    own = _guessed(source, guess) or draw(source, {}, 0)
    for _ in range(MOST_ROUNDS - 1):
        layout = lay_out(source, own)
        drawn = draw(source, layout.pages, layout.total)
        if drawn.ranges == own.ranges:
            return drawn, layout
        own = drawn
    raise BindingError(f"the number of own pages still changes after {MOST_ROUNDS} drawings")


def _guessed(source: BindInput, guess: Mapping[str, PageRange] | None) -> OwnPages | None:
    """Return pages without a drawing where the guess fits the sections there are now."""
    if not guess:
        return None
    own = OwnPages(pdfs=(b"",), ranges=dict(guess))
    try:
        lay_out(source, own)
    except BindingError:
        return None
    return own


def lay_out(source: BindInput, own: OwnPages) -> Layout:
    """Put every section in page order and count."""
    parts = {f"{_FILE}{part.file.path}": part for part in source.assessment.parts}
    parts |= {paper.key: paper.part for paper in source.papers}
    pieces: list[PageRun] = []
    pages: dict[str, PageRange] = {}
    components: list[Section] = []
    sharing: set[str] = set()
    position = 1
    every = _each_once(source.outline.walk())
    sections = tuple(section for section in every if not section.leads_to)
    sheets = _sheets(source, sections)
    for section in sections:
        if not section.has_pages:
            components.append(section)
            continue
        if shared := _shared_pages(section, pieces, own, sheets):
            if section.follows:
                pieces[-1] = replace(pieces[-1], guests=(*pieces[-1].guests, section))
            pages |= dict.fromkeys([*(waiting.key for waiting in components), section.key], shared)
            components.clear()
            sharing.add(section.key)
            continue
        sheet = sheets.get(section.key)
        piece = _piece(section, position, own, parts) if sheet is None else _on_sheet(section, position, sheet)
        pieces.append(piece)
        for waiting in components:
            pages[waiting.key] = piece.pages
        components.clear()
        pages[section.key] = piece.pages
        position += piece.pages.count
    if not pieces:
        raise BindingError("nothing to bind: the outline has no section with pages")
    for waiting in components:  # empty and last: nothing follows that it could lead to
        pages[waiting.key] = pieces[-1].pages
    marks = {mark.key: _target(mark, pages) for mark in every if mark.leads_to}
    pages |= marks
    sharing |= marks.keys()
    if unknown := sorted(set(own.ranges) - set(pages)):
        raise BindingError(f"pages were drawn for unknown sections: {unknown}")
    return Layout(pieces=tuple(pieces), pages=pages, total=position - 1, sharing=frozenset(sharing))


def _each_once(sections: Iterable[Section]) -> tuple[Section, ...]:
    """Return the sections; two with one key would lead to one place only."""
    found: dict[str, Section] = {}
    for section in sections:
        if section.key in found:
            raise BindingError(f"section {section.key!r} occurs twice")
        found[section.key] = section
    return tuple(found.values())


def _target(mark: Section, pages: Mapping[str, PageRange]) -> PageRange:
    if mark.leads_to not in pages:
        raise BindingError(f"bookmark {mark.key!r} leads to no section")
    return pages[mark.leads_to]


def _shared_pages(
    section: Section, pieces: Sequence[PageRun], own: OwnPages, sheets: Mapping[str, PhotoSheet]
) -> PageRange | None:
    """Return the pages of the section before that a section is on; None where it has pages to itself."""
    if section.within is not None:
        first = pieces[-1].pages.first + section.within.first - 1
        return PageRange(first=first, count=section.within.count)
    sheet = sheets.get(section.key)
    if sheet is not None and section.path != sheet.paths[0]:
        return pieces[-1].pages
    drawn = own.ranges.get(section.key) if section.follows and pieces else None
    if drawn is not None and pieces[-1].pdf is None and pieces[-1].first == drawn.first:
        return pieces[-1].pages
    return None


def _sheets(source: BindInput, sections: tuple[Section, ...]) -> dict[str, PhotoSheet]:
    """Return by section key the sheet that a photo is on; a sheet whose photos do not all follow each other is none."""
    paths = [section.path for section in sections]
    places = {path: place for place, path in enumerate(paths) if path is not None}
    found: dict[str, PhotoSheet] = {}
    for sheet in source.sheets:
        first = places.get(sheet.paths[0])
        if first is None or tuple(paths[first : first + len(sheet.paths)]) != sheet.paths:
            continue
        found |= {section.key: sheet for section in sections[first : first + len(sheet.paths)]}
    return found


def _on_sheet(section: Section, position: int, sheet: PhotoSheet) -> PageRun:
    return PageRun(section=section, pages=PageRange(first=position, count=1), pdf=sheet.pdf, first=1)


def _piece(section: Section, position: int, own: OwnPages, parts: Mapping[str, PreparedPart]) -> PageRun:
    part = parts.get(section.key if section.path is None else f"{_FILE}{section.path}")
    if section.kind in {SectionKind.EVIDENCE, SectionKind.PAPER} and part is None:
        raise BindingError(f"no prepared part for {section.key!r}")
    if part is not None and part.pdf is not None:
        return PageRun(section=section, pages=PageRange(first=position, count=part.pages), pdf=part.pdf, first=1)
    drawn = own.ranges.get(section.key)
    if drawn is None or drawn.count < 1:
        raise BindingError(f"no page was drawn for section {section.key!r}")
    return PageRun(section=section, pages=PageRange(first=position, count=drawn.count), pdf=None, first=drawn.first)
