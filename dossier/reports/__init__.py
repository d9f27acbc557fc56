"""Findings and coverage in the forms that people and programs read; every form takes the same values."""

from __future__ import annotations

from dossier.reports.portal import PortalRow, portal_csv, portal_xlsx
from dossier.reports.shapes import dump_json, findings_json, gaps_json, match_json, scan_json
from dossier.reports.sheets import gaps_csv, register_csv
from dossier.reports.terminal import gap_table, summary_line

__all__ = [
    "PortalRow",
    "dump_json",
    "findings_json",
    "gap_table",
    "gaps_csv",
    "gaps_json",
    "match_json",
    "portal_csv",
    "portal_xlsx",
    "register_csv",
    "scan_json",
    "summary_line",
]
