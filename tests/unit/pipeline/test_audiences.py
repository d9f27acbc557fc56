"""Dossiers for several readers in one folder: which are made, which stay, which go, and that each can be verified."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from dossier import pipeline, state
from dossier.cli.main import run
from dossier.pipeline import build
from dossier.state import Settings
from tests.support.hostile_pdf import plain_pdf
from tests.support.workspaces import AS_OF, made

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dossier.state import BuildResult
    from dossier.state.workspace import Workspace

BASE = Settings(as_of=AS_OF, office="internal")


@pytest.fixture
def workspace(copied: Callable[[Path], Workspace], tmp_path: Path) -> Workspace:
    """Return a built workspace: its dossier is the one for TPI."""
    return copied(tmp_path / "w")


def made_for(workspace: Workspace, *audiences: str) -> BuildResult:
    """Build for these readers."""
    return build(workspace, AS_OF, settings=replace(BASE, audiences=audiences))


def names(workspace: Workspace) -> set[str]:
    """Return the names of the dossiers in `build/`."""
    return {path.name for path in workspace.build.glob("dossier*.pdf")}


def test_a_dossier_for_another_reader_is_put_beside_the_one_of_the_same_inputs(workspace: Workspace) -> None:
    before = workspace.bundle.read_bytes()
    result = made_for(workspace, "staf")
    assert result.why == ("edisi untuk staf unit kerja belum ada",)
    assert result.removed == ()
    assert names(workspace) == {"dossier.pdf", "dossier-staf.pdf"}
    assert workspace.bundle.read_bytes() == before


def test_asking_for_one_that_is_there_writes_nothing(workspace: Workspace) -> None:
    made_for(workspace, "staf", "tpn")
    for audience in ("tpi", "tpn", "staf"):
        assert not made_for(workspace, audience).written
    settings = replace(BASE, audiences=("staf",))
    known = state.unchanged(workspace, settings)
    assert known is None or known.audiences == ("tpi", "tpn", "staf")


def test_a_dossier_of_other_evidence_goes_and_it_is_said(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    made_for(workspace, "staf", "tpn")
    plain_pdf(workspace.evidence, "I.2.1 Undangan rapat Juni 2025.pdf", pages=3)
    assert run(["-C", str(workspace.root), "build", "--office", "internal", "--as-of", "2025-07-01"]) == 0
    assert names(workspace) == {"dossier.pdf"}
    said = capsys.readouterr().out
    assert "build/dossier-tpn.pdf" in said
    assert "build/dossier-staf.pdf" in said


def test_each_dossier_is_verified_and_its_title_says_whose_it_is(workspace: Workspace) -> None:
    made_for(workspace, "tpn", "staf")
    bundles = pipeline.bundles_to_verify(workspace, None)
    assert [each.name for each in bundles] == ["dossier.pdf", "dossier-tpn.pdf", "dossier-staf.pdf"]
    assert pipeline.verify(workspace, bundles) == ()
    plain_pdf(workspace.evidence, "baru.pdf")
    for bundle in bundles:
        assert [each.code for each in pipeline.verify(workspace, (bundle,))] == ["bukti_baru"]


def test_forced_it_makes_them_all_again_to_the_same_bytes(workspace: Workspace) -> None:
    made_for(workspace, "tpn", "staf")
    before = {name: (workspace.build / name).read_bytes() for name in names(workspace)}
    made(workspace, force=True)
    assert {name: (workspace.build / name).read_bytes() for name in names(workspace)} == before


def test_settings_refuse_a_reader_that_there_is_not() -> None:
    with pytest.raises(ValueError, match="Audience"):
        replace(BASE, audiences=("semua",))
    with pytest.raises(ValueError, match="no audience"):
        replace(BASE, audiences=())


def test_clean_takes_the_dossiers_of_all_readers(workspace: Workspace) -> None:
    made_for(workspace, "tpn", "staf")
    (workspace.build / "edisi.json").unlink()
    pipeline.clear(workspace)
    assert names(workspace) == set()


def test_the_trend_in_the_dossier_for_staff_is_an_input_of_it(workspace: Workspace) -> None:
    made_for(workspace, "staf")
    bundle = workspace.build / "dossier-staf.pdf"
    first = bundle.read_bytes()
    build(workspace, AS_OF, settings=replace(BASE, audiences=("staf",)), force=True)
    assert bundle.read_bytes() == first
    earlier = workspace.history.read_text(encoding="utf-8").replace("2025-07-01", "2025-05-01")
    workspace.history.write_text(earlier, encoding="utf-8", newline="")
    assert made_for(workspace, "staf").written
    assert bundle.read_bytes() != first
    assert not made_for(workspace, "staf").written


def test_the_sheet_for_the_head_follows_the_cover_for_staff_only(workspace: Workspace) -> None:
    made_for(workspace, "tpi", "tpn", "staf")
    found = {
        name: [str(each.title) for each in PdfReader(workspace.build / name).outline if not isinstance(each, list)]
        for name in names(workspace)
    }
    assert found["dossier-staf.pdf"][:2] == ["Sampul", "Lembar pimpinan"]
    assert all("Lembar pimpinan" not in found[name] for name in ("dossier.pdf", "dossier-tpn.pdf"))
