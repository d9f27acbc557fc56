"""The PDFs of the dossier itself: one bundle, or what a person asked for instead or besides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier.edition import Bundle

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.build.outputs import Material

NAME: Final = "dossier.pdf"


def write_bundles(material: Material, stage: Path) -> tuple[Bundle, ...]:
    """Write the bundle into `stage`, and say what it is."""
    from dossier import bind  # noqa: PLC0415 — heavy engines load only when a build needs them

    manifest = bind.bind(material.source, stage / NAME)
    return (Bundle(name=NAME, pages=manifest.page_count, size=(stage / NAME).stat().st_size),)
