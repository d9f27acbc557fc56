"""Sheets of indicators without evidence: three to four on a page, each whole, with all that the full sheet says."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from dossier.audit.status import status_of
from dossier.bind.front import draw
from dossier.bind.page_order import lay_out
from dossier.model import Coverage, Matching, Scan, SectionKind, SlotCoverage, State
from dossier.outline import outline
from tests.support.bind_source import AS_OF, bind_source, drawn_pages, with_assessed

if TYPE_CHECKING:
    from dossier.bind.page_order import BindInput, OwnPages

NOTHING = Matching(claims=(), ambiguous=(), unplaced=(), ignored=())


def without_evidence() -> BindInput:
    """Return an input of 20 indicators and no file."""
    source = bind_source(20)
    plan = source.assessment.plan
    slots = tuple(
        SlotCoverage(indicator=i.code, requirement=r, slot=slot, state=State.MISSING)
        for i in plan.indicators
        for r in i.requirements
        for slot in i.slots_of(r)
    )
    coverage = Coverage(as_of=AS_OF, slots=slots)
    empty = with_assessed(
        source,
        matching=NOTHING,
        scan=Scan(files=(), ignored=()),
        parts=(),
        coverage=coverage,
        status=status_of(plan, coverage),
    )
    return replace(empty, outline=outline(plan, coverage, NOTHING))


@pytest.fixture(scope="module")
def source() -> BindInput:
    return without_evidence()


@pytest.fixture(scope="module")
def own(source: BindInput) -> OwnPages:
    return draw(source, {}, 1)


def test_several_sheets_share_a_page_and_the_stamp_names_the_first_and_the_last(
    source: BindInput, own: OwnPages
) -> None:
    layout = lay_out(source, own)
    sheets = [section for section in source.outline.walk() if section.kind is SectionKind.INDICATOR]
    pages = {layout.pages[sheet.key].first for sheet in sheets}
    assert len(pages) <= len(sheets) / 2
    shared = [piece for piece in layout.pieces if piece.guests]
    assert shared
    for piece in shared:
        last = piece.guests[-1]
        assert layout.stamp_of(piece.section) == f"{piece.section.stamp} – {last.stamp}" == layout.stamp_of(last)
    assert layout.sharing == {guest.key for piece in shared for guest in piece.guests}


def test_every_sheet_is_whole_and_says_all_of_the_plan(source: BindInput, own: OwnPages) -> None:
    texts = [" ".join(page.extract_text().split()) for page in drawn_pages(own)]
    for indicator in source.assessment.plan.indicators:
        pages = own.ranges[f"indikator:{indicator.code}"]
        text = " ".join(texts[pages.first - 1 : pages.last])
        for said in (indicator.statement, indicator.evidence_text, *(r.label for r in indicator.requirements)):
            assert " ".join(said.split()) in text
        months = {slot.label for requirement in indicator.requirements for slot in indicator.slots_of(requirement)}
        assert all(month.removesuffix(" 2025") in text for month in months)


def test_the_first_sheet_of_an_area_begins_a_page(source: BindInput, own: OwnPages) -> None:
    starts = [section for section in source.outline.walk() if section.kind in {SectionKind.AREA, SectionKind.INDICATOR}]
    for area, first in pairwise(starts):
        if area.kind is SectionKind.AREA:
            assert own.ranges[first.key].first == own.ranges[area.key].last + 1
            assert not first.follows
