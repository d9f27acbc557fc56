"""The desk closes itself when nobody has used it for long, and leaves nothing running."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

import pytest

from dossier.desk import desk_server
from dossier.state.workspace import open_workspace
from tests.support.command import copy_sample
from tests.support.running_desk import Visitor

if TYPE_CHECKING:
    from pathlib import Path


def served(server: desk_server.DeskServer) -> threading.Thread:
    thread = threading.Thread(target=server.run, kwargs={"open_browser": False})
    thread.start()
    return thread


def test_it_ends_by_itself_without_requests_and_without_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_server, "_LOOK", 0.05)
    monkeypatch.setattr(desk_server, "IDLE_SECONDS", 0.1)
    server = desk_server.DeskServer(open_workspace(copy_sample(tmp_path)))
    thread = served(server)
    thread.join(60)
    assert not thread.is_alive()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", server.port), timeout=5).close()
    assert list((tmp_path / "build" / "cache" / "titipan").glob("*")) == []


def test_a_page_that_listens_keeps_it_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_server, "_LOOK", 0.02)
    server = desk_server.DeskServer(open_workspace(copy_sample(tmp_path)))
    thread = served(server)
    visitor = Visitor(server.address).enter()
    line = socket.create_connection(("127.0.0.1", server.port), timeout=60)
    lines = [f"{name}: {value}" for name, value in ({"Host": f"127.0.0.1:{server.port}"} | visitor.headers).items()]
    line.sendall("\r\n".join(["POST /api/events HTTP/1.1", *lines, "Content-Length: 0", "", ""]).encode())
    assert b"200" in line.recv(100)
    monkeypatch.setattr(desk_server, "IDLE_SECONDS", 0.05)
    told = b""
    while b"siap" not in told or b"true" not in told:  # longer than the pause after which an unused desk would end
        told += line.recv(10_000)
    assert thread.is_alive()
    line.close()
    thread.join(60)
    assert not thread.is_alive()


def test_the_address_holds_the_key_and_no_value_that_is_printed_does(tmp_path: Path) -> None:
    server = desk_server.DeskServer(open_workspace(copy_sample(tmp_path)))
    assert server.address.startswith(f"http://127.0.0.1:{server.port}/masuk?kunci=")
    key = server.address.rpartition("=")[2]
    assert len(key) >= 43
    assert key not in repr(vars(server))
    thread = served(server)
    server.stop()
    thread.join(60)
    assert not thread.is_alive()
