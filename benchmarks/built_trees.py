"""Building dossiers of trees with findings: time, and the memory of the build and its children together.

Usage: python -m benchmarks.built_trees [FILES…]

Sizes are numbers of files; 27 is the tree that once never ended: one-page PDFs that all serve III.4.1, eight of them
flawed. The others are the labelled names (see `ten_thousand`), every seventh file cut short. A build has
`MOST_SECONDS`; what takes longer counts as hung and is an error.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportlab.pdfgen.canvas import Canvas

from benchmarks.matching.listings import PLAN
from benchmarks.ten_thousand import COMMAND, make_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZES: Final = (27, 1_000)
ONE_INDICATOR: Final = 27
FLAWED: Final = 8
EVERY: Final = 7
"""Every so many files is one cut short."""
KEPT: Final = 700
"""Bytes that are left of a flawed file."""
MOST_SECONDS: Final = 3_600
SAMPLE_SECONDS: Final = 0.1
AS_OF: Final = "2025-12-31"


def of_one_indicator(evidence: Path) -> None:
    """Write 27 one-page PDFs that serve III.4.1, the first eight cut short."""
    folder = evidence / "III.4.1"
    folder.mkdir(parents=True)
    for number in range(ONE_INDICATOR):
        path = folder / f"III.4.1.b SKP Eselon III 2024 Pegawai {number:02}.pdf"
        canvas = Canvas(str(path), invariant=True)
        canvas.drawString(72, 760, f"SASARAN KINERJA PEGAWAI TAHUN 2024 Pegawai {number:02}")
        canvas.showPage()
        canvas.save()
        if number < FLAWED:
            path.write_bytes(path.read_bytes()[:KEPT])


def of_labelled_names(evidence: Path, count: int) -> None:
    """Write so many PDFs under labelled names, every seventh cut short."""
    make_tree(evidence, count)
    for path in sorted(evidence.rglob("*.pdf"))[::EVERY]:
        path.write_bytes(path.read_bytes()[:KEPT])


def descendants(process: int) -> Iterator[int]:
    """Yield the number of a process and of all that descend from it; those that end meanwhile may be left out."""
    waiting = [process]
    while waiting:
        number = waiting.pop()
        yield number
        with suppress(OSError):
            for task in Path(f"/proc/{number}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())


def resident(process: int) -> int:
    """Return the resident memory in bytes of a process and all that descend from it; those that end count as none."""
    total = 0
    for number in descendants(process):
        with suppress(OSError):
            total += int(Path(f"/proc/{number}/statm").read_text().split()[1]) * 4096
    return total


def built(workspace: Path) -> tuple[float, int]:
    """Build and return wall seconds and the most memory in MB that the processes had together."""
    most = 0
    started = time.perf_counter()
    command = (COMMAND, "-C", workspace, "build", "--as-of", AS_OF, "--office", "internal")
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            most = max(most, resident(process.pid))
            time.sleep(SAMPLE_SECONDS)
            if time.perf_counter() - started > MOST_SECONDS:
                process.kill()
                raise SystemExit(f"not built in {MOST_SECONDS} s")
    if process.returncode:
        raise SystemExit(f"exit code {process.returncode}")
    return time.perf_counter() - started, most >> 20


def main(sizes: tuple[int, ...]) -> None:
    """Make each tree, build it twice, print a row."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            workspace = Path(name)
            shutil.copytree(PLAN.parent, workspace / "plan")
            evidence = workspace / "evidence"
            if size == ONE_INDICATOR:
                of_one_indicator(evidence)
            else:
                of_labelled_names(evidence, size)
            for run in ("first build", "second, nothing changed"):
                seconds, memory = built(workspace)
                print(f"{size:>6} files, {run:<24}{seconds:>8.1f} s  {memory:>6} MB", flush=True)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
