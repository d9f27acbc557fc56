"""Bookmarks of the bundle: area ► component ► indicator ► file; only the first level is open at first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pikepdf import Dictionary, Name, String

from dossier.typography import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pikepdf

    from dossier.bind.links import Targets
    from dossier.model import Outline, Section


def write(pdf: pikepdf.Pdf, outline: Outline, targets: Targets) -> None:
    """Give a PDF its bookmarks; the first level is shown, everything below is folded."""
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    _write_level(pdf, root, outline.sections, targets)
    if outline.sections:
        root.Count = len(outline.sections)
    pdf.Root.Outlines = root


def bookmark_title(section_title: str) -> str:
    """Return a title as bookmarks show it: nothing invisible, nothing that cannot be written."""
    return visible(section_title)


def _write_level(pdf: pikepdf.Pdf, parent: pikepdf.Object, sections: Sequence[Section], targets: Targets) -> None:
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
            _write_level(pdf, item, section.children, targets)
            item.Count = -len(section.children)  # negative: folded
    if previous is not None:
        parent.Last = previous
