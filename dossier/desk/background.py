"""The one thread that reads the evidence and follows changes on the disk, while the page answers at once.

One piece of work at a time; decisions do not wait for it, for they are written by the thread that is asked.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

from dossier import pipeline
from dossier.desk.progress_events import ProgressEvents, StoppedError
from dossier.desk.told_errors import told_error
from dossier.errors import DossierError
from dossier.project import Project, today
from dossier.state import workspace_stamp

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from dossier.desk.change_thread import ChangeThread
    from dossier.desk.desk_session import DeskSession
    from dossier.desk.event_hub import EventHub

_SETTLE: Final = 0.6
"""Seconds after a change before the evidence is read again: decisions come in bursts."""
_SOONEST: Final = 1.0
"""Seconds between two looks where each of many changes wakes; more where a look takes long."""
_WOKEN_SHARE: Final = 3
_LOOK_SHARE: Final = 30
"""A look may take one part in so many of the time: where a change was told, and otherwise."""


class Background:
    """Reads and watches for one session."""

    def __init__(self, session: DeskSession, hub: EventHub, day: dt.date | None, changes: ChangeThread) -> None:
        """Do nothing yet.

        Args:
            session: what is read for.
            hub: the pages that are told.
            day: the day of assessment; None for that of the clock, each time.
            changes: wakes, and says how often to look where it does not.
        """
        self._day = day
        self._changes = changes
        changes.wakes(self.look_soon)
        self._session = session
        self._hub = hub
        self._change = threading.Condition()
        self._refresh_at: float | None = time.monotonic()
        self._wants_assessment = False
        self._is_stopping = False
        self._seen = ""
        self._looked = time.monotonic()
        self._took = 0.0
        self._has_woken = False
        self._thread = threading.Thread(target=self._run, name="meja", daemon=True)
        self.at_work = threading.Lock()
        """Held while something is read."""

    def start(self) -> None:
        """Begin with reading the evidence."""
        self._thread.start()

    def stop(self, seconds: float = 10.0) -> None:
        """End the work at hand and the thread."""
        with self._change:
            self._is_stopping = True
            self._change.notify()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def refresh(self) -> None:
        """Read the evidence again soon."""
        with self._change:
            self._refresh_at = time.monotonic() + _SETTLE
            self._change.notify()

    def look_soon(self) -> None:
        """Look soon whether something changed on the disk: it is told, or a page was opened."""
        with self._change:
            self._has_woken = True
            self._change.notify()

    def assess(self) -> None:
        """Open every file and audit after what is at hand; nothing where that is waiting already."""
        with self._change:
            self._wants_assessment = True
            self._change.notify()

    def _run(self) -> None:
        while True:
            work = self._next()
            if work is None:
                return
            try:
                with self.at_work:
                    work()
            except StoppedError:
                return
            except Exception as error:  # noqa: BLE001 — the page must be told, and the desk goes on
                self._tell_bug(error)

    def _tell_bug(self, error: Exception) -> None:
        """Tell the pages of a fault of ours; what people decided is written."""
        self._session.trouble = DossierError(
            f"Kesalahan program: {type(error).__name__}: {error}",
            hint="Keputusan tersimpan. Tutup meja, ulangi perintah yang sama di terminal, dan laporkan keluarannya.",
        )
        self._hub.publish("keadaan", self._session.overview())

    def _next(self) -> Callable[[], None] | None:
        """Wait for work and return it; None when the desk is being closed."""
        with self._change:
            while not self._is_stopping:
                now = time.monotonic()
                if self._refresh_at is not None and self._refresh_at <= now:
                    self._refresh_at = None
                    return self._inspect
                if self._wants_assessment:
                    self._wants_assessment = False
                    return self._assess
                look_at = self._looked + self._pause()
                if look_at <= now:
                    self._has_woken = False
                    return self._look
                wakes = [look_at, *([self._refresh_at] if self._refresh_at is not None else [])]
                self._change.wait(max(0.0, min(wakes) - now))
        return None

    def _pause(self) -> float:
        """Return the seconds between the last look and the next."""
        if self._has_woken:
            return max(_SOONEST, self._took * _WOKEN_SHARE)
        return max(self._changes.pause, self._took * _LOOK_SHARE)

    def _look(self) -> None:
        """Read the evidence again where another program changed it or the plan; only while a page is open."""
        began = time.monotonic()
        if self._hub.pages and workspace_stamp(self._session.workspace).digest != self._seen:
            with self._change:
                self._refresh_at = self._refresh_at or began + _SETTLE
        self._looked = time.monotonic()
        self._took = self._looked - began

    def _inspect(self) -> None:
        workspace = self._session.workspace
        self._seen, known = workspace_stamp(workspace).digest, self._session.changes
        try:
            if not workspace.evidence.is_dir():
                raise pipeline.missing_evidence(workspace)
            self._session.take(pipeline.inspect(workspace, progress=self._progress("baca")), known)
        except DossierError as error:
            self._session.trouble = error
        self._hub.publish("keadaan", {**self._session.overview(), **self._session.changed_rows()})

    def _assess(self) -> None:
        known = self._session.changes
        try:
            assessment = Project(self._session.workspace).assess(self.as_of(), progress=self._progress("nilai"))
            self._session.assess(assessment, known)
            told: dict[str, object] = {}
        except DossierError as error:
            told = told_error(error)
        self._hub.publish("dinilai", told)

    def as_of(self) -> dt.date:
        """Return the day of assessment."""
        return self._day or today()

    def _progress(self, event: str) -> ProgressEvents:
        """Return a progress that tells the pages, and ends the work when the desk is being closed."""
        return ProgressEvents(lambda facts: self._hub.publish(event, facts), lambda: self._is_stopping)
