"""Ties the papers of the evaluation sheet to the requirements of a plan: where a paper belongs in this plan. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.knowledge import sheet, word_list
from dossier.matching.questions import place_of
from dossier.matching.weights import LEAST_MAPPED
from dossier.model import DocKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from dossier.knowledge.sheet import Paper
    from dossier.knowledge.vocabulary import Vocabulary
    from dossier.matching.papers import PaperFit, PaperIndex
    from dossier.model import Indicator, Plan

KIND_TERMS: Final = frozenset(word_list("istilah_jenis"))
_PICTURES: Final = frozenset({"dokumentasi", "tangkapan_layar"})
# Kinds of which a paper of another kind is none, whatever its matter: an attendance list is no report.
_DEFINITE: Final = frozenset(
    {DocKind.DATA, DocKind.LAPORAN, DocKind.REKAPITULASI, DocKind.SK, DocKind.SKP, DocKind.SOP}
)


User = tuple[str, str]
"""Code of an indicator and letter of one of its requirements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What one requirement asks for: the terms of its label, its kind, the papers that fit its label best."""

    label: frozenset[str]
    kind: DocKind
    papers: tuple[Paper, ...]


class PaperTies:
    """Which papers each requirement of a plan asks for, and which indicators answer a question of the sheet."""

    def __init__(
        self, plan: Plan, papers: PaperIndex, answered: Mapping[str, tuple[str, ...]], vocabulary: Vocabulary
    ) -> None:
        """Tie every requirement once, by its label among the papers of its indicator's questions.

        Args:
            plan: The plan.
            papers: The papers by their phrases.
            answered: Code of an indicator ─► keys of the questions that it answers.
            vocabulary: What words mean.
        """
        self.answered = answered
        self._papers = papers
        self._vocabulary = vocabulary
        self._indicators: defaultdict[str, list[str]] = defaultdict(list)
        self._asked: dict[User, _Asked] = {}
        self._users: defaultdict[str, list[User]] = defaultdict(list)
        self._letters: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        of_question: defaultdict[str, set[str]] = defaultdict(set)
        for paper in papers.papers:
            for key in paper.questions:
                of_question[key].add(paper.id)
        self._mapped = {
            place_of(area.code): (sum(bool(answered.get(i.code)) for i in area.indicators), len(area.indicators))
            for area in plan.areas
        }
        for component in (component for area in plan.areas for component in area.components):
            for indicator in component.indicators:
                keys = answered.get(indicator.code, ())
                for key in keys:
                    self._indicators[key].append(indicator.code)
                context = vocabulary.expand(f"{indicator.statement} {component.title}")
                self._tie(indicator, context, frozenset().union(*(of_question[key] for key in keys)))

    def knows_rows_of(self, key: str) -> bool:
        """Return whether it is known which rows the plan has in the area of a question: most of them say theirs.

        Of the rows for the pemenuhan half nothing is known here where the plan's areas are all of other halves.
        """
        question = sheet.questions()[key]
        halves = {half for _, half in self._mapped}
        if halves and sheet.PEMENUHAN not in halves and question.half == sheet.PEMENUHAN:
            return False
        said, rows = self._mapped.get((question.area, question.half), (0, 0))
        return said >= LEAST_MAPPED * rows

    def indicators(self, key: str) -> tuple[str, ...]:
        """Return the codes of the indicators that answer a question, in the order of the plan."""
        return tuple(self._indicators.get(key, ()))

    def letters(self, indicator: str, paper: str) -> tuple[str, ...]:
        """Return the letters of the requirements of an indicator that ask for a paper."""
        return tuple(self._letters.get((indicator, paper), ()))

    def papers_of(self, indicator: str, requirement: str) -> tuple[Paper, ...]:
        """Return the papers that a requirement asks for; of papers that fit alike, those of its own kind."""
        asked = self._asked[indicator, requirement]
        return tuple(paper for paper in asked.papers if paper.kind == asked.kind.value) or asked.papers

    def is_kind_only(self, terms: frozenset[str]) -> bool:
        """Return whether terms name a kind of paper or an act alone, and are no paper of the sheet: "Laporan monev"."""
        return terms <= self._vocabulary.general_terms and not self._papers.rank(terms).fits

    def is_other_kind(self, terms: frozenset[str], indicator: str, requirement: str) -> bool:
        """Return whether terms name a kind of paper, and not one that a requirement of a definite kind asks for."""
        asked = self._asked[indicator, requirement]
        kinds, own = terms & KIND_TERMS, asked.label & KIND_TERMS
        return bool(kinds) and not kinds & own and (bool(own) or asked.kind in _DEFINITE)

    def phrases(self, indicator: str, requirement: str) -> tuple[str, ...]:
        """Return the wordings of the papers of a requirement that name it and no other requirement.

        Where several requirements fit one paper ("PK", "PK eselon II"), a wording of the narrower one says what tells
        it from the others; a wording that says what tells another one is left out.
        """
        asked = self._asked[indicator, requirement]
        found: list[str] = []
        for paper in self.papers_of(indicator, requirement):
            users = self._users[paper.id]
            rivals = [self._asked[user].label for user in users if self._asked[user].label != asked.label]
            telling = self._telling(asked.label, rivals)
            others = frozenset().union(*rivals) - asked.label - self._vocabulary.general_terms
            is_shared = any(user[0] == indicator and self._asked[user].label != asked.label for user in users)
            for phrase in paper.phrases:
                terms = self._vocabulary.expand(phrase)
                picture = is_shared and terms & _PICTURES and not asked.label & _PICTURES
                if picture or self.is_other_kind(terms, indicator, requirement):
                    continue
                if terms & others and not terms & telling:
                    continue
                more = () if terms & telling else sorted(telling)
                found.append(" ".join((phrase, *more)))
        return tuple(found)

    def _telling(self, label: frozenset[str], rivals: Iterable[frozenset[str]]) -> frozenset[str]:
        """Return the words of a label that no rival has: of the matter, else of the kind."""
        labels = tuple(rivals)
        if not labels:
            return frozenset()
        own = label.difference(*labels)
        return own - self._vocabulary.general_terms or own

    def _tie(self, indicator: Indicator, context: frozenset[str], candidates: Collection[str]) -> None:
        general = self._vocabulary.general_terms
        for requirement in indicator.requirements:
            user = indicator.code, requirement.id
            label, kind = self._vocabulary.expand(requirement.label), requirement.kind.value
            papers = _heaviest(self._papers.rank(label).fits, candidates)
            if not papers and label <= general:  # "SK", "Dokumentasi": the matter is the indicator's
                fits = self._papers.rank(label | context).fits
                of_kind = [fit for fit in fits if fit.paper.kind == kind and fit.phrase & label]
                papers = _heaviest(of_kind, candidates)
            self._asked[user] = _Asked(label=label, kind=requirement.kind, papers=papers)
            for paper in papers:
                self._users[paper.id].append(user)
            for paper in self.papers_of(*user):
                self._letters[indicator.code, paper.id].append(requirement.id)


def _heaviest(fits: Iterable[PaperFit], candidates: Collection[str]) -> tuple[Paper, ...]:
    of_question = [fit for fit in fits if fit.paper.id in candidates]
    return tuple(fit.paper for fit in of_question if fit.weight == of_question[0].weight)
