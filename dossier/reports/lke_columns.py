"""Finds the columns of answers, notes, links and assessors in a worksheet: by heading, place or contents."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.knowledge import sheet
from dossier.reports import lke_layout as layout
from dossier.reports.lke_rows import plain_words
from dossier.reports.workbook_import import cell_name
from dossier.scoring import SCALES
from dossier.workers.bounded_workbook import column_number

if TYPE_CHECKING:
    from dossier.knowledge.sheet import SheetField
    from dossier.reports.lke_rows import Cells

_HEAD_ROWS: Final = 12
_LEAST: Final = 5
"""Answers from which a column is one of answers; fewer letters may be an enumeration."""
_NAMES: Final = {
    "answer": ("jawaban unit", "jawaban unit kerja", "jawaban", "jawaban satker", "isian unit", "penilaian unit"),
    "note": ("catatan unit", "catatan", "catatan unit kerja", "penjelasan jawaban", "keterangan", "uraian"),
    "links": (
        "bukti dukung unit tautan",
        "bukti dukung unit",
        "bukti dukung",
        "bukti pendukung",
        "data dukung",
        "link bukti dukung",
        "tautan",
        "link",
        "bukti",
    ),
    "assessor": ("jawaban tpi", "penilaian tpi", "jawaban penilai", "tpi"),
    "assessor_note": ("catatan tpi", "keterangan tpi", "catatan penilai"),
    "printed": (),
}
_PORTAL: Final = (
    ("answer", layout.ANSWER),
    ("note", layout.UNIT_NOTE),
    ("links", layout.EVIDENCE),
    ("assessor", layout.ASSESSOR),
    ("assessor_note", layout.ASSESSOR_NOTE),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LkeColumns:
    """The number, from 1, of each column; 0 where there is none. `guessed`: letters of one known by its contents."""

    answer: int = 0
    note: int = 0
    links: int = 0
    assessor: int = 0
    assessor_note: int = 0
    printed: int = 0
    guessed: str = ""


def find_columns(cells: Cells, rows: dict[int, SheetField]) -> LkeColumns:
    """Return the columns of a worksheet whose rows are known."""
    first = min(rows, default=1)
    found = _by_heading(cells, max(first - 1, _HEAD_ROWS if first > _HEAD_ROWS else 1))
    if "answer" not in found:
        at_home = sum(field.row == row for row, field in rows.items())
        if at_home * 2 > len(rows) and any((row, column_number(layout.ANSWER)) in cells for row in rows):
            found = {name: column_number(letters) for name, letters in _PORTAL} | found
    guessed = ""
    if "answer" not in found and (column := _by_contents(cells, rows)):
        found["answer"], guessed = column, cell_name(column, 1).rstrip("1")
    return LkeColumns(**found, guessed=guessed)


def _by_heading(cells: Cells, last: int) -> dict[str, int]:
    headings: dict[str, int] = {}
    for (row, column), value in sorted(cells.items()):
        if row <= last and isinstance(value, str):
            headings.setdefault(plain_words(value), column)
            if value.startswith(layout.MARK):
                headings[layout.MARK] = column
    found = {name: headings[each] for name, names in _NAMES.items() for each in reversed(names) if each in headings}
    if layout.MARK in headings:
        found["printed"] = headings[layout.MARK]
    return found


def _by_contents(cells: Cells, rows: dict[int, SheetField]) -> int:
    """Return the column in which most letters and yes or no stand in the rows that ask for them."""
    hits: Counter[int] = Counter()
    for (row, column), value in cells.items():
        field = rows.get(row)
        if field is None or field.name != sheet.GRADE_FIELD or not isinstance(value, str):
            continue
        scale = SCALES[sheet.questions()[field.question].answer]
        hits[column] += value.strip().casefold() in {grade.casefold() for grade in scale}
    return (
        max(hits, key=lambda column: (hits[column], -column), default=0)
        if max(hits.values(), default=0) >= _LEAST
        else 0
    )
