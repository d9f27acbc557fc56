"""`build/lke.xlsx`: the portal's rows and columns, typed cells, live formulas with the values they have now."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import openpyxl
import pytest

from dossier import scoring
from dossier.knowledge import sheet
from dossier.reports import lke_formulas as formulas
from dossier.reports import lke_layout as layout
from dossier.reports.lke_import import cells_of, open_lke
from dossier.reports.lke_layout import UNIT
from dossier.scoring import unit_cells
from tests.support.lke_books import FULL, answers, book_bytes, written

if TYPE_CHECKING:
    from pathlib import Path

MIXED = """\
jawaban:
  A.1.I.i.a: {jawaban: Ya, catatan: "=1+1\\nbaris"}
  A.1.I.iii.b: X
  A.2.I.i.b: {perubahan: 7}
  A.2.V.iii.a: {kepala: 1, wajib: 1, lainnya: 13, sudah: 13, tautan: ["https://a.id/b;c", "https://d.id", 'C:\\bukti']}
  B.I.a: {nilai: 3.62}
tpi:
  A.1.I.i.b: [{oleh: Inspektorat, jawaban: C, catatan: tanpa lampiran}]
"""


def test_every_row_is_used_once_and_the_fields_stand_where_the_portal_has_them() -> None:
    heads = [head.row for head in layout.heads()]
    rows = [*heads, *layout.field_rows(), *layout.percent_rows(), *layout.obliged_rows()]
    assert len(rows) == len(set(rows))
    assert len(layout.field_rows()) == 127
    assert set(range(2, layout.LAST_ROW + 1)) - set(rows) == {195, 197}
    assert set(layout.percent_rows()) == {125, 128, 151, 157, 168, 174, 181, 190}
    assert set(layout.obliged_rows()) == {175, 182}
    assert sum(head.component is not None for head in layout.heads()) == 43  # and the three results are their own


def test_the_same_answers_give_the_same_bytes() -> None:
    assert book_bytes(MIXED) == book_bytes(MIXED)


def test_a_text_that_looks_like_a_formula_is_a_text_and_a_number_is_a_number(tmp_path: Path) -> None:
    worksheet = openpyxl.load_workbook(written(tmp_path, MIXED))[layout.SHEET]
    assert (worksheet["L6"].value, worksheet["L6"].data_type) == ("=1+1\nbaris", "s")
    assert (worksheet["K199"].value, worksheet["K199"].data_type) == (3.62, "n")
    assert worksheet["M176"].value == "https://a.id/b;c\nhttps://d.id\nC:\\bukti"


def test_what_does_not_count_is_printed_as_it_was_typed(tmp_path: Path) -> None:
    texts = cells_of(open_lke(written(tmp_path, MIXED)), UNIT)
    assert texts["A.1.I.iii.b", "jawaban"] == "X"
    assert texts["A.2.I.i.b", "perubahan"] == "7"


def test_what_is_read_back_is_what_was_written(tmp_path: Path) -> None:
    returned = open_lke(written(tmp_path, MIXED))
    assert dict(cells_of(returned, UNIT)) == unit_cells(answers(MIXED))
    assert returned.texts["tpi|A.1.I.i.b|jawaban"] == "C"
    assert (returned.findings, len(returned.rows), returned.year) == ((), 127, 2025)


def test_a_note_longer_than_a_cell_is_cut_in_print_and_known_to_be_printed(tmp_path: Path) -> None:
    text = f'jawaban:\n  A.1.I.i.a: {{jawaban: Ya, catatan: "{"x" * 40_000}"}}\n'
    returned = open_lke(written(tmp_path, text))
    shown = returned.texts["unit|A.1.I.i.a|catatan"]
    assert len(shown) <= 32_000
    assert returned.printed["unit|A.1.I.i.a|catatan"] == layout.cell_digest(shown)


@pytest.mark.parametrize("text", [MIXED, FULL, "jawaban: {}\n"])
def test_the_values_that_stand_in_the_formulas_are_those_of_the_score(tmp_path: Path, text: str) -> None:
    score = scoring.score_of(answers(text))
    returned = open_lke(written(tmp_path, text))
    assert returned.numbers[f"{layout.POINTS}{layout.TOTAL_ROW}"] == pytest.approx(float(score.total), abs=1e-9)
    assert returned.numbers[f"{layout.SHEET_POINTS}{layout.TOTAL_ROW}"] == pytest.approx(
        float(score.sheet_total), abs=1e-9
    )
    for each in score.components:
        cell = f"{layout.POINTS}{layout.points_row(each.component)}"
        assert returned.numbers[cell] == pytest.approx(float(each.points), abs=1e-9)


def test_the_official_formulas_are_the_scales_of_the_decree() -> None:
    assert formulas.share_formula("A.1.I.iii.a", "K", Fraction(1)).startswith(
        '=IF(K13="A",1,IF(K13="B",0.67,IF(K13="C",0.33,IF(K13="D",0,""))))'
    )
    assert formulas.sheet_points_formula(sheet.components()["A.1.I.i"]) == "=IF(COUNT(R6,R7)=0,0,AVERAGE(R6,R7)*G5)"
    assert formulas.obliged_formula("A.2.V.iii.a", "K") == "=SUM(K176:K178)"


def test_the_summary_never_prints_a_failed_gate_as_its_threshold(tmp_path: Path) -> None:
    text = FULL.replace("  B.I.a: {nilai: 4}", "  B.I.a: {nilai: 3.5999}")
    book = openpyxl.load_workbook(written(tmp_path, text), data_only=True)
    row = next(each for each in book["Ringkasan"].iter_rows(values_only=True) if "(IPAK)" in str(each[1]))
    assert (row[2], row[3], row[4]) == (15.75, 15.74, "belum")


def test_the_form_names_every_question_and_who_signs(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(tmp_path, MIXED), data_only=True)
    texts = [str(row[0]) for row in book["Formulir"].iter_rows(values_only=True)]
    assert set(sheet.questions()) <= set(texts)
    stakes = [row[0] for row in book["Taruhan"].iter_rows(min_row=2, values_only=True)]
    assert stakes[:2] == ["B.I.a", "A.2.V.iii.a"]
