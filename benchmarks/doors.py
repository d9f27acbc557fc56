"""CPU seconds of the commands people run most, as ratios to `python -c "import click, yaml"` in the same run.

`python -m benchmarks.doors [--pages N] [--rounds N] [DOSSIER …]`: of this version, and of others by the path of their
`dossier` program. Works on the sample that ships with the program, and with `--pages` on a synthetic tree of so many
pages too, of which one file changes before each build. User and system time of a command and of every process that it
starts, the server of child processes included; minimum and median of rounds in which all take turns. Linux only.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.binding import change
from benchmarks.synthetic import generate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HERE: Final = Path(sys.executable).with_name("dossier")
ROOT: Final = Path(__file__).parent.parent
DAY: Final = ("--as-of", "2025-07-01")
BUILD: Final = ("build", *DAY, "--office", "internal")
ROUNDS: Final = 9
SETTLED: Final = 3  # seconds after which a file counts as unchanged by its time
PR_SET_CHILD_SUBREAPER: Final = 36  # linux/prctl.h
COMMANDS: Final = {
    "--help": ("--help",),
    "plan check": ("plan", "check"),
    "scan": ("scan",),
    "match": ("match",),
    "gaps": ("gaps", *DAY),
    "build, nothing changed": BUILD,
}


def cpu(command: Sequence[object]) -> float:
    """Return the CPU seconds of a program and of all that it leaves behind, which becomes our child when it ends."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    words = [os.fspath(str(word)) for word in command]
    subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, check=True)
    with suppress(ChildProcessError):
        while True:
            os.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def measure(
    what: str, rounds: int, work: Sequence[Callable[[], Sequence[object]]], reference: Sequence[object]
) -> None:
    """Print one line: the reference, then each version's minimum and median, and its ratio to the reference.

    Args:
        what: the name of the line.
        rounds: how often each runs; the one before them is not counted.
        work: for each version what makes ready for a run, and returns the command.
        reference: the command that all are compared with.
    """
    seconds: list[list[float]] = [[] for _ in (reference, *work)]
    for number in range(rounds + 1):
        for spent, ready in zip(seconds, (lambda: reference, *work), strict=True):
            used = cpu(ready())
            if number:
                spent.append(used)
    medians = [statistics.median(spent) for spent in seconds]
    shown = [
        f"{min(spent):6.3f} {median:6.3f} ({median / medians[0]:5.2f} ×)"
        for spent, median in zip(seconds[1:], medians[1:], strict=True)
    ]
    print(f"{what:<24}{medians[0]:7.3f}  {'   '.join(shown)}", flush=True)


def doors(versions: Sequence[Path], folder: Path, rounds: int, reference: Sequence[object]) -> None:
    """Measure each command on the sample, once built."""
    for number, version in enumerate(versions):
        for name in ("plan", "evidence"):
            shutil.copytree(ROOT / name, folder / str(number) / name)
        cpu([version, "-C", folder / str(number), *BUILD])
    time.sleep(SETTLED)

    def ready(number: int, arguments: Sequence[str]) -> Callable[[], Sequence[object]]:
        return lambda: [versions[number], "-C", folder / str(number), *arguments]

    for what, arguments in COMMANDS.items():
        measure(what, rounds, [ready(number, arguments) for number in range(len(versions))], reference)


def one_changed(versions: Sequence[Path], folder: Path, pages: int, rounds: int, reference: Sequence[object]) -> None:
    """Measure a build after one file of a synthetic tree has changed."""
    made = generate(folder / "0", pages)
    workspaces = [made.workspace.root]
    for number in range(1, len(versions)):
        workspaces.append(folder / str(number))
        shutil.copytree(workspaces[0], workspaces[-1])
    for version, workspace in zip(versions, workspaces, strict=True):
        for file in workspace.rglob("*"):
            os.utime(file, (1_700_000_000, 1_700_000_000))
        cpu([version, "-C", workspace, *BUILD])
    time.sleep(SETTLED)
    changes = [0] * len(versions)

    def ready(number: int) -> Callable[[], Sequence[object]]:
        def changed() -> Sequence[object]:
            changes[number] += 1
            change(min(workspaces[number].rglob("evidence/**/*.pdf")), changes[number])
            return [versions[number], "-C", workspaces[number], *BUILD]

        return changed

    work = [ready(number) for number in range(len(versions))]
    measure(f"one of {made.files} files changed", rounds, work, reference)


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("versions", nargs="*", type=Path, metavar="DOSSIER")
    parser.add_argument("--pages", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    versions = [*(version.absolute() for version in asked.versions), HERE]
    reference = [sys.executable, "-c", "import click, yaml"]
    print(f"{'':<16}import click, yaml  {'   '.join(version.parent.parent.parent.name for version in versions)}")
    with tempfile.TemporaryDirectory(prefix="dossier-ukur-") as name:
        doors(versions, Path(name), asked.rounds, reference)
    if asked.pages:
        with tempfile.TemporaryDirectory(prefix="dossier-ukur-") as name:
            one_changed(versions, Path(name), asked.pages, asked.rounds, reference)


if __name__ == "__main__":
    main()
