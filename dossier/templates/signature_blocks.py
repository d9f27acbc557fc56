"""Keeps signature blocks of finished papers together, and with the last lines above them.

A block is a table, or paragraphs in a row, that has the paragraph style of signatures (`TandaTangan`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

from dossier.templates.docx_package import W

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SIGNATURE_STYLE: Final = "TandaTangan"
_SHORT_TABLE: Final = 2
"""Rows of a table that stays whole above a signature: a photo and what it shows."""
_BEFORE_KEEP: Final = (f"{W}pStyle",)
"""What stands before `w:keepNext` in the properties of a paragraph (ISO/IEC 29500-1, 17.3.1.26)."""


def keep_together(root: etree._Element) -> None:
    """Let no page break part a signature block, or fall between it and the last lines before it; changes in place."""
    for table in [each for each in root.iter(f"{W}tbl") if _signs(each)]:
        rows = table.findall(f"{W}tr")
        for number, row in enumerate(rows):
            _whole(row)
            if number < len(rows) - 1:
                _keep(row.iter(f"{W}p"))
        for before in _lines_above(table):
            if before.tag == f"{W}tbl":
                rows = before.findall(f"{W}tr")
                for row in rows if len(rows) <= _SHORT_TABLE else rows[-1:]:
                    _whole(row)
                    _keep(row.iter(f"{W}p"))
            else:
                _keep([before])


def _signs(table: etree._Element) -> bool:
    """Return whether a table, not one inside of it, holds a signature."""
    styles = (style for style in table.iter(f"{W}pStyle") if style.get(f"{W}val") == SIGNATURE_STYLE)
    return any(next(style.iterancestors(f"{W}tbl")) is table for style in styles)


def _lines_above(block: etree._Element) -> Iterator[etree._Element]:
    """Yield what stands above a block, upwards: empty paragraphs and then the first thing that says something."""
    for before in block.itersiblings(preceding=True):
        if before.tag not in {f"{W}p", f"{W}tbl"} or next(before.iter(f"{W}sectPr"), None) is not None:
            return
        yield before
        if before.tag == f"{W}tbl" or any((text.text or "").strip() for text in before.iter(f"{W}t")):
            return


def _whole(row: etree._Element) -> None:
    properties = row.find(f"{W}trPr")
    if properties is None:
        properties = etree.Element(f"{W}trPr")
        own = row.find(f"{W}tblPrEx")
        row.insert(0 if own is None else 1, properties)
    if properties.find(f"{W}cantSplit") is None:
        properties.insert(0, etree.Element(f"{W}cantSplit"))


def _keep(paragraphs: Iterable[etree._Element]) -> None:
    for paragraph in paragraphs:
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            properties = etree.Element(f"{W}pPr")
            paragraph.insert(0, properties)
        if properties.find(f"{W}keepNext") is None:
            after = sum(1 for child in properties if child.tag in _BEFORE_KEEP)
            properties.insert(after, etree.Element(f"{W}keepNext"))
