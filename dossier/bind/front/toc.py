"""The table of contents: each area, component, indicator and file with its page, all of them linked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.units import mm

from dossier.bind.front.page_parts import page_title
from dossier.model import SectionKind
from dossier.typeset import page_grid
from dossier.typeset.cells import TextCell, line
from dossier.typeset.ledger import Ledger, LedgerRow, row, spread
from dossier.typeset.typography import INK, STRONG_LINE, STYLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportlab.platypus import Flowable

    from dossier.bind.front.page_index import Index
    from dossier.model import Section

_COLUMNS: Final = page_grid.columns(16 * mm, 0, page_grid.NUMBER)
_UNLISTED: Final = (SectionKind.COVER, SectionKind.CONTENTS)
_BOLD_NUMBER: Final = STYLES.bold.clone("contents_bold_number", alignment=TA_RIGHT)
_COMPONENT_NUMBER: Final = STYLES.small_bold.clone("contents_component_number", alignment=TA_RIGHT)
_NOTE_NUMBER: Final = STYLES.note.clone("contents_note_number", alignment=TA_RIGHT)


def contents(index: Index) -> list[Flowable]:
    """Return the title and the entries; an area starts a ledger of its own."""
    flowables: list[Flowable] = [page_title("Daftar isi")]
    for section in index.source.outline.sections:
        if section.kind not in _UNLISTED:
            air = 12 if section.children else 0
            flowables.append(Ledger(_COLUMNS, _entries(index, section), air=air))
    return flowables


def _entries(index: Index, top: Section) -> Iterator[LedgerRow]:
    plan = index.source.plan
    statements = {indicator.code: indicator.statement for indicator in plan.indicators}
    titles = {area.code: area.title for area in plan.areas}
    titles |= {component.code: component.title for area in plan.areas for component in area.components}
    for section in top.walk():
        code = section.key.partition(":")[2]
        if section.kind is SectionKind.AREA:
            yield _entry(index, section, code, titles[code])
        elif section.kind is SectionKind.COMPONENT:
            yield _component(index, section, code, titles[code])
        elif section.kind is SectionKind.INDICATOR:
            yield _indicator(index, section, code, statements[code])
        elif section.kind is SectionKind.EVIDENCE:
            yield _file(index, section)
        else:
            yield _entry(index, section, "", section.title)


def _entry(index: Index, section: Section, code: str, title: str) -> LedgerRow:
    """An area, or a part of the dossier that stands beside the areas."""
    name = line(title, STYLES.bold, section.key)
    number = TextCell(index.page(section.key), _BOLD_NUMBER, section.key)
    if not code:
        return spread((name, 0, 1), (number, 2, 2), above=4, below=4)
    opening = row(TextCell(code, STYLES.bold), name, number, rule=STRONG_LINE, above=5, below=4, keep=True)
    return replace(opening, colour=INK)


def _component(index: Index, section: Section, code: str, title: str) -> LedgerRow:
    name = line(title, STYLES.small_bold, section.key)
    number = TextCell(index.page(section.key), _COMPONENT_NUMBER, section.key)
    return replace(row(TextCell(code, STYLES.small_bold), name, number, above=3.5, below=1.5, keep=True), lead=3)


def _indicator(index: Index, section: Section, code: str, statement: str) -> LedgerRow:
    name = line(" ".join(statement.split()), STYLES.small, section.key)
    number = TextCell(index.page(section.key), STYLES.small_right, section.key)
    return row(TextCell(code, STYLES.small), name, number, rule=0, above=1.6, below=0.8, keep=bool(section.children))


def _file(index: Index, section: Section) -> LedgerRow:
    path = section.path or ""
    name = line(path.rpartition("/")[2], STYLES.note, section.key)
    number = TextCell(index.page(section.key), _NOTE_NUMBER, section.key)
    return row(None, name, number, rule=0, above=0, below=0.6)
