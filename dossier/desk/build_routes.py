"""The addresses of builds, and of the stream that tells a page what happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, StreamingResponse
from starlette.routing import Route

from dossier.desk.desk_requests import AutomaticAsked
from dossier.desk.routes import body_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from dossier.desk.background import Background
    from dossier.desk.desk_builds import DeskBuilds
    from dossier.desk.desk_session import DeskSession
    from dossier.desk.event_hub import DeskEvent, EventHub


class BuildRoutes:
    """The addresses, bound to the builds of one desk."""

    def __init__(self, session: DeskSession, reader: Background, builds: DeskBuilds, hub: EventHub) -> None:
        """Bind; `hub` tells the pages what happens, `reader` looks at the folders when a page is opened."""
        self._session = session
        self._reader = reader
        self._builds = builds
        self._hub = hub

    def routes(self) -> tuple[Route, ...]:
        """Return the addresses."""
        return (
            Route("/api/events", self.events, methods=["POST"]),
            Route("/api/build", self.build, methods=["POST"]),
            Route("/api/build/automatic", self.automatic, methods=["POST"]),
            Route("/api/typing", self.typing, methods=["POST"]),
        )

    async def events(self, _request: Request) -> Response:
        """What happens, as it happens."""
        self._reader.look_soon()
        return StreamingResponse(self._hub.stream(self._first), media_type="text/event-stream")

    def _first(self) -> DeskEvent:
        building = {"susun": self._builds.building, "sendiri": self._builds.automatic()}
        return "keadaan", {**self._session.overview(), **building}

    async def build(self, _request: Request) -> Response:
        """Build the dossier; how far it is comes by events."""
        self._builds.ask()
        return JSONResponse({})

    async def automatic(self, request: Request) -> Response:
        """Build by itself after changes from now on, or no more."""
        asked = await body_of(request, AutomaticAsked)
        self._builds.switch(on=asked.nyala)
        return JSONResponse(self._builds.automatic())

    async def typing(self, _request: Request) -> Response:
        """Somebody is typing: no build begins by itself meanwhile."""
        self._builds.hold()
        return JSONResponse({})
