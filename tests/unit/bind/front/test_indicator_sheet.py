"""The sheet of one indicator with more files, and longer findings, than a page holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dossier.bind.front.indicator_sheet import indicator_sheet
from dossier.bind.front.page_parts import Index
from dossier.model import Finding, Severity, State
from dossier.typeset import page_setup
from dossier.typeset.ledger import Ledger
from tests.support.bind_source import bind_source, with_assessed

FILES, FLAWED = 27, 8
MOST_PAGES = 12


def finding(length: int) -> Finding:
    return Finding(
        code="rusak",
        severity=Severity.WARNING,
        subject="I.1.1",
        text=("kata " * 400)[:length],
        advice="Minta ulang berkas aslinya, lalu simpan dengan nama yang sama di map yang sama.",
    )


def pages_of(table: Ledger, room: float) -> int:
    """Return on how many pages a table comes to stand, the first of which has `room` points left."""
    count = 1
    while table.wrap(page_setup.WIDTH, room)[1] > room:
        assert count < MOST_PAGES, "it breaks for ever"
        parts = [part for part in table.split(page_setup.WIDTH, room) if isinstance(part, Ledger)]
        table = parts[-1] if parts else table
        room = page_setup.HEIGHT
        count += 1
    return count


@pytest.mark.parametrize("last", range(60, 1_400, 55))
def test_a_sheet_of_27_files_eight_of_them_flawed_has_an_end(last: int) -> None:
    source = bind_source(2)
    indicator = source.assessment.plan.indicators[0]
    path = source.assessment.scan.files[0].path
    slot = next(each for each in source.assessment.coverage.slots if each.indicator == indicator.code)
    # The findings stand in one row, which only just fits a page for some of these lengths.
    findings = (*(finding(500) for _ in range(FLAWED - 1)), finding(last))
    slots = (replace(slot, state=State.FAULTY, files=(path,) * FILES, findings=findings),)
    index = Index(with_assessed(source, coverage=replace(source.assessment.coverage, slots=slots)), {}, 0)
    opening, table = indicator_sheet(index, indicator)
    assert isinstance(table, Ledger)
    room = page_setup.HEIGHT - opening.wrap(page_setup.WIDTH, page_setup.HEIGHT)[1]
    assert 2 <= pages_of(table, room) < MOST_PAGES


def test_files_for_no_requirement_yet_stand_at_the_end_of_the_sheet() -> None:
    source = bind_source(2)
    matching = source.assessment.matching
    first = matching.claims[0]
    claims = (replace(first, requirement=None, slot=None), *matching.claims[1:])
    index = Index(with_assessed(source, matching=replace(matching, claims=claims)), {}, 0)
    indicator = source.assessment.plan.indicator(first.indicator)
    assert indicator is not None
    plain = indicator_sheet(Index(source, {}, 0), indicator)[1]
    table = indicator_sheet(index, indicator)[1]
    assert isinstance(plain, Ledger)
    assert isinstance(table, Ledger)
    assert table.wrap(page_setup.WIDTH, page_setup.HEIGHT)[1] > plain.wrap(page_setup.WIDTH, page_setup.HEIGHT)[1]
