"""Limits of one converting child and one input; what a child may use in general is in `dossier.workers`."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from dossier.workers.limits import MAX_OUTPUT_BYTES, Limits, limit_process, limit_task

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MAX_OUTPUT_BYTES", "MAX_PIXELS", "Limits", "limit_process", "limit_task", "sha256_of"]

MAX_PIXELS: Final = 100_000_000
"""Pixels of one picture or frame; an A3 page in colour at 600 dpi has 70 million."""


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes as lower-case hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
