"""Assembles the bundle: merges the parts, adds stamps, bookmarks, links, manifest and metadata, writes and seals it.

Our own pages are drawn by the function passed as `draw`.
"""

from __future__ import annotations

import gc
import hashlib
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import pikepdf
from pikepdf import Array, Name

from dossier.bind import (
    active_content_guard,
    manifest,
    navigation,
    page_import,
    page_merge,
    stamps,
    volume_cut,
    volume_marks,
)
from dossier.bind.bundle_seal import Sealing
from dossier.bind.page_order import BindingError, Bound, settle, whole
from dossier.model import SectionKind
from dossier.progress import Work, unseen
from dossier.state import files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from dossier.bind.page_order import BindInput, Draw, DrawnLink, Layout, OwnPages, Volume
    from dossier.model import Manifest, PageRange
    from dossier.progress import Progress, Step


_CONTENTS: Final = "daftar-isi"
_VERSION: Final = "1.7"
_WHOLE: Final = 100

MOST_CUTS: Final = 4
"""How often volumes are cut again because the estimate of their size was short."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Pause the garbage collector for a block or function (context manager and decorator).

    `release` still collects what was made since: what was there before is set aside, so that it is not searched.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.enable()


def release() -> None:
    """Free what only refers to itself, as a drawn document does; its memory serves what comes next."""
    gc.collect()


@uncollected()
def assemble(
    source: BindInput,
    target: Path,
    draw: Draw,
    guess: Mapping[str, PageRange] | None = None,
    progress: Progress = unseen,
    *,
    jobs: int | None = None,
) -> Bound:
    """Write the bundle to `target`, whole or not at all, and return what it says of itself.

    With more than one of `jobs` it is hashed in a child while it is written.

    Raises:
        OutputError: it cannot be written.
        EngineError: a prepared part is not what preparing said.
        BindingError: our own pages contradict themselves.
    """
    own, layout = settle(source, draw, guess)
    return write(source, own, whole(layout), target, progress, jobs=jobs)


@uncollected()
def assemble_volumes(
    source: BindInput,
    folder: Path,
    draw: Draw,
    *,
    stem: str,
    most: int,
    guess: Mapping[str, PageRange] | None = None,
    progress: Progress = unseen,
    jobs: int | None = None,
) -> dict[str, Bound]:
    """Write the dossier into `folder` as files of at most `most` bytes each, and return them by name, in order.

    A file of evidence that is larger by itself makes a larger volume; the caller sees it by its size.
    """
    own, layout = settle(source, draw, guess)
    sizes = volume_cut.estimate(layout, own)
    aim = most
    for _ in range(MOST_CUTS):
        cut = volume_cut.split(layout, sizes, aim, stem)
        if len(cut) > 1:
            if source.volumes is None:  # the contents get a column for the volumes
                source = replace(source, volumes={})
                own, layout = settle(source, draw)
                sizes = volume_cut.estimate(layout, own)
                cut = volume_cut.split(layout, sizes, aim, stem)
            source = replace(source, volumes=volume_cut.homes_in(cut))
            own = settled_again(source, draw, layout, own)
        written = {
            name: write(source, own, volume, folder / name, progress, jobs=jobs) for name, volume in _named(cut, stem)
        }
        # What is too large only because the estimate was short is cut again, a little smaller.
        excess = max(
            (
                (folder / name).stat().st_size - most
                for name, volume in _named(cut, stem)
                if volume_cut.can_shrink(volume)
            ),
            default=0,
        )
        if excess <= 0:
            break
        aim -= excess + most // 50
        for name in written:
            (folder / name).unlink()
    return written


def settled_again(source: BindInput, draw: Draw, layout: Layout, own: OwnPages) -> OwnPages:
    """Draw our own pages once more, now with the volumes; they stay where they are.

    Raises:
        BindingError: they do not.
    """
    drawn = draw(source, layout.pages, layout.total)
    if drawn.ranges != own.ranges:
        raise BindingError("the pages move when the numbers of the volumes are known")
    return drawn


def _named(cut: Sequence[Volume], stem: str) -> Iterator[tuple[str, Volume]]:
    names = cut[0].files or (f"{stem}.pdf",)
    return zip(names, cut, strict=True)


def write(
    source: BindInput,
    own: OwnPages,
    volume: Volume,
    target: Path,
    progress: Progress = unseen,
    *,
    jobs: int | None = None,
) -> Bound:
    """Write one file of a settled dossier to `target`, whole or not at all; `jobs` as in `assemble`.

    Raises:
        OutputError: it cannot be written.
        EngineError: a prepared part is not what preparing said.
        BindingError: our own pages contradict themselves.
    """
    described = manifest.describe(source, volume.layout)
    with files.explained(target), files.replacing(target) as bundle, Sealing(bundle, jobs) as sealing:
        sealing.written(_write_pages(source, own, volume, described, bundle, progress))
        with files.flushing(bundle):
            check(bundle, volume, progress)
            digest = sealing.seal()
    positions = {key: position + 1 for key, position in volume.starts().items()}
    return Bound(
        manifest=described,
        length=volume.length,
        sha256=digest,
        ranges=own.ranges,
        starts=positions,
        left_out=own.left_out,
    )


def _write_pages(
    source: BindInput, own: OwnPages, volume: Volume, described: Manifest, bundle: Path, progress: Progress
) -> bytes:
    """Write the pages, dressed, to `bundle`, and return an identifier of 16 bytes for its seal.

    A function of its own: any object of a PDF that is still referred to keeps all of it in memory.
    """
    with TemporaryDirectory(dir=bundle.parent) as folder, page_merge.merge(volume, own, Path(folder)) as pdf:
        pages: list[pikepdf.Object] = [page.obj for page in pdf.pages]
        starts = {key: pages[position] for key, position in volume.starts().items()}
        targets = navigation.Targets(starts, volume.elsewhere, volume.layout.pages, pdf=pdf)
        tell_apart(pages, volume, own)
        inner = navigation.take(pages, volume)
        spine = f"{manifest.title_of(source)} · {source.assessment.unit.name}"
        digests = dress(pdf, pages, volume, targets, progress, spine=spine, links=own.links)
        navigation.write_bookmarks(pdf, source.outline, targets, inner)
        navigation.write_metadata(pdf, source, volume.runs(), volume_marks.words(volume))
        written = manifest.to_json(manifest.record(source, described, digests, volume))
        navigation.attach(pdf, written, targets.named())
        save(pdf, bundle, progress)
    return hashlib.sha256(written).digest()[:16]


def dress(
    pdf: pikepdf.Pdf,
    pages: list[pikepdf.Object],
    volume: Volume,
    targets: navigation.Targets,
    progress: Progress = unseen,
    *,
    spine: str = "",
    links: Mapping[int, Sequence[DrawnLink]] = MappingProxyType({}),
) -> dict[int, str]:
    """Stamp all `pages` of a PDF, settle their links, and return the digest of the content of each page of our own.

    `links` are those of our own pages, by their number among them.
    """
    writer = page_import.PageWriter(pdf, stamps.embed_font(pdf), stamps.FONT_NAME)
    inner = _pages_by_part(pages, volume)
    total, back, said = volume.layout.total, targets.known(_CONTENTS), volume_marks.words(volume)
    digests: dict[int, str] = {}
    with progress(Work.BINDING, len(pages)) as step:
        for page, (number, piece) in zip(pages, volume.numbered(), strict=True):
            frame = page_import.read_frame(page)
            text, hlm = piece.stamp_at(number), stamps.number_text(number, total, said)
            if piece.pdf is None:
                stamp = stamps.draw(frame, text, hlm, own=True, back=back)
                if piece.section.kind is SectionKind.COVER:
                    stamp = replace(stamp, content=volume_marks.cover_marks(volume, spine) + stamp.content)
                place = piece.first + number - piece.pages.first
                annotations = navigation.drawn_links(links.get(place, ()), targets)
                digests[number] = page_import.digest(page)
                writer.stamp_own(page, stamp)
            else:
                extended = frame.extended(stamps.strip_height(frame, text))
                stamp = stamps.draw(extended, text, hlm, own=False, back=back)
                annotations = active_content_guard.clean_annotations(page, frame.box, inner[piece.pdf])
                writer.stamp_foreign(page, frame, extended, stamp)
                if sheet := navigation.sheet_of(piece.section_at(number), targets):
                    annotations += targets.link(sheet, stamp.code)
            if back:
                annotations += targets.link(_CONTENTS, stamp.back)
            page.Annots = Array(annotations)
            step(1, piece.section.path or "")
    return digests


def _pages_by_part(pages: list[pikepdf.Object], volume: Volume) -> dict[Path, set[tuple[int, int]]]:
    found: dict[Path, set[tuple[int, int]]] = {}
    for page, (_, piece) in zip(pages, volume.numbered(), strict=True):
        if piece.pdf is not None:
            found.setdefault(piece.pdf, set()).add(page.objgen)
    return found


def save(pdf: pikepdf.Pdf, file: Path, progress: Progress = unseen) -> None:
    """Write the bundle deterministically, without recompressing streams.

    Object streams would make it a few percent smaller where text prevails, but the seal needs a plain trailer.
    """
    with file.open("wb") as stream, progress(Work.WRITING, _WHOLE) as step:
        pdf.save(
            stream,
            static_id=True,
            min_version=_VERSION,
            fix_metadata_version=False,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            progress=_by_percent(step),
        )


def _by_percent(step: Step) -> Callable[[int], None]:
    """Return what qpdf may tell the percentage that it has written."""
    reached = 0

    def tell(percent: int) -> None:
        nonlocal reached
        step(percent - reached)
        reached = percent

    return tell


def check(file: Path, volume: Volume, progress: Progress = unseen) -> None:
    """Read the written file again: all pages there, each with its own number.

    Raises:
        OSError: what was written is not what was meant, as on a disk that runs full without saying so.
    """
    total, back, said = volume.layout.total, _CONTENTS in volume.layout.pages, volume_marks.words(volume)
    try:
        with pikepdf.open(file, access_mode=pikepdf.AccessMode.stream) as pdf:
            if len(pdf.pages) != volume.length:
                raise OSError(f"{len(pdf.pages)} dari {volume.length} halaman tertulis")
            with progress(Work.CHECKING, volume.length) as step:
                for (number, piece), page in zip(volume.numbered(), pdf.pages, strict=True):
                    expected = stamps.expected_texts(piece.stamp_at(number), number, total, back=back, volume=said)
                    if stamps.shown_texts(page_import.last_stream(page.obj)) != expected:
                        raise OSError(f"halaman {number} tidak tertulis utuh")
                    step(1, piece.section.path or "")
    except pikepdf.PdfError as error:
        raise OSError(f"berkas yang baru ditulis tidak terbaca: {error}") from error


def tell_apart(pages: Iterable[pikepdf.Object], volume: Volume, own: OwnPages) -> None:
    """Give the fonts of each PDF of our own pages a tag of its own; reportlab begins with "AAAAAA" in each.

    Args:
        pages: all pages of the bundle in order.
        volume: which piece each of them belongs to.
        own: which PDF our own pages come from; those of one PDF share their fonts.
    """
    done = {0}
    for page, (_, piece) in zip(pages, volume.numbered(), strict=True):
        if piece.pdf is None and (which := own.place(piece.first)[0]) not in done:
            done.add(which)
            for font in page.Resources.Font.values():
                if "/FontDescriptor" in font:
                    renamed = f"/{chr(ord('A') + which)}{str(font.BaseFont)[2:]}"
                    font.BaseFont = font.FontDescriptor.FontName = Name(renamed)
