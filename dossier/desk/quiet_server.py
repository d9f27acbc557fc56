"""The server of the desk and of its listener for phones: plain HTTP, no log, no word about itself, few at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import uvicorn

if TYPE_CHECKING:
    from starlette.types import ASGIApp

GRACE: Final = 2
"""Seconds that requests at hand have when the server ends."""


def quiet_server(application: ASGIApp, most: int) -> uvicorn.Server:
    """Return a server of an application that answers at most so many requests at once; it is not started."""
    config = uvicorn.Config(
        application,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=most,
        timeout_graceful_shutdown=GRACE,
    )
    return uvicorn.Server(config)
