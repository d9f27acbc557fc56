"""Print how often a candidate of a score is right: claims, candidates of ambiguous files, near misses of unplaced ones.

Usage: python -m benchmarks.matching.calibrate [--half tune|held|all]

A candidate is one file and one code. It is right where the labels name the code; where the requirement is open, the
indicator. The last column fits the shares so that they never fall as the score rises (pool adjacent violators): what a
score would have to be to mean its own share.
"""

from __future__ import annotations

import argparse
import itertools
from collections import defaultdict
from typing import TYPE_CHECKING

from benchmarks.matching.listings import PLAN, TREES, Half, load_trees, scan_of
from dossier.matching import match, office_of
from dossier.plan import load_plan, load_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from benchmarks.matching.listings import Row, Tree
    from dossier.model import Claim, Matching

BINS = (0.0, 0.2, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
GROUPS = ("claimed", "ambiguous", "unplaced")
LISTINGS = (TREES, TREES.parent / "fresh", TREES.parent / "clerks")

Judged = tuple[str, float, bool]
"""Group, score, whether it is right."""


def main(half: Half | None) -> None:
    """Match every labelled tree and print the reliability of scores by group.

    Args:
        half: The half whose labels count; None counts both.
    """
    plan, _ = load_plan(PLAN)
    unit = load_unit(PLAN.parent / "unit.yaml")
    office = office_of(unit.name, unit.short_name)
    judged = [
        each
        for folder in LISTINGS
        for tree in load_trees(folder)
        for each in _judged(tree, match(plan, scan_of(tree), office=office), half)
    ]
    for group in GROUPS:
        _print(group, [(score, right) for name, score, right in judged if name == group])


def _judged(tree: Tree, matching: Matching, half: Half | None) -> Iterator[Judged]:
    rows = {row.path: row for row in tree.rows if half is None or row.half is half}
    candidates: dict[str, tuple[tuple[str, Iterable[Claim]], ...]] = defaultdict(tuple)
    for claim in matching.claims:
        candidates[claim.file.path] += (("claimed", (claim,)),)
    for ambiguous in matching.ambiguous:
        candidates[ambiguous.file.path] += (("ambiguous", ambiguous.candidates),)
    for unplaced in matching.unplaced:
        candidates[unplaced.file.path] += (("unplaced", unplaced.near),)
    for path, row in rows.items():
        best: dict[tuple[str, str], float] = {}
        for group, claims in candidates[path]:
            for claim in claims:
                best[group, claim.code] = max(claim.score, best.get((group, claim.code), 0.0))
        for (group, code), score in best.items():
            yield group, score, _is_right(row, code)


def _is_right(row: Row, code: str) -> bool:
    return code in row.right or any(right.startswith(f"{code}.") for right in row.right)


def _print(group: str, judged: list[tuple[float, bool]]) -> None:
    print(f"{group}\n  score        candidates     right    fitted")
    rows = []
    for low, high in itertools.pairwise(BINS):
        inside = [right for score, right in judged if low <= score < high]
        if inside:
            rows.append((low, high, len(inside), sum(inside)))
    for (low, high, count, right), share in zip(rows, _fitted([(n, r) for _, _, n, r in rows]), strict=True):
        print(f"  {low:.2f}–{min(high, 1):.2f} {count:>13} {right:>5} {100 * right / count:4.0f}% {share:9.2f}")


def _fitted(counts: list[tuple[int, int]]) -> list[float]:
    """Return the shares of bins made monotone: neighbours that fall are pooled."""
    pools: list[list[int]] = []
    for count, right in counts:
        pools.append([count, right, 1])
        while len(pools) > 1 and pools[-2][1] * pools[-1][0] > pools[-1][1] * pools[-2][0]:
            last = pools.pop()
            pools[-1] = [a + b for a, b in zip(pools[-1], last, strict=True)]
    return [right / count for count, right, width in pools for _ in range(width)]


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Reliability of matching scores.")
    parser.add_argument("--half", choices=[*Half, "all"], default=Half.TUNE)
    return parser.parse_args()


if __name__ == "__main__":
    chosen = _parse().half
    main(None if chosen == "all" else Half(chosen))
