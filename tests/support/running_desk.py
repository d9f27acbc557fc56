"""Starts `dossier desk` as a user does, and asks it questions as a browser, or somebody else, would."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from tests.support import wait
from tests.support.command import COMMAND

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SECONDS = 60


@dataclass(frozen=True)
class Reply:
    """What the desk answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> object:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


@dataclass
class Visitor:
    """Asks one desk; with `enter` it has what the page has."""

    address: str
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str | None) -> Reply:
        """Send one question; a header of the value None is left out, `_` in its name stands for `-`."""
        wanted = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in ({"Host": f"127.0.0.1:{self.port}"} | wanted).items():
                if value is not None:
                    line.putheader(name, value)
            if body is not None and "Content-Length" not in wanted:
                line.putheader("Content-Length", str(len(body)))
            line.endheaders(body)
            answer = line.getresponse()
            return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            line.close()

    def enter(self) -> Visitor:
        """Open the address that the desk printed, and return who has cookie and key of the page."""
        parts = urlsplit(self.address)
        answer = self.ask("GET", f"{parts.path}?{parts.query}")
        assert answer.status == 200, answer.text
        key = re.search(r'data-page-key="([^"]+)"', answer.text)
        assert key is not None
        cookie = answer.headers["set-cookie"].partition(";")[0]
        return Visitor(self.address, {"Cookie": cookie, "X-Meja": key[1], "Origin": self.origin})

    def get(self, path: str, **words: str) -> object:
        """Return what a question of the page gives."""
        question = "&".join(f"{name}={quote(value)}" for name, value in words.items())
        answer = self.ask("GET", f"{path}?{question}" if question else path)
        assert answer.status == 200, answer.text
        return answer.json()

    def post(self, path: str, facts: object = None) -> Reply:
        """Send a change."""
        return self.ask("POST", path, json.dumps(facts or {}).encode())

    @contextmanager
    def events(self) -> Iterator[Iterator[tuple[str, dict[str, object]]]]:
        """Yield what an open page is told, name and facts, until the desk is closed."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            line.request("POST", "/api/events", headers=self.headers)
            yield _told(line.getresponse())
        finally:
            line.close()

    def wait_until_read(self) -> None:
        """Wait until the evidence has been read for the first time."""
        with self.events() as told:
            assert any(facts.get("siap") for _, facts in told), "the desk was closed"


def _told(stream: http.client.HTTPResponse) -> Iterator[tuple[str, dict[str, object]]]:
    name, ends = "", time.monotonic() + wait.SECONDS
    while data := stream.readline():
        assert time.monotonic() < ends, "it was not told in time"
        if data.startswith(b"event: "):
            name = data[7:].decode().strip()
        elif data.startswith(b"data: "):
            yield name, json.loads(data[6:])


@dataclass
class RunningDesk:
    """A desk that was started; `visitor` has entered it."""

    process: subprocess.Popen[str]
    address: str

    @property
    def stranger(self) -> Visitor:
        """Whoever knows the port and nothing else."""
        return Visitor(self.address)

    def enter(self) -> Visitor:
        """Return a visitor with cookie and key, once there is something to see."""
        visitor = self.stranger.enter()
        visitor.wait_until_read()
        return visitor

    def close(self) -> int:
        """Press Ctrl-C and return the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(SECONDS)


@contextmanager
def running_desk(workspace: Path, *options: str, environment: Mapping[str, str] | None = None) -> Iterator[RunningDesk]:
    """Start a desk without a browser and end it after the block."""
    process = subprocess.Popen(
        [COMMAND, "-C", workspace, "desk", *(options or ("--no-open",))],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **(environment or {})},
    )
    try:
        assert process.stdout is not None
        yield RunningDesk(process, process.stdout.readline().strip())
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()
