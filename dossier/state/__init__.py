"""What is kept in `build/` between runs: workspace paths, publishing, build record, fingerprint, up-to-date check.

Imported before anything else of a build: loads no engine, no plan and no model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import _lazy

if TYPE_CHECKING:
    from dossier.state.build_record import (
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
    from dossier.state.fingerprint import (
        RACY_NANOSECONDS,
        TreeStamp,
        file_stamp,
        machine_stamp,
        workspace_entries,
        workspace_stamp,
        written_folders,
    )


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
    "machine_stamp",
    "outputs_of",
    "remember",
    "to_json",
    "unchanged",
    "workspace_entries",
    "workspace_stamp",
    "written_folders",
]

_lazy.attach(__name__)
