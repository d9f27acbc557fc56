"""From "this file belongs to this requirement" to claims: which slots it fills, and whether its year fits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.matching import contradictions, name_periods
from dossier.model import Claim, DocKind, Fault, FaultKind, Rule

if TYPE_CHECKING:
    import datetime as dt

    from dossier.matching.parsed_path import Name
    from dossier.matching.term_scoring import RequirementTerms
    from dossier.model import EvidenceFile, Slot

NO_PERIOD: Final = "periode (bulan) tidak terbaca"
# What is asked for until April and looks back on a finished year may be of the year before.
_LOOKS_BACK: Final = frozenset({DocKind.SKP, DocKind.PIAGAM})
# What stays in force until it is replaced may have been signed in any year.
_STANDING: Final = frozenset({DocKind.SOP, DocKind.MAKLUMAT, DocKind.BANNER, DocKind.APLIKASI})
_YEARLY: Final = "tahunan"
_LAST_MONTH_OF_LOOKING_BACK: Final = 4
_LEAST_RUN: Final = 3  # years in a row that are said as "2020–2024"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A requirement that a rule found for a file; `exact_slot` is a person's own choice of slot.

    `words` are what its content said of the requirement, besides its name; `is_one_of_several`: the file serves other
    requirements too, so that its first page need not be of this one.
    """

    entry: RequirementTerms
    rule: Rule
    score: float
    reasons: tuple[str, ...]
    exact_slot: str | None = None
    words: frozenset[str] = frozenset()
    is_one_of_several: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Times:
    """When a paper says it is from, and when it was signed."""

    dated: tuple[dt.date, dt.date] | None = None
    signed: dt.date | None = None


def settle(
    file: EvidenceFile,
    name: Name,
    proposal: Candidate,
    year: int,
    years_of_word: dict[str, frozenset[int]],
    *,
    judge_year: bool = True,
) -> tuple[Claim, ...]:
    """Return the claims of one proposal, one for each slot that it fills; at least one.

    Where the year is wrong, or nothing says which of several slots is meant, the claims carry that as their fault.

    Args:
        file: The file.
        name: Its path taken apart.
        proposal: The requirement found.
        year: The plan's year.
        years_of_word: Which other years the plan asks for by word (lakip ─► 2024).
        judge_year: Whether a wrong year, or content that speaks against the name, is a doubt; not so where a person
            decided.
    """
    entry = proposal.entry
    slots = entry.indicator.slots_of(entry.requirement)
    if proposal.exact_slot is not None:
        return (_claim(file, proposal, proposal.exact_slot),)
    other_year = _other_year(name, proposal, year, years_of_word) if judge_year else ""
    fault = Fault(kind=FaultKind.OTHER_YEAR, text=other_year) if other_year else None
    filled = slots if len(slots) <= 1 else name_periods.slots_in(name.period, slots)
    if judge_year and fault is None:
        fault = _contradicted(name, proposal, filled, year, years_of_word)
    times = _Times()
    if judge_year:
        signed = contradictions.signature(name.paper, entry, filled) if name.paper else None
        times = _Times(dated=name.dated, signed=signed)
    if len(slots) <= 1:
        return (_claim(file, proposal, slots[0].key if slots else None, fault=fault, times=times),)
    if filled:
        reason = (name.period_reason,)
        return tuple(_claim(file, proposal, slot.key, reason, fault=fault, times=times) for slot in filled)
    claim = _claim(file, proposal, None, fault=fault or _no_slot(name, [slot.label for slot in slots]), times=times)
    return (replace(claim, near_slot=_near_slot(name, slots)),)


def _near_slot(name: Name, slots: tuple[Slot, ...]) -> str | None:
    """Return the key of the slot that a suggestion should name: by the month read, else by the date of a machine."""
    months = name.period.months or name_periods.read(name.text).months
    if not months:
        return None
    later = (slot for slot in slots if slot.start.month >= min(months))
    near = next(iter(name_periods.slots_in(name_periods.Period(months=months), slots)), None) or next(later, None)
    return near.key if near else None


def _claim(
    file: EvidenceFile,
    proposal: Candidate,
    slot: str | None,
    reasons: tuple[str, ...] = (),
    *,
    fault: Fault | None = None,
    times: _Times | None = None,
) -> Claim:
    return Claim(
        file=file,
        indicator=proposal.entry.indicator.code,
        requirement=proposal.entry.requirement.id,
        slot=slot,
        rule=proposal.rule,
        score=round(proposal.score, 4),
        reasons=(*proposal.reasons, *reasons),
        fault=fault,
        dated=times.dated if times else None,
        signed=times.signed if times else None,
    )


def _contradicted(
    name: Name, proposal: Candidate, filled: tuple[Slot, ...], year: int, years_of_word: dict[str, frozenset[int]]
) -> Fault | None:
    """Return the fault of a paper that says another year, period or kind of itself than its name does."""
    paper = name.paper
    if paper is None or proposal.rule is Rule.CONTENT:
        return None
    said = contradictions.other_period(paper, name, proposal.entry, filled)
    years = contradictions.other_year(paper, name, proposal.entry)
    if years:
        said = said or _other_year(contradictions.without_time(name, years), proposal, year, years_of_word)
    said = said or ("" if proposal.is_one_of_several else contradictions.other_kind(paper, proposal.entry))
    return Fault(kind=FaultKind.CONTENT, text=said) if said else None


def _no_slot(name: Name, labels: list[str]) -> Fault:
    months = name.period.words()
    if not months:
        return Fault(kind=FaultKind.NO_PERIOD, text=NO_PERIOD)
    return Fault(kind=FaultKind.OUTSIDE, text=f"{months} bukan waktu yang diminta ({wording.join_words(labels)})")


def _other_year(name: Name, proposal: Candidate, year: int, years_of_word: dict[str, frozenset[int]]) -> str:
    """Say which other year a name speaks of, or return an empty text where its year fits."""
    entry, years = proposal.entry, name.years
    from_content = not (name.own_period.years or name.folder_period.years)
    if not years or (from_content and entry.requirement.kind in _STANDING):
        return ""
    says = "isi berkas bertanggal" if from_content else "nama menyebut tahun"
    words = {word for phrase in entry.phrases for word in phrase} & (name.terms | proposal.words)
    asked = entry.years.union(*(years_of_word.get(word, frozenset()) for word in sorted(words)))
    due = {slot.due.year for slot in entry.indicator.slots_of(entry.requirement)}
    if _looks_back(entry, year):
        asked |= {year - 1}
    if years & (asked | due | {year}):
        always = all(
            any(word.isdigit() for word in phrase) for phrase in entry.phrases
        )  # a year that no wording does without
        if always and name.bare_years and not name.bare_years & entry.years:
            return f"{says} {_list(name.bare_years)}, yang diminta {_list(entry.years)}"
        return ""
    return f"{says} {_list(years)}, yang diminta {_list(entry.years or asked | {year})}"


def _looks_back(entry: RequirementTerms, year: int) -> bool:
    """Return whether a requirement is about the year before: an annual report, an appraisal or an award, due early."""
    backward = entry.requirement.kind in _LOOKS_BACK or any(_YEARLY in phrase for phrase in entry.phrases)
    slots = entry.indicator.slots_of(entry.requirement)
    return backward and all(s.due.year == year and s.due.month <= _LAST_MONTH_OF_LOOKING_BACK for s in slots)


def _list(years: frozenset[int]) -> str:
    first, last = min(years), max(years)
    if len(years) >= _LEAST_RUN and years == set(range(first, last + 1)):
        return f"{first}–{last}"
    return wording.join_words([str(year) for year in sorted(years)])
