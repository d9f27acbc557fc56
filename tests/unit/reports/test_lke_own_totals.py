"""A foreign sheet's own figures are compared with its answers, and the reason of a difference is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl

from dossier.knowledge import sheet
from dossier.reports.lke_import import LkeReturned, open_lke
from dossier.reports.lke_own_totals import own_total_findings
from dossier.scoring import score_of, unit_cells
from tests.support.lke_books import FULL, answers, written

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def circulated(folder: Path, text: str, own: Mapping[str, float | str] = {}) -> LkeReturned:
    """Return a sheet with a column *Nilai*: shares beside questions, points in the head of each component, a total.

    `own` are other figures by component or question, or "total"; a figure stands as a formula unless it is given so.
    """
    sheet_answers = answers(text)
    score, texts = score_of(sheet_answers), unit_cells(sheet_answers)
    worksheet_rows: list[list[object]] = [["Penilaian", "Jawaban", "Nilai"]]
    formulas = {}
    for each in score.components:
        if each.component.half != sheet.HASIL:
            worksheet_rows.append([each.component.title, None, own.get(each.component.key, float(each.sheet_points))])
            formulas[len(worksheet_rows)] = each.component.key not in own
        if (sum_ := own.get(f"wajib {each.component.key}")) is not None:
            worksheet_rows.append(["Jumlah yang wajib", sum_, None])
        for one in each.questions:
            for field in sheet.fields_of()[one.key]:
                share = None if one.share is None or one.question.answer == sheet.PERCENT else float(one.share)
                answer = texts.get((one.key, field.name))
                worksheet_rows.append([field.label, answer, own.get(one.key, share)])
    worksheet_rows.append(["NILAI TOTAL", None, own.get("total", float(score.sheet_total))])
    formulas[len(worksheet_rows)] = "total" not in own
    book = openpyxl.Workbook()
    worksheet = book.active
    assert worksheet is not None
    for row in worksheet_rows:
        worksheet.append(row)
    path = folder / "lembar.xlsx"
    book.save(path)
    returned = open_lke(path)
    returned.formulas.update({f"C{row}": "=AVERAGE(…)" for row, is_formula in formulas.items() if is_formula})
    return returned


def texts(returned: LkeReturned) -> list[str]:
    return [finding.text for finding in own_total_findings(returned, "lembar.xlsx")]


def test_a_sheet_that_agrees_says_only_what_was_recomputed(tmp_path: Path) -> None:
    (said,) = texts(circulated(tmp_path, FULL))
    assert "100,0000 (kosong = 0) atau 100,0000 (menurut rumus lembar); 0 pertanyaan kosong" in said


def test_blanks_that_the_mean_leaves_out_are_named(tmp_path: Path) -> None:
    text = FULL.replace("  A.1.I.i.b: {jawaban: A}\n", "")
    said = texts(circulated(tmp_path, text))
    assert any("A.1.I.i 0,5000, menurut jawabannya 0,2500: 1 pertanyaan kosong tidak ikut" in each for each in said)
    assert any("NILAI TOTAL” 100,0000, menurut jawabannya 99,7500: 1 pertanyaan kosong" in each for each in said)


def test_lhkpn_that_counts_twice_is_named(tmp_path: Path) -> None:
    some = "kepala: 1, wajib: 1, lainnya: 1, sudah: 3"
    text = FULL.replace(some, "kepala: 1, wajib: 1, lainnya: 3, sudah: 4")
    said = texts(circulated(tmp_path, text, {"A.2.V.iii.a": 1.6}))
    assert any("A.2.V.iii.a 1,6000, menurut jawabannya 0,8000: angkanya diketik" in each for each in said)
    returned = circulated(tmp_path, text, {"A.2.V.iii.a": 1.6})
    cell = next(each.subject for each in own_total_findings(returned, "x") if "A.2.V.iii.a" in each.text)
    returned.formulas[cell.partition("!")[2]] = "=AVERAGE(C176:C179)*2"
    assert any("LHKPN dihitung dua kali dan LHKASN tidak sama sekali" in each for each in texts(returned))


SHORTER = {  # as circulated sheets word the rows of those who have to report
    "Jumlah Kepala satuan kerja yang harus melaporkan": "- Kepala satuan kerja",
    "Jumlah Lainnya": "- Lainnya",
    "Jumlah yang wajib": "Jumlah yang harus melaporkan",
    "Jumlah Lainnya yang sudah melaporkan": "Jumlah yang sudah melaporkan",
    "Jumlah Fungsional dan Pelaksana yang harus menyampaikan Non LHKPN": "- Fungsional dan Pelaksana",
    "Jumlah Total yang sudah melaporkan Non LHKPN": "Jumlah yang sudah melaporkan",
}


def test_rows_worded_more_shortly_than_the_portal_are_read_and_the_sum_above_them_is_not(tmp_path: Path) -> None:
    circulated(tmp_path, FULL, {"wajib A.2.V.iii.a": 3})
    book = openpyxl.load_workbook(tmp_path / "lembar.xlsx")
    for (cell,) in book.worksheets[0].iter_rows(max_col=1):
        cell.value = SHORTER.get(str(cell.value), cell.value)
    book.save(tmp_path / "lembar.xlsx")
    returned = open_lke(tmp_path / "lembar.xlsx")
    assert len(returned.rows) == len(sheet.fields())
    assert not returned.findings
    assert "100,0000 (kosong = 0)" in texts(returned)[0]


def test_results_may_show_their_points_instead_of_their_shares(tmp_path: Path) -> None:
    (said,) = texts(circulated(tmp_path, FULL, {"B.I.a": 17.5, "B.I.b": 5, "B.II.a": 17.5}))
    assert "dihitung ulang" in said


def test_a_typed_number_of_those_obliged_is_named(tmp_path: Path) -> None:
    said = texts(circulated(tmp_path, FULL, {"wajib A.2.V.iii.b": 12}))
    assert any("wajib melaporkan 12, padahal bagiannya berjumlah 3: angkanya diketik" in each for each in said)


def test_a_typed_sum_is_named(tmp_path: Path) -> None:
    said = texts(circulated(tmp_path, FULL, {"total": 95.5762}))
    assert any("95,5762, menurut jawabannya 100,0000: angkanya diketik, bukan rumus" in each for each in said)


def test_our_own_workbook_is_only_recomputed(tmp_path: Path) -> None:
    (said,) = texts(open_lke(written(tmp_path, FULL)))
    assert "dihitung ulang" in said
