"""The labelled trees of `benchmarks/matching`, all of them: what was reached does not slip back unseen."""

from __future__ import annotations

import pytest

from benchmarks.matching.listings import TREES, load_papers, load_trees, scan_of
from benchmarks.matching.scoring import Figures, score
from dossier.matching import match
from tests.support.matching_files import real_plan

LEAST_RIGHT = 0.99
LEAST_PLACED = 0.95


@pytest.mark.parametrize("name", ["trees", "fresh", "clerks"])
def test_claims_are_right_files_are_placed_and_silent_ones_are_left(name: str) -> None:
    figures = Figures()
    for tree in load_trees(TREES.parent / name):
        figures += score(tree, match(real_plan(), scan_of(tree)), None)[0]
    assert figures.claims_right >= LEAST_RIGHT * figures.claims
    assert figures.placed >= LEAST_PLACED * figures.placeable
    assert figures.silent_left == figures.silent


@pytest.mark.parametrize("name", ["fresh", "clerks"])
def test_papers_with_mute_names_are_placed_by_what_they_say(name: str) -> None:
    figures = Figures()
    for tree, contents in load_papers(TREES.parent / name):
        if not any(row.content_must for row in tree.rows):
            figures += score(tree, match(real_plan(), scan_of(tree), contents=contents), None)[0]
    assert figures.claims_right >= LEAST_RIGHT * figures.claims
    assert figures.placed >= LEAST_PLACED * figures.placeable
