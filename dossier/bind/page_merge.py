"""Merges our own pages and the prepared parts into one PDF in page order, with nothing else of their documents."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

import pikepdf

from dossier.bind import active_content_guard
from dossier.bind.page_order import BindingError
from dossier.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from dossier.bind.page_order import OwnPages, PageRun, Volume

MANY: Final = 400
"""Parts of a volume above which small ones that follow each other are put into one file first.

qpdf holds about 20 KB for every file that it merges, however small: 100 MB for 5,000."""

_SMALL: Final = 64_000
"""Bytes of a part that is cheap to write and read once more."""
_MOST: Final = 500
"""Parts that are put into one file."""

_OPTIONS: Final = ("--no-warn", "--warning-exit-0", "--remove-unreferenced-resources=no", "--keep-files-open=n")
"""Thousands of parts may not all be open at a time."""
_AS_THEY_ARE: Final = ("--stream-data=preserve", "--object-streams=disable")


def merge(volume: Volume, own: OwnPages, folder: Path) -> pikepdf.Pdf:
    """Return one PDF with the pages of all pieces in order; nothing else of their documents is kept.

    Our own pages are put into `folder`, and have to stay there until the PDF is written.

    qpdf's own merging copies stream data only when the bundle is written, straight from the parts, so that memory
    stays at a few kilobytes a page. `Pdf.pages.extend` reads all of it into memory.

    Raises:
        EngineError: a part cannot be opened, or has other pages than it should.
        BindingError: our own pages do not fit the layout.
    """
    drawn = [folder / f"sendiri-{number}.pdf" for number in range(len(own.pdfs))]
    for file, data in zip(drawn, own.pdfs, strict=True):
        file.write_bytes(data)
    try:
        arguments = list(_arguments(volume, own, drawn, folder))
        # The pages of the first file stay where they are: those of --empty would all be there twice, with their links.
        job = pikepdf.Job(["qpdf", str(drawn[0]), *_OPTIONS, "--pages", *arguments, "--", "-"])
        pdf = job.create_pdf()
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


def _arguments(volume: Volume, own: OwnPages, drawn: Sequence[Path], folder: Path) -> Iterator[str]:
    """Yield files and page ranges in page order, as qpdf takes them."""
    parts = [piece.pdf for piece in volume.pieces if piece.pdf is not None]
    gathers = len(parts) > MANY
    for gathered, group in groupby(volume.pieces, key=lambda piece: gathers and _is_small(piece)):
        pieces = list(group)
        if gathered and len(pieces) > 1:
            for start in range(0, len(pieces), _MOST):
                chosen = [piece.pdf for piece in pieces[start : start + _MOST] if piece.pdf is not None]
                yield from (str(_together(chosen, folder)), "1-z")
            continue
        for piece in pieces:
            if piece.pdf is None:
                which, first = own.place(piece.first)
                yield from (str(drawn[which]), f"{first}-{first + piece.pages.count - 1}")
            else:
                # All pages of a part, whatever their number should be: the sum tells when it is another.
                yield from (str(piece.pdf), "1-z")


def _is_small(piece: PageRun) -> bool:
    return piece.pdf is not None and piece.pdf.stat().st_size <= _SMALL


def _together(parts: Iterable[Path], folder: Path) -> Path:
    """Put parts into one file in `folder`, byte for byte as far as streams go, and return it."""
    target = folder / f"bagian-{sum(1 for _ in folder.iterdir())}.pdf"
    ranges = [word for part in parts for word in (str(part), "1-z")]
    pikepdf.Job(["qpdf", "--empty", *_OPTIONS, *_AS_THEY_ARE, "--pages", *ranges, "--", str(target)]).run()
    return target


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
