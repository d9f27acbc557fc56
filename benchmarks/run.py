"""`make bench`: every benchmark that is quick enough to run at once, one after the other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent

QUICK = (
    (str(HERE / "render.py"), "500"),
    ("-m", "benchmarks.matching.run", "--half", "tune", "--figures-only"),
    ("-m", "benchmarks.built_trees", "27"),
)


def main() -> int:
    """Run them all; the worst exit code is the answer."""
    worst = 0
    for arguments in QUICK:
        print(f"== {' '.join(arguments)}".replace(f"{HERE}/", "benchmarks/"), flush=True)
        worst = max(worst, subprocess.run([sys.executable, *arguments], check=False, cwd=HERE.parent).returncode)
    return worst


if __name__ == "__main__":
    raise SystemExit(main())
