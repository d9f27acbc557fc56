"""Addresses of the desk's forms: answers to the evaluation sheet, and new meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dossier.desk import meeting_entries, sheet_entries
from dossier.desk.desk_requests import AnswerAsked, AskError, MeetingAsked
from dossier.desk.routes import body_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from dossier.desk.background import Background
    from dossier.desk.desk_session import DeskSession


class FormRoutes:
    """The addresses, bound to one session."""

    def __init__(self, session: DeskSession, background: Background) -> None:
        """Bind."""
        self._session = session
        self._background = background

    def routes(self) -> list[Route]:
        """Return the addresses; the guard of the desk stands around them too."""
        return [
            Route("/api/lke", self.sheet),
            Route("/api/lke/poin", self.points, methods=["POST"]),
            Route("/api/lke/jawab", self.answer, methods=["POST"]),
            Route("/api/rapat", self.meetings),
            Route("/api/rapat/buat", self.make_meeting, methods=["POST"]),
        ]

    async def sheet(self, _request: Request) -> Response:
        """Every question with its answer, and the score; nothing before the plan was assessed."""
        return JSONResponse(await run_in_threadpool(self._sheet))

    def _sheet(self) -> dict[str, object]:
        assessment = self._session.assessment
        if assessment is None:
            return {"ada": False}
        score = sheet_entries.score_now(self._session.workspace, assessment)
        return {"ada": True, **sheet_entries.sheet_shape(score)}

    async def points(self, request: Request) -> Response:
        """What an answer would give, while it is typed; nothing is written."""
        asked = await body_of(request, AnswerAsked)
        return JSONResponse(await run_in_threadpool(sheet_entries.answered_points, asked))

    async def answer(self, request: Request) -> Response:
        """Write an answer."""
        asked = await body_of(request, AnswerAsked)
        return JSONResponse(await run_in_threadpool(self._answer, asked))

    def _answer(self, asked: AnswerAsked) -> dict[str, object]:
        if self._session.assessment is None:
            raise AskError("Keadaan rencana belum dihitung.", hint="Tunggu sebentar, lalu simpan lagi.")
        told = self._session.take_step(lambda: (sheet_entries.write_answer(self._session.workspace, asked), {}))
        return {**told, "lke": self._sheet()}

    async def meetings(self, _request: Request) -> Response:
        """What the form of a meeting needs."""
        return JSONResponse(await run_in_threadpool(meeting_entries.meetings_shape, self._session.workspace))

    async def make_meeting(self, request: Request) -> Response:
        """Add a meeting and make its papers."""
        asked = await body_of(request, MeetingAsked)
        workspace = self._session.workspace
        try:
            told = await run_in_threadpool(
                self._session.take_step, lambda: meeting_entries.make_meeting(workspace, asked)
            )
        finally:
            self._background.refresh()
        return JSONResponse(told)
