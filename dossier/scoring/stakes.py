"""What a missing paper can cost, what other answers would change, the shortest way to a gate, unit against TPI."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from dossier.knowledge import sheet
from dossier.scoring import gates as gate_rules
from dossier.scoring.answer_checks import parse_answer
from dossier.scoring.answer_sheet import SheetAnswer
from dossier.scoring.score import score_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dossier.scoring.answer_sheet import AssessorAnswer
    from dossier.scoring.gates import Gate
    from dossier.scoring.question_evidence import QuestionLinks, RequirementPlace
    from dossier.scoring.score import QuestionScore, Score

_NONE = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceStake:
    """What one requirement stands for: the questions it answers, and what its lack can cost at most.

    The points of several requirements are not to be added: a question counts once (`joint_cost`).
    """

    questions: tuple[str, ...] = ()
    points: Fraction = _NONE


NO_STAKE: PlaceStake = PlaceStake()


def stakes_of(score: Score, links: QuestionLinks) -> Mapping[RequirementPlace, PlaceStake]:
    """Return requirement ─► its questions and the points that its lack can cost at most; all of the plan are keys.

    A question that is answered costs what the answer claims, a blank one its whole weight. What is optional costs
    nothing.
    """
    by_key = {each.key: each for each in score.questions}
    found = {}
    for indicator in links.plan.indicators:
        for requirement in indicator.requirements:
            keys = links.of_requirement(indicator.code, requirement.id)
            points = _NONE if requirement.optional else sum((by_key[key].most_to_lose for key in keys), _NONE)
            found[indicator.code, requirement.id] = PlaceStake(questions=keys, points=points)
    return MappingProxyType(found)


def joint_cost(score: Score, keys: Iterable[str]) -> Fraction:
    """Return what the lack of papers of several questions can cost together at most, each question once."""
    wanted = frozenset(keys)
    return sum((each.most_to_lose for each in score.questions if each.key in wanted), _NONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class GateSteps:
    """The fewest questions that would pass a failed gate if each were answered best; by the points they still give.

    `suffices` is False where even the best answers to all of them would not do.
    """

    gate: Gate
    questions: tuple[QuestionScore, ...]

    @property
    def gain(self) -> Fraction:
        """The points that they would give."""
        return sum((each.opportunity for each in self.questions), _NONE)

    @property
    def suffices(self) -> bool:
        """Whether the gate would be passed."""
        return self.gain >= self.gate.lacking


def smallest_steps(score: Score, predicate: str = "") -> tuple[GateSteps, ...]:
    """Return for each failed gate the questions that count for it, by opportunity, up to where it would be passed."""
    by_opportunity = sorted(score.questions, key=lambda each: -each.opportunity)
    found = []
    for gate in score.failed(predicate):
        taken: list[QuestionScore] = []
        gained = _NONE
        for each in by_opportunity:
            if gained >= gate.lacking or not each.opportunity:
                break
            if gate.name in gate_rules.gates_of(each.question):
                taken.append(each)
                gained += each.opportunity
        found.append(GateSteps(gate=gate, questions=tuple(taken)))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """A score beside one with other answers; nothing of it is written anywhere. `keys` are the questions changed."""

    before: Score
    after: Score
    keys: tuple[str, ...]

    @property
    def gained(self) -> Fraction:
        """The points that the other answers give more; negative where they give less."""
        return self.after.total - self.before.total


def what_if(score: Score, changes: Mapping[str, SheetAnswer]) -> WhatIf:
    """Return what a score would be with other answers; notes, links and evidence stay as they are.

    Raises:
        KeyError: a key is none of the sheet.
    """
    answers = dict(score.answers.answers)
    for key, answer in changes.items():
        known = score.question(key).answer
        answers[key] = replace(answer, note=known.note, links=known.links)
    after = score_of(
        replace(score.answers, answers=MappingProxyType(answers)),
        {each.key: each.evidence for each in score.questions},
        predicate=score.predicate,
        frozen=score.frozen,
        hints={each.key: each.hint for each in score.questions if each.hint},
        without_row={each.key for each in score.without_row},
    )
    return WhatIf(before=score, after=after, keys=tuple(changes))


def parse_change(text: str) -> tuple[str, SheetAnswer]:
    """Return the key and the answer of `KUNCI=JAWABAN`: a letter, a value, a percentage, or counts by name.

    `A.1.VI.iv.a=A`, `B.I.a=3,6`, `A.2.V.ii.a=80%`, `A.2.I.i.a=agen:7,perubahan:7`; nothing after the sign blanks it.

    Raises:
        ValueError: it is no such text; the message says why, in Indonesian.
    """
    key, sign, written = (part.strip() for part in text.partition("="))
    question = sheet.questions().get(key)
    if not sign or question is None:
        raise ValueError(f"“{text}” bukan KUNCI=JAWABAN dari LKE. Contoh: A.1.VI.iv.a=A.")
    if question.answer != sheet.PERCENT:
        name = sheet.VALUE_FIELD if question.answer == sheet.VALUE else sheet.GRADE_FIELD
        return key, _sound(key, {name: written})
    if written.endswith("%"):
        return key, SheetAnswer(share=_percentage(text, written[:-1]))
    pairs = [tuple(part.strip() for part in pair.partition(":")) for pair in written.split(",") if pair.strip()]
    return key, _sound(key, {name: number for name, _, number in pairs})


def _sound(key: str, texts: Mapping[str, str]) -> SheetAnswer:
    parsed = parse_answer(sheet.questions()[key], texts)
    if parsed.answer.is_blank and parsed.complaints:
        raise ValueError(f"{parsed.complaints[0].text} {parsed.complaints[0].advice}")
    return parsed.answer


def _percentage(text: str, written: str) -> Fraction:
    try:
        share = Fraction(written.strip().replace(",", ".")) / 100
    except (ValueError, ZeroDivisionError):
        share = Fraction(-1)
    if not 0 <= share <= 1:
        raise ValueError(f"“{text}”: persennya 0 sampai 100, mis. {text.partition('=')[0]}=80%.")
    return share


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDifference:
    """One question that the assessors answered, beside the unit's answer that it refers to.

    `unit` is the answer of the frozen copy where there is one; `points` is what the assessors took, negative where
    they gave more; `others` are their entries that do not count.
    """

    question: QuestionScore
    unit: SheetAnswer
    assessor: AssessorAnswer
    points: Fraction
    others: tuple[AssessorAnswer, ...] = ()


def answer_differences(score: Score) -> tuple[AnswerDifference, ...]:
    """Return the questions that the assessors answered, what they took most from first."""
    found = [
        AnswerDifference(
            question=each,
            unit=each.answer if each.frozen_answer is None else each.frozen_answer,
            assessor=each.assessor,
            points=each.moved,
            others=tuple(other for other in score.answers.assessors[each.key] if other is not each.assessor),
        )
        for each in score.questions
        if each.assessor is not None
    ]
    return tuple(sorted(found, key=lambda difference: -difference.points))


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceTotals:
    """The totals that the differences lie between: of the unit's answers that they refer to, and by the assessors."""

    unit: Fraction
    assessors: Fraction


def difference_totals(score: Score) -> DifferenceTotals:
    """Return the total of the answers that the assessors judged, and theirs; what they left blank counts as is."""
    moved = sum((each.moved for each in score.questions), _NONE)
    return DifferenceTotals(unit=score.assessed_total + moved, assessors=score.assessed_total)


def by_opportunity(questions: Sequence[QuestionScore]) -> tuple[QuestionScore, ...]:
    """Return questions by the points that better answers could still give, the most first."""
    return tuple(sorted((each for each in questions if each.opportunity), key=lambda each: -each.opportunity))
