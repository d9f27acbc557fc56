"""The `dossier` command."""

from __future__ import annotations

from dossier.cli.main import main

__all__ = ["main"]
