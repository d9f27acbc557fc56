"""Scores the words of a name against the requirements of a plan, from 0 to 1, with an index built once for a plan.

A score is the weight of the matched words over the weight of all words of the closest phrase, lowered by words of the
name that belong to something else in the plan. 1 means: the name says exactly what is asked for, and nothing else.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from dossier._memo import memoised
from dossier.knowledge import word_list
from dossier.knowledge.vocabulary import vocabulary_of
from dossier.matching.title_block import UNNAMED, OfficeName
from dossier.matching.weights import (
    COMMON_WORD_WEIGHT,
    FOREIGN_KIND_SHARE,
    FOREIGN_WORD_SHARE,
    IMPLIED_SHARE,
    LACKS_FIELD_FACTOR,
    SAID_WHOLE,
    SAME_SCORE,
    SHARE_OF_LEAD,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dossier.matching.paper_ties import PaperTies
    from dossier.model import Component, Indicator, Plan, Requirement

WHOLE_PLAN: Final = ""

KIND_TERMS: Final = frozenset(word_list("istilah_jenis"))
KEPT_RANKINGS: Final = 1 << 15

_YEAR: Final = re.compile(r"(?:19|20)\d\d")
# Words of every office and of the whole field: they tell no two requirements apart.
WEIGHTLESS: Final = frozenset(word_list("istilah_tak_berbobot"))
# The field itself: weightless, but "undangan monev" without it may be of any other monev.
FIELD: Final = frozenset(word_list("istilah_bidang"))


@dataclass(frozen=True, slots=True)
class RequirementTerms:
    """One requirement with its words, ready to be compared.

    `words` are those of all its phrases; `general` the terms of the vocabulary that name a kind of paper and no matter.
    `kind_only` are phrases that name a kind alone ("SK", "Dokumentasi"): they count inside the indicator; elsewhere
    those in `completed` stand for them, which take their matter from the title of the component.
    """

    order: int
    indicator: Indicator
    requirement: Requirement
    phrases: tuple[frozenset[str], ...]
    family: frozenset[str]
    statement: frozenset[str]
    years: frozenset[int]
    words: frozenset[str]
    timeless: tuple[frozenset[str], ...]
    foreign_kinds: frozenset[str]
    general: frozenset[str] = frozenset()
    kind_only: frozenset[frozenset[str]] = frozenset()
    completed: frozenset[frozenset[str]] = frozenset()
    of_field: frozenset[frozenset[str]] = frozenset()
    own_phrases: frozenset[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """How well a name fits one requirement; `phrase` is the wording that came closest, `matched` its words found.

    `own` are the matched words that the name itself says; `lacks_field` that the wording says Zona Integritas and
    the name does not; `says_field` that both do.
    """

    entry: RequirementTerms
    score: float
    phrase: frozenset[str]
    matched: frozenset[str]
    own: frozenset[str] = frozenset()
    lacks_field: bool = False
    says_field: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether every word of the phrase was found."""
        return self.matched == self.phrase

    @property
    def is_general(self) -> bool:
        """Whether the words found name a kind of paper or an act and no matter."""
        return self.matched <= self.entry.general


@dataclass(frozen=True, slots=True)
class _PlaceTerms:
    """The requirements of one place (plan, area, component, indicator) and what each word is worth there.

    `narrow` says that it is a single indicator: what belongs to other indicators is then no matter.
    """

    narrow: bool
    is_plan: bool
    entries: tuple[RequirementTerms, ...]
    by_word: Mapping[str, tuple[RequirementTerms, ...]]
    weights: Mapping[str, float]
    words: frozenset[str]
    totals: dict[frozenset[str], float] = field(default_factory=dict)  # wording ─► its worth, filled as asked


class WordIndex:
    """All requirements of a plan by their words, for every place in it."""

    def __init__(self, plan: Plan, office: OfficeName = UNNAMED, ties: PaperTies | None = None) -> None:
        """Read every label, alias and statement of the plan once.

        Args:
            plan: The plan.
            office: What the office calls itself.
            ties: The papers of the sheet that the plan asks for: their wordings need not stand in the plan.
        """
        # The name of the office and the plan's own year stand in every name.
        self._ties = ties
        self.vocabulary = vocabulary_of(office.words + plan.words)
        self.weightless = WEIGHTLESS | self._office_terms(plan, office) | {str(plan.year)}
        self.entries = tuple(self._entries(plan))
        self.asked_words = frozenset(word for e in self.entries for p in e.phrases for word in p)
        self._users = Counter(
            word
            for indicator in plan.indicators
            for word in frozenset(
                w for e in self.entries if e.indicator is indicator for phrase in e.phrases for w in phrase
            )
        )
        self._rarity = _rarity(self.entries, self.asked_words)
        self.years_of_word = _years_of_words(self.entries, plan.year)
        self.entries = tuple(self._with_years(entry) for entry in self.entries)
        # The same words are asked about again and again: by several rules, and once more when contents are known.
        self._ranked = memoised(KEPT_RANKINGS)(self._rank)
        self._places = {WHOLE_PLAN: self._place(self.entries, is_plan=True)}
        for area in plan.areas:
            self._add_place(area.code, area.indicators)
            for component in area.components:
                self._add_place(component.code, component.indicators)
                for indicator in component.indicators:
                    self._add_place(indicator.code, (indicator,))

    def rank(
        self, place: str, have: frozenset[str], given: frozenset[str] = frozenset(), implied: str = ""
    ) -> tuple[Hit, ...]:
        """Return the requirements of a place that share a word with a name, best first.

        Args:
            place: A code of the plan, or `WHOLE_PLAN`.
            have: The terms of the name.
            given: Terms that the place itself says; they complete a phrase but match nothing alone.
            implied: A kind of paper that the kind of file implies; it completes a phrase for half its worth.
        """
        if place not in self._places:
            return ()
        return self._ranked(place, self.content(have), given, implied, said_field=bool(FIELD & have))

    def _rank(
        self, place: str, own: frozenset[str], given: frozenset[str], implied: str, *, said_field: bool
    ) -> tuple[Hit, ...]:
        known = self._places[place]
        everything = own | given
        near = {entry.order: entry for word in own for entry in known.by_word.get(word, ())}
        found = (self._hit(entry, known, own, everything, implied, said_field=said_field) for entry in near.values())
        hits = [hit for hit in found if hit is not None]
        return tuple(sorted(hits, key=lambda hit: (-hit.score, -len(hit.matched), hit.entry.order)))

    def by_statement(self, place: str, have: frozenset[str]) -> tuple[RequirementTerms, ...]:
        """Return the requirements whose indicator's sentence, and not all sentences of the place, has words of a name.

        Weaker than any wording of what is asked for: fit for candidates, never for a claim.
        """
        known = self._places.get(place)
        entries = known.entries if known else ()
        if not entries:
            return ()
        common = frozenset.intersection(*(entry.statement for entry in entries))
        shared = [(len((have & entry.statement) - common - self.weightless), entry) for entry in entries]
        most = max((count for count, _ in shared), default=0)
        return tuple(entry for count, entry in shared if count == most) if most else ()

    def content(self, have: frozenset[str]) -> frozenset[str]:
        """Return the terms that the plan knows and that tell things apart."""
        return (have & self.asked_words) - self.weightless

    def words_of(self, place: str) -> frozenset[str]:
        """Return every word of what is asked for in a place, and of its sentences."""
        known = self._places.get(place)
        return known.words if known else frozenset()

    def worth(self, place: str, words: Iterable[str]) -> float:
        """Return what words are worth in a place: the more of its requirements have them, the less."""
        known = self._places.get(place)
        return math.fsum(self._worth(known, word) for word in words) if known else 0.0

    def users(self, word: str) -> int:
        """Return how many indicators have a word in what they ask for."""
        return self._users.get(word, 0)

    def weight(self, word: str) -> float:
        """Return how rare a word is in the plan: 0 (everywhere) to 1 (once, or never)."""
        return self._rarity.get(word, 1.0)

    def _hit(
        self,
        entry: RequirementTerms,
        place: _PlaceTerms,
        own: frozenset[str],
        everything: frozenset[str],
        implied: str,
        *,
        said_field: bool,
    ) -> Hit | None:
        others = own & place.by_word.keys() if place.narrow else own
        kinds = others & entry.foreign_kinds
        # A year is judged by itself: "rekap diklat 2024" is a rekap of the wrong year and no other paper.
        others -= entry.family | self.vocabulary.neutral_terms | self.vocabulary.daily_terms
        strange = frozenset(word for word in others if not _YEAR.fullmatch(word))
        worth_of = partial(self._worth, place)
        foreign = math.fsum(map(worth_of, strange)) * FOREIGN_WORD_SHARE
        foreign += math.fsum(map(worth_of, kinds)) * FOREIGN_KIND_SHARE
        best: Hit | None = None
        left_out = entry.completed if place.narrow else entry.kind_only
        for phrase in entry.phrases if any(map(_YEAR.fullmatch, own)) else entry.timeless:
            if phrase in left_out:
                continue
            matched = phrase & everything
            if not matched & own:
                continue
            if phrase not in place.totals:
                place.totals[phrase] = math.fsum(map(worth_of, phrase))
            total = place.totals[phrase] + foreign
            worth = place.totals[phrase] if matched == phrase else math.fsum(map(worth_of, matched))
            if implied in phrase and implied not in matched:
                worth += self._worth(place, implied) * IMPLIED_SHARE
            score = round(worth / total, 4)
            if best is None or (score, len(matched)) > (best.score, len(best.matched)):
                lacks = phrase in entry.of_field and not said_field
                score = round(score * LACKS_FIELD_FACTOR, 4) if lacks and place.is_plan else score
                best = Hit(
                    entry=entry,
                    score=score,
                    phrase=phrase,
                    matched=matched,
                    own=matched & own,
                    lacks_field=lacks,
                    says_field=phrase in entry.of_field and said_field,
                )
        return best

    def _worth(self, place: _PlaceTerms, word: str) -> float:
        return place.weights.get(word) or self.weight(word)

    def _office_terms(self, plan: Plan, office: OfficeName) -> frozenset[str]:
        """Return the terms of the office's names, and their single words but those that the plan asks for."""
        texts = (text for i in plan.indicators for r in i.requirements for text in (r.label, *r.aliases))
        asked = frozenset().union(*map(self.vocabulary.expand, texts))
        single = frozenset().union(*map(vocabulary_of(plan.words).expand, office.names))
        whole = self.vocabulary.office_terms.union(*map(self.vocabulary.expand, office.names))
        return whole | (single - asked)

    def _entries(self, plan: Plan) -> Iterable[RequirementTerms]:
        order = 0
        for area in plan.areas:
            for component in area.components:
                for indicator in component.indicators:
                    for requirement in indicator.requirements:
                        yield self._entry(order, component, indicator, requirement)
                        order += 1

    def _entry(
        self, order: int, component: Component, indicator: Indicator, requirement: Requirement
    ) -> RequirementTerms:
        texts = (requirement.label, *requirement.aliases, *self._more(indicator, requirement))
        plain = tuple(dict.fromkeys(self.phrase(text) for text in texts))
        kind_only = frozenset(phrase for phrase in plain if self._ties is not None and self._ties.is_kind_only(phrase))
        matter = self.vocabulary.expand(component.title) - self.vocabulary.everyday_terms - self.weightless
        completed = frozenset(phrase | matter for phrase in kind_only if matter)
        phrases = tuple(dict.fromkeys((*plain, *sorted(completed, key=sorted))))
        siblings = {
            word
            for other in indicator.requirements
            if other is not requirement
            for text in (other.label, *other.aliases, *self._more(indicator, other))
            for word in self.phrase(text)
        }
        expand = self.vocabulary.expand
        around = expand(f"{indicator.statement} {component.title}") - siblings
        alone = len(indicator.requirements) == 1
        asked = expand(indicator.evidence_text) if alone else frozenset()
        own = frozenset(word for phrase in plain for word in phrase)
        years = frozenset(int(year) for text in texts for year in _YEAR.findall(text))
        statement = expand(indicator.statement)
        of_field = frozenset(self.phrase(text) for text in texts if FIELD & expand(text))
        return RequirementTerms(
            order=order,
            indicator=indicator,
            requirement=requirement,
            phrases=phrases,
            family=own | around | asked,
            statement=statement,
            years=years,
            words=own,
            timeless=tuple(dict.fromkeys(_timeless(phrase) or phrase for phrase in phrases)),
            foreign_kinds=KIND_TERMS - own,
            general=self.vocabulary.general_terms,
            kind_only=kind_only if completed else frozenset(),
            completed=completed,
            of_field=of_field,
            own_phrases=frozenset(self.phrase(text) for text in (requirement.label, *requirement.aliases)),
        )

    def _more(self, indicator: Indicator, requirement: Requirement) -> tuple[str, ...]:
        return self._ties.phrases(indicator.code, requirement.id) if self._ties else ()

    def _with_years(self, entry: RequirementTerms) -> RequirementTerms:
        """Let "Renstra 2020-2024" be at home in every requirement that asks for a renstra."""
        words = sorted(frozenset().union(*entry.phrases))
        years = {str(year) for word in words for year in self.years_of_word.get(word, ())}
        return replace(entry, family=entry.family | years)

    def phrase(self, text: str) -> frozenset[str]:
        """Return the terms of a wording that tell it from others; all where none does."""
        terms = self.vocabulary.expand(text)
        return terms - self.weightless or terms

    def _add_place(self, code: str, indicators: tuple[Indicator, ...]) -> None:
        codes = {indicator.code for indicator in indicators}
        entries = tuple(entry for entry in self.entries if entry.indicator.code in codes)
        if entries:
            self._places[code] = self._place(entries, narrow=len(indicators) == 1 and indicators[0].code == code)

    def _place(
        self, entries: tuple[RequirementTerms, ...], *, narrow: bool = False, is_plan: bool = False
    ) -> _PlaceTerms:
        by_word: dict[str, list[RequirementTerms]] = {}
        for entry in entries:
            for word in sorted(frozenset().union(*entry.phrases)):
                by_word.setdefault(word, []).append(entry)
        weights = {
            word: (math.log(len(entries) / len(having)) + COMMON_WORD_WEIGHT) * self.weight(word)
            for word, having in by_word.items()
        }
        words = frozenset(word for entry in entries for word in entry.words | entry.statement)
        having_word = {word: tuple(having) for word, having in by_word.items()}
        return _PlaceTerms(narrow, is_plan, entries, having_word, weights, words)


def winners(hits: tuple[Hit, ...], *, threshold: float, margin: float, strict: bool = False) -> tuple[Hit, ...]:
    """Return the clear winner of a ranking, with others that ask for the same in the same words; else nothing.

    A wording that another one holds whole ("spanduk gratifikasi" in "foto spanduk gratifikasi") does not compete.

    Args:
        hits: A ranking, best first.
        threshold: The least score.
        margin: How far the best must be ahead of the next.
        strict: Whether a wording of which a part is missing needs two words, one of them of the matter itself:
            "notulen rapat" may be any meeting's.
    """
    if not hits or hits[0].score < threshold:
        return ()
    wide = [(_timeless(other.own), other.matched) for other in hits if other.is_whole]
    longest = [hit for hit in hits if not _is_held(hit, wide)]
    best = longest[0]
    if best.score < threshold or (strict and not _says_enough(best)):
        return ()
    same = [hit for hit in longest if hit.phrase == best.phrase and best.score - hit.score <= SAME_SCORE]
    same += [hit for hit in hits if best.is_whole and hit not in same and _is_same_paper(hit, best)]
    if not best.lacks_field:
        same = [hit for hit in same if not hit.lacks_field]
    # "Rencana kerja ZI" is not the office's own "rencana kerja", though only the field tells them apart.
    same = [hit for hit in same if hit.says_field] or same
    others = [hit for hit in longest if hit not in same]
    if best.is_whole and best.score >= SAID_WHOLE and not any(hit.is_whole for hit in others):
        margin /= SHARE_OF_LEAD  # all is said, and nothing else; what is near lacks a word
    return tuple(same) if not others or best.score - others[0].score >= margin else ()


def _is_same_paper(hit: Hit, best: Hit) -> bool:
    """Whether two wordings differ in their years alone: "LAKIP" and "LAKIP 2024" ask for one paper."""
    return hit.is_whole and _timeless(hit.phrase) == _timeless(best.phrase)


def _timeless(phrase: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in phrase if not _YEAR.fullmatch(word))


def _says_enough(hit: Hit) -> bool:
    if hit.is_general:
        return hit.is_whole and not hit.lacks_field
    return hit.is_whole or len(hit.matched) > 1


def _is_held(hit: Hit, wide: list[tuple[frozenset[str], frozenset[str]]]) -> bool:
    """Whether a wording that is said whole holds this one; `wide` are what such say of the name and of the phrase."""
    own, whole = _timeless(hit.own) if wide else frozenset(), hit.is_whole
    return any(own < said or (whole and hit.matched < matched) for said, matched in wide)


def _rarity(entries: tuple[RequirementTerms, ...], words: frozenset[str]) -> dict[str, float]:
    """Return word ─► 0 to 1 by how few requirements use it."""
    counts = dict.fromkeys(words, 0)
    for entry in entries:
        for word in frozenset().union(*entry.phrases):
            counts[word] += 1
    highest = math.log(1 + len(entries))
    return {word: math.log(1 + len(entries) / count) / highest for word, count in counts.items()}


def _years_of_words(entries: tuple[RequirementTerms, ...], year: int) -> dict[str, frozenset[int]]:
    """Return what the plan asks for of other years by name: "LAKIP 2024" gives lakip ─► 2024."""
    found: dict[str, frozenset[int]] = {}
    for entry in entries:
        for phrase in entry.phrases:
            years = frozenset(int(word) for word in phrase if _YEAR.fullmatch(word)) - {year}
            words = [word for word in phrase if not _YEAR.fullmatch(word)]
            if years and len(words) == 1:
                found[words[0]] = found.get(words[0], frozenset()) | years
    return found
