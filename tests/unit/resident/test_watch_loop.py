"""The loop builds first, then after each change, on a new day, and again after a folder that was busy."""

from __future__ import annotations

import datetime as dt
from itertools import islice
from typing import TYPE_CHECKING, cast

from dossier.errors import BusyError, PlanError
from dossier.resident import ChangeEvents, WarmAnswer, WarmBuilds, watch
from dossier.state import Settings
from tests.support.workspaces import AS_OF, small_workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dossier.progress import Progress
    from dossier.state.workspace import Workspace


class Scripted:
    """Builds by a list of answers, and does something while it builds."""

    def __init__(self, *answers: WarmAnswer, during: Callable[[], object] = lambda: None) -> None:
        self.answers = list(answers)
        self.during = during
        self.days: list[dt.date] = []

    def build(self, _workspace: Workspace, settings: Settings, _progress: Progress) -> WarmAnswer:
        self.days.append(settings.as_of)
        self.during()
        return self.answers.pop(0) if self.answers else WarmAnswer()


class Impatient(ChangeEvents):
    """Does something each time it is waited, and waits no longer than a moment."""

    def __init__(self, *acts: Callable[[], object]) -> None:
        super().__init__(events=False)
        self.acts = list(acts)
        self.asked: list[float] = []

    def wait(self, seconds: float) -> bool:
        self.asked.append(seconds)
        if self.acts:
            self.acts.pop(0)()
        return False


def turns(workspace: Workspace, builds: Scripted, events: ChangeEvents, count: int) -> list[tuple[str, ...]]:
    """Return the changed paths of so many turns."""
    found = islice(watch(workspace, lambda: Settings(as_of=AS_OF), cast("WarmBuilds", builds), events), count)
    return [tuple(change.path for change in turn.changes) for turn in found]


def test_the_first_build_needs_no_change_and_the_next_one_names_it(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path)
    new = workspace.evidence / "baru.txt"
    events = Impatient(lambda: None, lambda: new.write_text("isi", encoding="utf-8"))
    assert turns(workspace, Scripted(), events, 2) == [(), ("evidence/baru.txt",)]


def test_a_change_during_a_build_starts_one_more(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path)
    new = workspace.evidence / "baru.txt"
    builds = Scripted(during=lambda: new.write_text("isi", encoding="utf-8") if len(builds.days) == 1 else None)
    assert turns(workspace, builds, Impatient(), 2) == [(), ("evidence/baru.txt",)]


def test_a_busy_folder_is_tried_again_without_a_change(tmp_path: Path) -> None:
    builds, events = Scripted(WarmAnswer(error=BusyError("sibuk"))), Impatient()
    assert turns(small_workspace(tmp_path), builds, events, 2) == [(), ()]
    assert all(seconds <= 5 for seconds in events.asked)


def test_a_broken_plan_waits_for_a_change(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path)
    mended = Impatient(lambda: None, lambda: workspace.plan_file.write_text("baru", encoding="utf-8"))
    builds = Scripted(WarmAnswer(error=PlanError("rusak")))
    assert turns(workspace, builds, mended, 2) == [(), ("plan/plan.yaml",)]


def test_a_new_day_is_built(tmp_path: Path) -> None:
    days = [AS_OF]
    builds = Scripted()
    events = Impatient(lambda: None, lambda: days.append(AS_OF + dt.timedelta(days=1)))
    workspace = small_workspace(tmp_path)
    list(islice(watch(workspace, lambda: Settings(as_of=days[-1]), cast("WarmBuilds", builds), events), 2))
    assert builds.days == [AS_OF, AS_OF + dt.timedelta(days=1)]
