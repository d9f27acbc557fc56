"""The plan leaves as a workbook, passes through a spreadsheet program and a person, and comes back."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from dossier.plan.plan_documents import read_documents
from tests.support import plan_books
from tests.support.command import copy_plan, copy_sample, dossier

if TYPE_CHECKING:
    from pathlib import Path

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def saved_by_libreoffice(path: Path) -> Path:
    """Return the workbook as LibreOffice saves it."""
    folder = path.parent / "lo"
    profile = f"-env:UserInstallation=file://{path.parent}/profil"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / path.name


@needs_office
def test_the_exported_plan_survives_libreoffice_and_another_order_of_its_rows(tmp_path: Path) -> None:
    workspace = copy_plan(tmp_path / "unit")
    file = tmp_path / "rencana.xlsx"
    done = dossier(workspace, "plan", "export", str(file))
    assert done.returncode == 0, done.stderr
    known = read_documents(workspace / "plan" / "plan.yaml")
    saved = saved_by_libreoffice(file)
    found = plan_books.returned(saved)
    assert found.documents == known
    assert found.doubts == ()
    plan_books.sort_rows(saved, 4)
    again = saved_by_libreoffice(saved)
    assert plan_books.returned(again).documents == known


def test_an_export_replaces_no_file_that_was_not_meant(tmp_path: Path) -> None:
    workspace = copy_plan(tmp_path / "unit")
    file = tmp_path / "rencana.csv"
    file.write_text("isian orang", encoding="utf-8")
    refused = dossier(workspace, "plan", "export", str(file))
    assert refused.returncode == 14
    assert file.read_text(encoding="utf-8") == "isian orang"
    assert "--ganti" in refused.stderr
    assert dossier(workspace, "plan", "export", str(file), "--ganti").returncode == 0
    assert dossier(workspace, "plan", "export", str(tmp_path / "rencana.pdf")).returncode == 2


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_plan_of_next_year_has_no_error_remembers_last_year_and_leaves_the_old_one_alone(tmp_path: Path) -> None:
    workspace = copy_sample(tmp_path / "2025")
    remark = "- {indikator: I.1.1, butir: a, slot: 2025-01, oleh: Ani, status: perlu perbaikan, catatan: tanpa cap}\n"
    (workspace / "plan" / "catatan-tpi.yaml").write_text("format: 2\ncatatan:\n" + remark, encoding="utf-8")
    (workspace / "plan" / "anggota.csv").write_text("Nama,NIP,Jabatan\nPegawai Satu,,Ketua\n", encoding="utf-8")
    with (workspace / "plan" / "unit.yaml").open("a", encoding="utf-8") as profile:
        profile.write("\nlogo: lambang.png\n")
    (workspace / "plan" / "lambang.png").write_bytes(b"gambar")
    (workspace / "templates_docx" / "bagian").mkdir(parents=True)
    (workspace / "templates_docx" / "bagian" / "kop.docx").write_bytes(b"kop unit")
    before = contents(workspace)
    done = dossier(workspace, "plan", "rollover", "2026", str(tmp_path / "2026"), "--office", "internal")
    assert done.returncode == 0, done.stderr
    assert "masa 2020-2024 sudah lewat" in done.stdout
    after = contents(workspace)
    assert {name: after[name] for name in before} == before

    new = tmp_path / "2026"
    checked = dossier(new, "plan", "check")
    assert checked.returncode == 0
    assert "GALAT" not in checked.stdout
    assert "71 indikator" in checked.stdout
    moved = contents(new)
    assert b"LAKIP 2025" in moved["plan/IV-penguatan-akuntabilitas.yaml"]
    assert moved["plan/kosakata.yaml"] == before["plan/kosakata.yaml"]
    assert moved["plan/unit.yaml"] == before["plan/unit.yaml"]
    assert moved["plan/anggota.csv"] == before["plan/anggota.csv"]
    assert moved["plan/lambang.png"] == before["plan/lambang.png"]
    assert moved["templates_docx/bagian/kop.docx"] == b"kop unit"
    assert b"- berkas: " not in b"\n".join(line for line in moved["plan/pins.yaml"].split(b"\n") if line[:1] != b"#")

    gaps = dossier(new, "gaps", "--as-of", "2026-03-01")
    assert "tahun lalu: belum ada" in gaps.stdout
    assert "catatan TPI tahun lalu: perlu perbaikan: Ani: tanpa cap" in gaps.stdout
    page = dossier(new, "gaps", "--as-of", "2026-03-01", "--format", "html").stdout
    assert "Catatan TPI tahun lalu: perlu perbaikan" in page
    assert "Tahun lalu" in dossier(new, "gaps", "--as-of", "2026-03-01", "--format", "csv").stdout.splitlines()[0]
    assert "Tahun lalu" not in dossier(workspace, "gaps", "--as-of", "2025-03-01", "--format", "csv").stdout

    refused = dossier(workspace, "plan", "rollover", "2026", str(new))
    assert refused.returncode == 14
    assert "tidak kosong" in refused.stderr
    assert contents(new) == moved
    assert dossier(workspace, "plan", "rollover", "2025", str(tmp_path / "lagi")).returncode == 14
    assert dossier(workspace, "plan", "rollover", "2026", str(workspace / "evidence" / "baru")).returncode == 14


@needs_office
def test_an_export_that_was_edited_comes_back_as_a_diff_by_code_and_only_changed_files_are_written(
    tmp_path: Path,
) -> None:
    workspace = copy_plan(tmp_path / "unit")
    file = tmp_path / "rencana.xlsx"
    assert dossier(workspace, "plan", "export", str(file)).returncode == 0
    nothing = dossier(workspace, "plan", "import", str(saved_by_libreoffice(file)), "--gabung")
    assert nothing.returncode == 0, nothing.stderr
    assert "Tidak ada beda" in nothing.stdout

    plan_books.sort_rows(file, 5)
    plan_books.edit_plan(file, gone="II.3.2", changed={"I.1.1": "Februari 2025"}, added="Indikator baru")
    edited = saved_by_libreoffice(file)
    before = contents(workspace / "plan")
    shown = dossier(workspace, "plan", "import", str(edited), "--gabung")
    assert shown.returncode == 0, shown.stderr
    assert "+ VI.3.4 Indikator baru" in shown.stdout
    assert "− II.3.2 Monitoring" in shown.stdout
    assert "~ I.1.1 target_waktu: “Januari minggu ke-2 tahun 2025” ► “Februari 2025”" in shown.stdout
    assert "1 baru, 2 hilang, 1 sel berubah" in shown.stdout  # the indicator and its one butir
    assert contents(workspace / "plan") == before

    assert dossier(workspace, "plan", "import", str(edited), "--gabung", "--ya").returncode == 0
    after = contents(workspace / "plan")
    changed = {name for name in before if after.get(name) != before[name]}
    assert {name.split("-")[0] for name in changed} == {"I", "II", "VI"}
    assert any(name.startswith("arsip/") for name in after)
    assert dossier(workspace, "plan", "check").returncode == 0
