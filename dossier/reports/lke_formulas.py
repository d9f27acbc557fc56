"""Formulas of the evaluation sheet as text for spreadsheets: shares, components, totals. Pure.

The scales are the nested IF of the official workbook (Permenpan-RB 90/2021, Lampiran III); a blank answer gives "".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier.knowledge import sheet
from dossier.reports import lke_layout as layout
from dossier.scoring import SCALES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from dossier.knowledge.sheet import SheetComponent

_EXACT_DECIMALS: Final = 6


def number_text(value: Fraction) -> str:
    """Return a number as a formula has it: a decimal where it is one, else a quotient."""
    scaled = value * 10**_EXACT_DECIMALS
    if scaled.denominator == 1:
        return f"{float(value):.{_EXACT_DECIMALS}f}".rstrip("0").rstrip(".")
    return f"{value.numerator}/{value.denominator}"


def share_formula(key: str, column: str, no_complaints: Fraction) -> str:
    """Return the formula of a question's share, 0 to 1, of the answers in a column; "" where they are blank."""
    question = sheet.questions()[key]
    cell = {field.name: f"{column}{field.row}" for field in sheet.fields_of()[key]}
    if question.answer == sheet.VALUE:
        one = cell[sheet.VALUE_FIELD]
        return f'=IF(ISNUMBER({one}),IF(AND({one}>=0,{one}<=4),{one}/4,""),"")'
    if question.answer != sheet.PERCENT:
        return f"={_scale(cell[sheet.GRADE_FIELD], question.answer)}"
    counted = [field for field in sheet.fields_of()[key] if field.role != "di luar rumus"]
    numbers = ",".join(cell[field.name] for field in counted)
    inside = _percentage(key, cell, number_text(no_complaints), f"{column}{layout.share_row(key) + 1}")
    return f'=IF(COUNT({numbers})<{len(counted)},"",{inside})'


def _scale(cell: str, kind: str) -> str:
    formula = '""'
    for grade, share in reversed(tuple(SCALES[kind].items())):
        formula = f'IF({cell}="{grade}",{number_text(share)},{formula})'
    return formula


def _percentage(key: str, cell: dict[str, str], no_complaints: str, obliged: str) -> str:
    formula = sheet.questions()[key].formula
    by_role = {field.role: cell[field.name] for field in sheet.fields_of()[key]}
    if formula == "turun":
        before, now = by_role["tahun lalu"], by_role["tahun ini"]
        return f"IF({before}=0,IF({now}=0,1,0),{_capped(f'({before}-{now})/{before}')})"
    part, whole = by_role.get("pembilang", by_role.get("sudah", "")), by_role.get("penyebut", obliged)
    nothing = f'IF({part}=0,{no_complaints},"")' if formula == "dumas" else '""'
    return f"IF({whole}=0,{nothing},{_capped(f'{part}/{whole}')})"


def _capped(formula: str) -> str:
    return f"MAX(0,MIN(1,{formula}))"


def obliged_formula(key: str, column: str) -> str:
    """Return the formula of the sum of those who have to report."""
    rows = [field.row for field in sheet.fields_of()[key] if field.role == "wajib"]
    return f"=SUM({column}{rows[0]}:{column}{rows[-1]})"


def points_formula(row: int) -> str:
    """Return the formula of a question's points; a blank one has none."""
    return f'=IF({layout.SHARE}{row}="",0,{layout.SHARE}{row}*{layout.WEIGHT}{row})'


def assessed_formula(row: int) -> str:
    """Return the formula of a question's points by the assessors; by the unit's answer where they left it blank."""
    share, assessed = f"{layout.SHARE}{row}", f"{layout.ASSESSED_SHARE}{row}"
    return f'=IF({assessed}="",IF({share}="",0,{share}),{assessed})*{layout.WEIGHT}{row}'


def sum_formula(column: str, rows: Iterable[int]) -> str:
    """Return the formula of a sum over single rows of a column of this sheet."""
    return f"=SUM({','.join(f'{column}{row}' for row in rows)})"


def sheet_points_formula(component: SheetComponent) -> str:
    """Return the official formula of a component: the mean of what is answered times its weight."""
    cells = ",".join(f"{layout.SHARE}{layout.share_row(key)}" for key in component.questions)
    return f"=IF(COUNT({cells})=0,0,AVERAGE({cells})*G{layout.points_row(component)})"
