"""Accepts all tracked changes of Word and OpenDocument files in the staged copy.

LibreOffice prints deletions struck through and insertions coloured; the embedded layout knows neither. With the
accepted state both print one text. ECMA-376 part 1, 17.13.5; ODF 1.2 part 1, 5.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.convert.office.office_xml import TEXT, W, remove, unwrap

if TYPE_CHECKING:
    from lxml import etree

_GONE: Final = frozenset(f"{W}{name}" for name in ("del", "moveFrom"))
_KEPT: Final = frozenset(f"{W}{name}" for name in ("ins", "moveTo"))
_MARKERS: Final = frozenset(
    f"{W}{name}"
    for name in (
        *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "cellIns", "cellMerge"),
        *("customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd"),
        *("customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd"),
        *("customXmlMoveToRangeStart", "customXmlMoveToRangeEnd"),
    )
)
_FORMATS: Final = frozenset(
    f"{W}{name}"
    for name in (
        *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange"),
        *("tblGridChange", "numberingChange"),
    )
)
_HOLDERS: Final = frozenset(f"{W}{name}" for name in ("rPr", "trPr", "tcPr", "numPr", "pPr"))
"""What holds a change as a property of a paragraph's mark, a row or a cell, not around content."""
_CHANGE_POINTS: Final = tuple(f"{TEXT}{name}" for name in ("change", "change-start", "change-end"))


@dataclass(slots=True)
class Accepted:
    """How many changes were taken over."""

    inserted: int = 0
    deleted: int = 0
    formatted: int = 0

    def add(self, other: Accepted) -> None:
        """Count the changes of another part of the same file too."""
        self.inserted += other.inserted
        self.deleted += other.deleted
        self.formatted += other.formatted

    def told(self) -> list[str]:
        """Return the note for the register, or nothing where nothing was tracked."""
        if not (self.inserted or self.deleted or self.formatted):
            return []
        counted = (("sisipan", self.inserted), ("penghapusan", self.deleted), ("perubahan format", self.formatted))
        said = ", ".join(f"{count} {what}" for what, count in counted if count)
        return [
            f"perubahan terlacak dicetak seolah sudah diterima semua ({said}); periksa apakah naskahnya sudah final"
        ]


def accept_word(root: etree._Element) -> Accepted:
    """Accept all changes in one part of a DOCX, in place."""
    accepted = Accepted()
    merged: list[etree._Element] = []
    for element in list(root.iter()):
        if element.tag in _FORMATS:
            accepted.formatted += 1
            remove(element)
        elif element.tag in _MARKERS:
            remove(element)
        elif element.tag == f"{W}cellDel":
            accepted.deleted += 1
            _drop_holder(element, f"{W}tc")
        elif element.tag in _GONE:
            accepted.deleted += 1
            _accept_deletion(element, merged)
        elif element.tag in _KEPT:
            accepted.inserted += 1
            # The mark of an inserted paragraph or row just goes.
            parent = element.getparent()
            (remove if parent is not None and parent.tag in _HOLDERS else unwrap)(element)
    for paragraph in reversed(merged):
        _join_next(paragraph)
    return accepted


def accept_open_document(root: etree._Element) -> Accepted:
    """Accept all changes in the content of an ODT, in place: what was deleted lies in a list of its own there."""
    accepted = Accepted()
    for region in list(root.iter(f"{TEXT}tracked-changes")):
        accepted.inserted += sum(1 for _ in region.iter(f"{TEXT}insertion"))
        accepted.deleted += sum(1 for _ in region.iter(f"{TEXT}deletion"))
        accepted.formatted += sum(1 for _ in region.iter(f"{TEXT}format-change"))
        remove(region)
    for point in list(root.iter(*_CHANGE_POINTS)):
        remove(point)
    return accepted


def _accept_deletion(element: etree._Element, merged: list[etree._Element]) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if parent.tag == f"{W}trPr":
        _drop_holder(element, f"{W}tr")
    elif parent.tag == f"{W}rPr" and (paragraph := _paragraph_of(parent)) is not None:
        merged.append(paragraph)
        remove(element)
    else:
        remove(element)


def _paragraph_of(properties: etree._Element) -> etree._Element | None:
    """Return the paragraph whose mark has these run properties."""
    holder = properties.getparent()
    if holder is None or holder.tag != f"{W}pPr":
        return None
    return holder.getparent()


def _join_next(paragraph: etree._Element) -> None:
    """Let a paragraph whose mark was deleted run on into the next one, whose properties count."""
    following = paragraph.getnext()
    content = [child for child in paragraph if child.tag != f"{W}pPr"]
    if following is None or following.tag != f"{W}p":
        if not content and following is not None:
            remove(paragraph)
        return
    start = 1 if len(following) and following[0].tag == f"{W}pPr" else 0
    for offset, child in enumerate(content):
        following.insert(start + offset, child)
    remove(paragraph)


def _drop_holder(element: etree._Element, tag: str) -> None:
    """Remove the row or cell that an element is a property of."""
    holder = next(element.iterancestors(tag), None)
    if holder is not None:
        remove(holder)
