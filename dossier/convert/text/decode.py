"""Bytes ─► text, whatever program wrote them; how much of a file is read at all is decided here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from charset_normalizer import from_bytes

from dossier.errors import CannotConvertError

if TYPE_CHECKING:
    from pathlib import Path

MAX_TEXT_BYTES: Final = 4 << 20
"""More than a thousand pages; what lies beyond is not laid out."""
_SAMPLE: Final = 256 << 10
_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_LATIN: Final = "cp1252"
"""What old Indonesian office programs wrote; tried when nothing better fits."""


def read_text(source: Path) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file with bare line feeds, and notes on how it was read."""
    with source.open("rb") as stream:
        data = stream.read(MAX_TEXT_BYTES + 1)
    notes = []
    if len(data) > MAX_TEXT_BYTES:
        data = data[:MAX_TEXT_BYTES]
        notes.append(f"hanya {MAX_TEXT_BYTES >> 20} MB pertama yang dibaca; selebihnya ada pada berkas asli")
    text, encoding = decoded(data)
    if not text.strip():
        raise CannotConvertError("berkas teks ini kosong; periksa apakah isinya tersimpan")
    if encoding not in {"utf-8", "utf-8-sig"}:
        notes.append(f"dibaca sebagai {encoding}")
    return text.replace("\r\n", "\n").replace("\r", "\n"), tuple(notes)


def decoded(data: bytes) -> tuple[str, str]:
    """Return text and the name of the encoding that it was read as."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        # A cut in the middle of the last character is no other encoding.
        if error.start >= len(data) - 4:
            return data.decode("utf-8", errors="ignore"), "utf-8"
    best = from_bytes(data[:_SAMPLE], cp_isolation=[_LATIN, "iso8859_15", "utf_16_le", "utf_16_be", "cp437"]).best()
    encoding = best.encoding if best is not None else _LATIN
    return data.decode(encoding, errors="replace"), encoding
