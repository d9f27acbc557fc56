"""Monitors one LibreOffice run over several documents: the current document, and its time limit in seconds.

Documents are converted in order, and each output is written before the next document is opened. The time since the
last output is therefore the time of the first document after it that has none. (A document refused without output is
taken for the current one; it is then charged with the time of the next, once.)
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

PATIENCE: Final = 2.0
"""Seconds after which it is said which document is being waited for."""
_LOOK: Final = 0.1
"""Seconds between two looks at the output."""


class Watch:
    """The documents of one LibreOffice run in order, each with its time limit in seconds.

    Afterwards, `spent` says what each took, and `stopped` which one was at hand when its time was over.
    """

    def __init__(
        self, outputs: Mapping[Path, Path], allowed: Mapping[Path, float], waits: Callable[[Path], None]
    ) -> None:
        """Take document ─► output in the order of work, document ─► seconds, and whom to tell of a long wait."""
        self.spent = dict.fromkeys(outputs, 0.0)
        self.stopped: Path | None = None
        self._outputs = outputs
        self._allowed = allowed
        self._waits = waits
        self._left = list(outputs)
        self._over = threading.Event()
        self._since = 0.0

    @contextmanager
    def watching(self, kill: Callable[[], None]) -> Iterator[None]:
        """Watch while the block runs; `kill` ends the program, and may be called from another thread."""
        self._since = time.monotonic()
        thread = threading.Thread(target=self._watch, args=(kill,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()
            self._look()

    @property
    def at_hand(self) -> Path | None:
        """The document whose output comes next; None when all of them are written."""
        return self._left[0] if self._left else None

    def _watch(self, kill: Callable[[], None]) -> None:
        told = 0.0
        while not self._over.wait(_LOOK):
            self._look()
            document = self.at_hand
            if document is None:
                continue
            waited = self.spent[document]
            if waited >= self._allowed[document]:
                self.stopped = document
                kill()
                return
            if waited >= PATIENCE and time.monotonic() - told >= 1:
                told = time.monotonic()
                self._waits(document)

    def _look(self) -> None:
        """Take note of what has been written since the last look, and of the time that the next has taken so far."""
        now = time.monotonic()
        if self._left:
            self.spent[self._left[0]] = now - self._since
        written = [document for document in self._left if _is_there(self._outputs[document])]
        if written:
            self._left = self._left[self._left.index(written[-1]) + 1 :]
            self._since = now


def _is_there(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except OSError:
        return False
