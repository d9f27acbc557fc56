"""Addresses of the desk about the tray: what waits there, putting it in, and the code by which a phone may upload."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dossier._lazy import lazy
from dossier.desk.desk_requests import AskError
from dossier.desk.lan_access import LARGEST_FILE, MOST_FILES
from dossier.desk.routes import LONGEST_NUMBER, SHA256, SIZES, nothing
from dossier.wording import size_label

with lazy():
    import segno

if TYPE_CHECKING:
    from starlette.requests import Request

    from dossier.desk.background import Background
    from dossier.desk.desk_session import DeskSession
    from dossier.desk.lan_listener import LanListener
    from dossier.desk.sort_items import Shape


class TrayRoutes:
    """The addresses, bound to one session and its listener for phones, if there is one."""

    def __init__(self, session: DeskSession, background: Background, phones: LanListener | None) -> None:
        """Bind."""
        self._session = session
        self._background = background
        self._phones = phones

    def routes(self) -> list[Route]:
        """Return the addresses; the guard of the desk stands around them too."""
        return [
            Route("/gambar-nampan/{size}/{sha256}", self.picture),
            Route("/api/tray", self.tray),
            Route("/api/tray/put", self.put, methods=["POST"]),
            Route("/api/lan", self.lan),
            Route("/api/lan/renew", self.renew, methods=["POST"]),
        ]

    async def picture(self, request: Request) -> Response:
        """A picture of a waiting file, drawn by a limited child."""
        size, sha256 = SIZES.get(request.path_params["size"]), request.path_params["sha256"]
        if size is None or not SHA256.fullmatch(sha256):
            return nothing()
        drawn = await run_in_threadpool(self._session.tray.picture, size, sha256)
        return Response(drawn, media_type="image/jpeg") if drawn is not None else nothing()

    async def tray(self, _request: Request) -> Response:
        """What waits."""
        rows = await run_in_threadpool(self._session.tray.rows)
        return JSONResponse({"berkas": rows, "ponsel": self._phones is not None})

    async def put(self, request: Request) -> Response:
        """Put one waiting file into the evidence, by the key and number that `put_names` gave."""
        key, number = request.query_params.get("kunci", ""), request.query_params.get("nomor", "")
        if not number.isascii() or not number.isdigit() or len(number) > LONGEST_NUMBER:
            raise AskError("Berkas itu belum diberi nama.", hint="Masukkan lagi berkasnya.")
        name = request.query_params.get("nama", "")
        try:
            return JSONResponse(await run_in_threadpool(self._session.put_from_tray, key, int(number), name))
        finally:
            self._background.refresh()

    async def lan(self, _request: Request) -> Response:
        """The code for phones; nothing where phones were not asked for."""
        return JSONResponse(_lan_shape(self._phones))

    async def renew(self, _request: Request) -> Response:
        """Give out another code; the one before it ends."""
        if self._phones is None:
            raise AskError("Meja ini tidak menerima unggahan dari ponsel.", hint="Buka dengan: dossier desk --lan")
        self._phones.upload_pass.renew()
        return JSONResponse(_lan_shape(self._phones))


def _lan_shape(phones: LanListener | None) -> Shape:
    if phones is None:
        return {"ada": False}
    upload_pass = phones.upload_pass
    side, path = qr_path(phones.address)
    return {
        "ada": True,
        "alamat": phones.address,
        "sisa": upload_pass.seconds,
        "terima": upload_pass.files,
        "terbanyak": MOST_FILES,
        "terbesar": size_label(LARGEST_FILE),
        "qr": {"sisi": side, "jalur": path},
    }


def qr_path(text: str) -> tuple[int, str]:
    """Return a QR code (ISO/IEC 18004) as side length in modules with its quiet zone, and the path data of an SVG."""
    code = segno.make_qr(text)
    border = code.default_border_size
    rows = [list(row) for row in code.matrix]
    parts = [
        f"M{column + border} {line + border}h1v1h-1z"
        for line, row in enumerate(rows)
        for column, module in enumerate(row)
        if module
    ]
    return len(rows) + 2 * border, "".join(parts)
