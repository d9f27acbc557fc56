"""Page geometry in points: the grid of our own pages, and A4 pages for text without a layout of its own."""

from __future__ import annotations

import io
import re
from html import escape
from typing import TYPE_CHECKING, Final

from reportlab import rl_config
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate

from dossier.errors import CannotConvertError
from dossier.typeset import typography

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import BaseDocTemplate, Flowable


PAGE_WIDTH: Final[float] = A4[0]
PAGE_HEIGHT: Final[float] = A4[1]

LEFT: Final = 25 * mm
RIGHT: Final = 17 * mm
TOP: Final = 24 * mm
BOTTOM: Final = 21 * mm
"""The stamp takes the lowest 12 mm; the rest is air."""

WIDTH: Final = PAGE_WIDTH - LEFT - RIGHT
HEIGHT: Final = PAGE_HEIGHT - TOP - BOTTOM

RUNNING_HEAD: Final = PAGE_HEIGHT - 14 * mm
"""Baseline of the line at the top that says where one is."""

LABEL: Final = 30 * mm
"""Width of the left column that holds labels and codes on every kind of page."""

NUMBER: Final = 14 * mm
"""Width of a column of page numbers: five digits fit, so the layout never depends on which they are."""

GUTTER: Final = 3 * mm
"""Free space at the right of every column but the last."""


def columns(*widths: float) -> tuple[float, ...]:
    """Return the widths with the one that is 0 stretched so that all together fill the grid."""
    rest = WIDTH - sum(widths)
    return tuple(width or rest for width in widths)


MARGIN: Final = 18 * mm
PORTRAIT: Final = A4
LANDSCAPE: Final = landscape(A4)
FRAME_PADDING: Final = 12.0
"""Points that reportlab keeps free inside of the margins, above and below, or left and right, together."""
MOST_PAGES: Final = 2_000
"""More are laid out of no file: reportlab may put an empty piece of a row on page after page, without an end."""

_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
"""Soft hyphens, joiners and byte order marks: they say where a line may break and are no text."""


class WrappedText(Paragraph):
    """A paragraph that is split into two parts or not at all.

    reportlab's own answers with itself alone where it is asked to split although it fits (which rounding, and a height
    measured for another width, bring about), and a table that splits a row then fails for want of the second part.
    """

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803 — reportlab's signature
        """Return the lines that fit into the height and the others, or nothing."""
        parts = super().split(availWidth, availHeight)
        return list(parts) if len(parts) > 1 else []


def render(story: Sequence[Flowable], *, size: tuple[float, float] = PORTRAIT, margin: float = MARGIN) -> bytes:
    """Lay flowables out and return the PDF; `prepare_reportlab` must have been called before they were made.

    Raises:
        CannotConvertError: there are more than `MOST_PAGES` pages.
    """
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
    template.build(list(story), onFirstPage=_counted, onLaterPages=_counted)
    return buffer.getvalue()


def _counted(_canvas: Canvas, template: BaseDocTemplate) -> None:
    if template.page > MOST_PAGES:
        most = f"{MOST_PAGES:,}".replace(",", ".")
        raise CannotConvertError(
            f"isinya lebih dari {most} halaman; pilih bagian yang menjadi bukti, simpan sebagai PDF"
        )


def prepare_reportlab() -> None:
    """Register the fonts and configure reportlab for texts of foreign documents."""
    typography.register_fonts()
    # A table of one tall row may be longer than a page; it is split rather than refused.
    rl_config.allowTableBoundsErrors = 1


def shown(text: str) -> str:
    """Return one line of a document's text as it is printed: tabs widened, break hints dropped, the rest visible."""
    return typography.visible(_UNSEEN.sub("", text).expandtabs(4).replace("\x0c", ""))


def plain(text: str) -> str:
    """Return safe markup of one line of a document's text, as `shown` prints it."""
    return escape(shown(text))
