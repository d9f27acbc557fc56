"""The prompts of our papers: all of them are known, and only as they are printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from dossier.model import Unit
from dossier.templates import known_prompts, list_templates, open_prompts
from dossier.templates.docx_template import compile_template, fill
from dossier.templates.library_check import sample_subject
from dossier.templates.template_context import NAMES, Subject, build_context
from dossier.wording import squeezed
from tests.support.papers_source import papers_plan, papers_unit, word_file

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.templates import TemplateInfo

NOBODY = Unit(name="", short_name="", secretariat="", place="", address="", letterhead=())
SUBJECTS = (
    sample_subject(),
    Subject(plan=papers_plan(), unit=papers_unit(signatories=False, members=0)),
    Subject(plan=papers_plan(), unit=NOBODY),
)


@pytest.mark.parametrize("template", list_templates(None), ids=lambda template: template.name)
def test_every_prompt_that_a_paper_can_show_is_known(template: TemplateInfo) -> None:
    compiled = compile_template(template.path, NAMES)
    for subject in SUBJECTS:
        shown = fill(compiled, build_context(subject)).open_prompts
        known = known_prompts(subject.plan, None)
        assert {re.sub(r" \(\d+ tempat\)$", "", prompt) for prompt in shown} <= set(known)


def test_a_template_of_the_unit_brings_its_prompts(tmp_path: Path) -> None:
    word_file(tmp_path / "berita.docx", "{{ isian('Nama saksi') }} dan {{ isian_tanggal(“Tanggal sidang”) }}")
    assert {"Nama saksi", "Tanggal sidang", "Nama notulis"} <= set(known_prompts(papers_plan(), tmp_path))


def test_prompts_are_found_as_printed_whatever_the_layout_did_to_them() -> None:
    prompts = ("Nama notulis", "Hasil pertama", "Pangkat/golongan")
    shown = [squeezed(text) for text in ("Nama\r\nnotulis", "HASIL pertama", "Lampiran 1", "Pangkat/golo\ufffe\nngan")]
    assert open_prompts(shown, prompts) == ("[Nama notulis]", "[Hasil pertama]", "[Pangkat/golongan]")


def test_marks_that_other_papers_use_are_no_prompts_by_themselves() -> None:
    prompts = ("K", "1–5", "Nama pegawai")
    assert open_prompts(["k", "1–5"], prompts) == ()
    assert open_prompts(["k", "namapegawai"], prompts) == ("[K]", "[Nama pegawai]")
