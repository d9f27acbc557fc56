"""`tindak-lanjut.yaml` and `catatan-tpi.yaml`: complaints name lines, and changes lose nothing that stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.audit.status import AssessorNote, StaffNote
from dossier.errors import OutputError, PlanError
from dossier.plan import has_format, load_notes, load_remarks, notes_text, read_notes, read_remarks, remarks_text
from dossier.plan.entries import MAX_BYTES
from tests.support.plan_files import load

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import Plan


PLACE = ("I.1.2", "a", "2025-03")
LOST = ("I.9.9", "a", "2025-03")
ENTRY = "- indikator: I.1.2\n  butir: a\n  slot: 2025-03\n  tindak_lanjut: minta ulang\n"


@pytest.fixture(name="plan")
def fixture_plan(tmp_path: Path) -> Plan:
    return load(tmp_path)[0]


@pytest.fixture(name="path")
def fixture_path(tmp_path: Path) -> Path:
    return tmp_path / "tindak-lanjut.yaml"


def test_a_missing_file_is_no_entries(path: Path, plan: Plan) -> None:
    assert load_notes(path, plan) == ({}, ())


def test_an_entry_of_a_place_that_the_plan_lost_is_a_warning_and_stays_in_the_file(path: Path, plan: Plan) -> None:
    notes = {LOST: StaffNote(person="Pegawai Satu"), PLACE: StaffNote(follow_up="minta ulang")}
    path.write_text(notes_text(path, {}, notes), encoding="utf-8")
    found, findings = load_notes(path, plan)
    assert set(found) == {PLACE}
    assert [(finding.code, finding.line) for finding in findings] == [("kode_tak_dikenal", 10)]
    path.write_text(notes_text(path, notes, {PLACE: StaffNote(follow_up="diterima")}), encoding="utf-8")
    assert read_notes(path)[LOST] == notes[LOST]


def test_entries_that_contradict_each_other_are_told_at_their_line(path: Path, plan: Plan) -> None:
    path.write_text(f"format: 1\nisian:\n{ENTRY}  tindak_lanjut_lain:\n  - sudah diterima\n", encoding="utf-8")
    (finding,) = load_notes(path, plan)[1]
    assert (finding.code, finding.line) == ("isian_bertentangan", 7)
    assert "“minta ulang”" in finding.text
    assert "“sudah diterima”" in finding.text


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (f"isian:\n{ENTRY}{ENTRY}", "isian_ganda", 6),
        ("isian:\n- {indikator: I.1.2, butir: a}\n", "kunci_wajib", 2),
        ("isian:\n- {indikator: I.1.2, butir: a, slot: 2025-03, penaggung_jawab: x}\n", "kunci_tak_dikenal", 2),
        ("isian: teks\n", "jenis_isian", 1),
        ("isian:\n- teks\n", "jenis_isian", 2),
        ("teks\n", "jenis_isian", 1),
        ("format: dua\nisian: []\n", "jenis_isian", 1),
        ("format: 2\nisian: []\n", "format_lebih_baru", 1),
        ("isian: [\n", "yaml_rusak", 2),
    ],
)
def test_what_is_wrong_is_told_with_its_line(path: Path, plan: Plan, text: str, code: str, line: int) -> None:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PlanError) as caught:
        load_notes(path, plan)
    assert (code, line) in [(finding.code, finding.line) for finding in caught.value.findings]


def test_more_than_can_be_read_again_is_not_written(path: Path) -> None:
    with pytest.raises(OutputError, match="tidak ada yang ditulis"):
        notes_text(path, {}, {PLACE: StaffNote(follow_up="a" * MAX_BYTES)})


def test_what_is_written_is_read_again(tmp_path: Path, plan: Plan) -> None:
    remark = AssessorNote(
        status="perlu perbaikan", text="tanpa: tanda tangan\n#2", seen=(("I.1/a  b #1.pdf", "0" * 64),)
    )
    path = tmp_path / "catatan-tpi.yaml"
    path.write_text(remarks_text(path, {}, {PLACE: (remark,)}), encoding="utf-8")
    assert load_remarks(path, plan) == ({PLACE: (remark,)}, ())


def test_a_missing_file_is_no_remarks(tmp_path: Path, plan: Plan) -> None:
    assert load_remarks(tmp_path / "tiada.yaml", plan) == ({}, ())


def test_a_place_that_the_plan_lost_is_a_warning_and_stops_nothing(tmp_path: Path, plan: Plan) -> None:
    path = tmp_path / "catatan-tpi.yaml"
    remarks = {("I.9.9", "a", "2025-03"): (AssessorNote(text="x"),), PLACE: (AssessorNote(text="y"),)}
    path.write_text(remarks_text(path, {}, remarks), encoding="utf-8")
    found, findings = load_remarks(path, plan)
    assert set(found) == {PLACE}
    assert [finding.code for finding in findings] == ["kode_tak_dikenal"]


@pytest.mark.parametrize("text", ["judul: x\n", "- satu\n", "- {indikator: I.1.2}\n", "- {indicator: x}\n"])
def test_a_file_that_is_something_else_is_refused_with_its_lines(tmp_path: Path, plan: Plan, text: str) -> None:
    path = tmp_path / "catatan-tpi.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PlanError) as caught:
        load_remarks(path, plan)
    assert all(finding.line for finding in caught.value.findings)


OLD = """\
# kepala lama
- indikator: I.1.2
  butir: a
  slot: 2025-03
  status: ''
  catatan: catatan lama # dari rapat
  dilihat: []
"""


def test_the_list_of_earlier_versions_is_still_read_and_keeps_its_comments_when_it_is_changed(
    tmp_path: Path, plan: Plan
) -> None:
    path = tmp_path / "catatan-tpi.yaml"
    path.write_text(OLD, encoding="utf-8")
    assert load_remarks(path, plan)[0] == {PLACE: (AssessorNote(text="catatan lama"),)}
    assert not has_format(path)
    fresh = AssessorNote(status="sesuai", by="Penilai Satu", file="satu.xlsx")
    before = read_remarks(path)
    text = remarks_text(path, before, {PLACE: (*before[PLACE], fresh)})
    path.write_text(text, encoding="utf-8")
    assert has_format(path)
    assert "# kepala lama\nformat: 2\ncatatan:\n" in text
    assert "catatan: catatan lama # dari rapat" in text
    assert load_remarks(path, plan)[0] == {PLACE: (AssessorNote(text="catatan lama"), fresh)}


def test_a_file_of_a_newer_version_is_told_as_such_and_nothing_else_is_complained_of(
    tmp_path: Path, plan: Plan
) -> None:
    path = tmp_path / "catatan-tpi.yaml"
    path.write_text("format: 3\nentah: apa\ncatatan:\n- {kunci_baru: x}\n", encoding="utf-8")
    with pytest.raises(PlanError) as caught:
        load_remarks(path, plan)
    assert [(finding.code, finding.line) for finding in caught.value.findings] == [("format_lebih_baru", 1)]
    assert "Perbarui dossier" in caught.value.findings[0].advice


def test_statuses_of_two_assessors_that_differ_are_a_finding(tmp_path: Path, plan: Plan) -> None:
    path = tmp_path / "catatan-tpi.yaml"
    remarks = (
        AssessorNote(status="sesuai", by="Penilai Satu"),
        AssessorNote(status="perlu perbaikan", file="dua.xlsx"),
    )
    path.write_text(remarks_text(path, {}, {PLACE: remarks}), encoding="utf-8")
    found, findings = load_remarks(path, plan)
    assert found == {PLACE: tuple(sorted(remarks, key=lambda remark: remark.by))}
    assert [finding.code for finding in findings] == ["penilaian_bertentangan"]
    assert "Penilai Satu: sesuai" in findings[0].text
