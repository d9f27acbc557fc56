"""What counts as a change, and when it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.resident.tree_changes import QUIET, STILL_WRITTEN, ChangeKind, TreeChange, differences, wait_until_quiet

if TYPE_CHECKING:
    from collections.abc import Mapping


def test_a_difference_says_what_happened() -> None:
    before = {"evidence/a.pdf": "[1, 1]", "evidence/b.pdf": "[1, 1]", "plan/plan.yaml": "[1, 1]"}
    after = {"evidence/a.pdf": "[1, 1]", "evidence/c.pdf": "[1, 1]", "plan/plan.yaml": "[2, 1]"}
    assert differences(before, after) == (
        TreeChange("evidence/b.pdf", ChangeKind.GONE),
        TreeChange("evidence/c.pdf", ChangeKind.NEW),
        TreeChange("plan/plan.yaml", ChangeKind.CHANGED),
    )


@pytest.mark.parametrize(
    "name",
    ["~$surat.docx", ".~lock.surat.odt#", "surat.tmp", "surat.pdf.crdownload", ".git/index", ".baru-12-plan.yaml"],
)
def test_files_that_come_and_go_with_an_open_document_are_no_change(name: str) -> None:
    assert differences({}, {f"evidence/{name}": "[1, 1]"}) == ()


class Copying:
    """A tree in which a file grows, by a clock of its own."""

    def __init__(self, sizes: Mapping[float, int]) -> None:
        self.now = 0.0
        self.sizes = sizes

    def look(self) -> dict[str, str]:
        size = [size for at, size in self.sizes.items() if at <= self.now][-1]
        return {"evidence/a.pdf": f"[{size}, 1]"}

    def rest(self) -> float:
        """Return when the tree was found quiet, in seconds after the first change."""
        wait_until_quiet(self.look, {}, clock=lambda: self.now, pause=self._pause)
        return self.now

    def _pause(self, seconds: float) -> None:
        self.now += seconds


def test_a_file_that_is_there_at_once_is_waited_for_shortly() -> None:
    assert QUIET <= Copying({0: 500}).rest() < 2 * QUIET


def test_a_file_that_grows_is_waited_for_longer() -> None:
    assert Copying({0: 100, 0.05: 200, 1.0: 300}).rest() >= 1.0 + STILL_WRITTEN


def test_a_file_that_is_still_empty_is_waited_for() -> None:
    assert Copying({0: 0, 1.0: 300}).rest() >= 1.0 + QUIET


def test_a_file_that_stays_empty_is_not_waited_for_without_end() -> None:
    assert Copying({0: 0}).rest() < 2 * STILL_WRITTEN
