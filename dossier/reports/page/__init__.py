"""The offline page: all reports as one HTML file that needs only a browser.

Counts nothing itself: totals, rows and matrix come from `audit/status.py`. `page_data` holds source values, link
targets and the embedded JSON, `page_sections` the sections and charts, `page_rendering` makes the file.
"""

from __future__ import annotations

from dossier.reports.page.page_data import PageLink, PageSource
from dossier.reports.page.page_rendering import page_html

__all__ = ["PageLink", "PageSource", "page_html"]
