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
        csv_text,
        gaps_csv,
        originals_csv,
        portal_csv,
        portal_xlsx,
        register_csv,
        register_rows,
    )
    from dossier.reports.diff import (
        GapListSnapshot,
        compare,
        compare_json,
        compare_text,
        read_edition,
    )
    from dossier.reports.fleet_json import fleet_json
    from dossier.reports.fleet_page import fleet_page_html
    from dossier.reports.fleet_workbook import fleet_workbook_bytes
    from dossier.reports.handout_message import handout_message, messages
    from dossier.reports.json_shapes import dump_json, findings_json, gaps_json, match_json, scan_json
    from dossier.reports.lke_explain import question_lines
    from dossier.reports.lke_import import LkeReturned, cells_of, read_lke
    from dossier.reports.lke_json import lke_csv, lke_json
    from dossier.reports.lke_own_totals import own_total_findings
    from dossier.reports.lke_surplus import lke_surplus
    from dossier.reports.lke_text import lke_text
    from dossier.reports.lke_workbook import lke_workbook_bytes, printed_text
    from dossier.reports.offline_page import page_html
    from dossier.reports.page_data import PageLink, PageSource
    from dossier.reports.portal_answers import PORTAL_CSV, PORTAL_JSON, portal_answers_csv, portal_json
    from dossier.reports.terminal import gap_table, summary_line
    from dossier.reports.unit_json import unit_summary_json
    from dossier.reports.workbook import EvidenceLinks, workbook_bytes
    from dossier.reports.workbook_import import Returned, differences, read_returned
    from dossier.reports.workbook_readings import KeptLkeReadings, KeptReadings
    from dossier.reports.workbook_surplus import comments_by_place, surplus_findings, unknown_statuses

_lazy.attach(__name__)
