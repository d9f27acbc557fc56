"""Who may upload over the local network: a pass of fifteen minutes, limits of number and size, and a guard around both.

Nothing is shared with the desk: no cookie is set or read, and neither's secrets open the other.
"""

from __future__ import annotations

import re
import secrets
import threading
import time
from typing import TYPE_CHECKING, Final

from starlette.responses import PlainTextResponse

from dossier.desk import access
from dossier.desk.desk_requests import AskError
from dossier.wording import size_label

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

PASS_SECONDS: Final = 15 * 60.0
MOST_FILES: Final = 200
"""Uploads of one pass, refused ones too."""
LARGEST_FILE: Final = 100 << 20
"""Bytes of one upload."""
LARGEST_SUM: Final = 2 << 30
"""Bytes of all uploads of one pass."""
SCOPE_KEY: Final = "kode"
"""Under which the guard hands the pass on, in the scope of the request."""
EXPIRED: Final = "Kode ini salah atau sudah habis waktunya. Minta kode baru di meja, lalu pindai lagi."
_PATH: Final = re.compile(r"/(?P<kode>[A-Za-z0-9_-]{43})(?P<rest>/[a-z.]*)")
"""A pass of 32 bytes in URL-safe Base64 and what stands behind it: "/<43 characters>/berkas"."""
_FORBIDDEN: Final = 403
_MISDIRECTED: Final = 421


class UploadPass:
    """The one pass that is valid now; safe to use from threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with a fresh pass; `clock` gives seconds."""
        self._clock = clock
        self._turn = threading.Lock()
        self.renew()

    def renew(self) -> None:
        """Give out another pass; the one before it opens nothing from now on."""
        with self._turn:
            self.code = secrets.token_urlsafe(32)
            self._until = self._clock() + PASS_SECONDS
            self._files = 0
            self._bytes = 0

    @property
    def seconds(self) -> int:
        """How long the pass is still valid; 0 when it is over."""
        return max(0, int(self._until - self._clock()))

    @property
    def files(self) -> int:
        """How many uploads have been begun with it."""
        return self._files

    def opens(self, code: str) -> bool:
        """Return whether this is the valid pass."""
        return self._clock() < self._until and secrets.compare_digest(code.encode(), self.code.encode())

    def begin(self, code: str) -> None:
        """Count one upload.

        Raises:
            AskError: there were as many as one pass allows, or it is over.
        """
        with self._turn:
            if not self.opens(code):
                raise AskError(EXPIRED)
            if self._files >= MOST_FILES:
                raise AskError(f"Batas {MOST_FILES} berkas untuk satu kode tercapai.", hint="Minta kode baru di meja.")
            self._files += 1

    def add(self, code: str, amount: int) -> None:
        """Count bytes that have come; those of a pass that was replaced meanwhile are not counted on the new one.

        Raises:
            AskError: they are more than one pass allows.
        """
        with self._turn:
            if code != self.code:
                raise AskError(EXPIRED)
            self._bytes += amount
            if self._bytes > LARGEST_SUM:
                raise AskError(f"Batas {size_label(LARGEST_SUM)} untuk satu kode tercapai.")


class LanGuard:
    """An ASGI application around another one that lets in only requests with the valid pass in their path."""

    def __init__(self, inner: ASGIApp, host: str, upload_pass: UploadPass) -> None:
        """Guard an application; `host` is address and port as they stand in the header `Host`."""
        self._inner = inner
        self._host = host
        self._pass = upload_pass

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it before its body is read; the pass is taken out of the path."""
        if scope["type"] != "http":
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *access.HEADERS, (b"cache-control", b"no-store")]
            await send(message)

        hit = _PATH.fullmatch(scope["path"])
        refusal = self._refusal(scope, hit[SCOPE_KEY] if hit else "")
        if refusal is not None or hit is None:
            status, text = refusal or (_FORBIDDEN, EXPIRED)
            await PlainTextResponse(text, status)(scope, receive, guarded)
            return
        inner = {**scope, "path": hit["rest"], "raw_path": hit["rest"].encode(), SCOPE_KEY: hit[SCOPE_KEY]}
        await self._inner(inner, receive, guarded)

    def _refusal(self, scope: Scope, code: str) -> tuple[int, str] | None:
        if access.only(scope, "host") != self._host:
            return _MISDIRECTED, access.WRONG_HOST
        origin = access.only(scope, "origin")
        named = any(name == b"origin" for name, _ in scope["headers"])
        if (named or scope["method"] not in {"GET", "HEAD"}) and origin != f"http://{self._host}":
            return _FORBIDDEN, access.FOREIGN
        return None if self._pass.opens(code) else (_FORBIDDEN, EXPIRED)
