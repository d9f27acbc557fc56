"""Many new units from a list, all with one plan: the plan of a folder or a table; what is there is not touched."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from dossier.audit.identity import plan_digest
from dossier.plan import load_plan, load_unit
from tests.support.command import dossier
from tests.support.workspaces import small_workspace

if TYPE_CHECKING:
    from pathlib import Path

LIST = """\
id;folder;nama;nama_singkat;tempat;peran;jabatan;pimpinan;kode;tingkat;induk
prov;provinsi;Kantor Provinsi Contoh;KP Contoh;Kota Contoh;kepala;KEPALA KANTOR;Pegawai Satu;90;provinsi;
satu;kab/satu;Kantor Kabupaten Satu;KK Satu;Satu;kepala;KEPALA KANTOR;Pegawai Dua;90.01;kabkota;90
dua;kab/dua;Kantor Kabupaten Dua;KK Dua;Dua;kepala;KEPALA KANTOR;Pegawai Tiga;90.10;kabkota;90
"""
TABLE = (
    "No;Komponen;Indikator;Langkah Aksi;Bukti Fisik;Target Waktu\n"
    "I;Manajemen Perubahan;;;;\n"
    "1;Tim Kerja;Membentuk tim;Rapat;SK tim kerja;Januari 2026\n"
)
FOLDERS = ("provinsi", "kab/satu", "kab/dua")


@pytest.fixture(name="units")
def fixture_units(tmp_path: Path) -> Path:
    (tmp_path / "daftar.csv").write_text(LIST, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("source", ["asal", "asal/plan", "asal/plan/plan.yaml"])
def test_every_unit_of_a_list_gets_the_plan_of_a_folder_and_its_own_profile(units: Path, source: str) -> None:
    given = small_workspace(units / "asal")
    done = dossier(units, "init", "daftar.csv", "--rencana", str(units / source))
    assert done.returncode == 0, done.stderr
    assert "3 unit = 3 folder kerja baru + 0 yang sudah punya rencana." in done.stdout
    digests = {plan_digest(load_plan(units / folder / "plan" / "plan.yaml")[0]) for folder in FOLDERS}
    assert digests == {plan_digest(load_plan(given.plan_file)[0])}
    profiles = [load_unit(units / folder / "plan" / "unit.yaml") for folder in FOLDERS]
    assert [(unit.code, unit.level, unit.parent) for unit in profiles] == [
        ("90", "provinsi", ""),
        ("90.01", "kabkota", "90"),
        ("90.10", "kabkota", "90"),
    ]
    assert profiles[2].name == "Kantor Kabupaten Dua"
    assert (units / "kab" / "satu" / "evidence").is_dir()
    assert not list((units / "kab" / "satu" / "evidence").rglob("*.pdf"))


def test_a_table_is_imported_once_for_all_units(units: Path) -> None:
    (units / "tabel.csv").write_text(TABLE, encoding="utf-8")
    (units / "jawaban.yaml").write_text("predikat: WBK\n", encoding="utf-8")
    done = dossier(
        units, "init", "daftar.csv", "--rencana", str(units / "tabel.csv"), "--jawaban", str(units / "jawaban.yaml")
    )
    assert "3 folder kerja baru" in done.stdout, done.stderr
    plans = {(units / folder / "plan" / "plan.yaml").read_bytes() for folder in FOLDERS}
    assert len(plans) == 1
    assert (units / "impor.html").is_file()
    rolled = dossier(
        units,
        "fleet",
        str(units / "daftar.csv"),
        "--out",
        str(units / "armada"),
        "--as-of",
        "2026-03-01",
        "--office",
        "internal",
    )
    assert rolled.returncode == 0, rolled.stdout
    shape = json.loads((units / "armada" / "armada.json").read_text(encoding="utf-8"))
    assert [plan["units"] for plan in shape["plans"]] == [["dua", "prov", "satu"]]


def test_a_unit_that_has_a_plan_is_not_touched(units: Path) -> None:
    small_workspace(units / "asal")
    own = small_workspace(units / "kab" / "satu")
    before = {path: path.read_bytes() for path in own.root.rglob("*") if path.is_file()}
    done = dossier(units, "init", "daftar.csv", "--rencana", str(units / "asal"))
    assert "2 folder kerja baru + 1 yang sudah punya rencana" in done.stdout
    assert {path: path.read_bytes() for path in own.root.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    "arguments",
    [("daftar.csv",), ("baru", "--rencana", "ASAL"), ("daftar.csv", "--rencana", "ASAL", "--kerangka")],
)
def test_list_and_plan_go_together(units: Path, arguments: tuple[str, ...]) -> None:
    small_workspace(units / "asal")
    done = dossier(units, "init", *(str(units / "asal") if word == "ASAL" else word for word in arguments))
    assert (done.returncode, "--rencana" in done.stderr) == (2, True)
    assert not (units / "provinsi").exists()


def test_nothing_is_made_where_the_list_or_the_plan_cannot_be_used(units: Path) -> None:
    given = small_workspace(units / "asal")
    given.plan_file.write_text("x: [\n", encoding="utf-8")
    assert dossier(units, "init", "daftar.csv", "--rencana", str(units / "asal")).returncode == 10
    (units / "daftar.csv").write_text(f"{LIST}satu;lain;Kantor Lain\n", encoding="utf-8")
    done = dossier(units, "init", "daftar.csv", "--rencana", str(units / "asal"))
    assert done.returncode == 2
    assert "baris 5" in done.stderr
    assert not (units / "provinsi").exists()
