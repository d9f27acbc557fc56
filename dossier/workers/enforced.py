"""Tests in a child which protections this machine enforces on children; for `dossier doctor`."""

from __future__ import annotations

import os
import socket
import sys
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from dossier.workers import child_processes, landlock, scratch
from dossier.workers.confinement import leave_network
from dossier.workers.limited import Failure, read_limited

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What a child could do that it must not; `isolated` tells whether it has a network of its own."""

    writes: bool
    reads: bool
    connects: bool
    isolated: bool
    sees_environment: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """A protection, how it is enforced here (None: it is not), and what holds without it; texts are in Indonesian.

    With `partly`, only what `state` says of it is enforced, and `lost` holds too.
    """

    name: str
    purpose: str
    state: str | None
    lost: str
    partly: bool = False


def try_to_reach(allowed: Path, outside: Path, port: int, names: frozenset[str]) -> Reach:
    """Try, in a confined child, what it must not be able to do.

    Args:
        allowed: the file that it was given, which has to be readable.
        outside: a folder with a file `rahasia` in it.
        port: where this machine listens.
        names: the environment variables of the parent that are nobody's business.
    """
    allowed.read_bytes()
    return Reach(
        writes=_works(lambda: (outside / "tertulis").write_bytes(b"x")),
        reads=_works((outside / "rahasia").read_bytes),
        connects=_works(lambda: socket.create_connection(("127.0.0.1", port), timeout=_SECONDS).close()),
        isolated=leave_network(),
        sees_environment=not names.isdisjoint(os.environ),
    )


def _works(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except OSError:
        return False
    return True


def reach() -> Reach | Failure:
    """Return what a confined child can reach on this machine, tested in one."""
    with scratch.folder() as folder, socket.create_server(("127.0.0.1", 0)) as server:
        (folder / "rahasia").write_bytes(b"x")
        allowed = folder / "boleh"
        allowed.mkdir()
        file = allowed / "berkas"
        file.write_bytes(b"x")
        kept = {"PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TZ", "OMP_THREAD_LIMIT"}
        names = frozenset(os.environ) - kept
        attempt = partial(try_to_reach, outside=folder, port=server.getsockname()[1], names=names)
        return read_limited(attempt, file)


def protections() -> tuple[Protection, ...]:
    """Return every protection of children that open foreign files, enforced here or not."""
    found = reach()
    if not isinstance(found, Reach):
        found = Reach(writes=True, reads=True, connects=True, isolated=False, sees_environment=True)
    version = landlock.abi()
    return (
        Protection(
            name="batas waktu, memori",
            purpose="berkas yang membuat pembacanya macet atau membengkak gagal sendiri",
            state="hanya waktu" if sys.platform == "win32" else "ada",
            lost="satu berkas dapat menghabiskan memori komputer",
            partly=sys.platform == "win32",
        ),
        Protection(
            name="folder tertutup",
            purpose="pembaca berkas hanya membaca bukti dan menulis foldernya sendiri",
            state=None if found.writes or found.reads else f"Landlock {version}",
            lost="pembaca berkas dapat membaca dan menulis berkas lain (perlu Linux 5.19 atau lebih baru)",
        ),
        Protection(
            name="jaringan tertutup",
            purpose="pembaca berkas tidak dapat menghubungi apa pun, juga tidak komputer ini sendiri",
            state=None if found.connects else "ada" if found.isolated else "hanya TCP",
            lost="jaringan pembaca berkas tidak tertutup; LibreOffice hanya lewat setelan profilnya",
        ),
        Protection(
            name="lingkungan tertutup",
            purpose="pembaca berkas tidak melihat variabel lingkungan pengguna",
            state=None if found.sees_environment else "ada",
            lost="pembaca berkas melihat variabel lingkungan pengguna",
        ),
        Protection(
            name="ikut berakhir",
            purpose="bila dossier dihentikan paksa, semua proses anaknya ikut berhenti",
            state="ada" if child_processes.serves() else None,
            lost="program seperti LibreOffice dapat berjalan terus sampai selesai sendiri",
        ),
    )
