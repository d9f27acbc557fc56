"""Findings and coverage in the forms that people and programs read; every form takes the same values."""

from __future__ import annotations

from dossier.reports.calendar import calendar_ics
from dossier.reports.cells import EvidenceLinks
from dossier.reports.compare import Edition, compare, compare_json, compare_text, read_edition
from dossier.reports.history import appended, read_history
from dossier.reports.page import PageLink, PageSource, page_html
from dossier.reports.portal import PortalRow, originals_csv, portal_csv, portal_xlsx
from dossier.reports.register import RegisterRow, register_rows
from dossier.reports.returned import Returned, differences, read_returned
from dossier.reports.shapes import dump_json, findings_json, gaps_json, match_json, scan_json
from dossier.reports.sheets import gaps_csv, register_csv
from dossier.reports.terminal import gap_table, summary_line
from dossier.reports.workbook import workbook

__all__ = [
    "Edition",
    "EvidenceLinks",
    "PageLink",
    "PageSource",
    "PortalRow",
    "RegisterRow",
    "Returned",
    "appended",
    "calendar_ics",
    "compare",
    "compare_json",
    "compare_text",
    "differences",
    "dump_json",
    "findings_json",
    "gap_table",
    "gaps_csv",
    "gaps_json",
    "match_json",
    "originals_csv",
    "page_html",
    "portal_csv",
    "portal_xlsx",
    "read_edition",
    "read_history",
    "read_returned",
    "register_csv",
    "register_rows",
    "scan_json",
    "summary_line",
    "workbook",
]
