"""Workspaces, answers and workbooks of the evaluation sheet for tests, and changes as a person makes them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

from dossier import scoring
from dossier.knowledge import sheet
from dossier.model import Unit
from dossier.pipeline.form_books import keep_written
from dossier.plan import parse_answers
from dossier.reports import lke_workbook_bytes
from dossier.reports.lke_layout import SHEET
from dossier.state.workspace import Workspace
from tests.support.workbooks import record_written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from dossier.scoring import AnswerSheet

UNIT = Unit(
    name="Kantor Contoh",
    short_name="Contoh",
    secretariat="Sekretariat Contoh",
    place="Kota Contoh",
    address="Jalan Contoh 1",
    letterhead=("KANTOR CONTOH",),
)
YEAR = 2025
AS_OF = dt.date(2025, 7, 1)

_BEST_COUNTS = {"di luar rumus": "0", "tahun ini": "0", "wajib": "1", "sudah": "3"}
"""Role of a count ─► what gives full marks; all others are 4."""


def _best(key: str) -> str:
    question = sheet.questions()[key]
    if question.answer in scoring.SCALES:
        return f"jawaban: {next(iter(scoring.SCALES[question.answer]))}"
    return ", ".join(f"{field.name}: {_BEST_COUNTS.get(field.role, '4')}" for field in sheet.fields_of()[key])


FULL = "lembar: 2026\njawaban:\n" + "".join(f"  {key}: {{{_best(key)}}}\n" for key in sheet.questions())
"""Full marks: 100 points."""


def answers(text: str) -> AnswerSheet:
    """Return the answers of a text of `plan/lke.yaml`."""
    return parse_answers(text, Path("plan/lke.yaml")).sheet


def book_bytes(text: str, year: int = YEAR) -> bytes:
    """Return the workbook of these answers."""
    return lke_workbook_bytes(scoring.score_of(answers(text)), unit=UNIT, year=year, as_of=AS_OF)


def written(folder: Path, text: str, name: str = "lke.xlsx") -> Path:
    """Write the workbook of these answers and return its path."""
    path = folder / name
    path.write_bytes(book_bytes(text))
    return path


def workspace_of(root: Path, text: str = "") -> Workspace:
    """Return a workspace whose `build/lke.xlsx` was just written from these answers and not touched since."""
    (root / "plan").mkdir()
    (root / "build").mkdir()
    workspace = Workspace(root)
    if text:
        workspace.answers.write_text(text, encoding="utf-8")
    print_book(workspace)
    return workspace


def print_book(workspace: Workspace) -> None:
    """Write `build/lke.xlsx` from `plan/lke.yaml`, as a build does."""
    text = workspace.answers.read_text(encoding="utf-8") if workspace.answers.is_file() else ""
    data = book_bytes(text)
    fresh = workspace.build / "baru.xlsx"
    fresh.write_bytes(data)
    keep_written(workspace, fresh)
    fresh.replace(workspace.answers_workbook)
    record_written(workspace, workspace.answers_workbook, data)


def change_sheet(path: Path, edit: Callable[[Worksheet], object]) -> None:
    """Change the sheet *Jawaban* of a workbook with openpyxl, which is not our own writer."""
    change_book(path, lambda book: edit(book[SHEET]))


def change_book(path: Path, edit: Callable[[Workbook], object]) -> None:
    """Change a workbook."""
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)


def type_in(path: Path, cells: Mapping[str, str | float | None]) -> None:
    """Type into cells of *Jawaban*; a text that begins with "=" stays a text."""

    def edit(worksheet: Worksheet) -> None:
        for name, value in cells.items():
            cell = worksheet[name]
            cell.value = value
            if isinstance(value, str) and value.startswith("="):
                cell.data_type = "s"

    change_sheet(path, edit)
