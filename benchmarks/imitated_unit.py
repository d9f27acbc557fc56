"""A unit's build for the chaos run that takes half a second: it holds the lock of the workspace and notes its times.

`python -m benchmarks.imitated_unit FOLDER` is what a worker runs; loaded by `dask worker --preload`, it makes it so.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.errors import BusyError, ExitCode
from dossier.fleet.unit_process import UnitProcess
from dossier.state import files
from dossier.state.lease import lock
from dossier.workers import parent_end

if TYPE_CHECKING:
    from dossier.fleet.unit_list import FleetUnit

NOTES = "catatan.txt"
"""In the unit's folder: `mulai PID` and `selesai PID`, a line each."""
_LONGEST = 0.8


def dask_setup(_worker: object) -> None:
    """Let the worker that preloads this module run it instead of builds."""

    def command(self: UnitProcess, unit: FleetUnit, out: Path | None) -> list[str]:  # noqa: ARG001 — as it is called
        return [sys.executable, "-m", "benchmarks.imitated_unit", os.fspath(unit.folder)]

    UnitProcess.command = command  # type: ignore[method-assign]


def main(folder: Path) -> int:
    """Imitate a build that makes the PDF of the model beside the units."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent_end.end_as_told()
    try:
        with lock(folder / "build"), (folder / NOTES).open("a", encoding="ascii", buffering=1) as notes:
            notes.write(f"mulai {os.getpid()}\n")
            time.sleep(random.uniform(_LONGEST / 4, _LONGEST))  # noqa: S311 — no secret
            if not (folder / "build" / "dossier.pdf").exists():
                shutil.copy(folder.parents[1] / "contoh" / "build" / "dossier.pdf", folder / "build" / "baru")
                (folder / "build" / "baru").rename(folder / "build" / "dossier.pdf")
                files.write(folder / "build" / "riwayat.jsonl", b"{}\n")
            notes.write(f"selesai {os.getpid()}\n")
    except BusyError:
        return ExitCode.BUSY
    return ExitCode.DONE


def overlaps(folder: Path) -> int:
    """Return how often a build of the unit began while another had not ended and ended later."""
    try:
        lines = (folder / NOTES).read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    last = ""
    found = 0
    for line in lines:
        what, _, pid = line.partition(" ")
        found += what == "selesai" and pid != last
        last = pid if what == "mulai" else last
    return found


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
