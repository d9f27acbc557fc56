"""The index of the portal pack, as CSV and as a workbook in which no cell can be a formula or a link."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import xlsxwriter

from dossier.reports.csv import csv_text

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEAD: Final = ("Kode", "Indikator", "Berkas PDF", "Halaman", "Bita", "Bukti di dalamnya")
_WIDTHS: Final = (9, 60, 48, 9, 12, 70)


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalRow:
    """One PDF of the pack; `size` is in bytes, `evidence` names the files in it."""

    code: str
    indicator: str
    file: str
    pages: int
    size: int
    evidence: tuple[str, ...]

    def cells(self) -> tuple[str, ...]:
        """Return the row as text."""
        return (
            self.code,
            self.indicator,
            self.file,
            str(self.pages),
            str(self.size),
            "\n".join(self.evidence),
        )


def portal_csv(rows: Sequence[PortalRow]) -> str:
    """Return the index as CSV."""
    return csv_text(_HEAD, [row.cells() for row in rows])


def originals_csv(rows: Sequence[tuple[str, ...]]) -> str:
    """Return the list of originals that were kept: name, evidence file, why, SHA-256."""
    return csv_text(("Berkas", "Bukti", "Sebab disimpan", "SHA-256"), rows)


def portal_xlsx(rows: Sequence[PortalRow], as_of: dt.date) -> bytes:
    """Return the index as a workbook; the same rows and day make the same bytes."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"title": "Indeks berkas portal", "created": dt.datetime.combine(as_of, dt.time())})
    sheet = book.add_worksheet("Indeks")
    bold = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    for column, (title, width) in enumerate(zip(_HEAD, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, bold)
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row.cells()):
            if column in {3, 4}:  # pages and bytes are to be added up
                sheet.write_number(number, column, int(text), plain)
            else:
                sheet.write_string(number, column, text.encode("utf-8", "backslashreplace").decode("utf-8"), plain)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(_HEAD) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return target.getvalue()
