"""A workspace with nothing but a small workbook in it, written as a build writes it, and people who fill it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import openpyxl
from openpyxl.comments import Comment

from dossier import state
from dossier.audit.gap_columns import GAP_SHEET
from dossier.pipeline.form_books import keep_written
from dossier.pipeline.intake import take_in
from dossier.state.build_record import FILE_NAME, GROUPS, BuildRecord, Bundle, Summary
from dossier.state.workspace import Workspace
from tests.support.small_reports import small_overview, small_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

FIRST = ("I.1.1", "a", "2025-03")
SECOND = ("I.1.1", "a", "2025-06")


def workbook_workspace(root: Path) -> Workspace:
    """Return a workspace whose workbook was just written and not touched since."""
    (root / "plan").mkdir()
    (root / "build").mkdir()
    workspace = Workspace(root)
    rewrite(workspace)
    return workspace


def rewrite(workspace: Workspace) -> None:
    """Write the workbook anew from what is in `plan/`, as a build does after it has taken in the old one."""
    intake = take_in(workspace)
    data = small_workbook(small_overview(notes=intake.notes, remarks=intake.remarks))
    fresh = workspace.build / "baru.xlsx"
    fresh.write_bytes(data)
    keep_written(workspace, fresh)
    fresh.replace(workspace.workbook)
    record_written(workspace, workspace.workbook, data)


def record_written(workspace: Workspace, book: Path, data: bytes) -> None:
    """Record that a build has written a workbook of these bytes."""
    summary = Summary(
        bundles=(Bundle(name="dossier.pdf", pages=1, size=1),),
        counts=dict.fromkeys(GROUPS, 0),
        gaps="",
        as_of="2025-07-01",
        findings=0,
        advised=0,
        outputs=(),
    )
    outputs = {book.name: hashlib.sha256(data).hexdigest()}
    made = BuildRecord(sources={}, files={}, outputs=outputs, summary=summary, settled=True)
    (workspace.build / FILE_NAME).write_text(state.build_record.to_json(made), encoding="ascii")


def change(path: Path, how: Callable[[Workbook], None]) -> None:
    """Open a workbook, change it and save it again."""
    book = openpyxl.load_workbook(path)
    how(book)
    book.save(path)


def fill(path: Path, row: int, entries: Mapping[str, str], comment: str = "") -> None:
    """Fill cells of one row of the sheet of gaps, as texts, and put a comment on the first of the row."""

    def how(book: Workbook) -> None:
        sheet = book[GAP_SHEET]
        for heading, text in entries.items():
            cell = sheet.cell(row, column_of(sheet, heading))
            cell.value = text
            if text:
                cell.data_type = "s"  # typed as text, whatever it begins with
        if comment:
            sheet.cell(row, 1).comment = Comment(comment, "Nama Akun")

    change(path, how)


def column_of(sheet: Worksheet, heading: str) -> int:
    """Return the number of the column with a heading."""
    return next(cell.column for cell in sheet[1] if cell.value == heading)
