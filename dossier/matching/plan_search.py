"""Finds the requirements of a plan that a person's words mean: codes, keys of the sheet, words, beginnings of words.

Pure. The index is made with the first question and kept, for a desk that is asked again and again.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from dossier import codes
from dossier.knowledge import sheet
from dossier.matching import code_spellings, explain_sheet
from dossier.matching.halves import PlanHalves
from dossier.matching.term_scoring import WHOLE_PLAN
from dossier.matching.title_block import UNNAMED, OfficeName
from dossier.model import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.matching.index import PlanIndex
    from dossier.model import Claim, Indicator, Plan, Requirement

MOST_FOUND: Final = 9
"""As many as there are keys 1 to 9."""


@dataclass(frozen=True, slots=True)
class FoundRequirement:
    """A place in the plan that words mean; the requirement is None where only the indicator's sentence says so."""

    indicator: Indicator
    requirement: Requirement | None


class PlanSearch:
    """One plan, ready to be asked for words, and for what speaks for and against the name of a file."""

    def __init__(self, plan: Plan, office: OfficeName = UNNAMED) -> None:
        """Index nothing yet."""
        self._plan = plan
        self._office = office

    @cached_property
    def _indexes(self) -> dict[str, PlanIndex]:
        return PlanHalves(self._plan, self._office).indexes

    @cached_property
    def _texts(self) -> tuple[tuple[FoundRequirement, str], ...]:
        found: list[tuple[FoundRequirement, str]] = []
        for indicator in self._plan.indicators:
            for requirement in indicator.requirements:
                words = " ".join((requirement.label, *requirement.aliases))
                found.append((FoundRequirement(indicator, requirement), _folded(words)))
            said = f"{indicator.code} {indicator.statement} {indicator.steps} {indicator.evidence_text}"
            found.append((FoundRequirement(indicator, None), _folded(said)))
        return tuple(found)

    def find(self, text: str, most: int = MOST_FOUND) -> tuple[FoundRequirement, ...]:
        """Return the places that a text means, best first: a code in any spelling, else words, else word beginnings."""
        found: dict[tuple[str, str | None], FoundRequirement] = {}
        for each in (*self._coded(text), *self._worded(text), *self._begun(text)):
            key = (each.indicator.code, each.requirement.id if each.requirement else None)
            if each.requirement is None and any(code == key[0] for code, _ in found):
                continue
            found.setdefault(key, each)
            if len(found) == most:
                break
        return tuple(found.values())

    def votes(self, path: str, claims: Sequence[Claim]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return what speaks for a file's name and what against it; nothing where a code or a person decided."""
        if any(claim.rule in {Rule.CODE, Rule.PIN} for claim in claims):
            return (), ()
        half = codes.half_of(claims[0].indicator) if claims else sheet.PEMENUHAN
        return explain_sheet.votes(self._indexes.get(half) or next(iter(self._indexes.values())), path, claims)

    def _coded(self, text: str) -> Iterator[FoundRequirement]:
        for known in self._indexes.values():
            for mention in code_spellings.full_codes(text, known.codes):
                indicator = self._plan.indicator(mention.code)
                if indicator is not None:
                    own = [indicator.requirement(mention.letter)] if mention.letter else [*indicator.requirements]
                    yield from (FoundRequirement(indicator, each) for each in own if each is not None)

    def _worded(self, text: str) -> Iterator[FoundRequirement]:
        hits = [hit for known in self._indexes.values() for hit in known.index.rank(WHOLE_PLAN, known.terms(text))]
        for hit in sorted(hits, key=lambda each: (-each.score, -len(each.matched), each.entry.order)):
            yield FoundRequirement(hit.entry.indicator, hit.entry.requirement)

    def _begun(self, text: str) -> Iterator[FoundRequirement]:
        words = _folded(text).split()
        if words:
            yield from (each for each, said in self._texts if all(f" {word}" in f" {said}" for word in words))


def _folded(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain.casefold().replace("/", " ").replace("-", " ").split())
