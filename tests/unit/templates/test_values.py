"""Values come out as typed: nothing in them is run, dropped or mistaken for a template."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import docx
import pytest

from dossier.templates import RenderRequest, audit_document, render
from tests.support.papers_source import papers_plan, papers_unit, word_file

if TYPE_CHECKING:
    from pathlib import Path

VALUES = (
    "{{ 7*7 }}",
    "{% for a in anggota %}",
    "{{ ''.__class__ }}",
    "& < > \"kutip\" 'tunggal'",
    "${HOME} $(id) `id`",
    "<w:p/></w:t>",
    "&amp; &lt;",
    "عربي \u200f عربي",
    "emoji 🗳️ 👍🏽",
    "{_{ bukan }_}",
    "{#komentar#}",
    "]]> <![CDATA[",
    "“kutip” ‘lengkung’",
    "nilai [dalam kurung]",
)


def text_with(value: str, tmp_path: Path) -> str:
    """Return the text of a paper that prints one value between two bars."""
    own = word_file(tmp_path / "own" / "surat.docx", "|{{ unit.tempat }}|", keywords="jenis: surat").parent
    unit = dataclasses.replace(papers_unit(), place=value)
    result = render(papers_plan(), unit, None, [RenderRequest(template="surat")], tmp_path / "out", own)
    return "\n".join(p.text for p in docx.Document(str(result.papers[0].path)).paragraphs)


@pytest.mark.parametrize("value", VALUES)
def test_a_value_comes_out_as_typed(value: str, tmp_path: Path) -> None:
    assert text_with(value, tmp_path) == f"|{value}|"


def test_line_breaks_and_tabs_stay(tmp_path: Path) -> None:
    assert text_with("satu\ndua\r\ntiga\tempat", tmp_path) == "|satu\ndua\ntiga\tempat|"


def test_characters_that_word_cannot_hold_are_written_out(tmp_path: Path) -> None:
    assert text_with("a\x07b\ud800c\ufdd00\ufdd1d", tmp_path) == "|a⟨U+0007⟩b⟨U+D800⟩c⟨U+FDD0⟩0⟨U+FDD1⟩d|"


def test_a_tag_in_a_value_is_told_by_the_audit_as_left_over(tmp_path: Path) -> None:
    text_with("{{ 7*7 }}", tmp_path)
    path = next((tmp_path / "out").glob("*.docx"))
    audit = audit_document(path, papers_plan(), papers_unit())
    assert audit is not None
    assert [f.code for f in audit.findings] == ["tag_tersisa"]
