"""Schedulers and workers on loopback for the benchmarks of fleets, as processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
_LOCAL = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, worker_dashboard_address=None) as it:
        print(it.scheduler_address, flush=True)
        sys.stdin.read()
"""
_PATIENCE = 60.0
QUIET = {
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    "DASK_DISTRIBUTED__WORKER__MEMORY__MONITOR_INTERVAL": "2s",
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s",
    "DASK_DISTRIBUTED__ADMIN__SYSTEM_MONITOR__INTERVAL": "5s",
}
"""What docs/armada.md recommends: tasks that last seconds need no profile every ten milliseconds."""


def started(kind: str, *options: str, root: Path, log: Path) -> subprocess.Popen[bytes]:
    """Start a `scheduler` or a `worker` whose units are below `root`."""
    command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *options, "--no-dashboard"]
    with log.open("ab") as said:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, env=environment(root))


def environment(root: Path) -> dict[str, str]:
    """Return the environment of a scheduler and its workers."""
    return {**os.environ, **QUIET, "DOSSIER_ARMADA_AKAR": str(root), "PYTHONPATH": str(ROOT)}


def scheduler(folder: Path, port: str = "0") -> tuple[str, subprocess.Popen[bytes]]:
    """Start a scheduler on loopback; return its address and process. `folder` takes its log."""
    file = folder / "scheduler.json"
    file.unlink(missing_ok=True)
    place = ["--host", "127.0.0.1", "--port", port, "--scheduler-file", str(file), "--no-show"]
    process = started("scheduler", *place, root=folder, log=folder / "scheduler.log")
    ends = time.monotonic() + _PATIENCE
    while not (file.is_file() and file.read_bytes().endswith(b"}")):
        if time.monotonic() > ends:
            raise TimeoutError((folder / "scheduler.log").read_text(encoding="utf-8", errors="replace"))
        time.sleep(0.05)
    return json.loads(file.read_text(encoding="utf-8"))["address"], process


def worker(address: str, root: Path, folder: Path, *options: str) -> subprocess.Popen[bytes]:
    """Start a worker for one unit at a time."""
    usual = [address, "--nthreads", "1", "--nworkers", "1", "--no-nanny", "--local-directory", str(folder)]
    return started("worker", *usual, *options, root=root, log=folder / "worker.log")


@contextmanager
def separate(root: Path, folder: Path) -> Iterator[str]:
    """Run `dask scheduler` and two `dask worker`; yield the address."""
    folder.mkdir(parents=True)
    address, first = scheduler(folder)
    processes = [worker(address, root, folder) for _ in range(2)] + [first]
    try:
        yield address
    finally:
        for process in processes:
            process.kill()
            process.wait()


@contextmanager
def local(root: Path, folder: Path) -> Iterator[str]:
    """Run a LocalCluster of two workers in a process of its own; yield the address."""
    folder.mkdir(parents=True)
    script = folder / "local.py"
    script.write_text(_LOCAL, encoding="utf-8")
    with (folder / "local.log").open("ab") as said:
        process = subprocess.Popen(
            [sys.executable, str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            cwd=folder,
            text=True,
            env=environment(root),
        )
    with process as running:
        if running.stdin is not None and running.stdout is not None:
            yield running.stdout.readline().strip()
            running.stdin.close()
