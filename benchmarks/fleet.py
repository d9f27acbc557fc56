"""CPU seconds of all processes for N units: `xargs -P2` of plain builds beside `dossier fleet --workers 2`.

`python -m benchmarks.fleet [N]`: units are copies of the shipped sample, each with a file of its own. Cold, then again
with nothing changed, in the same run.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOSSIER = [sys.executable, "-m", "dossier"]
DAY = ["--as-of", "2025-07-01"]


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
    """Run a command and print its wall time and the CPU seconds of everything that it started."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    result = subprocess.run(command, input=given, text=True, capture_output=True, check=False, cwd=ROOT)
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - began
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{name:<28} {wall:7.1f} s wall {cpu:7.1f} s CPU  exit {result.returncode}", flush=True)


def main() -> None:
    """Measure both ways, each on units of its own."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    with tempfile.TemporaryDirectory(prefix="dossier-armada-") as base:
        plain, fleet = (Path(base) / name for name in ("biasa", "armada"))
        names = "\n".join(map(str, make_units(plain, count)))
        make_units(fleet, count)
        call = " ".join([*DOSSIER, "-q", "--jobs", "1", "-C", "{}", "build", *DAY])
        run = [*DOSSIER, "-q", "--jobs", "1", "fleet", str(fleet), "--workers", "2", "--out", f"{base}/catatan", *DAY]
        for way in ("cold", "again"):
            measured(f"xargs -P2, {way}", ["xargs", "-P2", "-I{}", "sh", "-c", call], names)
            measured(f"fleet --workers 2, {way}", run)
        measured("fleet --resume", [*run, "--resume"])


if __name__ == "__main__":
    main()
