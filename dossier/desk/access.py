"""Who may ask the desk for what: host, cookie, origin and key of every request, and the headers of every response.

The desk listens on loopback only; what is kept out here are other web sites in the same browser (forged requests, DNS
rebinding), other programs' pages on other ports of 127.0.0.1, and other users of the computer. See docs/adr/0029.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST: Final = "127.0.0.1"
ENTRY_PATH: Final = "/masuk"
ENTRY_FIELD: Final = "kunci"
API: Final = "/api/"
KEY_HEADER: Final = "x-meja"
_SAFE_METHODS: Final = frozenset({"GET", "HEAD"})
_OWN_SITE: Final = frozenset({"same-origin", "none"})
"""What a browser says of a request that a page of ours, or the person alone, made (Fetch Metadata, W3C)."""
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS: Final = (
    (b"content-security-policy", _POLICY.encode("ascii")),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), clipboard-read=()"),
)
_KEPT: Final = b"private, max-age=31536000, immutable"
"""For pictures: their address names the content."""

WRONG_HOST: Final = "Alamat ini bukan meja dossier. Buka alamat yang dicetak di terminal."
WRONG_KEY: Final = "Kunci meja tidak cocok atau sudah tidak berlaku. Buka lagi meja dari terminal: dossier desk"
FOREIGN: Final = "Permintaan dari laman lain ditolak."
_MISDIRECTED: Final = 421
_FORBIDDEN: Final = 403


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskKeys:
    """Secrets of one run: what opens the desk, the cookie's value, and what the page sends with every question.

    The cookie goes to every port of 127.0.0.1, for cookies know no ports. Whoever gets hold of it there sees the empty
    page and pictures whose address they would have to guess; everything else asks for `page`, which the browser keeps
    for this very port.
    """

    entry: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    page: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)


class Guard:
    """An ASGI application around another one that lets in only what the page of this desk asks."""

    def __init__(self, inner: ASGIApp, port: int, keys: DeskKeys, seen: Callable[[], None]) -> None:
        """Guard an application.

        Args:
            inner: the application.
            port: where the desk listens.
            keys: the secrets of this run.
            seen: called with every request that is let in.
        """
        self._inner = inner
        self._host = f"{HOST}:{port}"
        self._origin = f"http://{self._host}"
        self._cookie = cookie_name(port)
        self._keys = keys
        self._seen = seen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it before its body is read."""
        if scope["type"] != "http":
            return  # neither web sockets nor a lifespan: nothing of that kind is served
        refusal = self.refusal(scope)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS, _caching(scope, message)]
            await send(message)

        if refusal is not None:
            status, text = refusal
            await PlainTextResponse(text, status)(scope, receive, guarded)
            return
        self._seen()
        await self._inner(scope, receive, guarded)

    def refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Return status and text of the refusal of a request; None where it is let in."""
        if only(scope, "host") != self._host:
            return _MISDIRECTED, WRONG_HOST
        if self._is_foreign(scope):
            return _FORBIDDEN, FOREIGN
        return None if self._has_keys(scope) else (_FORBIDDEN, WRONG_KEY)

    def _is_foreign(self, scope: Scope) -> bool:
        """Return whether another page asks, as its browser says; a change must be said to come from ours."""
        origin, site = _all(scope, "origin"), only(scope, "sec-fetch-site")
        if any(each != self._origin for each in origin):
            return True
        if scope["path"] == ENTRY_PATH:  # opened by a file, or typed
            return False
        if site and site not in _OWN_SITE:
            return True
        return scope["method"] not in _SAFE_METHODS and not origin and site != "same-origin"

    def _has_keys(self, scope: Scope) -> bool:
        """Return whether a request carries what its address asks for: the key of the entry, or cookie and page key."""
        path, is_reading = scope["path"], scope["method"] in _SAFE_METHODS
        if path == ENTRY_PATH:
            given = parse_qs(scope["query_string"].decode("latin-1")).get(ENTRY_FIELD, [""])
            return is_reading and _same(given[0], self._keys.entry)
        if not any(_same(value, self._keys.cookie) for value in _cookies(scope, self._cookie)):
            return False
        return (is_reading and not path.startswith(API)) or _same(only(scope, KEY_HEADER), self._keys.page)


def cookie_name(port: int) -> str:
    """Return the name of the cookie: with the port, so that two desks do not overwrite each other's."""
    return f"meja_{port}"


def set_cookie(port: int, keys: DeskKeys) -> str:
    """Return the value of `Set-Cookie`: for this session of the browser, not for scripts, not from other sites."""
    return f"{cookie_name(port)}={keys.cookie}; Path=/; HttpOnly; SameSite=Strict"


def _caching(scope: Scope, message: Message) -> tuple[bytes, bytes]:
    is_picture = scope["path"].startswith("/gambar/") and message["status"] == 200  # noqa: PLR2004 — OK
    return b"cache-control", _KEPT if is_picture else b"no-store"


def _all(scope: Scope, name: str) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name.encode("ascii")]


def only(scope: Scope, name: str) -> str:
    """Return the value of a header that stands once, else an empty text."""
    values = _all(scope, name)
    return values[0] if len(values) == 1 else ""


def _cookies(scope: Scope, name: str) -> list[str]:
    """Return every value that the browser sends under a name: another port may have set one of the same name."""
    found = []
    for header in _all(scope, "cookie"):
        for part in header.split(";"):
            try:
                morsel = SimpleCookie(part).get(name)
            except CookieError:
                continue
            found += [morsel.value] if morsel else []
    return found


def _same(given: str, wanted: str) -> bool:
    return secrets.compare_digest(given.encode("utf-8", "surrogateescape"), wanted.encode("ascii"))
