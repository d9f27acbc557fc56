"""Builds the dossier for the desk in a thread of its own, by a process that has the program loaded.

Builds when it is asked to, and by itself after changes while that is switched on. Where no such process can be started,
the thread builds itself, while nothing else is read.
"""

from __future__ import annotations

import math
import threading
import time
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier._lazy import lazy
from dossier.desk.build_rhythm import BuildRhythm
from dossier.desk.progress_events import ProgressEvents, StoppedError
from dossier.desk.told_errors import told_error
from dossier.errors import BusyError, DossierError
from dossier.project import Project
from dossier.state import Settings

with lazy():
    from dossier import resident

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    from dossier.desk.change_thread import ChangeThread
    from dossier.desk.event_hub import EventHub
    from dossier.resident import WarmAnswer, WarmBuilds
    from dossier.state import BuildResult
    from dossier.state.workspace import Workspace

WAITING: Final = {"tahap": "menunggu giliran", "selesai": 0, "jumlah": 0}
"""How far a build is that has not begun."""
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
        self,
        workspace: Workspace,
        hub: EventHub,
        today: Callable[[], dt.date],
        reading: AbstractContextManager[object],
        changes: ChangeThread,
    ) -> None:
        """Do nothing yet.

        Args:
            workspace: what is built.
            hub: the pages that are told.
            today: gives the day of assessment.
            reading: held while this process itself builds.
            changes: wakes when something changed.
        """
        self._workspace = workspace
        self._hub = hub
        self._today = today
        self._reading = reading
        self._rhythm = BuildRhythm(workspace, self._settings, changes)
        self._change = threading.Condition()
        self._is_asked = False
        self._is_automatic = False
        self._is_by_itself = False
        self._last = ""
        self._said: dict[str, object] = {}
        self._is_stopping = False
        self._ended = 0.0
        self._builds: WarmBuilds | None = None
        self._is_alone = False
        self._thread = threading.Thread(target=self._run, name="susun", daemon=True)
        self.building: dict[str, object] | None = None
        """How far a build is; None where none is running."""
        changes.wakes(self._woken)

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
        """Build the dossier soon; where a build is waiting or running already, that one is it."""
        with self._change:
            if self.building is not None and not self._is_by_itself:
                return
            if self.building is None:
                self._is_asked = True
                self._change.notify()
            self._is_by_itself = False
            told = self.building = {**(self.building or WAITING), "sendiri": False}
        self._hub.publish("susun", told)

    def switch(self, *, on: bool) -> None:
        """Build by itself after changes from now on, beginning with those since the last build; or no more."""
        with self._change:
            if on != self._is_automatic:
                self._is_automatic, self._last = on, ""
                self._rhythm.restart()
                self._change.notify()
        self._say()

    def hold(self) -> None:
        """Somebody is typing on a page: nothing begins by itself meanwhile."""
        self._rhythm.hold()

    def automatic(self) -> dict[str, object]:
        """Return whether it builds by itself, and in words what it is waiting for."""
        with self._change:
            return {"nyala": self._is_automatic, "kata": self._words() if self._is_automatic else ""}

    def _words(self) -> str:
        if self.building is not None:
            return "Dossier sedang disusun."
        if self._rhythm.is_waiting:
            return "Ada perubahan; dossier disusun begitu tidak ada lagi yang diketik atau disalin."
        return f"Dossier disusun sendiri setelah ada perubahan.{self._last}"

    def _say(self) -> None:
        """Tell the pages what it is waiting for, where that is another thing than it was."""
        now = self.automatic()
        if now != self._said:
            self._said = now
            self._hub.publish("sendiri", now)

    def _woken(self) -> None:
        with self._change:
            self._rhythm.woken()
            self._change.notify()

    def _run(self) -> None:
        """Build until the desk is closed; the server of builds ends with this thread, which is why it starts it."""
        try:
            while (work := self._next()) is not None:
                try:
                    work()
                except (StoppedError, resident.BuildCancelledError):
                    return
                except Exception as error:  # noqa: BLE001 — the page must be told, and the desk goes on
                    self._is_automatic = False  # or it might come again without end
                    self._tell_end(resident.WarmAnswer(bug=f"{type(error).__name__}: {error}"))
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
                wakes = [self._rhythm.look_at] if self._is_automatic else []
                if wakes and wakes[0] <= now:
                    return self._look
                if self._builds is not None and not self._is_automatic:
                    wakes = [self._ended + _KEPT]
                    if wakes[0] <= now:
                        return self._release
                self._change.wait(wakes[0] - now if wakes and wakes[0] < math.inf else None)
        return None

    def _release(self) -> None:
        """End the server of builds; the next build starts another one."""
        with self._change:
            builds, self._builds = self._builds, None
        if builds is not None:
            builds.close()

    def _look(self) -> None:
        """Build where something changed and has come to rest."""
        if self._rhythm.look() and self._is_automatic:
            with self._change:
                self._is_by_itself = not self._is_asked
                self._is_asked = False
            self._tell(self.building or WAITING)
            self._build()
        self._say()

    def _build(self) -> None:
        """Build what was asked for, or is due."""
        settings = self._settings()
        self._rhythm.begins(settings)
        self._say()
        answer = self._answer(settings)
        self._rhythm.ended(answer)
        self._tell_end(answer)

    def _tell_end(self, answer: WarmAnswer) -> None:
        """Tell the pages what came of a build, and whether nobody asked for it."""
        with self._change:
            by_itself, self._is_by_itself = self._is_by_itself, False
            self.building, self._ended, self._last = None, time.monotonic(), _last_words(answer)
        self._hub.publish("tersusun", {**_answer_shape(answer), "sendiri": by_itself})
        self._say()

    def _settings(self) -> Settings:
        return Settings(as_of=self._today())

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

    def _tell(self, facts: Mapping[str, object]) -> None:
        """Tell the pages how far the build is."""
        with self._change:
            told = self.building = {**facts, "sendiri": self._is_by_itself}
        self._hub.publish("susun", told)


def _last_words(answer: WarmAnswer) -> str:
    """Return what came of the last build in words that follow others."""
    at = time.strftime("%H.%M")
    if answer.result is None:
        trouble = f"{answer.error.message} {answer.error.hint}" if answer.error is not None else answer.bug
        return f" Pukul {at} belum dapat disusun, dan dicoba lagi sendiri: {trouble}"
    if not answer.result.written:
        return f" Pukul {at} dossier sudah sesuai dengan isi folder."
    pages = sum(bundle.pages for bundle in answer.result.summary.bundles)
    return f" Terakhir disusun pukul {at}, {wording.number_label(pages)} halaman."


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
    return {**told_error(answer.error), "sibuk": isinstance(answer.error, BusyError)}


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
