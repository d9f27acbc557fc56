"""A new unit begins: from answers in a file, with a starter plan, a table, or nothing; what is there is not touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.knowledge import sheet
from dossier.plan import load_plan, load_unit
from tests.support.command import dossier

if TYPE_CHECKING:
    from pathlib import Path

ANSWERS = """\
nama: Balai Uji Contoh
nama_singkat: Balai Contoh
tempat: Bandung
peran: kepala
pimpinan: Pegawai Satu
nip: ""
jabatan: KEPALA BALAI UJI CONTOH
predikat: WBBM
tahun: 2026
kode: B-01
tingkat: balai
induk: PUSAT
"""
TABLE = (
    "No;Komponen;Indikator;Langkah Aksi;Bukti Fisik;Target Waktu\n"
    "I;Manajemen Perubahan;;;;\n"
    "1;Tim Kerja;Membentuk tim;Rapat;SK tim kerja;Januari 2026\n"
)


@pytest.fixture(name="answers")
def fixture_answers(tmp_path: Path) -> Path:
    path = tmp_path / "jawaban.yaml"
    path.write_text(ANSWERS, encoding="utf-8")
    return path


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_starter_plan_has_an_indicator_for_every_question_and_works_at_once(tmp_path: Path, answers: Path) -> None:
    unit = tmp_path / "unit baru"
    done = dossier(tmp_path, "init", str(unit), "--kerangka", "--jawaban", str(answers))
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("dossier -C 'unit baru' ") == 3 or done.stdout.count(f"dossier -C '{unit}' ") == 3
    plan, _ = load_plan(unit / "plan" / "plan.yaml")
    asked = {question.key for question in sheet.questions().values() if question.half == sheet.PEMENUHAN}
    assert {key for indicator in plan.indicators for key in indicator.lke} == asked
    assert (plan.year, plan.predicate) == (2026, "WBBM")
    profile = load_unit(unit / "plan" / "unit.yaml")
    assert (profile.code, profile.level, profile.parent) == ("B-01", "balai", "PUSAT")
    leader = profile.signatory("kepala")
    assert leader is not None
    assert leader.office == "KEPALA BALAI UJI CONTOH"
    folders = [path for path in (unit / "evidence").rglob("*") if path.is_dir()]
    assert len(folders) == 6 + sum(len(area.components) for area in plan.areas)
    assert "/build/" in (unit / ".gitignore").read_text(encoding="utf-8")
    assert dossier(unit, "plan", "check").returncode == 0
    gaps = dossier(unit, "gaps", "--as-of", "2026-07-01")
    assert gaps.returncode == 0, gaps.stderr


def test_a_table_becomes_the_plan_of_the_new_workspace(tmp_path: Path, answers: Path) -> None:
    table = tmp_path / "rencana.csv"
    table.write_text(TABLE, encoding="utf-8")
    unit = tmp_path / "unit"
    done = dossier(tmp_path, "init", str(unit), "--dari", str(table), "--jawaban", str(answers))
    assert done.returncode in {0, 3}, done.stderr
    plan, _ = load_plan(unit / "plan" / "plan.yaml")
    assert [indicator.statement for indicator in plan.indicators] == ["Membentuk tim"]
    assert load_unit(unit / "plan" / "unit.yaml").name == "Balai Uji Contoh"
    assert (unit / "evidence" / "I Manajemen Perubahan" / "I.1 Tim Kerja").is_dir()


def test_a_table_without_a_plan_leaves_nothing_behind(tmp_path: Path, answers: Path) -> None:
    table = tmp_path / "lain.csv"
    table.write_text("a;b\n1;2\n", encoding="utf-8")
    done = dossier(tmp_path, "init", str(tmp_path / "unit"), "--dari", str(table), "--jawaban", str(answers))
    assert done.returncode == 10
    assert not (tmp_path / "unit" / "plan").exists()


def test_what_is_not_answered_takes_its_proposal_and_what_has_none_is_open(tmp_path: Path) -> None:
    path = tmp_path / "jawaban.yaml"
    path.write_text("nama: Pengadilan Negeri Contoh\npredikat: WBX\nwarna: biru\n", encoding="utf-8")
    unit = tmp_path / "unit"
    done = dossier(tmp_path, "init", str(unit), "--jawaban", str(path))
    assert done.returncode == 3
    assert "Usulan dipakai: peran = ketua" in done.stdout
    assert "Usulan dipakai: jabatan = KETUA PENGADILAN NEGERI CONTOH" in done.stdout
    assert "Belum dijawab: tempat" in done.stdout
    assert "Belum dijawab: pimpinan" in done.stdout
    assert "“WBX” bukan salah satu dari WBK, WBBM" in done.stderr
    assert "warna" in done.stderr
    assert not (unit / "plan" / "plan.yaml").exists()
    assert (unit / "evidence" / "V Penguatan Pengawasan").is_dir()
    assert "plan import TABEL.xlsx" in done.stdout


def test_a_folder_with_a_plan_and_files_that_are_there_are_not_touched(tmp_path: Path, answers: Path) -> None:
    unit = tmp_path / "unit"
    (unit / "plan").mkdir(parents=True)
    (unit / "plan" / "unit.yaml").write_text("# milik orang\n", encoding="utf-8")
    assert dossier(unit, "init", "--kerangka", "--jawaban", str(answers)).returncode == 0
    assert (unit / "plan" / "unit.yaml").read_text(encoding="utf-8") == "# milik orang\n"
    before = snapshot(unit)
    refused = dossier(unit, "init", "--kerangka", "--jawaban", str(answers))
    assert refused.returncode == 14
    assert "sudah punya rencana" in refused.stderr
    assert snapshot(unit) == before


def test_without_a_terminal_it_says_which_answers_it_needs(tmp_path: Path) -> None:
    done = dossier(tmp_path, "init", str(tmp_path / "unit"))
    assert done.returncode == 2
    assert "nama, nama_singkat, tempat, peran, pimpinan, nip, jabatan, predikat, tahun" in done.stderr
    assert not (tmp_path / "unit").exists()
