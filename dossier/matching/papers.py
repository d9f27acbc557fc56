"""Ranks the papers of the evaluation sheet that a name may mean. Pure; knows no plan.

A phrase of a paper fits a name that holds all its canonical terms, in any order. The heaviest fitting phrase decides:
a word of the matter weighs 2, a general word 1. Terms against a paper take it out; a look-alike that weighs as much
takes out all lighter or equal ones. Weak phrases claim only where the name holds no other word of a matter.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier._memo import memoised
from dossier.knowledge import sheet, word_list
from dossier.knowledge.vocabulary import vocabulary_of
from dossier.matching.weights import GENERAL_WEIGHT, MATTER_WEIGHT, TOO_MANY_UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dossier.knowledge.sheet import LookAlike, Paper
    from dossier.knowledge.vocabulary import Vocabulary

# Words for any paper at all: "Dokumen IKU" says no more than "IKU".
_ANY_PAPER: Final = frozenset(word_list("istilah_wujud"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFit:
    """A paper whose phrase a name holds.

    Attributes:
        paper: The paper.
        phrase: The heaviest of its phrases that fit, as canonical terms.
        weight: What the phrase weighs.
        has_matter: Whether the phrase has a word that is not general.
        weak: Whether the phrase may not claim alone.
        against: The terms of the name that take the paper out, sorted; empty where none does.
    """

    paper: Paper
    phrase: frozenset[str]
    weight: int
    has_matter: bool
    weak: bool = False
    against: tuple[str, ...] = ()

    @property
    def question(self) -> str:
        """Key of the main question of the paper."""
        return self.paper.questions[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAlikeFit:
    """A look-alike whose phrase a name holds, and what the phrase weighs."""

    look_alike: LookAlike
    phrase: frozenset[str]
    weight: int


@dataclass(frozen=True, kw_only=True)
class PaperRanking:
    """What the papers say of one name.

    Attributes:
        fits: Papers that fit and that nothing takes out, heaviest first, then in the order of the sheet.
        taken_out: Papers that would fit but for a term against them, in the same order.
        look_alike: The heaviest look-alike that fits, or None; of two equal ones that of no question.
        rest: Words of the name, outside the heaviest phrase, that are the matter of some paper or look-alike.
        unknown: Words of the name that no paper, no look-alike and no letter of an office uses.
    """

    fits: tuple[PaperFit, ...] = ()
    taken_out: tuple[PaperFit, ...] = ()
    look_alike: LookAlikeFit | None = None
    rest: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()

    @cached_property
    def best(self) -> tuple[PaperFit, ...]:
        """The heaviest fits; several are a tie."""
        return tuple(fit for fit in self.fits if fit.weight == self.fits[0].weight)

    @property
    def is_beaten(self) -> bool:
        """Whether a look-alike that is no evidence of any question weighs as much as the best fit, or more."""
        alike = self.look_alike
        return alike is not None and not alike.look_alike.question and alike.weight >= (self.fits or (alike,))[0].weight

    @property
    def question(self) -> str:
        """Key of the main question that all the best fits share, or an empty text."""
        mains = {fit.question for fit in self.best}
        return mains.pop() if len(mains) == 1 else ""

    def claimable(self, area: str = "") -> tuple[PaperFit, ...]:
        """Return the best fits that may claim: no look-alike beats them, and a weak phrase says all of the name.

        Args:
            area: The area that the folders fix, as Roman number; there a weak phrase of one of its papers may claim.
        """
        if self.is_beaten:
            return ()
        return tuple(fit for fit in self.best if not fit.weak or self._says_all(fit) or _is_of(fit, area))

    def sure(self, area: str = "") -> tuple[PaperFit, ...]:
        """Return the papers that a name means for certain: those that may claim, where their main question is one."""
        found = self.claimable(area)
        return found if len({fit.question for fit in found}) == 1 else ()

    def _says_all(self, fit: PaperFit) -> bool:
        return not self.rest and len(self.unknown) < (TOO_MANY_UNKNOWN if fit.has_matter else 1)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One set of terms; `owners` are positions of papers, with whether it is weak there; `order` is heaviest first."""

    terms: frozenset[str]
    order: tuple[int, int]
    weight: int
    has_matter: bool
    owners: tuple[tuple[int, bool], ...]
    look_alikes: tuple[int, ...]


class PaperIndex:
    """All phrases by one term each, so that a name meets only those it may fit."""

    def __init__(
        self,
        vocabulary: Vocabulary | None = None,
        *,
        papers: Sequence[Paper] | None = None,
        look_alikes: Sequence[LookAlike] | None = None,
    ) -> None:
        """Read the papers once.

        Args:
            vocabulary: What words mean, the same that reads the names; the general knowledge by default. Its general
                terms weigh less, its everyday terms and the words of the office are no matter.
            papers: The papers; all that the package ships by default.
            look_alikes: The look-alikes, likewise.
        """
        words = vocabulary or vocabulary_of()
        self.papers = tuple(sheet.papers() if papers is None else papers)
        self.look_alikes = tuple(sheet.look_alikes() if look_alikes is None else look_alikes)
        self._general = words.general_terms
        self._silent = words.everyday_terms | words.office_terms | _ANY_PAPER
        self._against = tuple(tuple((text, words.expand(text)) for text in paper.against) for paper in self.papers)
        phrases = self._read_phrases(words.expand)
        against = (terms for listed in self._against for _, terms in listed)
        self.matter = frozenset().union(*(phrase.terms for phrase in phrases), *against) - self._silent
        self._phrases = _by_rarest_term(phrases)

    def weight(self, terms: Iterable[str]) -> int:
        """Return what terms weigh: 2 for each of a matter, 1 for each general one."""
        return sum(GENERAL_WEIGHT if term in self._general else MATTER_WEIGHT for term in terms)

    def rank(self, name: frozenset[str]) -> PaperRanking:
        """Return the papers that a name may mean.

        Args:
            name: The canonical terms of the name, perhaps with those of its folders.
        """
        fitting = [phrase for term in name for phrase in self._phrases.get(term, ()) if phrase.terms <= name]
        fitting.sort(key=lambda phrase: phrase.order)
        ranked = self._ranked(fitting, name)
        kept = tuple(fit for fit in ranked if not fit.against)
        words = {term for term in name - self._silent if _is_word(term)}
        heaviest = [fit.phrase for fit in kept if fit.weight == kept[0].weight]
        return PaperRanking(
            fits=kept,
            taken_out=tuple(fit for fit in ranked if fit.against),
            look_alike=self._look_alike(fitting),
            rest=frozenset(words & self.matter).difference(*heaviest),
            unknown=frozenset(words - self.matter),
        )

    def _ranked(self, fitting: Iterable[_Phrase], name: frozenset[str]) -> list[PaperFit]:
        """Return each paper with its heaviest phrase; of equal ones a phrase that is not weak."""
        found: dict[int, tuple[_Phrase, bool]] = {}
        for phrase in fitting:
            for position, weak in phrase.owners:
                before = found.get(position)
                if before is None or (before[1] and not weak and before[0].weight == phrase.weight):
                    found[position] = (phrase, weak)
        order = sorted(found.items(), key=lambda row: (-row[1][0].weight, row[0]))
        return [
            PaperFit(
                paper=self.papers[position],
                phrase=phrase.terms,
                weight=phrase.weight,
                has_matter=phrase.has_matter,
                weak=weak,
                against=tuple(sorted(text for text, terms in self._against[position] if terms and terms <= name)),
            )
            for position, (phrase, weak) in order
        ]

    def _look_alike(self, fitting: Iterable[_Phrase]) -> LookAlikeFit | None:
        found = [
            LookAlikeFit(look_alike=self.look_alikes[position], phrase=phrase.terms, weight=phrase.weight)
            for phrase in fitting
            for position in phrase.look_alikes
        ]
        return min(found, key=lambda fit: (-fit.weight, bool(fit.look_alike.question)), default=None)

    def _read_phrases(self, expand: Callable[[str], frozenset[str]]) -> list[_Phrase]:
        owners: dict[frozenset[str], dict[int, bool]] = {}
        alike: dict[frozenset[str], dict[int, None]] = {}
        for position, paper in enumerate(self.papers):
            for weak, phrases in ((False, paper.phrases), (True, paper.weak)):
                for phrase in phrases:
                    owners.setdefault(expand(phrase), {}).setdefault(position, weak)
        for position, other in enumerate(self.look_alikes):
            for phrase in other.phrases:
                alike.setdefault(expand(phrase), {})[position] = None
        return [
            _Phrase(
                terms=terms,
                order=(-self.weight(terms), number),
                weight=self.weight(terms),
                has_matter=not terms <= self._general,
                owners=tuple(owners.get(terms, {}).items()),
                look_alikes=tuple(alike.get(terms, ())),
            )
            for number, terms in enumerate(dict.fromkeys((*owners, *alike)))
            if terms
        ]


@memoised(8)
def papers_of(vocabulary: Vocabulary) -> PaperIndex:
    """Return the index of the shipped papers in the words of a vocabulary, made once for each."""
    return PaperIndex(vocabulary)


def _by_rarest_term(phrases: Sequence[_Phrase]) -> dict[str, list[_Phrase]]:
    """Return term ─► the phrases of which it is the rarest: a name meets few phrases that it does not hold."""
    uses = Counter(term for phrase in phrases for term in phrase.terms)
    found: dict[str, list[_Phrase]] = {}
    for phrase in phrases:
        found.setdefault(min(phrase.terms, key=lambda term: (uses[term], term)), []).append(phrase)
    return found


def _is_of(fit: PaperFit, area: str) -> bool:
    return bool(area) and sheet.questions()[fit.question].area == area


@memoised(1 << 14)
def _is_word(term: str) -> bool:
    return not term.isdigit() and wording.month_number(term) is None and wording.roman_number(term) is None
