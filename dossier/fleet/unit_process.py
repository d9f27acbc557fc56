"""Builds one unit in a `dossier` process of its own, with its own process group, time limit and memory limit."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import IO, TYPE_CHECKING, Final

from dossier.errors import ExitCode
from dossier.state.unit_summaries import summary_bytes
from dossier.state.workspace import Workspace
from dossier.workers import confinement, parent_end, system

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dossier.fleet.unit_list import FleetUnit

_GRACE: Final = 10.0
"""Seconds between asking a build to end and killing its group."""
_LOOK: Final = 0.2
_MOST_SAID: Final = 2000
"""Bytes at the end of what a build said that are looked at."""
_MOST_SHOWN: Final = 200
_NOT_OURS: Final = frozenset({"MALLOC_TRIM_THRESHOLD_"})
"""What Dask sets for its own workers: giving memory back at once costs a build a twentieth of its time."""
BUSY_PAUSE: Final = 5.0
"""Seconds until a unit at which another build is at work is tried again."""


class Ending(StrEnum):
    """How the build of a unit ended."""

    OK = "berhasil"
    PLAN = "rencana_tidak_terbaca"
    EVIDENCE = "bukti_tidak_terbaca"
    OUTPUT = "hasil_tidak_tertulis"
    MISSING = "tidak_ada"
    BUSY = "sedang_disusun"
    TIME = "melewati_batas_waktu"
    STOPPED = "berhenti_mendadak"
    SOURCE = "sumber_tidak_terbaca"
    VERSION = "versi_lain"
    ROOT = "di_luar_akar"
    FAILED = "gagal"


ENDING_WORDS: Final = {
    Ending.OK: "selesai",
    Ending.PLAN: "rencana tidak terbaca",
    Ending.EVIDENCE: "folder bukti tidak terbaca",
    Ending.OUTPUT: "hasil tidak dapat ditulis",
    Ending.MISSING: "folder kerja tidak ada",
    Ending.BUSY: "masih disusun proses lain",
    Ending.TIME: "melewati batas waktu",
    Ending.STOPPED: "berhenti mendadak",
    Ending.SOURCE: "sumber tidak terbaca",
    Ending.VERSION: "dossier di worker berbeda versi",
    Ending.ROOT: "di luar akar worker",
    Ending.FAILED: "gagal",
}
_BY_CODE: Final = {
    ExitCode.DONE: Ending.OK,
    ExitCode.PLAN: Ending.PLAN,
    ExitCode.EVIDENCE: Ending.EVIDENCE,
    ExitCode.OUTPUT: Ending.OUTPUT,
    ExitCode.BUSY: Ending.BUSY,
}
LASTING: Final = frozenset({Ending.PLAN, Ending.EVIDENCE, Ending.MISSING, Ending.VERSION, Ending.ROOT})
"""Endings that another attempt does not change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOrder:
    """How the builds of a fleet are called: data that could be sent to another computer.

    `seconds` and `memory` (bytes of address space; None is no limit) are for the whole build of one unit; `jobs` is how
    many processors it may use, `cache` a folder that all units share, `options` what `dossier build` is given.
    """

    seconds: float = 3600.0
    memory: int | None = None
    jobs: int = 1
    cache: Path | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitResult:
    """How one unit came out: `code` is the exit code, `seconds` the time it took, `said` its last words.

    `summary` is the file by that name in its output, as it stands after the build; empty where there is none. It is
    what the unit says of itself, at most one byte more than a summary may have, and not yet looked at.
    """

    ending: Ending
    code: int = 0
    seconds: float = 0.0
    said: str = ""
    summary: bytes = b""


class UnitProcess:
    """Runs builds of units; `stop` ends the one at hand from another thread."""

    def __init__(self, order: BuildOrder) -> None:
        """Start nothing yet."""
        self._order = order
        self._running: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self.is_stopped = threading.Event()

    def run(self, unit: FleetUnit, out: Path | None) -> UnitResult:
        """Build a unit; where another build is at work there, wait for it as long as the time limit allows.

        Args:
            unit: the unit.
            out: where its output goes; None for its own `build/`.
        """
        if not unit.folder.is_dir():
            return UnitResult(ending=Ending.MISSING, said=f"Folder tidak ada: {unit.folder.name}")
        result = self._waited(unit, out)
        return replace(result, summary=summary_bytes(Workspace(unit.folder, out=out).build) or b"")

    def _waited(self, unit: FleetUnit, out: Path | None) -> UnitResult:
        ends = time.monotonic() + self._order.seconds
        while True:
            result = self._once(unit, out, ends)
            if result.ending is not Ending.BUSY or time.monotonic() + BUSY_PAUSE > ends:
                return result
            if self.is_stopped.wait(BUSY_PAUSE):
                return result

    def stop(self) -> None:
        """End the build at hand, with everything that it started; later ones are not started."""
        self.is_stopped.set()
        with self._lock:
            if self._running is not None:
                _end(self._running)

    def command(self, unit: FleetUnit, out: Path | None) -> list[str]:
        """Return what is run for a unit."""
        order = self._order
        places = [] if out is None else ["--out", str(out)]
        places += [] if order.cache is None else ["--cache", str(order.cache)]
        common = [sys.executable, "-m", "dossier", "-q", "-C", str(unit.folder), "--jobs", str(order.jobs)]
        return [*common, *places, "build", *order.options]

    def _once(self, unit: FleetUnit, out: Path | None, ends: float) -> UnitResult:
        began = time.monotonic()
        with tempfile.TemporaryFile() as said:
            with self._lock:
                if self.is_stopped.is_set():
                    return UnitResult(ending=Ending.STOPPED, said="dihentikan")
                running = self._running = _started(self.command(unit, out), said, self._order.memory)
            try:
                in_time = _wait(running, ends)
            finally:
                with self._lock:
                    if running.poll() is None:
                        _end(running)
                    self._running = None
            code = running.wait()
            spent = time.monotonic() - began
            ending = Ending.TIME if not in_time else _ending(code)
            return UnitResult(ending=ending, code=code, seconds=spent, said=_last_line(said))


def _started(command: Sequence[str], said: IO[bytes], memory: int | None) -> subprocess.Popen[bytes]:
    running = subprocess.Popen(  # noqa: S603 — ourselves
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=said,
        start_new_session=True,
        env=_environment(),
    )
    if memory is not None:
        with suppress(OSError):  # it has ended already
            confinement.limit_memory_of(running.pid, memory)
    return running


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_OURS}
    return {**kept, parent_end.ENDS_WITH: str(os.getpid())}


def _wait(running: subprocess.Popen[bytes], ends: float) -> bool:
    """Wait for the end of a process; return whether it came in time."""
    try:
        running.wait(max(_LOOK, ends - time.monotonic()))
    except subprocess.TimeoutExpired:
        return False
    return True


def _end(running: subprocess.Popen[bytes]) -> None:
    """Ask a build to end, so that it clears up; then kill what is left of its group."""
    with suppress(OSError):
        running.terminate()
    with suppress(subprocess.TimeoutExpired):
        running.wait(_GRACE)
    with suppress(OSError):
        system.kill_group(running.pid)
    running.wait()


def _ending(code: int) -> Ending:
    if code < 0 or code == ExitCode.INTERRUPTED:
        return Ending.STOPPED
    known = {int(each): ending for each, ending in _BY_CODE.items()}
    return known.get(code, Ending.FAILED)


def _last_line(said: IO[bytes]) -> str:
    """Return the first of the last lines of a build, printable and short: it may repeat names of hostile files."""
    size = said.seek(0, 2)
    said.seek(max(0, size - _MOST_SAID))
    lines = said.read().decode("utf-8", "replace").strip().splitlines()
    first = next((line for line in lines if line.strip()), "")
    return shown(first).removeprefix("GALAT").strip()


def shown(text: str) -> str:
    """Return foreign text as it may be shown in a line: printable and short."""
    return "".join(letter if letter.isprintable() else " " for letter in text[:_MOST_SAID]).strip()[:_MOST_SHOWN]
