"""The Python door: what `Project` gives, and what it raises."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import dossier
from dossier.state.workspace import Workspace
from tests.support.command import copy_plan

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = dt.date(2025, 7, 1)
NOTE = "I.3.1 Undangan rapat monev ZI 2025-06.txt"


@pytest.fixture
def project(tmp_path: Path) -> dossier.Project:
    """Return a project with the shipped plan and one evidence file."""
    (copy_plan(tmp_path) / "evidence" / NOTE).write_text("Undangan rapat monev ZI, Juni 2025\n" * 9, encoding="utf-8")
    return dossier.open_project(tmp_path)


def test_a_project_is_opened_by_its_folder(project: dossier.Project, tmp_path: Path) -> None:
    assert project == dossier.open_project(str(tmp_path))
    assert project.root == tmp_path
    assert len(project.plan.indicators) == 71


def test_a_plan_with_mistakes_is_refused_with_all_of_them(project: dossier.Project) -> None:
    (project.root / "plan" / "unit.yaml").write_text("nama: []\nlogoo: x\n", encoding="utf-8")
    with pytest.raises(dossier.PlanError) as raised:
        dossier.open_project(project.root)
    assert raised.value.findings
    assert all(finding.path for finding in raised.value.findings)


def test_a_folder_without_a_plan_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(dossier.PlanError):
        dossier.open_project(tmp_path)


def test_an_assessment_tells_what_was_assessed_and_the_gaps_by_urgency(project: dossier.Project) -> None:
    state = project.assess(AS_OF, office="internal")
    assert state.as_of == AS_OF
    assert state.plan == project.plan
    assert [file.path for file in state.scan.files] == [NOTE]
    assert state.matching.claimed_paths == (NOTE,)
    overdue = state.gaps(dossier.Urgency.OVERDUE)
    assert overdue
    assert all(gap.slot.until < AS_OF for gap in overdue)
    assert set(overdue) < set(state.gaps())
    assert all(gap.state is not dossier.State.PRESENT for gap in state.gaps())


def test_without_a_day_the_day_is_today(project: dossier.Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dossier.project.today", lambda: AS_OF)
    assert project.assess(office="internal").as_of == AS_OF


def test_a_build_for_another_day_than_today_leaves_no_history(
    project: dossier.Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = dossier.Settings(as_of=AS_OF, office="internal")
    assert project.build(settings).written
    history = Workspace(project.root).history
    assert not history.read_text(encoding="utf-8")
    monkeypatch.setattr("dossier.project.today", lambda: AS_OF)
    assert project.build(settings).written
    assert history.read_text(encoding="utf-8").count("\n") == 1
    assert not project.build(settings).written
    assert project.verify() == ()


def test_a_file_and_a_code_are_explained_and_what_is_neither_is_refused(project: dossier.Project) -> None:
    assert project.explain(f"evidence/{NOTE}", AS_OF, office="internal")[0] == f"{NOTE}: terpasang"
    assert any(NOTE in line for line in project.explain("I.3.1", AS_OF, office="internal"))
    with pytest.raises(dossier.UnknownSubjectError, match="tidak ada di folder bukti"):
        project.explain("nada.pdf", AS_OF, office="internal")


def test_papers_are_rendered_for_the_codes_asked_for(project: dossier.Project) -> None:
    state = project.assess(AS_OF, office="internal")
    result = project.render(state, ["I.3.1.a"], period="2025-08")
    assert [paper.path.parent for paper in result.papers] == [project.root / "naskah"]


def test_every_public_name_is_there_and_a_misspelt_one_is_not() -> None:
    assert {name for name in dossier.__all__ if getattr(dossier, name, None) is None} == set()
    assert set(dossier.__all__) <= set(dir(dossier))
    with pytest.raises(AttributeError, match="open_projekt"):
        _ = getattr(dossier, "open_projekt")  # noqa: B009 — mypy knows that there is none


def test_importing_the_package_loads_none_of_it() -> None:
    code = "import sys, dossier; print(sorted(m for m in sys.modules if m.startswith('dossier.')))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert loaded.stdout == "['dossier._lazy']\n"
