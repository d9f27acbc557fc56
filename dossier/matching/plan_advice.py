"""Advice on a plan by the knowledge of the sheet: questions of indicators, names and aliases of requirements. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.matching.halves import PlanHalves
from dossier.matching.questions import QuestionIndex, place_of
from dossier.model import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.matching.index import PlanIndex
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
        if not indicator.questions and (hits := index.proposed(indicator, *place_of(area.code)))
    )


def wording_advice(plan: Plan) -> tuple[Finding, ...]:
    """Return what the wordings of a plan lack or need not say.

    A requirement that names a kind of paper alone is a warning: it takes its matter from its indicator, and no file is
    placed by its words outside of it. An alias that the papers of the sheet say anyway is a note.
    """
    found: list[Finding] = []
    for known in PlanHalves(plan).indexes.values():
        for indicator in known.plan.indicators:
            for requirement in indicator.requirements:
                found += _kind_only(known, indicator, requirement)
                if aliases := known_aliases(known, indicator, requirement):
                    found.append(_known(indicator, requirement, aliases))
    return tuple(found)


def known_aliases(known: PlanIndex, indicator: Indicator, requirement: Requirement) -> tuple[str, ...]:
    """Return the aliases of a requirement that a paper tied to it says in the same words."""
    phrases = {known.index.phrase(text) for text in known.ties.phrases(indicator.code, requirement.id)}
    return tuple(alias for alias in requirement.aliases if known.index.phrase(alias) in phrases)


def _known(indicator: Indicator, requirement: Requirement, aliases: tuple[str, ...]) -> Finding:
    return Finding(
        code="alias_sudah_dikenal",
        severity=Severity.NOTE,
        subject=f"{indicator.code}.{requirement.id}",
        text=f"alias {wording.join_words([f'“{alias}”' for alias in aliases])} sudah dikenal tanpa ditulis.",
        advice="Boleh dihapus dari “alias”; yang perlu ditulis hanya sebutan khas unit Anda.",
    )


def _kind_only(known: PlanIndex, indicator: Indicator, requirement: Requirement) -> Iterator[Finding]:
    if len(indicator.requirements) > 1 and known.ties.is_kind_only(known.vocabulary.expand(requirement.label)):
        yield Finding(
            code="butir_hanya_kata_umum",
            severity=Severity.WARNING,
            subject=f"{indicator.code}.{requirement.id}",
            text=f"butir “{requirement.label}” hanya menyebut jenis naskahnya; pokoknya diambil dari indikatornya.",
            advice=f"Beri nama yang menyebut pokoknya, mis. “{requirement.label} {_matter(indicator)}”.",
        )


def _matter(indicator: Indicator) -> str:
    return " ".join(indicator.statement.split()[:4]).rstrip(",.;")


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
