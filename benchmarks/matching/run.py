"""Match the labelled trees and print figures by style, then every error with the engine's reasons.

Usage: python -m benchmarks.matching.run [--trees DIR] [--half tune|held|all] [--figures-only]
"""

from __future__ import annotations

import argparse
import itertools
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.matching.listings import PLAN, TREES, Half, Row, load_papers, load_trees, scan_of
from benchmarks.matching.scoring import Figures, Mistake, judged, score
from dossier.matching import match, office_of
from dossier.plan import load_plan, load_unit

if TYPE_CHECKING:
    from collections.abc import Iterable

COLUMNS = ("files", "claims", "precision", "recall", "in part", "abstention", "outside", "doubt", "year", "period")
EVERYTHING = "all"
BINS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


def main(folder: Path, half: Half | None, *, figures_only: bool) -> None:
    """Match every tree whole, score one half of its rows and print.

    Args:
        folder: Where the listings are.
        half: The half whose labels count; None counts both.
        figures_only: Leave the list of errors out, as before the held half is looked at.
    """
    plan, _ = load_plan(PLAN)
    unit = load_unit(PLAN.parent / "unit.yaml")
    office = office_of(unit.name, unit.short_name)
    print(f"half: {half or EVERYTHING}\n")
    print(f"{'style':<14}" + "".join(f"{column:>17}" for column in COLUMNS))
    total = Figures()
    scored: list[tuple[float, bool]] = []
    mistakes: list[Mistake] = []
    for tree in load_trees(folder):
        matching = match(plan, scan_of(tree), office=office)
        figures, found = score(tree, matching, half)
        scored += judged(tree, matching, half)
        _print_figures(tree.name, figures)
        total += figures
        mistakes.extend(found)
    _print_figures("together", total)
    for tree, contents in load_papers(folder):
        figures, found = score(tree, match(plan, scan_of(tree), contents=contents, office=office), half)
        _print_figures(tree.name, figures)
        mistakes.extend(found)
    _print_calibration(scored)
    if not figures_only:
        _print_mistakes(mistakes)


def _print_figures(name: str, figures: Figures) -> None:
    cells = (
        f"{figures.files}",
        f"{figures.claims}",
        _share(figures.claims_right, figures.claims),
        _share(figures.placed, figures.placeable),
        f"{figures.placed_partly}",
        _share(figures.silent_left, figures.silent),
        _share(figures.outside_left, figures.outside),
        _share(figures.doubtful_left, figures.doubtful),
        _share(figures.wrong_year_seen, figures.wrong_year),
        _share(figures.periods_right, figures.periods),
    )
    print(f"{name:<14}" + "".join(f"{cell:>17}" for cell in cells))


def _print_calibration(scored: list[tuple[float, bool]]) -> None:
    """Print how many claims of each score are right: what a score means."""
    print("\nscore         claims    right")
    for low, high in itertools.pairwise(BINS):
        inside = [right for value, right in scored if low <= value < high]
        if inside:
            print(f"{low:.2f}–{high:.2f} {len(inside):>9} {_share(sum(inside), len(inside)):>17}")


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} {100 * part / whole:5.1f}%" if whole else "–"


def _print_mistakes(mistakes: Iterable[Mistake]) -> None:
    by_kind: dict[str, list[Mistake]] = {}
    for mistake in mistakes:
        by_kind.setdefault(mistake.kind, []).append(mistake)
    for kind, found in sorted(by_kind.items()):
        print(f"\n== {kind}: {len(found)}")
        for mistake in found:
            _print_mistake(mistake)


def _print_mistake(mistake: Mistake) -> None:
    print(f"\n{mistake.tree} [{mistake.row.half}]  {mistake.row.path}")
    print(f"    due: {_due(mistake.row)}")
    print(f"    did: {mistake.did}")
    for reason in mistake.reasons:
        print(f"      - {reason}")


def _due(row: Row) -> str:
    parts = [";".join(row.must) or str(row.leave)]
    if row.also:
        parts.append("also " + ";".join(row.also))
    if row.period is not None:
        parts.append("slot " + ";".join(sorted(slot or "none" for slot in row.period)))
    if row.note:
        parts.append(row.note)
    return " | ".join(parts)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Evidence matching against labelled trees.")
    parser.add_argument("--trees", type=Path, default=TREES, help="folder of listings")
    parser.add_argument("--half", choices=[*Half, EVERYTHING], default=EVERYTHING)
    parser.add_argument("--figures-only", action="store_true", help="leave the list of errors out")
    return parser.parse_args()


if __name__ == "__main__":
    arguments = _parse()
    main(
        arguments.trees,
        None if arguments.half == EVERYTHING else Half(arguments.half),
        figures_only=arguments.figures_only,
    )
