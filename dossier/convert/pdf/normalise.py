"""Sanitises and normalises an open PDF and writes it deterministically: equal input gives equal bytes.

Every converter ends here, so that no part reaches the bundle another way. Opening, repairing and comparing PDFs of
evidence is done in `convert/pdf/fallback.py`.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pikepdf

from dossier.convert.pdf import active_content, engines, inner_bookmarks, page_repair, streams, web_links
from dossier.convert.run.result import Made
from dossier.errors import CannotConvertError

if TYPE_CHECKING:
    from pathlib import Path

_HEADER: Final = re.compile(rb"%PDF-\d")
_HEADER_WINDOW: Final = 1024
_TRAILER_KEPT: Final = frozenset({"/Root", "/Size"})
EMPTY: Final = "PDF tidak berisi satu halaman pun; minta ulang berkas aslinya"


def finish(drawn: bytes, target: Path) -> int:
    """Write pages that we drew ourselves: without dates, ids and metadata; return their count."""
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        return clean(pdf, target).pages


def finish_open(pdf: pikepdf.Pdf, target: Path) -> int:
    """Write pages that were put together from clean parts; return their count."""
    return clean(pdf, target).pages


def finish_office(source: Path, target: Path, engine: str) -> Made:
    """Write the clean form of what LibreOffice made; `engine` names it in the register."""
    with pikepdf.open(source) as pdf:
        cleaned = clean(pdf, target)
    return Made(pages=cleaned.pages, engine=engine, notes=cleaned.notes)


def data_is_pdf(source: Path) -> None:
    """Refuse files without a PDF header, before a repair engine produces something from them."""
    with source.open("rb") as stream:
        if not _HEADER.search(stream.read(_HEADER_WINDOW)):
            raise CannotConvertError("isi berkas ini bukan PDF; periksa apakah berkas yang disimpan sudah benar")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """Result of `clean`: pages written, and what was removed, as in `active_content.Stripped`."""

    pages: int
    notes: tuple[str, ...]
    redrawn: bool
    only_there: tuple[str, ...] = ()
    signed: bool = False
    mended: streams.Mended = streams.UNTOUCHED


def clean(pdf: pikepdf.Pdf, target: Path, *, foreign: bool = False, look: web_links.Look | None = None) -> Cleaned:
    """Remove active content, make every page self-contained, and write deterministically.

    Args:
        pdf: the open document; it is changed.
        target: where the clean form goes.
        foreign: it comes from outside, so that its streams may be damaged: they are decoded once and mended.
        look: draws a page (from 1) as a viewer shows the file as it came, so that unseen links are found.

    Raises:
        CannotConvertError: it is a bomb, or has no page.
    """
    engines.refuse_bombs(pdf)
    mended = streams.mend(pdf) if foreign else streams.UNTOUCHED
    bookmarks = inner_bookmarks.read(pdf) if foreign else []
    stripped = active_content.strip(pdf)
    page_repair.normalise(pdf)
    inner_bookmarks.write(pdf, bookmarks)
    links = web_links.settle(pdf, look)
    for key in set(pdf.trailer.keys()) - _TRAILER_KEPT:
        # Dates, ids and checksums of the program that wrote it differ from run to run.
        del pdf.trailer[key]
    pdf.trailer["/Size"] = 1  # written as what it is, but only where there is one
    pages = len(pdf.pages)
    if pages == 0:
        raise CannotConvertError(EMPTY)
    pdf.save(target, deterministic_id=True, preserve_pdfa=False, fix_metadata_version=False, encryption=False)
    return Cleaned(
        pages=pages,
        notes=(*stripped.notes, *links),
        redrawn=stripped.redrawn,
        only_there=stripped.only_there,
        signed=stripped.signed,
        mended=mended,
    )
