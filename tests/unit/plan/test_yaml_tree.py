"""Hostile and careless YAML: everything is a finding with a line, nothing is executed, guessed or waited for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from dossier.plan.yaml_fields import Problems
from dossier.plan.yaml_tree import MAX_BYTES, Broken, Items, Node, Table, YamlText, read_document

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import Finding


def read(folder: Path, source: str | bytes) -> tuple[Node | None, list[Finding]]:
    path = folder / "a.yaml"
    path.write_bytes(source.encode() if isinstance(source, str) else source)
    problems = Problems(path)
    return read_document(path, problems), problems.findings


def only(findings: list[Finding]) -> tuple[str, int | None]:
    assert len(findings) == 1, findings
    return findings[0].code, findings[0].line


@pytest.mark.parametrize("word", ["NO", "yes", "null", "~", "0123", "1_000", "2025-01-02", "1e3", "0x1F", "12:30:45"])
def test_every_scalar_stays_the_text_that_was_written(tmp_path: Path, word: str) -> None:
    root, findings = read(tmp_path, f"a: {word}\n")
    assert not findings
    assert isinstance(root, Table)
    assert root.entries[0].value == YamlText(word, word, 1)


def test_white_space_is_folded_and_letters_composed_but_the_raw_text_is_kept(tmp_path: Path) -> None:
    root, _ = read(tmp_path, 'a: "dua  spasi dan e\\u0301"\n')
    assert isinstance(root, Table)
    assert root.entries[0].value == YamlText("dua spasi dan \u00e9", "dua  spasi dan e\u0301", 1)


def test_lists_and_tables_know_their_lines(tmp_path: Path) -> None:
    root, findings = read(tmp_path, "# atas\na:\n  - x\n  - b: y\n")
    assert not findings
    assert isinstance(root, Table)
    items = root.entries[0].value
    assert isinstance(items, Items)
    assert [node.line for node in items.values] == [3, 4]


@pytest.mark.parametrize("prefix", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_bom_and_every_line_ending_are_read_alike(tmp_path: Path, prefix: str, ending: str) -> None:
    root, findings = read(tmp_path, f"{prefix}a: satu{ending}b: dua{ending}")
    assert not findings
    assert isinstance(root, Table)
    assert [(e.key, e.line) for e in root.entries] == [("a", 1), ("b", 2)]


def test_an_empty_file_and_one_of_comments_hold_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "") == (None, [])
    assert read(tmp_path, "# hanya keterangan\n") == (None, [])


def test_a_tab_as_indent_is_named_with_its_line_and_the_remedy(tmp_path: Path) -> None:
    _, findings = read(tmp_path, "a:\n\t- x\n")
    assert only(findings) == ("yaml_rusak", 2)
    assert "bukan tab" in findings[0].advice


def test_a_colon_in_a_text_is_explained(tmp_path: Path) -> None:
    _, findings = read(tmp_path, "a: satu\nb: dua: tiga\n")
    assert only(findings) == ("yaml_rusak", 2)
    assert "titik dua" in findings[0].advice


def test_a_repeated_key_names_both_lines(tmp_path: Path) -> None:
    root, findings = read(tmp_path, "a: 1\nb: 2\na: 3\n")
    assert only(findings) == ("kunci_ganda", 3)
    assert "baris 1" in findings[0].text
    assert isinstance(root, Table)
    assert [e.key for e in root.entries] == ["a", "b"]


def test_a_bomb_of_aliases_is_refused_where_each_alias_stands(tmp_path: Path) -> None:
    lines = ["a: &a [x, x]", *(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]" for n in range(20))]
    _, findings = read(tmp_path, "\n".join(lines))
    assert {f.code for f in findings} == {"yaml_rujukan"}
    assert len(findings) == 21 + 40


@pytest.mark.parametrize(
    "source",
    [
        "a: {b: 1}\n<<: {c: 2}\n",
        "a: 1\n<<: !!python/object:os.system x\n",
        "a: 1\nb: !!int 3\n",
        "a: 1\nb: !lokal [x]\n",
    ],
)
def test_merges_and_tags_are_refused(tmp_path: Path, source: str) -> None:
    _, findings = read(tmp_path, source)
    assert findings
    assert {(f.code, f.line) for f in findings} == {("yaml_rujukan", 2)}


@pytest.mark.parametrize("opener", ["[", "{a: ", "- "])
def test_ten_thousand_levels_are_cut_off_not_followed(tmp_path: Path, opener: str) -> None:
    root, findings = read(tmp_path, opener * 10_000)
    assert only(findings) == ("terlalu_dalam", 1)
    assert isinstance(root, Broken)


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    _, findings = read(tmp_path, b"#" * (MAX_BYTES + 1))
    assert only(findings) == ("terlalu_besar", 1)
    assert "4.000.001 byte" in findings[0].text


def test_bytes_that_are_no_utf8_name_the_line(tmp_path: Path) -> None:
    _, findings = read(tmp_path, b"a: satu\nb: caf\xe9\n")
    assert only(findings) == ("bukan_utf8", 2)


@pytest.mark.parametrize("source", [b"a: 1\nb: x\x00y\n", b"a: 1\nb: \x1b[31m\n"])
def test_control_characters_name_the_line(tmp_path: Path, source: bytes) -> None:
    _, findings = read(tmp_path, source)
    assert only(findings) == ("karakter_terlarang", 2)


@pytest.mark.parametrize("escape", ["\\e", "\\0", "\\uFFFF", "\\x07"])
def test_unprintable_characters_behind_escapes_are_refused(tmp_path: Path, escape: str) -> None:
    _, findings = read(tmp_path, f'a: 1\nb: "x{escape}y"\n')
    assert only(findings) == ("karakter_terlarang", 2)


@pytest.mark.parametrize("escape", ["\\ud800", "\\UFFFFFFFF", "\\q"])
def test_escapes_that_stand_for_no_character_are_refused(tmp_path: Path, escape: str) -> None:
    _, findings = read(tmp_path, f'a: "x{escape}y"\n')
    assert len(findings) == 1


def test_a_second_document_is_refused(tmp_path: Path) -> None:
    _, findings = read(tmp_path, "a: 1\n---\nb: 2\n")
    assert only(findings) == ("yaml_rusak", 2)


def test_a_list_as_key_is_refused(tmp_path: Path) -> None:
    _, findings = read(tmp_path, "a: 1\n? [x]\n: 2\n")
    assert only(findings) == ("jenis_isian", 2)


def test_a_folder_a_pipe_and_a_missing_file_are_told_apart_without_waiting(tmp_path: Path) -> None:
    folder, pipe, missing = tmp_path / "folder", tmp_path / "pipa", tmp_path / "tiada"
    folder.mkdir()
    os.mkfifo(pipe)
    codes = []
    for path in (folder, pipe, missing):
        problems = Problems(path)
        assert read_document(path, problems) is None
        codes.append(problems.findings[0].code)
    assert codes == ["berkas_tak_terbaca", "berkas_tak_terbaca", "berkas_tak_ada"]
