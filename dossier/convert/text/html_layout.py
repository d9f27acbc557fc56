"""Blocks of a web page or a mail ─► flowables; no HTML is read here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import HRFlowable, Paragraph, Spacer

from dossier.typeset import page_setup, text_table
from dossier.typeset.typography import HAIRLINE, REGULAR, RULE, STYLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.platypus import Flowable

    from dossier.convert.text.html_blocks import HtmlBlock

_INDENT: Final = 16.0
_DEEPEST_INDENT: Final = 8
_FRAME_PADDING: Final = 12
_PARAGRAPH: Final = ParagraphStyle("paragraf-web", STYLES.body, spaceAfter=6)
_TIGHT: Final = ParagraphStyle("butir-web", STYLES.body, spaceAfter=2)
_CODE: Final = ParagraphStyle("kode-web", STYLES.small, leftIndent=8)
_HEADINGS: Final = {
    "h1": STYLES.title,
    "h2": STYLES.heading,
    "h3": STYLES.subheading,
    **dict.fromkeys(("h4", "h5", "h6"), STYLES.bold),
}
_MOST_MARKUP: Final = 40_000
"""Characters of one paragraph: reportlab's time grows faster than its length."""


def lay_out(blocks: Sequence[HtmlBlock]) -> list[Flowable]:
    """Return the flowables of some blocks, for a portrait page."""
    story: list[Flowable] = []
    for block in blocks:
        if block.kind == "table":
            width = page_setup.PORTRAIT[0] - 2 * page_setup.MARGIN - _FRAME_PADDING
            story += text_table.lay_out(text_table.Grid(rows=block.rows[: text_table.MAX_ROWS], head=False), width)
        elif block.kind == "hr":
            story.append(HRFlowable(width="100%", thickness=HAIRLINE, color=RULE, spaceBefore=4, spaceAfter=8))
        elif block.kind == "pre":
            story.append(_paragraph(block.markup, _CODE))
        elif block.kind in _HEADINGS:
            story.append(_paragraph(block.markup, _HEADINGS[block.kind]))
        else:
            story.append(_text(block))
    return story


def _text(block: HtmlBlock) -> Flowable:
    depth = min(block.indent, _DEEPEST_INDENT)
    base = _TIGHT if block.mark else _PARAGRAPH
    style = ParagraphStyle(
        "blok-web",
        base,
        leftIndent=depth * _INDENT,
        bulletIndent=max(0.0, depth * _INDENT - _INDENT + 3),
        bulletFontName=REGULAR,
        bulletFontSize=base.fontSize,
    )
    return _paragraph(block.markup, style, block.mark or None)


def _paragraph(markup: str, style: ParagraphStyle, mark: str | None = None) -> Flowable:
    if len(markup) > _MOST_MARKUP:
        # Without tags it can be cut anywhere but inside an entity.
        plain = markup.replace("<b>", "").replace("</b>", "").replace("<i>", "").replace("</i>", "")
        markup = plain[:_MOST_MARKUP].rpartition(" ")[0] + " …"
    try:
        return Paragraph(markup, style, bulletText=mark)
    except ValueError:
        # Tags of a page that crosses them; the words count.
        for tag in ("<b>", "</b>", "<i>", "</i>"):
            markup = markup.replace(tag, "")
        return Paragraph(markup, style, bulletText=mark) if markup else Spacer(0, 1)
