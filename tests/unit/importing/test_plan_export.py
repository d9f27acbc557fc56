"""The plan as the decree's table: what a workbook, a Word table and a CSV hold, and what comes back when edited."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest

from dossier.errors import OutputError
from dossier.importing import export_plan, own_workbook
from dossier.importing.plan_import import ImportOptions, import_plan
from dossier.importing.questions_asked import Answers
from dossier.plan import load_plan
from dossier.plan.plan_documents import area_documents, read_documents, tables_of
from dossier.state.workspace import Workspace
from tests.support import plan_books
from tests.support.command import REPOSITORY
from tests.support.plan_files import GOOD, write_plan

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.plan.plan_documents import PlanDocument, PlanDocuments


def small(folder: Path, text: str = GOOD) -> PlanDocuments:
    return read_documents(write_plan(folder, text))


def shipped() -> PlanDocuments:
    return read_documents(REPOSITORY / "plan" / "plan.yaml")


def indicators(documents: PlanDocuments) -> dict[str, PlanDocument]:
    parts = (part for _, area in area_documents(documents) for part in tables_of(area["komponen"]))
    return {str(each["kode"]): each for part in parts for each in tables_of(part["indikator"])}


def test_the_shipped_plan_comes_back_with_every_key_equal(tmp_path: Path) -> None:
    path = plan_books.exported(shipped(), tmp_path)
    found = plan_books.returned(path)
    assert found.documents == shipped()
    assert list(found.documents) == list(shipped())
    assert len(indicators(found.documents)) == 71
    assert found.doubts == ()


@pytest.mark.parametrize("form", [".xlsx", ".docx", ".csv"])
def test_a_second_export_has_the_same_bytes(form: str, tmp_path: Path) -> None:
    path = plan_books.exported(shipped(), tmp_path)
    assert export_plan(plan_books.returned(path).documents, form) == export_plan(shipped(), form)


def test_the_first_sheet_is_the_decrees_table_with_merged_components_and_codes_outside_the_print(
    tmp_path: Path,
) -> None:
    sheet = openpyxl.load_workbook(plan_books.exported(small(tmp_path), tmp_path))[own_workbook.PLAN_SHEET]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "LAMPIRAN"
    assert rows[1][0] == "Keputusan Contoh Nomor 1 Tahun 2025"
    assert rows[4] == ["NO", "KOMPONEN", "INDIKATOR", "LANGKAH AKSI", "BUKTI FISIK", "TARGET WAKTU", "Kode"]
    assert rows[6][:2] == ["I", "Manajemen Perubahan"]
    assert rows[7][:3] == ["1", "Tim Kerja", "Membentuk tim"]
    assert rows[8][6] == "I.1.2"
    assert {str(each) for each in sheet.merged_cells.ranges} == {"B7:F7", "A8:A9", "B8:B9"}
    assert sheet.print_area == "'Rencana Aksi'!$A$1:$F$9"


def test_what_looks_like_a_formula_stays_a_text_in_every_form(tmp_path: Path) -> None:
    plan = small(tmp_path, GOOD.replace("Menetapkan tim", '"=HYPERLINK(1)"').replace("Rapat pemantauan", '"+62 - @x"'))
    path = plan_books.exported(plan, tmp_path)
    cell = openpyxl.load_workbook(path)[own_workbook.PLAN_SHEET]["D8"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")
    assert plan_books.returned(path).documents == plan
    assert "'=HYPERLINK(1)" in export_plan(plan, ".csv").decode()


def test_line_breaks_of_a_cell_are_kept(tmp_path: Path) -> None:
    text = GOOD.replace("bukti_fisik: SK Tim Kerja dan daftar hadir", 'bukti_fisik: "1. SK\\n2.  Daftar hadir\\n"')
    plan = small(tmp_path, text)
    assert indicators(plan)["I.1.1"]["bukti_fisik"] == "1. SK\n2. Daftar hadir"
    assert plan_books.returned(plan_books.exported(plan, tmp_path)).documents == plan
    table = docx.Document(io.BytesIO(export_plan(plan, ".docx"))).tables[0]
    assert table.cell(3, 4).text == "1. SK\n2. Daftar hadir"


def test_the_word_table_has_the_six_columns_with_its_headings_repeated(tmp_path: Path) -> None:
    table = docx.Document(io.BytesIO(export_plan(small(tmp_path), ".docx"))).tables[0]
    assert [cell.text for cell in table.rows[0].cells][:3] == ["NO", "KOMPONEN", "INDIKATOR"]
    assert table.cell(4, 1).text == "Tim Kerja"  # merged over both indicators
    assert [cell.text for cell in table.rows[4].cells][2:] == [
        "Memantau tim",
        "Rapat pemantauan",
        "Laporan pemantauan",
        "Maret, Juni 2025",
    ]
    assert table._tbl.xml.count("w:tblHeader") == 2  # noqa: SLF001 — python-docx has no way of its own


def test_rows_in_another_order_are_the_same_plan(tmp_path: Path) -> None:
    path = plan_books.exported(shipped(), tmp_path)
    plan_books.sort_rows(path, 5)
    found = plan_books.returned(path)
    assert found.documents == shipped()
    assert found.doubts == ()


def test_a_row_that_is_gone_is_gone_with_its_requirements_and_a_new_one_gets_the_next_code(tmp_path: Path) -> None:
    path = plan_books.exported(small(tmp_path), tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book[own_workbook.PLAN_SHEET]
    plan_books.unmerged(sheet)
    sheet.append([None, None, "Melaporkan tim", "Menyusun laporan", "Laporan", "Juni 2025"])
    for column in range(3, 8):
        sheet.cell(8, column).value = None
    book.save(path)
    found = plan_books.returned(path)
    rows = indicators(found.documents)
    assert list(rows) == ["I.1.2", "I.1.3"]
    assert rows["I.1.3"] == {
        "kode": "I.1.3",
        "indikator": "Melaporkan tim",
        "langkah_aksi": "Menyusun laporan",
        "bukti_fisik": "Laporan",
        "target_waktu": "Juni 2025",
    }
    assert "Rencana Aksi baris 10: baris baru, diberi kode I.1.3" in found.doubts
    assert sum("indikator I.1.1 tidak ada" in doubt for doubt in found.doubts) == 2


def test_a_due_time_that_a_spreadsheet_made_a_date_of_is_read_as_its_month(tmp_path: Path) -> None:
    path = plan_books.exported(small(tmp_path), tmp_path)
    book = openpyxl.load_workbook(path)
    book[own_workbook.PLAN_SHEET]["F8"] = dt.datetime(2026, 6, 1)  # noqa: DTZ001 — as a cell has it
    book.save(path)
    assert indicators(plan_books.returned(path).documents)["I.1.1"]["target_waktu"] == "Juni 2026"


def test_a_workbook_of_others_and_one_without_our_codes_are_not_ours(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "lain.xlsx")
    assert own_workbook.read(tmp_path / "lain.xlsx") is None
    (tmp_path / "rusak.xlsx").write_bytes(b"PK\x03\x04")
    assert own_workbook.read(tmp_path / "rusak.xlsx") is None
    path = plan_books.exported(small(tmp_path), tmp_path)
    book = openpyxl.load_workbook(path)
    book[own_workbook.PLAN_SHEET].delete_cols(7)
    book.save(path)
    assert own_workbook.read(path) is None


def test_a_text_that_no_cell_holds_is_refused(tmp_path: Path) -> None:
    plan = small(tmp_path, GOOD.replace("Rapat pemantauan", "a" * 40_000))
    with pytest.raises(OutputError, match="lebih panjang"):
        export_plan(plan, ".xlsx")
    assert export_plan(plan, ".csv")


@pytest.mark.parametrize(
    "name", ["../luar.yaml", "x/y.yaml", "..", "C:luar.yaml", "pins.yaml", "PINS.yaml", "unit.yaml", "plan.yaml", "{}"]
)
def test_a_workbook_never_names_a_file_outside_the_plan_nor_one_of_its_others(name: str, tmp_path: Path) -> None:
    victim = tmp_path / "luar.yaml"
    victim.write_text("milik orang", encoding="utf-8")
    path = plan_books.exported(small(tmp_path), tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book[own_workbook.KEY_SHEET]
    (column,) = [cell.column for cell in sheet[1] if cell.value == own_workbook.FILE]
    sheet.cell(2, column).value = name.format(victim)
    book.save(path)
    found = plan_books.returned(path)
    assert any("tidak dipakai" in doubt for doubt in found.doubts)
    workspace = Workspace(tmp_path / "unit")
    (workspace.root / "plan").mkdir(parents=True)
    for other in ("pins.yaml", "unit.yaml"):
        (workspace.root / "plan" / other).write_text("# milik orang\n", encoding="utf-8")
    import_plan(workspace, [path], Answers(), ImportOptions())
    assert victim.read_text(encoding="utf-8") == "milik orang"
    assert (workspace.root / "plan" / "pins.yaml").read_text(encoding="utf-8") == "# milik orang\n"
    assert (workspace.root / "plan" / "unit.yaml").read_text(encoding="utf-8") == "# milik orang\n"
    assert len(load_plan(workspace.plan_file)[0].areas) == 1


def test_an_area_in_the_word_table_stays_with_the_row_below_it(tmp_path: Path) -> None:
    table = docx.Document(io.BytesIO(export_plan(small(tmp_path), ".docx"))).tables[0]
    kept = [all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in row.cells) for row in table.rows]
    areas = [len({cell.text for cell in row.cells[1:]}) == 1 for row in table.rows]
    assert any(areas)
    assert kept == areas
