"""Opens a file with the default program of the desktop."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Linux, WSL (Windows' own programs), macOS, Cygwin.
OPENERS = ("xdg-open", "wslview", "open", "cygstart")
WAIT_SECONDS = 2


def open_file(path: Path) -> str:
    """Open a file without waiting for the program that shows it.

    Returns:
        An empty text, or in Indonesian why it could not be opened.
    """
    if sys.platform == "win32":
        try:
            os.startfile(path)  # noqa: S606 — what a double click does
        except OSError as error:
            return f"tidak dapat dibuka ({error.strerror}); buka sendiri: {path}"
        return ""
    program = next((found for name in OPENERS if (found := shutil.which(name))), None)
    if program is None:
        return f"tidak ada program pembuka ({', '.join(OPENERS[:3])}) di komputer ini; buka sendiri: {path}"
    try:
        process = subprocess.Popen(  # noqa: S603 — a program of the desktop; the path is absolute and one argument
            [program, str(path.absolute())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        code = process.wait(timeout=WAIT_SECONDS)
    except subprocess.TimeoutExpired:
        process.returncode = 0  # it shows the file and may stay; nobody waits for it any more
        return ""
    except OSError as error:
        return f"{program} tidak dapat dijalankan ({error.strerror}); buka sendiri: {path}"
    return f"{program} gagal membukanya (kode {code}); buka sendiri: {path}" if code else ""
