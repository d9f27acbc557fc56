"""Reads a foreign file with a function in a confined child under limits, never in this process.

A failure is returned as a value, which the caller turns into a finding; a file that failed is not read again without
limits.
"""

from __future__ import annotations

import io
import pickle
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, is_dataclass
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Final, Generic, TypeVar, cast

from dossier.workers import child_processes
from dossier.workers.confinement import Confinement, Limits, enter, limit_task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from pathlib import Path

T = TypeVar("T")

READING: Final = Limits(seconds=60.0, memory=1 << 30, output=16 << 20)
"""For one file that people type into: a workbook, a staff list, a paper."""
MAX_ANSWER_BYTES: Final = 64 << 20
"""What a child may send back of one file."""
_PLAIN: Final = {
    "builtins": {"set", "frozenset", "complex", "bytearray"},
    "datetime": {"date", "datetime", "time", "timedelta", "timezone"},
    "pathlib": {"Path", "PosixPath", "WindowsPath", "PurePosixPath", "PureWindowsPath"},
}


class Why(StrEnum):
    """Why a file could not be read; the words are for people."""

    TIME = "belum selesai dibaca ketika batas waktunya habis"
    MEMORY = "memerlukan memori yang jauh lebih besar daripada berkas biasa"
    ANSWER = "isinya jauh lebih banyak daripada berkas biasa"
    DIED = "pembacanya berhenti mendadak"
    DAMAGED = "rusak atau bukan berkas yang diharapkan"
    NO_CHILD = "proses pembaca berkas tidak dapat dijalankan di komputer ini"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A file that could not be read: why, and the name of the exception where there was one."""

    why: Why
    detail: str = ""

    def __str__(self) -> str:
        """Return the reason in words."""
        return f"{self.why.value} ({self.detail})" if self.detail else self.why.value


def read_limited(
    function: Callable[[Path], T], path: Path, limits: Limits = READING, *, reads: Sequence[Path] | None = None
) -> T | Failure:
    """Return what `function` makes of one file, read in a confined child under limits.

    Args:
        function: a function of a module, or a `partial` of one; it is given the path and may write nowhere. It returns
            plain values, dates, enums or dataclasses of ours.
        path: the file.
        limits: seconds, bytes of memory.
        reads: files and folders that it may read; None is the file alone.
    """
    return begin_limited(function, path, limits, reads=reads)()


def begin_limited(
    function: Callable[[Path], T], path: Path, limits: Limits = READING, *, reads: Sequence[Path] | None = None
) -> Callable[[], T | Failure]:
    """Begin what `read_limited` does, beside our own work, and return what waits for the result; ask it once."""
    if not child_processes.serves():
        return _begun(function, path, limits, reads)
    # Starting a child waits for the server, which may still be loading; where there is none, the thread that starts a
    # child must outlive it.
    found: list[T | Failure] = []
    thread = threading.Thread(target=lambda: found.append(_begun(function, path, limits, reads)()), daemon=True)
    thread.start()

    def answer() -> T | Failure:
        thread.join()
        return found[0] if found else Failure(why=Why.NO_CHILD)

    return answer


def _begun(
    function: Callable[[Path], T], path: Path, limits: Limits, reads: Sequence[Path] | None
) -> Callable[[], T | Failure]:
    reader = LimitedReader(function, (path,) if reads is None else reads, limits)
    reader.send(path)

    def answer() -> T | Failure:
        with reader:
            return reader.receive()

    return answer


def read_each(
    function: Callable[[Path], T],
    paths: Sequence[Path],
    limits: Limits = READING,
    *,
    reads: Sequence[Path] | None = None,
) -> Iterator[T | Failure]:
    """Yield for every path what `read_limited` would return, with one warm child; a file that ends it fails alone."""
    reader: LimitedReader[T] | None = None
    try:
        for path in paths:
            reader = reader or LimitedReader(function, paths if reads is None else reads, limits)
            reader.send(path)
            found = reader.receive()
            if reader.is_over:
                reader.close()
                reader = None
            yield found
    finally:
        if reader is not None:
            reader.close()


class LimitedReader(Generic[T]):
    """A confined child that applies one function to files, one after the other, until one of them ends it."""

    def __init__(self, function: Callable[[Path], T], reads: Sequence[Path], limits: Limits) -> None:
        """Start the child; that it cannot be started is told with the first file."""
        self._limits = limits
        self._deadline = 0.0
        self._line: Connection | None = None
        self._child: BaseProcess | None = None
        with suppress(OSError, EOFError):
            readable = tuple(path.absolute() for path in reads)
            self._line, self._child = child_processes.start(_serve, function, readable, limits)
        self.is_over = self._line is None

    def __enter__(self) -> LimitedReader[T]:
        """Be closed when the block ends."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the child."""
        self.close()

    def send(self, path: Path) -> None:
        """Let the child begin with a file."""
        self._deadline = time.monotonic() + self._limits.seconds
        if self._line is not None:
            try:
                self._line.send_bytes(pickle.dumps(path.absolute()))
            except OSError:
                self.is_over = True

    def receive(self) -> T | Failure:
        """Wait for what came of the file that was sent last."""
        if self._line is None:
            return Failure(why=Why.NO_CHILD)
        try:
            if not self._line.poll(max(0.0, self._deadline - time.monotonic())):
                return self._over(Why.TIME)
            answer = self._line.recv_bytes(MAX_ANSWER_BYTES)
        except (EOFError, ConnectionError):
            return self._over(Why.DIED)
        except OSError:  # longer than allowed
            return self._over(Why.ANSWER)
        return self._taken(answer)

    def _taken(self, answer: bytes) -> T | Failure:
        try:
            found = _Unpickler(io.BytesIO(answer)).load()
        except Exception as error:  # noqa: BLE001 — what a child sends back is as untrusted as the file
            return self._over(Why.DIED, type(error).__name__)
        if isinstance(found, Failure) and found.why is not Why.DAMAGED:
            self.is_over = True
        return cast("T | Failure", found)

    def _over(self, why: Why, detail: str = "") -> Failure:
        self.is_over = True
        return Failure(why=why, detail=detail)

    def close(self) -> None:
        """End the child at once."""
        if self._line is not None:
            self._line.close()
        if self._child is not None:
            self._child.kill()
            self._child.join()


def _serve(line: Connection, function: Callable[[Path], object], reads: tuple[Path, ...], limits: Limits) -> None:
    """Read in the child what is asked for until nobody asks."""
    child_processes.die_with_parent()
    enter(Confinement(reads=reads), limits)
    with line:
        while True:
            try:
                path = pickle.loads(line.recv_bytes())  # noqa: S301 — from our own parent
            except (EOFError, OSError):
                return
            limit_task(limits)
            line.send_bytes(_answer(function, path))


def _answer(function: Callable[[Path], object], path: Path) -> bytes:
    try:
        answer = pickle.dumps(function(path))
    except MemoryError:
        return pickle.dumps(Failure(why=Why.MEMORY))
    except Exception as error:  # noqa: BLE001 — hostile input raises anything
        return pickle.dumps(Failure(why=Why.DAMAGED, detail=type(error).__name__))
    return answer if len(answer) <= MAX_ANSWER_BYTES else pickle.dumps(Failure(why=Why.ANSWER))


class _Unpickler(pickle.Unpickler):
    """Makes values, dates, paths, enums and dataclasses of ours; anything else that a child sends is refused."""

    def find_class(self, module: str, name: str) -> object:
        """Return a class that may be made.

        Raises:
            UnpicklingError: it may not.
        """
        if name in _PLAIN.get(module, ()):
            return super().find_class(module, name)
        if module.startswith("dossier."):
            found = super().find_class(module, name)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")
