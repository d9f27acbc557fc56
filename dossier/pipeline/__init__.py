"""Orchestrates a build: runs the stages in order and owns `build/`. Prints nothing and reads no clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import _lazy

if TYPE_CHECKING:
    from dossier.pipeline.artifacts import Report, gap_file, page_source
    from dossier.pipeline.artifacts import trouble_with as trouble_with_report
    from dossier.pipeline.clear import Cleared, carry_drafts, clear
    from dossier.pipeline.explanation import explain, inside_evidence
    from dossier.pipeline.intake import Imported, import_remarks, take_in
    from dossier.pipeline.run import build
    from dossier.pipeline.scanning import scan
    from dossier.pipeline.steps import (
        Definition,
        Inspection,
        assess,
        define,
        entry_findings,
        inspect,
        missing_evidence,
    )
    from dossier.pipeline.verify import bundles_to_verify, restore, verify


__all__ = [
    "Cleared",
    "Definition",
    "Imported",
    "Inspection",
    "Report",
    "assess",
    "build",
    "bundles_to_verify",
    "carry_drafts",
    "clear",
    "define",
    "entry_findings",
    "explain",
    "gap_file",
    "import_remarks",
    "inside_evidence",
    "inspect",
    "missing_evidence",
    "page_source",
    "restore",
    "scan",
    "take_in",
    "trouble_with_report",
    "verify",
]

_lazy.attach(__name__)
