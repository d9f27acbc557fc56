"""Whatever a value holds, it comes out as typed, and the paper stays a Word document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from dossier.templates.docx_template import compile_template, fill
from dossier.templates.jinja_sandbox import visible_text
from tests.support.papers_source import word_file

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.templates.docx_template import CompiledTemplate

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module", name="template")
def one_value(tmp_path_factory: pytest.TempPathFactory) -> CompiledTemplate:
    path: Path = tmp_path_factory.mktemp("templat") / "x.docx"
    return compile_template(word_file(path, "|{{ unit.tempat }}|{{ isian('Nomor') }}"), ["unit"], {})


@given(value=st.text(st.characters(codec=None), max_size=60))
def test_any_text_comes_out_as_typed(value: str, template: CompiledTemplate) -> None:
    filled = fill(template, {"unit": {"tempat": value}})
    body = etree.fromstring(filled.parts["word/document.xml"])
    breaks = {f"{W}br": "\n", f"{W}tab": "\t"}
    text = "".join(breaks.get(str(e.tag), e.text or "") for e in body.iter(f"{W}t", *breaks))
    expected = visible_text(value.replace("\r\n", "\n").replace("\r", "\n"))
    assert text == f"|{expected}|[Nomor]"
    assert filled.open_prompts == ("Nomor",)
