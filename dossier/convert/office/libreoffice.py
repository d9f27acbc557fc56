"""Finds, starts, batches and stops LibreOffice, with a temporary profile. The only module that calls it."""

from __future__ import annotations

import hashlib
import shutil
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dossier._lazy import lazy
from dossier.convert.office.watch import Watch
from dossier.convert.registry import RECIPES, Recipe
from dossier.convert.run.pool import MAX_OUTPUT_BYTES, Limits
from dossier.model import Media
from dossier.workers import child_processes, landlock, processors, programs, scratch
from dossier.workers.confinement import Confinement, environment, program_home

with lazy():
    from xml.sax import saxutils

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


_SCRIPTING: Final = "/org.openoffice.Office.Common/Security/Scripting"
_UPDATE_CHECK: Final = "/org.openoffice.Office.Jobs/Jobs/org.openoffice.Office.Jobs:Job['UpdateCheck']/Arguments"

_SETTINGS: Final = (
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "DisableActiveContent", "true"),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    (_SCRIPTING, "HyperlinksWithCtrlClick", "true"),
    ("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
    ("/org.openoffice.Office.Common/Misc", "ShowTipOfTheDay", "false"),
    ("/org.openoffice.Office.Common/Load", "UserDefinedSettings", "false"),
    # 2 is "never" in both; links of a document are shown as they were saved.
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "2"),
    ("/org.openoffice.Office.Writer/Content/Update", "Field", "false"),
    ("/org.openoffice.Office.Writer/Content/Update", "Chart", "false"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "2"),
    # 1 is "never recalculate": the sheet shows what its author saw.
    ("/org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode", "1"),
    ("/org.openoffice.Office.Calc/Formula/Load", "ODFRecalcMode", "1"),
    (_UPDATE_CHECK, "AutoCheckEnabled", "false"),
    (_UPDATE_CHECK, "AutoDownloadEnabled", "false"),
    ("/org.openoffice.Office.Java/VirtualMachine", "Enable", "false"),
    ("/org.openoffice.Setup/Office", "ooSetupInstCompleted", "true"),
    ("/org.openoffice.Setup/Product", "ooSetupLastVersion", "99.9"),
)

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
)


def write_profile(folder: Path) -> None:
    """Make a profile in an empty folder."""
    user = folder / "user"
    user.mkdir(parents=True)
    items = "".join(
        f"<item oor:path={saxutils.quoteattr(path)}>"
        f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
        for path, name, value in _SETTINGS
    )
    (user / "registrymodifications.xcu").write_text(f"{_HEAD}{items}</oor:items>\n", encoding="utf-8")


BATCH: Final = 25
"""Documents a call: a start costs a second, a document a tenth; a larger batch loses more when one hangs."""
_PROGRAMS: Final = ("soffice", "libreoffice")
_USUAL_PLACES: Final = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_MODULES: Final = (
    "dossier.convert.office.staging",
    "dossier.convert.office.font_substitution",
    "dossier.convert.office.libreoffice",
    *(RECIPES[media].code[1] for media in (Media.DOCX, Media.XLSX, Media.ODT)),
    "!dossier.convert.office.conversion",
)
"""What has a part in a part made by LibreOffice: staging before it, cleaning after it, the plain layout instead."""
_SIDE_BY_SIDE: Final = 2
_SECONDS_TO_END: Final = 10.0
"""What the program may take to end when all its documents are written."""
_ASKS_TO_BE_STARTED_AGAIN: Final = 81  # EXITHELPER_NORMAL_RESTART
_SECONDS_OF_A_TRIAL: Final = 60.0
_LEAST_MEMORY: Final = 4 << 30
"""Address space that the program reserves by itself, mostly unused."""
_SOCKETS: Final = "/tmp"  # noqa: S108 — where the program makes its socket, whatever TMPDIR says


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An installed LibreOffice: its program, its name for people, and what tells one build from another."""

    program: Path
    label: str
    identity: str

    @property
    def recipe(self) -> Recipe:
        """The recipe of everything that it lays out."""
        return Recipe(name="libreoffice", converter="", modules=_MODULES, engine=self.identity.replace(" ", "_"))


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidOut:
    """Document ─► PDF for each of which one appeared; `stopped` are those on which the program died or was killed.

    A document in neither was refused: it would be refused again. `spent` are the seconds that each took.
    """

    made: Mapping[Path, Path]
    stopped: frozenset[Path]
    spent: Mapping[Path, float]


def _untold(_document: Path) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class _Session:
    """One run over some documents: the processes under way, and whether they are to end."""

    office: Office
    folder: Path
    limits: Limits
    allowed: Mapping[Path, float]
    waits: Callable[[Path], None]
    spent: dict[Path, float] = field(default_factory=dict)
    running: set[programs.Running] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)
    ended: bool = False
    calls: int = 0
    stopped: set[Path] = field(default_factory=set)
    confined: bool = True

    def left(self, document: Path) -> float:
        """Return the seconds that a document has left."""
        return self.allowed[document] - self.spent.get(document, 0.0)

    def end(self) -> None:
        """Kill every process of LibreOffice, and refuse to start further ones."""
        with self.lock:
            self.ended = True
            for running in self.running:
                running.kill()


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


def lay_out(
    office: Office,
    documents: Sequence[Path],
    folder: Path,
    limits: Limits,
    *,
    allowed: Mapping[Path, float] = MappingProxyType({}),
    workers: int | None = None,
    waits: Callable[[Path], None] = _untold,
) -> LaidOut:
    """Convert documents to PDF and return those that came out; no exit code is trusted.

    Args:
        office: the program.
        documents: staged copies; their names must differ before the dot and hold nothing but ASCII.
        folder: an empty folder for profiles and output; the caller removes it.
        limits: the time one document may take where `allowed` does not say it.
        allowed: the seconds that a document may take, all its attempts together.
        workers: how often the program may run at the same time; None is as often as there are processors to use.
        waits: told, from another thread, of a document that is being waited for.

    Returns:
        What came out, which documents the program did not survive, and the seconds that each took.
    """
    seconds = {document: allowed.get(document, limits.seconds) for document in documents}
    session = _Session(office, folder, limits, seconds, waits)
    batches = [documents[start : start + BATCH] for start in range(0, len(documents), BATCH)]
    if len(batches) == 1 and len(documents) > 1:
        half = (len(documents) + 1) // 2
        batches = [documents[:half], documents[half:]]
    count = min(_SIDE_BY_SIDE, workers or processors.usable(), max(1, len(batches)))
    made: dict[Path, Path] = {}
    with ThreadPoolExecutor(count) as threads:
        futures = [threads.submit(_convert_batch, session, batch) for batch in batches]
        try:
            for future in futures:
                made |= future.result()
        except BaseException:
            session.end()
            raise
    return LaidOut(made=made, stopped=frozenset(session.stopped), spent=session.spent)


def _convert_batch(session: _Session, documents: Sequence[Path]) -> dict[Path, Path]:
    """Convert a batch; what is missing afterwards is tried alone while it has time, then the others together."""
    made: dict[Path, Path] = {}
    waiting = list(documents)
    while waiting and not session.ended:
        came, suspect = _call(session, waiting)
        made |= came
        missing = [document for document in waiting if document not in came]
        if not missing:
            break
        # Where the program died or hung, the document at hand is the cause; else it has refused all that are missing.
        alone = missing if suspect is None else [suspect]
        for document in alone:
            made |= _alone(session, document, suspected=suspect is not None, again=len(waiting) > 1)
        waiting = [document for document in missing if document not in alone]
    return made


def _alone(session: _Session, document: Path, *, suspected: bool, again: bool) -> dict[Path, Path]:
    """Try a document once more by itself, within what it has left of its time."""
    came: dict[Path, Path] = {}
    if again and session.left(document) > 0:
        came, suspect = _call(session, [document])
        suspected = suspect is not None
    if not came and suspected:
        session.stopped.add(document)
    return came


def _call(session: _Session, documents: Sequence[Path]) -> tuple[dict[Path, Path], Path | None]:
    """Run the program; return what it wrote, and the document that it died of or that used up its time."""
    made, suspect, code = _call_once(session, documents)
    if made or code is None or session.ended or not session.confined:
        return made, suspect
    if can_confine() and not stands_confinement(session.office):
        # Some are installed in folders that it cannot read then.
        session.confined = False
        made, suspect, _ = _call_once(session, documents)
    return made, suspect


def _call_once(session: _Session, documents: Sequence[Path]) -> tuple[dict[Path, Path], Path | None, int | None]:
    """Run the program once; return what it wrote, the document at fault, and its exit code, None when out of time."""
    with session.lock:
        session.calls += 1
        home = session.folder / f"lo-{session.calls}"
    output = home / "hasil"
    output.mkdir(parents=True)
    write_profile(home / "profil")
    outputs = {document: output / f"{document.stem}.pdf" for document in documents}
    command = _command(session, home, documents)
    watch, code = _watched_run(session, command, home, outputs)
    if code == _ASKS_TO_BE_STARTED_AGAIN:  # with a new profile, always
        watch, code = _watched_run(session, command, home, outputs)
    made = {
        document: written for document, written in outputs.items() if written.is_file() and written.stat().st_size > 0
    }
    missing = [document for document in documents if document not in made]
    if watch.stopped is None and (code == 0 or not missing):
        return made, None, code
    return made, watch.stopped or watch.at_hand or missing[0], None if watch.stopped else code


def _watched_run(
    session: _Session, command: Sequence[str], home: Path, outputs: Mapping[Path, Path]
) -> tuple[Watch, int | None]:
    watch = Watch(outputs, {document: session.left(document) for document in outputs}, session.waits)
    code = _run(session, command, home, watch)
    for document, seconds in watch.spent.items():
        session.spent[document] = session.spent.get(document, 0.0) + seconds
    return watch, code


def can_confine() -> bool:
    """Return whether a program can be confined to folders here."""
    return bool(landlock.abi()) and child_processes.serves()


def is_confined(office: Office) -> bool:
    """Return whether this LibreOffice is confined to its folders here, and works so."""
    return can_confine() and stands_confinement(office)


@cache
def stands_confinement(office: Office) -> bool:
    """Return whether this LibreOffice works confined to its own folder; it is started once a process to find out."""
    with scratch.folder() as folder:
        paper = folder / "uji.txt"
        paper.write_text("uji\n", encoding="ascii")
        limits = Limits(seconds=_SECONDS_OF_A_TRIAL)
        session = _Session(office, folder, limits, {paper: limits.seconds}, _untold)
        made, _, code = _call_once(session, [paper])
        return bool(made) or code is None  # a machine that is too busy says nothing


def _command(session: _Session, home: Path, documents: Sequence[Path]) -> list[str]:
    return [
        str(_binary(session.office)),
        f"-env:UserInstallation={(home / 'profil').as_uri()}",
        *("--headless", "--invisible", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
        *("--convert-to", "pdf", "--outdir", str(home / "hasil")),
        *map(str, documents),
    ]


def _binary(office: Office) -> Path:
    """Return what the launcher starts, where it is: confined, the launcher could not start it a second time."""
    binary = office.program.resolve().with_name("soffice.bin")
    return binary if sys.platform == "linux" and binary.is_file() else office.program


def _run(session: _Session, command: Sequence[str], home: Path, watch: Watch) -> int | None:
    """Run a command under a watch; return its exit code, None where its time was over."""
    temporary = home / "tmp"
    temporary.mkdir(exist_ok=True)
    call = programs.Call(
        command=command,
        environment={
            **environment(str(home)),
            **dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(temporary)),
            "SAL_USE_VCLPLUGIN": "svp",
        },
        folder=home,
        limits=replace(session.limits, memory=max(session.limits.memory, _LEAST_MEMORY), output=MAX_OUTPUT_BYTES),
        confinement=Confinement(
            reads=tuple(watch.spent),
            runs=program_home(session.office.program),
            writes=(home,),
            sockets=(Path(_SOCKETS),),
            files=session.confined,
        ),
    )
    with session.lock:
        if session.ended:
            return None
        running = programs.start(call)
        session.running.add(running)
    seconds = sum(session.left(document) for document in watch.spent) + _SECONDS_TO_END
    try:
        with watch.watching(running.kill):
            return running.wait(seconds)
    finally:
        with session.lock:
            session.running.discard(running)
        _remove_socket(home / "profil")


def _remove_socket(profile: Path) -> None:
    """Remove the socket by which other windows would find the program: confined, it may not remove anything there."""
    if sys.platform == "linux" and child_processes.serves():
        # As the program itself names it (desktop/source/app/officeipcthread.cxx): without leading zeros.
        digest = hashlib.md5(profile.as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
        hexadecimal = "".join(f"{byte:x}" for byte in digest)
        with suppress(OSError):
            name = f"OSL_PIPE_{profile.stat().st_uid}_SingleOfficeIPC_{hexadecimal}"
            (Path(_SOCKETS) / name).unlink()
