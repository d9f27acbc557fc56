"""Builds in children that have the program loaded before there is something to do.

On Linux a server without threads loads the program once and forks a child for every build; elsewhere the process that
was started in advance builds itself, and the next one is started after it. Nothing of one build is in the memory of the
next. A server whose code or libraries changed on the disk is replaced before it builds.
"""

from __future__ import annotations

import multiprocessing
import pickle
import sys
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import connection
from typing import TYPE_CHECKING, Final, cast

from dossier import state
from dossier.progress import unseen
from dossier.resident import build_server
from dossier.resident.told_progress import HeardProgress
from dossier.workers import child_processes

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from typing import Self

    from dossier.progress import Progress
    from dossier.resident.build_server import WarmAnswer, WarmOrder
    from dossier.state import Settings
    from dossier.state.workspace import Workspace

_GRACE: Final = 15.0
"""Seconds that a build which was asked to end has for clearing up."""


@dataclass(slots=True)
class _Server:
    """The server at hand, and the stamp of the program that it has loaded."""

    line: Connection
    process: BaseProcess
    machine: str


class BuildCancelledError(Exception):
    """The build was ended by `WarmBuilds.cancel`, and its unfinished output cleared."""


class WarmBuilds:
    """Builds one workspace after another; started with the `with` block or the first build, ended with the block.

    All but `cancel` is called by one thread, which has to live as long as the server: it ends with that thread.
    """

    def __init__(self, *, forks: bool = sys.platform == "linux") -> None:
        """Start nothing yet; without `forks` every build has a process that was started for it."""
        self._forks = forks
        self._server: _Server | None = None
        self._cancelled, self._cancelling = multiprocessing.Pipe(duplex=False)

    def __enter__(self) -> Self:
        """Start the server, which loads the program in the background."""
        self._server = self._started()
        return self

    def __exit__(self, *_: object) -> None:
        """End the server, and the build at hand with it; its unfinished output is cleared."""
        self.close()

    @property
    def server_pid(self) -> int:
        """The process that builds, or forks those that do; 0 where there is none."""
        return (self._server.process.pid if self._server is not None else None) or 0

    def build(self, workspace: Workspace, settings: Settings, progress: Progress = unseen) -> WarmAnswer:
        """Build, and return what came of it.

        Args:
            workspace: where plan and evidence are.
            settings: the day and the form of the dossier.
            progress: told here how far the build in the other process has come; what it raises ends the build.

        Raises:
            BuildCancelledError: `cancel` was called.
        """
        try:
            server = self._current()
        except (EOFError, OSError) as error:
            return build_server.WarmAnswer(bug=str(error) or build_server.DIED, is_lost=True)
        order = build_server.WarmOrder(workspace=workspace, settings=settings, is_followed=progress is not unseen)
        try:
            answer = self._answer(server, order, progress)
        except BaseException:
            self.close()
            raise
        if not self._forks:
            self.close()
            with suppress(EOFError, OSError):  # told by the next build, if it fails again
                self._server = self._started()
        return answer

    def cancel(self) -> None:
        """End the build at hand, and every later one; may be called by any thread."""
        with suppress(OSError):
            self._cancelling.send_bytes(b"")

    def close(self) -> None:
        """End the server and what it builds; the next build starts another one."""
        server, self._server = self._server, None
        if server is None:
            return
        server.line.close()  # which tells a server to end its child
        server.process.terminate()  # which tells one that builds itself
        server.process.join(_GRACE)
        if server.process.is_alive():
            server.process.kill()
            server.process.join()

    def _current(self) -> _Server:
        """Return a server that has the program loaded as it is on the disk."""
        if self._server is not None and self._server.machine != state.machine_stamp():
            self.close()
        self._server = self._server or self._started()
        return self._server

    def _answer(self, server: _Server, order: WarmOrder, progress: Progress) -> WarmAnswer:
        """Give the order, pass on what is told of it, and return the answer."""
        has_told = False
        with suppress(OSError):  # a server that has ended is noticed below
            server.line.send_bytes(pickle.dumps(order))
        with HeardProgress(progress) as heard:
            while said := self._said(server):
                value = pickle.loads(said[1:])  # noqa: S301 — from our own child
                if said.startswith(build_server.ANSWER):
                    return cast("WarmAnswer", value)
                has_told = True
                heard.hear(value)
        self.close()
        return build_server.WarmAnswer(bug=build_server.DIED, is_lost=not has_told)

    def _said(self, server: _Server) -> bytes:
        """Return the next message; nothing where the server has ended."""
        if self._cancelled in connection.wait([server.line, self._cancelled]):
            raise BuildCancelledError
        try:
            return server.line.recv_bytes()
        except (EOFError, OSError):
            return b""

    def _started(self) -> _Server:
        machine = state.machine_stamp()
        line, process = child_processes.start_apart(build_server.serve, self._forks)
        return _Server(line, process, machine)
