"""What one edition hands to the next: the history of totals, and what its calendar announced."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from dossier.cli.main import run
from dossier.pipeline import build
from dossier.state import Settings
from tests.support.hostile_pdf import plain_pdf
from tests.support.workspaces import AS_OF, LATER, made

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dossier.state.workspace import Workspace


@pytest.fixture
def workspace(copied: Callable[[Path], Workspace], tmp_path: Path) -> Workspace:
    return copied(tmp_path / "w")


def days(workspace: Workspace) -> list[str]:
    """Return the days that the history tells of."""
    return [json.loads(line)["as_of"] for line in workspace.history.read_text(encoding="utf-8").splitlines()]


def test_a_build_for_another_day_is_no_history_and_the_next_real_one_is(workspace: Workspace) -> None:
    what_if = Settings(as_of=LATER, office="internal", what_if=True)
    assert build(workspace, LATER, settings=what_if).written
    assert days(workspace) == [AS_OF.isoformat()]
    # On that day itself nothing else has changed, and yet its totals are to be written down.
    assert made(workspace, LATER).written
    assert days(workspace) == [AS_OF.isoformat(), LATER.isoformat()]


@pytest.mark.parametrize(("option", "told"), [((), 2), (("--as-of", "2025-08-01"), 2), (("--as-of", "2025-09-01"), 1)])
def test_the_door_knows_which_day_is_today(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, option: tuple[str, ...], told: int
) -> None:
    monkeypatch.setattr("dossier.project.today", lambda: dt.date(2025, 8, 1))
    assert run(["-C", str(workspace.root), "build", "--office", "internal", *option]) == 0
    assert len(days(workspace)) == told


def test_a_build_cancels_what_the_calendar_announced_and_is_there_now(workspace: Workspace) -> None:
    assert b"STATUS:CANCELLED" not in workspace.calendar.read_bytes()
    plain_pdf(workspace.evidence, "I.2.1 Undangan rapat Juni 2025.pdf", pages=3)  # other bytes than the other papers
    made(workspace)
    assert workspace.calendar.read_bytes().count(b"STATUS:CANCELLED") == 1
