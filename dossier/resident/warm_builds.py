"""Builds in children that have the program loaded before there is something to do.

On Linux a server without threads loads the program once and forks a child for every build; elsewhere the process that
was started in advance builds itself, and the next one is started after it. Nothing of one build is in the memory of the
next. A server whose code or libraries changed on the disk is replaced before it builds.
"""

from __future__ import annotations

import pickle
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from dossier import state
from dossier.progress import unseen
from dossier.resident import build_server
from dossier.workers import child_processes

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from typing import Self

    from dossier.progress import Progress
    from dossier.resident.build_server import WarmAnswer
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


class WarmBuilds:
    """Builds one workspace after another; started with the `with` block, ended with it."""

    def __init__(self, *, forks: bool = sys.platform == "linux") -> None:
        """Start nothing yet; without `forks` every build has a process that was started for it."""
        self._forks = forks
        self._server: _Server | None = None

    def __enter__(self) -> Self:
        """Start the server, which loads the program in the background."""
        self._server = self._started()
        return self

    def __exit__(self, *_: object) -> None:
        """End the server, and the build at hand with it; its unfinished output is cleared."""
        self._close()

    @property
    def server_pid(self) -> int:
        """The process that builds, or forks those that do; 0 where there is none."""
        return (self._server.process.pid if self._server is not None else None) or 0

    def build(self, workspace: Workspace, settings: Settings, progress: Progress = unseen) -> WarmAnswer:
        """Build, and return what came of it.

        Args:
            workspace: where plan and evidence are.
            settings: the day and the form of the dossier.
            progress: a function of a module, which the child calls.
        """
        if self._server is not None and self._server.machine != state.machine_stamp():
            self._close()
        server = self._server = self._server or self._started()
        order = build_server.WarmOrder(workspace=workspace, settings=settings, progress=progress)
        try:
            server.line.send_bytes(pickle.dumps(order))
            answer = cast("WarmAnswer", pickle.loads(server.line.recv_bytes()))  # noqa: S301 — from our own child
        except (EOFError, OSError):
            answer = build_server.WarmAnswer(bug=build_server.DIED)
            self._close()
        if not self._forks:
            self._close()
            self._server = self._started()
        return answer

    def _started(self) -> _Server:
        machine = state.machine_stamp()
        line, process = child_processes.start_apart(build_server.serve, self._forks)
        return _Server(line, process, machine)

    def _close(self) -> None:
        server, self._server = self._server, None
        if server is None:
            return
        server.line.close()  # which tells a server to end its child
        server.process.terminate()  # which tells one that builds itself
        server.process.join(_GRACE)
        if server.process.is_alive():
            server.process.kill()
            server.process.join()
