"""What changed in plan, templates and evidence between two looks at their stamps, and when it has come to rest."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from dossier.evidence import tree_walk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

QUIET: Final = 0.1
"""Seconds without a further change after which a change is over."""
STILL_WRITTEN: Final = 1.5
"""The same where a file was seen to grow, or is still empty: copying over a network pauses between two blocks."""
_TICK: Final = 0.03
"""Seconds between two looks while a change is under way; more where a look takes long."""
_NOTHING_IN_IT: Final = "[0, "
"""How the stamp of an empty file begins."""


class ChangeKind(StrEnum):
    """What happened to an entry."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True, order=True)
class TreeChange:
    """One entry that differs: its path below the workspace, and what happened to it."""

    path: str
    kind: ChangeKind


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[TreeChange, ...]:
    """Return what differs between two looks, by path; lock and temporary files are left out.

    Args:
        before: as `state.workspace_entries` gave it.
        after: the same, later.
    """
    paths = [path for path in before.keys() | after.keys() if before.get(path) != after.get(path)]
    return tuple(
        TreeChange(path, _kind(path, before, after)) for path in sorted(paths) if not tree_walk.is_passing(path)
    )


def _kind(path: str, before: Mapping[str, str], after: Mapping[str, str]) -> ChangeKind:
    if path not in before:
        return ChangeKind.NEW
    return ChangeKind.CHANGED if path in after else ChangeKind.GONE


def wait_until_quiet(
    look: Callable[[], Mapping[str, str]],
    before: Mapping[str, str],
    *,
    clock: Callable[[], float] = time.monotonic,
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Look again and again until nothing changes any more.

    Args:
        look: gives the entries with their stamps.
        before: as it was before the change began.
        clock: seconds that only grow.
        pause: waits for so many seconds.
    """
    seen = look()
    moved = {change.path for change in differences(before, seen)}
    changed_at, is_growing = clock(), False
    while True:
        began = clock()
        found = look()
        now = clock()
        if new := {change.path for change in differences(seen, found)}:
            is_growing = is_growing or bool(new & moved)
            moved |= new
            changed_at, seen = now, found
        is_empty = any(found.get(path, "").startswith(_NOTHING_IN_IT) for path in moved)
        if now - changed_at >= (STILL_WRITTEN if is_growing or is_empty else QUIET):
            return
        pause(max(_TICK, now - began))
