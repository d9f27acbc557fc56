"""Pictures of any page of a PDF of evidence, drawn in a limited child when somebody turns to it, kept by content."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from dossier._lazy import lazy
from dossier.convert.image.thumbnails import LIMITS, QUALITY, rendered
from dossier.convert.registry import Recipe
from dossier.model import Media
from dossier.state.files import inside, is_plain_file
from dossier.state.store import Store
from dossier.workers.limited import Failure, Why, read_limited

with lazy():
    import pypdfium2

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dossier.model import EvidenceFile

T = TypeVar("T")

MOST_PAGES: Final = 2_000
"""Pages beyond which nobody turns over one by one."""
_AT_ONCE: Final = 2
"""Children that draw at the same time."""
_SCHEMA: Final = "dossier.gambar-halaman/1"
_DRAW: Final = "dossier.convert.image.page_pictures:draw_page"
_COUNT: Final = "dossier.convert.image.page_pictures:count_pages"


def count_pages(path: Path) -> int:
    """Return how many pages a PDF has."""
    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def draw_page(path: Path, side: int, number: int) -> bytes:
    """Return a JPEG of a page of a PDF, from 1; its longer side has at most `side` pixels."""
    document = pypdfium2.PdfDocument(path)
    try:
        image = rendered(document[number - 1], side)
    finally:
        document.close()
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=QUALITY, optimize=True)
    return stream.getvalue()


@dataclass(frozen=True, slots=True, kw_only=True)
class _KeptPageCount:
    """What is remembered of a file: its pages, 0 where it cannot be read."""

    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _KeptPicture:
    """What is remembered of a page: whether a picture of it was drawn."""

    drawn: bool


class PagePictures:
    """Pages of the PDFs of a folder, of the evidence or another; safe to use from threads."""

    def __init__(self, evidence: Path, cache: Path, side: int, most: int = MOST_PAGES) -> None:
        """Draw nothing yet.

        Args:
            evidence: the folder that the files lie in.
            cache: where pictures are kept.
            side: pixels of the longer side.
            most: pages of a file that can be turned to.
        """
        self._most = most
        self._evidence = evidence
        self._store = Store(cache, _SCHEMA, ending=".jpg")
        self._side = side
        self._turns = threading.BoundedSemaphore(_AT_ONCE)

    def count(self, file: EvidenceFile) -> int:
        """Return how many pages can be turned to; 0 where it is no PDF that can be read.

        Raises:
            OSError: what was found cannot be kept.
        """
        if file.media is not Media.PDF or file.problem or not file.sha256:
            return 0
        recipe = Recipe(name="jumlah-halaman", converter=_COUNT).key()
        known = self._store.get(file.sha256, recipe, _KeptPageCount)
        if known is None:
            found = self._asked(count_pages, file)
            if found is None or (isinstance(found, Failure) and found.why is not Why.DAMAGED):
                return 0  # it may be read another time
            known = _KeptPageCount(pages=found if isinstance(found, int) and found > 0 else 0)
            self._store.put(file.sha256, recipe, {"pages": known.pages})
        return min(known.pages, self._most)

    def get(self, file: EvidenceFile, number: int) -> bytes | None:
        """Return a page from 1 as JPEG; None where there is no such page, or it cannot be drawn.

        Raises:
            OSError: the picture cannot be kept.
        """
        if not 1 <= number <= self.count(file):
            return None
        name, modules = f"halaman{self._side}", ("dossier.convert.image.thumbnails",)
        recipe = Recipe(name=name, converter=_DRAW, modules=modules).key(f"{self._side} {number}")
        known = self._store.get(file.sha256, recipe, _KeptPicture)
        if known is not None:
            return self._store.paths(file.sha256, recipe).blob.read_bytes() if known.drawn else None
        drawn = self._asked(partial(draw_page, side=self._side, number=number), file)
        if isinstance(drawn, bytes) and drawn.startswith(b"\xff\xd8\xff"):  # what a child sends back is untrusted too
            self._store.put(file.sha256, recipe, {"drawn": True}, drawn)
            return drawn
        if isinstance(drawn, Failure) and drawn.why is Why.DAMAGED:
            self._store.put(file.sha256, recipe, {"drawn": False})
        return None

    def _asked(self, function: Callable[[Path], T], file: EvidenceFile) -> T | Failure | None:
        """Return what a limited child makes of a file; None where it is not there."""
        place = inside(self._evidence, file.disk_path)
        if place is None or not is_plain_file(place):
            return None
        with self._turns:
            return read_limited(function, place, LIMITS)
