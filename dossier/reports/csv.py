"""Writes tables as CSV and XLSX: gap list, evidence register, portal index. No cell can be a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import xlsxwriter

from dossier.audit.gap_columns import ColumnKind, GapForm, columns_of
from dossier.scoring import points_text
from dossier.wording import spare_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dossier.audit.gap_columns import Cell
    from dossier.audit.status import Status
    from dossier.model import Matching, PreparedPart, Scan


# A cell that starts so is run as a formula by spreadsheet programs (OWASP, "CSV Injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"


def gaps_csv(view: Status) -> str:
    """Return the gap list, a row a slot, with the byte order mark that Excel needs to read UTF-8."""
    columns = [column for column in columns_of(GapForm.SHEET, view.rows) if column.kind is not ColumnKind.HIDDEN]
    rows = ([cell_value(column.cell(row)) for column in columns] for row in view.rows)
    return csv_text([column.title_in(GapForm.SHEET) for column in columns], rows)


def register_csv(rows: Iterable[RegisterRow]) -> str:
    """Return the register of evidence: a row a file found, the ignored ones too."""
    head = ("Berkas", "Jenis", "Halaman", "Bita", "SHA-256", "Golongan", "Untuk", "Mesin", "Catatan")
    cells = (
        (r.path, r.media, r.pages, r.size, r.sha256, r.group, ", ".join(r.serves), r.engine, "; ".join(r.notes))
        for r in rows
    )
    return csv_text(head, cells)


def cell_value(value: Cell) -> str | int:
    """Return a value as CSV has it: dates as `2025-07-01`, points as `0,25`."""
    if isinstance(value, Fraction):
        return points_text(value)
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


BEYOND: Final = "di luar rencana"
"""Group of a placed file that no indicator claims, only questions of the evaluation sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One file: `pages` as bound, `size` in bytes, `group` which of the four it is in, `serves` the requirements.

    A file beyond the plan serves questions of the evaluation sheet.
    """

    path: str
    group: str
    media: str = ""
    pages: int = 0
    size: int = 0
    sha256: str = ""
    serves: tuple[str, ...] = ()
    engine: str = ""
    notes: tuple[str, ...] = ()


def register_rows(matching: Matching, parts: Iterable[PreparedPart], scan: Scan) -> tuple[RegisterRow, ...]:
    """Return every file found, the ignored ones too, sorted by path."""
    serves: dict[str, dict[str, None]] = {}
    for claim in matching.claims:
        serves.setdefault(claim.file.path, {})[claim.code] = None
    groups: dict[str, str] = {}
    for answer in matching.beyond_plan:
        serves.setdefault(answer.file.path, {})[answer.question] = None
        groups[answer.file.path] = BEYOND
    for front in matching.front:
        serves.setdefault(front.file.path, {})[front.paper.value] = None
    groups |= dict.fromkeys((a.file.path for a in matching.ambiguous), "rancu")
    groups |= dict.fromkeys((u.file.path for u in matching.unplaced), "tanpa tempat")
    spares = {path: spare_note(serving) for path, serving in matching.spare_paths.items()}
    groups |= dict.fromkeys(spares, "cadangan")
    rows = [
        RegisterRow(
            path=part.file.path,
            media=part.file.media.value,
            pages=part.pages,
            size=part.file.size,
            sha256=part.file.sha256,
            group=groups.get(part.file.path, "terpasang"),
            serves=tuple(serves.get(part.file.path, ())),
            engine=part.engine,
            notes=tuple(note for note in (spares.get(part.file.path), part.problem, *part.notes, _kept(part)) if note),
        )
        for part in parts
    ]
    rows += [RegisterRow(path=entry.path, group="diabaikan", notes=(entry.reason,)) for entry in scan.ignored]
    return tuple(sorted(rows, key=lambda row: row.path))


def _kept(part: PreparedPart) -> str | None:
    return f"berkas asli: {part.kept_as}" if part.kept_as else None


_HEAD: Final = (
    "Kode",
    "Indikator",
    "Berkas PDF",
    "Halaman",
    "Bita",
    "Bukti di dalamnya",
    "Berkas asli bertanda tangan",
)
_WIDTHS: Final = (9, 60, 48, 9, 12, 70, 48)


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalRow:
    """One PDF of the pack; `size` is in bytes, `evidence` names the files in it, `originals` those beside it."""

    code: str
    indicator: str
    file: str
    pages: int
    size: int
    evidence: tuple[str, ...]
    originals: tuple[str, ...] = ()

    def cells(self) -> tuple[str | int, ...]:
        """Return the row, pages and bytes as numbers."""
        lists = ("\n".join(self.evidence), "\n".join(self.originals))
        return (self.code, self.indicator, self.file, self.pages, self.size, *lists)


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
        for column, cell in enumerate(row.cells()):
            if isinstance(cell, int):
                sheet.write_number(number, column, cell, plain)
            else:
                sheet.write_string(number, column, cell.encode("utf-8", "backslashreplace").decode("utf-8"), plain)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(_HEAD) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return target.getvalue()
