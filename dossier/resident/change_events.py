"""Wakes when something below the folders of a workspace changes: by events where watchfiles is installed.

Events only wake: what changed is read from stamps. A share that sends no events, and a machine without the library, are
looked at now and then instead.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from dossier._lazy import lazy
from dossier.state.optional_libraries import installed_version

with lazy():
    import watchfiles

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path
    from typing import Self

_LIBRARY: Final = "watchfiles"
_GATHERED: Final = 20
"""Milliseconds in which events that follow one another are one."""
_SLICE: Final = 500
"""Milliseconds after which the library gives the word back, so that time and Ctrl-C are looked at."""
_LOOK: Final = 2.0
"""Seconds between two looks where nothing tells of changes."""
_LOOK_BESIDE_EVENTS: Final = 10.0
"""The same beside events: a network share tells of the changes of this computer only."""


class ChangeEvents:
    """Waits for changes below some folders; those that come while nobody waits wake the next wait."""

    def __init__(self, *, events: bool = True) -> None:
        """Watch nothing yet; without `events`, or without the library, only time wakes."""
        self.has_events = events and installed_version(_LIBRARY) is not None
        self._folders: tuple[tuple[str, int], ...] = ()
        self._source: Generator[object, None, None] | None = None

    def __enter__(self) -> Self:
        """Watch nothing yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Watch no more."""
        self._close()

    @property
    def pause(self) -> float:
        """Seconds between two looks at the folders where no event comes."""
        return _LOOK_BESIDE_EVENTS if self.has_events else _LOOK

    def follow(self, folders: Sequence[Path]) -> None:
        """Watch these folders from now on; one that is not there, or no folder, is left out.

        To be called now and then: a folder that was taken away and has come back is another one.
        """
        if not self.has_events:
            return
        found = tuple((str(folder), folder.stat().st_ino) for folder in folders if folder.is_dir())
        if found == self._folders:
            return
        self._close()
        self._folders = found
        if not found:
            return
        try:
            self._source = watchfiles.watch(
                *(name for name, _ in found),
                watch_filter=None,
                debounce=_GATHERED,
                step=_GATHERED // 2,
                rust_timeout=_SLICE,
                yield_on_timeout=True,
                ignore_permission_denied=True,
            )
            next(self._source)  # it watches from the first question on
        except (OSError, RuntimeError, StopIteration):  # no more watches, or a file system that has none
            self._close()
            self.has_events = False

    def wait(self, seconds: float) -> bool:
        """Return when something changed, or after so many seconds; return whether something did, as far as is told.

        Raises:
            KeyboardInterrupt: Ctrl-C.
        """
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0:
            if self._source is None:
                time.sleep(left)
                continue
            try:
                if next(self._source):
                    return True
            except (OSError, RuntimeError, StopIteration):
                self._close()
                self.has_events = False
        return False

    def _close(self) -> None:
        if self._source is not None:
            self._source.close()
        self._source = None
        self._folders = ()
