"""Computes the page order: draws our own pages again until their page count is stable. Opens no file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.bind.bind_input import BindInput, OwnPages
from dossier.model import PageRange, SectionKind

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import PhotoSheet, PreparedPart, Section

Draw = Callable[[BindInput, Mapping[str, PageRange], int], OwnPages]

MOST_ROUNDS: Final = 4


class BindingError(RuntimeError):
    """The layout of our own pages is inconsistent: a bug of this program, not a fault of an evidence file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRun:
    """A run of pages of the bundle: `pages` in the bundle, taken from `pdf` (None = our own) from page `first` on."""

    section: Section
    pages: PageRange
    pdf: Path | None
    first: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The pieces in page order, where every section starts, and the number of pages of the whole.

    `sharing` are the keys of the sections that are on the page of the section before.
    """

    pieces: tuple[PageRun, ...]
    pages: dict[str, PageRange]
    total: int
    sharing: frozenset[str] = frozenset()


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
    parts = {part.file.path: part for part in source.assessment.parts}
    pieces: list[PageRun] = []
    pages: dict[str, PageRange] = {}
    components: list[Section] = []
    sharing: set[str] = set()
    position = 1
    sections = tuple(source.outline.walk())
    sheets = _sheets(source, sections)
    for section in sections:
        if section.key in pages or any(section.key == waiting.key for waiting in components):
            raise BindingError(f"section {section.key!r} occurs twice")
        if not section.has_pages:
            components.append(section)
            continue
        sheet = sheets.get(section.key)
        if sheet is not None and section.path != sheet.paths[0]:
            pages[section.key] = pieces[-1].pages
            sharing.add(section.key)
            continue
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
    if unknown := sorted(set(own.ranges) - set(pages)):
        raise BindingError(f"pages were drawn for unknown sections: {unknown}")
    return Layout(pieces=tuple(pieces), pages=pages, total=position - 1, sharing=frozenset(sharing))


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
    part = parts.get(section.path or "") if section.kind is SectionKind.EVIDENCE else None
    if section.kind is SectionKind.EVIDENCE and part is None:
        raise BindingError(f"no prepared part for {section.path!r}")
    if part is not None and part.pdf is not None:
        return PageRun(section=section, pages=PageRange(first=position, count=part.pages), pdf=part.pdf, first=1)
    drawn = own.ranges.get(section.key)
    if drawn is None or drawn.count < 1:
        raise BindingError(f"no page was drawn for section {section.key!r}")
    return PageRun(section=section, pages=PageRange(first=position, count=drawn.count), pdf=None, first=drawn.first)
