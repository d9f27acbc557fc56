"""Converts plain text of any encoding to pages, and what the pages of all kinds of text have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from charset_normalizer import from_bytes
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import HRFlowable, PageBreak, Paragraph, Spacer

from dossier.convert.pdf import normalise
from dossier.convert.run.result import Made
from dossier.errors import CannotConvertError
from dossier.typeset import page_setup, text_table
from dossier.typeset.typography import HAIRLINE, REGULAR, RULE, STRONG_LINE, STYLES
from dossier.wording import number_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
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
    return Made(pages=write_pages(story, target), engine=ENGINE, notes=(*notes, *more))


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
    return [*story, *remarks(notes)], tuple(notes)


def left_out(count: int, what: str) -> str:
    """Say that something was not printed, in the words that stand on the page and in the register."""
    return f"{number_label(count)} {what} selebihnya tidak dicetak; lihat berkas asli"


def write_pages(story: Sequence[Flowable], target: Path, *, size: tuple[float, float] = page_setup.PORTRAIT) -> int:
    """Write flowables as pages; return how many."""
    return normalise.finish(page_setup.render(story, size=size), target)


def remarks(notes: Iterable[str]) -> list[Flowable]:
    """Return notes as they stand on the page."""
    return [Paragraph(page_setup.plain(note), STYLES.note_italic) for note in notes]


def heading(label: str, title: str = "", *, style: ParagraphStyle = STYLES.title, air: float = 14) -> list[Flowable]:
    """Return what a page of our own words begins with: a label, a title, and a line with so many points below it."""
    rule = HRFlowable(width="100%", thickness=STRONG_LINE, color=RULE, spaceBefore=2, spaceAfter=air)
    named = [Paragraph(page_setup.plain(title), style)] if title else []
    return [Paragraph(page_setup.plain(label), STYLES.label), *named, rule]


INDENT: Final = 16.0
"""Points by which each level of lists and quotes is moved to the right."""
DEEPEST_INDENT: Final = 8
_FRAME_PADDING: Final = 12
PARAGRAPH: Final = ParagraphStyle("paragraf", STYLES.body, spaceAfter=6)
TIGHT: Final = ParagraphStyle("rapat", STYLES.body, spaceAfter=2)
CODE: Final = ParagraphStyle("kode", STYLES.small, leftIndent=8)
HEADINGS: Final = {
    "h1": STYLES.title,
    "h2": STYLES.heading,
    "h3": STYLES.subheading,
    **dict.fromkeys(("h4", "h5", "h6"), STYLES.bold),
}


def indented(base: ParagraphStyle, left: float) -> ParagraphStyle:
    """Return a style moved to the right by so many points, with room for the mark of a list before it."""
    return ParagraphStyle(
        "blok",
        base,
        leftIndent=left,
        bulletIndent=max(0.0, left - INDENT + 3),
        bulletFontName=REGULAR,
        bulletFontSize=base.fontSize,
    )


def hairline() -> Flowable:
    """Return the line that divides a text."""
    return HRFlowable(width="100%", thickness=HAIRLINE, color=RULE, spaceBefore=4, spaceAfter=8)


def table(rows: Sequence[Sequence[str]], *, head: bool) -> list[Flowable]:
    """Return a table of plain cells, as wide as a portrait page."""
    width = page_setup.PORTRAIT[0] - 2 * page_setup.MARGIN - _FRAME_PADDING
    return text_table.lay_out(text_table.Grid(rows=rows[: text_table.MAX_ROWS], head=head), width)


class ListMarks:
    """The marks of the items of nested lists: bullets, or numbers that count on."""

    def __init__(self) -> None:
        """Begin outside of any list."""
        self._next: list[int | None] = []

    def __len__(self) -> int:
        """Return how deep we are in lists."""
        return len(self._next)

    def open(self, start: int | None) -> None:
        """Begin a list, numbered from `start`, or with bullets."""
        self._next.append(start)

    def close(self) -> None:
        """End the innermost list."""
        self._next.pop()

    def mark(self) -> str:
        """Return what stands before the next item."""
        number = self._next[-1] if self._next else None
        if number is None:
            return "•"
        self._next[-1] = number + 1
        return f"{number}."


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
