"""Listens on the local network for uploads from a phone, only where that was asked for: one page, one way in.

It has a port, a thread and secrets of its own, and can do nothing but put a file into the tray.
"""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
import shutil
import socket
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dossier.desk.desk_requests import AskError
from dossier.desk.lan_access import LARGEST_FILE, SCOPE_KEY, LanGuard, UploadPass
from dossier.desk.quiet_server import GRACE, quiet_server
from dossier.errors import EngineError, OutputError
from dossier.wording import size_label

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from dossier.desk.waiting_tray import WaitingTray

LONGEST_UPLOAD: Final = 600.0
"""Seconds that one file may take."""
_PROBE: Final = ("192.0.2.1", 9)
"""An address that belongs to nobody (RFC 5737); choosing the way to it sends nothing."""
_MOST_AT_ONCE: Final = 16
_SPARE: Final = 200 << 20
"""Bytes that must stay free on the disk."""
_LONGEST_NAME: Final = 1_000
_WEB: Final = Path(__file__).parent / "web_phone"
_FILES: Final = {"": "phone.html", "phone.js": "phone.js", "phone.css": "phone.css"}
_KINDS: Final = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
_REFUSED: Final = 422


class OversizeUploadError(AskError):
    """An upload is larger than one may be; the line is closed, for the rest of it would be read for nothing."""


@cache
def _phone_files() -> dict[str, tuple[str, bytes]]:
    """Return address ─► kind and content of the page for phones: these and no others are served."""
    return {
        address: (f"{_KINDS[Path(name).suffix]}; charset=utf-8", (_WEB / name).read_bytes())
        for address, name in _FILES.items()
    }


def lan_address(wanted: str) -> str:
    """Return the address of this computer on its network.

    Args:
        wanted: the one that was named; empty where none was.

    Raises:
        EngineError: there is none, or what was named is no single IPv4 address.
    """
    if wanted:
        try:
            named = ipaddress.IPv4Address(wanted)
        except ValueError:
            named = None
        if named is None or named.is_unspecified or named.is_multicast:
            raise EngineError(f"“{wanted}” bukan alamat IPv4 komputer ini.", hint="Tulis seperti --lan=192.168.1.5")
        return wanted
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_PROBE)
            found: str = probe.getsockname()[0]
        except OSError:
            found = ""
    if not found or ipaddress.IPv4Address(found).is_loopback:
        raise EngineError(
            "Alamat komputer ini di jaringan tidak ditemukan.",
            hint="Sambungkan ke Wi-Fi yang sama dengan ponsel, atau sebut alamatnya: --lan=192.168.1.5",
        )
    return found


class LanListener:
    """One listener on one address of this computer."""

    def __init__(self, address: str, tray: WaitingTray, waiting: Path, came: Callable[[], None]) -> None:
        """Take a free port; nothing is answered before `start`.

        Args:
            address: the IPv4 address to listen on.
            tray: where files go.
            waiting: a private folder for what is still coming.
            came: called after each file.

        Raises:
            OSError: this computer does not have that address.
        """
        self._tray = tray
        self._waiting = waiting
        self._came = came
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            self._socket.bind((address, 0))
        except OSError:
            self._socket.close()
            raise
        self._socket.listen(_MOST_AT_ONCE)
        self.host = f"{address}:{self._socket.getsockname()[1]}"
        self.upload_pass = UploadPass()
        routes = [Route("/berkas", self._receive, methods=["POST"]), Route("/{name}", _page), Route("/", _page)]
        application = Starlette(routes=routes, exception_handlers={AskError: _told, Exception: _failed})
        self._server = quiet_server(LanGuard(application, self.host, self.upload_pass), _MOST_AT_ONCE)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, name="ponsel", daemon=True
        )

    @property
    def address(self) -> str:
        """The address of the page for phones, with the pass."""
        return f"http://{self.host}/{self.upload_pass.code}/"

    def start(self) -> None:
        """Answer from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Answer no longer."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(2.0 * GRACE)
        self._socket.close()

    async def _receive(self, request: Request) -> Response:
        """Take one file: its bytes are the body."""
        name = request.query_params.get("nama", "")[:_LONGEST_NAME]
        code: str = request.scope[SCOPE_KEY]
        self.upload_pass.begin(code)
        length = request.headers.get("content-length", "")
        if length.isascii() and length.isdigit():
            self._check(int(length))
        staged = self._waiting / f"ponsel-{secrets.token_hex(8)}"
        try:
            async with asyncio.timeout(LONGEST_UPLOAD):
                await self._write(request, staged, code)
            kept = await run_in_threadpool(self._tray.receive, name, staged)
        except TimeoutError as error:
            raise AskError("Sambungannya terlalu lambat; berkas tidak diterima.") from error
        finally:
            staged.unlink(missing_ok=True)
        self._came()
        return JSONResponse({"nama": kept})

    async def _write(self, request: Request, staged: Path, code: str) -> None:
        size = 0
        with staged.open("xb") as stream:
            async for chunk in request.stream():
                size += len(chunk)
                self._check(size)
                self.upload_pass.add(code, len(chunk))
                await run_in_threadpool(stream.write, chunk)

    def _check(self, size: int) -> None:
        if size > LARGEST_FILE:
            raise OversizeUploadError(f"Berkas terlalu besar; batasnya {size_label(LARGEST_FILE)}.")
        if size > shutil.disk_usage(self._waiting).free - _SPARE:
            raise AskError("Ruang disk di komputer tidak cukup.")


async def _page(request: Request) -> Response:
    """The page, its script and its style sheet; they say nothing of the workspace."""
    found = _phone_files().get(request.path_params.get("name", ""))
    if found is None:
        return Response("Tidak ada.", 404, media_type="text/plain; charset=utf-8")
    return Response(found[1], media_type=found[0])


async def _told(_request: Request, error: Exception) -> Response:
    """Answer why a file is not taken; such texts name no place of this computer."""
    hint = error.hint if isinstance(error, AskError) else ""
    headers = {"connection": "close"} if isinstance(error, OversizeUploadError) else None
    return JSONResponse({"galat": str(error), "saran": hint}, _REFUSED, headers)


async def _failed(_request: Request, error: Exception) -> Response:
    """Answer that the file could not be kept, without a word about this computer."""
    told = "Komputer tidak dapat menyimpan berkas ini." if isinstance(error, OutputError) else "Kesalahan program."
    return JSONResponse({"galat": told, "saran": "Coba sekali lagi; bila tetap gagal, periksa mejanya."}, 500)
