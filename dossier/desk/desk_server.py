"""Starts and stops the desk's server on loopback, opens the browser, and ends it when nobody has used it for long."""

from __future__ import annotations

import socket
import threading
import time
import webbrowser
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

from dossier.desk import access
from dossier.desk.access import DeskKeys, Guard
from dossier.desk.background import Background
from dossier.desk.build_routes import BuildRoutes
from dossier.desk.change_thread import ChangeThread
from dossier.desk.desk_builds import DeskBuilds
from dossier.desk.desk_session import DeskSession
from dossier.desk.event_hub import EventHub
from dossier.desk.form_routes import FormRoutes
from dossier.desk.lan_listener import LanListener
from dossier.desk.page_routes import PageRoutes
from dossier.desk.quiet_server import quiet_server
from dossier.desk.routes import DeskRoutes
from dossier.desk.tray_routes import TrayRoutes, qr_path
from dossier.workers import scratch

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from dossier.state.workspace import Workspace

IDLE_SECONDS: Final = 30 * 60.0
"""Without any request and without an open page."""
LONGEST_SECONDS: Final = 12 * 3600.0
"""Without any request, though a page is open."""
_LOOK: Final = 5.0
_MOST_AT_ONCE: Final = 64
_REDIRECT: Final = """\
<!DOCTYPE html>
<html lang="id"><head><meta charset="utf-8"><title>Meja dossier</title>
<meta http-equiv="refresh" content="0;url={address}"></head>
<body><p><a href="{address}">Buka meja dossier</a></p></body></html>
"""


class DeskServer:
    """One run of the desk for one workspace."""

    def __init__(self, workspace: Workspace, day: dt.date | None = None, *, lan: str | None = None) -> None:
        """Listen on a free port of 127.0.0.1; from now on the address can be opened.

        Args:
            workspace: what is sorted.
            day: the day of assessment; that of the clock where it is left out.
            lan: the address of this computer on which phones may upload; None for none, and nothing listens there.

        Raises:
            OSError: there is no free port, or this computer does not have the address `lan`.
            ImportError: phones may upload, but the library that draws the code is missing.
        """
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.bind((access.HOST, 0))
        self._socket.listen(_MOST_AT_ONCE)
        self.port: int = self._socket.getsockname()[1]
        self._keys = DeskKeys()
        self._hub = EventHub()
        self._lasting = ExitStack()
        waiting = self._lasting.enter_context(scratch.beside(workspace.cache / "titipan"))
        self._session = DeskSession(workspace, waiting)
        self._changes = ChangeThread(workspace)
        reader = self._background = Background(self._session, self._hub, day, self._changes)
        self._builds = DeskBuilds(workspace, self._hub, reader.as_of, reader.at_work, self._changes)
        self._used = time.monotonic()
        self.phones = LanListener(lan, self._session.tray, waiting, self._came) if lan is not None else None
        if self.phones is not None:
            qr_path(self.phones.address)  # a missing library is told before anybody waits for the code
        tray = TrayRoutes(self._session, self._background, self.phones)
        forms = FormRoutes(self._session, self._background)
        builds = BuildRoutes(self._session, reader, self._builds, self._hub)
        more = (*builds.routes(), *tray.routes(), *PageRoutes(self._session).routes(), *forms.routes())
        desk = DeskRoutes(self._session, self._background, self._keys, self.port, self.stop, more)
        guarded = Guard(desk.application(), self.port, self._keys, self._seen)
        self._server = quiet_server(guarded, _MOST_AT_ONCE)

    @property
    def address(self) -> str:
        """The address that opens the desk, with its key."""
        return f"http://{access.HOST}:{self.port}{access.ENTRY_PATH}?{access.ENTRY_FIELD}={self._keys.entry}"

    def run(self, *, open_browser: bool) -> None:
        """Serve until the desk is closed: from the page, with Ctrl-C, or because nobody has used it for long.

        Raises:
            KeyboardInterrupt: Ctrl-C; everything is closed by then.
        """
        self._background.start()
        self._builds.start()
        self._changes.start()
        if self.phones is not None:
            self.phones.start()
        threading.Thread(target=self._watch, daemon=True).start()
        try:
            with scratch.folder() as folder:
                if open_browser:  # beside: a browser of the terminal comes back only when it is closed
                    threading.Thread(target=show, args=(self.address, folder), daemon=True).start()
                self._server.run(sockets=[self._socket])
        finally:
            self._hub.close()
            if self.phones is not None:
                self.phones.stop()
            self._changes.stop()
            self._background.stop()
            self._builds.stop()
            self._session.close()
            self._lasting.close()
            self._socket.close()

    def stop(self) -> None:
        """Close the desk; may be called from any thread."""
        self._hub.close()
        self._server.should_exit = True

    def _seen(self) -> None:
        self._used = time.monotonic()

    def _came(self) -> None:
        """Tell the pages that the tray holds another file."""
        self._seen()
        self._hub.publish("nampan", {"nampan": len(self._session.tray.names())})

    def _watch(self) -> None:
        while not self._server.should_exit:
            time.sleep(_LOOK)
            idle = time.monotonic() - self._used
            if idle > LONGEST_SECONDS or (idle > IDLE_SECONDS and not self._hub.pages):
                self.stop()


def show(address: str, folder: Path) -> bool:
    """Open the browser by a file that only this user may read: an address in a command line is seen by everybody.

    Args:
        address: where the browser is to go.
        folder: a private folder that stays while the desk runs.

    Returns:
        Whether a browser was found.
    """
    page = folder / "meja.html"
    page.touch(mode=0o600)
    page.write_text(_REDIRECT.format(address=address), encoding="utf-8")
    return webbrowser.open(page.as_uri())
