"""One build at a time in `build/`, one writer at a time in `plan/`.

A lock does not reach from one computer to another over every network share; there the lease tells two builds apart: a
file beside the lock that names its holder and counts holders. A build that finds a fresh lease of another computer
stops. One that has grown old is taken over; its first holder finds that out when it looks again right before it
publishes, and stops.
"""

from __future__ import annotations

import os
import platform
import time
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dossier.errors import BusyError
from dossier.state import files, store
from dossier.state.publishing import writing
from dossier.workers.system import try_lock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from dossier.progress import Progress, Step, Work

LOCK_NAME: Final = ".kunci"
LEASE_NAME: Final = ".sewa"
_SCHEMA: Final = "dossier.sewa/1"
_LOCK_ATTEMPTS: Final = 20
_LOCK_PAUSE: Final = 0.05
"""Seconds between two attempts, before somebody is told that another build is at work."""
LEASE_SECONDS: Final = 600
"""How long another computer's lease is believed without a sign of life, by the clock of the share."""
_RENEWED_EVERY: Final = 60.0
_BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class _Holder:
    """Who is at work: computer, its present run since it was switched on, process, and the count of leases."""

    host: str
    boot: str
    process: int
    counter: int

    def is_elsewhere(self) -> bool:
        """Tell whether it is on another computer; on this one the lock decides."""
        return self.host != platform.node() and (not self.boot or self.boot != _boot())


@dataclass(slots=True)
class Lease:
    """The right to publish into a folder, as long as nobody on another computer has taken it over."""

    folder: Path
    holder: _Holder
    renewed: float = field(default_factory=time.monotonic)

    def confirm(self) -> None:
        """Look whether the lease is still ours; to be called right before publishing.

        Raises:
            BusyError: it was taken over.
        """
        found = _read(self.folder)
        if found != self.holder:
            raise _busy(self.folder, found)

    def renew(self) -> None:
        """Show a sign of life now and then; a lease that is gone or cannot be touched is found out by `confirm`."""
        if time.monotonic() - self.renewed > _RENEWED_EVERY:
            self.renewed = time.monotonic()
            with suppress(OSError):
                os.utime(self.folder / LEASE_NAME)


def renewing(lease: Lease, progress: Progress) -> Progress:
    """Return a progress that renews a lease with each step."""

    @contextmanager
    def watched(work: Work, total: int, /) -> Iterator[Step]:
        with progress(work, total) as step:

            def told(amount: int, name: str = "", /) -> None:
                lease.renew()
                step(amount, name)

            yield told

    return watched


@contextmanager
def lock(folder: Path) -> Iterator[Lease]:
    """Hold `folder` for one build; the kernel releases the lock even when the process is killed.

    A child that was being started when its build was killed holds it for some milliseconds more.

    Raises:
        BusyError: another build is at work there.
        OutputError: the folder cannot be written.
    """
    with writing(folder):
        handle = (folder / LOCK_NAME).open("wb")
    with handle:
        _wait_for(handle, folder)
        with writing(folder):
            holder = _next_holder(folder)
        try:  # Ctrl-C may come at any moment, also when the lease has just been written
            with writing(folder):
                store.keep(folder / LEASE_NAME, _SCHEMA, asdict(holder), durable=True)
            yield Lease(folder, holder)
        finally:
            if _read(folder) == holder:
                (folder / LEASE_NAME).unlink(missing_ok=True)


def _wait_for(handle: BinaryIO, folder: Path) -> None:
    for attempt in range(_LOCK_ATTEMPTS):
        if try_lock(handle):
            return
        if attempt + 1 < _LOCK_ATTEMPTS:
            time.sleep(_LOCK_PAUSE)
    raise _busy(folder, None)


def _next_holder(folder: Path) -> _Holder:
    """Return who holds the folder next: this process, unless another computer is at work there."""
    found = _read(folder)
    if found is not None and found.is_elsewhere():
        age = files.file_time(folder) - (folder / LEASE_NAME).lstat().st_mtime_ns
        if age < LEASE_SECONDS * 10**9:
            raise _busy(folder, found)
    return _Holder(platform.node(), _boot(), os.getpid(), found.counter + 1 if found is not None else 1)


def _read(folder: Path) -> _Holder | None:
    return store.recall(folder / LEASE_NAME, _Holder, _SCHEMA)


def _boot() -> str:
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _busy(folder: Path, holder: _Holder | None) -> BusyError:
    hint = "Tunggu sampai selesai, lalu ulangi."
    who = "Proses lain"
    if holder is not None and holder.is_elsewhere():
        who = f"Komputer {holder.host}"
        hint = (
            f"{hint} Bila komputer itu sudah mati, kunci ini berakhir sendiri dalam {LEASE_SECONDS // 60} menit, "
            f"atau hapus {folder / LEASE_NAME}."
        )
    return BusyError(f"{who} sedang menyusun dossier di {folder}", path=folder, hint=hint)
