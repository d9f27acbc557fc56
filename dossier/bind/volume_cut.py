"""Cuts a settled dossier into volumes: an indicator stays with its files as long as there is room.

Each volume has the cover and the whole contents; no file of evidence is split.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.bind.page_order import Volume
from dossier.model import SectionKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dossier.bind.page_order import Layout, OwnPages, PageRun

# A new group starts here; what follows such a section stays with it as long as there is room.
_OPENING: Final = frozenset(
    {
        SectionKind.AREA,
        SectionKind.INDICATOR,
        SectionKind.SELF_ASSESSMENT,
        SectionKind.BEYOND,
        SectionKind.QUESTION,
        SectionKind.ASSESSED,
        SectionKind.MONITORING,
        SectionKind.REMARKS,
        SectionKind.GAPS,
        SectionKind.WITHOUT,
        SectionKind.UNPLACED,
        SectionKind.QUESTION_INDEX,
        SectionKind.REGISTER,
        SectionKind.PAPERS,
        SectionKind.PAPER,
    }
)
_IN_EVERY: Final = (SectionKind.COVER, SectionKind.CONTENTS)
"""What each volume has."""
_DIVIDERS: Final = (SectionKind.AREA, SectionKind.BEYOND)
_BELOW_DIVIDERS: Final = (SectionKind.INDICATOR, SectionKind.QUESTION)
_FIXED: Final = 160_000
"""Bytes that every volume has: fonts, the catalog, room for what the estimate does not know."""
_PAGE: Final = 1_600
"""Bytes that a page of evidence gains: its stamp, its links, its objects."""
_SECTION: Final = 700
"""Bytes of one section in manifest, bookmarks and destinations; every volume has them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Estimates in bytes: of each piece, by the key of its section, and of what every volume has besides."""

    pieces: Mapping[str, int]
    common: int

    def of(self, pieces: Iterable[PageRun]) -> int:
        """Return the estimate of some pieces together."""
        return sum(self.pieces[piece.section.key] for piece in pieces)


def estimate(layout: Layout, own: OwnPages) -> Sizes:
    """Estimate how much room each piece takes."""
    drawn = sum(pages.count for pages in own.ranges.values())
    each = sum(map(len, own.pdfs)) // max(drawn, 1)
    pieces = {
        piece.section.key: piece.pages.count * each
        if piece.pdf is None
        else piece.pdf.stat().st_size + piece.pages.count * _PAGE
        for piece in layout.pieces
    }
    index = sum(pieces[piece.section.key] for piece in _index(layout))
    return Sizes(pieces=pieces, common=_FIXED + _SECTION * len(layout.pages) + index)


def split(layout: Layout, sizes: Sizes, most: int, stem: str) -> tuple[Volume, ...]:
    """Return the volumes, filled in order; one that holds a single file may be larger than `most` bytes.

    Args:
        layout: the settled dossier.
        sizes: what each piece takes.
        most: the largest a volume should be, in bytes.
        stem: volumes are called `<stem>-1.pdf`, `<stem>-2.pdf` …; a single one `<stem>.pdf`.
    """
    index = _index(layout)
    front = [piece for piece in _front(layout) if piece not in index]
    bodies: list[list[PageRun]] = [list(front)]
    left = most - sizes.common - sizes.of(front)
    for group in _groups(layout):
        whole = sizes.of(group) <= most - sizes.common
        for run in [group] if whole else [[piece] for piece in group]:
            needed = sizes.of(run)
            if needed > left and (len(bodies) > 1 or bodies[0] != front):
                bodies.append([])
                left = most - sizes.common
            bodies[-1] += run
            left -= needed
    files = (f"{stem}.pdf",) if len(bodies) == 1 else tuple(f"{stem}-{n}.pdf" for n in range(1, len(bodies) + 1))
    return tuple(_volumes(layout, index, bodies, files))


def can_shrink(volume: Volume) -> bool:
    """Return whether a volume holds more than one piece besides the table of contents, and can be split again."""
    return sum(1 for piece in volume.pieces if piece.section.kind not in _IN_EVERY) > 1


def homes_in(volumes: Sequence[Volume]) -> dict[str, int]:
    """Return for the key of each section the number of the volume that it starts in; the first that has the cover."""
    found: dict[str, int] = {}
    for volume in volumes:
        found = {key: volume.number for key in volume.layout.pages if key not in volume.elsewhere} | found
    return found


def _volumes(
    layout: Layout, index: Sequence[PageRun], bodies: Sequence[Sequence[PageRun]], files: tuple[str, ...]
) -> Iterator[Volume]:
    homes = {number: file for file, body in zip(files, bodies, strict=True) for number in _numbers(body)}
    several = len(files) > 1
    for number, body in enumerate(bodies, 1):
        pieces = tuple(sorted({*index, *body}, key=lambda piece: piece.pages.first))
        here = set(_numbers(pieces))
        elsewhere = {key: homes[pages.first] for key, pages in layout.pages.items() if pages.first not in here}
        yield Volume(layout=layout, pieces=pieces, elsewhere=elsewhere, files=files if several else (), number=number)


def _numbers(pieces: Iterable[PageRun]) -> Iterator[int]:
    return (number for piece in pieces for number in range(piece.pages.first, piece.pages.last + 1))


def _index(layout: Layout) -> tuple[PageRun, ...]:
    return tuple(piece for piece in layout.pieces if piece.section.kind in _IN_EVERY)


def _front(layout: Layout) -> list[PageRun]:
    first = next((n for n, piece in enumerate(layout.pieces) if piece.section.kind in _OPENING), len(layout.pieces))
    return list(layout.pieces[:first])


def _groups(layout: Layout) -> list[list[PageRun]]:
    """Return runs of pieces that belong together: an indicator with its files, a divider with what follows it."""
    groups: list[list[PageRun]] = []
    for piece in layout.pieces[len(_front(layout)) :]:
        follows_divider = bool(groups) and len(groups[-1]) == 1 and groups[-1][0].section.kind in _DIVIDERS
        if piece.section.kind in _OPENING and not (follows_divider and piece.section.kind in _BELOW_DIVIDERS):
            groups.append([piece])
        else:
            groups[-1].append(piece)
    return groups
