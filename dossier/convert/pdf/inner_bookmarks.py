"""Reads bookmarks of a PDF of evidence, and stores them on the pages they lead to, for binding.

Stored on the page, they stay correct however pages are counted later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pikepdf

from dossier.convert.pdf.active_content import Destinations
from dossier.model import PAGE_BOOKMARKS

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST: Final = 200
"""Bookmarks of one file that are kept."""
DEEPEST: Final = 3
LONGEST: Final = 120
"""Characters of a title."""
_MOST_SEEN: Final = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """One bookmark: how deep it lies (from 1), what it says and on which page (from 0) it lands."""

    level: int
    title: str
    page: int


def read(pdf: pikepdf.Pdf) -> list[Bookmark]:
    """Return the bookmarks of a document that lead to a page of its own, in order, as far as the limits allow.

    A heading that leads nowhere itself gets the page of the first bookmark below it.
    """
    root = pdf.Root.get("/Outlines")
    if not isinstance(root, pikepdf.Dictionary) or "/First" not in root:
        return []
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    destinations = Destinations(pdf)
    found: list[Bookmark] = []
    headings: list[tuple[int, str]] = []
    for level, item in _items(root):
        title = _title(item)
        action = destinations.harmless_action(item)
        headings = [heading for heading in headings if heading[0] < level]
        if not title:
            continue
        headings.append((level, title))
        if action is not None and action.get("/S") == "/GoTo":
            page = pages[action["/D"][0].objgen]
            found += [Bookmark(level=deep, title=heading, page=page) for deep, heading in headings]
            headings = []
        if len(found) >= MOST:
            break
    return found[:MOST]


def write(pdf: pikepdf.Pdf, bookmarks: list[Bookmark]) -> None:
    """Leave bookmarks on their pages; what stands there under the same key is replaced."""
    by_page: dict[int, list[pikepdf.Dictionary]] = {}
    for order, bookmark in enumerate(bookmarks):
        entry = pikepdf.Dictionary(N=order, L=bookmark.level, T=pikepdf.String(bookmark.title))
        by_page.setdefault(bookmark.page, []).append(entry)
    for number, entries in by_page.items():
        pdf.pages[number].obj[PAGE_BOOKMARKS] = pikepdf.Array(entries)


def _items(root: pikepdf.Object) -> Iterator[tuple[int, pikepdf.Object]]:
    """Yield every item with its level, each once: lists of hostile files lead back to themselves."""
    seen: set[tuple[int, int]] = set()
    waiting = [(1, root.get("/First"))]
    while waiting and len(seen) < _MOST_SEEN:
        level, item = waiting.pop()
        if not isinstance(item, pikepdf.Dictionary) or not item.is_indirect or item.objgen in seen:
            continue
        seen.add(item.objgen)
        yield level, item
        waiting.append((level, item.get("/Next")))
        if level < DEEPEST:
            waiting.append((level + 1, item.get("/First")))


def _title(item: pikepdf.Object) -> str:
    title = item.get("/Title")
    return " ".join(str(title).split())[:LONGEST] if isinstance(title, pikepdf.String) else ""
