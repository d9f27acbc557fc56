"""Scores the evaluation sheet of a workspace: answers, the plan's rows and the evidence that was found for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import audit, scoring

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dossier.audit.beyond_plan import BeyondCoverage
    from dossier.model import Coverage, Finding, Matching
    from dossier.pipeline.definition import Definition


def score_sheet(
    definition: Definition,
    coverage: Coverage,
    matched: Matching,
    findings: Iterable[Finding],
    beyond: BeyondCoverage,
) -> tuple[scoring.Score, Mapping[tuple[str, str], scoring.PlaceStake]]:
    """Return the score, and requirement ─► its questions and the points that its lack can cost.

    Args:
        definition: what the plan folder says, the answers too.
        coverage: the state of every slot on one day.
        matched: where the files are placed.
        findings: those of the audit, which say which files serve nothing.
        beyond: the questions that the plan has no row for, as every list of them counts.
    """
    unusable = frozenset(each.path for each in findings if each.path and each.code in audit.UNUSABLE)
    links = scoring.QuestionLinks(definition.plan)
    answers = definition.answers.sheet
    evidence = scoring.evidence_of(links, coverage, matched, answers, unusable)
    score = scoring.score_of(
        answers,
        evidence,
        predicate=definition.plan.predicate,
        frozen=definition.frozen,
        hints=definition.hints,
        without_row={each.key for each in beyond.questions},
    )
    return score, scoring.stakes_of(score, links)
