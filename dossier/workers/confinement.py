"""Limits and confinement of a child that opens foreign input.

Limits: wall clock and CPU time (seconds), memory and output (bytes). Confinement: fixed environment, listed folders, no
network. Each protection is applied where the system offers it; `enforced` tests which ones hold, and `dossier doctor`
prints that.
"""

from __future__ import annotations

import ctypes
import logging
import os
import shutil
import signal
import site
import sys
import sysconfig
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dossier.workers import landlock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


NO_HOME: Final = "/nonexistent"
"""Home of a child that keeps no files; never made."""
_CLONE_NEW_USER: Final = 0x10000000
_CLONE_NEW_NETWORK: Final = 0x40000000
_CAPABILITY_VERSION: Final = 0x20080522
_OVER_FILES: Final = 0b1111  # CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER
_SYSTEM: Final = (
    *("/usr", "/lib", "/lib32", "/lib64", "/libx32", "/bin", "/sbin", "/opt", "/nix", "/gnu", "/snap"),
    *("/etc/alternatives", "/etc/fonts", "/etc/libreoffice", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/localtime"),
    *("/etc/locale.alias", "/etc/mime.types", "/etc/nsswitch.conf", "/etc/passwd", "/var/cache/fontconfig"),
    *("/etc/group", "/proc", "/sys/devices/system/cpu", "/var/lib/libreoffice", "/var/spool/libreoffice"),
)
"""Programs, libraries, fonts and what these read of the system; nothing here belongs to a user."""
_DEVICES: Final = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
_DEVICE_RIGHTS: Final = landlock.ONLY_READ | landlock.WRITE_FILE
_WINDOWS: Final = (
    *("COMSPEC", "PATHEXT", "PROGRAMDATA", "PROGRAMFILES", "PROGRAMFILES(X86)", "SYSTEMDRIVE", "SYSTEMROOT", "WINDIR"),
    *("NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE"),
)
"""Variables without which programs do not start on Windows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confinement:
    """Folders that a child may read or write besides programs and libraries.

    `reads`: files and folders that it may read; `runs`: those that it may also execute from; `writes`: folders that it
    may also write in, the first of which is its home; `sockets`: folders in which it may make UNIX sockets.
    With `files` off only the environment and the network are closed.
    """

    reads: tuple[Path, ...] = ()
    runs: tuple[Path, ...] = ()
    writes: tuple[Path, ...] = ()
    sockets: tuple[Path, ...] = ()
    files: bool = True

    @property
    def home(self) -> str:
        """The folder that HOME names in the child."""
        return os.fspath(self.writes[0].absolute()) if self.writes else NO_HOME


def environment(home: str) -> dict[str, str]:
    """Return the whole environment of a child that opens foreign input; nothing else of ours is passed on."""
    variables = {
        "PATH": os.environ.get("PATH") or os.defpath,
        "HOME": home,
        "TMPDIR": home if home != NO_HOME else tempfile.gettempdir(),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "OMP_THREAD_LIMIT": "1",  # tesseract: two children are at work already
    }
    if sys.platform == "win32":
        variables |= {name: os.environ[name] for name in _WINDOWS if name in os.environ}
        variables |= {"TEMP": variables["TMPDIR"], "TMP": variables["TMPDIR"], "USERPROFILE": home}
    return variables


def take_environment(variables: Mapping[str, str]) -> None:
    """Make `variables` the whole environment of this process, for Python too."""
    os.environ.clear()
    os.environ.update(variables)
    tempfile.tempdir = variables["TMPDIR"]


def confine(confinement: Confinement) -> None:
    """Confine this process and all its future children.

    Where the kernel has no Landlock, the process goes on with its other limits: `enforced` says so.
    """
    take_environment(environment(confinement.home))
    leave_network()
    if confinement.files and landlock.abi():
        with suppress(OSError):
            landlock.restrict(_rules(confinement))
    if sys.platform == "linux":
        _drop_capabilities()


def enter(confinement: Confinement, limits: Limits) -> None:
    """Make this process a child that opens foreign files: confined, limited and silent."""
    confine(confinement)
    logging.disable(logging.CRITICAL)
    be_silent()
    limit_process(limits)


def be_silent() -> None:
    """Close the output: what libraries say of hostile files is no message to the user."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    # C libraries write to the descriptors themselves.
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _rules(confinement: Confinement) -> Iterator[tuple[Path, int]]:
    for path in (*program_folders(), *confinement.runs):
        yield path, landlock.READ
    for path in confinement.reads:
        yield path, landlock.ONLY_READ
    for path in confinement.writes:
        yield path, landlock.file_rights(landlock.abi()) & ~landlock.EXECUTE
    for path in confinement.sockets:
        yield path, landlock.MAKE_SOCKET
    for name in _DEVICES:
        yield Path(name), _DEVICE_RIGHTS


@cache
def program_folders() -> tuple[Path, ...]:
    """Return where programs and libraries are: the system's, Python's and ours; no folder of the user's documents."""
    python = {sys.prefix, sys.base_prefix, *sysconfig.get_paths().values(), *site.getsitepackages()}
    python |= {name for name in sys.path if Path(name).name in {"site-packages", "dist-packages"}}
    ours = Path(__file__).resolve().parents[1]
    programs = {folder for folder in os.get_exec_path() if Path(folder).is_absolute()}
    return tuple(dict.fromkeys((*map(Path, _SYSTEM), ours, *map(Path, sorted(python | programs)))))


_left: list[bool] = []


def leave_network() -> bool:
    """Move this process into a network of its own, in which nothing can be reached; return whether it is in one.

    It is inherited, so the server of children does it once for all of them. A process with threads cannot, and some
    systems do not allow it.
    """
    if not _left and sys.platform == "linux":
        _left.append(_unshare())
    return bool(_left and _left[0])


def _unshare() -> bool:
    user, group = os.getuid(), os.getgid()
    library = ctypes.CDLL(None, use_errno=True)
    # An administrator needs no user namespace, and would lose in it the right to read everybody's files.
    if library.unshare(_CLONE_NEW_NETWORK) == 0:
        return True
    if library.unshare(_CLONE_NEW_USER | _CLONE_NEW_NETWORK) != 0:
        return False
    # The same numbers as outside, so that files keep their owner.
    with suppress(OSError):
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    with suppress(OSError):
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")
    return True


def _drop_capabilities() -> None:
    """Keep, of an administrator's rights, those over files: with the others a child could look into other processes."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    data = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable of numbers below 32, then of those above
    library = ctypes.CDLL(None)
    if library.capget(header, data) == 0:
        for index, kept in enumerate((_OVER_FILES, _OVER_FILES, 0, 0, 0, 0)):
            data[index] &= kept
        library.capset(header, data)


def program_home(program: Path) -> tuple[Path, ...]:
    """Return the folders that an outside program runs from: its own, and the one above where that is its tree."""
    found = shutil.which(program) or program
    folder = Path(found).resolve().parent
    return (folder, folder.parent) if folder.name in {"bin", "program"} else (folder,)


if sys.platform != "win32":  # there, the time limit of the parent still holds
    import resource

MAX_OUTPUT_BYTES: Final = 1 << 30
"""No part of one evidence file may be larger than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of a task: wall clock in seconds, memory and size of a written file in bytes."""

    seconds: float = 120.0
    memory: int = 2 << 30
    output: int = MAX_OUTPUT_BYTES


def limit_process(limits: Limits) -> None:
    """Apply the limits to this process; its children cannot raise them."""
    # A worker that is stopped must go at once, also when it is deep inside a C library.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    limit_resources(limits)


def limit_resources(limits: Limits) -> None:
    """Set the limits of address space and of written files for this process and for what it starts."""
    if sys.platform == "win32":
        return
    for kind, amount in ((resource.RLIMIT_AS, limits.memory), (resource.RLIMIT_FSIZE, limits.output)):
        _, hard = resource.getrlimit(kind)
        ceiling = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(kind, (ceiling, ceiling))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_task(limits: Limits) -> None:
    """Allow the task that starts now so much processor time; what the worker used before does not count."""
    if sys.platform == "win32":
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    allowed = int(usage.ru_utime + usage.ru_stime + limits.seconds) + 2
    if hard == resource.RLIM_INFINITY or allowed <= hard:
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, hard))


def limit_memory_of(process: int, size: int) -> None:
    """Limit the address space of a running process of ours, in bytes; only on Linux.

    Its children begin with the same limit and may raise it to their own.

    Raises:
        OSError: there is no such process.
    """
    if sys.platform == "linux":
        _, most = resource.prlimit(process, resource.RLIMIT_AS)
        resource.prlimit(process, resource.RLIMIT_AS, (size, most))
