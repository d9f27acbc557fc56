"""Draws all pages of our own (front matter, sheets, lists) as one PDF. Merging with evidence: `bind/assembly.py`."""

from __future__ import annotations

from functools import reduce
from itertools import groupby
from typing import TYPE_CHECKING, Final

from dossier.bind.front import gap_list
from dossier.bind.front.file_lists import failure, paper_list, register, unplaced_list
from dossier.bind.front.front_matter import contents, cover, divider, letter
from dossier.bind.front.gap_list import gap_list_pdf, remark_list
from dossier.bind.front.handed_pages import handed_changes
from dossier.bind.front.handout_pages import handouts_pdf
from dossier.bind.front.indicator_sheet import indicator_sheet
from dossier.bind.front.leader_sheet import leader_sheet, leader_sheet_pdf
from dossier.bind.front.missing_list import missing_list, without_evidence
from dossier.bind.front.monitoring_sheet import monitoring_sheet
from dossier.bind.front.page_parts import Index
from dossier.bind.front.paginate import DrawnSection, KeptPages, compose, count_pages
from dossier.bind.front.question_pages import beyond_list, question_place, question_sheet
from dossier.bind.front.score_tables import assessed_list, question_index, self_assessment
from dossier.bind.front.short_sheet import is_short, short_sheet
from dossier.bind.page_order import OwnPages
from dossier.model import SectionKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reportlab.platypus import Flowable

    from dossier.bind.page_order import BindInput
    from dossier.model import Indicator, PageRange, Section

__all__ = ["KeptPages", "draw", "gap_list_pdf", "handouts_pdf", "leader_sheet_pdf"]

_REGISTER: Final = SectionKind.REGISTER.value


def draw(source: BindInput, pages: Mapping[str, PageRange], total: int, kept: KeptPages | None = None) -> OwnPages:
    """Draw every page that is no evidence, and a page in the place of each file that could not be bound.

    The register is drawn apart: it changes with every byte of the evidence, and nothing else does.

    Args:
        source: What is bound.
        pages: Section key ─► its pages in the finished bundle; empty while they are not known. The layout, and so
            the number of pages drawn, does not depend on them.
        total: Pages of the finished bundle; 0 while it is not known.
        kept: What was drawn before, so that the same need not be drawn again. A draft, without numbers, is not kept.

    Returns:
        The PDFs, which section is on which of their pages, and where they link to others.
    """
    drawings = _drawings(Index(source, pages, total))
    together = (tuple(group) for _, group in groupby(drawings, key=lambda drawing: drawing.key == _REGISTER))
    if not total:
        return reduce(OwnPages.followed_by, map(count_pages, together))
    return reduce(OwnPages.followed_by, (_drawn(each, kept) for each in together))


def _drawn(drawings: Sequence[DrawnSection], kept: KeptPages | None) -> OwnPages:
    if kept is None:
        return compose(drawings)
    key = kept.key(drawings)
    known = kept.recall(key)
    if known is None:
        known = compose(drawings)
        kept.keep(key, known)
    return known


_WHOLE_PAGES: Final[Mapping[SectionKind, Callable[[Index], list[Flowable]]]] = {
    SectionKind.COVER: cover,
    SectionKind.LEADER: leader_sheet,
    SectionKind.LETTER: letter,
    SectionKind.CHANGES: handed_changes,
    SectionKind.CONTENTS: contents,
    SectionKind.SELF_ASSESSMENT: self_assessment,
    SectionKind.BEYOND: beyond_list,
    SectionKind.ASSESSED: assessed_list,
    SectionKind.MONITORING: monitoring_sheet,
    SectionKind.REMARKS: remark_list,
    SectionKind.GAPS: lambda index: gap_list.gap_list(index) if index.audience.advises else missing_list(index),
    SectionKind.WITHOUT: without_evidence,
    SectionKind.UNPLACED: unplaced_list,
    SectionKind.QUESTION_INDEX: question_index,
    SectionKind.REGISTER: register,
    SectionKind.PAPERS: paper_list,
}
_MOST_PAGES: Final[Mapping[SectionKind, int]] = {
    SectionKind.COVER: 4,
    SectionKind.LEADER: 4,
    SectionKind.LETTER: 6,
    SectionKind.CHANGES: 40,
    SectionKind.AREA: 20,
    SectionKind.INDICATOR: 60,
    SectionKind.EVIDENCE: 4,
    SectionKind.SELF_ASSESSMENT: 40,
    SectionKind.BEYOND: 20,
    SectionKind.QUESTION: 60,
    SectionKind.ASSESSED: 40,
    SectionKind.QUESTION_INDEX: 20,
    SectionKind.MONITORING: 100,
    SectionKind.REMARKS: 200,
    SectionKind.GAPS: gap_list.MOST_PAGES,
    SectionKind.WITHOUT: 100,
    SectionKind.UNPLACED: 500,
    SectionKind.PAPERS: 20,
}
"""Pages that the rows of a section may fill. Contents and register have no limit: every file found stands there."""
# These carry their own large title or letterhead at the top.
_BARE: Final = frozenset({SectionKind.COVER, SectionKind.LETTER, SectionKind.AREA})


def _drawings(index: Index) -> Iterator[DrawnSection]:
    left = f"Dossier Zona Integritas {index.assessment.plan.year}"
    for section in index.source.outline.walk():
        flowables = _flowables(index, section)
        if flowables:
            place, bare = _place(index, section), section.kind in _BARE
            most = _MOST_PAGES.get(section.kind)
            yield DrawnSection(
                section.key, tuple(flowables), left, place, bare=bare, most=most, follows=section.follows
            )


def _flowables(index: Index, section: Section) -> list[Flowable]:
    """Return what is drawn for a section; nothing for a component and for evidence that has pages of its own."""
    plan, code = index.assessment.plan, section.key.partition(":")[2]
    if section.kind in _WHOLE_PAGES:
        return _WHOLE_PAGES[section.kind](index)
    if section.kind is SectionKind.AREA:
        return next((divider(index, area) for area in plan.areas if area.code == code), [])
    if section.kind is SectionKind.INDICATOR:
        return next((_sheet(index, section, each) for each in plan.indicators if each.code == code), [])
    if section.kind is SectionKind.QUESTION:
        return question_sheet(index, section)
    if section.kind is SectionKind.EVIDENCE and section.path is not None and not index.is_bound(section.path):
        return failure(index, section.path)
    return []


def _sheet(index: Index, section: Section, indicator: Indicator) -> list[Flowable]:
    """Return the sheet of an indicator: the short one where nothing was found for it."""
    short = not section.children and is_short(index, indicator)
    return short_sheet(index, indicator) if short else indicator_sheet(index, indicator)


def _place(index: Index, section: Section) -> str:
    """Return what the line at the top says: the component of an indicator or of a question, else the unit's name."""
    if section.kind is SectionKind.QUESTION:
        return question_place(section.stamp)
    component = index.components.get(section.stamp)
    return f"{component.code}  {component.title}" if component else index.assessment.unit.name
