"""From "this file belongs to this requirement" to claims: which slots it fills, and whether its year fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.matching import periods
from dossier.model import Claim

if TYPE_CHECKING:
    from dossier.matching.names import Name
    from dossier.matching.words import Entry
    from dossier.model import EvidenceFile, Rule

NO_PERIOD: Final = "periode (bulan) tidak terbaca"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A requirement that a rule found for a file; `exact_slot` is a person's own choice of slot."""

    entry: Entry
    rule: Rule
    score: float
    reasons: tuple[str, ...]
    exact_slot: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The claims that follow from a proposal, and what keeps them from being certain."""

    claims: tuple[Claim, ...]
    other_year: str = ""
    no_period: str = ""

    @property
    def doubt(self) -> str:
        """Why the claims are not certain, or an empty text."""
        return self.other_year or self.no_period


def settle(
    file: EvidenceFile,
    name: Name,
    proposal: Proposal,
    year: int,
    years_of_word: dict[str, frozenset[int]],
    *,
    judge_year: bool = True,
) -> Settled:
    """Return the claims of one proposal, one for each slot that it fills.

    Args:
        file: The file.
        name: Its path taken apart.
        proposal: The requirement found.
        year: The plan's year.
        years_of_word: Which other years the plan asks for by word (lakip ─► 2024).
        judge_year: Whether a wrong year is a doubt; not so where a person decided.
    """
    entry = proposal.entry
    slots = entry.indicator.slots_of(entry.requirement)
    if proposal.exact_slot is not None:
        return Settled(claims=(_claim(file, proposal, proposal.exact_slot, ()),))
    other_year = _other_year(name, entry, year, years_of_word) if judge_year else ""
    if len(slots) <= 1:
        slot = slots[0].key if slots else None
        return Settled(claims=(_claim(file, proposal, slot, ()),), other_year=other_year)
    filled = periods.slots_in(name.period, slots)
    if filled:
        reason = (name.period_reason,)
        return Settled(claims=tuple(_claim(file, proposal, s.key, reason) for s in filled), other_year=other_year)
    return Settled(
        claims=(_claim(file, proposal, None, ()),),
        other_year=other_year,
        no_period=_no_slot(name, [slot.label for slot in slots]),
    )


def _claim(file: EvidenceFile, proposal: Proposal, slot: str | None, reasons: tuple[str, ...]) -> Claim:
    return Claim(
        file=file,
        indicator=proposal.entry.indicator.code,
        requirement=proposal.entry.requirement.id,
        slot=slot,
        rule=proposal.rule,
        score=round(proposal.score, 4),
        reasons=(*proposal.reasons, *reasons),
    )


def _no_slot(name: Name, labels: list[str]) -> str:
    months = name.period.words()
    if not months:
        return NO_PERIOD
    return f"{months} bukan waktu yang diminta ({wording.join_words(labels)})"


def _other_year(name: Name, entry: Entry, year: int, years_of_word: dict[str, frozenset[int]]) -> str:
    """Say which other year a name speaks of, or return an empty text where its year fits."""
    years = name.years
    if not years:
        return ""
    words = {word for phrase in entry.phrases for word in phrase} & name.terms
    asked = entry.years.union(*(years_of_word.get(word, frozenset()) for word in sorted(words)))
    due = {slot.due.year for slot in entry.indicator.slots_of(entry.requirement)}
    if min(years) <= year <= max(years) or years & (asked | due):
        always = all(
            any(word.isdigit() for word in phrase) for phrase in entry.phrases
        )  # a year that no wording does without
        if always and name.bare_years and not name.bare_years & entry.years:
            return f"nama menyebut tahun {_list(name.bare_years)}, yang diminta {_list(entry.years)}"
        return ""
    return f"nama menyebut tahun {_list(years)}, yang diminta {_list(entry.years or asked | {year})}"


def _list(years: frozenset[int]) -> str:
    return wording.join_words([str(year) for year in sorted(years)])
