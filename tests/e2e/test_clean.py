"""`make clean` after a filled workbook and edited drafts, then a new build: every entry is still there."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import openpyxl
import pytest

from dossier.audit.gap_columns import FOLLOW_UP, GAP_SHEET, PERSON, REMARK, REMARK_STATUS
from tests.support.command import REPOSITORY, dossier
from tests.support.workbooks import change, column_of, fill
from tests.support.workspaces import small_workspace

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = ("--as-of", "2025-07-01", "--office", "internal")
TYPED = {PERSON: "Pegawai Satu", FOLLOW_UP: "minta ulang:\nbesok", REMARK_STATUS: "perlu perbaikan", REMARK: "buram"}


def run(workspace: Path, *arguments: str) -> str:
    result = dossier(workspace, *arguments)
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.fixture(name="workspace", scope="module")
def fixture_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace that was built, filled, cleaned and built again; `before` holds its filled workbook."""
    root = tmp_path_factory.mktemp("bersih")
    small_workspace(root)
    run(root, "build", *AS_OF)
    run(root, "render", "I.1.1.a", *AS_OF)
    (draft,) = (root / "naskah").glob("*.docx")
    draft.write_bytes(draft.read_bytes() + b"disunting")
    book = root / "build" / "kesenjangan.xlsx"
    fill(book, 2, TYPED, comment="halaman dua terbalik")
    change(book, lambda opened: opened.create_sheet("Rapat").append(["agenda"]))
    shutil.copytree(root / "naskah", root / "sebelum")
    (root / "bersih.txt").write_text(run(root, "clean"), encoding="utf-8")
    assert not (root / "build").exists()
    (root / "susun.txt").write_text(run(root, "build", *AS_OF), encoding="utf-8")
    return root


def test_every_entry_is_in_the_gap_list_and_in_the_new_workbook(workspace: Path) -> None:
    shape = json.loads((workspace / "build" / "kesenjangan.json").read_text(encoding="utf-8"))
    (slot,) = (each for each in shape["slots"] if each["person"] == "Pegawai Satu")
    text = "buram\nhalaman dua terbalik"
    assert slot["follow_up"] == "minta ulang:\nbesok"
    assert slot["remark"] == {"status": "perlu perbaikan", "text": text}
    assert slot["remarks"] == [{"oleh": "", "berkas": "kesenjangan.xlsx", "status": "perlu perbaikan", "teks": text}]
    sheet = openpyxl.load_workbook(workspace / "build" / "kesenjangan.xlsx")[GAP_SHEET]
    found = {heading: sheet.cell(2, column_of(sheet, heading)).value for heading in TYPED}
    assert found == {**TYPED, REMARK: text}


def test_what_was_said_and_kept_names_the_files(workspace: Path) -> None:
    told = (workspace / "bersih.txt").read_text(encoding="utf-8")
    (kept,) = (workspace / "plan" / "arsip").iterdir()
    assert "plan/tindak-lanjut.yaml" in told
    assert "plan/catatan-tpi.yaml" in told
    assert f"plan/arsip/{kept.name}" in told
    assert "Rapat" in openpyxl.load_workbook(kept).sheetnames


def test_an_edited_draft_is_as_it_was_and_the_next_render_leaves_it_alone(workspace: Path) -> None:
    (draft,) = (workspace / "sebelum").glob("*.docx")
    again = run(workspace, "render", "I.1.1.a", *AS_OF)
    assert (workspace / "naskah" / draft.name).read_bytes() == draft.read_bytes()
    assert "sudah disunting dan tidak ditimpa" in again


def test_a_workbook_replaced_by_a_build_is_kept_beside_the_new_one(workspace: Path) -> None:
    book = workspace / "build" / "kesenjangan.xlsx"
    change(book, lambda opened: opened.create_sheet("Rapat Juli").append(["agenda"]))
    data = book.read_bytes()
    told = run(workspace, "build", *AS_OF)
    (kept,) = (workspace / "build").glob("kesenjangan-*.xlsx")
    assert kept.read_bytes() == data
    assert f"build/{kept.name}" in told
    findings = (workspace / "build" / "temuan.json").read_text(encoding="utf-8")
    assert "Rapat Juli!A1" in findings


def test_two_assessors_are_in_the_gap_list_with_who_said_what(workspace: Path, tmp_path: Path) -> None:
    for number, name in enumerate(("Penilai Satu", "Penilai Dua"), start=1):
        copy = tmp_path / f"tpi-{number}.xlsx"
        shutil.copyfile(workspace / "build" / "kesenjangan.xlsx", copy)
        fill(copy, 4, {REMARK_STATUS: ("sesuai", "belum ada")[number - 1], REMARK: f"kata {number}"})
        assert "1 baru atau berubah" in run(workspace, "import-remarks", str(copy), "--oleh", name)
    shape = json.loads(run(workspace, "gaps", "--format", "json", *AS_OF))
    (slot,) = (each for each in shape["slots"] if len(each["remarks"]) > 1)
    assert slot["remark"]["status"] == "belum ada / sesuai"
    assert [(each["oleh"], each["berkas"], each["teks"]) for each in slot["remarks"]] == [
        ("Penilai Dua", "tpi-2.xlsx", "kata 2"),
        ("Penilai Satu", "tpi-1.xlsx", "kata 1"),
    ]


def test_what_is_wrong_with_entries_is_told_by_plan_check_with_its_line(workspace: Path) -> None:
    path = workspace / "plan" / "tindak-lanjut.yaml"
    text = path.read_text(encoding="utf-8")
    assert "tindak-lanjut" not in run(workspace, "plan", "check")
    path.write_text(text.replace("format: 1", "format: 2"), encoding="utf-8")
    result = dossier(workspace, "plan", "check")
    assert result.returncode == 10
    assert "plan/tindak-lanjut.yaml:4" in result.stderr
    assert "Perbarui dossier" in result.stderr
    path.write_text(text, encoding="utf-8")


def test_a_filled_workbook_is_no_difference_for_verify(workspace: Path) -> None:
    run(workspace, "build", *AS_OF)
    fill(workspace / "build" / "kesenjangan.xlsx", 3, {PERSON: "Pegawai Dua"})
    assert "cocok dengan folder bukti" in run(workspace, "verify")


def test_the_target_of_make_is_the_command_and_removes_nothing_itself(workspace: Path) -> None:
    shown = subprocess.run(
        ["make", "-n", "clean", f"WORKSPACE={workspace}"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout
    assert f'-m dossier -C "{workspace}" clean' in shown
    assert "rm -rf" not in shown
