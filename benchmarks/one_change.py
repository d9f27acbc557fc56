"""One changed file: a fresh `dossier build`, and `dossier watch`, as ratios to qpdf in the same run.

`python -m benchmarks.one_change [PAGES …]` (500 when none are named). The reference is `qpdf --empty --pages` of the
same prepared parts. Under `watch` the clock runs from the write of the file to the new PDF in its place, the wait for a
quiet moment included. CPU is user and system time of all processes, those included that outlive who started them; that
of `watch` includes what is made ready for the next build. Medians of some rounds, and the best of each, which other
programs on the machine disturb less.
"""

from __future__ import annotations

import ctypes
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.binding import COMMAND, DAY, build, change
from benchmarks.synthetic import generate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROUNDS: Final = {500: 7, 5000: 3}
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_SUBREAPER: Final = 36  # PR_SET_CHILD_SUBREAPER of linux/prctl.h
_LONG_AGO: Final = 1_700_000_000
_SETTLED: Final = 2.5
"""Seconds after which files are old enough for their stamps to be trusted."""


def cpu_seconds() -> float:
    """Return the CPU time of everything that was started from here, what has ended and what still runs."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    found = os.times()
    return found.children_user + found.children_system + sum(_running(os.getpid()))


def _running(parent: int) -> Iterator[float]:
    """Yield the CPU time of the processes below one, with that of their children that have ended."""
    for task in Path(f"/proc/{parent}/task").iterdir():
        with suppress(OSError, ValueError):
            for child in (task / "children").read_text(encoding="ascii").split():
                with suppress(OSError):
                    facts = Path(f"/proc/{child}/stat").read_text(encoding="utf-8").rpartition(") ")[2].split()
                    yield sum(map(int, facts[11:15])) / _TICKS
                    yield from _running(int(child))


class Figures:
    """Wall and CPU seconds of every round, by what was run."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.rounds: dict[str, list[tuple[float, float]]] = {}

    @contextmanager
    def round(self, what: str, *, rest: float = 0.5) -> Iterator[list[float]]:
        """Measure one round; a time that the block puts into the list stands for its own. `rest`: seconds after it."""
        cpu, began = cpu_seconds(), time.perf_counter()
        ended: list[float] = []
        yield ended
        wall = (ended or [time.perf_counter()])[0] - began
        time.sleep(rest)
        self.rounds.setdefault(what, []).append((wall, cpu_seconds() - cpu))

    def show(self) -> None:
        """Print medians and best rounds, and what they are to the reference."""
        for name, choose in (("median", statistics.median), ("best", min)):
            found = {what: [choose(each) for each in zip(*rounds, strict=True)] for what, rounds in self.rounds.items()}
            wall, cpu = found["qpdf"]
            for what, (seconds, used) in found.items():
                ratios = f"{seconds:6.2f} s {seconds / wall:5.2f} × qpdf   CPU {used:6.2f} s {used / cpu:5.2f} ×"
                print(f"  {name:<7} {what:<16}{ratios}", flush=True)


def run(command: Sequence[object]) -> None:
    """Run a program to its end."""
    subprocess.run([os.fspath(str(part)) for part in command], stdout=subprocess.DEVNULL, check=True)


def identity(bundle: Path) -> tuple[int, int]:
    """Return what is another one as soon as a new PDF is in its place."""
    status = bundle.stat()
    return status.st_ino, status.st_mtime_ns


def settle(workspace: Path) -> None:
    """Build until stamps are trusted, as they are on any other day."""
    time.sleep(_SETTLED)
    run(build(workspace))
    time.sleep(_SETTLED)
    run(build(workspace))


def fresh_rounds(figures: Figures, workspace: Path, scan: Path, count: int, target: Path) -> None:
    """Change the file and build, in turn with the reference."""
    parts = sorted((workspace / "build" / "cache" / "bagian").rglob("*.pdf"))
    for number in range(count):
        with figures.round("qpdf"):
            run(["qpdf", "--empty", "--keep-files-open=y", "--pages", *parts, "--", target])
        target.unlink()
        change(scan, number)
        with figures.round("fresh process"):
            run(build(workspace))
        parts = sorted((workspace / "build" / "cache" / "bagian").rglob("*.pdf"))


def watch_rounds(figures: Figures, workspace: Path, scan: Path, count: int, target: Path) -> None:
    """Change the file beside a watch, in turn with the reference."""
    bundle = workspace / "build" / "dossier.pdf"
    parts = sorted((workspace / "build" / "cache" / "bagian").rglob("*.pdf"))
    watching = subprocess.Popen([COMMAND, "-C", workspace, "watch", *DAY], stdout=subprocess.DEVNULL)
    try:
        time.sleep(6)
        for number in range(count):
            with figures.round("qpdf"):
                run(["qpdf", "--empty", "--keep-files-open=y", "--pages", *parts, "--", target])
            target.unlink()
            before = identity(bundle)
            with figures.round("watch", rest=4) as ended:
                change(scan, 1000 + number)
                while identity(bundle) == before:
                    time.sleep(0.002)
                ended.append(time.perf_counter())
            parts = sorted((workspace / "build" / "cache" / "bagian").rglob("*.pdf"))
    finally:
        watching.send_signal(signal.SIGINT)
        watching.wait()


def measure(pages: int, folder: Path) -> None:
    """Measure one size and print it."""
    made = generate(folder / str(pages), pages)
    workspace = made.workspace.root
    for file in workspace.rglob("*"):
        os.utime(file, (_LONG_AGO, _LONG_AGO))
    print(f"{made.pages} pages, {made.files} files, {made.size / 1e6:.0f} MB", flush=True)
    figures = Figures()
    time.sleep(_SETTLED)
    run(build(workspace))
    settle(workspace)
    scan = min(workspace.rglob("evidence/**/*.pdf"))
    rounds = ROUNDS.get(pages, 3)
    fresh_rounds(figures, workspace, scan, rounds, folder / "qpdf.pdf")
    settle(workspace)
    watch_rounds(figures, workspace, scan, rounds, folder / "qpdf.pdf")
    figures.show()


def main() -> None:
    """Measure the sizes named on the command line."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
    ctypes.CDLL(None).prctl(_SUBREAPER, 1)  # so that the time of what is left behind is counted too
    sizes = [int(argument) for argument in sys.argv[1:]] or [500]
    with tempfile.TemporaryDirectory(prefix="dossier-ukur-") as name:
        for pages in sizes:
            measure(pages, Path(name))


if __name__ == "__main__":
    main()
