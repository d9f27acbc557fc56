"""Addresses of the desk about single pages: of a PDF of evidence, and of the last dossier beside it, as pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dossier import convert
from dossier.desk.desk_session import LARGE
from dossier.desk.last_edition import LastEdition
from dossier.desk.routes import SHA256, nothing
from dossier.state.publishing import writing

if TYPE_CHECKING:
    from starlette.requests import Request

    from dossier.desk.desk_session import DeskSession
    from dossier.model import EvidenceFile

LONGEST_PAGE: Final = 6
"""Digits of a page number."""


class PageRoutes:
    """The addresses, bound to one session."""

    def __init__(self, session: DeskSession) -> None:
        """Bind."""
        self._session = session
        workspace = session.workspace
        self._edition = LastEdition(workspace)
        self._pages = convert.PagePictures(workspace.evidence, workspace.thumbnails, LARGE)

    def routes(self) -> list[Route]:
        """Return the addresses; the guard of the desk stands around them too."""
        return [
            Route("/api/pages", self.count),
            Route("/gambar-halaman/{sha256}/{number}", self.page),
            Route("/api/edition", self.edition),
            Route("/gambar-edisi/{sha256}/{number}", self.edition_page),
        ]

    async def count(self, request: Request) -> Response:
        """How many pages a file has that can be turned to."""
        file = await run_in_threadpool(self._session.file, request.query_params.get("letak", ""))
        return JSONResponse({"jumlah": await run_in_threadpool(self._counted, file)})

    async def page(self, request: Request) -> Response:
        """A page as a picture that a limited child drew; never the file itself."""
        sha256, number = _asked(request)
        file = self._session.pictured(sha256)
        return _picture(await run_in_threadpool(self._pages.get, file, number) if file is not None else None)

    async def edition(self, request: Request) -> Response:
        """Where a file stands in the last dossier, and whether it is still what was bound."""
        file = await run_in_threadpool(self._session.file, request.query_params.get("letak", ""))
        return JSONResponse(await run_in_threadpool(self._edition.shape_of, file))

    async def edition_page(self, request: Request) -> Response:
        """A page of the last dossier as a picture."""
        sha256, number = _asked(request)
        return _picture(await run_in_threadpool(self._edition.page, sha256, number))

    def _counted(self, file: EvidenceFile) -> int:
        with writing(self._session.workspace.build):
            return self._pages.count(file)


def _asked(request: Request) -> tuple[str, int]:
    """Return content and page of an address; a page 0, which there is not, where the address says none."""
    sha256, number = request.path_params["sha256"], request.path_params["number"]
    is_number = number.isascii() and number.isdigit() and len(number) <= LONGEST_PAGE
    return sha256, int(number) if is_number and SHA256.fullmatch(sha256) else 0


def _picture(drawn: bytes | None) -> Response:
    return Response(drawn, media_type="image/jpeg") if drawn is not None else nothing()
