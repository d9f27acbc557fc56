"""Makes copies of parts with images of lower resolution (`--downsample`, in dpi), cached beside the part."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

from dossier.convert.registry import Recipe
from dossier.convert.run.part_cache import PartCache
from dossier.convert.run.pool import MAX_PIXELS, Job, Limits, kept_or_made
from dossier.convert.run.result import Made
from dossier.progress import Work, unseen
from dossier.state.files import sha256_of
from dossier.workers import processors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    _Operation = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage
    from collections.abc import Sequence

    from dossier.convert.run.result import Outcome
    from dossier.model import PreparedPart
    from dossier.progress import Progress


_POINTS: Final = 72.0
_QUALITY: Final = 75
_MARGIN: Final = 1.15
"""A picture this little above the resolution asked for stays as it is: scaling would only blur it."""
_DEEPEST: Final = 8
_SPACES: Final = {"/DeviceGray": "L", "/DeviceRGB": "RGB"}
_Key = tuple[int, int]


def shrink(source: Path, target: Path, dpi: str) -> Made:
    """Write `source`, a prepared part, to `target` with its pictures at no more than `dpi` dots an inch."""
    with pikepdf.open(source) as pdf:
        shown: dict[_Key, tuple[Stream, float, float]] = {}
        for page in pdf.pages:
            for picture, width, height in _drawn(page.obj, pikepdf.Matrix(), 0):
                _, wide, high = shown.get(picture.objgen, (picture, 0.0, 0.0))
                shown[picture.objgen] = (picture, max(wide, width), max(high, height))
        changed = sum(_scale(picture, wide, high, int(dpi)) for picture, wide, high in shown.values())
        pages = len(pdf.pages)
        pdf.save(target, deterministic_id=True, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    before, after = source.stat().st_size, target.stat().st_size
    if not changed or after >= before:
        target.write_bytes(source.read_bytes())
        return Made(pages=pages, engine="")
    saved = f"{before / 1e6:.1f} MB menjadi {after / 1e6:.1f} MB".replace(".", ",")
    return Made(pages=pages, engine="Pillow", notes=(f"{changed} gambar diperkecil ke {dpi} dpi: {saved}",))


def _drawn(holder: pikepdf.Object, matrix: pikepdf.Matrix, depth: int) -> Iterator[tuple[Stream, float, float]]:
    """Yield every picture that a page or a form draws, with its width and height in points."""
    resources = holder.get("/Resources")
    objects = resources.get("/XObject") if isinstance(resources, Dictionary) else None
    if depth > _DEEPEST or not isinstance(objects, Dictionary):
        return
    try:
        operations = pikepdf.parse_content_stream(holder)
    except pikepdf.PdfError:
        return
    for name, at in _placed(operations, matrix):
        item = objects.get(name)
        if not isinstance(item, Stream):
            continue
        if item.get("/Subtype") == Name.Image:
            yield item, _length(at.a, at.b), _length(at.c, at.d)
        elif item.get("/Subtype") == Name.Form:
            yield from _drawn(item, _matrix(list(item.get("/Matrix", Array()))) @ at, depth + 1)


def _placed(operations: Iterable[_Operation], matrix: pikepdf.Matrix) -> Iterator[tuple[str, pikepdf.Matrix]]:
    """Yield the name of every object that is drawn, with the matrix it is drawn by."""
    stack: list[pikepdf.Matrix] = []
    for operation in operations:
        operands, name = operation.operands, str(operation.operator)
        if name == "q":
            stack.append(matrix)
        elif name == "Q" and stack:
            matrix = stack.pop()
        elif name == "cm":
            matrix = _matrix(list(operands)) @ matrix
        elif name == "Do" and operands:
            yield str(operands[0]), matrix


def _matrix(numbers: list[object]) -> pikepdf.Matrix:
    try:
        return pikepdf.Matrix(*(float(number) for number in numbers))  # type: ignore[arg-type]  # whatever stands there
    except (TypeError, ValueError):
        return pikepdf.Matrix()


def _length(x: float, y: float) -> float:
    return float((x * x + y * y) ** 0.5)


def _scale(picture: Stream, wide: float, high: float, dpi: int) -> bool:
    """Replace one picture by a smaller one; False where it stays."""
    width, height = int(picture.get("/Width", 0)), int(picture.get("/Height", 0))
    mode = _SPACES.get(str(picture.get("/ColorSpace")))
    plain = "/Decode" not in picture and "/Mask" not in picture and picture.get("/BitsPerComponent") == 8  # noqa: PLR2004 — bits
    if mode is None or not plain or not wide or not high or width * height > MAX_PIXELS:
        return False
    factor = min(dpi * wide / _POINTS / width, dpi * high / _POINTS / height)
    if factor * _MARGIN >= 1:
        return False
    try:
        image = pikepdf.PdfImage(picture).as_pil_image()
        image.load()
    except (pikepdf.PdfError, OSError, ValueError, NotImplementedError, Image.DecompressionBombError):
        return False
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    data = io.BytesIO()
    image.convert(mode).resize(size, Image.Resampling.LANCZOS).save(data, "JPEG", quality=_QUALITY)
    if len(data.getvalue()) >= len(picture.read_raw_bytes()):
        return False
    picture.write(data.getvalue(), filter=Name.DCTDecode)
    picture.Width, picture.Height = size
    return True


RECIPE: Final = Recipe(name="smaller", converter="dossier.convert.pdf.downsampling:shrink")
_FAILED: Final = "gambarnya tidak dapat diperkecil; dipakai ukuran semula"


def downsample(
    parts: Sequence[PreparedPart],
    cache: Path,
    dpi: int,
    *,
    fresh: bool = False,
    limits: Limits | None = None,
    workers: int | None = None,
    progress: Progress = unseen,
) -> tuple[PreparedPart, ...]:
    """Return the parts with pictures of at most `dpi` dots an inch; what cannot be made smaller stays as it is.

    Args:
        parts: what was prepared.
        cache: the folder that they are kept in.
        dpi: dots an inch.
        fresh: look nothing up of what earlier runs kept.
        limits: of one child process.
        workers: child processes at most; None is as many as there are processors to use.
        progress: told about each part as it is made smaller.
    """
    kept = PartCache(cache)
    pdfs = list(dict.fromkeys(part.pdf for part in parts if part.pdf is not None))
    with ThreadPoolExecutor(max_workers=workers or processors.usable()) as threads:
        digests = dict(zip(pdfs, threads.map(sha256_of, pdfs), strict=True))
    key = RECIPE.key(str(dpi))
    jobs = {digest: partial(_job, pdf, digest, dpi) for pdf, digest in digests.items()}
    outcomes = kept_or_made(
        kept, key, jobs, fresh=fresh, workers=workers, limits=limits, progress=progress, work=Work.SHRINKING
    )
    return tuple(
        part
        if part.pdf is None
        else _smaller(part, outcomes[digests[part.pdf]], kept.entry(digests[part.pdf], key).blob)
        for part in parts
    )


def _job(pdf: Path, digest: str, dpi: int, folder: Path) -> Job:
    return Job(
        key=digest,
        source=pdf,
        sha256=digest,
        target=folder / f"{digest}.pdf",
        converter=RECIPE.converter,
        size=pdf.stat().st_size,
        option=str(dpi),
    )


def _smaller(part: PreparedPart, outcome: Outcome, pdf: Path) -> PreparedPart:
    if not isinstance(outcome, Made) or outcome.pages != part.pages:
        return replace(part, notes=(*part.notes, _FAILED))
    return replace(part, pdf=pdf, notes=(*part.notes, *outcome.notes)) if outcome.notes else part
