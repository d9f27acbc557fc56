"""Ties the plan to the sheet: which requirements, files and links are evidence of a question, and what they lack."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from dossier.knowledge import sheet
from dossier.model import QuestionRole, State

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Mapping

    from dossier.model import Coverage, Indicator, Matching, Plan, QuestionLink, SlotCoverage
    from dossier.scoring.answer_sheet import AnswerSheet

RequirementPlace = tuple[str, str]
"""Code of an indicator and id of a requirement."""
OpenPlace = tuple[str, str, str]
"""The same with the key of a slot."""
_LACKING = frozenset({State.MISSING, State.FAULTY})


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionEvidence:
    """What there is for one question.

    Attributes:
        key: The question.
        requirements: Requirements of the plan whose evidence answers it, whole or in part, in plan order.
        supported_by: Codes of indicators whose evidence only supports it.
        files: Usable evidence files: of those requirements, and those placed on the question itself; sorted.
        links: Addresses that the unit gave with its answer.
        lacking: Required slots of those requirements that are due and missing or faulty, in plan order.
    """

    key: str
    requirements: tuple[RequirementPlace, ...] = ()
    supported_by: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    lacking: tuple[OpenPlace, ...] = ()

    @property
    def is_backed(self) -> bool:
        """Whether nothing that is due lacks, and there is at least one file or link."""
        return not self.lacking and bool(self.files or self.links)

    @property
    def rows(self) -> tuple[str, ...]:
        """Codes of the indicators that answer it, whole or in part, in plan order."""
        return tuple(dict.fromkeys(code for code, _ in self.requirements))

    @property
    def has_row(self) -> bool:
        """Whether the plan has a row that answers it."""
        return bool(self.requirements)


class QuestionLinks:
    """Which questions the rows of a plan answer, by indicator and by requirement. Immutable once made."""

    def __init__(self, plan: Plan) -> None:
        """Take the `lke` of every indicator; what its sentence reads like is a proposal and no link."""
        self.plan = plan
        asked = sheet.questions()
        self._links = {row.code: tuple(link for link in row.questions if link.key in asked) for row in plan.indicators}
        self._rows: dict[str, list[Indicator]] = {}
        self._supporting: dict[str, list[str]] = {}
        for row in plan.indicators:
            own = self._links[row.code]
            answered = dict.fromkeys(link.key for link in own if _answers(link))
            for key in answered:
                self._rows.setdefault(key, []).append(row)
            for key in dict.fromkeys(link.key for link in own if link.key not in answered):
                self._supporting.setdefault(key, []).append(row.code)

    def of_indicator(self, code: str) -> tuple[QuestionLink, ...]:
        """Return the links of an indicator, those that only support too."""
        return self._links.get(code, ())

    def of_requirement(self, code: str, requirement: str) -> tuple[str, ...]:
        """Return the keys of the questions that a requirement answers, whole or in part, each once."""
        own = (link for link in self.of_indicator(code) if _answers(link) and link.asks_for(requirement))
        return tuple(dict.fromkeys(link.key for link in own))

    def rows_of(self, key: str) -> tuple[Indicator, ...]:
        """Return the indicators that answer a question, whole or in part, in plan order."""
        return tuple(self._rows.get(key, ()))

    def requirements_of(self, key: str) -> tuple[RequirementPlace, ...]:
        """Return the requirements that answer a question, whole or in part, in plan order."""
        return tuple(
            (indicator.code, requirement.id)
            for indicator in self.rows_of(key)
            for requirement in indicator.requirements
            if key in self.of_requirement(indicator.code, requirement.id)
        )

    def supporting(self, key: str) -> tuple[str, ...]:
        """Return the codes of the indicators that only support a question, in plan order."""
        return tuple(self._supporting.get(key, ()))

    def answered(self) -> frozenset[str]:
        """Return the keys of all questions that the plan has a row for."""
        return frozenset(self._rows)


def _answers(link: QuestionLink) -> bool:
    return link.role is not QuestionRole.SUPPORTS


def linked_questions(links: QuestionLinks) -> Mapping[RequirementPlace, tuple[str, ...]]:
    """Return requirement ─► keys of the questions that it answers; every requirement of the plan is a key."""
    found = {
        (indicator.code, requirement.id): links.of_requirement(indicator.code, requirement.id)
        for indicator in links.plan.indicators
        for requirement in indicator.requirements
    }
    return MappingProxyType(found)


def evidence_of(
    links: QuestionLinks,
    coverage: Coverage,
    matching: Matching,
    answers: AnswerSheet,
    unusable: Collection[str] = frozenset(),
) -> Mapping[str, QuestionEvidence]:
    """Return key ─► evidence of every question of the sheet, in its order.

    Args:
        links: What the rows of the plan answer.
        coverage: The state of every slot on the day of assessment.
        matching: Where the files are placed.
        answers: The unit's answers, for their links.
        unusable: Paths of files that serve nothing: they cannot be opened or are not filled in.
    """
    slots: dict[RequirementPlace, list[SlotCoverage]] = {}
    for slot in coverage.slots:
        slots.setdefault((slot.indicator, slot.requirement.id), []).append(slot)
    placed: dict[str, set[str]] = {}
    for claim in matching.questions:
        if claim.file.path not in unusable and not claim.file.problem:
            placed.setdefault(claim.question, set()).add(claim.file.path)
    found = {}
    for key in sheet.questions():
        requirements = links.requirements_of(key)
        own = [slot for place in requirements for slot in slots.get(place, ())]
        answer = answers.answers.get(key)
        found[key] = QuestionEvidence(
            key=key,
            requirements=requirements,
            supported_by=links.supporting(key),
            files=tuple(sorted(placed.get(key, set()) | _serving(own))),
            links=answer.links if answer else (),
            lacking=tuple(_place(slot) for slot in own if is_lacking(slot, coverage.as_of)),
        )
    return MappingProxyType(found)


def is_lacking(slot: SlotCoverage, as_of: dt.date) -> bool:
    """Whether a required slot is due by a day, and missing or faulty."""
    due = slot.slot.due
    return not slot.requirement.optional and due is not None and due <= as_of and slot.state in _LACKING


def _serving(slots: Iterable[SlotCoverage]) -> set[str]:
    return {path for slot in slots if slot.state is State.PRESENT for path in slot.files if path not in slot.unusable}


def _place(slot: SlotCoverage) -> OpenPlace:
    return slot.indicator, slot.requirement.id, slot.slot.key
