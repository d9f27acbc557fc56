"""A listener on a free port of this machine, for tests that must hear nothing."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(slots=True)
class Listener:
    """Its port, and what was said to it."""

    port: int
    heard: list[bytes] = field(default_factory=list)

    def address(self, path: str = "x.png") -> str:
        """Return a web address that leads to it."""
        return f"http://127.0.0.1:{self.port}/{path}"


@contextmanager
def listening() -> Iterator[Listener]:
    """Listen until the block ends."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        listener = Listener(port=server.getsockname()[1])

        def listen() -> None:
            while not ended.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                with connection:
                    listener.heard.append(connection.recv(1024))

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield listener
        finally:
            ended.set()
            thread.join()
