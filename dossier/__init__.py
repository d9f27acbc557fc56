"""Compiles a Zona Integritas action plan and a folder of evidence into one PDF dossier, a gap list and Word papers."""

from __future__ import annotations

__version__ = "0.2.0"
