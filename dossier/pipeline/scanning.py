"""Scans the evidence tree of a workspace; apart from `steps`: `dossier scan` loads neither plan nor matching."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import evidence
from dossier.progress import unseen
from dossier.state.publishing import writing

if TYPE_CHECKING:
    from dossier.model import Scan
    from dossier.progress import Progress
    from dossier.state.workspace import Workspace


def scan(workspace: Workspace, progress: Progress = unseen, *, fresh: bool = False) -> Scan:
    """Scan the evidence tree; hashes are kept between runs, and with `fresh` not looked up."""
    with writing(workspace.build):
        return evidence.scan(workspace.evidence, cache=workspace.hashes, fresh=fresh, progress=progress)
