"""The labelled trees of `benchmarks/matching`, all of them: what was reached does not slip back unseen."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from benchmarks.matching.listings import TREES, load_papers, load_trees, scan_of
from benchmarks.matching.scoring import Figures, score
from dossier import audit
from dossier.matching import Matcher, match
from dossier.model import FaultKind
from tests.support.matching_files import real_office, real_plan
from tests.support.matching_files import scan_of as scan_of_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.model import Content, Indicator, Requirement, Slot

LEAST_RIGHT = 0.99
LEAST_PLACED = 0.95
LEAST_OTHER_PERIODS, LEAST_OTHER_INDICATORS = 0.7, 0.8
ELSEWHERE = 23  # indicators further on in the plan


@pytest.mark.parametrize("name", ["trees", "fresh", "clerks"])
def test_claims_are_right_files_are_placed_and_silent_ones_are_left(name: str) -> None:
    figures = Figures()
    for tree in load_trees(TREES.parent / name):
        figures += score(tree, match(real_plan(), scan_of(tree), office=real_office()), None)[0]
    assert figures.claims_right >= LEAST_RIGHT * figures.claims
    assert figures.placed >= LEAST_PLACED * figures.placeable
    assert figures.silent_left == figures.silent


@pytest.mark.parametrize("name", ["fresh", "clerks"])
def test_papers_with_mute_names_are_placed_by_what_they_say(name: str) -> None:
    figures = Figures()
    for tree, contents in load_papers(TREES.parent / name):
        if not any(row.content_must for row in tree.rows):
            figures += score(tree, match(real_plan(), scan_of(tree), contents=contents, office=real_office()), None)[0]
    assert figures.claims_right >= LEAST_RIGHT * figures.claims
    assert figures.placed >= LEAST_PLACED * figures.placeable


def labelled_papers() -> Iterator[tuple[Content, Indicator, Requirement, Slot]]:
    """Yield what the labelled papers say, with the one place that is right for each."""
    for folder in ("fresh", "clerks"):
        for tree, contents in load_papers(TREES.parent / folder):
            files = {file.path: file for file in scan_of(tree).files}
            for row in tree.rows:
                code, _, letter = row.must[0].rpartition(".") if row.must else ("", "", "")
                indicator = real_plan().indicator(code)
                requirement = indicator.requirement(letter) if indicator else None
                if indicator is None or requirement is None:
                    continue
                slots = indicator.slots_of(requirement)
                slot = next((slot for slot in slots if slot.key in (row.period or ())), slots[0])
                if len(slots) == 1 or row.period:
                    yield contents[files[row.path].sha256], indicator, requirement, slot


def doubted(named: Iterator[tuple[Content, str]]) -> tuple[int, int]:
    """Return how many papers under these names are said to be something else, and how many there are."""
    matcher = Matcher(real_plan(), real_office())
    found = []
    for content, name in named:
        scan = scan_of_names([name])
        claims = matcher.match(scan, (), {scan.files[0].sha256: content}).claims
        found.append(any(claim.fault and claim.fault.kind is FaultKind.CONTENT for claim in claims))
    return sum(found), len(found)


def test_no_labelled_paper_under_its_right_name_is_doubted() -> None:
    number, every = doubted((paper[0], audit.gap_name(*paper[1:])) for paper in labelled_papers())
    assert number == 0
    assert every > 0


def test_most_papers_under_the_name_of_another_period_or_indicator_are_doubted() -> None:
    def next_period() -> Iterator[tuple[Content, str]]:
        for content, indicator, requirement, slot in labelled_papers():
            slots = indicator.slots_of(requirement)
            if len(slots) > 1:
                other = slots[(slots.index(slot) + 1) % len(slots)]
                yield content, audit.gap_name(indicator, requirement, other)

    def elsewhere() -> Iterator[tuple[Content, str]]:
        every = real_plan().indicators
        for content, indicator, _, _ in itertools.islice(labelled_papers(), 0, None, 4):
            other = every[(every.index(indicator) + ELSEWHERE) % len(every)]
            first = other.requirements[0]
            yield content, audit.gap_name(other, first, other.slots_of(first)[0])

    number, papers = doubted(next_period())
    assert number >= LEAST_OTHER_PERIODS * papers
    number, papers = doubted(elsewhere())
    assert number >= LEAST_OTHER_INDICATORS * papers
