"""Converts plain text of any encoding to pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from charset_normalizer import from_bytes
from reportlab.platypus import PageBreak, Paragraph, Spacer

from dossier.convert.pdf import normalise
from dossier.convert.run.result import Made
from dossier.errors import CannotConvertError
from dossier.typeset import page_setup
from dossier.typeset.typography import STYLES

if TYPE_CHECKING:
    from pathlib import Path

    from reportlab.platypus import Flowable


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


ENGINE: Final = "teks"
MAX_LINES: Final = 6_000
"""About a hundred pages: longer logs are evidence of themselves, not to be printed."""
MAX_LINE: Final = 20_000
"""Characters of one line that are laid out."""
_NO_BREAK_SPACE: Final = "\u00a0"


def convert(source: Path, target: Path) -> Made:
    """Write a text file as pages."""
    page_setup.prepare_reportlab()
    text, notes = read_text(source)
    story, more = lay_out(text)
    pages = normalise.finish(page_setup.render(story), target)
    return Made(pages=pages, engine=ENGINE, notes=(*notes, *more))


def lay_out(text: str) -> tuple[list[Flowable], tuple[str, ...]]:
    """Return the flowables of a text and what was left out, in words."""
    story: list[Flowable] = []
    notes = []
    lines = text.rstrip().split("\n")
    for line in lines[:MAX_LINES]:
        for number, part in enumerate(line.split("\f")):
            if number:
                story.append(PageBreak())
            story.append(_line(part))
    if len(lines) > MAX_LINES:
        notes.append(left_out(len(lines) - MAX_LINES, "baris"))
    if any(len(line) > MAX_LINE for line in lines[:MAX_LINES]):
        notes.append("baris yang sangat panjang dipotong; lihat berkas asli")
    story += [Paragraph(page_setup.plain(note), STYLES.note_italic) for note in notes]
    return story, tuple(notes)


def left_out(count: int, what: str) -> str:
    """Say that something was not printed, in the words that stand on the page and in the register."""
    number = f"{count:,}".replace(",", ".")
    return f"{number} {what} selebihnya tidak dicetak; lihat berkas asli"


def _line(line: str) -> Flowable:
    stripped = line.rstrip()[:MAX_LINE]
    if not stripped:
        return Spacer(0, STYLES.body.leading)
    widened = stripped.expandtabs(8)
    body = widened.lstrip(" ")
    indent = _NO_BREAK_SPACE * (len(widened) - len(body))
    # Runs of blanks line columns up; a Paragraph would fold them into one.
    body = body.replace("  ", _NO_BREAK_SPACE * 2)
    return Paragraph(indent + page_setup.plain(body), STYLES.body)
