"""The unit's profile: all of it is text, and what is missing or misspelt is named with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.errors import PlanError
from dossier.model import Finding, Severity, Signatory
from dossier.plan import load_checked_unit, load_unit

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
nama: Kantor Contoh
nama_singkat: Kantor
sekretariat: Sekretariat Kantor Contoh
tempat: Jambi
alamat: Jalan Contoh 1
kop: [KANTOR, CONTOH]
telepon: 0741000
penanda_tangan:
  - {peran: ketua, jabatan: Ketua, nama: Pegawai Satu, nip: 001}
anggota:
  - {nama: Pegawai Dua, nip: 002, jabatan_tim: Anggota}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "unit.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def refuse(folder: Path, text: str) -> tuple[Finding, ...]:
    with pytest.raises(PlanError) as caught:
        load_unit(write(folder, text))
    return caught.value.findings


def test_a_profile_is_read_and_numbers_stay_text(tmp_path: Path) -> None:
    unit = load_unit(write(tmp_path, GOOD))
    assert (unit.name, unit.short_name, unit.place) == ("Kantor Contoh", "Kantor", "Jambi")
    assert (unit.letterhead, unit.phone) == (("KANTOR", "CONTOH"), "0741000")
    assert unit.signatory("ketua") == Signatory(role="ketua", office="Ketua", name="Pegawai Satu", nip="001")
    assert unit.members == ((("nama", "Pegawai Dua"), ("nip", "002"), ("jabatan_tim", "Anggota")),)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("kop: [KANTOR, CONTOH]", "kop: KANTOR", [("jenis_isian", 6)]),
        ("peran: ketua", "peran: Ketua Umum", [("peran_salah", 9)]),
        ("peran: ketua, ", "", [("kunci_wajib", 9)]),
        ("jabatan_tim", "Jabatan Tim", [("kunci_salah", 11)]),
        ("jabatan_tim: Anggota", "jabatan_tim: [x]", [("jenis_isian", 11)]),
        ("anggota:\n", "anggota:\n  - Pegawai Tiga\n", [("jenis_isian", 11)]),
        (
            "anggota:\n",
            "  - {peran: ketua, jabatan: Ketua, nama: Pegawai Tiga}\nanggota:\n",
            [("peran_ganda", 10)],
        ),
    ],
)
def test_one_mistake_is_one_finding_on_its_line(
    tmp_path: Path, old: str, new: str, expected: list[tuple[str, int]]
) -> None:
    assert old in GOOD
    assert [(f.code, f.line) for f in refuse(tmp_path, GOOD.replace(old, new, 1))] == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("tempat: Jambi\n", "", ("belum_diisi", 1)),
        ("tempat: Jambi\n", "tempat:\n", ("belum_diisi", 4)),
        ("nama_singkat: Kantor\n", "", ("belum_diisi", 1)),
        ("kop: [KANTOR, CONTOH]", "kop: []", ("belum_diisi", 6)),
        ("kop: [KANTOR, CONTOH]\n", "", ("belum_diisi", 1)),
        ("jabatan: Ketua, ", "", ("belum_diisi", 9)),
        ("telepon", "telpon", ("kunci_tak_dikenal", 7)),
    ],
)
def test_what_a_profile_can_do_without_is_asked_for(
    tmp_path: Path, old: str, new: str, expected: tuple[str, int]
) -> None:
    assert old in GOOD
    unit, (finding,) = load_checked_unit(write(tmp_path, GOOD.replace(old, new, 1)))
    assert (finding.code, finding.line) == expected
    assert finding.severity is Severity.WARNING
    assert unit.name == "Kantor Contoh"
    assert unit.short_name


@pytest.mark.parametrize(("text", "code"), [("", "kosong"), ("- a\n", "jenis_isian"), ("a: [\n", "yaml_rusak")])
def test_a_file_of_the_wrong_shape_is_named(tmp_path: Path, text: str, code: str) -> None:
    assert [f.code for f in refuse(tmp_path, text)] == [code]


def test_a_missing_profile_is_asked_for_and_is_one_of_nobody(tmp_path: Path) -> None:
    unit, (finding,) = load_checked_unit(tmp_path / "unit.yaml")
    assert (finding.code, finding.severity) == ("belum_diisi", Severity.WARNING)
    assert "sementara itu" in finding.text
    assert (unit.name, unit.letterhead, unit.signatories) == ("", (), ())


@pytest.mark.parametrize(("old", "line"), [("nip: 001", 9), ("nip: 002", 11)])
def test_a_nip_that_was_rounded_is_named_by_its_line_and_left_empty(tmp_path: Path, old: str, line: int) -> None:
    unit, (finding,) = load_checked_unit(write(tmp_path, GOOD.replace(old, 'nip: "1,98501E+17"')))
    assert (finding.code, finding.line) == ("nip_dibulatkan", line)
    assert "1,98501E+17" not in str(unit)


def test_a_sound_profile_gives_no_doubts(tmp_path: Path) -> None:
    assert load_checked_unit(write(tmp_path, GOOD))[1] == ()
