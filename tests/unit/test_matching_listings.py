from __future__ import annotations

import csv
from pathlib import Path, PurePosixPath

import pytest

from benchmarks.matching.listings import MEDIA_OF_ENDING, PLAN, TREES, Half, Leave, Tree, half_of, load_trees, scan_of
from dossier.plan import load_plan

PLAN_OF_THE_UNIT = load_plan(PLAN)[0]
LISTINGS = load_trees()
COLUMNS = ["path", "must", "also", "slot", "leave", "half", "note", "twin", "content", "content_must"]
SLOTS = {
    f"{indicator.code}.{requirement.id}": {slot.key for slot in indicator.slots_of(requirement)}
    for indicator in PLAN_OF_THE_UNIT.indicators
    for requirement in indicator.requirements
}

each_tree = pytest.mark.parametrize("tree", LISTINGS, ids=lambda tree: tree.name)


def test_there_are_six_trees_of_sixty_files_and_more() -> None:
    assert len(LISTINGS) >= 6
    assert all(len(tree.rows) >= 60 for tree in LISTINGS)
    assert sum(len(tree.rows) for tree in LISTINGS) >= 450


def test_every_requirement_of_the_plan_has_a_file_somewhere() -> None:
    labelled = {code for tree in LISTINGS for row in tree.rows for code in row.must}
    assert sorted(SLOTS.keys() - labelled) == []


@pytest.mark.parametrize("listing", sorted(TREES.glob("*.tsv")), ids=lambda path: path.stem)
def test_every_line_of_a_listing_has_every_column(listing: Path) -> None:
    with listing.open(encoding="utf-8", newline="") as handle:
        lines = list(csv.reader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert lines[0] == COLUMNS
    assert [number for number, line in enumerate(lines, 1) if len(line) != len(COLUMNS)] == []


@each_tree
def test_paths_are_relative_clean_and_come_once(tree: Tree) -> None:
    paths = [row.path for row in tree.rows]
    assert len(paths) == len(set(paths))
    assert [path for path in paths if path.startswith(("/", ".")) or path != str(PurePosixPath(path))] == []
    assert [path for path in paths if any(part != part.strip() for part in path.split("/"))] == []


@each_tree
def test_every_code_is_in_the_plan(tree: Tree) -> None:
    codes = {code for row in tree.rows for code in (*row.must, *row.also, *row.content_must)}
    assert sorted(codes - SLOTS.keys()) == []


@each_tree
def test_no_code_comes_twice_in_a_row(tree: Tree) -> None:
    assert [row.path for row in tree.rows if len(row.right) != len(row.must) + len(row.also)] == []


@each_tree
def test_a_row_says_either_what_must_be_claimed_or_why_nothing_must(tree: Tree) -> None:
    assert [row.path for row in tree.rows if bool(row.must) == bool(row.leave)] == []


@each_tree
def test_only_files_without_a_place_have_no_right_code(tree: Tree) -> None:
    homeless = {Leave.UNPLACED, Leave.OUTSIDE}
    assert [row.path for row in tree.rows if (row.leave in homeless) == bool(row.right)] == []


@each_tree
def test_a_labelled_slot_belongs_to_a_requirement_with_several(tree: Tree) -> None:
    for row in tree.rows:
        if row.period is not None:
            several = [SLOTS[code] for code in row.must if len(SLOTS[code]) > 1]
            assert several, row.path
            assert row.period - {None} <= set.union(*several), row.path


@each_tree
def test_the_half_follows_from_the_path(tree: Tree) -> None:
    assert [row.path for row in tree.rows if row.half is not half_of(row.path)] == []


@each_tree
def test_both_halves_have_a_good_share(tree: Tree) -> None:
    held = sum(row.half is Half.HELD for row in tree.rows)
    assert len(tree.rows) / 3 < held < 2 * len(tree.rows) / 3


@each_tree
def test_content_that_decides_something_is_written_down(tree: Tree) -> None:
    assert [row.path for row in tree.rows if row.content_must and not row.content] == []


@each_tree
def test_a_scan_has_every_file_once_and_only_twins_share_their_bytes(tree: Tree) -> None:
    hashes = {file.path: file.sha256 for file in scan_of(tree).files}
    twins = {row.twin for row in tree.rows if row.twin}
    assert sorted(hashes) == sorted(row.path for row in tree.rows)
    assert all(sum(row.twin == twin for row in tree.rows) > 1 for twin in twins)
    assert len(set(hashes.values())) == len(twins) + sum(not row.twin for row in tree.rows)


def test_only_a_drawing_is_not_recognised_by_its_ending() -> None:
    endings = {PurePosixPath(row.path).suffix.lower() for tree in LISTINGS for row in tree.rows}
    assert endings - MEDIA_OF_ENDING.keys() == {".cdr"}
