"""A Dask scheduler and its workers as processes on loopback, as an operator starts them, and certificates for TLS."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

import dask
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from dossier.fleet import dask_task
from tests.support import wait

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

REPOSITORY = Path(__file__).parents[2]
PROGRAM = "program.py"
"""In a unit's folder: what a worker runs instead of a build of it."""
_FAKE = f"""
import os, sys
from dossier.fleet.unit_process import UnitProcess
UnitProcess.command = lambda self, unit, out: [
    sys.executable, "-c",
    "import os, runpy, sys; os.chdir(sys.argv[1]); runpy.run_path({PROGRAM!r})", os.fspath(unit.folder),
]
"""
_SIGNED = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


@dataclass
class DaskProcesses:
    """A scheduler and what works for it; `logs` takes what they say."""

    scheme: str
    logs: Path
    variables: Mapping[str, str]
    address: str = ""
    scheduler: subprocess.Popen[bytes] | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start_scheduler(self) -> None:
        """Start the scheduler, at the address that it had before if it had one."""
        file = self.logs / "scheduler.json"
        file.unlink(missing_ok=True)
        port = self.address.rpartition(":")[2] or "0"
        place = ["--host", f"{self.scheme}://127.0.0.1", "--port", port, "--scheduler-file", str(file)]
        self.scheduler = self._started("scheduler", *place, "--no-dashboard", "--no-show")
        wait.until(lambda: file.is_file() and file.read_bytes().endswith(b"}"), 60)
        self.address = json.loads(file.read_text(encoding="utf-8"))["address"]

    def start_worker(self, root: Path, *, fake: bool = True, **variables: str) -> subprocess.Popen[bytes]:
        """Start a worker for one unit at a time; a fake one runs `program.py` of a unit instead of building it."""
        preload = self.logs / "fake.py"
        preload.write_text(_FAKE, encoding="utf-8")
        options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1", "--local-directory"]
        options += [str(self.logs), *(["--preload", str(preload)] if fake else [])]
        self.workers.append(
            self._started("worker", self.address, *options, **{dask_task.ROOT_VARIABLE: str(root)}, **variables)
        )
        return self.workers[-1]

    def stop(self) -> None:
        """Kill all of them: a worker that is asked to end while its scheduler goes waits half a minute for it."""
        for process in (*self.workers, self.scheduler):
            if process is not None:
                process.kill()
                process.wait()

    def _started(self, name: str, *options: str, **variables: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{name}", *options]
        path = os.pathsep.join(filter(None, (str(REPOSITORY), os.environ.get("PYTHONPATH"))))
        environment = {**os.environ, "PYTHONPATH": path, **self.variables, **variables}
        with (self.logs / f"{name}.log").open("ab") as log:
            return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment)


@contextmanager
def running(logs: Path, *, scheme: str = "tcp", variables: Mapping[str, str] | None = None) -> Iterator[DaskProcesses]:
    """Run a scheduler; end it and its workers afterwards."""
    logs.mkdir(parents=True, exist_ok=True)
    processes = DaskProcesses(scheme, logs, variables or {})
    try:
        processes.start_scheduler()
        yield processes
    finally:
        processes.stop()


@contextmanager
def settings(variables: Mapping[str, str]) -> Iterator[None]:
    """Let Dask in this process read its settings as if its environment were this."""
    import_module("distributed")  # it adds its defaults to the settings
    names = ((name.removeprefix("DASK_").lower().replace("__", "."), value) for name, value in variables.items())
    with dask.config.set({name.replace("_", "-"): value for name, value in names}):
        yield


def certificates(folder: Path) -> dict[str, str]:
    """Make an authority and one certificate that it signs; return the variables by which Dask finds them."""
    folder.mkdir()
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority = _signed("Otoritas Contoh", authority_key, "Otoritas Contoh", authority_key)
    certificate = _signed("armada.contoh", key, "Otoritas Contoh", authority_key)
    written = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(authority.public_bytes(written))
    (folder / "cert.pem").write_bytes(certificate.public_bytes(written))
    secret = key.private_bytes(written, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(secret)
    roles = {
        f"DASK_DISTRIBUTED__COMM__TLS__{role}__{what}": str(folder / f"{what.lower()}.pem")
        for role in ("CLIENT", "SCHEDULER", "WORKER")
        for what in ("CERT", "KEY")
    }
    return {"DASK_DISTRIBUTED__COMM__TLS__CA_FILE": str(folder / "ca.pem"), **roles}


def _signed(
    name: str, key: ec.EllipticCurvePrivateKey, by: str, by_key: ec.EllipticCurvePrivateKey
) -> x509.Certificate:
    subject, issuer = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, each)]) for each in (name, by))
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_SIGNED)
        .not_valid_after(_SIGNED + dt.timedelta(days=36500))
        .add_extension(x509.BasicConstraints(ca=key is by_key, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(by_key, hashes.SHA256())
    )
