"""What is kept in `build/` between runs: workspace paths, publishing, build record, fingerprint, up-to-date check.

Imported before anything else of a build: loads no engine, no plan and no model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import _lazy

if TYPE_CHECKING:
    from dossier.state.build_record import (
        RACY_NANOSECONDS,
        BuildRecord,
        BuildResult,
        Bundle,
        Remade,
        Settings,
        Summary,
        load,
        outputs_of,
        remember,
        to_json,
        unchanged,
    )
    from dossier.state.fingerprint import TreeStamp, file_stamp, workspace_stamp


__all__ = [
    "RACY_NANOSECONDS",
    "BuildRecord",
    "BuildResult",
    "Bundle",
    "Remade",
    "Settings",
    "Summary",
    "TreeStamp",
    "file_stamp",
    "load",
    "outputs_of",
    "remember",
    "to_json",
    "unchanged",
    "workspace_stamp",
]

_lazy.attach(__name__)
