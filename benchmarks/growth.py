"""CPU time and memory of every command by the number of files, beside `sha256sum` and `qpdf` of the same files.

Usage: python -m benchmarks.growth [--limit SECONDS] [--only-build] [FILES…]  (1,000 and 5,000 when none are named)

A workspace has the shipped plan and tiny files: 96 of 100 are PDFs of one page, the others photos, texts, tables and
Word papers; no two have equal bytes. Nine of ten names say their indicator and paper, one in ten says nothing.
Every command finds what the ones above it kept; before the cold build all of that is removed. `qpdf` puts the parts
together that the build prepared, without bookmarks, links and stamps. At the end the bundle is read back: every file
of evidence has to stand in its manifest with a page of its own.

How it is measured: every command is started by a small Python process of its own, which adopts whatever outlives the
command (PR_SET_CHILD_SUBREAPER of Linux) and waits for all of it. CPU is user and system time of the whole tree, from
`getrusage(RUSAGE_CHILDREN)`; "largest" is the largest resident size that any one process of the tree ever had, from
the same call. "Tree" is the most memory that all processes had together, read from /proc every fifth of a second as
the proportional set size (shared pages are counted once), so that a short peak may be missed. All three are of Linux.
A command that takes longer than `--limit` is ended with its process group, and the size counts as failed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import docx
import pikepdf
from PIL import Image

from benchmarks.built_trees import descendants
from benchmarks.synthetic import ROOT, names, serialised
from dossier import bind
from dossier.bind.manifest import FILE_NAME
from dossier.state.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

COMMAND: Final = Path(sys.executable).with_name("dossier")
DAY: Final = ("--as-of", "2025-07-01")
BUILD: Final = ("build", *DAY, "--office", "internal")
SIZES: Final = (1_000, 5_000)
LIMIT: Final = 1_800
SAMPLE_SECONDS: Final = 0.2
SETTLED: Final = 1_700_000_000
"""Time of change of every file: files younger than two seconds get no quick answer."""

RUNNER: Final = """
import ctypes, json, os, resource, subprocess, sys
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
code = subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
try:
    while True:
        os.wait()
except ChildProcessError:
    pass
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w") as stream:
    json.dump([code, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024], stream)
"""
"""Runs a command to the end of its last process and writes exit code, CPU seconds and the largest process in bytes."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a command took: seconds of CPU and of the clock, bytes of its largest process and of all together."""

    cpu: float
    clock: float
    largest: int
    tree: int


def spent(command: Sequence[object], folder: Path, limit: float) -> Spent:
    """Run a command in `folder` and return what it took.

    Raises:
        SystemExit: it failed, or was not done after `limit` seconds.
    """
    started, tree = time.perf_counter(), 0
    with tempfile.NamedTemporaryFile() as result:
        words = [sys.executable, "-c", RUNNER, result.name, *map(str, command)]
        with subprocess.Popen(words, cwd=folder, start_new_session=True) as process:
            while process.poll() is None:
                time.sleep(SAMPLE_SECONDS)
                tree = max(tree, proportional(process.pid))
                if time.perf_counter() - started > limit:
                    os.killpg(process.pid, signal.SIGKILL)
                    raise SystemExit(f"not done in {limit:.0f} s: {words[4:]}")
        clock = time.perf_counter() - started
        code, cpu, largest = json.loads(result.read())
    if code:
        raise SystemExit(f"exit code {code}: {words[4:]}")
    return Spent(cpu, clock, largest, max(tree, largest))


def proportional(process: int) -> int:
    """Return the memory in bytes of all that descend from a process, shared pages counted once."""
    total = 0
    for number in descendants(process):
        try:
            lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))
    return total


def paper(number: int) -> bytes:
    """Return a PDF of one page that says which it is."""
    words = f"BT /F1 12 Tf 72 760 Td (LAPORAN KEGIATAN NOMOR {number} TAHUN 2025) Tj ET".encode("ascii")
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    leaf = b"<< /Type/Page /Parent 2 0 R /MediaBox[0 0 595 842] /Contents 4 0 R /Resources <</Font<</F1 5 0 R>>>> >>"
    content = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(words), words)
    pages = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    return serialised((b"<< /Type /Catalog /Pages 2 0 R >>", pages, leaf, content, font))


def photo(target: Path, number: int) -> None:
    """Write a small photo whose pixels are those of no other."""
    pixels = random.Random(number).randbytes(60 * 40)  # noqa: S311 — lifelike, not secret
    Image.frombytes("L", (60, 40), pixels).resize((600, 400)).save(target, "JPEG", quality=30)


def word(target: Path, number: int) -> None:
    """Write a Word paper of one paragraph."""
    document = docx.Document()
    document.add_paragraph(f"Notulen rapat nomor {number}: Pegawai Satu menyampaikan laporan.")
    document.save(str(target))


KINDS: Final[dict[int, tuple[str, Callable[[Path, int], object]]]] = {
    13: (".jpg", photo),
    38: (".txt", lambda target, number: target.write_text(f"Catatan rapat nomor {number}.\n", encoding="utf-8")),
    63: (".csv", lambda target, number: target.write_text(f"nomor,isi\n{number},rapat\n", encoding="utf-8")),
    88: (".docx", word),
}
"""Place in a hundred ─► ending and writer of what is no PDF."""


def make(folder: Path, count: int) -> Workspace:
    """Fill a new workspace with so many tiny files of evidence; the same count makes the same files."""
    shutil.copytree(ROOT / "plan", folder / "plan")
    workspace = Workspace(folder.absolute())
    named = names(workspace, random.Random(count))  # noqa: S311 — lifelike, not secret
    for number in range(count):
        stem = next(named) if number % 10 else f"Kiriman {number // 500:02}/scan {number:05}"
        ending, write = KINDS.get(number % 100, (".pdf", lambda target, number: target.write_bytes(paper(number))))
        target = workspace.evidence / f"{stem}{ending}"
        target.parent.mkdir(parents=True, exist_ok=True)
        write(target, number)
        os.utime(target, (SETTLED, SETTLED))
    return workspace


def change(workspace: Workspace) -> None:
    """Change the bytes of one PDF and nothing of what it shows; its time is long ago, as after a copy."""
    path = min(workspace.evidence.rglob("*.pdf"))
    with path.open("ab") as stream:
        stream.write(b"\n%% berubah\n")
    os.utime(path, (SETTLED + 1, SETTLED + 1))


def put_together(workspace: Workspace, limit: float) -> Spent:
    """Let qpdf put all prepared parts into one file."""
    parts = sorted(workspace.parts.rglob("*.pdf"))
    with tempfile.TemporaryDirectory() as name:
        words = Path(name, "arguments")
        words.write_text("".join(f"{line}\n" for line in ("--empty", "--pages", *parts, "--", f"{name}/out.pdf")))
        return spent(("qpdf", f"@{words}"), workspace.root, limit)


def row(label: str, count: int, figures: Spent) -> None:
    """Print a line of the table."""
    largest, tree = figures.largest / 1e6, figures.tree / 1e6
    each = figures.cpu * 1000 / count
    print(f"{label:<26}{figures.cpu:>9.2f} s{each:>9.2f} ms{largest:>9.0f} MB{tree:>9.0f} MB{figures.clock:>9.1f} s")
    sys.stdout.flush()


def read_back(workspace: Workspace) -> int:
    """Return how many files of evidence the bundle says it has pages of.

    Raises:
        SystemExit: the bundle differs from what it says of itself, or lacks a file.
    """
    findings = bind.verify(workspace.build / "dossier.pdf", workspace.evidence)
    if findings:
        raise SystemExit(f"not as written: {[finding.text for finding in findings[:3]]}")
    with pikepdf.open(workspace.build / "dossier.pdf") as pdf:
        written = json.loads(pdf.attachments[FILE_NAME].get_file().read_bytes())
    bound = {entry["path"] for entry in written["entries"] if entry.get("path") and entry["pages"] > 0}
    lacking = {path.relative_to(workspace.evidence).as_posix() for path in files_of(workspace)} - bound
    if lacking:
        raise SystemExit(f"{len(lacking)} files have no page, such as {min(lacking)}")
    return len(bound)


def files_of(workspace: Workspace) -> list[Path]:
    """Return the files of evidence in order."""
    return sorted(path for path in workspace.evidence.rglob("*") if path.is_file())


def measure(count: int, folder: Path, limit: float, *, only_build: bool = False) -> None:
    """Measure one size and print its table."""
    workspace = make(folder, count)
    load = os.getloadavg()[0]
    print(f"\n{count} files; load of the machine before: {load:.1f}, {os.cpu_count()} processors")
    print(f"{'':<26}{'CPU':>11}{'a file':>12}{'largest':>12}{'tree':>12}{'clock':>11}")

    def said(label: str, command: Sequence[object]) -> None:
        row(label, count, spent(command, workspace.root, limit))

    said("sha256sum", ("sh", "-c", "find evidence -type f -print0 | xargs -0 sha256sum"))
    said("scan", (COMMAND, "scan"))
    if not only_build:
        said("match", (COMMAND, "match"))
        said("gaps", (COMMAND, "gaps", *DAY))
        shutil.rmtree(workspace.build)
    said("build, cold", (COMMAND, *BUILD))
    row("qpdf", count, put_together(workspace, limit))
    time.sleep(3)
    said("build, nothing changed", (COMMAND, *BUILD))
    change(workspace)
    said("build, one file changed", (COMMAND, *BUILD))
    print(f"read back: {read_back(workspace)} files with a page")


def main() -> None:
    """Measure the sizes named on the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="*", type=int, default=SIZES)
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds that one command may take")
    parser.add_argument("--only-build", action="store_true", help="leave match and gaps out")
    arguments = parser.parse_args()
    for count in arguments.files:
        with tempfile.TemporaryDirectory(prefix="dossier-tumbuh-") as name:
            measure(count, Path(name), arguments.limit, only_build=arguments.only_build)


if __name__ == "__main__":
    main()
