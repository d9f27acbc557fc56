"""Places two, four or six related photos on one A4 page, each with its file name below."""

from __future__ import annotations

import hashlib
import io
import json
import re
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pikepdf

from dossier._lazy import lazy
from dossier.convert.image.pdf_streams import A4
from dossier.convert.pdf import normalise
from dossier.convert.registry import Recipe
from dossier.convert.run.part_cache import PartCache
from dossier.convert.run.pool import Job, kept_or_made
from dossier.convert.run.result import Made
from dossier.errors import CannotConvertError
from dossier.model import PhotoSheet
from dossier.state import typed_json
from dossier.state.files import sha256_of

with lazy():
    from reportlab.pdfgen import canvas

    from dossier.typeset import typography


if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dossier.model import PreparedPart

RECIPE: Final = Recipe(name="photo_sheets", converter="dossier.convert.image.photo_sheets:compose")

_MARGIN: Final = 28.35
_GAP: Final = 11.0
_CAPTION: Final = 14.0
"""Points below each photo for its name."""
_SIZE: Final = 7.5
_GRIDS: Final = ((2, 1, 2), (4, 2, 2), (6, 2, 3))
"""Photos at most ─► columns and rows."""
_DRAWING: Final = re.compile(
    rb"\s*q ((?:-?[\d.]+ ){6})cm /Gambar Do Q\s*"
)  # q 412.5 0 0 550 91.3 145.9 cm /Gambar Do Q

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _DrawnPhoto:
    """One photo on a sheet: its picture and where it is drawn, its name, and the cell that both are in."""

    picture: pikepdf.Object
    matrix: Matrix
    caption: str
    cell: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """One photo in a listing: the file of its part and the folder of that, in the cache, and its name."""

    part: str
    folder: str
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """One sheet to make: the photos in order, what is written below each, and the listing that says both."""

    paths: tuple[str, ...]
    listing: bytes

    @property
    def digest(self) -> str:
        """What names the sheet in the cache."""
        return hashlib.sha256(self.listing).hexdigest()


def lay_on_sheets(
    runs: Sequence[tuple[str, ...]],
    parts: Mapping[str, PreparedPart],
    cache: Path,
    *,
    fresh: bool = False,
    workers: int | None = None,
) -> tuple[PhotoSheet, ...]:
    """Make a sheet of every run of photos; one that cannot be made is left out, and its photos keep a page each.

    Args:
        runs: paths of the photos of each sheet, in order; at most six.
        parts: what each path was prepared to.
        cache: the folder of prepared parts; sheets are kept in it too.
        fresh: look nothing up of what earlier runs kept.
        workers: child processes at most; None is as many as there are processors to use.
    """
    kept = PartCache(cache)
    orders = [_order(paths, parts) for paths in runs]
    key = RECIPE.key()
    jobs = {order.digest: partial(_job, order) for order in orders}
    outcomes = kept_or_made(kept, key, jobs, fresh=fresh, workers=workers)
    return tuple(
        PhotoSheet(paths=order.paths, pdf=kept.entry(order.digest, key).blob)
        for order in orders
        if isinstance(outcomes[order.digest], Made)
    )


def _order(paths: tuple[str, ...], parts: Mapping[str, PreparedPart]) -> _Order:
    photos = []
    for path in paths:
        part = parts[path]
        if part.pdf is None:
            raise ValueError(f"no pages of {path!r}")
        # The name of a part is made of its content and recipe, so that the same listing means the same sheet.
        photos.append({"part": part.pdf.name, "folder": part.pdf.parent.name, "caption": path.rpartition("/")[2]})
    return _Order(paths=paths, listing=json.dumps(photos).encode("ascii"))


def _job(order: _Order, folder: Path) -> Job:
    listing = folder / f"{order.digest}.json"
    listing.write_bytes(order.listing)
    return Job(
        key=order.digest,
        source=listing,
        sha256=sha256_of(listing),
        target=folder / f"{order.digest}.pdf",
        converter=RECIPE.converter,
        option=str(folder.parent),
    )


def compose(source: Path, target: Path, cache: str) -> Made:
    """Draw the sheet that a listing describes.

    Args:
        source: the listing.
        target: where the sheet goes.
        cache: the folder of the prepared parts.

    Raises:
        CannotConvertError: a part is no single photo.
    """
    photos = typed_json.parse(source.read_bytes(), tuple[_Listed, ...])
    with ExitStack() as opened:
        drawn = []
        for photo, cell in zip(photos, _cells(len(photos)), strict=True):
            part = opened.enter_context(pikepdf.open(Path(cache) / photo.folder / photo.part))
            picture, matrix = _picture(part)
            drawn.append(_DrawnPhoto(picture=picture, matrix=_fitted(matrix, cell), caption=photo.caption, cell=cell))
        sheet = opened.enter_context(pikepdf.open(io.BytesIO(_captions(drawn))))
        page = sheet.pages[0].obj
        page.Resources.XObject = pikepdf.Dictionary()
        drawing = []
        for number, each in enumerate(drawn):
            page.Resources.XObject[f"/Foto{number}"] = sheet.copy_foreign(each.picture)
            drawing.append(f"q {' '.join(f'{value:.4f}' for value in each.matrix)} cm /Foto{number} Do Q")
        page.Contents = pikepdf.Array([page.Contents, sheet.make_stream("\n".join(drawing).encode())])
        pages = normalise.finish_open(sheet, target)
    return Made(pages=pages, engine="lembar foto")


def _picture(part: pikepdf.Pdf) -> tuple[pikepdf.Object, Matrix]:
    """Return the picture of a part and the matrix that it is drawn with."""
    found = _DRAWING.fullmatch(part.pages[0].obj.Contents.read_bytes()) if len(part.pages) == 1 else None
    if found is None:
        raise CannotConvertError("bukan satu foto")
    a, b, c, d, e, f = map(float, found.group(1).split())
    return part.pages[0].obj.Resources.XObject.Gambar, (a, b, c, d, e, f)


def _cells(count: int) -> list[Box]:
    """Return where the photos go, from the upper left, row by row; a page of two, four or six."""
    columns, rows = next((columns, rows) for most, columns, rows in _GRIDS if count <= most)
    width = (A4[0] - 2 * _MARGIN - (columns - 1) * _GAP) / columns
    height = (A4[1] - 2 * _MARGIN - (rows - 1) * _GAP) / rows
    boxes = []
    for number in range(count):
        row, column = divmod(number, columns)
        left = _MARGIN + column * (width + _GAP)
        top = A4[1] - _MARGIN - row * (height + _GAP)
        boxes.append((left, top - height, left + width, top))
    return boxes


def _fitted(matrix: Matrix, cell: Box) -> Matrix:
    """Move and scale what a matrix draws into the middle of a cell, above its caption; never larger than it was."""
    left, bottom, right, top = _extent(matrix)
    room = cell[2] - cell[0], cell[3] - cell[1] - _CAPTION
    scale = min(room[0] / (right - left), room[1] / (top - bottom), 1.0)
    x = (cell[0] + cell[2] - (left + right) * scale) / 2
    y = (cell[1] + _CAPTION + cell[3] - (bottom + top) * scale) / 2
    a, b, c, d, e, f = (number * scale for number in matrix)
    return a, b, c, d, e + x, f + y


def _extent(matrix: Matrix) -> Box:
    """Return the box of what a matrix, turned by quarters at most, makes of the unit square."""
    a, b, c, d, e, f = matrix
    return e + min(a, 0) + min(c, 0), f + min(b, 0) + min(d, 0), e + max(a, 0) + max(c, 0), f + max(b, 0) + max(d, 0)


def _captions(drawn: Sequence[_DrawnPhoto]) -> bytes:
    typography.register_fonts()
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=A4, invariant=1)
    page.setFont(typography.REGULAR, _SIZE)
    for each in drawn:
        left, _, right, _ = each.cell
        text = typography.shorten(typography.visible(each.caption), typography.REGULAR, _SIZE, right - left)
        page.drawCentredString((left + right) / 2, _extent(each.matrix)[1] - _SIZE - 2, text)
    page.showPage()
    page.save()
    return buffer.getvalue()
