"""Scans the evidence tree of a workspace; apart from `steps`: `dossier scan` loads neither plan nor matching."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossier import convert, evidence
from dossier.model import CONTAINERS
from dossier.progress import unseen
from dossier.state.publishing import writing

if TYPE_CHECKING:
    from dossier.model import Scan
    from dossier.progress import Progress
    from dossier.state.workspace import Workspace


def scan(workspace: Workspace, progress: Progress = unseen, *, fresh: bool = False) -> Scan:
    """Scan the evidence tree and list what archives and mails hold; kept between runs, with `fresh` not looked up."""
    with writing(workspace.build):
        found = evidence.scan(workspace.evidence, cache=workspace.hashes, fresh=fresh, progress=progress)
        boxes = [file for file in found.files if file.media in CONTAINERS]
        if not boxes:
            return found
        names = convert.read_member_names(
            boxes,
            workspace.evidence,
            workspace.contents,
            fresh=fresh,
            workers=workspace.jobs,
            progress=progress,
        )
    files = (replace(file, members=names[file.sha256]) if names.get(file.sha256) else file for file in found.files)
    return replace(found, files=tuple(files))
