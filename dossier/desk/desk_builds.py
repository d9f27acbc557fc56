"""Builds the dossier for the desk in a thread of its own, by a process that has the program loaded.

Where no such process can be started, the thread builds itself, while nothing else is read.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier._lazy import lazy
from dossier.desk.progress_events import ProgressEvents, StoppedError
from dossier.errors import BusyError, DossierError
from dossier.project import Project
from dossier.state import Settings

with lazy():
    from dossier import resident

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from dossier.desk.event_hub import EventHub
    from dossier.resident import WarmAnswer, WarmBuilds
    from dossier.state import BuildResult
    from dossier.state.workspace import Workspace

_KEPT: Final = 600.0
"""Seconds after a build until the process that builds is ended: it holds memory."""
_LONGEST_END: Final = 30.0
"""Seconds that a build has for clearing up when the desk is closed."""
_BUG_HINT: Final = (
    "Keputusan tersimpan. Tutup meja, jalankan `dossier --debug build` di terminal, dan laporkan keluarannya."
)


class DeskBuilds:
    """The builds of one desk, one after another."""

    def __init__(
        self, workspace: Workspace, hub: EventHub, today: Callable[[], dt.date], reading: AbstractContextManager[object]
    ) -> None:
        """Do nothing yet.

        Args:
            workspace: what is built.
            hub: the pages that are told.
            today: gives the day of assessment.
            reading: held while this process itself builds.
        """
        self._workspace = workspace
        self._hub = hub
        self._today = today
        self._reading = reading
        self._change = threading.Condition()
        self._is_asked = False
        self._is_stopping = False
        self._ended = 0.0
        self._builds: WarmBuilds | None = None
        self._is_alone = False
        self._thread = threading.Thread(target=self._run, name="susun", daemon=True)
        self.building: dict[str, object] | None = None
        """How far a build is; None where none is running."""

    def start(self) -> None:
        """Wait for builds that are asked for."""
        self._thread.start()

    def stop(self) -> None:
        """End the build at hand, whose unfinished output is cleared, and the thread."""
        with self._change:
            self._is_stopping = True
            self._change.notify()
            if self._builds is not None:
                self._builds.cancel()
        if self._thread.is_alive():
            self._thread.join(_LONGEST_END)

    def ask(self) -> None:
        """Build the dossier soon; nothing where a build is waiting or running already."""
        with self._change:
            if self.building is not None:
                return
            self._is_asked = True
            self.building = {"tahap": "menunggu giliran", "selesai": 0, "jumlah": 0}
            self._change.notify()
        self._hub.publish("susun", self.building)

    def _run(self) -> None:
        """Build until the desk is closed; the server of builds ends with this thread, which is why it starts it."""
        try:
            while (work := self._next()) is not None:
                work()
        except (StoppedError, resident.BuildCancelledError):
            pass
        finally:
            self._release()

    def _next(self) -> Callable[[], None] | None:
        """Wait for work and return it; None when the desk is being closed."""
        with self._change:
            while not self._is_stopping:
                now = time.monotonic()
                if self._is_asked:
                    self._is_asked = False
                    return self._build
                kept = self._ended + _KEPT - now if self._builds is not None else None
                if kept is not None and kept <= 0:
                    return self._release
                self._change.wait(kept)
        return None

    def _release(self) -> None:
        """End the server of builds; the next build starts another one."""
        with self._change:
            builds, self._builds = self._builds, None
        if builds is not None:
            builds.close()

    def _build(self) -> None:
        try:
            done = _answer_shape(self._answer(Settings(as_of=self._today())))
        except (StoppedError, resident.BuildCancelledError):
            raise
        except Exception as error:  # noqa: BLE001 — the page must be told, and the desk goes on
            done = _bug_shape(f"{type(error).__name__}: {error}")
        self._ended = time.monotonic()
        self.building = None
        self._hub.publish("tersusun", done)

    def _answer(self, settings: Settings) -> WarmAnswer:
        """Build in another process; in this one where there is no other.

        Raises:
            StoppedError, BuildCancelledError: the desk is being closed.
        """
        progress = ProgressEvents(self._tell, lambda: self._is_stopping)
        if not self._is_alone:
            answer = self._server().build(self._workspace, settings, progress)
            if not answer.is_lost:
                return answer
            self._is_alone = True
            self._release()
        with self._reading:
            return _built_here(self._workspace, settings, progress)

    def _server(self) -> WarmBuilds:
        with self._change:
            if self._is_stopping:
                raise StoppedError
            self._builds = self._builds or resident.WarmBuilds()
            return self._builds

    def _tell(self, facts: dict[str, object]) -> None:
        self.building = facts
        self._hub.publish("susun", facts)


def _built_here(workspace: Workspace, settings: Settings, progress: ProgressEvents) -> WarmAnswer:
    try:
        return resident.WarmAnswer(result=Project(workspace).build(settings, progress=progress))
    except DossierError as error:
        return resident.WarmAnswer(error=error)


def _answer_shape(answer: WarmAnswer) -> dict[str, object]:
    """Return what the pages are told of a build: what it made, or what went wrong and what to do."""
    if answer.result is not None:
        return _built_shape(answer.result)
    if answer.error is None:
        return _bug_shape(answer.bug)
    error = answer.error
    return {"galat": error.message, "saran": error.hint, "sibuk": isinstance(error, BusyError)}


def _bug_shape(bug: str) -> dict[str, object]:
    return {"galat": f"Kesalahan program: {bug}", "saran": _BUG_HINT}


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
