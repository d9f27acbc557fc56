"""The offline page: everything that the reports say, as one HTML file that needs a browser and nothing else.

It counts nothing itself: totals, rows and matrix come from `overview`. Each module has one part: `source` what the page
is made of, `links` where it may lead, `sections` what stands in it, `files` the data of the evidence tree, `charts` the
geometry of the lines, `render` the file itself.
"""

from __future__ import annotations

from dossier.reports.page.page_data import PageLink, PageSource
from dossier.reports.page.page_rendering import page_html

__all__ = ["PageLink", "PageSource", "page_html"]
