"""Scanning and matching a tree of 10,000 files, beside the time that `sha256sum` takes for the same tree.

Usage: python -m benchmarks.ten_thousand [FILES]

The tree is made of the labelled names, copied into folders of units: small PDFs, every second with a title. Every
command runs as users run it, in a process of its own; seconds are those of the CPU, of all its processes and of user
and system together, and memory is the largest resident size. The aims for `match` are 10, 2 and 3 times `sha256sum`.
"""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from reportlab.pdfgen.canvas import Canvas

from benchmarks.matching.listings import PLAN, load_trees

if TYPE_CHECKING:
    from collections.abc import Sequence

FILES = 10_000
_ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER of Linux: what a command leaves running is waited for here
COMMAND = Path(sys.executable).with_name("dossier")
PADDING = 20_000  # bytes that make a file as large as a small scan


def make_tree(evidence: Path, count: int) -> None:
    """Write `count` small PDFs under labelled names; every second one says a title, no two have equal bytes."""
    paths = [row.path for tree in load_trees() for row in tree.rows]
    for number in range(count):
        path = PurePosixPath(paths[number % len(paths)])
        turn = number // len(paths)
        target = evidence / f"Unit {turn:02}" / path.with_suffix(".pdf")
        target.parent.mkdir(parents=True, exist_ok=True)
        canvas = Canvas(str(target), invariant=True)
        canvas.drawString(72, 760, f"LAPORAN KEGIATAN NOMOR {number}" if number % 2 else f"{number}")
        canvas.showPage()
        canvas.save()
        with target.open("ab") as stream:
            stream.write(b"\n%" + os.urandom(PADDING // 2).hex().encode())


def timed(command: Sequence[str | Path], folder: Path) -> tuple[float, int]:
    """Run a command and return the CPU seconds of all its processes and the largest resident memory of it in MB."""
    before = _spent()
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    with suppress(ChildProcessError):  # those that outlived it
        while True:
            os.wait()
    if process.returncode:
        raise SystemExit(f"{command}: exit code {process.returncode}")
    return _spent() - before, usage.ru_maxrss >> 10


def _spent() -> float:
    """Return the CPU seconds of the processes that have ended, with those that they waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main(count: int) -> None:
    """Make the tree, measure, print a table."""
    ctypes.CDLL(None).prctl(_ADOPT_ORPHANS, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory() as name:
        workspace = Path(name)
        shutil.copytree(PLAN.parent, workspace / "plan")
        make_tree(workspace / "evidence", count)
        timed(["sh", "-c", "find evidence -type f -print0 | xargs -0 cat > /dev/null"], workspace)  # all in memory
        reference, _ = timed(["sh", "-c", "find evidence -type f -print0 | xargs -0 sha256sum"], workspace)
        print(f"{'find | xargs sha256sum':<34}{reference:>8.2f} s")
        for label, arguments in (
            ("scan, first run", ("scan",)),
            ("scan, second run", ("scan",)),
            ("match, first run (reads contents)", ("match",)),
            ("match, second run", ("match",)),
        ):
            seconds, memory = timed([COMMAND, "-C", str(workspace), *arguments], workspace)
            print(f"{label:<34}{seconds:>8.2f} s  ratio {seconds / reference:>6.1f}  {memory:>5} MB")
        (workspace / "evidence" / "baru.pdf").write_bytes(b"%PDF-1.4 baru")
        seconds, memory = timed([COMMAND, "-C", str(workspace), "match"], workspace)
        print(f"{'match, one file more':<34}{seconds:>8.2f} s  ratio {seconds / reference:>6.1f}  {memory:>5} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else FILES)
