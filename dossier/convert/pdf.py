"""PDF ─► clean PDF: open or repair, count with two readers, sanitise, normalise, write the same bytes every time.

Every other converter ends here too (`finish`), so that no part reaches the bundle another way.
"""

from __future__ import annotations

import io
import re
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

import pikepdf
import pypdf
from pypdf.errors import FileNotDecryptedError

from dossier.convert import pdf_active, pdf_limits, pdf_pages
from dossier.convert.outcome import CannotConvertError, Made

if TYPE_CHECKING:
    from pathlib import Path

ENGINE: Final = "qpdf"
REPAIRED_BY_PYPDF: Final = "qpdf sesudah ditulis ulang oleh pypdf"

_HEADER: Final = re.compile(rb"%PDF-\d")
_HEADER_WINDOW: Final = 1024
_TRAILER_KEPT: Final = frozenset({"/Root", "/Size"})
_LOCKED: Final = (
    "kata sandi diperlukan untuk membuka PDF ini; buka dengan kata sandinya lalu simpan ulang tanpa kata sandi"
)
_BROKEN: Final = "PDF rusak atau terpotong dan tidak dapat diperbaiki; minta ulang berkas aslinya atau pindai ulang"
_REWRITTEN: Final = "berkas rusak; ditulis ulang sebelum diikat, periksa kelengkapannya"
_EMPTY: Final = "PDF tidak berisi satu halaman pun; minta ulang berkas aslinya"


def convert(source: Path, target: Path) -> Made:
    """Write the clean form of a PDF file.

    Raises:
        CannotConvertError: it needs a password, has no page, is beyond repair or is a bomb.
    """
    data_is_pdf(source)
    with ExitStack() as opened:
        pdf, engine, notes = _open(source, opened)
        flaws = [_REWRITTEN] if engine == REPAIRED_BY_PYPDF else []
        flaws += _lost_pages(pdf, source)
        pages, more = _clean(pdf, target)
        if pdf.get_warnings() and not flaws:
            notes.append("struktur berkas diperbaiki saat dibaca")
    if not flaws and (second := _second_count(source)) not in {None, pages}:
        flaws.append(f"dua pembaca PDF tidak sepakat: {pages} dan {second} halaman; periksa kelengkapannya")
    return Made(pages=pages, engine=engine, notes=(*notes, *more), flaws=tuple(flaws))


def finish(drawn: bytes, target: Path) -> int:
    """Write pages that we drew ourselves: without dates, ids and metadata; return their count."""
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        pages, _ = _clean(pdf, target)
    return pages


def finish_open(pdf: pikepdf.Pdf, target: Path) -> int:
    """Write pages that were put together from clean parts; return their count."""
    pages, _ = _clean(pdf, target)
    return pages


def finish_office(source: Path, target: Path, engine: str) -> Made:
    """Write the clean form of what LibreOffice made; `engine` names it in the register."""
    with pikepdf.open(source) as pdf:
        pages, notes = _clean(pdf, target)
    return Made(pages=pages, engine=engine, notes=notes)


def data_is_pdf(source: Path) -> None:
    """Refuse bytes that are no PDF at all, before any repairer makes something of them."""
    with source.open("rb") as stream:
        if not _HEADER.search(stream.read(_HEADER_WINDOW)):
            raise CannotConvertError("isi berkas ini bukan PDF; periksa apakah berkas yang disimpan sudah benar")


def _open(source: Path, opened: ExitStack) -> tuple[pikepdf.Pdf, str, list[str]]:
    try:
        # A stream and not a path: a name may hold bytes that are no text.
        stream = opened.enter_context(source.open("rb"))
        pdf = opened.enter_context(pikepdf.open(stream, access_mode=pikepdf.AccessMode.mmap))
        count = len(pdf.pages)
    except pikepdf.PasswordError:
        raise CannotConvertError(_LOCKED) from None
    except Exception:  # noqa: BLE001 — any failure of the first engine sends the file to the second
        return _rewritten(source, opened)
    if count == 0:
        raise CannotConvertError(_EMPTY)
    notes = ["pembatasan (kata sandi pemilik) dilepas pada salinan yang diikat"] if pdf.is_encrypted else []
    return pdf, ENGINE, notes


def _rewritten(source: Path, opened: ExitStack) -> tuple[pikepdf.Pdf, str, list[str]]:
    """Let pypdf read leniently and write anew what qpdf could not open."""
    copy = io.BytesIO()
    try:
        with source.open("rb") as stream:
            reader = pypdf.PdfReader(stream, strict=False)
            if reader.is_encrypted:
                reader.decrypt("")
            writer = pypdf.PdfWriter()
            writer.append(reader, import_outline=False)
            writer.write(copy)
        pdf = opened.enter_context(pikepdf.open(copy))
        count = len(pdf.pages)
    except FileNotDecryptedError:
        raise CannotConvertError(_LOCKED) from None
    except Exception as error:
        raise CannotConvertError(_BROKEN) from error
    if count == 0:
        raise CannotConvertError(_BROKEN)
    return pdf, REPAIRED_BY_PYPDF, []


def _second_count(source: Path) -> int | None:
    """Return how many pages pypdf finds, or None when it cannot say."""
    try:
        with source.open("rb") as stream:
            reader = pypdf.PdfReader(stream, strict=False)
            if reader.is_encrypted:
                reader.decrypt("")
            return len(reader.pages)
    except Exception:  # noqa: BLE001 — a second opinion: without one the first stands
        return None


def _lost_pages(pdf: pikepdf.Pdf, source: Path) -> list[str]:
    """Say when a cut file lost pages, by its own count of them, by pages without content or by its missing end.

    Raises:
        CannotConvertError: no page has kept its content, so that binding it would bind blank paper.
    """
    found = len(pdf.pages)
    declared = pdf_pages.declared_count(pdf)
    empty = pdf_pages.without_content(pdf)
    if len(empty) == found and pdf.get_warnings():
        raise CannotConvertError(_BROKEN)
    if declared is not None and declared > found:
        return [f"berkas terpotong: terbaca {found} dari {declared} halaman"]
    if empty and pdf.get_warnings():
        return [f"berkas rusak: isi {len(empty)} dari {found} halaman hilang (halaman {_listed(empty)})"]
    if pdf.get_warnings() and not _has_end(source):
        return [f"berkas terpotong di bagian akhir: terbaca {found} halaman, periksa kelengkapannya"]
    return []


_LISTED: Final = 8


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:_LISTED]))
    return f"{shown}, …" if len(numbers) > _LISTED else shown


def _has_end(source: Path) -> bool:
    with source.open("rb") as stream:
        size = stream.seek(0, io.SEEK_END)
        stream.seek(max(0, size - _HEADER_WINDOW))
        return b"%%EOF" in stream.read()


def _clean(pdf: pikepdf.Pdf, target: Path) -> tuple[int, tuple[str, ...]]:
    pdf_limits.refuse_bombs(pdf)
    notes = pdf_active.strip(pdf)
    pdf_pages.normalise(pdf)
    for key in set(pdf.trailer.keys()) - _TRAILER_KEPT:
        # Dates, ids and checksums of the program that wrote it differ from run to run.
        del pdf.trailer[key]
    pages = len(pdf.pages)
    if pages == 0:
        raise CannotConvertError(_EMPTY)
    pdf.save(target, deterministic_id=True, preserve_pdfa=False, fix_metadata_version=False, encryption=False)
    return pages, tuple(notes)
