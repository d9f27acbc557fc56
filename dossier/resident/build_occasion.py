"""When the next build is due, by what the last one was made of and what came of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from dossier.errors import OutputError
from dossier.resident import tree_changes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.resident.build_server import WarmAnswer
    from dossier.resident.tree_changes import TreeChange
    from dossier.state import Settings

_RETRY: Final = 5.0
"""Seconds until a build is tried again that found the folder busy, or could not write."""


class BuildOccasion:
    """The last build: with which settings, and on what entries, as they were before it began."""

    def __init__(self) -> None:
        """Know of no build: the first one is due."""
        self._settings: Settings | None = None
        self._entries: Mapping[str, str] | None = None
        self.retry_at = math.inf
        """When it is to be tried again, in the seconds of the clock that `ended` was given."""

    def begins(self, settings: Settings, entries: Mapping[str, str]) -> tuple[TreeChange, ...]:
        """Note that a build begins; return what changed since the one before.

        Args:
            settings: of the build.
            entries: as `state.workspace_entries` gave them before it began, so that a later change is a change.
        """
        changes = () if self._entries is None else tree_changes.differences(self._entries, entries)
        self._settings, self._entries, self.retry_at = settings, entries, math.inf
        return changes

    def ended(self, answer: WarmAnswer, now: float) -> None:
        """Note what came of it: what found the folder busy, or could not write, is tried again."""
        if isinstance(answer.error, OutputError):
            self.retry_at = now + _RETRY

    def is_due(self, settings: Settings, entries: Mapping[str, str], now: float) -> bool:
        """Return whether a build with these settings and entries would be another one, or is to be tried again."""
        if self._entries is None or self._settings != settings or now >= self.retry_at:
            return True
        return bool(tree_changes.differences(self._entries, entries))

    def has_changed(self, entries: Mapping[str, str]) -> bool:
        """Return whether entries differ from those of the last build."""
        return self._entries is not None and bool(tree_changes.differences(self._entries, entries))
