"""The one orchestrator: runs the stages in order and owns `build/`. Prints nothing and reads no clock."""

from __future__ import annotations

from dossier.build.checking import bundles_to_verify, restore, verify
from dossier.build.clearing import Cleared, carry_drafts, clear
from dossier.build.intake import Imported, import_remarks, take_in
from dossier.build.making import build
from dossier.build.outputs import gap_file, page_source
from dossier.build.stages import (
    Assessment,
    Definition,
    Inspection,
    assess,
    define,
    entry_findings,
    inspect,
    missing_evidence,
    open_some,
    scan,
)

__all__ = [
    "Assessment",
    "Cleared",
    "Definition",
    "Imported",
    "Inspection",
    "assess",
    "build",
    "bundles_to_verify",
    "carry_drafts",
    "clear",
    "define",
    "entry_findings",
    "gap_file",
    "import_remarks",
    "inspect",
    "missing_evidence",
    "open_some",
    "page_source",
    "restore",
    "scan",
    "take_in",
    "verify",
]
