"""Links and bookmarks of a PDF to be bound: where they may lead, and which of them stay.

Bookmarks are stored on the pages that they lead to, so that they stay correct however pages are counted later. A web
link is visible where it has a frame or something is drawn under it; one that covers most of a page is a click trap.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import pikepdf

from dossier.model import PAGE_BOOKMARKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from PIL import Image

    Look = Callable[[int], Image.Image | None]

_WEB: Final = ("http://", "https://")
_LONGEST_ADDRESS: Final = 2048
_FIT: Final = pikepdf.Name("/Fit")
_MOST_NAMES: Final = 20_000


class Destinations:
    """The places inside one PDF that its links may lead to.

    Named destinations are resolved: two files bound together often use the same names.
    """

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        """Read the page list; names are read when a link first asks for one."""
        self._pdf = pdf
        self._pages = {page.obj.objgen for page in pdf.pages}
        self._names: Mapping[str, pikepdf.Object] | None = None

    def harmless_action(self, annotation: pikepdf.Object) -> pikepdf.Dictionary | None:
        """Return a fresh action for a web link or an inner jump, or None for everything else."""
        action = annotation.get("/A")
        if isinstance(action, pikepdf.Dictionary):
            kind = str(action.get("/S"))
            if kind == "/URI":
                return _web(action.get("/URI"))
            return self._jump(action.get("/D")) if kind == "/GoTo" else None
        return self._jump(annotation.get("/Dest"))

    def _jump(self, target: object) -> pikepdf.Dictionary | None:
        if isinstance(target, (pikepdf.Name, pikepdf.String)):
            target = self._named().get(str(target))
        if isinstance(target, pikepdf.Dictionary):
            target = target.get("/D")
        if not isinstance(target, pikepdf.Array) or len(target) == 0:
            return None
        page = target[0]
        if not isinstance(page, pikepdf.Dictionary) or page.objgen not in self._pages:
            return None
        return pikepdf.Dictionary(S=pikepdf.Name("/GoTo"), D=pikepdf.Array([page, *_view(target)]))

    def _named(self) -> Mapping[str, pikepdf.Object]:
        if self._names is None:
            self._names = _all_names(self._pdf)
        return self._names


def _view(target: pikepdf.Array) -> list[object]:
    """Copy how the target is to be shown; only names, numbers and nulls belong there."""
    rest = [target[index] for index in range(1, min(len(target), 6))]
    if not rest or not isinstance(rest[0], pikepdf.Name):
        return [_FIT]
    return [item for item in rest if not isinstance(item, (pikepdf.Dictionary, pikepdf.Array, pikepdf.String))]


def _web(address: object) -> pikepdf.Dictionary | None:
    if not isinstance(address, pikepdf.String):
        return None
    text = str(address).strip()
    if not text.lower().startswith(_WEB) or len(text) > _LONGEST_ADDRESS or not text.isprintable():
        return None
    return pikepdf.Dictionary(S=pikepdf.Name("/URI"), URI=pikepdf.String(text))


def _all_names(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    found: dict[str, pikepdf.Object] = {}
    old = pdf.Root.get("/Dests")
    if isinstance(old, pikepdf.Dictionary):
        found |= {str(key): old[key] for key in list(old.keys())[:_MOST_NAMES]}
    names = pdf.Root.get("/Names")
    tree = names.get("/Dests") if isinstance(names, pikepdf.Dictionary) else None
    if isinstance(tree, pikepdf.Dictionary):
        for key, value in pikepdf.NameTree(tree).items():
            found[str(key)] = value
            if len(found) >= _MOST_NAMES:
                break
    return found


def annotations_of(page: pikepdf.Object) -> list[pikepdf.Object]:
    """Return the annotations of a page."""
    found = page.get("/Annots")
    if not isinstance(found, pikepdf.Array):
        return []
    return [item for item in found if isinstance(item, pikepdf.Dictionary)]


def frame_width(link: pikepdf.Object) -> float:
    """Return how wide the frame of a link is, in points: 1 where it says nothing (ISO 32000-1, table 164)."""
    style, border = link.get("/BS"), link.get("/Border")
    try:
        if isinstance(style, pikepdf.Dictionary):
            return max(0.0, float(style.get("/W", 1)))
        return max(0.0, float(border[2])) if isinstance(border, pikepdf.Array) else 1.0
    except (TypeError, ValueError, IndexError):
        return 1.0


MOST_BOOKMARKS: Final = 200
"""Bookmarks of one file that are kept."""
DEEPEST_BOOKMARK: Final = 3
LONGEST_TITLE: Final = 120
"""Characters of a title."""
_MOST_SEEN: Final = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """One bookmark: how deep it lies (from 1), what it says and on which page (from 0) it lands."""

    level: int
    title: str
    page: int


def read_bookmarks(pdf: pikepdf.Pdf) -> list[Bookmark]:
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
        if len(found) >= MOST_BOOKMARKS:
            break
    return found[:MOST_BOOKMARKS]


def write_bookmarks(pdf: pikepdf.Pdf, bookmarks: list[Bookmark]) -> None:
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
        if level < DEEPEST_BOOKMARK:
            waiting.append((level + 1, item.get("/First")))


def _title(item: pikepdf.Object) -> str:
    title = item.get("/Title")
    return " ".join(str(title).split())[:LONGEST_TITLE] if isinstance(title, pikepdf.String) else ""


_MOST_OF_A_PAGE: Final = 0.5
"""Share of the visible page from which a link cannot be meant for one place on it."""
_INK: Final = 24
"""Grey levels between the lightest and the darkest dot under a link that shows something."""
_HOSTS_NAMED: Final = 8
_LONGEST_HOST: Final = 80

_Box = tuple[float, float, float, float]
"""Left, top, right and bottom, as shares (0 to 1) of the page as it is shown."""


def settle_web_links(pdf: pikepdf.Pdf, look: Look | None = None) -> tuple[str, ...]:
    """Take out the web links that nobody can see, and tell where the others lead.

    Args:
        pdf: the document, its pages normalised.
        look: draws a page (from 1) in grey, as a viewer shows it; without it only the size of a link is judged.

    Returns:
        Notes for the register.
    """
    kept: Counter[str] = Counter()
    hidden: Counter[str] = Counter()
    for number, page in enumerate(pdf.pages, start=1):
        found = list(_web_links(page.obj))
        if not found:
            continue
        picture = look(number) if look is not None and any(frame_width(item) <= 0 for item, _ in found) else None
        for item, host in found:
            seen = _is_seen(page.obj, item, picture)
            (kept if seen else hidden)[host] += 1
            if not seen:
                page.obj["/Annots"] = pikepdf.Array([one for one in page.obj["/Annots"] if one != item])
    notes = [f"tautan ke luar: {_listed(kept)}"] if kept else []
    return (*notes, f"tautan tersembunyi dilepas: {_listed(hidden)}") if hidden else tuple(notes)


def _web_links(page: pikepdf.Object) -> Iterator[tuple[pikepdf.Object, str]]:
    """Yield every web link of a page with the host that it leads to."""
    for item in annotations_of(page):
        action = item.get("/A")
        if isinstance(action, pikepdf.Dictionary) and isinstance(action.get("/URI"), pikepdf.String):
            yield item, _host(str(action["/URI"]))


def _host(address: str) -> str:
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        host = ""
    return host[:_LONGEST_HOST] or "alamat yang tidak terbaca"


def _is_seen(page: pikepdf.Object, item: pikepdf.Object, picture: Image.Image | None) -> bool:
    box = _shown_box(page, item)
    if box is None:
        return False
    left, top, right, bottom = box
    if (right - left) * (bottom - top) > _MOST_OF_A_PAGE:
        return False
    if picture is None or frame_width(item) > 0:
        return True
    # A dot more on each side: the rectangle ends where the letters do.
    dots = (left * picture.width - 1, top * picture.height - 1, right * picture.width + 1, bottom * picture.height + 1)
    whole = (max(0, int(dots[0])), max(0, int(dots[1])))
    low, high = picture.crop((*whole, max(whole[0] + 1, int(dots[2])), max(whole[1] + 1, int(dots[3])))).getextrema()
    return int(high) - int(low) >= _INK  # type: ignore[arg-type]  # one band


def _shown_box(page: pikepdf.Object, item: pikepdf.Object) -> _Box | None:
    """Return where a link lies on the page as it is shown; None where none of it does."""
    try:
        x0, y0, x1, y1 = (float(value) for value in item["/Rect"])
    except (KeyError, TypeError, ValueError):
        return None
    left, low, right, high = (float(value) for value in page.get("/CropBox", page["/MediaBox"]))
    across = sorted(min(1.0, max(0.0, (x - left) / (right - left))) for x in (x0, x1))
    down = sorted(min(1.0, max(0.0, (high - y) / (high - low))) for y in (y0, y1))
    if across[0] == across[1] or down[0] == down[1]:
        return None
    turn = int(page.get("/Rotate", 0))
    if turn in {180, 270}:
        across, down = [1 - across[1], 1 - across[0]], [1 - down[1], 1 - down[0]]
    if turn in {90, 270}:
        return 1 - down[1], across[0], 1 - down[0], across[1]
    return across[0], down[0], across[1], down[1]


def _listed(hosts: Counter[str]) -> str:
    named = sorted(hosts.items(), key=lambda each: (-each[1], each[0]))
    shown = ", ".join(f"{host} ({count})" for host, count in named[:_HOSTS_NAMED])
    return f"{shown}, dan {len(named) - _HOSTS_NAMED} alamat lain" if len(named) > _HOSTS_NAMED else shown
