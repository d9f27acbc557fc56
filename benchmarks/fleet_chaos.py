"""A fleet on Dask whose workers are killed and whose scheduler is restarted at random: nothing lost, nothing twice.

`python -m benchmarks.fleet_chaos [N] [--imitated] [--seed S] [--pause SECONDS]`: N small real units (default 30), or
such as only hold the lock of their workspace for half a second, two workers for one unit each. Every SECONDS on average
(default 4), N times at most, a worker is killed and replaced, or, one time in four, the scheduler is killed and started
again. Afterwards: each unit was told once and is in the log, all dossiers are equal byte for byte to that of a plain
build, each unit's history has one entry, nothing half-made lies about, no two imitated builds of a unit ran at a time,
and no build is still running. Exit 1 where one of these does not hold.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from benchmarks import dask_clusters, imitated_unit
from benchmarks.process_tree import adopt_orphans, cpu_seconds
from tests.support.workspaces import small_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

BUILD = ["--office", "internal"]
DOSSIER = [sys.executable, "-m", "dossier"]
SCHEDULER_SHARE = 0.25
LONGEST = 20.0
"""Seconds for one unit, on average, before the run is given up."""
_TOLD = re.compile(r"^\[\d+/\d+\] (\S+): (.*)$", re.MULTILINE)


@dataclass
class Chaos:
    """What kills workers and schedulers until it is told to stop, and counts."""

    folder: Path
    root: Path
    pause: float
    most: int
    options: tuple[str, ...]
    dice: random.Random
    address: str = ""
    scheduler: subprocess.Popen[bytes] | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)
    killed: collections.Counter[str] = field(default_factory=collections.Counter)

    def start(self) -> None:
        """Start the scheduler, at the port that it had, and two workers in the place of those that ended with it."""
        port = self.address.rpartition(":")[2] or "0"
        self.address, self.scheduler = dask_clusters.scheduler(self.folder, port)
        for each in self.workers:
            each.kill()  # most have ended by themselves
            each.wait()
        self.workers = [dask_clusters.worker(self.address, self.root, self.folder, *self.options) for _ in range(2)]

    def run(self) -> None:
        """Kill now and then, `most` times: where a unit takes longer than the pause, none would come to an end."""
        while sum(self.killed.values()) < self.most and not self.is_over.wait(self.dice.uniform(0.5, 1.5) * self.pause):
            if self.dice.random() < SCHEDULER_SHARE and self.scheduler is not None:
                self.killed["schedulers"] += 1
                self.scheduler.kill()
                self.scheduler.wait()
                self.start()
                continue
            self.killed["workers"] += 1
            victim = self.workers.pop(self.dice.randrange(len(self.workers)))
            victim.kill()
            victim.wait()
            self.workers.append(dask_clusters.worker(self.address, self.root, self.folder, *self.options))

    def stop(self) -> None:
        """Kill all."""
        for process in (*self.workers, self.scheduler):
            if process is not None:
                process.kill()
                process.wait()


def faults(root: Path, log: Path, said: str, count: int, wanted: str) -> Iterator[str]:
    """Yield what does not hold after the run; `wanted` is the digest of a dossier from a plain build."""
    told = collections.Counter(key for key, _ in _TOLD.findall(said))
    yield from (f"{key} told {number} times" for key, number in told.items() if number > 1)
    rows = json.loads((log / "jalan.json").read_text(encoding="utf-8"))["units"]
    if (len(told), len(rows)) != (count, count):
        yield f"{len(told)} units told, {len(rows)} in the log, of {count}"
    for unit in sorted(root.iterdir()):
        build = unit / "build"
        if rows.get(unit.name, {}).get("ending") != "berhasil":
            yield f"{unit.name} ended as {rows.get(unit.name)}"
            continue
        if digest(build / "dossier.pdf") != wanted:
            yield f"{unit.name}: another dossier than a plain build makes"
        entries = len((build / "riwayat.jsonl").read_text(encoding="utf-8").splitlines())
        if entries != 1:
            yield f"{unit.name}: {entries} entries in its history"
        if imitated_unit.overlaps(unit):
            yield f"{unit.name}: two builds at a time"
        left = [path.name for path in build.iterdir() if path.name.startswith(".") and path.name != ".kunci"]
        if left:
            yield f"{unit.name}: left lying about: {left}"
    for process in psutil.process_iter(["cmdline"]):
        if str(root) in " ".join(process.info["cmdline"] or ()):
            yield f"still running: {process.info['cmdline']}"


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, empty where it is not there."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def main() -> int:
    """Make the units, let the fleet run through the chaos, and look."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", nargs="?", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pause", type=float, default=4.0)
    parser.add_argument("--imitated", action="store_true")
    chosen = parser.parse_args()
    imitation = ("--preload", "benchmarks.imitated_unit") if chosen.imitated else ()
    adopt_orphans()
    with tempfile.TemporaryDirectory(prefix="dossier-chaos-") as made:
        base = Path(made)
        model = small_workspace(base / "contoh").root
        root, folder, log = (base / name for name in ("armada", "dask", "catatan"))
        folder.mkdir()
        for number in range(chosen.count):
            shutil.copytree(model, root / f"unit-{number:03d}")
        subprocess.run([*DOSSIER, "-q", "-C", str(model), "build", *BUILD], check=True)
        chaos = Chaos(folder, root, chosen.pause, chosen.count, imitation, random.Random(chosen.seed))  # noqa: S311 — no secret
        chaos.start()
        killing = threading.Thread(target=chaos.run)
        killing.start()
        before, began = cpu_seconds(), time.monotonic()
        call = [*DOSSIER, "--jobs", "1", "fleet", str(root), "--scheduler", chaos.address, "--out", str(log)]
        try:
            run = subprocess.run(
                [*call, "--retries", "5", *BUILD],
                capture_output=True,
                text=True,
                check=False,
                timeout=120 + LONGEST * chosen.count,
            )
        finally:
            chaos.is_over.set()
            killing.join()
            chaos.stop()
        spent = f"{time.monotonic() - began:.0f} s wall, {cpu_seconds() - before:.0f} s CPU"
        killed = ", ".join(f"{number} {name}" for name, number in sorted(chaos.killed.items()))
        print(f"{chosen.count} units, {spent}; killed: {killed or 'none'}; exit {run.returncode}")
        found = list(faults(root, log, run.stderr + run.stdout, chosen.count, digest(model / "build" / "dossier.pdf")))
    print("\n".join(found) or "nothing lost, nothing twice")
    # Imitated units leave no summary for the roll-up, so that it calls them silent.
    return 1 if found or run.returncode not in ({0, 3} if chosen.imitated else {0}) else 0


if __name__ == "__main__":
    sys.exit(main())
