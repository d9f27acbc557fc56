"""The addresses of builds, and of the stream that tells a page what happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, StreamingResponse
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from dossier.desk.desk_builds import DeskBuilds
    from dossier.desk.desk_session import DeskSession
    from dossier.desk.event_hub import EventHub


class BuildRoutes:
    """The addresses, bound to the builds of one desk."""

    def __init__(self, session: DeskSession, builds: DeskBuilds, hub: EventHub) -> None:
        """Bind; `hub` tells the pages what happens."""
        self._session = session
        self._builds = builds
        self._hub = hub

    def routes(self) -> tuple[Route, ...]:
        """Return the addresses."""
        return (
            Route("/api/events", self.events, methods=["POST"]),
            Route("/api/build", self.build, methods=["POST"]),
        )

    async def events(self, _request: Request) -> Response:
        """What happens, as it happens."""
        first = {**self._session.overview(), "susun": self._builds.building}
        return StreamingResponse(self._hub.stream(("keadaan", first)), media_type="text/event-stream")

    async def build(self, _request: Request) -> Response:
        """Build the dossier; how far it is comes by events."""
        self._builds.ask()
        return JSONResponse({})
