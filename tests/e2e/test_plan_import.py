"""A unit's own table becomes a plan that every command can use."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from typing import TYPE_CHECKING

from tests.support.command import dossier
from tests.support.plan_tables import LIKE_THE_SHEET, PAGE, SIX_COLUMNS, write_workbook

if TYPE_CHECKING:
    from pathlib import Path

ANSWERS = "predikat: WBBM\nwaktu_kosong: sama dengan di atas\nhuruf: urutan\n"


def digest(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_import_then_check_then_gaps(tmp_path: Path) -> None:
    made = dossier(tmp_path, "plan", "import", str(SIX_COLUMNS))
    assert made.returncode == 3, made.stderr
    assert "waktu_kosong" in made.stdout
    checked = dossier(tmp_path, "plan", "check")
    assert checked.returncode == 0, checked.stderr
    assert "5 indikator" in checked.stdout
    (tmp_path / "evidence").mkdir()
    gaps = dossier(tmp_path, "gaps", "--as-of", "2025-07-01")
    assert gaps.returncode == 0, gaps.stderr
    assert "I.2.2.b" in gaps.stdout
    assert "tabel!C5" in (tmp_path / "build" / "impor.html").read_text(encoding="utf-8")


def test_the_same_table_and_answers_give_the_same_bytes(tmp_path: Path) -> None:
    answers = tmp_path / "jawaban.yaml"
    answers.write_text(ANSWERS, encoding="utf-8")
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        made = dossier(tmp_path / name, "plan", "import", str(SIX_COLUMNS), "--jawaban", str(answers))
        assert made.returncode == 0, made.stdout + made.stderr
    assert digest(tmp_path / "a") == digest(tmp_path / "b")


def test_a_plan_is_replaced_only_when_asked_and_the_old_one_is_kept(tmp_path: Path) -> None:
    dossier(tmp_path, "plan", "import", str(SIX_COLUMNS))
    before = digest(tmp_path / "plan")
    refused = dossier(tmp_path, "plan", "import", str(LIKE_THE_SHEET))
    assert refused.returncode == 14
    assert "--gabung" in refused.stderr
    assert digest(tmp_path / "plan") == before
    dossier(tmp_path, "plan", "import", str(LIKE_THE_SHEET), "--ganti")
    (kept,) = (tmp_path / "plan" / "arsip").iterdir()
    assert {name: before[name] for name in digest(kept)} == digest(kept)
    assert (tmp_path / "plan" / "R.I-manajemen-perubahan.yaml").is_file()


def test_a_merge_shows_first_and_does_it_with_ya(tmp_path: Path) -> None:
    dossier(tmp_path, "plan", "import", str(SIX_COLUMNS))
    pins = tmp_path / "plan" / "pins.yaml"
    pins.write_text("- berkas: a.pdf\n  indikator: I.2.2\n", encoding="utf-8")
    table = tmp_path / "baru.csv"
    text = SIX_COLUMNS.read_text(encoding="utf-8")
    table.write_text(text.replace("Maret 2025,0", "April 2025,0"), encoding="utf-8")
    before = digest(tmp_path / "plan")
    shown = dossier(tmp_path, "plan", "import", str(table), "--gabung")
    assert "V.5.1 target_waktu: “Maret 2025” ► “April 2025”" in shown.stdout
    assert digest(tmp_path / "plan") == before
    done = dossier(tmp_path, "plan", "import", str(table), "--gabung", "--ya")
    assert "1 sel berubah" in done.stdout
    after = digest(tmp_path / "plan")
    assert {name for name in before if before[name] != after[name]} == {"V-penguatan-pengawasan.yaml"}


def test_what_is_no_plan_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    workspace = tmp_path / "unit"
    workspace.mkdir()
    for name, data in {"a.csv": b"a,b\n1,2\n", "b.pdf": b"%PDF-1.4 rusak", "c.xlsx": b"PK\x03\x04rusak"}.items():
        (tmp_path / name).write_bytes(data)
        result = dossier(workspace, "plan", "import", str(tmp_path / name))
        assert result.returncode == 10, result.stderr
        assert name in result.stderr
        assert "→" in result.stderr
        assert list(workspace.iterdir()) == []


def test_columns_that_nobody_can_know_are_named(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("x1,x2,x3\nTim bekerja,SK Tim,Mei\nTim dinilai,Notulen,Juni\n", encoding="utf-8")
    mapping = "A=indikator,B=bukti_fisik,C=target_waktu"
    made = dossier(tmp_path, "plan", "import", str(table), "--peta", mapping)
    assert made.returncode == 3, made.stderr
    assert "Tim dinilai" in "".join(p.read_text() for p in (tmp_path / "plan").glob("I*.yaml"))
    wrong = dossier(tmp_path, "plan", "import", str(table), "--peta", "A=kucing", "--ganti")
    assert wrong.returncode == 2


def test_a_workbook_opened_by_the_office_program_gives_the_same_plan(tmp_path: Path) -> None:
    source = write_workbook(tmp_path / "a.xlsx", formula=False)
    plans = []
    for ending in ("xlsx", "ods", "xls"):
        workspace = tmp_path / ending
        workspace.mkdir()
        table = workspace / f"a.{ending}"
        if ending == "xlsx":
            shutil.copy(source, table)
        else:
            convert(source, workspace, ending)
        made = dossier(workspace, "plan", "import", str(table))
        assert made.returncode == 3, made.stderr
        assert "Rahasia" in made.stdout
        plans.append(digest(workspace / "plan"))
    assert plans[0] == plans[1] == plans[2]


def convert(source: Path, folder: Path, ending: str) -> None:
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profil", "--headless", "--convert-to", ending, source],
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=120,
    )


def test_an_xls_that_is_html_is_read(tmp_path: Path) -> None:
    (tmp_path / "d.xls").write_text(PAGE, encoding="utf-8")
    assert dossier(tmp_path, "plan", "import", str(tmp_path / "d.xls")).returncode == 3
    assert dossier(tmp_path, "plan", "check").returncode == 0
