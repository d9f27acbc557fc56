"""Addresses of the desk's forms: answers to the evaluation sheet, meetings, the unit's profile, logo and staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dossier.desk import meeting_entries, profile_entries, sheet_entries
from dossier.desk.desk_requests import AnswerAsked, AskError, MeetingAsked, PersonAsked, ProfileAsked
from dossier.desk.routes import body_of, nothing
from dossier.scoring import NO_ANSWERS
from dossier.workers import scratch

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from dossier.desk.background import Background
    from dossier.desk.desk_session import DeskSession
    from dossier.desk.file_step import FileStep


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
            Route("/api/profil", self.profile),
            Route("/api/profil/isi", self.write_profile, methods=["POST"]),
            Route("/api/profil/logo", self.write_logo, methods=["POST"]),
            Route("/gambar-logo", self.logo),
            Route("/api/pegawai/tulis", self.write_person, methods=["POST"]),
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
        assessment = self._session.assessment
        share = assessment.score.answers.no_complaints if assessment is not None else NO_ANSWERS.no_complaints
        return JSONResponse(await run_in_threadpool(sheet_entries.answered_points, asked, share))

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

    async def profile(self, _request: Request) -> Response:
        """The texts of the profile and the people."""
        return JSONResponse(await run_in_threadpool(profile_entries.profile_shape, self._session.workspace))

    async def write_profile(self, request: Request) -> Response:
        """Write one text of the profile."""
        asked = await body_of(request, ProfileAsked)
        return await self._written(lambda: profile_entries.write_profile(self._session.workspace, asked))

    async def write_person(self, request: Request) -> Response:
        """Add, change or take out one person of the staff table."""
        asked = await body_of(request, PersonAsked)
        return await self._written(lambda: profile_entries.write_person(self._session.workspace, asked))

    async def write_logo(self, request: Request) -> Response:
        """Take the picture that is the body as the logo."""
        with scratch.folder() as folder:
            staged, size = folder / "logo", 0
            with staged.open("xb") as stream:
                async for chunk in request.stream():
                    size += len(chunk)
                    if size > profile_entries.MOST_LOGO:
                        raise AskError("Gambar itu lebih besar dari 10 MB.", hint="Kecilkan gambarnya dahulu.")
                    await run_in_threadpool(stream.write, chunk)
            return await self._written(lambda: profile_entries.write_logo(self._session.workspace, staged))

    async def logo(self, _request: Request) -> Response:
        """The logo as a picture that a limited child drew."""
        drawn = await run_in_threadpool(profile_entries.logo_picture, self._session.workspace)
        return Response(drawn, media_type="image/png") if drawn is not None else nothing()

    async def _written(self, write: Callable[[], FileStep]) -> Response:
        """Write, remember the step, and return what there is now."""

        def change() -> dict[str, object]:
            told = self._session.take_step(lambda: (write(), {}))
            return {**told, "profil": profile_entries.profile_shape(self._session.workspace)}

        try:
            return JSONResponse(await run_in_threadpool(change))
        finally:
            self._background.refresh()
