"""A plan made ready for the rules once, the thresholds of the rules, and what a rule hands back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.knowledge import vocabulary
from dossier.matching.candidates import Candidate
from dossier.matching.code_spellings import PlanCodes
from dossier.matching.folder_scope import Places
from dossier.matching.spelling import Speller
from dossier.matching.term_scoring import WEIGHTLESS, WordIndex
from dossier.model import Rule

if TYPE_CHECKING:
    from dossier.matching.folder_scope import Scope
    from dossier.matching.term_scoring import Hit, RequirementTerms
    from dossier.model import Plan

# Scores of claims that rest on a code: the file's own, a folder's, one completed from the folders ("5/4.b").
OWN_CODE: Final = 0.98
FOLDER_CODE: Final = 0.95
RELATIVE_CODE: Final = 0.9
# Scores of words are lowered by what stands behind them: a folder that fixes the place, or nothing.
PLACE_FACTOR: Final = 0.9
WORDS_FACTOR: Final = 0.8

# The least score of words for a claim; the wider the search, the more of the wording a name must say.
CLEAR_IN_INDICATOR: Final = 0.34
CLEAR_IN_COMPONENT: Final = 0.6
CLEAR_IN_AREA: Final = 0.65
CLEAR_IN_PLAN: Final = 0.75
# A folder's words alone must say more, for they speak of a group of files.
CLEAR_BY_FOLDER: Final = 0.75
# How far the best must be ahead of the next.
LEAD: Final = 0.15
# Words contradict a code or a place when another requirement fits this well, and this much better.
CONTRADICTING_SCORE: Final = 0.75
CONTRADICTING_LEAD: Final = 0.35
# From here on a requirement is a candidate; below, down to `NEAR`, it is shown as a near miss.
POSSIBLE: Final = 0.35
POSSIBLE_IN_PLAN: Final = 0.5
POSSIBLE_IN_COMPONENT: Final = 0.2
NEAR: Final = 0.15
MOST_CANDIDATES: Final = 6
MOST_NEAR: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleResult:
    """What a rule found: proposals that stand, unless `doubt` says why none of them is certain.

    `warning` names a contradiction that a person should look at although the proposals stand; `note` is what reading
    the file added where it settled nothing; `elsewhere` is the place that the folders fix where the name clearly
    belongs to another one; `contradiction` says which other thing the content is.
    """

    proposals: tuple[Candidate, ...] = ()
    doubt: str = ""
    warning: str = ""
    note: str = ""
    elsewhere: str = ""
    contradiction: str = ""


class PlanIndex:
    """The plan's codes, titles and words; made once, asked for every file."""

    def __init__(self, plan: Plan) -> None:
        """Index the plan."""
        self.plan = plan
        self.codes = PlanCodes(plan)
        self.index = WordIndex(plan)
        self.speller = speller_of(plan)
        self.places = Places(plan, self.codes, self.index, self.speller)
        self._titles = {c.code: vocabulary.expand(c.title) for a in plan.areas for c in a.components}
        self._entries: dict[str, tuple[RequirementTerms, ...]] = {}
        for entry in self.index.entries:
            code = entry.indicator.code
            self._entries[code] = (*self._entries.get(code, ()), entry)

    def entries_of(self, code: str) -> tuple[RequirementTerms, ...]:
        """Return the requirements of an indicator, ready for the rules."""
        return self._entries.get(code, ())

    def terms(self, text: str) -> frozenset[str]:
        """Return the canonical terms of any text, slips mended."""
        return vocabulary.expand(text, self.speller.read)

    def title_of(self, component: str) -> frozenset[str]:
        """Return the terms of a component's title."""
        return self._titles.get(component, frozenset())


def speller_of(plan: Plan) -> Speller:
    """Return the reader of slips for a plan: titles and what is asked for are targets, other words are only known."""
    asked = [
        tokens
        for i in plan.indicators
        for r in i.requirements
        if (tokens := vocabulary.tokens(" ".join((r.label, *r.aliases))))
    ]
    titles = [title for a in plan.areas for title in (a.title, *(c.title for c in a.components))]
    sentences = [f"{i.statement} {i.steps} {i.evidence_text}" for i in plan.indicators]
    return Speller(
        targets=(
            *vocabulary.words_known(),
            *(word for words in asked for word in words),
            *(word for title in titles for word in vocabulary.tokens(title)),
        ),
        known=(
            *WEIGHTLESS,
            *vocabulary.EVERYDAY_TERMS,
            *(word for sentence in sentences for word in vocabulary.tokens(sentence)),
        ),
        uses=Counter(word for words in asked for word in set(words)),
    )


def folder_words(known: PlanIndex, scope: Scope) -> frozenset[str]:
    """Return the terms of the folders inside the place that is fixed, without the Roman numbers of their codes."""
    terms = frozenset().union(*(known.terms(folder) for folder in scope.inside))
    return frozenset(term for term in terms if wording.roman_number(term) is None)


def matched_words(hit: Hit) -> str:
    """Return "kata cocok: notulen, rapat"."""
    return f"kata cocok: {', '.join(vocabulary.spelled(word) for word in sorted(hit.matched))}"


def worded(hit: Hit, place: str, reasons: tuple[str, ...]) -> Candidate:
    """Return what words propose: by place where folders fix one, else by words alone."""
    rule, factor = (Rule.PLACE, PLACE_FACTOR) if place else (Rule.WORDS, WORDS_FACTOR)
    return Candidate(entry=hit.entry, rule=rule, score=hit.score * factor, reasons=(*reasons, matched_words(hit)))


def called(entry: RequirementTerms) -> str:
    """Return "V.5.2 a (Matriks identifikasi)"."""
    return f"{entry.indicator.code} {entry.requirement.id} ({entry.requirement.label})"
