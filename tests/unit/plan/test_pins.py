"""Pins: what a person decided is read as written and held against the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.errors import PlanError
from dossier.model import Finding, Pin, Plan
from dossier.plan import load_pins
from tests.support.plan_files import load

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(name="plan")
def fixture_plan(tmp_path: Path) -> Plan:
    return load(tmp_path)[0]


def write(folder: Path, text: str) -> Path:
    path = folder / "pins.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def refuse(folder: Path, text: str, plan: Plan) -> tuple[Finding, ...]:
    with pytest.raises(PlanError) as caught:
        load_pins(write(folder, text), plan)
    return caught.value.findings


@pytest.mark.parametrize("text", ["", "# keterangan\n", "[]\n"])
def test_no_entries_are_no_pins(tmp_path: Path, plan: Plan, text: str) -> None:
    assert load_pins(write(tmp_path, text), plan) == ()


def test_a_missing_file_is_no_pins(tmp_path: Path, plan: Plan) -> None:
    assert load_pins(tmp_path / "tiada.yaml", plan) == ()


def test_a_pin_places_a_file_and_keeps_its_name_to_the_letter(tmp_path: Path, plan: Plan) -> None:
    text = '- {berkas: "lain  lain/cafe\\u0301.pdf", indikator: I.1.2, butir: a, slot: 2025-06}\n'
    assert load_pins(write(tmp_path, text), plan) == (
        Pin(path="lain  lain/caf\u00e9.pdf", indicator="I.1.2", requirement="a", slot="2025-06", line=1),
    )


def test_butir_and_slot_may_be_left_open(tmp_path: Path, plan: Plan) -> None:
    assert load_pins(write(tmp_path, "- berkas: x.pdf\n  indikator: I.1.1\n"), plan) == (
        Pin(path="x.pdf", indicator="I.1.1", requirement=None, slot=None, line=1),
    )


@pytest.mark.parametrize("word", ["true", "ya", "foto arisan"])
def test_a_file_can_be_no_evidence_with_or_without_a_reason(tmp_path: Path, plan: Plan, word: str) -> None:
    pins = load_pins(write(tmp_path, f"- berkas: x.pdf\n  bukan: {word}\n"), plan)
    assert pins == (Pin(path="x.pdf", indicator=None, line=1),)


def test_a_file_may_serve_two_requirements(tmp_path: Path, plan: Plan) -> None:
    text = "- {berkas: x.pdf, indikator: I.1.1, butir: a}\n- {berkas: x.pdf, indikator: I.1.1, butir: b}\n"
    assert [p.requirement for p in load_pins(write(tmp_path, text), plan)] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- {berkas: x, indikator: I.1.9}\n", ("kode_tak_dikenal", 1, "I.1.")),
        ("- {berkas: x, indikator: ../../x}\n", ("kode_tak_dikenal", 1, "plan show")),
        ("- {berkas: x, indikator: I.1.1, butir: z}\n", ("butir_tak_dikenal", 1, "a (SK Tim Kerja)")),
        ("- {berkas: x, indikator: I.1.1, slot: 2025-04}\n", ("slot_tak_dikenal", 1, "2025-03")),
        ("- {berkas: x, indikator: I.1.1, slot: April}\n", ("slot_tak_dikenal", 1, "2025-03")),
        ("- {berkas: x}\n", ("kunci_wajib", 1, "indikator")),
        ("- {indikator: I.1.1}\n", ("kunci_wajib", 1, "berkas")),
        ("- {berkas: ../x, indikator: I.1.1}\n", ("berkas_salah", 1, "evidence/")),
        ("- {berkas: /x, indikator: I.1.1}\n", ("berkas_salah", 1, "evidence/")),
        ("- {berkas: x, indikatr: I.1.1, indikator: I.1.1}\n", ("kunci_tak_dikenal", 1, "indikator")),
        ("- {berkas: x, bukan: true, indikator: I.1.1}\n", ("pin_bertentangan", 1, "Hapus")),
        ("- {berkas: x, bukan: true}\n- {berkas: x, indikator: I.1.1}\n", ("pin_bertentangan", 2, "Hapus")),
        ("- x.pdf\n", ("jenis_isian", 1, "berkas")),
        ("berkas: x\n", ("jenis_isian", 1, "- ")),
        ("- [\n", ("yaml_rusak", 2, "baris")),
    ],
)
def test_one_mistake_is_one_finding_with_line_and_remedy(
    tmp_path: Path, plan: Plan, text: str, expected: tuple[str, int, str]
) -> None:
    findings = refuse(tmp_path, text, plan)
    assert [(f.code, f.line) for f in findings] == [expected[:2]]
    assert expected[2] in findings[0].advice


def test_all_mistakes_are_told_at_once(tmp_path: Path, plan: Plan) -> None:
    text = "- {berkas: x, indikator: I.9.9}\n- {berkas: y, indikator: I.1.1, butir: q}\n- {berkas: z}\n"
    assert [f.line for f in refuse(tmp_path, text, plan)] == [1, 2, 3]


def test_a_pin_puts_a_file_under_a_question_of_the_sheet(tmp_path: Path, plan: Plan) -> None:
    pins = load_pins(write(tmp_path, "- berkas: x.pdf\n  pertanyaan: B.I.a\n"), plan)
    assert pins == (Pin(path="x.pdf", indicator=None, question="B.I.a", line=1),)
    assert not pins[0].rejects


def test_an_unknown_question_is_an_error_that_names_the_nearest(tmp_path: Path, plan: Plan) -> None:
    (finding,) = refuse(tmp_path, "- berkas: x.pdf\n  pertanyaan: A.2.II.i.b\n", plan)
    assert (finding.code, finding.line) == ("lke_tak_dikenal", 2)
    assert "Mungkin maksudnya A.2.II.i.a (" in finding.advice


@pytest.mark.parametrize("other", ["indikator: I.1.1", "butir: a", "bukan: true"])
def test_a_question_stands_alone(tmp_path: Path, plan: Plan, other: str) -> None:
    findings = refuse(tmp_path, f"- berkas: x.pdf\n  pertanyaan: B.I.a\n  {other}\n", plan)
    assert [finding.code for finding in findings] == ["pin_bertentangan"]


def test_a_pin_says_that_a_file_is_a_paper_of_the_front_or_none(tmp_path: Path) -> None:
    source = "- berkas: a.pdf\n  surat: sptjm\n- berkas: b.pdf\n  surat: bukan\n"
    path = tmp_path / "pins.yaml"
    path.write_text(source, encoding="utf-8")
    assert [(pin.path, pin.front, pin.rejects) for pin in load_pins(path, None)] == [
        ("a.pdf", "sptjm", False),
        ("b.pdf", "bukan", False),
    ]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("- berkas: a.pdf\n  surat: surat\n", "surat_tak_dikenal"),
        ("- berkas: a.pdf\n  surat: sptjm\n  bukan: true\n", "pin_bertentangan"),
        ("- berkas: a.pdf\n  surat: sptjm\n- berkas: b.pdf\n  surat: sptjm\n", "pin_bertentangan"),
        ("- berkas: a.pdf\n  surat: sptjm\n- berkas: a.pdf\n  pertanyaan: B.I.a\n", "pin_bertentangan"),
    ],
)
def test_a_paper_of_the_front_is_one_file_and_nothing_else(tmp_path: Path, source: str, code: str) -> None:
    path = tmp_path / "pins.yaml"
    path.write_text(source, encoding="utf-8")
    with pytest.raises(PlanError) as raised:
        load_pins(path, None)
    assert [finding.code for finding in raised.value.findings] == [code]
