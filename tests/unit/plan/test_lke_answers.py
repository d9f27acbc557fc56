"""Reading plan/lke.yaml: every fault is a finding with its line, counts as blank, and stops nothing but bad YAML."""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from dossier.errors import ExitCode, PlanError
from dossier.model import Severity
from dossier.plan import frozen_text, read_answers
from dossier.reports import lke_json
from dossier.scoring import score_of

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.plan import AnswersRead


@pytest.fixture
def read(tmp_path: Path) -> Reading:
    return Reading(tmp_path / "plan" / "lke.yaml")


class Reading:
    """Writes a file of answers and reads it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, text: str) -> AnswersRead:
        self.path.parent.mkdir(exist_ok=True)
        self.path.write_bytes(text.encode())
        return read_answers(self.path)


def told(found: AnswersRead) -> list[tuple[str, int | None]]:
    """Return code and line of what has to be mended."""
    return [(each.code, each.line) for each in found.findings if each.severity is Severity.WARNING]


def test_a_missing_file_has_no_answers_and_nothing_to_say(tmp_path: Path) -> None:
    found = read_answers(tmp_path / "lke.yaml")
    assert not found.sheet.is_written
    assert found.findings == ()


def test_an_empty_file_is_one_without_answers(read: Reading) -> None:
    assert read("# belum diisi\n").sheet.is_written
    assert read("jawaban:\ntpi:\nprasyarat:\n").findings == ()


@pytest.mark.parametrize("text", ["jawaban: [", "- A.1.I.i.a: Ya", "a: b: c", "jawaban: {A.1.I.i.a: Ya}\n---\nb: c\n"])
def test_what_is_no_yaml_or_no_keys_is_an_error_with_its_line(read: Reading, text: str) -> None:
    with pytest.raises(PlanError) as caught:
        read(text)
    assert caught.value.exit_code == ExitCode.PLAN
    assert caught.value.findings[0].path == "plan/lke.yaml"
    assert caught.value.findings[0].line


def test_everything_of_the_file_is_read(read: Reading) -> None:
    found = read(
        """\
lembar: 2021
unit_id: UNIT-CONTOH-001
tanpa_pengaduan: 0
jawaban:
  A.1.I.i.a: {jawaban: Ya, catatan: SK Nomor 4, tautan: ["https://contoh.example/sk", "https://contoh.example/b"]}
  A.1.I.i.b: " b "
  A.2.I.i.a: {agen: 7, perubahan: 7}
  B.I.a: {nilai: "3,62"}
tpi:
  A.1.I.i.b: [{oleh: Penilai Satu, dari: juni.xlsx, jawaban: C, catatan: SK tanpa lampiran}]
prasyarat: {tlhp: true, lhkpn: tidak, sakip: bb}
"""
    )
    sheet = found.sheet
    assert (sheet.year, sheet.unit_id, sheet.no_complaints) == (2021, "UNIT-CONTOH-001", Fraction(0))
    first = sheet.answers["A.1.I.i.a"]
    assert (first.grade, first.note, first.line) == ("Ya", "SK Nomor 4", 5)
    assert first.links == ("https://contoh.example/sk", "https://contoh.example/b")
    assert sheet.answers["A.1.I.i.b"].grade == "B"
    assert dict(sheet.answers["A.2.I.i.a"].counts) == {"agen": 7, "perubahan": 7}
    assert sheet.answers["B.I.a"].value == Fraction("3.62")
    (entry,) = sheet.assessors["A.1.I.i.b"]
    assert (entry.by, entry.file, entry.answer.grade, entry.answer.note) == (
        "Penilai Satu",
        "juni.xlsx",
        "C",
        "SK tanpa lampiran",
    )
    assert dict(sheet.prerequisites) == {"tlhp": "ya", "lhkpn": "tidak", "sakip": "BB"}
    assert told(found) == []


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("A.1.I.i.z: {jawaban: A}", "lke_tak_dikenal"),
        ("I.1.1: {jawaban: A}", "lke_tak_dikenal"),
        ("A.1.I.i.a: {jawaban: C}", "lke_jawaban_salah"),
        ("A.1.I.iii.a: {jawaban: E}", "lke_jawaban_salah"),
        ("A.1.I.i.a: {jawaban: Ya/A}", "lke_jawaban_salah"),
        ("A.1.I.i.a: [Ya]", "jenis_isian"),
        ("A.1.I.i.a: {jawaban: [Ya]}", "jenis_isian"),
        ("A.1.I.i.a: {jawabn: Ya}", "kunci_tak_dikenal"),
        ('B.I.a: {nilai: "87.65"}', "lke_nilai_salah"),
        ("B.I.a: {nilai: 3,6}", "kunci_tak_dikenal"),
        ("A.2.I.i.a: {agen: 0, perubahan: 0}", "lke_penyebut_nol"),
        ("A.2.I.i.a: {agen: -1, perubahan: 0}", "lke_jumlah_salah"),
        ("A.2.I.i.a: {agen: 7}", "lke_jumlah_kurang"),
        ("A.1.I.i.a: *salah", "yaml_rujukan"),
        ('A.1.I.i.a: {jawaban: "Y\\u0007a"}', "karakter_terlarang"),
    ],
)
def test_a_bad_answer_is_told_with_its_line_and_counts_as_blank(read: Reading, answer: str, code: str) -> None:
    found = read(f"jawaban:\n  A.1.IV.ii.a: {{jawaban: Ya}}\n  {answer}\n")
    assert told(found) == [(code, 3)]
    assert [key for key, each in found.sheet.answers.items() if not each.is_blank] == ["A.1.IV.ii.a"]


def test_a_question_that_is_written_twice_is_blank(read: Reading) -> None:
    found = read("jawaban:\n  A.1.I.i.b: {jawaban: A}\n  A.1.I.i.b: {jawaban: B}\n")
    assert told(found) == [("kunci_ganda", 3)]
    assert "A.1.I.i.b" not in found.sheet.answers


def test_a_bad_link_is_left_out_and_the_answer_stays(read: Reading) -> None:
    found = read('jawaban:\n  A.1.I.i.a: {jawaban: Ya, tautan: ["javascript:alert(1)", "https://contoh.example/a"]}\n')
    assert told(found) == [("lke_tautan_salah", 2)]
    assert found.sheet.answers["A.1.I.i.a"].links == ("https://contoh.example/a",)


def test_a_claim_without_a_word_is_noted_and_a_lowest_answer_is_not(read: Reading) -> None:
    found = read("jawaban:\n  A.1.I.i.a: {jawaban: Ya}\n  A.1.I.i.b: {jawaban: C}\n")
    assert [(each.code, each.subject, each.severity) for each in found.findings] == [
        ("lke_tanpa_uraian", "A.1.I.i.a", Severity.NOTE)
    ]


def test_which_of_several_assessors_counts_is_said(read: Reading) -> None:
    found = read("tpi:\n  A.1.I.i.b:\n    - {oleh: Penilai Satu, jawaban: C}\n    - {oleh: Penilai Dua, jawaban: B}\n")
    by_code = {each.code: each.text for each in found.findings}
    assert "yang berlaku isian terakhir, dari Penilai Dua" in by_code["lke_tpi_ganda"]
    assert "unit belum menjawabnya" in by_code["lke_tpi_tanpa_unit"]
    counts = found.sheet.assessor("A.1.I.i.b")
    assert counts is not None
    assert counts.answer.grade == "B"


@pytest.mark.parametrize(
    "line",
    ["lembar: 2020", "tanpa_pengaduan: 2", "jawaban: Ya", "prasyarat: {spip: mungkin}", "prasyarat: {sakip: ya}"],
)
def test_other_keys_with_strange_values_are_told_and_the_rest_stands(read: Reading, line: str) -> None:
    found = read(f"{line}\ntpi: {{A.1.I.i.b: [{{jawaban: C}}]}}\n")
    assert [line for _, line in told(found)] == [1]
    assert found.sheet.assessors


def test_a_frozen_copy_says_its_day_and_reads_as_the_answers_it_was_made_of(read: Reading) -> None:
    text = "# catatan\njawaban:\n  A.1.I.i.a: {jawaban: Ya}\n"
    frozen = read(frozen_text(text, "2025-06-30")).sheet
    assert frozen.frozen_on == dt.date(2025, 6, 30)
    assert frozen.answers["A.1.I.i.a"].grade == read(text).sheet.answers["A.1.I.i.a"].grade
    assert read(text).sheet.frozen_on is None


@pytest.mark.parametrize(
    "note", ["=1+1", "+62", "-", "@x", "satu\n\n  dua\ttiga ", "é" * 5000, 'a"b\\c', "# bukan komentar"]
)
def test_notes_come_back_byte_for_byte_by_way_of_the_json(read: Reading, note: str) -> None:
    answer = {
        "jawaban": {"A.1.I.i.a": {"jawaban": "Ya", "catatan": note, "tautan": ["https://contoh.example/a?b=c;d"]}}
    }
    first = read(json.dumps(answer, ensure_ascii=False)).sheet
    shape = json.loads(json.dumps(lke_json(score_of(first), dt.date(2025, 7, 1))))
    (question,) = (each for each in shape["questions"] if each["key"] == "A.1.I.i.a")
    again = {"jawaban": question["answer"], "catatan": question["note"], "tautan": question["links"]}
    second = read(json.dumps({"jawaban": {"A.1.I.i.a": again}}, ensure_ascii=False)).sheet
    assert second.answers["A.1.I.i.a"] == first.answers["A.1.I.i.a"]
    assert second.answers["A.1.I.i.a"].note == note
