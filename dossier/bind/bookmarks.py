"""Bookmarks: area ► component ► indicator ► file ► those inside the file; only the first level is open at first."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pikepdf import Array, Dictionary, Name, String

from dossier.model import PAGE_BOOKMARKS
from dossier.typeset.typography import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pikepdf

    from dossier.bind.links import Targets
    from dossier.bind.page_order import Volume
    from dossier.model import Outline, Section


KEY: Final = "/DossierEvidence"
"""Private entry of a bookmark that came with a file of evidence: the section that the file is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    """A bookmark that came with a file: its order there, its level (from 1), its title and its page."""

    order: int
    level: int
    title: str
    page: pikepdf.Object


def take(pages: Sequence[pikepdf.Object], volume: Volume) -> dict[str, list[Inner]]:
    """Return by section key the bookmarks that preparing left on the pages of evidence, and take them off."""
    found: dict[str, list[Inner]] = {}
    for page, (_, piece) in zip(pages, volume.numbered(), strict=True):
        if piece.pdf is None or PAGE_BOOKMARKS not in page:
            continue
        for entry in page[PAGE_BOOKMARKS]:
            inner = Inner(order=int(entry.N), level=int(entry.L), title=str(entry["/T"]), page=page)
            found.setdefault(piece.section.key, []).append(inner)
        del page[PAGE_BOOKMARKS]
    return {key: sorted(inner, key=lambda each: each.order) for key, inner in found.items()}


def write_bookmarks(
    pdf: pikepdf.Pdf, outline: Outline, targets: Targets, inner: Mapping[str, Sequence[Inner]] = MappingProxyType({})
) -> None:
    """Give a PDF its bookmarks; the first level is shown, everything below is folded.

    Args:
        pdf: the bundle.
        outline: its sections.
        targets: where each begins.
        inner: by section key, the bookmarks inside a file of evidence; they stand below the file's own.
    """
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    _write_level(pdf, root, outline.sections, targets, inner)
    if outline.sections:
        root.Count = len(outline.sections)
    pdf.Root.Outlines = root


def bookmark_title(section_title: str) -> str:
    """Return a title as bookmarks show it: nothing invisible, nothing that cannot be written."""
    return visible(section_title)


def _write_level(
    pdf: pikepdf.Pdf,
    parent: pikepdf.Object,
    sections: Sequence[Section],
    targets: Targets,
    inner: Mapping[str, Sequence[Inner]],
) -> None:
    previous: pikepdf.Object | None = None
    for section in sections:
        item = pdf.make_indirect(targets.bookmark(section.key))
        item.Title, item.Parent = String(bookmark_title(section.title)), parent
        if previous is None:
            parent.First = item
        else:
            previous.Next, item.Prev = item, previous
        previous = item
        if section.children:
            _write_level(pdf, item, section.children, targets, inner)
            item.Count = -len(section.children)  # negative: folded
        elif section.key in inner:
            _write_inner(pdf, item, inner[section.key], section.key)
    if previous is not None:
        parent.Last = previous


def _write_inner(pdf: pikepdf.Pdf, parent: pikepdf.Object, inner: Sequence[Inner], key: str) -> None:
    """Hang the bookmarks of a file below its own; a level without a parent moves up."""
    open_levels: list[tuple[int, pikepdf.Object]] = [(0, parent)]
    children: dict[tuple[int, int], list[pikepdf.Object]] = {}
    for each in inner:
        while open_levels[-1][0] >= each.level:
            open_levels.pop()
        holder = open_levels[-1][1]
        item = pdf.make_indirect(Dictionary(Dest=Array([each.page, Name.Fit])))
        item.Title, item.Parent, item[KEY] = String(bookmark_title(each.title)), holder, String(key)
        siblings = children.setdefault(holder.objgen, [])
        if siblings:
            siblings[-1].Next, item.Prev = item, siblings[-1]
        else:
            holder.First = item
        siblings.append(item)
        holder.Last, holder.Count = item, -len(siblings)
        open_levels.append((each.level, item))
