"""Tables as CSV for Indonesian Excel: semicolons, a byte order mark, and no cell that could be a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING

from dossier.reports.gap_columns import GAP_COLUMNS, ColumnKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dossier.audit.status import Status
    from dossier.reports.register import RegisterRow

# A cell that starts so is run as a formula by spreadsheet programs (OWASP, "CSV Injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"


def gaps_csv(view: Status) -> str:
    """Return the gap list, a row a slot, with the byte order mark that Excel needs to read UTF-8."""
    columns = [column for column in GAP_COLUMNS if column.kind is not ColumnKind.HIDDEN]
    rows = ([cell_value(column.value(row)) for column in columns] for row in view.rows)
    return csv_text([column.head for column in columns], rows)


def register_csv(rows: Iterable[RegisterRow]) -> str:
    """Return the register of evidence: a row a file found, the ignored ones too."""
    head = ("Berkas", "Jenis", "Halaman", "Bita", "SHA-256", "Golongan", "Untuk", "Mesin", "Catatan")
    return csv_text(
        head,
        (
            (
                row.path,
                row.media,
                str(row.pages),
                str(row.size),
                row.sha256,
                row.group,
                ", ".join(row.serves),
                row.engine,
                "; ".join(row.notes),
            )
            for row in rows
        ),
    )


def cell_value(value: str | int | dt.date) -> str | int:
    """Return a value as CSV has it: dates as `2025-07-01`."""
    return value.isoformat() if isinstance(value, dt.date) else value


def csv_text(head: Sequence[str], rows: Iterable[Sequence[str | int]]) -> str:
    """Return a table as CSV text with every cell made harmless."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return BYTE_ORDER_MARK + buffer.getvalue()


def harmless(cell: str) -> str:
    """Return the cell as text that no spreadsheet program runs."""
    text = cell.encode("utf-8", "backslashreplace").decode("utf-8")
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
