"""The workbook of the evaluation sheet through LibreOffice and back: the same totals everywhere, nothing lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import openpyxl
import pytest

from dossier import scoring
from dossier.plan import read_answers
from dossier.reports import lke_layout as layout
from dossier.reports.lke_import import open_lke
from dossier.scoring import score_of
from tests.e2e.test_workbook import saved_again
from tests.support.command import dossier
from tests.support.lke_books import FULL, answers, change_sheet, type_in, written
from tests.support.workspaces import small_workspace

if TYPE_CHECKING:
    from pathlib import Path

# LibreOffice stores bars of cells as an extension that openpyxl does not know; our reader leaves out such parts.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Unknown extension"),
    pytest.mark.filterwarnings("ignore:Conditional Formatting extension"),
]
AS_OF = ("--as-of", "2025-07-01", "--office", "internal")
MIXED = """\
lembar: 2026
jawaban:
  A.1.I.i.a: {jawaban: Ya, catatan: "=1+1"}
  A.1.I.iii.a: A
  A.1.I.iii.b: B
  A.1.II.i.b: D
  A.2.I.i.a: {agen: 7, perubahan: 7}
  A.2.I.i.b: {perubahan: 7, terintegrasi: 1}
  A.2.III.iii.a: {tahun_lalu: 2, tahun_ini: 3, dihukum: 1}
  A.2.V.ii.a: {wajib: 0, proses: 0, selesai: 0}
  A.2.V.iii.a: {kepala: 1, wajib: 1, lainnya: 13, sudah: 13}
  A.2.V.iii.b: {administrator: 1, pengawas: 2, lainnya: 0}
  A.2.VI.i.b: {terdata: 0, dipermudah: 0}
  B.I.a: {nilai: 3.62}
  B.I.b: C
tpi:
  A.1.I.iii.a: [{oleh: Satu, jawaban: C}]
"""


def recomputed(path: Path, folder: Path) -> Path:
    """Return a workbook that LibreOffice computed: openpyxl leaves formulas without their values."""
    change_sheet(path, lambda worksheet: worksheet.title)
    return saved_again(path, folder)


@pytest.mark.parametrize("text", [MIXED, FULL, "jawaban: {}\n", MIXED + "tanpa_pengaduan: 0\n"])
def test_libreoffice_computes_the_same_points_as_the_score(tmp_path: Path, text: str) -> None:
    (tmp_path / "lagi").mkdir()
    path = recomputed(written(tmp_path, text), tmp_path / "lagi")
    returned, score = open_lke(path), score_of(answers(text))
    for column, figure in ((layout.POINTS, score.total), (layout.SHEET_POINTS, score.sheet_total)):
        assert returned.numbers[f"{column}{layout.TOTAL_ROW}"] == pytest.approx(float(figure), abs=1e-6)
    assert returned.numbers[f"{layout.ASSESSED_POINTS}{layout.TOTAL_ROW}"] == pytest.approx(
        float(score.assessed_total), abs=1e-6
    )
    for each in score.components:
        row = layout.points_row(each.component)
        assert returned.numbers[f"{layout.POINTS}{row}"] == pytest.approx(float(each.points), abs=1e-6)
        assert returned.numbers[f"{layout.SHEET_POINTS}{row}"] == pytest.approx(float(each.sheet_points), abs=1e-6)
    summary = openpyxl.load_workbook(path, data_only=True)["Ringkasan"]
    rows = [row for row in summary.iter_rows(values_only=True) if row[4] in {"lulus", "belum"}]
    assert [row[4] == "lulus" for row in rows] == [gate.passed for gate in score.gates("WBK")]
    assert [row[7] == "lulus" for row in rows] == [gate.passed for gate in score.gates("WBBM")]


@pytest.fixture(name="workspace", scope="module")
def fixture_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("lembar")
    small_workspace(root)
    (root / "plan" / "lke.yaml").write_text(MIXED, encoding="utf-8")
    result = dossier(root, "build", "--portal", *AS_OF)
    assert result.returncode == 0, result.stderr
    return root


def test_one_total_in_terminal_json_and_workbook(workspace: Path) -> None:
    score = score_of(read_answers(workspace / "plan" / "lke.yaml").sheet)
    shape = json.loads(dossier(workspace, "lke", "--format", "json", *AS_OF).stdout)
    assert shape["total"] == scoring.four_decimals(score.total)
    assert scoring.points_text(score.total) in dossier(workspace, "lke", *AS_OF).stdout
    returned = open_lke(workspace / "build" / "lke.xlsx")
    total = returned.numbers[f"{layout.POINTS}{layout.TOTAL_ROW}"]
    assert f"{total:.4f}" == shape["total"]


def test_the_portal_has_its_list_and_no_file_that_cannot_be_used(workspace: Path) -> None:
    entries = json.loads((workspace / "build" / "portal" / "jawaban-unit.json").read_text(encoding="utf-8"))
    assert [entry["soal_id"] for entry in entries] == list(range(1, 128))
    assert entries[0]["jawaban_unit"] == "Ya"
    assert (workspace / "build" / "portal" / "jawaban.csv").is_file()


def test_libreoffice_saves_typed_answers_and_the_next_commands_take_them(workspace: Path, tmp_path: Path) -> None:
    book = workspace / "build" / "lke.xlsx"
    type_in(book, {"K7": "A", "L7": "+62\nbaris", "K202": 3.6, "N7": "B"})
    again = saved_again(book, tmp_path)
    book.write_bytes(again.read_bytes())
    result = dossier(workspace, "lke", "check")
    assert "4 isian LKE dari buku kerja lke.xlsx disimpan" in result.stderr
    assert "isian_tidak_diambil" not in result.stderr
    answered = read_answers(workspace / "plan" / "lke.yaml").sheet
    assert answered.answers["A.1.I.i.b"].note == "+62\nbaris"
    assert answered.answers["B.II.a"].value is not None
    type_in(book, {"K9": "Ya"})
    assert "lke.xlsx disimpan di plan/lke.yaml" in dossier(workspace, "clean").stdout
    assert read_answers(workspace / "plan" / "lke.yaml").sheet.answers["A.1.I.ii.a"].grade == "Ya"
