"""Run as a program: starts a converter and an outside program that hang, so that a test can kill it meanwhile."""

from __future__ import annotations

import hashlib
import sys
import threading
from pathlib import Path

from dossier.convert.run.pool import Job, Limits, Workers
from dossier.workers import programs
from dossier.workers.confinement import Confinement, environment

SCRIPT = 'echo $$ > "$0"; sleep 600 & echo $! > "$0"; wait'


def main(folder: Path) -> None:
    """Say the numbers of all processes into the named pipe `nomor` of the folder, and wait for ever."""
    pipe = folder / "nomor"
    source = folder / "sumber"
    source.write_text(str(pipe), encoding="utf-8")
    job = Job(
        key="macet",
        source=source,
        sha256=hashlib.sha256(source.read_bytes()).hexdigest(),
        target=folder / "hasil",
        converter="tests.support.reaching:hangs_with_a_child",
    )
    confinement = Confinement(writes=(folder,))
    call = programs.Call(
        command=("/bin/sh", "-c", SCRIPT, str(pipe)),
        environment=environment(str(folder)),
        folder=folder,
        limits=Limits(),
        confinement=confinement,
    )

    def run_program() -> None:
        programs.start(call).wait(600)

    threading.Thread(target=run_program, daemon=True).start()
    with Workers(1, Limits(seconds=600), confinement) as workers:
        list(workers.run([job]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
