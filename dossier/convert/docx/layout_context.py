"""State shared by the layout of one .docx: styles, counters, notes, and the position of blocks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from dossier.convert.docx.inline import Gathered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from docx.opc.part import Part
    from lxml.etree import _Element
    from reportlab.platypus import Flowable

    from dossier.convert.docx.numbering import Numbering
    from dossier.convert.docx.styles import StyleResolver

PAGE_HEIGHT: Final = 640.0
"""Pictures and rows higher than this would fit no page."""


@dataclass(slots=True)
class LayoutContext:
    """State shared by all blocks of one document: styles, counters, notes."""

    formats: StyleResolver
    numbering: Numbering
    blocks: Callable[[Iterable[_Element], LayoutContext, BlockPlace], list[Flowable]]
    gathered: Gathered = field(default_factory=Gathered)
    undrawn: int = 0
    flat_tables: bool = False
    deep: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockPlace:
    """The place of blocks: the package part that resolves their images, width and page margins in points."""

    part: Part
    width: float
    margins: tuple[float, float] = (72.0, 72.0)
    height: float = PAGE_HEIGHT
    numbers: dict[str, str] | None = None
