"""Assembles the bundle: merges the parts, adds stamps, bookmarks, links, manifest and metadata, and writes it.

Our own pages are drawn by the function passed as `draw`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pikepdf
from pikepdf import Array

from dossier.bind import active_content_guard, manifest, navigation, page_import, stamps, volumes, writer
from dossier.bind import (
    writer as output,
)
from dossier.bind.bind_input import Bound
from dossier.bind.page_order import BindingError, settle, whole
from dossier.bind.writer import uncollected
from dossier.errors import EngineError
from dossier.progress import Work, unseen
from dossier.state import files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from dossier.bind.bind_input import BindInput, OwnPages
    from dossier.bind.page_order import Draw, Volume
    from dossier.model import PageRange
    from dossier.progress import Progress, Step

_CONTENTS: Final = "daftar-isi"
_VERSION: Final = "1.7"
_WHOLE: Final = 100

MOST_CUTS: Final = 4
"""How often volumes are cut again because the estimate of their size was short."""


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
    sizes = volumes.estimate(layout, own)
    aim = most
    for _ in range(MOST_CUTS):
        cut = volumes.split(layout, sizes, aim, stem)
        written = {name: write(source, own, volume, folder / name, progress) for name, volume in _named(cut, stem)}
        # What is too large only because the estimate was short is cut again, a little smaller.
        excess = max(
            ((folder / name).stat().st_size - most for name, volume in _named(cut, stem) if volumes.can_shrink(volume)),
            default=0,
        )
        if excess <= 0:
            break
        aim -= excess + most // 50
        for name in written:
            (folder / name).unlink()
    return written


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
            writer.tell_apart(pages, volume, own)
            inner = navigation.take(pages, volume)
            digests = dress(pdf, pages, volume, targets, progress)
            navigation.write_bookmarks(pdf, source.outline, targets, inner)
            navigation.write_metadata(pdf, source, volume.runs())
            written = manifest.to_json(manifest.record(source, described, digests, volume))
            navigation.attach(pdf, written, targets.named())
            save(pdf, bundle, progress)
        with files.flushing(bundle):
            digest = output.seal(bundle, hashlib.sha256(written).digest()[:16])
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
    arguments = ["qpdf", "--empty", "--no-warn", "--warning-exit-0"]
    # Thousands of parts may not all be open at a time.
    arguments += ["--remove-unreferenced-resources=no", "--keep-files-open=n", "--pages"]
    drawn = [folder / f"sendiri-{number}.pdf" for number in range(len(own.pdfs))]
    for file, data in zip(drawn, own.pdfs, strict=True):
        file.write_bytes(data)
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
) -> dict[int, str]:
    """Stamp all `pages` of a PDF, settle their links, and return the digest of the content of each page of our own."""
    writer = page_import.PageWriter(pdf, stamps.embed_font(pdf), stamps.FONT_NAME)
    inner = _pages_by_part(pages, volume)
    total, back = volume.layout.total, targets.known(_CONTENTS)
    digests: dict[int, str] = {}
    with progress(Work.BINDING, len(pages)) as step:
        for page, (number, piece) in zip(pages, volume.numbered(), strict=True):
            frame = page_import.read_frame(page)
            text, hlm = piece.section.printed_stamp, stamps.number_text(number, total)
            if piece.pdf is None:
                stamp = stamps.draw(frame, text, hlm, own=True, back=back)
                annotations = navigation.resolve(page, targets)
                digests[number] = page_import.digest(page)
                writer.stamp_own(page, stamp)
            else:
                extended = frame.extended(stamps.strip_height(frame))
                stamp = stamps.draw(extended, text, hlm, own=False, back=back)
                annotations = active_content_guard.clean_annotations(page, frame.box, inner[piece.pdf])
                writer.stamp_foreign(page, frame, extended, stamp)
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
    total, back = volume.layout.total, _CONTENTS in volume.layout.pages
    try:
        with pikepdf.open(file, access_mode=pikepdf.AccessMode.stream) as pdf:
            if len(pdf.pages) != volume.length:
                raise OSError(f"{len(pdf.pages)} dari {volume.length} halaman tertulis")
            with progress(Work.CHECKING, volume.length) as step:
                for (number, piece), page in zip(volume.numbered(), pdf.pages, strict=True):
                    expected = stamps.expected_texts(piece.section.printed_stamp, number, total, back=back)
                    if stamps.shown_texts(page_import.last_stream(page.obj)) != expected:
                        raise OSError(f"halaman {number} tidak tertulis utuh")
                    step(1, piece.section.path or "")
    except pikepdf.PdfError as error:
        raise OSError(f"berkas yang baru ditulis tidak terbaca: {error}") from error
