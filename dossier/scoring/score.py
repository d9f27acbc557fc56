"""The score: points by question, component, area and half, what is backed by papers, gates. Pure, exact.

`Assessment.score` is the one value that every report reads; all sums are properties over the same questions.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from dossier.knowledge import sheet
from dossier.scoring import gates as gate_rules
from dossier.scoring import prerequisites, shares
from dossier.scoring.answer_sheet import NO_ANSWERS, SheetAnswer
from dossier.scoring.question_evidence import QuestionEvidence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from dossier.knowledge.sheet import SheetComponent, SheetQuestion
    from dossier.scoring.answer_sheet import AnswerSheet, AssessorAnswer
    from dossier.scoring.gates import Gate
    from dossier.scoring.prerequisites import Prerequisite

_NONE = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachHint:
    """A judgement about one plan: the best grade that its own evidence and timing can reach, never a score.

    `reason` says why it is no better, `lifted_by` which paper would lift it; both in Indonesian, both may be empty.
    """

    key: str
    grade: str
    reason: str = ""
    lifted_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionScore:
    """One question with its answer and its points.

    Attributes:
        question: What is asked, and its weight.
        answer: The unit's answer; blank where nobody has given a sound one.
        share: The share of the weight that it gives, 0 to 1; None where blank.
        assumed: The assumption that the share rests on (`tanpa_pengaduan`), else empty.
        evidence: Papers of the plan, files and links for it, and what lacks.
        assessor: The assessors' answer that counts, or None.
        assessor_share: Its share; None without one.
        frozen_answer: The unit's answer in the frozen copy (`dossier lke kunci`); None where there is no copy.
        frozen_share: Its share; None where blank or without a copy.
        hint: The best grade that the plan's evidence can reach, where somebody has judged that.
        lacks_row: Whether the plan is known to have no row for it; a row may also be known by its sentence alone.
    """

    question: SheetQuestion
    answer: SheetAnswer = field(default_factory=SheetAnswer)
    share: Fraction | None = None
    assumed: str = ""
    evidence: QuestionEvidence
    assessor: AssessorAnswer | None = None
    assessor_share: Fraction | None = None
    frozen_answer: SheetAnswer | None = None
    frozen_share: Fraction | None = None
    hint: ReachHint | None = None
    lacks_row: bool = False

    @property
    def key(self) -> str:
        """The key of the question."""
        return self.question.key

    @property
    def weight(self) -> Fraction:
        """The points that the best answer gives."""
        return self.question.weight

    @property
    def is_blank(self) -> bool:
        """Whether it counts as unanswered."""
        return self.share is None

    @property
    def points(self) -> Fraction:
        """The points claimed; a blank question has none."""
        return self.weight * (self.share or _NONE)

    @property
    def is_backed(self) -> bool:
        """Whether the claim has its papers; without a claim this says the same of the papers alone."""
        return self.evidence.is_backed

    @property
    def backed(self) -> Fraction:
        """The points claimed that papers back."""
        return self.points if self.is_backed else _NONE

    @property
    def at_stake(self) -> Fraction:
        """The points claimed that nothing backs."""
        return _NONE if self.is_backed else self.points

    @property
    def opportunity(self) -> Fraction:
        """The points that a better answer could still give."""
        return self.weight - self.points

    @property
    def most_to_lose(self) -> Fraction:
        """What a missing paper can cost at most: the points claimed, the whole weight where it is unanswered."""
        return self.weight if self.is_blank else self.points

    @property
    def unit_share(self) -> Fraction | None:
        """The unit's share that the assessors' differences refer to: that of the frozen copy, where there is one."""
        return self.share if self.frozen_answer is None else self.frozen_share

    @property
    def assessed_points(self) -> Fraction:
        """The points by the assessors; by the unit's own answer where they left it blank."""
        share = self.unit_share if self.assessor_share is None else self.assessor_share
        return self.weight * (share or _NONE)

    @property
    def moved(self) -> Fraction:
        """The points that the assessors took from the unit; negative where they gave more; 0 without their answer."""
        return (
            _NONE if self.assessor_share is None else self.weight * ((self.unit_share or _NONE) - self.assessor_share)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentScore:
    """One component: blank questions count 0 in `points` and are left out of the mean in `sheet_points`."""

    component: SheetComponent
    questions: tuple[QuestionScore, ...]

    @property
    def points(self) -> Fraction:
        """The points claimed."""
        return _sum(each.points for each in self.questions)

    @property
    def sheet_points(self) -> Fraction:
        """The points by the formula of the circulated workbook: the mean of what is answered; 0 if nothing is."""
        answered = [each.share for each in self.questions if each.share is not None]
        return self.component.weight * _sum(answered) / len(answered) if answered else _NONE

    @property
    def blanks(self) -> int:
        """How many of its questions are blank."""
        return sum(each.is_blank for each in self.questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaScore:
    """One area of change: its code and title, the points of its two halves, and the most there are."""

    code: str
    title: str
    pemenuhan: Fraction
    reform: Fraction
    weight: Fraction
    blanks: int

    @property
    def total(self) -> Fraction:
        """Pemenuhan and reform together."""
        return self.pemenuhan + self.reform


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Everything about the evaluation sheet on one day.

    Attributes:
        questions: All 113 questions in the order of the sheet.
        answers: What people wrote.
        frozen: The frozen copy of the day of submission, where there is one.
        predicate: Whose gates the unit goes for: WBK or WBBM; WBK where the plan does not say.
    """

    questions: tuple[QuestionScore, ...]
    answers: AnswerSheet = NO_ANSWERS
    frozen: AnswerSheet | None = None
    predicate: str = gate_rules.WBK

    def aiming_at(self, predicate: str) -> Score:
        """Return the same for the gates of another predicate."""
        return replace(self, predicate=predicate)

    def question(self, key: str) -> QuestionScore:
        """Return a question by its key.

        Raises:
            KeyError: the sheet has no such question.
        """
        found = next((each for each in self.questions if each.key == key), None)
        if found is None:
            raise KeyError(key)
        return found

    def half(self, half: str) -> Fraction:
        """Return the points claimed of `pemenuhan`, `reform` or `hasil`."""
        return _sum(each.points for each in self.questions if each.question.half == half)

    @property
    def pemenuhan(self) -> Fraction:
        """Points of pemenuhan, of 30."""
        return self.half(sheet.PEMENUHAN)

    @property
    def reform(self) -> Fraction:
        """Points of reform, of 30."""
        return self.half(sheet.REFORM)

    @property
    def pengungkit(self) -> Fraction:
        """Points of pemenuhan and reform, of 60."""
        return self.pemenuhan + self.reform

    @property
    def hasil(self) -> Fraction:
        """Points of hasil, of 40."""
        return self.half(sheet.HASIL)

    @property
    def total(self) -> Fraction:
        """All points claimed, of 100: *klaim*."""
        return _sum(each.points for each in self.questions)

    @property
    def claim(self) -> Fraction:
        """All points claimed."""
        return self.total

    @property
    def backed(self) -> Fraction:
        """The points claimed that papers back: *berbukti*."""
        return _sum(each.backed for each in self.questions)

    @property
    def at_stake(self) -> Fraction:
        """The points claimed that nothing backs: *taruhan*."""
        return _sum(each.at_stake for each in self.questions)

    @property
    def opportunity(self) -> Fraction:
        """The points that better answers could still give: *peluang*."""
        return _sum(each.opportunity for each in self.questions)

    @property
    def sheet_total(self) -> Fraction:
        """The total by the circulated workbook's formula, which leaves blanks out of the mean."""
        return _sum(each.sheet_points for each in self.components)

    @property
    def blanks(self) -> tuple[QuestionScore, ...]:
        """The questions that count as unanswered."""
        return tuple(each for each in self.questions if each.is_blank)

    @property
    def components(self) -> tuple[ComponentScore, ...]:
        """The 46 components in the order of the sheet."""
        by_key = {each.key: each for each in self.questions}
        return tuple(
            ComponentScore(component=each, questions=tuple(by_key[key] for key in each.questions))
            for each in sheet.components().values()
        )

    @property
    def areas(self) -> tuple[AreaScore, ...]:
        """The six areas of change."""
        found = []
        for code in sheet.AREAS:
            own = [each for each in self.questions if each.question.area == code]
            found.append(
                AreaScore(
                    code=code,
                    title=sheet.area_titles()[code],
                    pemenuhan=_sum(each.points for each in own if each.question.half == sheet.PEMENUHAN),
                    reform=_sum(each.points for each in own if each.question.half == sheet.REFORM),
                    weight=_sum(each.weight for each in own),
                    blanks=sum(each.is_blank for each in own),
                )
            )
        return tuple(found)

    def gates(self, predicate: str = "") -> tuple[Gate, ...]:
        """Return the gates of a predicate, by default of the one that the unit goes for, in their order."""
        return gate_rules.gates(predicate or self.predicate, *_gate_points(self.questions))

    def failed(self, predicate: str = "") -> tuple[Gate, ...]:
        """Return the gates that are not passed."""
        return tuple(gate for gate in self.gates(predicate) if not gate.passed)

    def prerequisites(self, predicate: str = "") -> tuple[Prerequisite, ...]:
        """Return the checklist of a predicate with what people wrote."""
        return prerequisites.checklist(self.answers.prerequisites, predicate or self.predicate)

    @property
    def without_row(self) -> tuple[QuestionScore, ...]:
        """The questions that the plan has no row for."""
        return tuple(each for each in self.questions if each.lacks_row)

    @property
    def rows(self) -> Mapping[str, tuple[str, ...]]:
        """Key of a question ─► codes of the indicators that answer it, in plan order."""
        return {each.key: each.evidence.rows for each in self.questions}

    @property
    def has_rows(self) -> bool:
        """Whether any row of the plan answers a question; else nobody can say what the plan has no row for."""
        return any(each.evidence.has_row for each in self.questions)

    @property
    def hinted(self) -> tuple[QuestionScore, ...]:
        """The questions of which somebody has judged how far the plan's evidence can reach."""
        return tuple(each for each in self.questions if each.hint is not None)

    @property
    def reach(self) -> Fraction:
        """The points that the best grades within reach of the plan's evidence give together; a hint, never a score."""
        hints = ((each, each.hint) for each in self.questions if each.hint)
        return _sum(each.weight * shares.SCALES[each.question.answer][hint.grade] for each, hint in hints)

    @property
    def unbacked_claims(self) -> tuple[QuestionScore, ...]:
        """The claims without papers, by the points at stake, the largest first."""
        return tuple(sorted((each for each in self.questions if each.at_stake), key=lambda each: -each.at_stake))

    @property
    def unclaimed_evidence(self) -> tuple[QuestionScore, ...]:
        """The unanswered questions that do have papers."""
        return tuple(each for each in self.questions if each.is_blank and each.evidence.files)

    @property
    def is_assessed(self) -> bool:
        """Whether the assessors have answered anything."""
        return any(each.assessor is not None for each in self.questions)

    @property
    def assessed_total(self) -> Fraction:
        """The total by the assessors; questions that they left blank count with the unit's answer."""
        return _sum(each.assessed_points for each in self.questions)


def _sum(points: Iterable[Fraction]) -> Fraction:
    return sum(points, _NONE)


def _gate_points(questions: tuple[QuestionScore, ...]) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """Return name of a gate ─► points claimed, and ─► the most there are."""
    points = dict.fromkeys(gate_rules.GATE_NAMES, _NONE)
    most = dict.fromkeys(gate_rules.GATE_NAMES, _NONE)
    for each in questions:
        for name in gate_rules.gates_of(each.question):
            points[name] += each.points
            most[name] += each.weight
    return points, most


_NO_EVIDENCE: Mapping[str, QuestionEvidence] = MappingProxyType({})
_NO_HINTS: Mapping[str, ReachHint] = MappingProxyType({})


def score_of(
    answers: AnswerSheet = NO_ANSWERS,
    evidence: Mapping[str, QuestionEvidence] = _NO_EVIDENCE,
    *,
    predicate: str = "",
    frozen: AnswerSheet | None = None,
    hints: Mapping[str, ReachHint] = _NO_HINTS,
    without_row: Collection[str] | None = None,
) -> Score:
    """Return the score of answers.

    Args:
        answers: What people wrote.
        evidence: Key ─► evidence of the question, from `evidence_of`; a question without an entry has none.
        predicate: WBK or WBBM; empty means that the plan does not say, and WBK counts.
        frozen: The frozen copy, to which the assessors' differences refer.
        hints: Key ─► the best grade that the plan's evidence can reach.
        without_row: Keys of the questions that the plan is known to have no row for; None means all those that no row
            names by its `lke`.
    """
    known = {key: evidence.get(key) or QuestionEvidence(key=key) for key in sheet.questions()}
    lacking = {key for key, each in known.items() if not each.has_row} if without_row is None else without_row
    questions = tuple(
        replace(_question_score(question, answers, known[key], frozen, hints.get(key)), lacks_row=key in lacking)
        for key, question in sheet.questions().items()
    )
    return Score(questions=questions, answers=answers, frozen=frozen, predicate=predicate or gate_rules.WBK)


def _question_score(
    question: SheetQuestion,
    answers: AnswerSheet,
    evidence: QuestionEvidence,
    frozen: AnswerSheet | None,
    hint: ReachHint | None,
) -> QuestionScore:
    answer = answers.answers.get(question.key) or SheetAnswer()
    share = shares.share_of(question, answer, answers.no_complaints)
    assessor = answers.assessor(question.key)
    assessed = shares.share_of(question, assessor.answer, answers.no_complaints) if assessor else None
    kept = None if frozen is None else frozen.answers.get(question.key) or SheetAnswer()
    kept_share = shares.share_of(question, kept, frozen.no_complaints) if frozen and kept else None
    return QuestionScore(
        question=question,
        answer=answer,
        share=share.value if share else None,
        assumed=share.assumed if share else "",
        evidence=evidence,
        assessor=assessor,
        assessor_share=assessed.value if assessed else None,
        frozen_answer=kept,
        frozen_share=kept_share.value if kept_share else None,
        hint=hint,
    )
