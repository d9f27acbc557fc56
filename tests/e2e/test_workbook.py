"""The workbook goes through LibreOffice and back: entries survive, formulas never appear."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
from pypdf import PdfReader

from dossier.convert.office.libreoffice import find
from tests.support.command import copy_sample, dossier
from tests.support.small_reports import journey

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = ("--as-of", "2025-07-01", "--office", "internal")
GAP = ("I.2.1", "a", "2025-01")


def put(path: Path, entries: dict[str, str]) -> None:
    """Fill cells of the row of `GAP`."""
    book = openpyxl.load_workbook(path)
    sheet = book["Kesenjangan"]
    columns = {str(cell.value): number for number, cell in enumerate(sheet[1], start=1)}
    for number in range(2, sheet.max_row + 1):
        code = sheet.cell(number, columns["Kode"]).value
        slot = sheet.cell(number, columns["Slot"]).value
        if (code, slot) == (f"{GAP[0]}.{GAP[1]}", GAP[2]):
            for heading, text in entries.items():
                sheet.cell(number, columns[heading]).value = text
    book.save(path)


def saved_again(path: Path, folder: Path, form: str = "xlsx:Calc MS Excel 2007 XML") -> Path:
    """Open and save a workbook with LibreOffice, in this form."""
    office = find()
    assert office is not None, "LibreOffice belongs to the system packages of the tests"
    command = [str(office.program), f"-env:UserInstallation={(folder / 'profil').as_uri()}", "--headless"]
    subprocess.run(
        [*command, "--convert-to", form, "--outdir", folder, path],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (folder / path.name).with_suffix(f".{form.partition(':')[0]}")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a built sample workspace with a hostile file name in it."""
    workspace = copy_sample(tmp_path_factory.mktemp("buku"))
    hostile = workspace / "evidence" / "=HYPERLINK(1) <script>.txt"
    hostile.write_text("isi", encoding="utf-8")
    result = dossier(workspace, "build", *AS_OF)
    assert result.returncode == 0, result.stderr
    return workspace


def test_entries_survive_libreoffice_and_are_carried_over(workspace: Path, tmp_path: Path) -> None:
    book = workspace / "build" / "kesenjangan.xlsx"
    put(book, {"Penanggung jawab": "Pegawai Satu", "Tindak lanjut": "minta ulang"})
    shutil.copyfile(saved_again(book, tmp_path), book)
    for _ in range(2):
        result = dossier(workspace, "build", *AS_OF)
        assert result.returncode == 0, result.stderr
    gaps = dossier(workspace, "gaps", "--format", "json", *AS_OF)
    slots = json.loads(gaps.stdout)["slots"]
    assert not list((workspace / "build").glob("kesenjangan-*.xlsx")), "saving it again adds nothing of people's own"
    row = next(s for s in slots if (s["indicator"], s["requirement"], s["slot"]) == GAP)
    assert row["person"] == "Pegawai Satu"
    assert "Pegawai Satu" in dossier(workspace, "gaps", *AS_OF).stdout


def test_the_assessors_remarks_survive_libreoffice_and_reach_the_plan_folder(workspace: Path, tmp_path: Path) -> None:
    book = tmp_path / "tpi.xlsx"
    shutil.copyfile(workspace / "build" / "kesenjangan.xlsx", book)
    put(book, {"Status TPI": "perlu perbaikan", "Catatan TPI": "belum ditandatangani"})
    (tmp_path / "lo").mkdir()
    result = dossier(workspace, "import-remarks", str(saved_again(book, tmp_path / "lo")))
    assert result.returncode == 0, result.stderr
    assert "1 catatan terbaca, 1 baru" in result.stdout
    assert "belum ditandatangani" in (workspace / "plan" / "catatan-tpi.yaml").read_text(encoding="utf-8")
    assert "belum ditandatangani" in dossier(workspace, "gaps", *AS_OF).stdout


def test_no_sheet_has_a_formula_before_or_after_libreoffice(workspace: Path, tmp_path: Path) -> None:
    book = workspace / "build" / "kesenjangan.xlsx"
    for path in (book, saved_again(book, tmp_path)):
        with zipfile.ZipFile(path) as archive:
            sheets = [archive.read(name) for name in archive.namelist() if re.match(r"xl/worksheets/sheet\d", name)]
        assert len(sheets) == 6
        assert not any(re.search(rb"<(?:\w+:)?f[ >]", sheet) for sheet in sheets)


def test_a_workbook_of_another_kind_is_refused_in_words(workspace: Path, tmp_path: Path) -> None:
    other = openpyxl.Workbook()
    other.save(tmp_path / "lain.xlsx")
    result = dossier(workspace, "import-remarks", str(tmp_path / "lain.xlsx"))
    assert result.returncode == 0
    assert "tidak ada lembar dengan kolom Kode" in result.stdout
    assert "Tidak ada Status TPI" in result.stdout


def test_no_date_or_number_is_shown_as_hashes(tmp_path: Path) -> None:
    path = tmp_path / "kesenjangan.xlsx"
    path.write_bytes(journey())
    printed = PdfReader(saved_again(path, tmp_path, "pdf"))
    text = "\n".join(page.extract_text() for page in printed.pages)
    assert "##" not in text
    assert text.count("30 Jan 2025") == 1
    assert "9,876,543,210" in text.replace(".", ",")
