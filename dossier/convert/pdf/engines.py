"""The engines that open a PDF of evidence, from the least to the most change, with limits on unpacked size."""

from __future__ import annotations

import io
import mmap
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pikepdf
import pypdf
from pypdf.errors import FileNotDecryptedError
from pypdf.generic import NullObject

from dossier.convert.pdf.streams import filters_of
from dossier.errors import CannotConvertError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import ExitStack
    from pathlib import Path

    from dossier.convert.pdf.render import Shown


MAX_STREAM_BYTES: Final = 256 << 20
"""Largest page description, font or form that is let through, unpacked."""
MAX_IMAGE_BYTES: Final = 1 << 30
"""Largest picture inside a PDF, unpacked; A0 in colour at 300 dpi has 420 MB."""
_WORTH_CHECKING: Final = 64 << 10
"""Deflate packs at most 1,032 to 1: what is shorter in the file cannot pass the limit (unless packed twice)."""
_STEP: Final = 1 << 20
_MOST_FILTERS: Final = 4

_TOO_LARGE: Final = "PDF berisi data yang membengkak tidak wajar saat dibuka; cetak ulang ke PDF dari program asalnya"


def refuse_bombs(pdf: pikepdf.Pdf) -> None:
    """Raise `CannotConvertError` when some stream of the file would unpack beyond the limits."""
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Stream):
            continue
        if item.get("/Subtype") == "/Image":
            _check_picture(item)
        else:
            _check_stream(item)


def _check_picture(image: pikepdf.Stream) -> None:
    try:
        width, height = int(image.get("/Width", 0)), int(image.get("/Height", 0))
        bits = int(image.get("/BitsPerComponent", 8))
    except (TypeError, ValueError):
        return
    # Four colours are the most that any device space has.
    colours = 1 if bits == 1 or image.get("/ImageMask", False) else 4
    if width * height * bits * colours // 8 > MAX_IMAGE_BYTES:
        raise CannotConvertError(_TOO_LARGE)


def _check_stream(stream: pikepdf.Stream) -> None:
    filters = filters_of(stream)
    if len(filters) > _MOST_FILTERS:
        raise CannotConvertError(_TOO_LARGE)
    packed = filters.count("/FlateDecode")
    if packed == 0:
        return
    if packed > 1:
        # Packed twice is never needed and multiplies the ratio.
        raise CannotConvertError(_TOO_LARGE)
    try:
        length = int(stream.get("/Length", 0))
    except (TypeError, ValueError):
        length = _WORTH_CHECKING
    if filters[0] == "/FlateDecode" and length >= _WORTH_CHECKING:
        _check_deflated(stream.read_raw_bytes())


def _check_deflated(data: bytes) -> None:
    unpacker = zlib.decompressobj()
    total = 0
    try:
        while data and not unpacker.eof:
            total += len(unpacker.decompress(data, _STEP))
            data = unpacker.unconsumed_tail
            if total > MAX_STREAM_BYTES:
                raise CannotConvertError(_TOO_LARGE)
    except zlib.error:
        return


BROKEN: Final = "PDF rusak atau terpotong dan tidak dapat diperbaiki; minta ulang berkas aslinya atau pindai ulang"
LOCKED: Final = (
    "kata sandi diperlukan untuk membuka PDF ini; buka dengan kata sandinya lalu simpan ulang tanpa kata sandi, "
    "atau tulis kata sandinya di plan/sandi.yaml"
)
NOT_THIS_ONE: Final = "kata sandi yang diberikan keliru; perbaiki di plan/sandi.yaml lalu susun sekali lagi"

EMPTIED: Final = "berkas rusak"
"""How the words of `lost` begin where pages have lost their content."""

_END_WINDOW: Final = 1024
_OBJECT: Final = re.compile(rb"[\r\n]\s*\d{1,10}\s+\d{1,5}\s+obj\b")
"""The head of an object: `12 0 obj`."""
_EMPTY_HANDED: Final = "none of the pages is left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """An evidence PDF: its path, its password, and its pdfium rendering (None where pdfium fails)."""

    source: Path
    password: str = ""
    shown: Shown | None = None

    @property
    def locked(self) -> CannotConvertError:
        """Return the error for a file that needs another password."""
        if self.password:
            return CannotConvertError(NOT_THIS_ONE, lasting=False)
        return CannotConvertError(LOCKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """An engine: its name in the register and its function; `folder` is for intermediate files.

    `open` raises `CannotConvertError` where no other way can do better, and anything else where another may.
    """

    name: str
    open: Callable[[Original, ExitStack, Path], pikepdf.Pdf]


def _by_qpdf(original: Original, opened: ExitStack, _: Path) -> pikepdf.Pdf:
    try:
        # A stream and not a path: a name may hold bytes that are no text.
        stream = opened.enter_context(original.source.open("rb"))
        pdf = pikepdf.open(stream, password=original.password, access_mode=pikepdf.AccessMode.mmap)
    except pikepdf.PasswordError:
        if original.shown is None:
            raise original.locked from None
        raise  # only its attachments are locked, or in a way that qpdf does not know
    return opened.enter_context(pdf)


def _by_pypdf(original: Original, opened: ExitStack, _: Path) -> pikepdf.Pdf:
    """Let pypdf read leniently and write anew."""
    copy = io.BytesIO()
    try:
        with original.source.open("rb") as stream:
            writer = pypdf.PdfWriter()
            writer.append(_reader(stream, original.password), import_outline=False)
            writer.write(copy)
    except FileNotDecryptedError:
        if original.shown is None:
            raise original.locked from None
        raise
    return opened.enter_context(pikepdf.open(copy))


def _by_pdfium(original: Original, opened: ExitStack, folder: Path) -> pikepdf.Pdf:
    """Let pdfium write anew what it shows, with forms and comments drawn in."""
    if original.shown is None:
        raise ValueError(_EMPTY_HANDED)
    rewritten = folder / "pdfium.pdf"
    original.shown.rewrite(rewritten)
    return opened.enter_context(pikepdf.open(rewritten))


QPDF: Final = Way(name="qpdf", open=_by_qpdf)
PYPDF: Final = Way(name="pypdf", open=_by_pypdf)
PDFIUM: Final = Way(name="pdfium", open=_by_pdfium)


def _reader(stream: io.BufferedReader, password: str) -> pypdf.PdfReader:
    reader = pypdf.PdfReader(stream, strict=False)
    if reader.is_encrypted:
        reader.decrypt(password)
    return reader


def counted_by_pypdf(original: Original) -> int | None:
    """Return how many pages pypdf finds, or None when it cannot say."""
    try:
        with original.source.open("rb") as stream:
            return len(_reader(stream, original.password).pages)
    except Exception:  # noqa: BLE001 — a second opinion: without one the others stand
        return None


def had_content(original: Original) -> bool:
    """Return whether some page references content that is missing in the file; True where undecidable."""
    try:
        with original.source.open("rb") as stream:
            pages = [page for page in _reader(stream, original.password).pages if "/Contents" in page]
            return any(isinstance(page["/Contents"], NullObject) for page in pages)
    except Exception:  # noqa: BLE001 — the file is damaged: any failure means that it cannot be known
        return True


def has_end(source: Path) -> bool:
    """Return whether a file ends as a PDF does; what mail gateways and servers append behind that is no part of it.

    A file that was cut while it was written anew has an end of its former state, but objects behind it.
    """
    with source.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        end = max(data.rfind(b"%%EOF"), data.rfind(b"startxref", max(0, len(data) - _END_WINDOW)))
        return end >= 0 and _OBJECT.search(data, end) is None


def _declared_count(pdf: pikepdf.Pdf) -> int | None:
    """Return the number of pages that the file itself claims, or None."""
    try:
        return int(pdf.Root.Pages.Count)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def without_content(pdf: pikepdf.Pdf) -> list[int]:
    """Return the pages (from 1) without content: blank by intention in a sound file, lost in a damaged one."""
    pages = enumerate(pdf.pages, start=1)
    return [number for number, page in pages if not any(map(_has_bytes, content_streams(page.obj)))]


def _has_bytes(stream: pikepdf.Object) -> bool:
    try:
        return bool(stream.read_raw_bytes().strip())
    except (pikepdf.PdfError, RuntimeError):
        return False


def content_streams(page: pikepdf.Object) -> Sequence[pikepdf.Object]:
    """Return the streams that hold the content of a page."""
    contents = page.get("/Contents")
    if isinstance(contents, pikepdf.Stream):
        return [contents]
    if isinstance(contents, pikepdf.Array):
        return [item for item in contents if isinstance(item, pikepdf.Stream)]
    return []


def lost(pdf: pikepdf.Pdf, original: Original, *, warned: bool) -> str:
    """Return in words what a damaged file has lost, as qpdf finds it: pages, their contents, or the end of the file.

    Args:
        pdf: the file as qpdf opened it.
        original: the file as it came.
        warned: whether qpdf complained when it read the file.
    """
    found = len(pdf.pages)
    declared = _declared_count(pdf)
    if declared is not None and declared > found:
        return f"berkas terpotong: terbaca {found} dari {declared} halaman"
    if not warned:
        return ""
    empty = without_content(pdf)
    if empty and had_content(original):
        return f"{EMPTIED}: isi {len(empty)} dari {found} halaman hilang (halaman {listed(empty)})"
    return (
        ""
        if has_end(original.source)
        else f"berkas terpotong di bagian akhir: terbaca {found} halaman, periksa kelengkapannya"
    )


_LISTED: Final = 8


def listed(numbers: list[int]) -> str:
    """Return page numbers for a sentence, the first few of many."""
    shown = ", ".join(map(str, numbers[:_LISTED]))
    return f"{shown}, …" if len(numbers) > _LISTED else shown
