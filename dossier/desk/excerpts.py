"""The first words of files of which no picture can be drawn, as a limited child reads them for matching."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier import convert
from dossier.desk.sort_items import has_picture
from dossier.state.publishing import writing
from dossier.wording import shown

if TYPE_CHECKING:
    from dossier.model import EvidenceFile
    from dossier.state.workspace import Workspace

_LONGEST: Final = 1_500
"""Characters that are shown."""


def excerpt_of(workspace: Workspace, file: EvidenceFile) -> str:
    """Return how the text of a file begins; an empty text where a picture says more, or nothing can be read.

    What is read is kept, as for matching.

    Raises:
        OutputError: what was read cannot be kept.
    """
    if has_picture(file) or file.problem:
        return ""
    with writing(workspace.build):
        found = convert.read_contents((file,), workspace.evidence, workspace.contents, workers=1).get(file.sha256)
    text = found.text.strip() if found is not None else ""
    return shown(text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …")
