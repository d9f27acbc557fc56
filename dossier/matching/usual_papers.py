"""Finds the questions of the evaluation sheet that a plan has no row for, and which usual paper of theirs a file is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dossier.audit.beyond_plan import SheetGap, SheetGaps
from dossier.knowledge import sheet
from dossier.knowledge.vocabulary import vocabulary_of
from dossier.matching.index import answered_by, folder_words
from dossier.matching.paper_ties import PaperTies
from dossier.matching.papers import papers_of
from dossier.matching.questions import QuestionIndex
from dossier.matching.title_block import UNNAMED, OfficeName
from dossier.matching.weights import LEAST_OF_WORDING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dossier.audit.beyond_plan import PlanUser
    from dossier.knowledge.sheet import Paper
    from dossier.matching.folder_scope import Scope
    from dossier.matching.index import PlanIndex
    from dossier.matching.parsed_path import Name
    from dossier.model import Plan, QuestionClaim


_MOST: Final = 6


def sheet_gaps(plan: Plan, office: OfficeName = UNNAMED) -> SheetGaps:
    """Return the questions that no indicator of a plan answers, in the order of the sheet, with their usual papers.

    A question of an area where most rows of the plan say nothing of their questions is not known to be without a row.

    Args:
        plan: The plan, with all its halves.
        office: Whose words count as those of the office.
    """
    vocabulary = vocabulary_of(office.words + plan.words)
    ties = PaperTies(plan, papers_of(vocabulary), answered_by(plan, QuestionIndex()), vocabulary)
    open_keys = [key for key in sheet.questions() if not ties.indicators(key)]
    known = [key for key in open_keys if ties.knows_rows_of(key)]
    return SheetGaps(
        gaps=tuple(
            SheetGap(
                question=sheet.questions()[key],
                papers=tuple((paper, _users(ties, paper)) for paper in usual_papers(key)),
            )
            for key in known
        ),
        unknown=tuple(key for key in open_keys if key not in set(known)),
    )


def usual_papers(key: str) -> tuple[Paper, ...]:
    """Return the papers that units file for a question: those of which it is the main one first."""
    serving = [paper for paper in sheet.papers() if key in paper.questions]
    return tuple(sorted(serving, key=lambda paper: paper.questions[0] != key))


def usual_names(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Return code of an indicator ─► names of the papers that assessors usually ask for at its questions, main first.

    At most six, in the order of the sheet; nothing for an indicator whose questions are not known.
    """
    return {
        code: tuple(paper.name for paper in sheet.papers() if paper.questions[0] in keys)[:_MOST]
        for code, keys in answered_by(plan, QuestionIndex()).items()
    }


def _users(ties: PaperTies, paper: Paper) -> tuple[PlanUser, ...]:
    """Return the requirements of the plan that ask for a paper: code of the indicator and letter."""
    codes = dict.fromkeys(code for key in paper.questions for code in ties.indicators(key))
    return tuple((code, letter) for code in codes for letter in ties.letters(code, paper.id))


def described(known: PlanIndex, name: Name, scope: Scope, claims: Iterable[QuestionClaim]) -> tuple[QuestionClaim, ...]:
    """Add to what a file answers which of the usual papers it may be, and the months and years that it says.

    Args:
        known: The plan.
        name: The path of the file taken apart.
        scope: What its folders fix.
        claims: Questions that the plan has no row for.
    """
    months, years = tuple(sorted(name.period.months)), tuple(sorted(name.years))
    return tuple(
        replace(claim, papers=_papers(known, name, scope, claim.question), months=months, years=years)
        for claim in claims
    )


def _papers(known: PlanIndex, name: Name, scope: Scope, key: str) -> tuple[str, ...]:
    """Return the ids of the papers of a question that a file may be: by the words of its name, else of its folders too.

    The question is certain, so that a part of a wording is enough to tell its papers apart.
    """
    papers = usual_papers(key)
    for terms in (name.terms, name.terms | folder_words(known, scope)):
        whole = [paper for paper in papers if known.vocabulary.expand(paper.name) <= terms]
        fits = [fit for fit in known.papers.rank(terms).fits if key in fit.paper.questions]
        if found := whole or [fit.paper for fit in fits if fit.weight == fits[0].weight]:
            return _of_question(found, key)
    return _of_question(_likeliest(known, papers, name.terms), key)


def _of_question(papers: Sequence[Paper], key: str) -> tuple[str, ...]:
    """Return the ids of papers that fit a name equally: only those of which the question is the main one, if any is."""
    own = [paper for paper in papers if paper.questions[0] == key]
    return tuple(paper.id for paper in own or papers)


def _likeliest(known: PlanIndex, papers: Iterable[Paper], terms: frozenset[str]) -> list[Paper]:
    """Return the papers of which a name says the largest part of a wording; none where that is small."""
    shares: list[tuple[float, Paper]] = []
    for paper in papers:
        if any(known.vocabulary.expand(word) <= terms for word in paper.against):
            continue
        wordings = [known.vocabulary.expand(text) for text in (paper.name, *paper.phrases, *paper.weak)]
        said = [known.papers.weight(wording & terms) / known.papers.weight(wording) for wording in wordings if wording]
        shares.append((max(said, default=0.0), paper))
    best = max((share for share, _ in shares), default=0.0)
    return [paper for share, paper in shares if share == best] if best >= LEAST_OF_WORDING else []
