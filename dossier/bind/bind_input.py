"""Values that binding takes and values that drawing returns. No drawing and no reading here."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.audit.assessment import Assessment
    from dossier.model import Manifest, Outline, PageRange, PhotoSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class BindInput:
    """An assessment and the form that a bundle gives it.

    `outline` says which sections stand in which order. `subject` is the title of an excerpt, empty for the whole.
    `sheets` are photos that share a page where they follow each other in the outline.
    """

    assessment: Assessment
    outline: Outline
    subject: str = ""
    sheets: tuple[PhotoSheet, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPages:
    """The pages that dossier draws itself, as PDFs whose pages are counted through from 1.

    `starts` says with which of these numbers each PDF begins, `ranges` which section is on which of the pages.
    `left_out` says how many rows a section lacks that would have been longer than its budget of pages.
    """

    pdfs: tuple[bytes, ...]
    ranges: dict[str, PageRange]
    starts: tuple[int, ...] = (1,)
    left_out: Mapping[str, int] = field(default_factory=dict)

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
