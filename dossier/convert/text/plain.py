"""Plain text ─► pages: line for line, long lines wrapped, form feeds honoured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportlab.platypus import PageBreak, Paragraph, Spacer

from dossier.convert.pdf import normalise
from dossier.convert.run.result import Made
from dossier.convert.text.decode import read_text
from dossier.typeset import page_setup
from dossier.typeset.typography import STYLES

if TYPE_CHECKING:
    from pathlib import Path

    from reportlab.platypus import Flowable

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
