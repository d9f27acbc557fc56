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
from dossier.errors import OutputError
from dossier.progress import unseen
from dossier.resident import tree_changes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dossier.progress import Progress
    from dossier.resident.build_server import WarmAnswer
    from dossier.resident.change_events import ChangeEvents
    from dossier.resident.tree_changes import TreeChange
    from dossier.resident.warm_builds import WarmBuilds
    from dossier.state import Settings
    from dossier.state.workspace import Workspace

_LOOK: Final = 2.0
"""Seconds between two looks where nothing tells of changes."""
_LOOK_BESIDE_EVENTS: Final = 10.0
"""The same beside events: a network share tells of the changes of this computer only."""
_LOOK_SHARE: Final = 30
"""A look may take one part in so many of the time."""
_RETRY: Final = 5.0
"""Seconds until a build is tried again that found the folder busy, or could not write."""


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
        progress: a function of a module, told how far a build has come.

    Raises:
        KeyboardInterrupt: Ctrl-C.
    """
    look = partial(state.workspace_entries, workspace)
    before: Mapping[str, str] | None = None
    noticed = time.monotonic()
    while True:
        events.follow(state.written_folders(workspace))
        settings, found = wanted(), look()
        changes = () if before is None else tree_changes.differences(before, found)
        answer = builds.build(workspace, settings, progress)
        yield WatchTurn(changes=changes, answer=answer, seconds=time.monotonic() - noticed)
        before = found
        patience = _RETRY if isinstance(answer.error, OutputError) else None
        noticed = _next_occasion(look, before, events, lambda: wanted() != settings, patience)  # noqa: B023 — called now
        if tree_changes.differences(before, look()):
            tree_changes.wait_until_quiet(look, before)


def _next_occasion(
    look: Callable[[], Mapping[str, str]],
    before: Mapping[str, str],
    events: ChangeEvents,
    is_due: Callable[[], bool],
    patience: float | None,
) -> float:
    """Wait until something differs, a build is due for another reason, or patience ends; return when that was seen."""
    ends = None if patience is None else time.monotonic() + patience
    while True:
        began = time.monotonic()
        if tree_changes.differences(before, look()) or is_due() or (ends is not None and began >= ends):
            return began
        took = time.monotonic() - began
        most = max(_LOOK_BESIDE_EVENTS if events.has_events else _LOOK, took * _LOOK_SHARE)
        events.wait(most if ends is None else min(most, ends - began))
