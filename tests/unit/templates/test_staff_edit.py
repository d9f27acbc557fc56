"""Changing one person of the staff table: every other line stays byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.errors import PlanError
from dossier.templates import staff_text
from dossier.templates.staff import read_staff
from dossier.templates.staff_edit import HEAD

PATH = Path("plan/anggota.csv")
TABLE = 'Daftar kami;;;\r\nNo;Nama;NIP;Jabatan\r\n1;Pegawai Satu;;Pelaksana\r\n2;Pegawai Dua;;"Kepala; Bagian"\r\n'
ONE = {"nama": "Pegawai Satu", "jabatan": "Pelaksana"}


def test_a_person_is_added_changed_and_taken_out() -> None:
    added = staff_text(PATH, TABLE, {}, {"nama": "Pegawai Tiga", "jabatan": "Staf"})
    assert added == TABLE + ";Pegawai Tiga;;Staf\r\n"
    changed = staff_text(PATH, TABLE, ONE, ONE | {"nip": "198501012010011008"})
    assert changed == TABLE.replace("1;Pegawai Satu;;", "1;Pegawai Satu;198501012010011008;")
    assert staff_text(PATH, TABLE, ONE, {}) == TABLE.replace("1;Pegawai Satu;;Pelaksana\r\n", "")


def test_a_table_is_begun_with_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "anggota.csv"
    path.write_text(staff_text(PATH, "", {}, ONE), encoding="utf-8")
    assert path.read_text(encoding="utf-8").startswith(HEAD)
    assert read_staff(path).members == (tuple(ONE.items()),)


@pytest.mark.parametrize(
    ("text", "old"),
    [
        (TABLE, {"nama": "Pegawai Sembilan"}),
        (TABLE + "3;Pegawai Satu;;Pelaksana\r\n", ONE),
        ("Alamat;Telepon\n", {}),
        ('Nama;Jabatan\nPegawai Satu;"dua\nbaris"\n', {}),
    ],
)
def test_what_cannot_be_changed_safely_is_refused(text: str, old: dict[str, str]) -> None:
    with pytest.raises(PlanError):
        staff_text(PATH, text, old, ONE | {"nama": "Pegawai Lain"})
