"""The server process of `WarmBuilds`: loads the program once, has no threads, and forks a child for every build.

The child is forked before its order comes, so that it can have children of its own ready too (the server of
`workers/child_processes.py`). It is the build of `dossier build` in every other way.
"""

from __future__ import annotations

import gc
import multiprocessing
import pickle
import signal
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import connection
from typing import TYPE_CHECKING, Final

from dossier._lazy import lazy
from dossier.errors import DossierError
from dossier.progress import unseen
from dossier.resident.told_progress import ToldProgress
from dossier.state import code_digest
from dossier.workers import child_processes, system

with lazy():
    from dossier import pipeline, project
    from dossier.reports import offline_page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from types import FrameType

    from dossier.progress import Progress
    from dossier.resident.told_progress import ProgressMessage
    from dossier.state import BuildResult, Settings
    from dossier.state.workspace import Workspace

DIED: Final = "proses penyusun berhenti mendadak"
STEP: Final = b"+"
ANSWER: Final = b"="
"""How a message of a child begins: one of progress, or the last one."""
LOADED: Final = (
    "dossier.pipeline.run",
    "dossier.pipeline.artifacts",
    "dossier.bind.assembly",
    "dossier.bind.front.gap_list",
    "dossier.convert.container.unpack",
    "dossier.convert.extract.contents",
    "dossier.convert.run.pool",
    "dossier.convert.run.scheduler",
    "dossier.matching.matcher",
    "dossier.matching.plan_advice",
    "dossier.matching.usual_papers",
    "dossier.reports.calendar",
    "dossier.reports.json_shapes",
    "dossier.reports.lke_workbook",
    "dossier.reports.offline_page",
    "dossier.reports.portal_answers",
    "dossier.reports.terminal",
    "dossier.reports.unit_json",
    "dossier.reports.workbook",
    "dossier.scoring.claim_findings",
    "dossier.templates.paper_audit",
    "dossier.templates.template_library",
    "dossier.templates.front_context",
    "dossier.templates.meeting_papers",
    "dossier.templates.staff",
    "dossier.workers.forked_work",
    "icalendar",
    "jinja2",
    "msgspec",
    "pebble",
    "xlsxwriter",
)
"""What a build loads, whatever it finds."""
_ENTRANCE: Final = "dossier.pipeline.run"
"""The module whose closure is the code that kept results depend on."""
_OBJECTS_BETWEEN_COLLECTIONS: Final = 50_000
"""As in `dossier build`."""
_GRACE: Final = 10.0
"""Seconds that a child which was asked to end has for clearing up."""
_RENEWED_AFTER: Final = 3600.0
"""Seconds after which a child that waits is replaced: what it has among temporary files may have been cleared away."""
_PAUSE: Final = 1.0
"""Seconds until a child follows one that ended while it waited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmOrder:
    """One build that is asked for."""

    workspace: Workspace
    settings: Settings
    is_followed: bool
    """Whether progress is to be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmAnswer:
    """What came of a build: its result, or the error that a user can mend, or a bug with its traceback.

    `is_lost`: there was no server, or it ended before it told anything: nothing of the build was done.
    """

    result: BuildResult | None = None
    error: DossierError | None = None
    bug: str = ""
    trace: str = ""
    seconds: float = 0.0
    is_lost: bool = False


def serve(line: Connection, forks: bool) -> None:  # noqa: FBT001 — given to a process by position
    """Build what is asked for over `line` until it is closed; without `forks` once, in this process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who is interrupted closes the line
    child_processes.die_with_parent()
    load_program()
    with line:
        if not (forks and system.is_single_threaded()):
            _prepared(line)
            return
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the end of the line is ours: the child has to be ended first
        gc.collect()
        gc.freeze()
        last: list[Workspace] = []
        while _one_child(line, last):
            pass


def load_program() -> None:
    """Load what a build loads, and what it reads of the code."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    for name in LOADED:
        import_module(name)
    code_digest.code_digest(_ENTRANCE)  # digests of single modules are then quick; who changes code changes the stamp
    code_digest.libraries(_ENTRANCE)
    offline_page.page_template()


def _one_child(line: Connection, last: list[Workspace]) -> bool:
    """Have one child do one build; return whether another one may be asked for.

    `last` holds the workspace of the build before, which the next one will be of too, and is given that of this one.
    """
    forking = multiprocessing.get_context("fork")
    ours, theirs = forking.Pipe()
    child = forking.Process(target=_forked, args=(last, theirs, line, ours))
    child.start()
    theirs.close()
    with ours:
        try:
            return _passed_on(line, ours, child, last)
        finally:
            _end(child)


def _passed_on(line: Connection, ours: Connection, child: BaseProcess, last: list[Workspace]) -> bool:
    """Pass the order to the child, and back what it says; return False where nobody asks any more."""
    ready = connection.wait([line, child.sentinel], _RENEWED_AFTER)
    if line not in ready:
        if ready:
            time.sleep(_PAUSE)
        return True
    try:
        order = line.recv_bytes()
        last[:] = [pickle.loads(order).workspace]  # noqa: S301 — from our own parent
        with suppress(OSError):  # a child that has died is told below
            ours.send_bytes(order)
        said = b""
        while not said.startswith(ANSWER):
            if line in connection.wait([line, ours]):  # who asks says nothing more: the line was closed
                return False
            said = _said(ours)
            line.send_bytes(said)
    except (EOFError, OSError):
        return False
    child.join(_GRACE)
    return True


def _said(ours: Connection) -> bytes:
    """Return what the child says next; in its place that it died."""
    try:
        return ours.recv_bytes()
    except (EOFError, OSError):
        return ANSWER + pickle.dumps(WarmAnswer(bug=DIED))


def _end(child: BaseProcess) -> None:
    """End a child that is still at work, or waits."""
    if child.is_alive():
        child.terminate()
    child.join(_GRACE)
    if child.is_alive():
        child.kill()
        child.join()


def _forked(last: Sequence[Workspace], line: Connection, *others: Connection) -> None:
    """Be a child: without the ends of lines that are others', or it would keep them open."""
    for other in others:
        other.close()
    child_processes.die_with_parent(signal.SIGTERM)
    with line:
        _prepared(line, *last)


def _prepared(line: Connection, *likely: Workspace) -> None:
    """Get ready, for the workspace that is `likely` to be asked for, wait for the order, and carry it out."""
    signal.signal(signal.SIGTERM, _interrupt)
    with suppress(KeyboardInterrupt, EOFError, OSError):
        child_processes.expect()
        for workspace in likely:
            with suppress(Exception):  # told when a build meets it
                pipeline.make_ready(workspace)
        order: WarmOrder = pickle.loads(line.recv_bytes())  # noqa: S301 — from our own parent

        def tell(message: ProgressMessage) -> None:
            line.send_bytes(STEP + pickle.dumps(message))

        answer = _built(order, ToldProgress(tell) if order.is_followed else unseen)
        line.send_bytes(ANSWER + pickle.dumps(answer))


def _built(order: WarmOrder, progress: Progress) -> WarmAnswer:
    began = time.monotonic()
    try:
        result = project.Project(order.workspace).build(order.settings, progress=progress)
    except DossierError as error:
        return WarmAnswer(error=error, seconds=time.monotonic() - began)
    except Exception as error:  # noqa: BLE001 — a bug is told, and the next build is another process
        told = f"{type(error).__name__}: {error}"
        return WarmAnswer(bug=told, trace="".join(traceback.format_exception(error)))
    return WarmAnswer(result=result, seconds=time.monotonic() - began)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
