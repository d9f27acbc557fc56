"""Signatures stay whole, and with the last lines above them, in the Word file and in the layout without LibreOffice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest
from lxml import etree

from dossier.convert.docx import layout
from dossier.templates import RenderRequest, list_templates, render
from dossier.templates.docx_package import W, parse_xml, read_package, write_package
from dossier.templates.signature_blocks import keep_together
from tests.support.papers_source import headed_unit, papers_coverage, papers_plan

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATES = tuple(template.name for template in list_templates(None))


def paper(template: str, target: Path) -> Path:
    plan = papers_plan()
    request = RenderRequest(indicator="I.3.1", requirement="d", slot="2025-02", template=template)
    return render(plan, headed_unit(), papers_coverage(plan), [request], target, None, as_copy=True).papers[0].path


def signed_tables(root: etree._Element) -> list[etree._Element]:
    return [
        table
        for table in root.iter(f"{W}tbl")
        if any(s.get(f"{W}val") == "TandaTangan" for s in table.iter(f"{W}pStyle"))
    ]


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_signature_block_and_the_lines_above_it_are_kept_together(template: str, tmp_path: Path) -> None:
    root = parse_xml(read_package(paper(template, tmp_path))["word/document.xml"])
    for table in signed_tables(root):
        rows = table.findall(f"{W}tr")
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        above = next(
            (e for e in table.itersiblings(preceding=True) if "".join(t.text or "" for t in e.iter(f"{W}t")).strip()),
            None,
        )
        if above is None:
            continue
        last = above if above.tag == f"{W}p" else above.findall(f"{W}tr")[-1]
        paragraphs = [last] if last.tag == f"{W}p" else list(last.iter(f"{W}p"))
        assert all(p.find(f"{W}pPr/{W}keepNext") is not None for p in paragraphs)


def test_keeping_together_twice_changes_nothing_more(tmp_path: Path) -> None:
    root = parse_xml(read_package(paper("sk", tmp_path))["word/document.xml"])
    before = etree.tostring(root)
    keep_together(root)
    assert etree.tostring(root) == before


@pytest.mark.parametrize("spare", range(36, 42))
def test_the_embedded_layout_never_leaves_a_signature_alone_on_a_page(spare: int, tmp_path: Path) -> None:
    source = paper("daftar-hadir", tmp_path)
    parts = read_package(source)
    root = parse_xml(parts["word/document.xml"])
    table = list(root.iter(f"{W}tbl"))[-2]
    rows = table.findall(f"{W}tr")
    for row in rows[1:-1]:
        table.remove(row)
    for number in range(spare):
        row = etree.fromstring(etree.tostring(rows[1]))
        next(row.iter(f"{W}t")).text = f"baris{number}"
        etree.strip_elements(row, f"{W}keepNext")
        table.insert(len(table) - 1, row)
    parts["word/document.xml"] = etree.tostring(root)
    source.write_bytes(write_package(parts))
    layout.convert(source, tmp_path / "hadir.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "hadir.pdf")
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    [signed] = [text for text in texts if "Pimpinan rapat" in text]
    assert "15." in signed, "the last row of the list stays with the signature"
