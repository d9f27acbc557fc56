"""The one thread that reads the evidence, follows changes on the disk, and builds, while the page answers at once.

One piece of work at a time; decisions do not wait for it, for they are written by the thread that is asked.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from dossier import pipeline, wording
from dossier.errors import BusyError, DossierError
from dossier.project import Project, today
from dossier.state import Settings, workspace_stamp

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from dossier.desk.desk_session import DeskSession
    from dossier.desk.event_hub import EventHub
    from dossier.progress import Step, Work
    from dossier.state import BuildResult

_SETTLE: Final = 0.6
"""Seconds after a change before the evidence is read again: decisions come in bursts."""
_LOOK: Final = 2.0
"""Seconds between two looks whether another program changed something; more where a look takes long."""
_LOOK_SHARE: Final = 30
"""A look may take one part in so many of the time."""
_TOLD_EVERY: Final = 0.2
"""Seconds between two messages of progress."""


class StoppedError(Exception):
    """The desk is being closed: the work at hand ends where it next tells how far it is."""


class Background:
    """Reads, watches and builds for one session."""

    def __init__(self, session: DeskSession, hub: EventHub, day: dt.date | None) -> None:
        """Do nothing yet; `day` is the day of assessment, None for that of the clock, each time."""
        self._day = day
        self._session = session
        self._hub = hub
        self._change = threading.Condition()
        self._refresh_at: float | None = time.monotonic()
        self._wants_build = False
        self._wants_assessment = False
        self._is_stopping = False
        self._seen = ""
        self._looked = time.monotonic()
        self._pause = _LOOK
        self._thread = threading.Thread(target=self._run, name="meja", daemon=True)
        self.building: dict[str, object] | None = None
        """How far a build is; None where none is running."""

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

    def build(self) -> None:
        """Build the dossier after what is at hand; nothing where a build is waiting or running already."""
        with self._change:
            if self._wants_build or self.building is not None:
                return
            self._wants_build = True
            self.building = {"tahap": "menunggu giliran", "selesai": 0, "jumlah": 0}
            self._change.notify()
        self._hub.publish("susun", self.building)

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
                work()
            except StoppedError:
                return
            except Exception as error:  # noqa: BLE001 — the page must be told, and the desk goes on
                self._tell_bug(error)

    def _tell_bug(self, error: Exception) -> None:
        """Tell the pages of a fault of ours; what people decided is written."""
        self.building = None
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
                if self._wants_build:
                    self._wants_build = False
                    return self._build
                if self._looked + self._pause <= now:
                    return self._look
                wakes = [self._looked + self._pause, *([self._refresh_at] if self._refresh_at is not None else [])]
                self._change.wait(max(0.0, min(wakes) - now))
        return None

    def _look(self) -> None:
        """Read the evidence again where another program changed it or the plan; only while a page is open."""
        began = time.monotonic()
        if self._hub.pages and workspace_stamp(self._session.workspace).digest != self._seen:
            with self._change:
                self._refresh_at = self._refresh_at or began
        self._looked = time.monotonic()
        self._pause = max(_LOOK, (self._looked - began) * _LOOK_SHARE)

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
            assessment = Project(self._session.workspace).assess(self._as_of(), progress=self._progress("nilai"))
            self._session.assess(assessment, known)
            told: dict[str, object] = {}
        except DossierError as error:
            told = {"galat": error.message, "saran": error.hint}
        self._hub.publish("dinilai", told)

    def _as_of(self) -> dt.date:
        return self._day or today()

    def _build(self) -> None:
        project = Project(self._session.workspace)
        try:
            result = project.build(Settings(as_of=self._as_of()), progress=self._progress("susun"))
            done = _built_shape(result)
        except DossierError as error:
            done = {"galat": error.message, "saran": error.hint, "sibuk": isinstance(error, BusyError)}
        self.building = None
        self._hub.publish("tersusun", done)

    def _progress(self, event: str) -> Callable[[Work, int], AbstractContextManager[Step]]:
        """Return a progress that tells the pages, and ends the work when the desk is being closed."""

        @contextmanager
        def watched(work: Work, total: int, /) -> Iterator[Step]:
            told, done = 0.0, 0

            def step(amount: int, name: str = "", /) -> None:
                nonlocal told, done
                if self._is_stopping:
                    raise StoppedError
                done += amount
                now = time.monotonic()
                if now - told < _TOLD_EVERY and done < total:
                    return
                told = now
                facts = {
                    "tahap": wording.WORK_LABELS[work],
                    "selesai": done,
                    "jumlah": total,
                    "nama": wording.shown(name),
                }
                if event == "susun":
                    self.building = facts
                self._hub.publish(event, facts)

            if self._is_stopping:
                raise StoppedError
            step(0)
            yield step

        return watched


def _built_shape(result: BuildResult) -> dict[str, object]:
    summary = result.summary
    return {
        "ditulis": result.written,
        "ringkasan": summary.gaps,
        "temuan": summary.findings,
        "berkas": [
            {"nama": bundle.name, "halaman": bundle.pages, "ukuran": wording.size_label(bundle.size)}
            for bundle in summary.bundles
        ],
    }
