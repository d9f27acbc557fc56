"""Draws small pictures of evidence (photos, first pages of PDFs) in a limited child, and keeps them by content.

What is drawn is a fresh JPEG of pixels: nothing of the file itself reaches whoever is shown it.
"""

from __future__ import annotations

import io
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from queue import Empty, Queue
from typing import TYPE_CHECKING, Final, Self

from dossier._lazy import lazy
from dossier.convert.registry import Recipe
from dossier.convert.run.pool import MAX_PIXELS
from dossier.errors import CannotConvertError
from dossier.model import Media
from dossier.state.files import inside, is_plain_file
from dossier.state.store import Store
from dossier.workers.confinement import Limits
from dossier.workers.limited import Failure, LimitedReader, Why

with lazy():
    import pypdfium2
    from PIL import Image, ImageOps

    from dossier.convert.image import formats

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import EvidenceFile

PICTURED: Final = frozenset(
    {
        *(Media.PDF, Media.JPEG, Media.PNG, Media.HEIC, Media.TIFF, Media.BMP, Media.GIF, Media.WEBP),
        Media.PICTURE,
    }
)
"""Kinds of files that a picture can be drawn of."""
LIMITS: Final = Limits(seconds=15.0, memory=1 << 30, output=16 << 20)
_AT_ONCE: Final = 2
"""Children that draw, so that a file that takes all its time does not keep the others waiting."""
_PATIENCE: Final = 10.0
"""Seconds that a picture waits for a child."""
_SCHEMA: Final = "dossier.gambar/1"
_CONVERTER: Final = "dossier.convert.image.thumbnails:draw"
_PDF_HEAD: Final = 1024
"""Bytes within which "%PDF-" stands (ISO 32000-1, annex H.3)."""
QUALITY: Final = 80
_FINEST: Final = 4.0
"""Pixels a point of a small page that fills a large picture."""


def draw(path: Path, side: int) -> bytes:
    """Return a JPEG of a photo, upright, or of the first page of a PDF; its longer side has at most `side` pixels.

    Raises:
        CannotConvertError: it is no picture and no PDF, or too large.
    """
    data = path.read_bytes()
    image = _page(data, side) if b"%PDF-" in data[:_PDF_HEAD] else _photo(data, side)
    image.thumbnail((side, side))
    stream = io.BytesIO()
    image.convert("RGB").save(stream, "JPEG", quality=QUALITY, optimize=True)
    return stream.getvalue()


def _photo(data: bytes, side: int) -> Image.Image:
    image = formats.open_picture(data)
    if image.width * image.height > MAX_PIXELS:
        raise CannotConvertError("gambar terlalu besar")
    image.draft("RGB", (side, side))  # a JPEG is decoded at a fraction of its size
    with formats.cut_allowed():
        upright = ImageOps.exif_transpose(image)
        return formats.flattened(upright)


def _page(data: bytes, side: int) -> Image.Image:
    document = pypdfium2.PdfDocument(data)
    try:
        return rendered(document[0], side)
    finally:
        document.close()


def rendered(page: pypdfium2.PdfPage, side: int) -> Image.Image:
    """Return a page on white; its longer side has at most `side` pixels, give or take one."""
    longest = max(*page.get_size(), 1.0)
    drawn = page.render(scale=min(side / longest, _FINEST), fill_color=(255, 255, 255, 255))
    picture: Image.Image = drawn.to_pil()
    return picture.convert("RGB")


@dataclass(frozen=True, slots=True, kw_only=True)
class _KeptThumbnail:
    """What is remembered of one file: that a picture was drawn, or why none can be."""

    problem: str = ""


class Thumbnails:
    """Pictures of one size of the files of an evidence folder, kept in a cache by content; safe to use from threads."""

    def __init__(self, evidence: Path, cache: Path, side: int) -> None:
        """Draw nothing yet.

        Args:
            evidence: the folder that the files lie in; the child may read nothing else of a person.
            cache: where the pictures are kept.
            side: pixels of the longer side.
        """
        self._evidence = evidence
        self._store = Store(cache, _SCHEMA, ending=".jpg")
        self._side = side
        recipe = Recipe(name=f"gambar{side}", converter=_CONVERTER, modules=("dossier.convert.image.formats",))
        self._recipe = recipe.key(str(side))
        self._children: Queue[LimitedReader[bytes] | None] = Queue()
        for _ in range(_AT_ONCE):
            self._children.put(None)
        self._given_up: set[str] = set()

    def __enter__(self) -> Self:
        """Be closed when the block ends."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the child."""
        self.close()

    def get(self, file: EvidenceFile) -> bytes | None:
        """Return the picture of a file as JPEG; None where none can be drawn.

        Raises:
            OSError: the picture cannot be kept.
        """
        if file.media not in PICTURED or file.problem or not file.sha256:
            return None
        known = self._store.get(file.sha256, self._recipe, _KeptThumbnail)
        if known is None:
            return self._drawn(file)
        return None if known.problem else self._store.paths(file.sha256, self._recipe).blob.read_bytes()

    def _drawn(self, file: EvidenceFile) -> bytes | None:
        place = inside(self._evidence, file.disk_path)
        if place is None or not is_plain_file(place):
            return None
        if file.sha256 in self._given_up:
            return None
        try:
            child = self._children.get(timeout=_PATIENCE)
        except Empty:
            return None  # the page asks again when it is opened anew
        try:
            child = child or LimitedReader(partial(draw, side=self._side), (self._evidence,), LIMITS)
            picture = _asked(child, place)
        finally:
            self._children.put(_living(child))
        if isinstance(picture, Failure):
            if picture.why is Why.DAMAGED:
                self._store.put(file.sha256, self._recipe, {"problem": str(picture)})
            self._given_up.add(file.sha256)
            return None
        self._store.put(file.sha256, self._recipe, {}, picture)
        return picture

    def close(self) -> None:
        """End the children; one that is drawing ends with this process."""
        with suppress(Empty):
            while True:
                child = self._children.get_nowait()
                if child is not None:
                    child.close()


def _asked(child: LimitedReader[bytes], place: Path) -> bytes | Failure:
    child.send(place)
    found = child.receive()
    if isinstance(found, bytes) and not found.startswith(b"\xff\xd8\xff"):
        return Failure(why=Why.DIED)  # what a child sends back is as untrusted as the file
    return found


def _living(child: LimitedReader[bytes] | None) -> LimitedReader[bytes] | None:
    """Return a child that can draw more, or None, where the next one is to be started."""
    if child is None or not child.is_over:
        return child
    child.close()
    return None
