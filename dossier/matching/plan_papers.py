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

    `question` is the hit that ties the indicator to the paper; `is_main` whether it is the paper's main question;
    `is_named` whether the requirement's own label says the paper.
    """

    indicator: Indicator
    requirement: Requirement | None
    question: QuestionHit
    is_main: bool
    is_named: bool


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
        """Return where the plan may ask for a paper: places of its main question first; empty where no row does."""
        return self._places.get(paper.id, ())

    def claims(self, paper: Paper, area: str = "") -> tuple[PaperPlace, ...]:
        """Return the places that a paper is evidence of.

        Those of its main question; those of the others, where units also file it, only where a label says the paper or
        where the folders fix the area and none of the former lies in it.

        Args:
            paper: The paper.
            area: Code of the area of the plan that the folders fix, or an empty text.
        """
        places = self.places(paper)
        found = tuple(place for place in places if place.is_main or place.is_named)
        if not area:
            return found
        inside = f"{area}."
        return tuple(place for place in found if place.indicator.code.startswith(inside)) or tuple(
            place for place in places if place.indicator.code.startswith(inside)
        )

    def asked_by(self, text: str) -> tuple[PaperPlace, ...]:
        """Return the places that a text alone means for certain."""
        sure = self.papers.rank(self.vocabulary.expand(text)).sure()
        return tuple(place for fit in sure for place in self.claims(fit.paper))

    def _fitting(self, text: str) -> frozenset[str]:
        return frozenset(fit.paper.id for fit in self.papers.rank(self.vocabulary.expand(text)).fits)

    def _find(self, paper: Paper) -> Iterator[PaperPlace]:
        found: set[str] = set()
        for key in paper.questions:
            for indicator, hit in self._answering.get(key, ()):
                if indicator.code not in found:
                    found.add(indicator.code)
                    named = [
                        each for each in indicator.requirements if paper.id in self._asked[indicator.code, each.id]
                    ]
                    yield PaperPlace(
                        indicator=indicator,
                        requirement=_the_one(named or list(indicator.requirements), paper, is_named=bool(named)),
                        question=hit,
                        is_main=key == paper.questions[0],
                        is_named=bool(named),
                    )


def _the_one(requirements: list[Requirement], paper: Paper, *, is_named: bool) -> Requirement | None:
    """Return the one requirement that a paper may serve: the only one that names it, else the only one of its kind."""
    if is_named and len(requirements) == 1:
        return requirements[0]
    of_kind = [each for each in requirements if each.kind == paper.kind]
    return of_kind[0] if len(of_kind) == 1 else None


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
