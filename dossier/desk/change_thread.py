"""A thread that hears of changes on the disk, and wakes whoever looks at them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from dossier._lazy import lazy
from dossier.state import written_folders

with lazy():
    from dossier import resident

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossier.state.workspace import Workspace

_SLICE: Final = 0.5
"""Seconds after which the thread looks whether it is to end, and whether a folder is another one by now."""
_LONGEST_END: Final = 5.0


class ChangeThread:
    """Events of plan, templates and evidence; without them, whoever looks has to look more often."""

    def __init__(self, workspace: Workspace) -> None:
        """Hear nothing yet."""
        self._workspace = workspace
        self._events = resident.ChangeEvents()
        self._woken: list[Callable[[], None]] = []
        self._is_stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="amati", daemon=True)

    @property
    def pause(self) -> float:
        """Seconds between two looks where nobody is woken."""
        return self._events.pause

    def wakes(self, woken: Callable[[], None]) -> None:
        """Call this, from the thread, when something has changed; to be said before `start`."""
        self._woken.append(woken)

    def start(self) -> None:
        """Hear from now on."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._is_stopping.set()
        if self._thread.is_alive():
            self._thread.join(_LONGEST_END)

    def _run(self) -> None:
        with self._events as events:
            while events.has_events and not self._is_stopping.is_set():
                events.follow(written_folders(self._workspace))
                if events.wait(_SLICE):
                    for woken in self._woken:
                        woken()
