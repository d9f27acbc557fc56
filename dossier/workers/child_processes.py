"""Starts child processes, and runs work of our own in one beside the build.

Where the system allows it, children are forked from a server that has the usual libraries loaded: a fresh child takes
a fifth of a second to load a PDF reader, a forked one a hundredth. The server is a process of its own, without
threads or open files of ours, and ends with this process.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import shutil
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache, partial
from importlib import import_module
from multiprocessing import connection, util
from typing import TYPE_CHECKING, Final, Self, TypeVar, cast

from dossier._lazy import lazy, undisturbed
from dossier.workers import parent_end, processors, scratch, system

with lazy():
    from multiprocessing import forkserver, resource_tracker

    from dossier.workers import forked_work


if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerContext, SpawnContext
    from multiprocessing.process import BaseProcess

    from dossier.workers.forked_work import ForkedWork

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


class Helper:
    """Runs parts of our own work in a child process; ended with the `with` block.

    The child is forked from this process where it has no other threads, else it comes from the server, which then works
    on one part at a time. Where there is no second core or no server, or where the child fails for any reason, the work
    is done here instead, when its result is asked for: a helper changes when something is done, never what comes of it.
    """

    def __init__(self, jobs: int | None = None) -> None:
        """Start nothing yet; `jobs` is how many processors may be used, None for all that this process may."""
        cores = processors.usable() if jobs is None else jobs
        self._thread = ThreadPoolExecutor(max_workers=1) if cores > 1 and serves() else None
        self._child: BaseProcess | None = None
        self._line: Connection | None = None
        self._is_over = False
        self._forked: list[ForkedWork] = []
        self._wanted: tuple[str, ...] = ()

    def __enter__(self) -> Self:
        """Start nothing yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop what is still at work: nobody has asked for it."""
        for each in self._forked:
            each.end()
        if self._thread is None:
            return
        self._is_over = True
        if self._child is not None:
            self._child.terminate()
        self._thread.shutdown(cancel_futures=True)
        if self._child is not None and self._line is not None:
            self._line.close()
            self._child.join()

    def load(self, *modules: str) -> None:
        """Say which modules the work will need: a child of the server loads them now, for a forked one we do later."""
        self._wanted = modules
        if self._thread is not None and not system.is_single_threaded():
            self._thread.submit(self._ask, pickle.dumps(partial(_load, modules)))

    def begin(self, work: Callable[..., T], *arguments: object) -> Callable[[], T]:
        """Begin to work, and return what waits for the result.

        Args:
            work: a function of a module; it must be possible to do it a second time.
            arguments: what it is given; they and its result are sent as pickles.
        """
        here = partial(work, *arguments)
        if self._thread is None:
            return here
        if self._line is None:
            with undisturbed():
                _load(self._wanted)
            if (forked := forked_work.fork(here)) is not None:
                self._forked.append(forked)
                return partial(_answer, forked.result, here)
        # Pickled at once: what it is given may change before its turn comes.
        return partial(_answer, self._thread.submit(self._ask, pickle.dumps(here)).result, here)

    def _ask(self, work: bytes) -> tuple[bool, object]:
        """Have the child do some work, in our thread, which waits for it."""
        line = self._line or self._started()
        line.send_bytes(work)
        done, result = line.recv()
        return done, result

    def _started(self) -> Connection:
        ours, child = self._line, self._child = start(_help, environment())
        if self._is_over:  # meanwhile: who ended us saw no child to stop
            child.terminate()
        return ours


def _answer(asked: Callable[[], tuple[bool, object]], here: Callable[[], T]) -> T:
    try:
        done, result = asked()
    except Exception:  # noqa: BLE001 — whatever happened to the child, the work is done here
        done, result = False, None
    return cast("T", result) if done else here()


def _help(line: Connection, variables: Mapping[str, str]) -> None:
    """Do in the child what is asked until nobody asks; a failure is not told: it comes again where it is handled."""
    die_with_parent()
    settle(variables)
    with line, suppress(EOFError, OSError):  # nobody is there any more
        while True:
            asked = line.recv_bytes()
            try:
                answer = (True, pickle.loads(asked)())  # noqa: S301 — from our own parent
            except Exception:  # noqa: BLE001 — see above
                answer = (False, None)
            line.send(answer)


def _load(modules: Sequence[str]) -> None:
    for name in modules:
        import_module(name)
