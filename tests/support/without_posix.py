"""Runs `dossier` on a Python that has taken off what Windows does not have, as far as that can be done on POSIX.

A script, started by path: `python without_posix.py ARGUMENTS…`. Child processes run it first too, as their main
module. Libraries choose their own halves by the platform, so that they are loaded before it is said to be another;
`os.name` stays, because paths do.
"""

from __future__ import annotations

import contextlib
import fcntl
import importlib
import multiprocessing.popen_fork
import multiprocessing.popen_spawn_posix
import multiprocessing.resource_tracker
import multiprocessing.spawn
import multiprocessing.synchronize
import multiprocessing.util
import os
import signal
import sys
import types
from pathlib import Path
from typing import Final

REPOSITORY: Final = Path(__file__).resolve().parents[2]
LIBRARIES: Final = (
    *("charset_normalizer", "click", "click._compat", "click._termui_impl", "click.shell_completion", "docx"),
    *("docxtpl", "icalendar", "jinja2", "lxml.etree", "lxml.html", "markdown_it", "msgspec", "olefile", "openpyxl"),
    *("oxmsg", "pebble", "pikepdf", "PIL.Image", "PIL.ImageFont", "pillow_heif", "py7zr", "pypdf", "pypdfium2"),
    *("rapidfuzz", "rarfile", "reportlab.platypus", "Sastrawi", "xlsxwriter", "yaml"),
    *("ctypes.util", "html.parser", "platform", "site", "socket", "subprocess", "sysconfig", "tempfile", "uuid"),
    *("concurrent.futures.thread", "email.parser", "mailbox", "mimetypes", "sqlite3", "urllib.request", "webbrowser"),
)
KEEPING: Final = (
    multiprocessing.popen_fork,
    multiprocessing.popen_spawn_posix,
    multiprocessing.resource_tracker,
    multiprocessing.spawn,
    multiprocessing.synchronize,
    multiprocessing.util,
)
MODULES: Final = ("fcntl", "grp", "pwd", "resource", "termios", "tty")
NAMES: Final = (
    *("fork", "forkpty", "geteuid", "getgid", "getgroups", "getpgid", "getuid", "killpg", "mkfifo", "setpgid"),
    *("sched_getaffinity", "setsid", "O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "O_PATH", "WNOHANG"),
)
SIGNALS: Final = ("SIGALRM", "SIGCHLD", "SIGHUP", "SIGKILL", "SIGPIPE", "pthread_sigmask", "setitimer")


def take_off() -> None:
    """Load the libraries, then hide the modules and names, and call this platform Windows."""
    for name in LIBRARIES:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    for user in KEEPING:  # how children start on this machine is not ours
        for name in ("os", "signal") if user is not multiprocessing.synchronize else ("sys",):
            if hasattr(user, name):
                setattr(user, name, types.SimpleNamespace(**vars(getattr(user, name))))
    locks = types.ModuleType("msvcrt")
    vars(locks).update(LK_NBLCK=2, locking=_lock)
    sys.modules["msvcrt"] = locks
    for name in MODULES:
        sys.modules[name] = None  # type: ignore[assignment]  # so that an import of it fails
    for module, names in ((os, NAMES), (signal, SIGNALS)):
        for name in names:
            if hasattr(module, name):
                delattr(module, name)
    os.O_BINARY = os.O_NOINHERIT = 0  # type: ignore[attr-defined]  # what Windows has instead
    sys.platform = "win32"


def _lock(descriptor: int, _mode: int, _length: int) -> None:
    """Lock as `msvcrt.locking` does: at once or not at all, also against another handle of this process."""
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


if __name__ in {"__main__", "__mp_main__"}:
    sys.path.insert(0, str(REPOSITORY))
    take_off()

if __name__ == "__main__":
    from dossier.cli.main import main

    main()
