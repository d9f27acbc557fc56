"""When the desk builds by itself: something differs from what was built, and has been quiet for a moment.

Called by the thread that builds; `woken` and `hold` by any thread.
"""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Final

from dossier._lazy import lazy
from dossier.state import workspace_entries

with lazy():
    from dossier import resident

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dossier.desk.change_thread import ChangeThread
    from dossier.resident import WarmAnswer
    from dossier.state import Settings
    from dossier.state.workspace import Workspace

CALM: Final = 3.0
"""Seconds without a change, and without anybody typing on the page, before a build begins by itself."""
_SOONEST: Final = 0.2
"""Seconds between two looks where one is woken by each of many changes; more where a look takes long."""
_WOKEN_SHARE: Final = 3
_LOOK_SHARE: Final = 30
"""A look may take one part in so many of the time: where it is woken, and otherwise."""


class BuildRhythm:
    """What was built last, what was seen since, and when to look again."""

    def __init__(
        self,
        workspace: Workspace,
        wanted: Callable[[], Settings],
        changes: ChangeThread,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Know of no build yet.

        Args:
            workspace: what is looked at.
            wanted: gives the settings of a build that begins now.
            changes: says how often to look where nobody is woken.
            clock: seconds that only grow.
        """
        self._workspace = workspace
        self._wanted = wanted
        self._changes = changes
        self._clock = clock
        self._occasion = resident.BuildOccasion()
        self._seen: Mapping[str, str] | None = None
        self._calm_at = -math.inf
        self._soonest = -math.inf
        self.look_at = math.inf
        """When to look next."""
        self.is_waiting = False
        """Whether a build is due and waits for a quiet moment."""

    def restart(self) -> None:
        """Look at once, and take what is there for quiet."""
        self._seen, self.look_at, self.is_waiting = None, -math.inf, False

    def woken(self) -> None:
        """Something changed: look soon."""
        self.look_at = min(self.look_at, self._soonest)

    def hold(self) -> None:
        """Somebody is typing: wait until that is over."""
        self._calm_at = self._clock() + CALM

    def begins(self, settings: Settings) -> None:
        """Note that a build begins, asked for or by itself."""
        self._occasion.begins(settings, workspace_entries(self._workspace))
        self.is_waiting = False

    def ended(self, answer: WarmAnswer) -> None:
        """Note what came of it, and look whether something changed meanwhile."""
        now = self._clock()
        self._occasion.ended(answer, now)
        self.look_at = min(self.look_at, now)

    def look(self) -> bool:
        """Look at the folders; return whether a build is to begin now, else `look_at` says when to look again."""
        self.look_at = math.inf  # who is woken from now on is not forgotten
        began = self._clock()
        found = workspace_entries(self._workspace)
        now = self._clock()
        took = now - began
        self._soonest = now + max(_SOONEST, took * _WOKEN_SHARE)
        if self._seen is not None and resident.differences(self._seen, found):
            self.hold()
        self._seen = found
        self.is_waiting = self._occasion.is_due(self._wanted(), found, now)
        if self.is_waiting and now >= self._calm_at:
            return True
        rest = now + max(self._changes.pause, took * _LOOK_SHARE)
        self.look_at = min(self.look_at, self._calm_at if self.is_waiting else min(rest, self._occasion.retry_at))
        return False
