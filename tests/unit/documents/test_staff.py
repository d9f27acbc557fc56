"""Staff tables as offices keep them become the members of the unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from dossier.documents import with_staff
from dossier.documents.staff import read_staff
from dossier.errors import PlanError
from tests.support.papers_source import papers_unit

if TYPE_CHECKING:
    from pathlib import Path

ROWS = (("No.", "Nama Pegawai", "NIP", "Pangkat/Gol. Ruang", "Jabatan"), ("1", "Pegawai Satu", "01", "Penata", "Staf"))
PERSON = (("nama", "Pegawai Satu"), ("nip", "01"), ("pangkat", "Penata"), ("jabatan", "Staf"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_csv_in_any_usual_writing_is_read(delimiter: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "anggota.csv"
    path.write_bytes("\r\n".join(delimiter.join(row) for row in ROWS).encode(encoding))
    assert read_staff(path) == (PERSON,)


def test_a_workbook_with_a_title_above_its_table_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("DAFTAR PEGAWAI",), (), *ROWS, ("2", "Pegawai Dua", 2.0e17), (), ("", "", "tanpa nama")):
        sheet.append(row)
    path = tmp_path / "anggota.xlsx"
    book.save(path)
    assert read_staff(path) == (PERSON, (("nama", "Pegawai Dua"), ("nip", "200000000000000000")))


def test_the_table_takes_the_place_of_the_members_in_the_profile(tmp_path: Path) -> None:
    (tmp_path / "anggota.csv").write_text("Nama,NIP\nPegawai Tiga,3\n", encoding="utf-8")
    assert with_staff(papers_unit(), tmp_path).members == ((("nama", "Pegawai Tiga"), ("nip", "3")),)


def test_without_a_table_the_unit_stays_as_it_is(tmp_path: Path) -> None:
    unit = papers_unit()
    assert with_staff(unit, tmp_path) is unit


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("anggota.csv", b"NIP,Jabatan\n1,Staf\n", "tidak mempunyai kolom «Nama»"),
        ("anggota.csv", b"", "tidak mempunyai kolom «Nama»"),
        ("anggota.xlsx", b"PK\x03\x04rusak", "rusak atau bukan tabel"),
        ("anggota.csv", b"Nama\n" + b"Pegawai\n" * 5002, "lebih dari 5000 orang"),
    ],
)
def test_a_table_that_cannot_be_used_is_told_with_its_remedy(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(PlanError) as caught:
        read_staff(path)
    assert said in caught.value.message
    assert caught.value.hint
    assert caught.value.path == path
