"""Examines a finished part: blank pages, phrases in brackets, text of web addresses only.

Runs in the child that made the part, so that the answers are cached with it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pypdfium2

from dossier.convert.run.ink import is_blank, is_plainly_drawn
from dossier.convert.run.result import BLANK
from dossier.typed_text import only_addresses
from dossier.wording import squeezed

if TYPE_CHECKING:
    from pathlib import Path

    from PIL import Image

    from dossier.convert.run.result import Made

_SIDE: Final = 1000
_SMALL: Final = 300
"""Pixels of the longer side of a page; `ink` measures in them."""
_MOST_LOOKED_AT: Final = 100
"""Pages drawn in search of one that is not blank; a file with more blank ones at its start is not called blank."""
_MOST_READ: Final = 1000
"""Pages whose text is read."""
_MOST_PHRASES: Final = 300
_ADDRESS_PAGES: Final = 2
"""More pages than this are no list of addresses."""
_BRACKETED: Final = re.compile(r"\[([^\[\]]{1,200})\]")  # [Nama notulis]


def looked_at(made: Made, part: Path) -> Made:
    """Return `made` with what its pages show; unchanged where pdfium cannot open the part.

    Args:
        made: what the converter says of the part.
        part: the PDF that it wrote.
    """
    try:
        with part.open("rb") as stream, pypdfium2.PdfDocument(stream) as document:
            blank, texts = _read(document)
            addresses = only_addresses("\n".join(texts)) if len(document) <= _ADDRESS_PAGES else ()
            if addresses and _has_pictures(document):
                addresses = ()
    except (pypdfium2.PdfiumError, OSError, ValueError):
        return made
    flaws = (*made.flaws, BLANK) if blank else made.flaws
    return replace(made, flaws=flaws, bracketed=_bracketed(texts), addresses=made.addresses or addresses)


def _read(document: pypdfium2.PdfDocument) -> tuple[bool, list[str]]:
    """Return whether all pages are blank, and their texts."""
    blank, texts = True, []
    for number in range(min(len(document), _MOST_READ)):
        page = document[number]
        text = page.get_textpage()
        texts.append(text.get_text_range())
        text.close()
        blank = blank and number < _MOST_LOOKED_AT and _is_blank(page)
        page.close()
    return blank, texts


def _is_blank(page: pypdfium2.PdfPage) -> bool:
    return not is_plainly_drawn(_drawn(page, _SMALL)) and is_blank(_drawn(page, _SIDE))


def _drawn(page: pypdfium2.PdfPage, side: int) -> Image.Image:
    bitmap = page.render(scale=side / max(*page.get_size(), 1.0), grayscale=True)
    picture: Image.Image = bitmap.to_pil().convert("L")
    bitmap.close()
    return picture


def _bracketed(texts: list[str]) -> tuple[str, ...]:
    found = (squeezed(phrase) for text in texts if "[" in text for phrase in _BRACKETED.findall(text))
    return tuple(list(dict.fromkeys(phrase for phrase in found if phrase))[:_MOST_PHRASES])


def _has_pictures(document: pypdfium2.PdfDocument) -> bool:
    kind = pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
    return any(True for page in document for _ in page.get_objects(filter=[kind], max_depth=3))
