"""Second opinions on a PDF: how many pages three readers find, and whether two files look the same. For children."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
from typing import TYPE_CHECKING, Final

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from dossier.convert.run.result import Made
from dossier.errors import CannotConvertError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

SIDE: Final = 1200
"""Pixels of the longer side that pages are drawn with."""
CELL: Final = 6
EDGE: Final = 3
"""Pixels at the edges that are not compared: there, half a pixel decides whether a line is drawn."""
FAR: Final = 40
"""Grey levels from which a cell differs that is darker or lighter than all around its place in the other picture."""
TORN: Final = 0.001
"""Share of differing cells from which two pages do not look the same."""
MOST_PAGES: Final = 40
SECONDS: Final = 40
_PAGES: Final = re.compile(rb"^Pages:\s+(\d+)", re.MULTILINE)


def counts(source: Path, target: Path) -> Made:
    """Ask three readers for the number of pages; None where one does not open the file or draw its first and last page.

    No password is tried.
    """
    poppler = _told(["pdfinfo", str(source)])
    mupdf = _told(["mutool", "info", "-M", str(source)])
    found = {
        "pdfium": _pdfium(source),
        "poppler": poppler if poppler and all(drawn_by_poppler(source, [1, poppler], [0.2, 0.2])) else None,
        "mupdf": mupdf if mupdf and _drawn_by_mupdf(source, mupdf) else None,
    }
    target.touch()
    return Made(pages=0, engine=json.dumps(found))


def _pdfium(source: Path) -> int | None:
    try:
        with contextlib.closing(pypdfium2.PdfDocument(source)) as document:
            pages = len(document)
    except (pypdfium2.PdfiumError, ValueError):
        return None
    return pages if pages and all(drawn_by_pdfium(source, [1, pages], [0.2, 0.2])) else None


def _drawn_by_mupdf(source: Path, last: int) -> bool:
    command = ["mutool", "draw", "-q", "-r", "15", "-F", "pgm", "-o", "-", str(source)]
    try:
        said = [
            subprocess.run([*command, str(n)], capture_output=True, timeout=SECONDS, check=False) for n in (1, last)
        ]
    except (subprocess.TimeoutExpired, OSError):
        return False
    return all(one.stdout.startswith(b"P5") for one in said)


def _told(command: Sequence[str]) -> int | None:
    try:
        said = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except (subprocess.TimeoutExpired, OSError):
        return None
    found = _PAGES.search(said.stdout)
    return int(found.group(1)) or None if found and said.returncode == 0 else None


def same_look(source: Path, target: Path, option: str) -> Made:
    """Compare the pages of a file with a range of pages of its bundle, drawn by pdfium and by poppler.

    Args:
        source: the file as it was.
        target: not used, but for a mark that this ran.
        option: JSON: the bundle, its first page (from 1), the number of pages, and of each width and height in points
            without the stamp's strip.

    Returns:
        As engine JSON: a page's number ► reader ► share of cells that differ, where a reader finds a difference; and
        how many pages each reader could draw of both.
    """
    told = json.loads(option)
    chosen = _chosen(told["count"])
    sizes = [told["sizes"][number - 1] for number in chosen]
    scales = [SIDE / max(size) for size in sizes]
    differences: dict[int, dict[str, float]] = {}
    drawn = dict.fromkeys(_DRAWERS, 0)
    for reader, draw in _DRAWERS.items():
        before = draw(source, chosen, scales)
        after = draw(told["bundle"], [told["first"] + number - 1 for number in chosen], scales)
        for number, one, other in zip(chosen, before, after, strict=True):
            if one is None or other is None:
                continue
            drawn[reader] += 1
            share = unlike(one, other.crop((0, 0, other.width, min(other.height, one.height))))
            if share > TORN:
                differences.setdefault(number, {})[reader] = round(share, 4)
    target.touch()
    return Made(pages=0, engine=json.dumps({"drawn": drawn, "differences": differences}))


def _chosen(count: int) -> list[int]:
    if count <= MOST_PAGES:
        return list(range(1, count + 1))
    return sorted({1 + round(step * (count - 1) / (MOST_PAGES - 1)) for step in range(MOST_PAGES)})


def unlike(one: Image.Image, other: Image.Image) -> float:
    """Return the share of cells that two drawn pages differ in, 0 to 1."""
    if abs(one.width / one.height - other.width / other.height) > 0.02 * one.width / one.height:
        return 1.0
    edges = (EDGE, EDGE, min(one.width, other.width) - EDGE, min(one.height, other.height) - EDGE)
    if edges[2] > 2 * EDGE and edges[3] > 2 * EDGE:
        one, other = one.crop(edges), other.crop(edges)
    size = (max(4, one.width // CELL), max(4, one.height // CELL))
    small = [picture.resize(size, Image.Resampling.BOX) for picture in (one, other)]
    beyond = (_beyond(small[0], small[1]), _beyond(small[1], small[0]))
    levels = ImageChops.lighter(*beyond).histogram()
    return sum(levels[FAR:]) / (size[0] * size[1])


def _beyond(one: Image.Image, other: Image.Image) -> Image.Image:
    """Return how far each cell lies outside of what the other picture has there or right beside it."""
    darker = ImageChops.subtract(other.filter(ImageFilter.MinFilter(3)), one)
    lighter = ImageChops.subtract(one, other.filter(ImageFilter.MaxFilter(3)))
    return ImageChops.lighter(darker, lighter)


def drawn_by_pdfium(
    source: str | Path, numbers: Sequence[int], scales: Sequence[float]
) -> Iterator[Image.Image | None]:
    """Yield each page as a grey picture at its scale (pixels a point), or None where pdfium cannot draw it."""
    try:
        document = pypdfium2.PdfDocument(source)
    except (pypdfium2.PdfiumError, ValueError):
        yield from (None for _ in numbers)
        return
    try:
        if document.get_formtype():
            document.init_forms()
        for number, scale in zip(numbers, scales, strict=True):
            try:
                page = document[number - 1]
                yield page.render(scale=scale, fill_color=(255, 255, 255, 255)).to_pil().convert("L")
            except (pypdfium2.PdfiumError, ValueError, IndexError, ZeroDivisionError, OverflowError, MemoryError):
                yield None
    finally:
        document.close()


def drawn_by_poppler(
    source: str | Path, numbers: Sequence[int], scales: Sequence[float]
) -> Iterator[Image.Image | None]:
    """Yield each page as a grey picture at its scale (pixels a point), or None where poppler cannot draw it."""
    for number, scale in zip(numbers, scales, strict=True):
        command = [
            "pdftoppm",
            "-gray",
            "-cropbox",
            "-r",
            f"{72 * scale:.5f}",
            "-f",
            str(number),
            "-l",
            str(number),
            str(source),
        ]
        try:
            said = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False).stdout
        except (subprocess.TimeoutExpired, OSError):
            said = b""
        yield _grey(said)


def _grey(data: bytes) -> Image.Image | None:
    head = data.split(b"\n", 3)  # P5, width and height, 255, pixels
    if len(head) < 4 or head[0] != b"P5":  # noqa: PLR2004 — three lines and what follows them
        return None
    width, height = map(int, head[1].split())
    return Image.frombytes("L", (width, height), head[3]) if len(head[3]) >= width * height else None


_DRAWERS: Final[dict[str, Callable[[str | Path, Sequence[int], Sequence[float]], Iterator[Image.Image | None]]]] = {
    "pdfium": drawn_by_pdfium,
    "poppler": drawn_by_poppler,
}


def bundled(source: Path, target: Path, option: str) -> Made:
    """Bind one prepared part alone and read the bundle back.

    Args:
        source: the evidence file.
        target: where the bundle goes.
        option: JSON: the prepared part and its pages.

    Returns:
        As engine JSON: the first page of the file in the bundle, width and height in points of each of its pages
        without the stamp's strip, and what `qpdf --check` says against the bundle (empty: nothing).

    Raises:
        CannotConvertError: the bundle does not read back as it should.
    """
    from pathlib import Path as AnyPath  # noqa: PLC0415 — as the next ones: only the child pays for it

    import pikepdf  # noqa: PLC0415

    from dossier.bind import page_import  # noqa: PLC0415
    from dossier.bind.assembly import assemble  # noqa: PLC0415
    from tests.support.assembly_source import Bound, draw, source_of  # noqa: PLC0415

    told = json.loads(option)
    part = Bound(path="berkas.pdf", pdf=AnyPath(told["pdf"]), pages=told["pages"], data=source.name.encode())
    made = assemble(source_of([part]), target, draw)
    (entry,) = [entry for entry in made.manifest.entries if entry.path == "berkas.pdf"]
    sizes = []
    with pikepdf.open(told["pdf"]) as pdf:
        for page in pdf.pages:
            raw = page.obj
            frame = page_import.frame_of(
                [float(n) for n in raw.MediaBox],
                [float(n) for n in raw.CropBox] if "/CropBox" in raw else None,
                float(raw.get("/Rotate", 0)),
                float(raw.get("/UserUnit", 1)),
            )
            sizes.append((frame.width, frame.height))
    if entry.pages.count != told["pages"] or len(sizes) != told["pages"]:
        raise CannotConvertError(f"{entry.pages.count} pages instead of {told['pages']}")
    return Made(
        pages=made.length, engine=json.dumps({"first": entry.pages.first, "sizes": sizes, "against": against(target)})
    )


def against(bundle: Path) -> str:
    """Return the first warning or error of `qpdf --check`, or an empty text."""
    try:
        said = subprocess.run(["qpdf", "--check", str(bundle)], capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return "time limit"
    if said.returncode == 0:
        return ""
    lines = (said.stderr + said.stdout).decode("utf-8", "replace").splitlines()
    return next((line for line in lines if "WARNING" in line or "ERROR" in line), f"exit {said.returncode}")
