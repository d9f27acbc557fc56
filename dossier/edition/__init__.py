"""Which edition lies in `build/`, what it was made of, and whether anything has changed since.

Imported before anything else of a build: nothing here loads an engine, the plan or the model.
"""

from __future__ import annotations

from dossier.edition.quick import RACY_NANOSECONDS, beginning, remember, unchanged
from dossier.edition.record import Edition, load, outputs_of, to_json
from dossier.edition.settings import Settings
from dossier.edition.stamps import Stamp, file_stamp, workspace_stamp
from dossier.edition.summary import BuildResult, Bundle, Remade, Summary

__all__ = [
    "RACY_NANOSECONDS",
    "BuildResult",
    "Bundle",
    "Edition",
    "Remade",
    "Settings",
    "Stamp",
    "Summary",
    "beginning",
    "file_stamp",
    "load",
    "outputs_of",
    "remember",
    "to_json",
    "unchanged",
    "workspace_stamp",
]
