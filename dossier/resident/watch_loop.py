"""Builds once, and again after every change of plan, templates or evidence, as long as somebody asks for the next turn.

What is compared are stamps of what people write. Output in `build/` is not looked at, so that a build never starts
another one; what changes while a build runs is found after it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from dossier import state
from dossier.progress import unseen
from dossier.resident import tree_changes
from dossier.resident.build_occasion import BuildOccasion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dossier.progress import Progress
    from dossier.resident.build_server import WarmAnswer
    from dossier.resident.change_events import ChangeEvents
    from dossier.resident.tree_changes import TreeChange
    from dossier.resident.warm_builds import WarmBuilds
    from dossier.state import Settings
    from dossier.state.workspace import Workspace

_LOOK_SHARE: Final = 30
"""A look may take one part in so many of the time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchTurn:
    """One build: what changed before it (nothing at first, on a new day, and when one is tried again), what came of it.

    `seconds` are those from the moment in which the change was seen.
    """

    changes: tuple[TreeChange, ...]
    answer: WarmAnswer
    seconds: float


def watch(
    workspace: Workspace,
    wanted: Callable[[], Settings],
    builds: WarmBuilds,
    events: ChangeEvents,
    progress: Progress = unseen,
) -> Iterator[WatchTurn]:
    """Build, yield what came of it, and wait for the next change; without end.

    Args:
        workspace: what is watched and built.
        wanted: gives the settings of a build that begins now: the day may be another one.
        builds: builds.
        events: wakes.
        progress: told how far a build has come.

    Raises:
        KeyboardInterrupt: Ctrl-C.
    """
    look = partial(state.workspace_entries, workspace)
    occasion = BuildOccasion()
    noticed = time.monotonic()
    while True:
        events.follow(state.written_folders(workspace))
        settings, found = wanted(), look()
        changes = occasion.begins(settings, found)
        answer = builds.build(workspace, settings, progress)
        occasion.ended(answer, time.monotonic())
        yield WatchTurn(changes=changes, answer=answer, seconds=time.monotonic() - noticed)
        noticed = _next_occasion(look, wanted, occasion, events)
        if occasion.has_changed(look()):
            tree_changes.wait_until_quiet(look, found)


def _next_occasion(
    look: Callable[[], Mapping[str, str]],
    wanted: Callable[[], Settings],
    occasion: BuildOccasion,
    events: ChangeEvents,
) -> float:
    """Wait until a build is due; return when that was seen."""
    while True:
        began = time.monotonic()
        if occasion.is_due(wanted(), look(), began):
            return began
        took = time.monotonic() - began
        events.wait(min(max(events.pause, took * _LOOK_SHARE), occasion.retry_at - began))
