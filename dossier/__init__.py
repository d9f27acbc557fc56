"""dossier: one orderly Zona Integritas dossier from a plan and a folder of evidence."""

from __future__ import annotations

__version__ = "0.2.0"
