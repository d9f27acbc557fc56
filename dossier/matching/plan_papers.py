"""Ties a plan to the knowledge of the sheet: the questions of each indicator, the requirement that asks for a paper.

Also the advice that follows: questions for indicators without `lke`, aliases that are known anyway. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.knowledge.vocabulary import vocabulary_of
from dossier.matching.papers import PaperIndex
from dossier.matching.questions import QuestionIndex, place_of
from dossier.model import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.knowledge.sheet import Paper
    from dossier.knowledge.vocabulary import Vocabulary
    from dossier.matching.questions import QuestionHit
    from dossier.model import Indicator, Plan, Requirement

_SHORTENED: Final = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPlace:
    """Where a plan asks for a paper; `requirement` is None where the indicator is sure and its requirement is not.

    `question` is the hit that ties the indicator to the paper; `is_main` whether it is the paper's main question.
    """

    indicator: Indicator
    requirement: Requirement | None
    question: QuestionHit
    is_main: bool


class PlanPapers:
    """The papers that a plan asks for, tied once: paper ─► indicators by question ─► requirement by label or kind."""

    def __init__(self, plan: Plan, vocabulary: Vocabulary | None = None) -> None:
        """Find the questions of every indicator and the papers that the label of every requirement fits.

        Args:
            plan: The plan.
            vocabulary: What words mean for it; its own word list above the general knowledge by default.
        """
        self.vocabulary = vocabulary or vocabulary_of(plan.words)
        self.papers = PaperIndex(self.vocabulary)
        self.questions = QuestionIndex()
        self._hits: dict[str, tuple[QuestionHit, ...]] = {}
        self._answering: dict[str, list[tuple[Indicator, QuestionHit]]] = {}
        for area in plan.areas:
            for indicator in area.indicators:
                hits = self.questions.of_indicator(indicator, *place_of(area.code))
                self._hits[indicator.code] = hits
                for hit in hits:
                    self._answering.setdefault(hit.question.key, []).append((indicator, hit))
        self._asked = {
            (indicator.code, requirement.id): self._fitting(requirement.label)
            for indicator in plan.indicators
            for requirement in indicator.requirements
        }
        self._places = {paper.id: tuple(self._find(paper)) for paper in self.papers.papers}

    def questions_of(self, indicator: str) -> tuple[QuestionHit, ...]:
        """Return the questions that an indicator answers, by its code."""
        return self._hits.get(indicator, ())

    def places(self, paper: Paper) -> tuple[PaperPlace, ...]:
        """Return where the plan asks for a paper: places of its main question first; empty where no row answers it."""
        return self._places.get(paper.id, ())

    def asked_by(self, text: str) -> tuple[PaperPlace, ...]:
        """Return the places of the papers that a text alone means for certain."""
        sure = self.papers.rank(self.vocabulary.expand(text)).sure()
        return tuple(place for fit in sure for place in self.places(fit.paper))

    def _fitting(self, text: str) -> frozenset[str]:
        return frozenset(fit.paper.id for fit in self.papers.rank(self.vocabulary.expand(text)).fits)

    def _find(self, paper: Paper) -> Iterator[PaperPlace]:
        found: set[str] = set()
        for number, key in enumerate(paper.questions):
            for indicator, hit in self._answering.get(key, ()):
                if indicator.code not in found:
                    found.add(indicator.code)
                    requirement = self._requirement(indicator, paper)
                    yield PaperPlace(indicator=indicator, requirement=requirement, question=hit, is_main=number == 0)

    def _requirement(self, indicator: Indicator, paper: Paper) -> Requirement | None:
        """Return the one requirement whose label fits a paper, else the only one, else the only one of its kind."""
        every = indicator.requirements
        asking = [each for each in every if paper.id in self._asked[indicator.code, each.id]] or list(every)
        of_kind = [each for each in asking if each.kind == paper.kind]
        for listed in (asking, of_kind):
            if len(listed) == 1:
                return listed[0]
        return None


def question_advice(plan: Plan) -> tuple[Finding, ...]:
    """Return a note for each indicator without `lke`: which questions it reads like, and what is used meanwhile."""
    index = QuestionIndex()
    return tuple(
        _proposal(indicator, hits, index.of_indicator(indicator, *place_of(area.code)))
        for area in plan.areas
        for indicator in area.indicators
        if not indicator.lke and (hits := index.proposed(indicator, *place_of(area.code)))
    )


def known_aliases(plan: Plan) -> tuple[tuple[Indicator, Requirement, tuple[str, ...]], ...]:
    """Return the requirements with those of their aliases that the papers of the package cover.

    An alias is covered where it alone means a paper that is tied to this very requirement without it.
    """
    tied = PlanPapers(plan)
    found = []
    for indicator in plan.indicators:
        for requirement in indicator.requirements:
            own = tuple(alias for alias in requirement.aliases if _is_tied(tied, alias, indicator, requirement))
            if own:
                found.append((indicator, requirement, own))
    return tuple(found)


def alias_advice(plan: Plan) -> tuple[Finding, ...]:
    """Return a note for each requirement of which the package knows aliases by itself."""
    return tuple(
        Finding(
            code="alias_sudah_dikenal",
            severity=Severity.NOTE,
            subject=f"{indicator.code}.{requirement.id}",
            text=f"alias {wording.join_words([f'“{alias}”' for alias in aliases])} sudah dikenal tanpa ditulis.",
            advice="Boleh dihapus dari “alias”; yang perlu ditulis hanya sebutan khas unit Anda.",
        )
        for indicator, requirement, aliases in known_aliases(plan)
    )


def _is_tied(tied: PlanPapers, alias: str, indicator: Indicator, requirement: Requirement) -> bool:
    return any(
        place.indicator.code == indicator.code and place.requirement is requirement for place in tied.asked_by(alias)
    )


def _proposal(indicator: Indicator, hits: tuple[QuestionHit, ...], sure: tuple[QuestionHit, ...]) -> Finding:
    told = ", atau ".join(f"{hit.question.key} “{_short(hit.question.text)}” ({hit.score:.2f})" for hit in hits)
    used = "".join(f" {hit.question.key} dipakai sementara, {hit.reason}." for hit in sure)
    return Finding(
        code="lke_diusulkan",
        severity=Severity.NOTE,
        subject=indicator.code,
        text=f"indikator ini belum menyebut pertanyaan LKE. Bunyinya mirip {told}.{used}",
        advice=f"Tulis yang benar pada indikatornya, mis. lke: [{hits[0].question.key}].",
    )


def _short(text: str) -> str:
    return text if len(text) <= _SHORTENED else f"{text[:_SHORTENED].rpartition(' ')[0]} …"
