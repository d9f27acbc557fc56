"""Findings and coverage in the forms that people and programs read; every form takes the same values.

Each form is loaded when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import late

if TYPE_CHECKING:
    from dossier.reports.book import workbook
    from dossier.reports.calendar import calendar_ics
    from dossier.reports.cells import EvidenceLinks
    from dossier.reports.comparing import Edition, compare, compare_json, compare_text, read_edition
    from dossier.reports.gap_columns import REMARK_COLUMNS, entry_digest
    from dossier.reports.history import appended, read_history
    from dossier.reports.page import PageLink, PageSource, page_html
    from dossier.reports.portal import PortalRow, originals_csv, portal_csv, portal_xlsx
    from dossier.reports.register import RegisterRow, register_rows
    from dossier.reports.returned import Returned, begin_returned, differences, read_returned
    from dossier.reports.shapes import dump_json, findings_json, gaps_json, match_json, scan_json
    from dossier.reports.sheets import gaps_csv, register_csv
    from dossier.reports.surplus import comments_by_place, surplus_findings, unknown_statuses
    from dossier.reports.terminal import gap_table, summary_line

__all__ = [
    "REMARK_COLUMNS",
    "Edition",
    "EvidenceLinks",
    "PageLink",
    "PageSource",
    "PortalRow",
    "RegisterRow",
    "Returned",
    "appended",
    "begin_returned",
    "calendar_ics",
    "comments_by_place",
    "compare",
    "compare_json",
    "compare_text",
    "differences",
    "dump_json",
    "entry_digest",
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
    "surplus_findings",
    "unknown_statuses",
    "workbook",
]

__getattr__ = late.door(
    __name__,
    {
        "Edition": "comparing",
        "EvidenceLinks": "cells",
        "PageLink": "page",
        "PageSource": "page",
        "PortalRow": "portal",
        "REMARK_COLUMNS": "gap_columns",
        "RegisterRow": "register",
        "Returned": "returned",
        "appended": "history",
        "begin_returned": "returned",
        "calendar_ics": "calendar",
        "comments_by_place": "surplus",
        "compare": "comparing",
        "compare_json": "comparing",
        "compare_text": "comparing",
        "differences": "returned",
        "dump_json": "shapes",
        "entry_digest": "gap_columns",
        "findings_json": "shapes",
        "gap_table": "terminal",
        "gaps_csv": "sheets",
        "gaps_json": "shapes",
        "match_json": "shapes",
        "originals_csv": "portal",
        "page_html": "page",
        "portal_csv": "portal",
        "portal_xlsx": "portal",
        "read_edition": "comparing",
        "read_history": "history",
        "read_returned": "returned",
        "register_csv": "sheets",
        "register_rows": "register",
        "scan_json": "shapes",
        "summary_line": "terminal",
        "surplus_findings": "surplus",
        "unknown_statuses": "surplus",
        "workbook": "book",
    },
)
