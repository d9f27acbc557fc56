"""A plan with rows of both halves of the evaluation sheet and of the results, built and read back."""

from __future__ import annotations

import csv
import json
import shutil
from typing import TYPE_CHECKING

import openpyxl
import pytest
from pypdf import PdfReader

from tests.support.command import REPOSITORY, dossier
from tests.support.halves_plan import write_plan

if TYPE_CHECKING:
    from pathlib import Path

EVIDENCE = {
    "PEMENUHAN/I. Manajemen Perubahan/SK Tim Kerja ZI.txt": "I.1.1.a",
    "PEMENUHAN/V. Penguatan Pengawasan/Laporan penanganan pengaduan masyarakat, Juni.txt": "V.1.1.a",
    "REFORM/I. Manajemen Perubahan/i. Komitmen dalam perubahan/Laporan perubahan konkret.txt": "R.I.1.1.a",
    "REFORM/V. Penguatan Pengawasan/Laporan penanganan pengaduan masyarakat.txt": "R.V.1.1.a",
    "Unggahan/R.I.1.2 Laporan.txt": "R.I.1.2.a",
    "Unggahan/A.2.I.ii.a Dokumen perencanaan.txt": "R.I.2.1.a",
    "B. HASIL/Laporan survei persepsi korupsi.txt": "H.I.1.1.a",
}
AREAS = ["I", "V", "R.I", "R.V", "H.I"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace of these files, built with its portal pack."""
    workspace = tmp_path_factory.mktemp("dua-paruh")
    write_plan(workspace / "plan")
    shutil.copy(REPOSITORY / "plan" / "unit.yaml", workspace / "plan")
    for path, code in EVIDENCE.items():
        file = workspace / "evidence" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"Isi untuk {code}: {path}\n", encoding="utf-8")
    result = dossier(workspace, "build", "--as-of", "2025-07-01", "--office", "internal", "--portal")
    assert result.returncode == 0, result.stderr
    return workspace


def test_every_file_is_claimed_for_its_row_alone(built: Path) -> None:
    shape = json.loads((built / "build" / "kecocokan.json").read_text(encoding="utf-8"))
    claimed = {
        file["path"]: [f"{claim['indicator']}.{claim['requirement']}" for claim in file["claims"]]
        for file in shape["files"]
    }
    assert claimed == {path: [code] for path, code in EVIDENCE.items()}


def test_the_areas_follow_each_other_in_the_bookmarks_and_their_files_lie_below(built: Path) -> None:
    reader = PdfReader(built / "build" / "dossier.pdf")
    titles: list[str] = []

    def walk(entries: list[object]) -> None:
        for entry in entries:
            if isinstance(entry, list):
                walk(entry)
            else:
                titles.append(str(entry.title))  # type: ignore[attr-defined]

    walk(list(reader.outline))
    found = [title.partition(". ")[0] for title in titles if title.partition(". ")[0] in AREAS]
    assert found == AREAS
    for path, code in EVIDENCE.items():
        at = titles.index(path.rpartition("/")[2])
        above = next(title for title in reversed(titles[:at]) if title.count(".") >= 2 and not title.endswith(".txt"))
        assert above.startswith(f"{code.rpartition('.')[0]} ")


def test_each_page_of_evidence_bears_the_code_of_its_own_half(built: Path) -> None:
    pages = [page.extract_text() for page in PdfReader(built / "build" / "dossier.pdf").pages]
    for code in EVIDENCE.values():
        (page,) = [page for page in pages if f"Isi untuk {code}" in page]
        stamp = page.splitlines()[-1]
        assert stamp.split()[0] == code.rpartition(".")[0], stamp


def test_gap_list_workbook_calendar_and_portal_name_the_same_codes(built: Path) -> None:
    build = built / "build"
    gaps = json.loads((build / "kesenjangan.json").read_text(encoding="utf-8"))
    missing = {"I.1.1.b", "I.2.1.a", "I.2.1.b", "V.1.1.b", "R.I.1.1.b"}
    unfilled = (slot for slot in gaps["slots"] if slot["state"] != "ada")
    assert {f"{slot['indicator']}.{slot['requirement']}" for slot in unfilled} == missing
    with (build / "kesenjangan.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert {row["Kode"] for row in rows} == missing | set(EVIDENCE.values())
    assert [row["Area"] for row in rows if row["Kode"] == "R.V.1.1.a"] == ["R.V"]
    sheet = openpyxl.load_workbook(build / "kesenjangan.xlsx").worksheets[0]
    cells = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert set(AREAS) <= cells
    calendar = (build / "jatuh-tempo.ics").read_text(encoding="utf-8").replace("\r\n ", "")
    assert "UID:r.i.1.1.b-2025-06@" in calendar
    assert "CATEGORIES:Area R.I" in calendar
    names = {path.name.partition(" ")[0] for path in (build / "portal").glob("*.pdf")}
    assert names == {code.rpartition(".")[0] for code in EVIDENCE.values()}
    with (build / "portal" / "indeks.csv").open(encoding="utf-8-sig", newline="") as file:
        assert names == {row["Kode"] for row in csv.DictReader(file, delimiter=";")}


def test_the_names_that_adopt_proposes_keep_every_file_in_its_half(built: Path) -> None:
    result = dossier(built, "adopt", "--apply")
    assert result.returncode == 0, result.stderr
    shape = json.loads(dossier(built, "match", "--format", "json").stdout)
    claimed = sorted(claim["indicator"] for file in shape["files"] for claim in file["claims"])
    assert claimed == sorted(code.rpartition(".")[0] for code in EVIDENCE.values())
    assert all("/" in file["path"] for file in shape["files"])


@pytest.mark.parametrize("code", ["R.I.1.1", "R.I.1", "R.I", "r-i-1-1"])
def test_a_command_takes_a_code_of_the_reform_half(built: Path, code: str) -> None:
    result = dossier(built, "explain", code, "--as-of", "2025-07-01")
    assert result.returncode == 0, result.stderr
    assert "R.I.1.1 Agen perubahan telah membuat perubahan yang konkret" in result.stdout
