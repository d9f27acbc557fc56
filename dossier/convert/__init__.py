"""Any evidence file ─► a clean PDF part on disk; the doors of the package and nothing else.

Everything that opens a hostile file does so in a child process (`pool`), one module a kind of input.
"""

from __future__ import annotations

from dossier.convert.cache import UNKNOWN_CONTENT
from dossier.convert.contents import ocr_available, read_contents
from dossier.convert.downsampling import downsample
from dossier.convert.inventory import Engine, engines
from dossier.convert.photo_sheets import lay_on_sheets
from dossier.convert.preparing import prepare

__all__ = [
    "UNKNOWN_CONTENT",
    "Engine",
    "downsample",
    "engines",
    "lay_on_sheets",
    "ocr_available",
    "prepare",
    "read_contents",
]
