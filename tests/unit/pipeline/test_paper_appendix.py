"""Papers still to be made at the end of the staff's dossier: which, for which periods, when they are left out."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import docx
import pytest
from pypdf import PdfReader

from dossier.pipeline import build, bundles_to_verify, verify
from dossier.state import Settings
from tests.support.workspaces import AS_OF, REPOSITORY, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.state.workspace import Workspace

SETTINGS = Settings(as_of=AS_OF, office="internal", audiences=("staf",))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return small_workspace(tmp_path)


def entries(bundle: Path) -> list[dict[str, object]]:
    shape = json.loads(PdfReader(bundle).attachments["dossier-manifest.json"][0])
    return [each for each in shape["entries"] if str(each["key"]).startswith("naskah")]


def text(bundle: Path, page: int) -> str:
    return PdfReader(bundle).pages[page - 1].extract_text()


def test_the_staffs_dossier_ends_with_the_papers_of_what_is_missing(workspace: Workspace) -> None:
    build(workspace, AS_OF, settings=SETTINGS)
    bundle = workspace.build / "dossier-staf.pdf"
    chapter, *papers = entries(bundle)
    assert chapter["title"] == "Naskah yang masih harus dibuat"
    assert papers
    last = papers[-1]
    assert int(str(last["first_page"])) + int(str(last["pages"])) - 1 == len(PdfReader(bundle).pages)
    listed = text(bundle, int(str(chapter["first_page"])))
    for each in papers:
        assert str(each["title"]).split(" ", 1)[1][:20] in listed
    assert "juga untuk" in listed
    first = text(bundle, int(str(papers[0]["first_page"])))
    assert f"naskah: {str(papers[0]['title']).split(' ', 1)[1]}"[:40] in first
    assert len({each["key"] for each in papers}) == len(papers)
    assert verify(workspace, bundles_to_verify(workspace, None)) == ()
    assert not workspace.papers.exists()


def test_the_papers_are_the_same_bytes_each_time_and_are_left_out_when_asked(workspace: Workspace) -> None:
    bundle = workspace.build / "dossier-staf.pdf"
    build(workspace, AS_OF, settings=SETTINGS)
    whole = bundle.read_bytes()
    build(workspace, AS_OF, settings=SETTINGS, force=True)
    assert bundle.read_bytes() == whole
    result = build(workspace, AS_OF, settings=replace(SETTINGS, papers=False))
    assert result.written
    assert entries(bundle) == []


def test_the_assessors_do_not_get_them(workspace: Workspace) -> None:
    build(workspace, AS_OF, settings=replace(SETTINGS, audiences=("tpi", "tpn")))
    assert entries(workspace.build / "dossier.pdf") == entries(workspace.build / "dossier-tpn.pdf") == []


def test_leaving_them_out_does_not_concern_a_dossier_of_the_assessors(workspace: Workspace) -> None:
    asked = replace(SETTINGS, audiences=("tpi",))
    build(workspace, AS_OF, settings=asked)
    assert not build(workspace, AS_OF, settings=replace(asked, papers=False)).written


def test_a_faulty_template_costs_its_papers_only_and_it_is_told(workspace: Workspace) -> None:
    workspace.templates.mkdir()
    paper = docx.Document(str(REPOSITORY / "templates_docx" / "undangan.docx"))
    paper.add_paragraph("{{ bukan_nama_yang_dikenal }}")
    paper.save(str(workspace.templates / "undangan.docx"))
    result = build(workspace, AS_OF, settings=SETTINGS)
    assert any("templat tidak dapat dipakai" in remark for remark in result.summary.remarks)
    assert entries(workspace.build / "dossier-staf.pdf")
