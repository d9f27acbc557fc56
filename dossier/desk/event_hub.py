"""Sends events from any thread to every open page of the desk (server-sent events, WHATWG HTML 9.2)."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

_ALIVE_SECONDS: Final = 15.0
"""After so long without an event a comment is sent, by which a page that has gone is noticed."""
_ALIVE: Final = b": ada\n\n"
_MOST_WAITING: Final = 200
"""Events that wait for a slow page; its stream is ended then, and it asks for everything anew."""

DeskEvent = tuple[str, "Mapping[str, object]"]


class EventHub:
    """The open pages and what they are to be told; `publish` and `close` may be called from any thread."""

    def __init__(self) -> None:
        """Know no page yet."""
        self._turn = threading.Lock()
        self._pages: dict[asyncio.Queue[DeskEvent | None], asyncio.AbstractEventLoop] = {}
        self._is_closed = False

    @property
    def pages(self) -> int:
        """How many pages are listening."""
        with self._turn:
            return len(self._pages)

    def publish(self, name: str, facts: Mapping[str, object]) -> None:
        """Tell every page of something; `facts` are JSON values."""
        self._send((name, facts))

    def close(self) -> None:
        """End all streams."""
        self._is_closed = True
        self._send(None)

    def _send(self, event: DeskEvent | None) -> None:
        with self._turn:
            pages = list(self._pages.items())
        for queue, loop in pages:
            if not loop.is_closed():
                loop.call_soon_threadsafe(_put, queue, event)

    async def stream(self, first: Callable[[], DeskEvent]) -> AsyncIterator[bytes]:
        """Yield what one page is told, as it is sent, until the page or the desk is closed.

        `first` gives what it is told at the start; asked when the page is listening already, so that nothing that
        happens meanwhile is missed.
        """
        queue: asyncio.Queue[DeskEvent | None] = asyncio.Queue()
        with self._turn:
            self._pages[queue] = asyncio.get_running_loop()
        try:
            if self._is_closed:
                return
            yield _line(first())
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), _ALIVE_SECONDS)
                except TimeoutError:
                    yield _ALIVE
                    continue
                if event is None:
                    return
                yield _line(event)
        finally:
            with self._turn:
                self._pages.pop(queue, None)


def _put(queue: asyncio.Queue[DeskEvent | None], event: DeskEvent | None) -> None:
    if queue.qsize() < _MOST_WAITING:
        queue.put_nowait(event)
        return
    while not queue.empty():
        queue.get_nowait()
    queue.put_nowait(None)


def _line(event: DeskEvent) -> bytes:
    name, facts = event
    return f"event: {name}\ndata: {json.dumps(facts, ensure_ascii=True)}\n\n".encode("ascii")
