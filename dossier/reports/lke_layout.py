"""Where everything stands in the sheet *Jawaban*: the rows and columns of the national portal's sheet of 2026.

The portal states the rows of its 127 fields and the columns K, L, M, N and Q. Heads stand in the rows between them.
Columns right of Q are ours: live formulas and what the tool knows. Rows and columns count from 1 here.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from dossier.knowledge import sheet
from dossier.scoring.answer_cells import LINKS, NOTE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.knowledge.sheet import SheetComponent, SheetField
    from dossier.scoring.answer_cells import AnswerPlace

SHEET: Final = "Jawaban"
HEAD_ROW: Final = 1
TOTAL_ROW: Final = 204
LAST_ROW: Final = 202

ANSWER: Final = "K"
UNIT_NOTE: Final = "L"
EVIDENCE: Final = "M"
ASSESSOR: Final = "N"
ASSESSOR_NOTE: Final = "Q"
TYPED: Final = (ANSWER, UNIT_NOTE, EVIDENCE, ASSESSOR, ASSESSOR_NOTE)
"""The columns that people fill, in the order of the digests in `PRINTED`."""
SHARE: Final = "R"
WEIGHT: Final = "S"
POINTS: Final = "T"
SHEET_POINTS: Final = "U"
ASSESSED_SHARE: Final = "V"
ASSESSED_POINTS: Final = "W"
KEY: Final = "AB"
PRINTED: Final = "AC"

MARK: Final = "dossier.lke/1"
"""Stands in the head of the hidden column of digests with the year of the plan, so that a workbook of ours is known."""

HEADINGS: Final[Mapping[str, str]] = {
    "E": "Huruf",
    "F": "Pertanyaan",
    "G": "Bobot",
    "H": "Pilihan",
    "I": "Kriteria",
    "J": "soal_id",
    ANSWER: "Jawaban unit",
    UNIT_NOTE: "Catatan unit",
    EVIDENCE: "Bukti dukung unit (tautan)",
    ASSESSOR: "Jawaban TPI",
    ASSESSOR_NOTE: "Catatan TPI",
    SHARE: "Nilai",
    WEIGHT: "Bobot pertanyaan",
    POINTS: "Poin (kosong = 0)",
    SHEET_POINTS: "Poin menurut rumus lembar",
    ASSESSED_SHARE: "Nilai TPI",
    ASSESSED_POINTS: "Poin TPI (kosong = jawaban unit)",
    "X": "Bukti yang ditemukan",
    "Y": "Yang belum ada atau bermasalah",
    "Z": "Yang biasanya diminta penilai",
    "AA": "Batas rencana (petunjuk)",
    KEY: "Kunci",
    PRINTED: "Cetakan",
}
"""Column ─► its heading; O and P are the portal's own and stay empty."""

_LHKPN: Final = "A.2.V.iii.a"


def cell_digest(text: str) -> str:
    """Return what tells the exact texts of two cells apart: 16 hexadecimal digits, "-" for an empty one."""
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:16] if text else "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadRow:
    """A row without an answer: its number, the column of its text, the text, and the component it sums, if any."""

    row: int
    column: str
    text: str
    component: SheetComponent | None = None


@cache
def field_rows() -> Mapping[int, SheetField]:
    """Return row ─► field of the portal."""
    return {field.row: field for field in sheet.fields()}


@cache
def places() -> Mapping[AnswerPlace, int]:
    """Return place ─► row; note and links of a question stand in the row of its first field."""
    found: dict[AnswerPlace, int] = {}
    for key, fields in sheet.fields_of().items():
        found |= {(key, field.name): field.row for field in fields}
        found |= {(key, name): fields[0].row for name in (NOTE, LINKS)}
    return found


def share_row(key: str) -> int:
    """Return the row with the share of a question: its own, or that above the counts of a percentage."""
    own, question = sheet.fields_of()[key], sheet.questions()[key]
    if question.answer != sheet.PERCENT:
        return own[0].row
    return own[0].row - (2 if question.formula == "lhkpn" else 1)


def obliged_row(key: str) -> int:
    """Return the row with the sum of those who have to report (LHKPN, LHKAN)."""
    return sheet.fields_of()[key][0].row - 1


def points_row(component: SheetComponent) -> int:
    """Return the row with the points of a component: its head, or the only question of a result."""
    first = share_row(component.questions[0])
    return first if component.half == sheet.HASIL else first - 1


@cache
def heads() -> tuple[HeadRow, ...]:
    """Return the heads in the order of their rows."""
    found: list[HeadRow] = []
    half = area = ""
    for component in sheet.components().values():
        row = points_row(component)
        if component.half == sheet.HASIL:
            continue
        above = row - (2 if component.key == _LHKPN else 1)
        if component.area != area or component.half != half:
            found.append(HeadRow(row=above, column="C", text=_area_text(component.area)))
            above -= 1
        if component.half != half:
            title = "I. PEMENUHAN" if component.half == sheet.PEMENUHAN else "II. REFORM"
            found.append(HeadRow(row=above, column="B", text=title))
        half, area = component.half, component.area
        if component.key == _LHKPN:
            found.append(HeadRow(row=row - 1, column="D", text="iii. Penyampaian laporan harta kekayaan"))
        number = component.key.rpartition(".")[2]
        found.append(HeadRow(row=row, column="D", text=f"{number}. {component.title}", component=component))
    found += (
        HeadRow(row=2, column="A", text="A. PENGUNGKIT"),
        HeadRow(row=196, column="A", text="B. HASIL"),
        HeadRow(row=198, column="B", text="I. BIROKRASI YANG BERSIH DAN AKUNTABEL"),
        HeadRow(row=201, column="B", text="II. PELAYANAN PUBLIK YANG PRIMA"),
    )
    return tuple(sorted(found, key=lambda head: head.row))


def _area_text(area: str) -> str:
    return f"{sheet.AREAS.index(area) + 1}. {sheet.area_titles()[area].upper()}"


@cache
def percent_rows() -> Mapping[int, str]:
    """Return row ─► key of the question whose counts stand below it."""
    return {share_row(key): key for key, each in sheet.questions().items() if each.answer == sheet.PERCENT}


@cache
def obliged_rows() -> Mapping[int, str]:
    """Return row ─► key of the question whose obliged groups are summed in it."""
    return {obliged_row(key): key for key, each in sheet.questions().items() if each.formula == "lhkpn"}


def column_of(name: str, role: str) -> str:
    """Return the column of a field; `role` is `unit` or `tpi`, which has no links."""
    if name == NOTE:
        return UNIT_NOTE if role == UNIT else ASSESSOR_NOTE
    if name == LINKS:
        return EVIDENCE
    return ANSWER if role == UNIT else ASSESSOR


UNIT: Final = "unit"
TPI: Final = "tpi"
