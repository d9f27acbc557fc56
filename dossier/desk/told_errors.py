"""What a page is told of an error: what went wrong, what to do, and the problems one by one with file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier import wording

if TYPE_CHECKING:
    from dossier.errors import DossierError
    from dossier.model import Finding

MOST_LINES: Final = 20
"""Problems of a plan that a page shows; a plan with more is mended from the top."""


def told_error(error: DossierError) -> dict[str, object]:
    """Return message, remedy and problems."""
    lines = wording.capped([_line(each) for each in error.findings], MOST_LINES, "masalah")
    return {"galat": str(error), "saran": error.hint, "rincian": list(lines)}


def _line(finding: Finding) -> str:
    """Return where a problem is and what it is, as the terminal says it."""
    place = finding.path or finding.subject
    return wording.shown(f"{place}:{finding.line}: {finding.text}" if finding.line else f"{place}: {finding.text}")
