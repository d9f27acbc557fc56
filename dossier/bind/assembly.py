"""Assembles the bundle: merges the parts, adds stamps, bookmarks, links, manifest and metadata, writes and seals it.

Our own pages are drawn by the function passed as `draw`.
"""

from __future__ import annotations

import gc
import hashlib
import os
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO, Final

import pikepdf
from pikepdf import Array, Name

from dossier.bind import active_content_guard, manifest, navigation, page_import, stamps, volume_cut, volume_marks
from dossier.bind.page_order import BindingError, Bound, settle, whole
from dossier.errors import EngineError
from dossier.model import SectionKind
from dossier.progress import Work, unseen
from dossier.state import files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from dossier.bind.page_order import BindInput, Draw, Layout, OwnPages, Volume
    from dossier.model import PageRange
    from dossier.progress import Progress, Step


_CONTENTS: Final = "daftar-isi"
_VERSION: Final = "1.7"
_WHOLE: Final = 100

MOST_CUTS: Final = 4
"""How often volumes are cut again because the estimate of their size was short."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Pause the garbage collector for a block or function (context manager and decorator)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@uncollected()
def assemble(
    source: BindInput,
    target: Path,
    draw: Draw,
    guess: Mapping[str, PageRange] | None = None,
    progress: Progress = unseen,
) -> Bound:
    """Write the bundle to `target`, whole or not at all, and return what it says of itself.

    Raises:
        OutputError: it cannot be written.
        EngineError: a prepared part is not what preparing said.
        BindingError: our own pages contradict themselves.
    """
    own, layout = settle(source, draw, guess)
    return write(source, own, whole(layout), target, progress)


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
        written = {name: write(source, own, volume, folder / name, progress) for name, volume in _named(cut, stem)}
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


def write(source: BindInput, own: OwnPages, volume: Volume, target: Path, progress: Progress = unseen) -> Bound:
    """Write one file of a settled dossier to `target`, whole or not at all.

    Raises:
        OutputError: it cannot be written.
        EngineError: a prepared part is not what preparing said.
        BindingError: our own pages contradict themselves.
    """
    described = manifest.describe(source, volume.layout)
    with files.explained(target), files.replacing(target) as bundle:
        with TemporaryDirectory(dir=target.parent) as folder, merge(volume, own, Path(folder)) as pdf:
            pages: list[pikepdf.Object] = [page.obj for page in pdf.pages]
            starts = {key: pages[position] for key, position in volume.starts().items()}
            targets = navigation.Targets(starts, volume.elsewhere, volume.layout.pages)
            tell_apart(pages, volume, own)
            inner = navigation.take(pages, volume)
            spine = f"{manifest.title_of(source)} · {source.assessment.unit.name}"
            digests = dress(pdf, pages, volume, targets, progress, spine=spine)
            navigation.write_bookmarks(pdf, source.outline, targets, inner)
            navigation.write_metadata(pdf, source, volume.runs(), volume_marks.words(volume))
            written = manifest.to_json(manifest.record(source, described, digests, volume))
            navigation.attach(pdf, written, targets.named())
            save(pdf, bundle, progress)
        with files.flushing(bundle):
            digest = seal(bundle, hashlib.sha256(written).digest()[:16])
            check(bundle, volume, progress)
    positions = {key: position + 1 for key, position in volume.starts().items()}
    return Bound(
        manifest=described,
        length=volume.length,
        sha256=digest,
        ranges=own.ranges,
        starts=positions,
        left_out=own.left_out,
    )


def merge(volume: Volume, own: OwnPages, folder: Path) -> pikepdf.Pdf:
    """Return one PDF with the pages of all pieces in order; nothing else of their documents is kept.

    Our own pages are put into `folder`, and have to stay there until the PDF is written.

    qpdf's own merging copies stream data only when the bundle is written, straight from the parts, so that memory
    stays at a few kilobytes a page. `Pdf.pages.extend` reads all of it into memory.
    """
    drawn = [folder / f"sendiri-{number}.pdf" for number in range(len(own.pdfs))]
    for file, data in zip(drawn, own.pdfs, strict=True):
        file.write_bytes(data)
    # The pages of the first file stay where they are: those of --empty would all be there twice, with their links.
    arguments = ["qpdf", str(drawn[0]), "--no-warn", "--warning-exit-0"]
    # Thousands of parts may not all be open at a time.
    arguments += ["--remove-unreferenced-resources=no", "--keep-files-open=n", "--pages"]
    for piece in volume.pieces:
        if piece.pdf is None:
            which, first = own.place(piece.first)
            arguments += (str(drawn[which]), f"{first}-{first + piece.pages.count - 1}")
        else:
            # All pages of a part, whatever their number should be: the sum below tells when it is another.
            arguments += (str(piece.pdf), "1-z")
    try:
        pdf = pikepdf.Job([*arguments, "--", "-"]).create_pdf()
    except (pikepdf.PdfError, RuntimeError, OSError) as error:
        raise broken_part(volume) from error
    if len(pdf.pages) != volume.length:
        raise broken_part(volume)
    for key in list(pdf.Root.keys()):
        if key not in {"/Type", "/Pages"}:
            del pdf.Root[key]
    for key in ("/Info", "/ID"):
        if key in pdf.trailer:
            del pdf.trailer[key]
    active_content_guard.carry(pdf, volume)
    active_content_guard.sweep(pdf)
    return pdf


def broken_part(volume: Volume) -> EngineError:
    """Return the error that names the first part that cannot be opened or has other pages than it should."""
    for piece in volume.pieces:
        if piece.pdf is None:
            continue
        try:
            with pikepdf.open(piece.pdf) as part:
                sound = len(part.pages) == piece.pages.count
        except (pikepdf.PdfError, OSError):
            sound = False
        if not sound:
            return EngineError(
                f"Hasil olahan berkas {piece.section.path} tidak dapat diikat: rusak atau jumlah halamannya berubah",
                path=piece.pdf,
                hint="Jalankan `dossier clean` lalu ulangi.",
            )
    raise BindingError("the drawn pages do not fit the layout")


def dress(
    pdf: pikepdf.Pdf,
    pages: list[pikepdf.Object],
    volume: Volume,
    targets: navigation.Targets,
    progress: Progress = unseen,
    *,
    spine: str = "",
) -> dict[int, str]:
    """Stamp all `pages` of a PDF, settle their links, and return the digest of the content of each page of our own."""
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
                annotations = navigation.resolve(page, targets)
                digests[number] = page_import.digest(page)
                writer.stamp_own(page, stamp)
            else:
                extended = frame.extended(stamps.strip_height(frame, text))
                stamp = stamps.draw(extended, text, hlm, own=False, back=back)
                annotations = active_content_guard.clean_annotations(page, frame.box, inner[piece.pdf])
                writer.stamp_foreign(page, frame, extended, stamp)
                if sheet := navigation.sheet_of(piece.section_at(number), targets):
                    annotations.append(navigation.jump(sheet, stamp.code, targets))
            if back:
                annotations.append(navigation.jump(_CONTENTS, stamp.back, targets))
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


SEAL: Final = b"%dossier-sha256 "
"""Opens the comment before `startxref` that holds the SHA-256 of all other bytes of the file."""

_SEAL_LENGTH: Final = len(SEAL) + 64 + 1
_TAIL: Final = 512
_BLOCK: Final = 1 << 18
_END: Final = b"startxref"

# What qpdf writes as second file identifier when told to be static; replaced by ours, of the same length.
_STATIC_ID: Final = b"<31415926535897932384626433832795>"


def seal(file: Path, identifier: bytes) -> str:
    """Give a written PDF its identifier and, as a comment before its last lines, the digest of all other bytes.

    Hashing while writing, with or without a second thread, was no faster than reading the file again.

    Args:
        file: A PDF written by qpdf with a static identifier and no object streams.
        identifier: 16 bytes derived from the content.

    Returns:
        The SHA-256 of the finished file, which would otherwise have to be read once more.

    Raises:
        OSError: it cannot be written, or its end is missing.
    """
    with file.open("r+b") as stream:
        end = stream.seek(0, os.SEEK_END)
        start = stream.seek(max(0, end - _TAIL))
        tail = stream.read()
        if _STATIC_ID not in tail or _END not in tail:
            raise OSError("akhir berkas tidak tertulis")
        tail = tail.replace(_STATIC_ID, b"<" + identifier.hex().encode("ascii") + b">")
        cut = tail.rindex(_END)
        digest = _digest(stream, start)
        whole = digest.copy()
        digest.update(tail)
        sealed = tail[:cut] + SEAL + digest.hexdigest().encode("ascii") + b"\n" + tail[cut:]
        whole.update(sealed)
        stream.seek(start)
        stream.write(sealed)
    return whole.hexdigest()


def is_intact(file: Path) -> bool | None:
    """Return whether a bundle's bytes are those that were sealed; None where there is no seal."""
    with file.open("rb") as stream:
        end = stream.seek(0, os.SEEK_END)
        start = stream.seek(max(0, end - _TAIL))
        tail = stream.read()
        at = tail.rfind(SEAL)
        if at < 0:
            return None
        claimed = tail[at + len(SEAL) : at + _SEAL_LENGTH - 1]
        digest = _digest(stream, start)
        digest.update(tail[:at] + tail[at + _SEAL_LENGTH :])
        return digest.hexdigest().encode("ascii") == claimed


def _digest(stream: BinaryIO, length: int) -> hashlib._Hash:
    """Hash the first `length` bytes of a stream."""
    digest = hashlib.sha256()
    stream.seek(0)
    left = length
    while left and (block := stream.read(min(left, _BLOCK))):
        digest.update(block)
        left -= len(block)
    return digest
