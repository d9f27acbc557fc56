"""Advice on a plan from the knowledge of the sheet: questions for indicators, aliases that are known anyway. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.knowledge.vocabulary import vocabulary_of
from dossier.matching.papers import PaperIndex
from dossier.matching.questions import QuestionIndex, place_of
from dossier.model import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.matching.questions import QuestionHit
    from dossier.model import Indicator, Plan, Requirement

_SHORTENED: Final = 70


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
    """Return the requirements with aliases that the papers of the package cover: those need not stand in the plan.

    An alias is covered where it alone means papers of a question that its indicator answers.
    """
    words = vocabulary_of(plan.words)
    questions, papers = QuestionIndex(), PaperIndex(words)

    def covered() -> Iterator[tuple[Indicator, Requirement, tuple[str, ...]]]:
        for area in plan.areas:
            for indicator in area.indicators:
                answered = {hit.question.key for hit in questions.of_indicator(indicator, *place_of(area.code))}
                for requirement in indicator.requirements:
                    known = tuple(
                        alias
                        for alias in requirement.aliases
                        if any(
                            answered.intersection(fit.paper.questions)
                            for fit in papers.rank(words.expand(alias)).sure()
                        )
                    )
                    if known:
                        yield indicator, requirement, known

    return tuple(covered())


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
