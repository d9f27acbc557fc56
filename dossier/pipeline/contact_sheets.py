"""Which photos share a page of the dossier: asked of the outline, made by `convert`, handed on to the binding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import outline
from dossier.evidence.content_checks import PICTURES

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import PhotoSheet, PreparedPart
    from dossier.pipeline.artifacts import BuildContext


def photo_sheets(material: BuildContext, cache: Path, *, fresh: bool = False) -> tuple[PhotoSheet, ...]:
    """Make the sheets of photos that belong together; they are kept in `cache` with the prepared parts.

    `fresh` looks nothing up there.
    """
    assessment = material.assessment
    parts = {part.file.path: part for part in assessment.parts if _is_photo(part)}
    inspection = assessment.inspection
    runs = outline.photo_runs(material.outline, inspection.definition.plan, inspection.matching, parts.keys())
    if not runs:
        return ()
    from dossier import convert  # noqa: PLC0415 — heavy engines load only when a build needs them

    return convert.lay_on_sheets(runs, parts, cache, fresh=fresh)


def _is_photo(part: PreparedPart) -> bool:
    return part.pdf is not None and part.pages == 1 and part.flaw is None and part.file.media in PICTURES
