"""What a build tells of its progress arrives in another process as it was told, in fewer messages."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from dossier.progress import Work
from dossier.resident import told_progress
from dossier.resident.told_progress import HeardProgress, ProgressMessage, ToldProgress, WorkBegun, WorkStep

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

    from dossier.progress import Step


class Written:
    """A progress that writes down what it is told."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    @contextmanager
    def __call__(self, work: Work, total: int, /) -> Iterator[Step]:
        self.lines.append(f"{work} {total}")
        yield lambda amount, name="", /: self.lines.append(f"{work} +{amount} {name}".rstrip())
        self.lines.append(f"{work} over")


def test_work_inside_other_work_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(told_progress, "_TOLD_EVERY", 0)
    written = Written()
    with HeardProgress(written) as heard:
        told = ToldProgress(heard.hear)
        with told(Work.PREPARING, 2) as outer:
            outer(1, "a.pdf")
            with told(Work.READING, 5) as inner:
                inner(5)
            outer(0, "b.pdf")
            outer(1, "b.pdf")
    assert written.lines == [
        "preparing 2",
        "preparing +1 a.pdf",
        "reading 5",
        "reading +5",
        "reading over",
        "preparing +0 b.pdf",
        "preparing +1 b.pdf",
        "preparing over",
    ]


def test_many_steps_are_few_messages_and_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(told_progress, "_TOLD_EVERY", 3600)
    sent: list[ProgressMessage] = []
    with ToldProgress(sent.append)(Work.BINDING, 5000) as step:
        for number in range(5000):
            step(1, f"{number}.pdf")
    assert sent[:2] == [WorkBegun(1, Work.BINDING, 5000), WorkStep(1, 5000, "4999.pdf")]
    assert len(sent) == 3


def test_work_that_was_cut_off_is_ended() -> None:
    written = Written()
    with HeardProgress(written) as heard:
        heard.hear(WorkBegun(1, Work.PREPARING, 2))
        heard.hear(WorkBegun(2, Work.READING, 3))
    assert written.lines[2:] == ["reading over", "preparing over"]
