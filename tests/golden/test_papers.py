"""Every packaged template, filled from one plan and unit, says what was reviewed; `make golden-update` rewrites it."""

from __future__ import annotations

import os
from pathlib import Path

import docx
import pytest

from dossier.templates import RenderRequest, list_templates, render
from tests.support.papers_source import papers_coverage, papers_plan, papers_unit
from tests.support.papers_text import document_text

EXPECTED = Path(__file__).parent / "papers"
UPDATE = os.environ.get("DOSSIER_GOLDEN_UPDATE") == "1"
TEMPLATES = tuple(template.name for template in list_templates(None))


def requirement_for(template: str) -> str:
    """Return the requirement whose label suits a template: the meeting's own papers, else the monitoring sheet."""
    return {"undangan": "a", "daftar-hadir": "b", "notulen": "c"}.get(template, "d")


@pytest.fixture(scope="module", name="papers")
def all_papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    plan = papers_plan()
    target = tmp_path_factory.mktemp("templat")
    requests = [
        RenderRequest(indicator="I.3.1", requirement=requirement_for(name), slot="2025-02", template=name)
        for name in TEMPLATES
    ]
    found: dict[str, Path] = {}
    for request in requests:
        result = render(plan, papers_unit(), papers_coverage(plan), [request], target / str(request.template), None)
        found[str(request.template)] = result.papers[0].path
    return found


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_paper_says_what_was_reviewed(template: str, papers: dict[str, Path]) -> None:
    text = document_text(papers[template])
    expected = EXPECTED / f"{template}.txt"
    if UPDATE:
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_paper_opens_again_with_python_docx(template: str, papers: dict[str, Path]) -> None:
    document = docx.Document(str(papers[template]))
    assert document.paragraphs or document.tables
    assert {p.style.name for p in document.paragraphs if p.style} != {"Normal"}, "papers use named styles"


def test_no_expected_text_is_left_over() -> None:
    assert {path.stem for path in EXPECTED.glob("*.txt")} == set(TEMPLATES)
