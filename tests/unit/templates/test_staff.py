"""Staff tables as offices keep them become the members of the unit."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import openpyxl
import pytest

from dossier.errors import PlanError
from dossier.templates import begin_staff, with_staff
from dossier.templates import staff as staff_table
from dossier.templates.staff import Staff, read_staff
from tests.support.papers_source import papers_unit
from tests.support.raw_workbooks import with_part

if TYPE_CHECKING:
    from pathlib import Path

ROWS = (("No.", "Nama Pegawai", "NIP", "Pangkat/Gol. Ruang", "Jabatan"), ("1", "Pegawai Satu", "01", "Penata", "Staf"))
NIP = "198501012010011001"
PERSON = (("nama", "Pegawai Satu"), ("nip", "01"), ("pangkat", "Penata"), ("jabatan", "Staf"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_csv_in_any_usual_writing_is_read(delimiter: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "anggota.csv"
    path.write_bytes("\r\n".join(delimiter.join(row) for row in ROWS).encode(encoding))
    assert read_staff(path) == Staff(members=(PERSON,))


def test_a_workbook_with_a_title_above_its_table_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("DAFTAR PEGAWAI",), (), *ROWS, ("2", "Pegawai Dua", 2), (), ("", "", "", "tanpa nama")):
        sheet.append(row)
    path = tmp_path / "anggota.xlsx"
    book.save(path)
    assert read_staff(path) == Staff(members=(PERSON, (("nama", "Pegawai Dua"), ("nip", "2"))))


def workbook(path: Path, *rows: tuple[str | float, ...]) -> Path:
    """Write a staff table as a workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize(
    "nip",
    [198501012010011001, 1.98501012010011e17, "1,98501E+17", "1.98501012010011E+17", "'1,98501E+17", NIP[:-3] + "000"],
)
def test_a_rounded_nip_is_named_by_its_cell_and_not_printed(nip: str | float, tmp_path: Path) -> None:
    path = workbook(tmp_path / "anggota.xlsx", ("Nama", "NIP"), ("Pegawai Satu", NIP), ("Pegawai Dua", nip))
    staff = read_staff(path)
    assert staff.members == ((("nama", "Pegawai Satu"), ("nip", NIP)), (("nama", "Pegawai Dua"),))
    (finding,) = staff.findings
    assert "Sel B3" in finding.text
    assert "Teks" in finding.advice


def test_a_rounded_nip_in_a_csv_is_named_by_its_row(tmp_path: Path) -> None:
    path = tmp_path / "anggota.csv"
    path.write_text("Nama;NIP\nPegawai Dua;1,98501E+17\n", encoding="utf-8")
    staff = read_staff(path)
    assert staff.members == ((("nama", "Pegawai Dua"),),)
    assert "Baris 2" in staff.findings[0].text


def test_an_apostrophe_before_a_nip_is_not_printed(tmp_path: Path) -> None:
    path = workbook(tmp_path / "anggota.xlsx", ("Nama", "NIP"), ("Pegawai Satu", f"'{NIP}"))
    assert read_staff(path) == Staff(members=((("nama", "Pegawai Satu"), ("nip", NIP)),))


def test_a_table_that_states_the_size_a1_is_read_whole(tmp_path: Path) -> None:
    path = workbook(tmp_path / "anggota.xlsx", *ROWS)
    path.write_bytes(with_part(path.read_bytes(), lambda text: re.sub(r'ref="A1:\w+"', 'ref="A1"', text, count=1)))
    assert read_staff(path) == Staff(members=(PERSON,))


def test_a_table_without_anybody_is_said(tmp_path: Path) -> None:
    staff = read_staff(workbook(tmp_path / "anggota.xlsx", ("Nama", "NIP"), ("", "")))
    assert staff.members == ()
    assert "Tidak ada satu pegawai pun" in staff.findings[0].text


def test_a_nip_without_a_name_is_said(tmp_path: Path) -> None:
    staff = read_staff(workbook(tmp_path / "anggota.xlsx", ("Nama", "NIP"), ("Pegawai Satu", NIP), ("", NIP)))
    assert "Baris 3: ada NIP tanpa nama" in staff.findings[0].text


def ends_the_process(_: Path) -> str:
    os._exit(9)


def test_a_workbook_that_ends_its_reader_is_an_error_and_is_not_read_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_table, "sheet_rows", ends_the_process)
    with pytest.raises(PlanError, match="berhenti mendadak"):
        read_staff(workbook(tmp_path / "anggota.xlsx", *ROWS))


def test_the_table_takes_the_place_of_the_members_in_the_profile(tmp_path: Path) -> None:
    (tmp_path / "anggota.csv").write_text("Nama,NIP\nPegawai Tiga,3\n", encoding="utf-8")
    assert with_staff(papers_unit(), begin_staff(tmp_path)()).members == ((("nama", "Pegawai Tiga"), ("nip", "3")),)


def test_without_a_table_the_unit_stays_as_it_is(tmp_path: Path) -> None:
    unit = papers_unit()
    assert with_staff(unit, begin_staff(tmp_path)()) is unit


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
