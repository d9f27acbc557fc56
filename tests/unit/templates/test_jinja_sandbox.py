"""Hostile templates: nothing runs, nothing is fetched, and nothing takes longer than a real paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.errors import ExitCode
from dossier.templates import RenderError, RenderRequest, render
from tests.support.papers_source import papers_plan, papers_unit, part_of, with_part, word_file

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = (
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ unit['__class__'] }}",
    "{{ unit.nama.__class__ }}",
    "{{ unit.items() }}",
    "{{ unit.nama.upper() }}",
    "{{ unit.nama.format(unit) }}",
    "{{ unit.nama|attr('__class__') }}",
    "{{ isian.__globals__ }}",
    "{{ lipsum.__globals__ }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ range(9) }}",
    "{{ self }}",
    "{{ _dossier.controls }}",
    "{{ 9 ** 9 }}",
    "{{ 'a' * 999999999 }}",
    "{{ unit.nama * 999999999 }}",
    "{{ 999999 * 999999 * 999999 }}",
    "{{ unit.nama + unit.nama }}",
    "{{ unit.nama ~ unit.nama }}",
    "{{ '%s' % unit.nama }}",
    "{{ unit.nama|center(999999999) }}",
    "{{ unit.nama|safe }}",
    "{{ unit.nama|tojson }}",
    "{{ unit }}",
    "{{ anggota }}",
    "{{ (anggota, anggota)|length }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}{{ os }}",
    "{% extends 'dasar' %}",
    "{% macro m() %}x{% endmacro %}{{ m() }}",
    "{% set x %}{{ unit.nama }}{% endset %}{{ x }}",
    "{% for a in anggota recursive %}{{ loop(anggota) }}{% endfor %}",
    "{% raw %}x{% endraw %}",
    "{{ anggota|join(anggota) }}",
    "{{ unit.nama|map('upper') }}",
    "{{ isian(unit.nama.__class__) }}",
)

ENDLESS = (
    "{% for a in anggota %}{% for b in anggota %}{% for c in anggota %}x{% endfor %}{% endfor %}{% endfor %}",
    "{% for a in anggota %}{% for b in anggota if false %}{% endfor %}{% endfor %}" * 2,
    "{% set x = unit.nama %}" + ("{% set x = x|join('" + "a" * 90 + "') %}") * 6 + "{{ x }}",
    "{% for a in anggota %}{{ anggota|length }}{% for b in anggota %}{{ b.nama|join('"
    + "a" * 99
    + "') }}{% endfor %}{% endfor %}",
)


def fault_texts(path: Path, tmp_path: Path, members: int = 2) -> list[str]:
    """Render one template, which must fail, and return what is said."""
    unit = papers_unit(members=members)
    with pytest.raises(RenderError) as caught:
        render(papers_plan(), unit, None, [RenderRequest(template=path.stem)], tmp_path / "out", path.parent)
    assert caught.value.exit_code is ExitCode.TEMPLATE
    assert not list((tmp_path / "out").iterdir())
    return [f.text for f in caught.value.findings]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_template_that_reaches_for_more_is_refused(text: str, tmp_path: Path) -> None:
    assert fault_texts(word_file(tmp_path / "own" / "jahat.docx", text), tmp_path)


@pytest.mark.parametrize("text", ENDLESS)
def test_a_template_that_would_not_end_is_stopped(text: str, tmp_path: Path) -> None:
    found = fault_texts(word_file(tmp_path / "own" / "jahat.docx", text), tmp_path, members=600)
    assert any("lebih dari" in t for t in found)


def test_a_template_with_a_remote_parent_is_refused(tmp_path: Path) -> None:
    path = word_file(tmp_path / "own" / "jahat.docx", "{{ unit.nama }}")
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        'Target="http://contoh.invalid/x.dotm" TargetMode="External"/></Relationships>'
    )
    with_part(path, "word/_rels/settings.xml.rels", relation.encode())
    assert any("dari luar" in t for t in fault_texts(path, tmp_path))


def test_a_remote_picture_is_refused_and_a_hyperlink_is_not(tmp_path: Path) -> None:
    path = word_file(tmp_path / "own" / "taut.docx", "{{ unit.nama }}")
    base = part_of(path, "word/_rels/document.xml.rels")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = f'<Relationship Id="rX" Type="{kind}/hyperlink" Target="https://contoh.go.id" TargetMode="External"/>'
    with_part(path, "word/_rels/document.xml.rels", base.replace("</Rel", link + "</Rel").encode())
    result = render(papers_plan(), papers_unit(), None, [RenderRequest(template="taut")], tmp_path / "a", path.parent)
    assert len(result.papers) == 1
    picture = link.replace("/hyperlink", "/image")
    with_part(path, "word/_rels/document.xml.rels", base.replace("</Rel", picture + "</Rel").encode())
    assert any("image dari luar" in t for t in fault_texts(path, tmp_path))


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "word/embeddings/oleObject1.bin", "word/activeX/activeX1.xml"])
def test_macros_and_embedded_objects_are_refused(name: str, tmp_path: Path) -> None:
    path = word_file(tmp_path / "own" / "jahat.docx", "{{ unit.nama }}")
    with_part(path, name, b"<x/>")
    assert any("makro atau objek" in t for t in fault_texts(path, tmp_path))


def test_a_field_that_fetches_a_file_is_refused(tmp_path: Path) -> None:
    path = word_file(tmp_path / "own" / "jahat.docx", "{{ unit.nama }}", "TEMPAT")
    field = '<w:r><w:instrText>INCLUDE</w:instrText></w:r><w:r><w:instrText>TEXT "/etc/passwd"</w:instrText></w:r><w:r>'
    body = part_of(path, "word/document.xml").replace("<w:r><w:t>TEMPAT", field + "<w:t>TEMPAT")
    with_part(path, "word/document.xml", body.encode())
    assert any("bidang INCLUDE" in t for t in fault_texts(path, tmp_path))


def test_a_part_with_a_document_type_is_refused(tmp_path: Path) -> None:
    path = word_file(tmp_path / "own" / "jahat.docx", "{{ unit.nama }}")
    body = part_of(path, "word/document.xml")
    head, rest = body.split("\n", 1)
    with_part(path, "word/document.xml", f'{head}\n<!DOCTYPE w [<!ENTITY a "b">]>{rest}'.encode())
    assert fault_texts(path, tmp_path)


def test_a_tag_of_monstrous_length_is_refused(tmp_path: Path) -> None:
    path = word_file(tmp_path / "own" / "jahat.docx", "{% colspan " + " " * 200_000 + "unit.nama %}")
    assert any("lebih panjang dari" in t for t in fault_texts(path, tmp_path))


def test_a_template_with_thousands_of_tags_is_refused(tmp_path: Path) -> None:
    path = word_file(tmp_path / "own" / "jahat.docx", "{{ unit.nama }}" * 3001)
    assert any("3001 tag" in t for t in fault_texts(path, tmp_path))


def test_a_tag_in_a_field_code_is_refused(tmp_path: Path) -> None:
    path = word_file(tmp_path / "own" / "jahat.docx", "{{ unit.nama }}", "TEMPAT")
    field = "<w:r><w:instrText>{{ unit.nama }}</w:instrText></w:r><w:r>"
    body = part_of(path, "word/document.xml").replace("<w:r><w:t>TEMPAT", field + "<w:t>TEMPAT")
    with_part(path, "word/document.xml", body.encode())
    assert any("tersembunyi" in t for t in fault_texts(path, tmp_path))


def test_an_inner_name_in_an_attribute_cannot_smuggle_a_tag(tmp_path: Path) -> None:
    path = word_file(tmp_path / "own" / "jahat.docx", "{{ unit.nama }}")
    body = part_of(path, "word/document.xml").replace("<w:p>", '<w:p w:rsidR="{{ unit.__class__ }}">', 1)
    with_part(path, "word/document.xml", body.encode())
    assert any("__class__" in t for t in fault_texts(path, tmp_path))
