"""Builds the units of a fleet on the workers of a Dask scheduler (dask.distributed, the optional extra `armada`).

Here is what runs where the fleet was started; what runs on a worker is in `dask_task`.
"""

from __future__ import annotations

import ipaddress
import logging
import queue
import time
import uuid
import warnings
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import urlsplit

from dossier._lazy import lazy
from dossier.errors import EngineError
from dossier.fleet import dask_task
from dossier.fleet.program_version import program_version
from dossier.fleet.unit_process import Ending, UnitResult, shown
from dossier.state import unit_summaries

with lazy():
    import distributed


if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.fleet.unit_list import FleetUnit
    from dossier.fleet.unit_process import BuildOrder

INSTALL: Final = "Pasang dengan: pip install 'dossier[armada]' (make setup memasangnya juga)."
_CERTIFICATES: Final = (
    "Sebut sertifikat klien dalam pengaturan Dask: DASK_DISTRIBUTED__COMM__TLS__CA_FILE, …__TLS__CLIENT__CERT, dan "
    "…__TLS__CLIENT__KEY (docs/armada.md)."
)
_CONNECT_SECONDS: Final = 30
_AWAY_SECONDS: Final = 300.0
"""How long a scheduler that was there may stay away."""
_MOST_LOSSES: Final = 100
"""How often a scheduler may go away in one run."""
_LOOK: Final = 1.0


class DaskExecutor:
    """Builds on the workers of a scheduler; what a lost worker or a lost scheduler had at hand is built again."""

    def __init__(self, address: str, order: BuildOrder, *, apart: bool) -> None:
        """Connect to the scheduler.

        Args:
            address: `tls://host:port`, or `tcp://` on loopback.
            order: how a build is called; its `cache` is not used, for it is a folder of this computer.
            apart: whether the output goes below the workers' folders of results.

        Raises:
            EngineError: the address may not be used, nobody answers there, or dask.distributed is not installed.
        """
        self._address = address
        self._order = order
        self._apart = apart
        self._run = uuid.uuid4().hex[:12]
        self._generation = 0
        self._losses = 0
        self._alone_since: float | None = None
        self._pending: dict[str, tuple[FleetUnit, distributed.Future[dask_task.PlainResult]]] = {}
        self._ended: queue.SimpleQueue[tuple[str, distributed.Future[dask_task.PlainResult]]] = queue.SimpleQueue()
        security = _security(address)
        with ExitStack() as stack:
            stack.enter_context(_silent())
            self._client = _connected(address, security)
            self._held = stack.pop_all()

    @property
    def threads(self) -> int:
        """How many units the workers that are there now build at a time."""
        workers = self._client.scheduler_info(n_workers=-1)["workers"]
        return sum(int(worker["nthreads"]) for worker in workers.values())

    def submit(self, units: Sequence[FleetUnit]) -> None:
        """Have these units built; see `UnitExecutor`."""
        self._generation += 1
        order = self._order
        futures = self._client.map(
            dask_task.build_unit,
            [unit.key for unit in units],
            # A key of Dask's is never used twice: a worker may still hold the task of that name that was given up.
            key=[(f"dossier-{self._run}-{self._generation}", unit.key) for unit in units],
            pure=False,
            program=program_version(),
            apart=self._apart,
            seconds=float(order.seconds),
            memory=order.memory or 0,
            jobs=order.jobs,
            options=order.options,
        )
        for unit, future in zip(units, futures, strict=True):
            self._pending[unit.key] = (unit, future)
            future.add_done_callback(lambda ended, key=unit.key: self._ended.put((key, ended)))

    def next_ended(self) -> tuple[FleetUnit, UnitResult]:
        """Wait for the next build that ends; see `UnitExecutor`."""
        while True:
            try:
                key, future = self._ended.get(timeout=_LOOK)
            except queue.Empty:
                self._look()
                continue
            unit, current = self._pending.get(key, (None, None))
            if unit is None or future is not current:
                continue  # of a scheduler that is gone; the unit was submitted again
            if future.cancelled():
                self._submit_lost()
                continue
            del self._pending[key]
            return unit, _result(future)

    def stop(self) -> None:
        """End what is running; see `UnitExecutor`."""
        with suppress(OSError, TimeoutError, RuntimeError):
            if self._pending and self._client.status == "running":
                self._client.cancel([future for _, future in self._pending.values()])
        self._pending.clear()
        with suppress(OSError, TimeoutError):
            self._client.close(timeout=_LOOK * 5)
        self._held.close()

    def _look(self) -> None:
        """Look whether what we wait for can still come.

        Raises:
            EngineError: the scheduler stays away, or it has had no worker for the time that a unit may take.
        """
        if self._client.status != "running":
            self._submit_lost()
            return
        try:
            is_alone = not self.threads
        except OSError:  # it is just going away
            return
        if not is_alone:
            self._alone_since = None
            return
        self._alone_since = self._alone_since or time.monotonic()
        if time.monotonic() - self._alone_since > self._order.seconds:
            raise EngineError(
                f"Scheduler {self._address} tidak punya worker selama {self._order.seconds:.0f} detik",
                hint="Jalankan worker (docs/armada.md), lalu ulangi dengan --resume.",
            )

    def _submit_lost(self) -> None:
        """Submit again what the scheduler no longer knows of, once it is back."""
        self._losses += 1
        ends = time.monotonic() + _AWAY_SECONDS
        while self._client.status == "connecting" and time.monotonic() < ends:
            time.sleep(_LOOK / 5)
        while self._client.status != "running":
            if time.monotonic() > ends or self._losses > _MOST_LOSSES:
                raise EngineError(
                    f"Scheduler {self._address} terputus dan tidak kembali",
                    hint="Jalankan scheduler-nya, lalu ulangi dengan --resume.",
                )
            with suppress(EngineError):
                self._client = _connected(self._address, _security(self._address))
        own = self._client
        lost = [unit for unit, future in self._pending.values() if future.cancelled() or future.client is not own]
        if lost:
            self.submit(lost)


def _result(future: distributed.Future[dask_task.PlainResult]) -> UnitResult:
    """Return how a unit came out; what a worker sends is looked at like anything else that is foreign."""
    error = future.exception() if future.status == "error" else None
    if error is None:
        return typed_result(future.result())
    if isinstance(error, distributed.KilledWorker):
        return UnitResult(ending=Ending.STOPPED, said="worker yang menyusunnya berhenti, berulang kali")
    if isinstance(error, (ImportError, AttributeError, TypeError)) or "deserializ" in str(error):
        return UnitResult(ending=Ending.VERSION, said="scheduler atau worker tidak mengenal program ini")
    return UnitResult(ending=Ending.FAILED, said=f"{type(error).__name__} di worker")


def typed_result(value: object) -> UnitResult:
    """Return what a worker sent as a result; of another shape, it comes from another version."""
    if isinstance(value, tuple) and [type(each) for each in value] == [str, int, float, str, bytes]:
        ending, code, seconds, said, summary = cast("dask_task.PlainResult", value)
        with suppress(ValueError):
            told = Ending(ending)
            return UnitResult(
                ending=told, code=code, seconds=seconds, said=shown(said), summary=summary[: unit_summaries.LARGEST + 1]
            )
    return UnitResult(ending=Ending.VERSION, said="worker menjawab dengan cara yang tidak dikenal")


def _connected(address: str, security: distributed.Security) -> distributed.Client:
    try:
        return distributed.Client(
            address, security=security, timeout=_CONNECT_SECONDS, name="dossier-fleet", set_as_default=False
        )
    except (OSError, TimeoutError, ValueError, RuntimeError) as error:
        raise EngineError(
            f"Scheduler {address} tidak menjawab: {str(error).splitlines()[0] if str(error) else 'waktu habis'}",
            hint="Periksa alamat, sertifikat, dan apakah `dask scheduler` berjalan di sana.",
        ) from error


def _security(address: str) -> distributed.Security:
    """Return how to connect to an address.

    Raises:
        EngineError: its scheme is none of ours, it leads out of this computer unencrypted, or certificates are missing.
    """
    parts = urlsplit(address)
    try:
        named = bool(parts.hostname and parts.port)
    except ValueError:
        named = False
    if parts.scheme not in {"tls", "tcp"} or not named:
        raise EngineError(f"Alamat scheduler tidak dapat dipakai: {address}", hint="Bentuknya tls://komputer:8786.")
    if parts.scheme == "tcp" and not _is_loopback(parts.hostname or ""):
        raise EngineError(
            f"Scheduler di komputer lain hanya dengan TLS: {address}",
            hint=f"Pakai tls:// dengan sertifikat klien. {_CERTIFICATES}",
        )
    try:
        # On loopback Dask's own settings decide, which may ask for TLS there too.
        security = distributed.Security(**({"require_encryption": True} if parts.scheme == "tls" else {}))
    except ModuleNotFoundError as error:
        raise EngineError(
            f"--scheduler memerlukan pustaka yang belum terpasang: {error.name or error}", hint=INSTALL
        ) from error
    if parts.scheme == "tls":
        _check_certificates(security)
    return security


def _check_certificates(security: distributed.Security) -> None:
    """See that authority, certificate and key of a client are there; the key may stand in the certificate's file."""
    files = security.get_tls_config_for_role("client")
    known = {"CA_FILE": files["ca_file"], "CLIENT__CERT": files["cert"], "CLIENT__KEY": files["key"] or files["cert"]}
    for name, file in known.items():
        if not file or not Path(file).is_file():
            what = f"berkasnya tidak ada: {file}" if file else "belum disebut"
            raise EngineError(f"Sertifikat TLS ({name}) {what}", hint=_CERTIFICATES)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@contextmanager
def _silent() -> Iterator[None]:
    """Keep the library's own log and warnings, which are English, from the terminal; what matters is told by us."""
    names = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] == "distributed"]
    before = {name: logging.getLogger(name).level for name in names}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", distributed.versions.VersionMismatchWarning)
        for name in names:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        try:
            yield
        finally:
            for name, level in before.items():
                logging.getLogger(name).setLevel(level)
