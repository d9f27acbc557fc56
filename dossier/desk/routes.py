"""Every address of the desk, and what it answers. Reads bodies, calls the session, turns errors into answers."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from dossier.audit import legend
from dossier.desk import access
from dossier.desk.desk_requests import AskError, DecisionAsked, NamesAsked, NoteAsked, RenameAsked
from dossier.desk.desk_session import LARGE, SMALL
from dossier.desk.excerpts import excerpt_of
from dossier.desk.told_errors import told_error
from dossier.errors import BusyError, DossierError, EvidenceError, OutputError
from dossier.plan.pins_file import ChangedElsewhereError
from dossier.state import files, typed_json

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from starlette.requests import Request

    from dossier.desk.access import DeskKeys
    from dossier.desk.background import Background
    from dossier.desk.desk_session import DeskSession

T = TypeVar("T")

LARGEST_BODY: Final = 1_000_000
"""Bytes of a question of the page; a decision about 2,000 files has 300,000."""
LONGEST_NUMBER: Final = 4
"""Digits of the number of a file among those that come together."""
_WEB: Final = Path(__file__).parent / "web"
_KINDS: Final = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
SHA256: Final = re.compile(r"[0-9a-f]{64}")
_CHUNK: Final = 1 << 16
SIZES: Final = {"kecil": SMALL, "besar": LARGE}
_STATUS: Final = (
    (AskError, 404),
    (ChangedElsewhereError, 409),
    (BusyError, 423),
    (EvidenceError, 503),
    (OutputError, 507),
)
_REFUSED: Final = 422


@cache
def web_files() -> dict[str, tuple[str, bytes]]:
    """Return name ─► kind and content of the files of the page: these and no others are served from the disk."""
    found = sorted(path for path in _WEB.iterdir() if path.suffix in _KINDS)
    texts = {path.name: path.read_bytes() for path in found} | {"states.css": _state_colours().encode("ascii")}
    return {name: (f"{_KINDS[Path(name).suffix]}; charset=utf-8", text) for name, text in texts.items()}


def _state_colours() -> str:
    """Return the colours of the states for light screens; on dark ones signs and words stand alone."""
    rules = (f".s-{state} {{ background: {look.ground}; color: {look.ink}; }}" for state, look in legend.STATES.items())
    return "@media (prefers-color-scheme: light) {\n" + "\n".join(rules) + "\n}\n"


class DeskRoutes:
    """The addresses, bound to one session."""

    def __init__(
        self,
        session: DeskSession,
        background: Background,
        keys: DeskKeys,
        port: int,
        stop: Callable[[], None],
        more: Sequence[Route] = (),
    ) -> None:
        """Bind; `stop` ends the server, `more` are addresses that other modules answer."""
        self._more = more
        self._session = session
        self._background = background
        self._keys = keys
        self._port = port
        self._stop = stop

    def application(self) -> Starlette:
        """Return the application, without the guard around it."""
        routes = [
            Route("/", self.page),
            Route(access.ENTRY_PATH, self.enter),
            Route("/laman/{name}", self.web_file),
            Route("/gambar/{size}/{sha256}", self.picture),
            Route("/api/plan", self.plan),
            Route("/api/files", self.file_list),
            Route("/api/file", self.detail),
            Route("/api/search", self.search),
            Route("/api/download", self.download),
            Route("/api/decide", self.decide, methods=["POST"]),
            Route("/api/undo", self.undo, methods=["POST"]),
            Route("/api/redo", self.redo, methods=["POST"]),
            Route("/api/put/names", self.put_names, methods=["POST"]),
            Route("/api/put", self.put, methods=["POST"]),
            Route("/api/status", self.status),
            Route("/api/assess", self.assess, methods=["POST"]),
            Route("/api/note", self.note, methods=["POST"]),
            Route("/api/rename", self.rename, methods=["POST"]),
            Route("/api/stop", self.stop, methods=["POST"]),
            *self._more,
        ]
        return Starlette(routes=routes, exception_handlers={DossierError: _told, Exception: _failed})

    async def page(self, _request: Request) -> Response:
        """The page; it holds nothing of the workspace."""
        return _web_response("desk.html")

    async def enter(self, _request: Request) -> Response:
        """Give the browser its cookie, and the page its key; a script of ours then goes to `/`, so nothing stays."""
        kind, text = web_files()["enter.html"]
        body = text.replace(b"{{ kunci }}", self._keys.page.encode("ascii"))
        return Response(body, media_type=kind, headers={"set-cookie": access.set_cookie(self._port, self._keys)})

    async def web_file(self, request: Request) -> Response:
        """A style sheet or script of ours."""
        name = request.path_params["name"]
        return _web_response(name) if name in web_files() and not name.endswith(".html") else nothing()

    async def picture(self, request: Request) -> Response:
        """A picture that a limited child drew; never the file itself."""
        size, sha256 = SIZES.get(request.path_params["size"]), request.path_params["sha256"]
        if size is None or not SHA256.fullmatch(sha256):
            return nothing()
        drawn = await run_in_threadpool(self._session.picture, size, sha256)
        return Response(drawn, media_type="image/jpeg") if drawn is not None else nothing()

    async def plan(self, _request: Request) -> Response:
        """The plan for choosing."""
        return JSONResponse(await run_in_threadpool(self._session.plan))

    async def file_list(self, _request: Request) -> Response:
        """Every file."""
        return JSONResponse(await run_in_threadpool(self._session.files))

    async def detail(self, request: Request) -> Response:
        """One file with what it may be."""
        path = request.query_params.get("letak", "")
        told = await run_in_threadpool(self._session.detail, path)
        file = self._session.file(path)
        return JSONResponse({**told, "kutipan": await run_in_threadpool(excerpt_of, self._session.workspace, file)})

    async def search(self, request: Request) -> Response:
        """Places of the plan by words."""
        words = request.query_params.get("kata", "")[:200]
        return JSONResponse(await run_in_threadpool(self._session.find, words))

    async def download(self, request: Request) -> Response:
        """An evidence file as it is, to be saved and opened by another program: never shown by the browser."""
        file = await run_in_threadpool(self._session.file, request.query_params.get("letak", ""))
        place = files.inside(self._session.workspace.evidence, file.disk_path)
        if place is None or not files.is_plain_file(place):
            raise AskError(f"“{file.path}” tidak dapat dibuka.", hint="Periksa folder evidence/.")
        headers = {"content-disposition": "attachment"}
        return StreamingResponse(_bytes_of(place), media_type="application/octet-stream", headers=headers)

    async def decide(self, request: Request) -> Response:
        """Write a decision."""
        asked = await body_of(request, DecisionAsked)
        return await self._changed(lambda: self._session.decide(asked))

    async def undo(self, _request: Request) -> Response:
        """Take back the last step."""
        return await self._changed(self._session.undo)

    async def redo(self, _request: Request) -> Response:
        """Do once more what was undone last."""
        return await self._changed(self._session.redo)

    async def put_names(self, request: Request) -> Response:
        """The paths that new files would get."""
        asked = await body_of(request, NamesAsked)
        return JSONResponse(await run_in_threadpool(self._session.propose, asked))

    async def put(self, request: Request) -> Response:
        """Put one file into the evidence: its bytes are the body; by the key and number that `put_names` gave."""
        key, number = request.query_params.get("kunci", ""), request.query_params.get("nomor", "")
        if not number.isascii() or not number.isdigit() or len(number) > LONGEST_NUMBER:
            raise AskError("Berkas itu belum diberi nama.", hint="Masukkan lagi berkasnya.")
        length = request.headers.get("content-length", "")
        size = int(length) if length.isascii() and length.isdigit() else None
        staged = await run_in_threadpool(self._session.uploads.begin, key, int(number), size)
        try:
            await self._receive(request, staged)
            return await self._changed(lambda: self._session.put(key, int(number), staged))
        finally:
            staged.unlink(missing_ok=True)

    async def _receive(self, request: Request, staged: Path) -> None:
        """Write a body to a file as it comes; ends at the limit."""
        size = 0
        with staged.open("xb") as stream:
            async for chunk in request.stream():
                size += len(chunk)
                self._session.uploads.check_size(size)
                await run_in_threadpool(stream.write, chunk)

    async def _changed(self, change: Callable[[], dict[str, object]]) -> Response:
        try:
            return JSONResponse(await run_in_threadpool(change))
        finally:
            self._background.refresh()

    async def status(self, _request: Request) -> Response:
        """The state of the plan as it was assessed last."""
        return JSONResponse(await run_in_threadpool(self._session.status))

    async def assess(self, _request: Request) -> Response:
        """Assess anew; that it is done comes by events."""
        self._background.assess()
        return JSONResponse({})

    async def note(self, request: Request) -> Response:
        """Write who takes care of a slot and what is being done."""
        asked = await body_of(request, NoteAsked)
        return await self._changed(lambda: self._session.write_note(asked))

    async def rename(self, request: Request) -> Response:
        """Give a file its coded name, or say which that would be."""
        asked = await body_of(request, RenameAsked)
        return await self._changed(lambda: self._session.rename(asked))

    async def stop(self, _request: Request) -> Response:
        """Close the desk."""
        self._stop()
        return JSONResponse({})


async def body_of(request: Request, shape: type[T]) -> T:
    """Return the body of a question as a value.

    Raises:
        AskError: it is larger than any page sends, or not of this shape.
    """
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > LARGEST_BODY:
            raise AskError("Permintaan terlalu besar.", hint="Pilih lebih sedikit berkas sekaligus.")
    try:
        return typed_json.parse(bytes(data), shape)
    except ValueError as error:
        raise AskError("Permintaan tidak dipahami.", hint="Muat ulang laman ini.") from error


async def _told(_request: Request, error: Exception) -> Response:
    """Answer with what went wrong and what to do."""
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), _REFUSED)
    assert isinstance(error, DossierError)  # noqa: S101 — registered for that kind
    return JSONResponse(told_error(error), status)


async def _failed(_request: Request, error: Exception) -> Response:
    """Answer that the program itself failed."""
    text = f"Kesalahan program: {type(error).__name__}: {error}"
    return JSONResponse({"galat": text, "saran": "Muat ulang laman ini; keputusan sebelumnya tersimpan."}, 500)


def _web_response(name: str) -> Response:
    kind, data = web_files()[name]
    return Response(data, media_type=kind)


def nothing() -> Response:
    """Return the answer about what is not there."""
    return Response("Tidak ada.", 404, media_type="text/plain; charset=utf-8")


async def _bytes_of(place: Path) -> AsyncIterator[bytes]:
    descriptor = await run_in_threadpool(files.open_unfollowed, place)
    with open(descriptor, "rb") as stream:  # noqa: PTH123, ASYNC230 — a descriptor; each read is in a thread
        while data := await run_in_threadpool(stream.read, _CHUNK):
            yield data
