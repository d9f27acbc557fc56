"""Orchestrates a build: runs the stages in order and owns `build/`. Prints nothing and reads no clock."""

from __future__ import annotations

from dossier.pipeline.artifacts import gap_file, page_source
from dossier.pipeline.clear import Cleared, carry_drafts, clear
from dossier.pipeline.intake import Imported, import_remarks, take_in
from dossier.pipeline.run import build
from dossier.pipeline.steps import (
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
from dossier.pipeline.verify import bundles_to_verify, restore, verify

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
