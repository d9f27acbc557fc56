"""Slips of YAML: all of a file at once, each with its line and the line to paste."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.errors import PlanError
from dossier.plan import load_plan
from dossier.plan.yaml_fields import Problems
from dossier.plan.yaml_tree import Node, Table, YamlText, read_source
from tests.support.plan_files import GOOD, spoiled, write_plan

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import Finding


def read(folder: Path, source: str) -> tuple[Node | None, list[Finding]]:
    problems = Problems(folder / "a.yaml")
    return read_source(source, problems), problems.findings


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("b: - undangan", 'b: "- undangan"'),
        ("b: Contoh: notulen", 'b: "Contoh: notulen"'),
        ("b: notulen:", 'b: "notulen:"'),
        ("b: @pejabat", 'b: "@pejabat"'),
        ("b: %capaian", 'b: "%capaian"'),
        ("b: *penting sekali", 'b: "*penting sekali"'),
        ("b: 'Jum'at pagi", 'b: "Jum\'at pagi"'),
        ('b: "kata" orang', 'b: "\\"kata\\" orang"'),
        ("b: [Juli] saja", 'b: "[Juli] saja"'),
        ("b: [Juli", 'b: "[Juli"'),
        ("b: > sepuluh", 'b: "> sepuluh"'),
        ('b: "C:\\qarsip"', 'b: "C:\\\\qarsip"'),
        ("b: {x: 1} y", 'b: "{x: 1} y"'),
        ("b:dua", "b: dua"),
        ("\tb: dua", "b: dua"),
    ],
)
def test_a_slip_is_told_with_the_line_to_paste(tmp_path: Path, line: str, mended: str) -> None:
    root, (finding,) = read(tmp_path, f"a: satu\n{line}\nc: tiga\n")
    assert (finding.code, finding.line) == ("yaml_rusak", 2)
    assert finding.advice.endswith(f"Ganti baris itu dengan: {mended}")
    assert isinstance(root, Table)
    assert [entry.key for entry in root.entries] == ["a", "b", "c"]
    assert read(tmp_path, f"a: satu\n{mended}\nc: tiga\n")[1] == []


def test_lines_that_continue_a_cell_are_quoted_with_it(tmp_path: Path) -> None:
    root, (finding,) = read(tmp_path, "a: 1\nb: - undangan\n  - daftar hadir\nc: 3\n")
    assert finding.line == 2
    assert finding.advice.endswith('Ganti baris 2–3 dengan: b: "- undangan\n  - daftar hadir"')
    assert isinstance(root, Table)
    assert root.entries[1].value == YamlText("- undangan - daftar hadir", "- undangan - daftar hadir", 2)


def test_forty_slips_are_told_in_one_run(tmp_path: Path) -> None:
    source = "".join(f"k{number}: Contoh: isi {number}\n" for number in range(40))
    root, findings = read(tmp_path, source)
    assert [finding.line for finding in findings] == list(range(1, 41))
    assert isinstance(root, Table)
    assert len(root.entries) == 40


def test_a_slip_inside_braces_is_mended_there(tmp_path: Path) -> None:
    _, (finding,) = read(tmp_path, "a:\n  - {id: b, nama: SK: tim, jenis: sk}\n")
    assert finding.advice.endswith('- {id: b, nama: "SK: tim", jenis: sk}')


def test_no_parser_s_english_is_left(tmp_path: Path) -> None:
    for source in ("a: [\n", "a: {\n", "a: 1\n b: 2\n  c\n", "- a\nb: 1\n", "a: 'x\n", "  a: 1\nb: 2\n", "? [\n"):
        for finding in read(tmp_path, source)[1]:
            assert "expected" not in finding.text + finding.advice
            assert "found" not in finding.text + finding.advice


def test_what_else_is_wrong_is_told_in_the_same_round(tmp_path: Path) -> None:
    text = spoiled("bukti_fisik: Laporan", "bukti_fisik: Contoh: Laporan").replace("{id: b, nama", "{id: a, nama")
    with pytest.raises(PlanError) as caught:
        load_plan(write_plan(tmp_path, text))
    assert [finding.code for finding in caught.value.findings] == ["butir_ganda", "yaml_rusak"]


def test_a_sound_plan_is_read_as_before(tmp_path: Path) -> None:
    assert load_plan(write_plan(tmp_path, GOOD))[1] == ()
