"""A4 pages for text that has no layout of its own: reportlab set up once, with a cap on pages.

Used by the plain kinds (text, Markdown, tables, links); papers with their own layout bring their own template.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

from reportlab import rl_config
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.platypus import SimpleDocTemplate

from dossier import typography

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.platypus import Flowable

MARGIN: Final = 18 * mm
PORTRAIT: Final = A4
LANDSCAPE: Final = landscape(A4)

_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
"""Soft hyphens, joiners and byte order marks: they say where a line may break and are no text."""


def render(story: Sequence[Flowable], *, size: tuple[float, float] = PORTRAIT, margin: float = MARGIN) -> bytes:
    """Lay flowables out and return the PDF; `prepare_reportlab` must have been called before they were made."""
    buffer = io.BytesIO()
    template = SimpleDocTemplate(
        buffer,
        pagesize=size,
        leftMargin=margin,
        rightMargin=margin,
        topMargin=margin,
        bottomMargin=margin,
        title="",
        author="",
        invariant=1,
    )
    template.build(list(story))
    return buffer.getvalue()


def prepare_reportlab() -> None:
    """Register the fonts and let reportlab take what offices write."""
    typography.register_fonts()
    # A table of one tall row may be longer than a page; it is split rather than refused.
    rl_config.allowTableBoundsErrors = 1


def plain(text: str) -> str:
    """Return safe markup of one line of a document's text: tabs widened, break hints dropped."""
    return typography.markup(_UNSEEN.sub("", text).expandtabs(4).replace("\x0c", ""))
