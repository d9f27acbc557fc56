"""The sum of the files: every one found is in exactly one of four groups."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dossier.model import Matching, Scan


def counts(scan: Scan, matching: Matching) -> dict[str, int]:
    """Return how many files are claimed, ambiguous, unplaced and ignored; their sum is what the scan found.

    Raises:
        RuntimeError: A file is in none or in several of the groups: a bug.
    """
    groups = {
        "claimed": set(matching.claimed_paths),
        "ambiguous": {each.file.path for each in matching.ambiguous},
        "unplaced": {each.file.path for each in matching.unplaced},
        "ignored": {each.path for each in matching.ignored},
    }
    found = [file.path for file in scan.files] + [file.path for file in scan.ignored]
    placed = [path for paths in groups.values() for path in paths]
    if sorted(placed) != sorted(found):
        lost = sorted(set(found) - set(placed))
        surplus = sorted(set(placed) - set(found))
        twice = sorted(path for path, number in (Counter(placed) | Counter(found)).items() if number > 1)
        raise RuntimeError(f"files do not add up: lost {lost}, never found {surplus}, in two groups {twice}")
    return {name: len(paths) for name, paths in groups.items()}


def check_counts(scan: Scan, matching: Matching) -> None:
    """Raise RuntimeError when a file found is not in exactly one of the four groups."""
    counts(scan, matching)
