"""Exports of plans on disk, edited as a person would, and random plan documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
from hypothesis import strategies as st

from dossier.importing import export_plan, own_workbook
from dossier.plan.plan_documents import tidy

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from dossier.importing.own_workbook import OwnWorkbook
    from dossier.plan.plan_documents import PlanDocument, PlanDocuments, PlanValue

TOP = 6
"""The row of the numbers below the headings of the first sheet."""


def exported(documents: PlanDocuments, folder: Path) -> Path:
    """Write the workbook of a plan and return it."""
    path = folder / "rencana.xlsx"
    path.write_bytes(export_plan(documents, ".xlsx"))
    return path


def returned(path: Path) -> OwnWorkbook:
    """Read a workbook that must be one of ours."""
    found = own_workbook.read(path)
    assert found is not None
    return found


def unmerged(sheet: Worksheet) -> None:
    """Take all merges apart, as a spreadsheet program asks before it sorts."""
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))


def sort_rows(path: Path, column: int) -> None:
    """Sort the rows of the first sheet by a column, backwards, and save."""
    book = openpyxl.load_workbook(path)
    sheet = book[own_workbook.PLAN_SHEET]
    unmerged(sheet)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=TOP + 1)]
    rows.sort(key=lambda row: str(row[column] or ""), reverse=True)
    for number, row in enumerate(rows, start=TOP + 1):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place)
            cell.value = value
            cell.data_type = "s" if isinstance(value, str) else cell.data_type
    book.save(path)


LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\ufeff\u2028\u2029\x85")
LINES = st.one_of(
    st.text(LETTERS, min_size=1, max_size=12),
    st.sampled_from(["=1+1", "json: {}", "_x000D_", "- a", "2025", "true", "0,5", "Kode", "+62", "@x", "[]", "'x"]),
)
TEXTS = st.lists(LINES, min_size=1, max_size=3).map("\n".join).map(tidy)
SOME = TEXTS.filter(bool)
KEYS = st.sampled_from(["penanggung_jawab", "jadwal", "catatan", "lke", "lain", "kode lama", "komponen_x"])
VALUES = st.recursive(
    TEXTS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(SOME, inner, max_size=3)),
    max_leaves=4,
)
OTHERS = st.dictionaries(KEYS, VALUES, max_size=3)
ITEM_KEYS = st.sampled_from(["nama", "jenis", "alias", "tautan", "sekali", "templat", "jadwal"])


@st.composite
def indicators(draw: st.DrawFn, code: str) -> PlanDocument:
    """Return an indicator with this code; any of its columns but the first may be missing."""
    found: PlanDocument = {"kode": code, "indikator": draw(SOME)}
    for key in ("langkah_aksi", "bukti_fisik", "target_waktu"):
        if draw(st.booleans()):
            found[key] = draw(TEXTS)
    found |= draw(OTHERS)
    items = [
        {"id": "abc"[number], **draw(st.dictionaries(ITEM_KEYS, VALUES, max_size=4))}
        for number in range(draw(st.integers(0, 3)))
    ]
    return {**found, "butir": [*items]} if items else found


@st.composite
def documents(draw: st.DrawFn) -> PlanDocuments:
    """Return the documents of a plan of one or two areas, each in a file of its own or in the head."""
    areas: list[str | PlanDocument] = []
    files: PlanDocuments = {}
    for area in draw(st.sampled_from([["I"], ["II", "I"], ["I", "IV"]])):
        components: list[PlanValue] = []
        for number in range(1, draw(st.integers(1, 2)) + 1):
            component = f"{area}.{number}"
            rows = [draw(indicators(f"{component}.{row}")) for row in range(1, draw(st.integers(1, 3)) + 1)]
            components.append({"kode": component, "judul": draw(SOME), **draw(OTHERS), "indikator": [*rows]})
        document: PlanDocument = {"kode": area, "judul": draw(SOME), **draw(OTHERS), "komponen": components}
        if draw(st.booleans()):
            files[f"{area}.yaml"] = document
            areas.append(f"{area}.yaml")
        else:
            areas.append(document)
    head = {"judul": draw(SOME), "tahun": "2025", "predikat": "WBK", **draw(st.dictionaries(HEAD_KEYS, VALUES))}
    return {"plan.yaml": {**head, "area": [*areas]}, **files}


HEAD_KEYS = st.sampled_from(["dasar", "dasar_hukum", "lain", "catatan"])


def edit_plan(path: Path, *, gone: str, changed: dict[str, str], added: str) -> None:
    """Empty one row of the first sheet, set due times by code, add a row at the end without a code, and save."""
    book = openpyxl.load_workbook(path)
    sheet = book[own_workbook.PLAN_SHEET]
    unmerged(sheet)
    for number in range(TOP + 1, sheet.max_row + 1):
        code = sheet.cell(number, 7).value
        if code in changed:
            sheet.cell(number, 6).value = changed[str(code)]
        if code == gone:
            for column in range(3, 8):
                sheet.cell(number, column).value = None
    area = next(row for row in range(TOP + 1, sheet.max_row + 1) if sheet.cell(row, 7).value == "VI.3.1")
    sheet.insert_rows(area + 1)
    for column, text in enumerate((added, "Langkah", "Laporan baru", "Juni 2025"), start=3):
        sheet.cell(area + 1, column).value = text
    book.save(path)
