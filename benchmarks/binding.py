"""Speed of binding, as ratios to `qpdf --empty --pages` of the same PDF files in the same run.

`python -m benchmarks.binding [PAGES …]` (50 and 500 when none are named; 5000 takes minutes and 6 GB of disk).
Every figure is a whole process, started in turn with the reference; medians of some rounds.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.synthetic import generate

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMAND: Final = Path(sys.executable).with_name("dossier")
DAY: Final = ("--as-of", "2025-07-01", "--office", "internal")
ROUNDS: Final = {50: 5, 500: 3}
MEGABYTE: Final = 1_000_000
ASSEMBLY: Final = """
import resource, sys, time, datetime as dt
from pathlib import Path
from dossier import convert, evidence, state
from dossier.model import Audience
from dossier.pipeline import inspect
from dossier.pipeline.bundles import write_bundles
from dossier.pipeline.artifacts import BuildContext
from dossier.pipeline.intake import take_in
from dossier.pipeline.steps import judge
from dossier.state import Settings
from dossier.state.workspace import Workspace
from dossier.workers import child_processes
child_processes.expect()
workspace = Workspace(Path(sys.argv[1]))
settings = Settings(as_of=dt.date(2025, 7, 1), office="internal")
inspection = inspect(workspace)
machine = state.load(workspace.build).sources["machine"]
started = time.perf_counter()
convert.prepare(
    inspection.scan.files, workspace.evidence, workspace.parts, office="internal", examine=evidence.examine
)
prepared = time.perf_counter() - started
material = BuildContext(judge(workspace, inspection, settings, intake=take_in(workspace)), settings)
material.source_for(Audience.TPI)
import dossier.bind
started = time.perf_counter()
write_bundles(material, Path(sys.argv[2]), workspace, machine)
print(prepared, time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
"""The engine alone: parts looked up, what is missing prepared; then a bundle that is sealed and read back.

Child processes are expected from the first moment, as in a build."""


@dataclass(slots=True)
class Figures:
    """Seconds of every round by what was run, and the largest memory that each needed, in bytes."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    memory: dict[str, int] = field(default_factory=dict)

    def add(self, what: str, seconds: float, memory: int = 0) -> None:
        """Note one round."""
        self.seconds.setdefault(what, []).append(seconds)
        self.memory[what] = max(memory, self.memory.get(what, 0))

    def median(self, what: str) -> float:
        """Return the median of the rounds."""
        return statistics.median(self.seconds[what])

    def line(self, what: str) -> str:
        """Return one figure as it is printed."""
        ratio = self.median(what) / self.median("qpdf")
        memory = f"{self.memory[what] / MEGABYTE:6.0f} MB" if self.memory[what] else ""
        return f"  {what:<28}{self.median(what):8.2f} s {ratio:7.2f} × qpdf {memory}"


def timed(figures: Figures, what: str, command: Sequence[object]) -> None:
    """Run a program to its end and note its time and the peak memory of it and its largest child."""
    started = time.perf_counter()
    process = subprocess.Popen([os.fspath(str(part)) for part in command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if status:
        raise SystemExit(f"{what}: {command} ended with {status}")
    figures.add(what, seconds, usage.ru_maxrss * 1024)


def build(workspace: Path, *options: str) -> list[object]:
    """Return the command of a build."""
    return [COMMAND, "-C", workspace, "build", *DAY, *options]


def engine(figures: Figures, workspace: Path, what: str, *, preparing: bool) -> None:
    """Note how long the engine takes in a process of its own, with or without looking up and preparing parts."""
    with tempfile.TemporaryDirectory(dir=workspace) as folder:
        command = [sys.executable, "-c", ASSEMBLY, str(workspace), folder]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    prepared, bound, peak = said.split()
    figures.add(what, float(bound) + (float(prepared) if preparing else 0), int(peak) * 1024)


def reference(figures: Figures, parts: Sequence[Path], target: Path) -> None:
    """Note how long qpdf takes to put the same PDF files together."""
    target.unlink(missing_ok=True)
    timed(figures, "qpdf", ["qpdf", "--empty", "--keep-files-open=y", "--pages", *parts, "--", target])
    target.unlink()


def change(file: Path, number: int) -> None:
    """Change the bytes of one scan and nothing of what it shows; its time is long ago, as after a copy."""
    with file.open("ab") as stream:
        stream.write(b"\n%% putaran %d\n" % number)
    os.utime(file, (1_700_000_000 + number, 1_700_000_000 + number))


def measure(pages: int, folder: Path) -> None:
    """Measure one size and print it."""
    made = generate(folder / str(pages), pages)
    workspace = made.workspace.root
    for file in workspace.rglob("*"):
        os.utime(file, (1_700_000_000, 1_700_000_000))
    print(f"{made.pages} pages, {made.files} files, {made.size / MEGABYTE:.0f} MB", flush=True)
    time.sleep(3)  # times of change cannot be set: files younger than two seconds get no quick answer
    figures = Figures()
    scan = min(workspace.rglob("evidence/**/*.pdf"))
    rounds = ROUNDS.get(pages, 1)
    timed(figures, "cold, with preparation", build(workspace))
    parts = sorted((workspace / "build" / "cache" / "bagian").rglob("*.pdf"))
    for number in range(rounds):
        reference(figures, parts, folder / "qpdf.pdf")
        timed(figures, "nothing changed", build(workspace))
        timed(figures, "from prepared parts", build(workspace, "--paksa"))
        engine(figures, workspace, "assembly alone", preparing=False)
        change(scan, number + 500)
        engine(figures, workspace, "one part anew, and assembly", preparing=True)
        timed(figures, "settling", build(workspace))
        reference(figures, parts, folder / "qpdf.pdf")
        change(scan, number)
        timed(figures, "one file changed", build(workspace))
        time.sleep(3)
        timed(figures, "settling", build(workspace))
    engine_alone = ("assembly alone", "one part anew, and assembly")
    for what in ("qpdf", *engine_alone, "nothing changed", "from prepared parts", "one file changed"):
        print(figures.line(what))
    print(figures.line("cold, with preparation"), flush=True)


def main() -> None:
    """Measure the sizes named on the command line."""
    sizes = [int(argument) for argument in sys.argv[1:]] or [50, 500]
    with tempfile.TemporaryDirectory(prefix="dossier-ukur-") as name:
        for pages in sizes:
            measure(pages, Path(name))
            shutil.rmtree(Path(name) / str(pages))


if __name__ == "__main__":
    main()
