"""A build begins by itself when something differs and all is quiet: nothing copied, nobody typing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from dossier.desk.build_rhythm import CALM, BuildRhythm
from dossier.desk.change_thread import ChangeThread
from dossier.errors import BusyError, PlanError
from dossier.resident import WarmAnswer
from dossier.state import Settings
from tests.support.workspaces import AS_OF, LATER, small_workspace

if TYPE_CHECKING:
    from pathlib import Path


class Sitting:
    """A workspace, a clock that is set by hand, the day, and the rhythm."""

    def __init__(self, root: Path) -> None:
        self.workspace = small_workspace(root)
        self.now = 1000.0
        self.day = AS_OF
        self.rhythm = BuildRhythm(
            self.workspace, lambda: Settings(as_of=self.day), ChangeThread(self.workspace), lambda: self.now
        )
        self.rhythm.restart()

    def write(self, text: str) -> None:
        (self.workspace.evidence / "baru.txt").write_text(text, encoding="utf-8")

    def build(self, answer: WarmAnswer | None = None) -> None:
        self.rhythm.begins(Settings(as_of=self.day))
        self.rhythm.ended(answer or WarmAnswer())

    def looks(self) -> bool:
        """Look at the moment for which the last look asked."""
        assert self.rhythm.look_at < math.inf
        self.now = max(self.now, self.rhythm.look_at)
        return self.rhythm.look()


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path / "unit")


def test_what_was_not_built_yet_is_due_at_once(sitting: Sitting) -> None:
    assert sitting.looks()


def test_nothing_is_due_after_a_build_until_something_changes_and_rests(sitting: Sitting) -> None:
    sitting.looks()
    sitting.build()
    assert not sitting.looks()
    assert not sitting.rhythm.is_waiting
    sitting.write("satu")
    sitting.rhythm.woken()
    assert not sitting.looks()
    assert sitting.rhythm.is_waiting
    changed = sitting.now
    sitting.write("satu, dua")  # still written
    assert not sitting.looks()
    assert sitting.looks()
    assert sitting.now >= changed + 2 * CALM


def test_who_types_is_waited_for(sitting: Sitting) -> None:
    sitting.looks()
    sitting.build()
    sitting.looks()
    sitting.write("satu")
    sitting.looks()
    for _ in range(3):
        sitting.now += CALM / 2
        sitting.rhythm.hold()
        assert not sitting.looks()
        assert sitting.rhythm.is_waiting
    assert sitting.looks()


def test_what_changed_during_a_build_is_due_after_it(sitting: Sitting) -> None:
    sitting.looks()
    sitting.rhythm.begins(Settings(as_of=AS_OF))
    sitting.write("selagi menyusun")
    sitting.rhythm.ended(WarmAnswer())
    assert not sitting.looks()
    assert sitting.looks()


def test_a_change_that_is_taken_back_is_none(sitting: Sitting) -> None:
    sitting.looks()
    sitting.build()
    sitting.write("salah taruh")
    sitting.looks()
    (sitting.workspace.evidence / "baru.txt").unlink()
    assert not sitting.looks()
    assert not sitting.rhythm.is_waiting


@pytest.mark.parametrize(("error", "is_tried_again"), [(BusyError("sibuk"), True), (PlanError("rusak"), False)])
def test_what_was_busy_is_tried_again_and_a_broken_plan_waits(
    sitting: Sitting, error: BusyError | PlanError, *, is_tried_again: bool
) -> None:
    sitting.looks()
    sitting.build(WarmAnswer(error=error))
    began = sitting.now
    assert any(sitting.looks() for _ in range(10)) is is_tried_again
    assert sitting.now > began


def test_a_new_day_is_due(sitting: Sitting) -> None:
    sitting.looks()
    sitting.build()
    sitting.looks()
    sitting.day = LATER
    assert sitting.looks()
