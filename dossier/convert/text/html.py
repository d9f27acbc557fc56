"""HTML ─► pages of text: headings, paragraphs, lists, tables; no script runs, no style applies, nothing is fetched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportlab.platypus import Paragraph

from dossier.convert.pdf import normalise
from dossier.convert.run.result import Made
from dossier.convert.text import html_blocks
from dossier.convert.text.decode import MAX_TEXT_BYTES, decoded, read_text
from dossier.convert.text.html_layout import lay_out
from dossier.convert.text.plain import left_out
from dossier.errors import CannotConvertError
from dossier.typeset import page_setup
from dossier.typeset.typography import STYLES

if TYPE_CHECKING:
    from pathlib import Path

    from reportlab.platypus import Flowable

ENGINE: Final = "teks halaman web"
_DECLARED: Final = re.compile(rb"""<meta[^>]{0,200}charset\s{0,5}=\s{0,5}["']?\s{0,5}([\w-]{2,40})""", re.IGNORECASE)
_HEAD: Final = 4096
_EMPTY: Final = "halaman web ini tidak memuat teks; buka di peramban lalu cetak ke PDF"
_AS_TEXT: Final = "halaman web dicetak sebagai teks; skrip, gaya, dan gambar tidak diambil"


def convert(source: Path, target: Path) -> Made:
    """Write a web page as pages of text.

    Raises:
        CannotConvertError: it shows no text.
    """
    page_setup.prepare_reportlab()
    html, notes = _read(source)
    story, more = flowables(html)
    if not story:
        raise CannotConvertError(_EMPTY)
    pages = normalise.finish(page_setup.render(story), target)
    return Made(pages=pages, engine=ENGINE, notes=(_AS_TEXT, *notes, *more))


def flowables(html: str) -> tuple[list[Flowable], tuple[str, ...]]:
    """Return the flowables of a page's text and what was left out, in words; none when there is no text."""
    found = html_blocks.parse(html)
    kept = found.blocks[: html_blocks.MOST_BLOCKS]
    notes = []
    if len(found.blocks) > len(kept):
        notes.append(left_out(len(found.blocks) - len(kept), "bagian"))
    if found.pictures:
        notes.append(f"{found.pictures} gambar pada halaman tidak diambil; hanya namanya yang dicetak")
    story = lay_out(kept)
    return [*story, *(Paragraph(page_setup.plain(note), STYLES.note_italic) for note in notes if story)], tuple(notes)


def _read(source: Path) -> tuple[str, tuple[str, ...]]:
    """Decode by what the page declares, unless it is UTF-8 all the same."""
    with source.open("rb") as stream:
        data = stream.read(MAX_TEXT_BYTES)
    declared = _DECLARED.search(data[:_HEAD])
    if declared is None or decoded(data)[1].startswith("utf"):
        return read_text(source)
    try:
        return data.decode(declared.group(1).decode("ascii"), "replace"), ()
    except (LookupError, UnicodeError):
        return read_text(source)
