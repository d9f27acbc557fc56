"""Binds plan, evidence and gap list into one PDF, and checks a bound PDF against itself and the evidence tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.bind import assembly, pages
from dossier.bind.pages import gap_list_pdf
from dossier.bind.readback import verify
from dossier.bind.source import BindInput, OwnPages

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import Manifest

__all__ = ["BindInput", "OwnPages", "bind", "gap_list_pdf", "verify"]


def bind(source: BindInput, target: Path) -> Manifest:
    """Write the bundle to `target`, whole or not at all; the same input makes the same bytes.

    Returns:
        What the bundle says of itself; the same is embedded in it for `verify`.

    Raises:
        OutputError: it cannot be written.
        EngineError: a prepared part has changed since it was prepared.
    """
    return assembly.assemble(source, target, pages.draw)
