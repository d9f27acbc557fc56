"""Reports of findings and coverage, one module a format; all take the same values.

Modules are imported when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import _lazy

if TYPE_CHECKING:
    from dossier.reports.calendar import calendar_ics
    from dossier.reports.csv import (
        PortalRow,
        RegisterRow,
        gaps_csv,
        originals_csv,
        portal_csv,
        portal_xlsx,
        register_csv,
        register_rows,
    )
    from dossier.reports.diff import (
        GapListSnapshot,
        appended,
        compare,
        compare_json,
        compare_text,
        read_edition,
        read_history,
    )
    from dossier.reports.gap_columns import REMARK_COLUMNS, entry_digest
    from dossier.reports.json_shapes import dump_json, findings_json, gaps_json, match_json, scan_json
    from dossier.reports.page import PageLink, PageSource, page_html
    from dossier.reports.terminal import gap_table, summary_line
    from dossier.reports.workbook import workbook_bytes
    from dossier.reports.workbook_import import Returned, differences, read_returned
    from dossier.reports.workbook_readings import KeptReadings
    from dossier.reports.workbook_surplus import comments_by_place, surplus_findings, unknown_statuses
    from dossier.reports.xlsx_cells import EvidenceLinks

__all__ = [
    "REMARK_COLUMNS",
    "EvidenceLinks",
    "GapListSnapshot",
    "KeptReadings",
    "PageLink",
    "PageSource",
    "PortalRow",
    "RegisterRow",
    "Returned",
    "appended",
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
    "workbook_bytes",
]

_lazy.attach(__name__)
