"""Starts child processes.

Where the system allows it, children are forked from a server that has the usual libraries loaded: a fresh child takes
a fifth of a second to load a PDF reader, a forked one a hundredth. The server is a process of its own, without
threads or open files of ours, and ends with this process.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sys
import threading
from contextlib import contextmanager
from functools import cache
from multiprocessing import connection, util
from typing import TYPE_CHECKING, Final, TypeVar

from dossier._lazy import lazy
from dossier.workers import parent_end, scratch, system

with lazy():
    from multiprocessing import forkserver, resource_tracker


if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerContext, SpawnContext
    from multiprocessing.process import BaseProcess


T = TypeVar("T")

USUAL: Final = (
    "dossier.convert.run.pool",
    "dossier.convert.pdf.fallback",
    "dossier.convert.extract.readers",
    "dossier.convert.run.part_look",
    "pebble",
    "pypdf",
    "pypdfium2",
)
"""What most children need: the modules that read and clean a PDF. A child loads anything else itself."""


@cache
def context() -> ForkServerContext | SpawnContext:
    """Return the multiprocessing context: fork server on Linux, else spawn."""
    if not serves():
        return multiprocessing.get_context("spawn")
    return multiprocessing.get_context("forkserver")


def start(target: Callable[..., None], *arguments: object) -> tuple[Connection, BaseProcess]:
    """Start a child, and return our end of a line to it and the child; `target` is given the other end first.

    Raises:
        OSError, EOFError: it cannot be started.
    """
    ours, theirs = context().Pipe()
    child = context().Process(target=target, args=(theirs, *arguments), daemon=True)
    try:
        child.start()
    except BaseException:
        ours.close()
        raise
    finally:
        theirs.close()
    return ours, child


def start_apart(target: Callable[..., None], *arguments: object) -> tuple[Connection, BaseProcess]:
    """Start a child that begins with an empty interpreter, may have children of its own, and never hears Ctrl-C.

    Returns and raises as `start` does.
    """
    apart = multiprocessing.get_context("spawn")
    ours, theirs = apart.Pipe()
    child = apart.Process(target=target, args=(theirs, *arguments))
    try:
        if sys.platform != "win32":
            resource_tracker.ensure_running()  # by itself, because it ends with Ctrl-C let through
        with _interrupts_held():
            child.start()
    except BaseException:
        ours.close()
        raise
    finally:
        theirs.close()
    return ours, child


def expect() -> None:
    """Start the fork server, which preloads libraries in the background; does nothing where there is none."""
    context()


@cache
def serves() -> bool:
    """Return whether children are forked from a server.

    Start the server where the system can have one: forking is not safe on macOS, and Windows has none.
    """
    if sys.platform != "linux":
        return False
    multiprocessing.set_forkserver_preload(["dossier.workers.preload"])
    try:
        _use_scratch_folder()
        resource_tracker.ensure_running()  # by itself, because it ends with Ctrl-C let through
        with _interrupts_held():
            forkserver.ensure_running()
    except OSError:
        return False
    return True


def _use_scratch_folder() -> None:
    """Let `multiprocessing` keep the socket of its server where a killed run is cleared after."""
    settings = multiprocessing.current_process()._config  # type: ignore[attr-defined]  # noqa: SLF001 — no public door
    if settings.get("tempdir") is None:
        folder, lock = scratch.make(for_sockets=True)
        settings["tempdir"] = str(folder)
        # As multiprocessing does with the folder that it would have made: after everything else that it ends.
        util.Finalize(None, _remove, args=(str(folder), lock), exitpriority=-100)


def _remove(folder: str, lock: object) -> None:
    """Remove the scratch folder of this process; the open lock is held until then."""
    shutil.rmtree(folder, ignore_errors=True)
    del lock


def die_with_parent(number: int = system.KILL) -> None:
    """End this process, which has just begun, as soon as the one that started it is gone, however it went.

    Where the kernel tells of it, by signal `number`; it does so when the *thread* that forked us ends, which is the
    server's only one or one that stays until we are done. Elsewhere a thread of ours waits for it.
    """
    parent = multiprocessing.parent_process()
    if sys.platform == "linux":
        _let_server_end()
        parent_end.ask_signal(number)
        if parent is not None and connection.wait([parent.sentinel], 0):  # it was gone before we asked
            os._exit(1)
    elif parent is not None:
        threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _let_server_end() -> None:
    """Give up the pipe by which a child keeps the server, which would outlive our parent as long as we do."""
    server = forkserver._forkserver  # noqa: SLF001 — no public door
    alive: int | None = getattr(server, "_forkserver_alive_fd", None)
    if alive is not None:
        os.close(alive)
        server._forkserver_alive_fd = None  # type: ignore[attr-defined]  # noqa: SLF001 — likewise


def _end_after(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold back Ctrl-C, which we get afterwards; what is started meanwhile holds it back for good.

    Whoever is interrupted stops its children itself; they have nothing to say about it.
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def environment() -> dict[str, str]:
    """Return the environment to pass to a child: a forked one has that of the server's start."""
    return dict(os.environ)


def settle(variables: Mapping[str, str]) -> None:
    """Give a child that has just begun the environment of its parent."""
    os.environ.clear()
    os.environ.update(variables)
