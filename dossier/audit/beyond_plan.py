"""Computes what is filed for the questions of the evaluation sheet that a plan has no row for. Pure.

Counted apart: nothing here adds to the slots, states and totals of the plan, which are what the plan promised.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from dossier.model import Slot, State
from dossier.schedule import calendar_slots

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from dossier.knowledge.sheet import Paper, SheetQuestion
    from dossier.model import Coverage, QuestionClaim

PlanUser = tuple[str, str]
"""Code of an indicator and letter of one of its requirements that asks for a paper."""

_MONTHS_OF_PERIOD: Final = {"bulanan": 1, "triwulanan": 3, "semesteran": 6}
"""Periods of papers that are made several times a year ─► their length in months."""


class Backing(StrEnum):
    """What stands behind a question that the plan has no row for.

    A file of its own; files that cannot be used; only papers filed for the plan or for another question; nothing.
    """

    FILED = "ada"
    FAULTY = "bermasalah"
    SUPPORTED = "ditopang"
    EMPTY = "kosong"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetGap:
    """A question that the plan has no row for, and its usual papers, each with what in the plan asks for it."""

    question: SheetQuestion
    papers: tuple[tuple[Paper, tuple[PlanUser, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetGaps:
    """The questions without a row in the order of the sheet; of those in `unknown` the plan does not say."""

    gaps: tuple[SheetGap, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSlot:
    """One period of a paper that is usually made several times a year, its state, and the files that are of it."""

    slot: Slot
    state: State
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualPaper:
    """A paper that assessors usually ask for at a question.

    Attributes:
        paper: The paper.
        files: The files that may be it, wherever they are filed, sorted.
        users: What in the plan asks for it, each with whether all that is due of it is there.
        slots: Its periods; none where it is made once a year or less, or where its main question is another one.
        undated: Those of the files that say no period of the year, where it has slots.
    """

    paper: Paper
    files: tuple[str, ...] = ()
    users: tuple[tuple[PlanUser, bool], ...] = ()
    slots: tuple[PaperSlot, ...] = ()
    undated: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[PaperSlot, ...]:
        """The periods that have passed without a usable file."""
        return tuple(each for each in self.slots if each.state in {State.MISSING, State.FAULTY})


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionCoverage:
    """What is filed for one question: its own files, those of them that cannot be used, and its usual papers."""

    question: SheetQuestion
    backing: Backing
    files: tuple[str, ...] = ()
    unusable: tuple[str, ...] = ()
    papers: tuple[UsualPaper, ...] = ()

    @property
    def key(self) -> str:
        """The key of the question."""
        return self.question.key

    @property
    def slots(self) -> Iterator[tuple[UsualPaper, PaperSlot]]:
        """Yield every period of its papers."""
        return ((paper, slot) for paper in self.papers for slot in paper.slots)


@dataclass(frozen=True, slots=True, kw_only=True)
class BeyondCoverage:
    """All questions that the plan has no row for, in the order of the sheet; a list of its own.

    `unknown` are questions of areas where most rows of the plan do not say which questions they answer.
    """

    questions: tuple[QuestionCoverage, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def weight(self) -> Fraction:
        """Points out of 100 that the questions have together."""
        return sum((each.question.weight for each in self.questions), Fraction(0))

    def count(self) -> dict[Backing, int]:
        """Return how many questions there are of each backing; every backing is a key."""
        found = dict.fromkeys(Backing, 0)
        for each in self.questions:
            found[each.backing] += 1
        return found

    def periods(self) -> dict[State, int]:
        """Return how many periods of usual papers are in each state; every state is a key."""
        found = dict.fromkeys(State, 0)
        for each in self.questions:
            for _, slot in each.slots:
                found[slot.state] += 1
        return found

    def of(self, key: str) -> QuestionCoverage | None:
        """Return the coverage of one question, or None where the plan has a row for it."""
        return next((each for each in self.questions if each.key == key), None)


NOTHING_BEYOND: Final = BeyondCoverage()


def periods_of(paper: Paper, year: int) -> tuple[Slot, ...]:
    """Return the periods in a year of a paper that is usually made several times a year; none for others."""
    months = _MONTHS_OF_PERIOD.get(paper.period)
    return calendar_slots(year, months) if months else ()


def beyond_coverage(
    gaps: SheetGaps, answers: Sequence[QuestionClaim], coverage: Coverage, year: int, unusable: Collection[str] = ()
) -> BeyondCoverage:
    """Return what is filed for the questions without a row.

    Args:
        gaps: The questions and their usual papers.
        answers: What files beyond the plan answer.
        coverage: The plan's slots, for the papers that the plan asks for too; its day is the day of assessment.
        year: The plan's year: papers of another year fill no period.
        unusable: Paths of files that cannot be bound or are not finished.
    """
    case = _Beyond(answers, coverage, year, frozenset(unusable))
    open_keys = {gap.question.key for gap in gaps.gaps}
    return BeyondCoverage(
        questions=tuple(case.question(gap, open_keys) for gap in gaps.gaps),
        unknown=gaps.unknown,
    )


class _Beyond:
    """The files beyond the plan, by question and by paper."""

    def __init__(
        self, answers: Iterable[QuestionClaim], coverage: Coverage, year: int, unusable: frozenset[str]
    ) -> None:
        self._as_of = coverage.as_of
        self._year = year
        self._unusable = unusable
        self._files: defaultdict[str, set[str]] = defaultdict(set)
        self._papers: defaultdict[str, dict[str, QuestionClaim]] = defaultdict(dict)
        for each in answers:
            self._files[each.question].add(each.file.path)
            for paper in each.papers:
                self._papers[paper][each.file.path] = each
        self._complete = _complete_requirements(coverage)

    def question(self, gap: SheetGap, open_keys: Collection[str]) -> QuestionCoverage:
        """Return the coverage of one question; `open_keys` are all questions without a row."""
        key = gap.question.key
        papers = tuple(self._paper(key, *each, open_keys) for each in gap.papers)
        files = tuple(sorted(self._files[key]))
        unusable = tuple(path for path in files if path in self._unusable)
        others = (path for paper in papers for path in paper.files if path not in self._unusable)
        if len(files) > len(unusable):
            backing = Backing.FILED
        elif files:
            backing = Backing.FAULTY
        elif any(others) or any(is_complete for paper in papers for _, is_complete in paper.users):
            backing = Backing.SUPPORTED
        else:
            backing = Backing.EMPTY
        return QuestionCoverage(question=gap.question, backing=backing, files=files, unusable=unusable, papers=papers)

    def _paper(self, key: str, paper: Paper, users: tuple[PlanUser, ...], open_keys: Collection[str]) -> UsualPaper:
        filed = self._papers.get(paper.id, {})
        usual = UsualPaper(
            paper=paper,
            files=tuple(sorted(filed)),
            users=tuple((user, self._complete.get(user, False)) for user in users),
        )
        main = paper.questions[0]
        slots = periods_of(paper, self._year)
        if main != key or main not in open_keys or not slots:
            return usual
        held = {slot.key: tuple(path for path in sorted(filed) if self._is_of(filed[path], slot)) for slot in slots}
        placed = {path for paths in held.values() for path in paths}
        return UsualPaper(
            paper=paper,
            files=usual.files,
            users=usual.users,
            slots=tuple(self._slot(slot, held[slot.key]) for slot in slots),
            undated=tuple(path for path in usual.files if path not in placed),
        )

    def _slot(self, slot: Slot, files: tuple[str, ...]) -> PaperSlot:
        if any(path not in self._unusable for path in files):
            state = State.PRESENT
        elif files:
            state = State.FAULTY
        else:
            state = State.MISSING if slot.is_late(self._as_of) else State.NOT_YET_DUE
        return PaperSlot(slot=slot, state=state, files=files)

    def _is_of(self, answer: QuestionClaim, slot: Slot) -> bool:
        is_year = not answer.years or self._year in answer.years
        return is_year and any(slot.start.month <= month <= slot.until.month for month in answer.months)


def _complete_requirements(coverage: Coverage) -> Mapping[PlanUser, bool]:
    """Return for each requirement whether something of it is there and nothing that is due is lacking."""
    states: defaultdict[PlanUser, set[State]] = defaultdict(set)
    for slot in coverage.slots:
        states[slot.indicator, slot.requirement.id].add(slot.state)
    lacking = {State.MISSING, State.FAULTY, State.UNCONFIRMED}
    return {user: State.PRESENT in found and not found & lacking for user, found in states.items()}
