"""CPU seconds of all processes for N units: `xargs -P2` of plain builds beside `dossier fleet`, here and on workers.

`python -m benchmarks.fleet [N [ROUNDS]]`: units are copies of the shipped sample, each with a file of its own. Cold,
then twice again with nothing changed (the first of these settles what was made just before), in the same run: two at a
time by xargs, by `--workers 2`, by a LocalCluster of two workers, and by `dask scheduler` with two `dask worker`, whose
own time counts in the line that it falls in (starting those two workers in that of the first builds).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import dask_clusters
from benchmarks.process_tree import adopt_orphans, cpu_seconds

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

ROOT = Path(__file__).parents[1]
DOSSIER = [sys.executable, "-m", "dossier"]
DAY = ["--as-of", "2025-07-01"]
WAYS = ("cold", "settling", "again")
SUMS: dict[str, tuple[float, float]] = {}
"""Name of a line ─► wall and CPU seconds of all rounds."""


def make_units(folder: Path, count: int) -> list[Path]:
    """Make the units; each has one file that no other has."""
    units = []
    for number in range(count):
        unit = folder / f"unit-{number:03d}"
        for name in ("plan", "evidence"):
            shutil.copytree(ROOT / name, unit / name)
        text = f"Notulen rapat monev ZI unit {number}, Juni 2025\n" * 20
        (unit / "evidence" / "I.3.1 Notulen rapat monev ZI 2025-06.txt").write_text(text, encoding="utf-8")
        units.append(unit)
    return units


def measured(name: str, command: list[str], given: str = "") -> None:
    """Run a command, and add up its wall time and the CPU seconds of everything that ran meanwhile below us."""
    before, began = cpu_seconds(), time.monotonic()
    result = subprocess.run(command, input=given, text=True, capture_output=True, check=False, cwd=ROOT)
    wall, cpu = SUMS.get(name, (0.0, 0.0))
    SUMS[name] = (wall + time.monotonic() - began, cpu + cpu_seconds() - before)
    if result.returncode:
        print(f"{name}: exit {result.returncode}\n{result.stderr[-1000:]}")


def plain(base: Path, count: int) -> None:
    """Measure plain builds."""
    names = "\n".join(map(str, make_units(base / "biasa", count)))
    call = " ".join([*DOSSIER, "-q", "--jobs", "1", "-C", "{}", "build", *DAY])
    for way in WAYS:
        measured(f"xargs -P2, {way}", ["xargs", "-P2", "-I{}", "sh", "-c", call], names)


def here(base: Path, count: int) -> None:
    """Measure a fleet on this computer."""
    make_units(base / "armada", count)
    run = fleet_call(base, "armada", "--workers", "2")
    for way in WAYS:
        measured(f"fleet --workers 2, {way}", run)
    measured("fleet --workers 2, --resume", [*run, "--resume"])


def on_cluster(name: str, cluster: Callable[[Path, Path], AbstractContextManager[str]], base: Path, count: int) -> None:
    """Measure a fleet on the workers of a cluster."""
    folder = f"armada-{cluster.__name__}"
    make_units(base / folder, count)
    with cluster(base / folder, base / f"dask-{cluster.__name__}") as address:
        run = fleet_call(base, folder, "--scheduler", address)
        for way in WAYS:
            measured(f"{name}, {way}", run)
        measured(f"{name}, --resume", [*run, "--resume"])


def fleet_call(base: Path, folder: str, *options: str) -> list[str]:
    """Return a call of `dossier fleet`."""
    return [*DOSSIER, "-q", "--jobs", "1", "fleet", str(base / folder), "--out", f"{base}/log-{folder}", *DAY, *options]


def main() -> None:
    """Measure all ways, each on units of its own, in rounds: what else the machine does meets all of them."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 4  # noqa: PLR2004 — the second argument
    adopt_orphans()
    for _ in range(rounds):
        with tempfile.TemporaryDirectory(prefix="dossier-armada-") as made:
            base, each = Path(made), count // rounds
            plain(base, each)
            on_cluster("dask scheduler + 2 dask worker", dask_clusters.separate, base, each)
            here(base, each)
            on_cluster("LocalCluster(2)", dask_clusters.local, base, each)
    for name, (wall, cpu) in sorted(SUMS.items()):
        print(f"{name:<42} {wall:7.1f} s wall {cpu:7.1f} s CPU")


if __name__ == "__main__":
    main()
