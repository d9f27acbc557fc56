"""Lists web links of a PDF to be bound, and removes invisible ones.

A link is visible where it has a frame or something is drawn under it; one that covers most of a page is a click trap.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PIL import Image

    Look = Callable[[int], Image.Image | None]

_MOST_OF_A_PAGE: Final = 0.5
"""Share of the visible page from which a link cannot be meant for one place on it."""
_INK: Final = 24
"""Grey levels between the lightest and the darkest dot under a link that shows something."""
_HOSTS_NAMED: Final = 8
_LONGEST_HOST: Final = 80

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, as shares (0 to 1) of the page as it is shown."""


def settle(pdf: pikepdf.Pdf, look: Look | None = None) -> tuple[str, ...]:
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
        picture = look(number) if look is not None and any(_frame(item) <= 0 for item, _ in found) else None
        for item, host in found:
            seen = _is_seen(page.obj, item, picture)
            (kept if seen else hidden)[host] += 1
            if not seen:
                page.obj["/Annots"] = pikepdf.Array([one for one in page.obj["/Annots"] if one != item])
    notes = [f"tautan ke luar: {_listed(kept)}"] if kept else []
    return (*notes, f"tautan tersembunyi dilepas: {_listed(hidden)}") if hidden else tuple(notes)


def _web_links(page: pikepdf.Object) -> Iterator[tuple[pikepdf.Object, str]]:
    """Yield every web link of a page with the host that it leads to."""
    found = page.get("/Annots")
    for item in list(found) if isinstance(found, pikepdf.Array) else []:
        action = item.get("/A") if isinstance(item, pikepdf.Dictionary) else None
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
    if picture is None or _frame(item) > 0:
        return True
    # A dot more on each side: the rectangle ends where the letters do.
    dots = (left * picture.width - 1, top * picture.height - 1, right * picture.width + 1, bottom * picture.height + 1)
    whole = (max(0, int(dots[0])), max(0, int(dots[1])))
    low, high = picture.crop((*whole, max(whole[0] + 1, int(dots[2])), max(whole[1] + 1, int(dots[3])))).getextrema()
    return int(high) - int(low) >= _INK  # type: ignore[arg-type]  # one band


def _frame(item: pikepdf.Object) -> float:
    """Return the width of a link's frame in points: 1 where it says nothing (ISO 32000-1, table 164)."""
    style, border = item.get("/BS"), item.get("/Border")
    try:
        if isinstance(style, pikepdf.Dictionary):
            return float(style.get("/W", 1))
        return float(border[2]) if isinstance(border, pikepdf.Array) else 1.0
    except (TypeError, ValueError, IndexError):
        return 1.0


def _shown_box(page: pikepdf.Object, item: pikepdf.Object) -> Box | None:
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
