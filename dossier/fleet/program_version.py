"""Which dossier this is, told so that two computers can compare."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Final

from dossier import __version__
from dossier.state import fingerprint

_BESIDE: Final = "templates_docx/"
"""In a wheel the Word templates are in the package, in a checkout beside it."""


def program_version() -> str:
    """Return version and digest of our own code, such as `0.2.0+1f3a9c24`; neither libraries nor Python count."""
    return f"{__version__}+{_digest(fingerprint.code_stamp())}"


@lru_cache(maxsize=1)
def _digest(_stamp: str) -> str:
    """Return a digest of the files of the package; `_stamp` changes when one of them does while we run."""
    digest = hashlib.sha256()
    for path in sorted(fingerprint.PACKAGE.rglob("*")):
        name = path.relative_to(fingerprint.PACKAGE).as_posix()
        if path.is_file() and path.suffix != ".pyc" and not name.startswith(_BESIDE):
            digest.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:8]
