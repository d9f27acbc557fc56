"""Compares folder names with the titles and sentences of a plan, as words. What a folder fixes: `folder_scope`."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dossier.knowledge.vocabulary import AREA_NAMES
from dossier.matching import code_spellings
from dossier.matching.questions import place_of
from dossier.matching.term_scoring import WHOLE_PLAN
from dossier.matching.weights import SENTENCE_LEAD, SENTENCE_SHARE, SENTENCE_WORDS, TITLE_SHARE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.matching.spelling import Speller
    from dossier.matching.term_scoring import WordIndex
    from dossier.model import Plan


@dataclass(frozen=True, slots=True)
class Titles:
    """Titles of one level (areas; components of an area; sentences of a component's indicators) as words."""

    words: Mapping[str, tuple[frozenset[str], ...]]
    own: Mapping[str, frozenset[str]] = field(default_factory=dict)


class PlanTitles:
    """The titles of areas and components and the sentences of indicators, by the place that holds them."""

    def __init__(self, plan: Plan, index: WordIndex, speller: Speller) -> None:
        """Read every title and sentence of a plan once.

        Args:
            plan: The plan.
            index: Its words.
            speller: Reads words with a slip of the pen in them.
        """
        self._index = index
        self._read = speller.read
        self.areas = self._titles({a.code: (a.title, *AREA_NAMES.get(place_of(a.code)[0], ())) for a in plan.areas})
        self.components = {a.code: self._titles({c.code: (c.title,) for c in a.components}) for a in plan.areas}
        self.components[WHOLE_PLAN] = self._titles({c.code: (c.title,) for area in plan.areas for c in area.components})
        self.sentences = {WHOLE_PLAN: self._titles({i.code: (i.statement,) for i in plan.indicators})}
        for area in plan.areas:
            self.sentences[area.code] = self._titles({i.code: (i.statement,) for i in area.indicators})
            for component in area.components:
                self.sentences[component.code] = self._titles({i.code: (i.statement,) for i in component.indicators})

    def terms(self, name: str) -> frozenset[str]:
        """Return the canonical terms of a folder's name, slips mended."""
        return self._index.vocabulary.expand(name, self._read)

    def content(self, name: str) -> frozenset[str]:
        """Return the terms of a folder's name that tell it from others, without the number that orders it."""
        rest = code_spellings.order_number(name)
        return self.terms(rest[1] if rest and rest[1] else name) - self._index.weightless

    def weight(self, words: frozenset[str]) -> float:
        """Return what words weigh together: the rarer in the plan, the more."""
        return math.fsum(self._index.weight(word) for word in words)

    def titled(self, titles: Titles, name: str, least: float) -> str | None:
        """Return the code whose title a folder says, or None; a word that no other title has must be among them.

        Args:
            titles: The titles of one level.
            name: The folder's name.
            least: How much of a title, by weight, it must say at least.
        """
        have = self.content(name)
        if not have:
            return None
        scores: list[tuple[float, str]] = []
        for code, alternatives in titles.words.items():
            for words in alternatives:
                shared = have & words
                enough = max(TITLE_SHARE * self.weight(have), least * self.weight(words))
                if shared & titles.own[code] and self.weight(shared) >= enough:
                    scores.append((self.weight(shared), code))
        scores.sort(key=lambda row: (-row[0], row[1]))
        rivals = {code for score, code in scores if score == scores[0][0]}
        return scores[0][1] if len(rivals) == 1 else None

    def sentence(self, name: str, place: str, share: float = SENTENCE_SHARE) -> str | None:
        """Return the code of the indicator whose sentence a folder is, or None; people name folders after questions.

        Args:
            name: The folder's name.
            place: Code of the area or component whose sentences count, or `WHOLE_PLAN`.
            share: How much of each other, by weight, name and sentence must say.
        """
        have = self.content(name)
        if len(have) < SENTENCE_WORDS:
            return None
        scores: list[tuple[float, str]] = []
        for code, alternatives in self.sentences[place].words.items():
            shared = self.weight(have & alternatives[0])
            said, known = shared / self.weight(alternatives[0]), shared / self.weight(have)
            if min(said, known) >= share:
                scores.append((said + known, code))
        scores.sort(key=lambda row: (-row[0], row[1]))
        if not scores or (len(scores) > 1 and scores[0][0] - scores[1][0] < SENTENCE_LEAD):
            return None
        return scores[0][1]

    def _titles(self, titles: Mapping[str, tuple[str, ...]]) -> Titles:
        expand, weightless = self._index.vocabulary.expand, self._index.weightless
        words = {
            code: tuple(found for text in texts if (found := expand(text) - weightless))
            for code, texts in titles.items()
        }
        everything = {code: frozenset().union(*alternatives) for code, alternatives in words.items()}
        own = {
            code: mine - frozenset().union(*(other for key, other in everything.items() if key != code))
            for code, mine in everything.items()
        }
        return Titles({code: found for code, found in words.items() if found}, own)
