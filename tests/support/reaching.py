"""Functions that a confined child is asked to do, and that tell how far it came."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
from typing import TYPE_CHECKING

from dossier.convert.run.result import Made
from dossier.model import Finding, Severity

if TYPE_CHECKING:
    from pathlib import Path


def text_of(path: Path) -> str:
    """Return what is in a file."""
    return path.read_text(encoding="utf-8")


def writes_beside(path: Path) -> str:
    """Write beside the file that was given, or say that it cannot be done."""
    try:
        path.with_name("tertulis").write_bytes(b"x")
    except OSError as error:
        return type(error).__name__
    return "tertulis"


def connects(path: Path) -> str:
    """Connect to the port of this machine that the file names, or say that it cannot be done."""
    try:
        socket.create_connection(("127.0.0.1", int(path.read_text(encoding="ascii"))), timeout=5).close()
    except OSError as error:
        return type(error).__name__
    return "tersambung"


def variables(_: Path) -> dict[str, str]:
    """Return the environment, as a program that we start would have it."""
    return dict(os.environ)


def parents_variables(path: Path) -> str:
    """Return what the kernel tells of the environment of the process that the file names."""
    try:
        with open(f"/proc/{path.read_text(encoding='ascii')}/environ", "rb") as stream:  # noqa: PTH123 — no file
            return stream.read().decode()
    except OSError as error:
        return type(error).__name__


def dies(_: Path) -> str:
    """End the process."""
    os._exit(9)


def dies_at_bad(path: Path) -> str:
    """End the process when the file is called so."""
    if "buruk" in path.name:
        os._exit(9)
    return path.name


def fails(_: Path) -> str:
    """Fail in a way that nobody thought of."""
    raise StopIteration


def hangs(_: Path) -> str:
    """Never come back."""
    threading.Event().wait()
    raise AssertionError


def eats_memory(_: Path) -> int:
    """Ask for more memory than there may be."""
    return len(bytearray(64 << 30))


def says_too_much(_: Path) -> bytes:
    """Return more than anybody wants to know."""
    return bytes(80 << 20)


def finding(path: Path) -> Finding:
    """Return a dataclass of ours with an enum in it."""
    return Finding(code="uji", severity=Severity.WARNING, subject=path.name, text="uji")


def rogue(_: Path) -> object:
    """Return what runs a program when it is unpickled."""
    return _Rogue()


class _Rogue:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (os.system, ("true",))


def writes_into(source: Path, target: Path) -> Made:
    """Write, as a converter, into the folder that the source names."""
    (target.parent / "boleh").write_bytes(b"x")
    try:
        (source.parent / "tertulis").write_bytes(b"x")
    except OSError as error:
        return Made(pages=1, engine=type(error).__name__)
    return Made(pages=1, engine="tertulis")


def hangs_with_a_child(source: Path, _target: Path) -> Made:
    """Start a program, say its number and ours into the pipe that the source names, and never come back."""
    child = subprocess.Popen(["/bin/sleep", "600"])
    with open(source.read_text(encoding="utf-8"), "w", encoding="ascii") as pipe:  # noqa: PTH123 — a pipe
        pipe.write(f"{os.getpid()}\n{child.pid}\n")
    threading.Event().wait()
    raise AssertionError
