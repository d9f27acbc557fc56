"""Puts the bundle together: merges the parts, dresses every page, adds bookmarks, manifest and metadata, and writes it.

Drawing is somebody else's: `draw` comes in as a parameter.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import pikepdf
from pikepdf import Array

from dossier.bind import cleaning, contents, layers, links, manifest, metadata, outline_tree, output, stamps
from dossier.bind.layout import BindingError, Layout, Piece, settle
from dossier.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dossier.bind.layout import Draw
    from dossier.bind.source import BindInput
    from dossier.model import Manifest

_CONTENTS: Final = "daftar-isi"
_VERSION: Final = "1.7"


def assemble(source: BindInput, target: Path, draw: Draw) -> Manifest:
    """Write the bundle to `target`, whole or not at all, and return what it says of itself.

    Raises:
        OutputError: it cannot be written.
        EngineError: a prepared part is not what preparing said.
        BindingError: our own pages contradict themselves.
    """
    own, layout = settle(source, draw)
    described = manifest.describe(source, layout)
    with output.replacing(target) as folder:
        own_file = folder / "sendiri.pdf"
        own_file.write_bytes(own.pdf)
        with merge(layout, own_file) as pdf:
            targets = links.Targets({key: pdf.pages[pages.first - 1].obj for key, pages in layout.pages.items()})
            digests = dress(pdf, layout, targets)
            outline_tree.write(pdf, source.outline, targets)
            metadata.write(pdf, source)
            written = manifest.to_json(manifest.record(source, described, digests))
            metadata.attach(pdf, written)
            bundle = folder / target.name
            save(pdf, bundle)
        output.seal(bundle, hashlib.sha256(written).digest()[:16])
        check(bundle, layout)
        output.publish(bundle, target)
    return described


def merge(layout: Layout, own_file: Path) -> pikepdf.Pdf:
    """Return one PDF with the pages of all pieces in order and nothing else of where they come from.

    qpdf's own merging copies stream data only when the bundle is written, straight from the parts, so that memory
    stays at a few kilobytes a page. `Pdf.pages.extend` reads all of it into memory.
    """
    arguments = ["qpdf", "--empty", "--no-warn", "--warning-exit-0"]
    # Thousands of parts may not all be open at a time.
    arguments += ["--remove-unreferenced-resources=no", "--keep-files-open=n", "--pages"]
    for piece in layout.pieces:
        own = (str(own_file), f"{piece.first}-{piece.first + piece.pages.count - 1}")
        # All pages of a part, whatever their number should be: the sum below tells when it is another.
        arguments += own if piece.pdf is None else (str(piece.pdf), "1-z")
    try:
        pdf = pikepdf.Job([*arguments, "--", "-"]).create_pdf()
    except (pikepdf.PdfError, RuntimeError, OSError) as error:
        raise broken_part(layout, own_file) from error
    if len(pdf.pages) != layout.total:
        raise broken_part(layout, own_file)
    for key in list(pdf.Root.keys()):
        if key not in {"/Type", "/Pages"}:
            del pdf.Root[key]
    layers.carry(pdf, layout)
    cleaning.sweep(pdf)
    return pdf


def broken_part(layout: Layout, own_file: Path) -> EngineError:
    """Return the error that names the first part that cannot be opened or has other pages than it should."""
    for piece in layout.pieces:
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
                hint="Hapus folder build/ lalu ulangi.",
            )
    raise BindingError(f"the drawn pages in {own_file.name} do not fit the layout")


def dress(pdf: pikepdf.Pdf, layout: Layout, targets: links.Targets) -> dict[int, str]:
    """Stamp every page, settle its links, and return the digest of the content of each page of our own."""
    pages: list[pikepdf.Object] = [page.obj for page in pdf.pages]
    writer = contents.PageWriter(pdf, stamps.embed_font(pdf), stamps.FONT_NAME)
    inner = _pages_by_part(pages, layout)
    digests: dict[int, str] = {}
    for number, piece in numbered(layout):
        page = pages[number - 1]
        frame = contents.read_frame(page)
        text, hlm = piece.section.stamp, stamps.number_text(number, layout.total)
        if piece.pdf is None:
            stamp = stamps.draw(frame, text, hlm, own=True)
            annotations = links.resolve(page, targets)
            digests[number] = contents.digest(page)
            writer.stamp_own(page, stamp)
        else:
            extended = frame.extended(stamps.strip_height(frame))
            stamp = stamps.draw(extended, text, hlm, own=False)
            annotations = cleaning.clean_annotations(page, frame.box, inner[piece.pdf])
            writer.stamp_foreign(page, frame, extended, stamp)
        if targets.known(_CONTENTS):
            annotations.append(links.jump(_CONTENTS, stamp.back, targets))
        page.Annots = Array(annotations)
    return digests


def numbered(layout: Layout) -> Iterator[tuple[int, Piece]]:
    """Yield every page number of the bundle with the piece it belongs to."""
    for piece in layout.pieces:
        for number in range(piece.pages.first, piece.pages.last + 1):
            yield number, piece


def _pages_by_part(pages: list[pikepdf.Object], layout: Layout) -> dict[Path, set[tuple[int, int]]]:
    found: dict[Path, set[tuple[int, int]]] = {}
    for number, piece in numbered(layout):
        if piece.pdf is not None:
            found.setdefault(piece.pdf, set()).add(pages[number - 1].objgen)
    return found


def save(pdf: pikepdf.Pdf, file: Path) -> None:
    """Write the bundle without decoding or compressing a stream again, and without clock or chance.

    Object streams would make it a few percent smaller where text prevails, but the seal needs a plain trailer.
    """
    with file.open("wb") as stream:
        pdf.save(
            stream,
            static_id=True,
            min_version=_VERSION,
            fix_metadata_version=False,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )


def check(file: Path, layout: Layout) -> None:
    """Read the written file again: all pages there, each with its own number.

    Raises:
        OSError: what was written is not what was meant, as on a disk that runs full without saying so.
    """
    try:
        with pikepdf.open(file, access_mode=pikepdf.AccessMode.stream) as pdf:
            if len(pdf.pages) != layout.total:
                raise OSError(f"{len(pdf.pages)} dari {layout.total} halaman tertulis")
            for (number, piece), page in zip(numbered(layout), pdf.pages, strict=True):
                expected = stamps.expected_texts(piece.section.stamp, number, layout.total)
                if stamps.shown_texts(contents.last_stream(page.obj)) != expected:
                    raise OSError(f"halaman {number} tidak tertulis utuh")
    except pikepdf.PdfError as error:
        raise OSError(f"berkas yang baru ditulis tidak terbaca: {error}") from error
