"""The one module that knows LibreOffice: finding it, its throw-away profile, batches, and stopping it.

It lays documents out and nothing else; what it writes is opened, checked and cleaned elsewhere (`pdf`).
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dossier.convert.libreoffice_profile import write_profile
from dossier.convert.limits import MAX_OUTPUT_BYTES, Limits
from dossier.convert.recipes import Recipe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BATCH: Final = 25
"""Documents a call: a start costs a second, a document a tenth; a larger batch loses more when one hangs."""
_PROGRAMS: Final = ("soffice", "libreoffice")
_USUAL_PLACES: Final = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_SIDE_BY_SIDE: Final = 2
_SECONDS_A_DOCUMENT: Final = 4.0
_LEAST_MEMORY: Final = 4 << 30
"""Address space that the program reserves by itself, mostly unused."""
_LIMITED: Final = 'ulimit -v "$1"; ulimit -f "$2"; ulimit -c 0; shift 2; exec "$@"'
_NAMESPACE: Final = ("unshare", "--user", "--map-root-user", "--net")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An installed LibreOffice: its program, its name for people, and what tells one build from another."""

    program: Path
    label: str
    identity: str

    @property
    def recipe(self) -> Recipe:
        """The recipe of everything that it lays out."""
        return Recipe(name=f"libreoffice {self.identity}", converter="", revision=4, libraries=("pikepdf", "reportlab"))


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidOut:
    """Document ─► PDF for each of which one appeared; `stopped` are those on which the program died or was killed.

    A document in neither was refused: it would be refused again.
    """

    made: Mapping[Path, Path]
    stopped: frozenset[Path]


@dataclass(slots=True)
class _Session:
    """One run over some documents: the processes under way, and whether they are to end."""

    office: Office
    folder: Path
    limits: Limits
    running: set[subprocess.Popen[bytes]] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)
    ended: bool = False
    calls: int = 0
    stopped: set[Path] = field(default_factory=set)

    def end(self) -> None:
        """Kill every process and let none start any more."""
        with self.lock:
            self.ended = True
            for process in self.running:
                _kill(process)


@cache
def find() -> Office | None:
    """Return the LibreOffice of this machine, or None."""
    names = (shutil.which(name) for name in _PROGRAMS)
    places = (place for place in _USUAL_PLACES if Path(place).is_file())
    found = next((Path(name) for name in (*names, *places) if name), None)
    if found is None:
        return None
    folder = found.resolve().parent
    label = _setting(folder / "bootstraprc", "ProductKey") or "LibreOffice"
    build = _setting(folder / "versionrc", "buildid")
    try:
        binary = next(path for path in (folder / "soffice.bin", found) if path.exists()).stat()
        identity = f"{label} {build} {binary.st_size} {binary.st_mtime_ns}"
    except OSError:
        return None
    return Office(program=found, label=label, identity=identity)


def _setting(file: Path, key: str) -> str:
    """Return one value of LibreOffice's own ini files: asking the program itself takes 300 ms each time."""
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return next((line.partition("=")[2].strip() for line in lines if line.startswith(f"{key}=")), "")


@cache
def without_network() -> tuple[str, ...]:
    """Return the words that start a program without any network, or none where the system does not allow it."""
    program = shutil.which(_NAMESPACE[0])
    if program is None or not sys.platform.startswith("linux"):
        return ()
    prefix = (program, *_NAMESPACE[1:])
    try:
        done = subprocess.run([*prefix, "true"], capture_output=True, timeout=10, check=False)  # noqa: S603 — fixed words
    except (OSError, subprocess.SubprocessError):
        return ()
    return prefix if done.returncode == 0 else ()


def lay_out(office: Office, documents: Sequence[Path], folder: Path, limits: Limits) -> LaidOut:
    """Convert documents to PDF and return those that came out; no exit code is trusted.

    Args:
        office: the program.
        documents: staged copies; their names must differ before the dot and hold nothing but ASCII.
        folder: an empty folder for profiles and output; the caller removes it.
        limits: the time one document may take.

    Returns:
        What came out, and which documents the program did not survive.
    """
    session = _Session(office, folder, limits)
    batches = [documents[start : start + BATCH] for start in range(0, len(documents), BATCH)]
    if len(batches) == 1 and len(documents) > 1:
        half = (len(documents) + 1) // 2
        batches = [documents[:half], documents[half:]]
    count = min(_SIDE_BY_SIDE, os.cpu_count() or 1, max(1, len(batches)))
    made: dict[Path, Path] = {}
    with ThreadPoolExecutor(count) as threads:
        futures = [threads.submit(_convert_batch, session, batch) for batch in batches]
        try:
            for future in futures:
                made |= future.result()
        except BaseException:
            session.end()
            raise
    return LaidOut(made=made, stopped=frozenset(session.stopped))


def _convert_batch(session: _Session, documents: Sequence[Path]) -> dict[Path, Path]:
    """Convert a batch; when some are missing, first the suspect alone, then the others."""
    made: dict[Path, Path] = {}
    waiting = list(documents)
    while waiting and not session.ended:
        came, in_time = _call(session, waiting)
        made |= came
        missing = [document for document in waiting if document not in came]
        if len(waiting) == 1 and missing and not in_time:
            session.stopped |= set(missing)
        if len(waiting) == 1 or not missing:
            break
        # Documents are taken in order: where the program died or hung, the first without output is the cause.
        alone = missing[:1] if not in_time else missing
        for document in alone:
            came, in_time = _call(session, [document])
            made |= came
            if not came and not in_time:
                session.stopped.add(document)
        waiting = missing[len(alone) :]
    return made


def _call(session: _Session, documents: Sequence[Path]) -> tuple[dict[Path, Path], bool]:
    """Run the program once; return what it wrote and whether it ended by itself."""
    with session.lock:
        session.calls += 1
        home = session.folder / f"lo-{session.calls}"
    output = home / "hasil"
    output.mkdir(parents=True)
    write_profile(home / "profil")
    seconds = session.limits.seconds + _SECONDS_A_DOCUMENT * (len(documents) - 1)
    in_time = _run(session, _command(session, home, documents), home, seconds)
    made = {
        document: written
        for document in documents
        if (written := output / f"{document.stem}.pdf").is_file() and written.stat().st_size > 0
    }
    return made, in_time


def _command(session: _Session, home: Path, documents: Sequence[Path]) -> list[str]:
    command = [
        *without_network(),
        str(session.office.program),
        f"-env:UserInstallation={(home / 'profil').as_uri()}",
        "--headless",
        "--invisible",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        "--nofirststartwizard",
        "--convert-to",
        "pdf",
        "--outdir",
        str(home / "hasil"),
        *map(str, documents),
    ]
    if os.name != "posix":
        return command
    memory = max(session.limits.memory, _LEAST_MEMORY) >> 10
    return ["/bin/sh", "-c", _LIMITED, "sh", str(memory), str(MAX_OUTPUT_BYTES >> 9), *command]


def _run(session: _Session, command: Sequence[str], home: Path, seconds: float) -> bool:
    temporary = home / "tmp"
    temporary.mkdir()
    environment = {
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "PATH": os.environ.get("PATH", os.defpath),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "SAL_USE_VCLPLUGIN": "svp",
    }
    if os.name != "posix":
        environment = {**os.environ, "TMP": str(temporary), "TEMP": str(temporary)}
    with session.lock:
        if session.ended:
            return False
        process = subprocess.Popen(  # noqa: S603 — the program found above, staged names only
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=home,
            start_new_session=True,
        )
        session.running.add(process)
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    else:
        return code == 0
    finally:
        # The launcher may be gone while the program it started still runs.
        _kill(process)
        process.wait()
        with session.lock:
            session.running.discard(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    try:
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except OSError:
        return
