"""Papers stand on the unit's sheet with its margins, and their tables keep to the width of the text."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Length

from dossier.model import PaperLayout
from dossier.templates import RenderRequest, list_templates, render
from tests.support.papers_source import papers_coverage, papers_plan, papers_unit

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATES = tuple(template.name for template in list_templates(None))
TWIP = 635
"""English metric units in a twentieth of a point."""
LAYOUT = PaperLayout(
    sheet=(215.9, 330.2),
    decree_sheet=(210.0, 297.0),
    margins=(("top", 25.0), ("bottom", 15.0), ("left", 40.0), ("right", 25.0)),
)


def paper(template: str, layout: PaperLayout, target: Path) -> Path:
    plan, unit = papers_plan(), dataclasses.replace(papers_unit(), paper_layout=layout)
    request = RenderRequest(indicator="I.3.1", requirement="d", slot="2025-02", template=template)
    return render(plan, unit, papers_coverage(plan), [request], target, None).papers[0].path


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_table_is_as_wide_as_the_text_on_the_sheet_of_the_unit(template: str, tmp_path: Path) -> None:
    document = docx.Document(str(paper(template, LAYOUT, tmp_path)))
    for section in document.sections:
        upright = LAYOUT.decree_sheet if template.partition("-")[0] == "sk" else LAYOUT.sheet
        assert upright is not None
        shown = [round((length or Length(0)).mm, 1) for length in (section.page_width, section.page_height)]
        lying = shown[0] > shown[1]
        assert shown == pytest.approx(list(upright[::-1] if lying else upright), abs=0.05)
        edges = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round((edge or Length(0)).mm) for edge in edges] == [25, 15, 40, 25]
        text = (shown[0] - 40 - 25) * 36000 / TWIP
    for table in document.element.body.iter(qn("w:tbl")):
        columns = [int(column.get(qn("w:w"))) for column in table.iter(qn("w:gridCol"))]
        assert sum(columns) == pytest.approx(text, abs=2)
        for row in table.tr_lst:
            assert sum(cell.width / TWIP for cell in row.tc_lst) == pytest.approx(sum(columns), abs=2)


def test_a_unit_that_sets_nothing_gets_the_papers_of_the_templates(tmp_path: Path) -> None:
    only_decrees = PaperLayout(decree_sheet=(210.0, 297.0))
    plain = paper("undangan", PaperLayout(), tmp_path / "a").read_bytes()
    assert paper("undangan", only_decrees, tmp_path / "b").read_bytes() == plain


def test_a_frame_that_fills_the_page_is_as_much_higher_as_the_page(tmp_path: Path) -> None:
    heights = [
        docx.Document(str(paper("piagam-penghargaan", layout, tmp_path / name))).tables[0].rows[0].height
        for name, layout in (("a", PaperLayout()), ("b", PaperLayout(margins=(("top", 40.0),))))
    ]
    assert heights[0] is not None
    assert heights[1] is not None
    assert (heights[0] - heights[1]) / 36000 == pytest.approx(20, abs=0.1)
