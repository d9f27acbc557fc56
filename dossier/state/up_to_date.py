"""Checks from stamps alone whether anything changed since the last build; in doubt it answers yes.

Its file is sealed by a digest instead of typed: loading msgspec would take a tenth of the time of the check.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier.state import store, typed_json
from dossier.state.build_record import Summary
from dossier.state.file_system import inside
from dossier.state.fingerprint import file_stamp, machine_stamp, workspace_stamp

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.state.build_record import Settings
    from dossier.state.fingerprint import TreeStamp
    from dossier.state.workspace import Workspace

SCHEMA: Final = "dossier.cepat/2"
# A file changed this shortly before a build began may change again without its times showing it (FAT: even seconds).
RACY_NANOSECONDS: Final = 2_000_000_000


def unchanged(workspace: Workspace, settings: Settings) -> Summary | None:
    """Return the summary of the edition in `build/` when nothing that it depends on has changed since, else None."""
    try:
        known = typed_json.intact(workspace.quick.read_bytes(), SCHEMA)
        if known is None or known["settings"] != settings.shape():
            return None
        outputs = known["outputs"]
        if not isinstance(outputs, dict):
            return None
        if any(_stamp_of(workspace.build, name) != numbers for name, numbers in outputs.items()):
            return None
        if known["workspace"] != workspace_stamp(workspace).digest or known["machine"] != machine_stamp():
            return None
        return Summary.of(known["summary"])
    except (OSError, ValueError, KeyError):
        return None


def _stamp_of(build: Path, name: str) -> list[int] | None:
    path = inside(build, name)
    return None if path is None else file_stamp(path)


def remember(
    workspace: Workspace, settings: Settings, summary: Summary, stamp: TreeStamp, *, began: int, names: tuple[str, ...]
) -> None:
    """Store the stamps that `unchanged` compares with; stores nothing where a file is too fresh for its stamp.

    Args:
        workspace: where the edition is.
        settings: what it was made for.
        summary: what `unchanged` gives back.
        stamp: of the workspace, taken before the first file was read.
        began: the file system's time before that.
        names: every file of the edition, in `build/`.
    """
    workspace.quick.unlink(missing_ok=True)
    if stamp.newest >= began - RACY_NANOSECONDS:
        return
    facts = {
        "settings": settings.shape(),
        "workspace": stamp.digest,
        "machine": machine_stamp(),
        "outputs": {name: file_stamp(workspace.build / name) for name in names},
        "summary": summary.shape(),
    }
    store.keep(workspace.quick, SCHEMA, facts)
