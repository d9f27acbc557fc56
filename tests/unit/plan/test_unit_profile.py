"""The unit's profile: all of it is text, and what is missing or misspelt is named with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.errors import PlanError
from dossier.model import Finding, PaperLayout, Severity, Signatory
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


def test_who_leads_signs_and_certifies_and_what_decrees_are_called_is_read(tmp_path: Path) -> None:
    text = GOOD.replace(
        "penanda_tangan:\n", "pimpinan: kepala\npenanda_surat: umum\npengesah_salinan: umum\npenanda_tangan:\n"
    )
    people = (
        "  - {peran: kepala, jabatan: KEPALA KANTOR, nama: Pegawai Dua}\n"
        '  - {peran: umum, jabatan: Kepala Subbagian Umum, nama: Pegawai Tiga, nip: "-"}\nanggota:\n'
    )
    more = "keputusan: Kepala Kantor\nrapat_penetapan: rapat pimpinan\nmengingat: [Undang-Undang Nomor 1 Tahun 2001]\n"
    unit, findings = load_checked_unit(write(tmp_path, more + text.replace("anggota:\n", people)))
    assert findings == ()
    assert [each.role if each else None for each in (unit.leader, unit.letter_signatory, unit.certifier)] == [
        "kepala",
        "umum",
        "umum",
    ]
    assert (unit.decree_organ, unit.decree_meeting) == ("Kepala Kantor", "rapat pimpinan")
    assert unit.legal_basis == ("Undang-Undang Nomor 1 Tahun 2001",)
    assert [each.has_nip for each in unit.signatories] == [True, True, False]


def test_a_role_that_nobody_has_is_named_and_left_out(tmp_path: Path) -> None:
    unit, (finding,) = load_checked_unit(write(tmp_path, f"{GOOD}pimpinan: kepala\n"))
    assert (finding.code, finding.line) == ("peran_tak_ada", 12)
    assert "ketua" in finding.advice
    assert unit.leader_role == ""


def test_the_logo_lies_beside_the_profile(tmp_path: Path) -> None:
    unit, findings = load_checked_unit(write(tmp_path, f"{GOOD}logo: Logo Kantor.png\nletak_logo: tengah\n"))
    assert findings == ()
    assert (unit.logo, unit.logo_place) == (tmp_path / "Logo Kantor.png", "tengah")


@pytest.mark.parametrize("name", ["../logo.png", "/etc/logo.png", "gambar/logo.png", ".."])
def test_a_logo_elsewhere_is_refused(name: str, tmp_path: Path) -> None:
    unit, (finding,) = load_checked_unit(write(tmp_path, f"{GOOD}logo: {name}\n"))
    assert (finding.code, finding.line) == ("logo_salah", 12)
    assert unit.logo is None


def test_a_place_of_the_logo_that_nobody_knows_is_named(tmp_path: Path) -> None:
    unit, (finding,) = load_checked_unit(write(tmp_path, f"{GOOD}logo: logo.png\nletak_logo: kanan\n"))
    assert (finding.code, finding.line) == ("jenis_isian", 13)
    assert unit.logo_place == "kiri"


@pytest.mark.parametrize(
    ("written", "sheet"),
    [("F4", (215.9, 330.2)), ("a4", (210.0, 297.0)), ("21,5 x 33", (215.0, 330.0)), ("33 × 21.5 cm", (215.0, 330.0))],
)
def test_a_sheet_is_a_name_or_its_size_in_centimetres(tmp_path: Path, written: str, sheet: tuple[float, float]) -> None:
    unit, findings = load_checked_unit(write(tmp_path, f"{GOOD}kertas: {written}\nmargin_kiri: 2,5\n"))
    assert findings == ()
    assert unit.paper_layout == PaperLayout(sheet=sheet, margins=(("left", 25.0),))


@pytest.mark.parametrize(
    "wrong", ["kertas: A9", "kertas_keputusan: 2 x 3", "margin_atas: lebar", "margin_kanan: 12", "margin_kiri: 0,5"]
)
def test_a_sheet_or_margin_that_cannot_be_is_named_with_its_line_and_not_used(tmp_path: Path, wrong: str) -> None:
    unit, (finding,) = load_checked_unit(write(tmp_path, f"{GOOD}{wrong}\n"))
    assert (finding.code, finding.line, finding.severity) == ("jenis_isian", 12, Severity.WARNING)
    assert wrong.partition(":")[0] in finding.text
    assert unit.paper_layout == PaperLayout()
