"""The one orchestrator: runs the stages in order and owns `build/`. Prints nothing and reads no clock."""

from __future__ import annotations

from dossier.build.checking import bundles_to_verify, restore, verify
from dossier.build.making import build
from dossier.build.outputs import gap_file, page_source
from dossier.build.stages import Assessment, Definition, Inspection, assess, define, inspect, open_some, scan

__all__ = [
    "Assessment",
    "Definition",
    "Inspection",
    "assess",
    "build",
    "bundles_to_verify",
    "define",
    "gap_file",
    "inspect",
    "open_some",
    "page_source",
    "restore",
    "scan",
    "verify",
]
