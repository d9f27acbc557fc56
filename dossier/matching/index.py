"""Index of a plan for the matching rules; rule results, candidates, and their conversion to claims with slots."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.codes import half_of
from dossier.knowledge import word_list
from dossier.knowledge.vocabulary import spelled, tokens, vocabulary_of
from dossier.matching import contradictions, name_periods
from dossier.matching.code_spellings import PlanCodes
from dossier.matching.folder_scope import Places
from dossier.matching.paper_ties import PaperTies
from dossier.matching.papers import papers_of
from dossier.matching.questions import QuestionIndex, place_of
from dossier.matching.spelling import Speller
from dossier.matching.term_scoring import WordIndex
from dossier.matching.title_block import UNNAMED, OfficeName
from dossier.matching.weights import PLACE_FACTOR, WORDS_FACTOR
from dossier.model import Claim, DocKind, Fault, FaultKind, Rule

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from dossier.matching.folder_scope import Scope
    from dossier.matching.parsed_path import Name
    from dossier.matching.resolve import Considered
    from dossier.matching.term_scoring import Hit, RequirementTerms
    from dossier.model import EvidenceFile, Plan, Slot


BUTIR_OPEN: Final = "butirnya belum dapat ditetapkan"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleResult:
    """Result of a rule: candidates that become claims, unless `doubt` says why none of them is certain.

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
    """The codes, titles and words of a plan, or of one half of it; made once, asked for every file.

    All areas are of one half of the sheet, `half`: titles and words occur in both. `matching/halves.py` parts a plan.
    """

    def __init__(self, plan: Plan, office: OfficeName = UNNAMED, elsewhere: Collection[str] = ()) -> None:
        """Index the plan of an office; `elsewhere` are the codes of the indicators in its other halves."""
        self.plan = plan
        self.office = office
        self.codes = PlanCodes(plan, elsewhere)
        self.half = half_of(self.codes.mark)
        self.vocabulary = vocabulary_of(office.words + plan.words)
        self.papers = papers_of(self.vocabulary)
        self.questions = QuestionIndex()
        self.ties = PaperTies(plan, self.papers, answered_by(plan, self.questions), self.vocabulary)
        self.index = WordIndex(plan, office, self.ties)
        self.speller = _speller(plan, self.index, self.ties)
        self.places = Places(plan, self.codes, self.index, self.speller, self.ties.answered, self.questions)
        self._titles = {c.code: self.vocabulary.expand(c.title) for a in plan.areas for c in a.components}
        self._by_component = {c.code: tuple(i.code for i in c.indicators) for a in plan.areas for c in a.components}
        self.considered: dict[tuple[str, bool], Considered] = {}
        """What `resolve.consider` gave for paths, until `PlanHalves.forget`."""
        self.said_by_folders: dict[tuple[str, ...], frozenset[str]] = {}
        """Names of folders ─► their terms, as `folder_words` gives them."""
        self._entries: dict[str, tuple[RequirementTerms, ...]] = {}
        for entry in self.index.entries:
            code = entry.indicator.code
            self._entries[code] = (*self._entries.get(code, ()), entry)

    def entries_of(self, code: str) -> tuple[RequirementTerms, ...]:
        """Return the requirements of an indicator, ready for the rules."""
        return self._entries.get(code, ())

    def indicators_of(self, component: str) -> tuple[str, ...]:
        """Return the codes of the indicators of a component."""
        return self._by_component.get(component, ())

    def terms(self, text: str) -> frozenset[str]:
        """Return the canonical terms of any text, slips mended."""
        return self.vocabulary.expand(text, self.speller.read)

    def title_of(self, component: str) -> frozenset[str]:
        """Return the terms of a component's title."""
        return self._titles.get(component, frozenset())


def answered_by(plan: Plan, questions: QuestionIndex) -> dict[str, tuple[str, ...]]:
    """Return code of an indicator ─► keys of the questions that it answers, by `lke` or by its sentence."""
    return {
        indicator.code: tuple(hit.question.key for hit in questions.of_indicator(indicator, *place_of(area.code)))
        for area in plan.areas
        for indicator in area.indicators
    }


def _speller(plan: Plan, index: WordIndex, ties: PaperTies) -> Speller:
    """Return the reader of slips for a plan: titles and what is asked for are targets, other words are only known."""
    asked = [
        words
        for i in plan.indicators
        for r in i.requirements
        if (words := tokens(" ".join((r.label, *r.aliases, *ties.phrases(i.code, r.id)))))
    ]
    titles = [title for a in plan.areas for title in (a.title, *(c.title for c in a.components))]
    sentences = [f"{i.statement} {i.steps} {i.evidence_text}" for i in plan.indicators]
    return Speller(
        targets=(
            *index.vocabulary.known_words,
            *(word for words in asked for word in words),
            *(word for title in titles for word in tokens(title)),
        ),
        known=(
            *index.weightless,
            *index.vocabulary.everyday_terms,
            *(word for sentence in sentences for word in tokens(sentence)),
        ),
        vocabulary=index.vocabulary,
        uses=Counter(word for words in asked for word in set(words)),
    )


def folder_words(known: PlanIndex, scope: Scope) -> frozenset[str]:
    """Return the terms of the folders inside the place that is fixed, without the Roman numbers of their codes."""
    if scope.inside not in known.said_by_folders:
        terms = frozenset().union(*(known.terms(folder) for folder in scope.inside))
        said = frozenset(term for term in terms if wording.roman_number(term) is None)
        known.said_by_folders[scope.inside] = said
    return known.said_by_folders[scope.inside]


def matched_words(hit: Hit) -> str:
    """Return "kata cocok: notulen, rapat"."""
    return f"kata cocok: {', '.join(spelled(word) for word in sorted(hit.matched))}"


def worded(hit: Hit, place: str, reasons: tuple[str, ...]) -> Candidate:
    """Return a word hit as a candidate, by rule "folder" where folders fix a scope, else by rule "words"."""
    rule, factor = (Rule.PLACE, PLACE_FACTOR) if place else (Rule.WORDS, WORDS_FACTOR)
    return Candidate(
        entry=hit.entry,
        rule=rule,
        score=hit.score * factor,
        reasons=(*reasons, matched_words(hit)),
        said=hit.own,
        is_whole=hit.is_whole,
        lacks_field=hit.lacks_field,
        is_own_wording=hit.phrase in hit.entry.own_phrases,
    )


def open_of(candidate: Candidate) -> Candidate:
    """Return a candidate as evidence of its indicator, of which the requirement is open."""
    return replace(candidate, indicator_only=True, reasons=(*candidate.reasons, BUTIR_OPEN))


def called(entry: RequirementTerms) -> str:
    """Return "V.5.2 a (Matriks identifikasi)"."""
    return f"{entry.indicator.code} {entry.requirement.id} ({entry.requirement.label})"


NO_PERIOD: Final = "periode (bulan) tidak terbaca"
# What is asked for until April and looks back on a finished year may be of the year before.
_LOOKS_BACK: Final = frozenset(map(DocKind, word_list("jenis_melihat_ke_belakang")))
# What stays in force until it is replaced may have been signed in any year.
_STANDING: Final = frozenset(map(DocKind, word_list("jenis_berlaku_terus")))
_YEARLY: Final = "tahunan"
_LAST_MONTH_OF_LOOKING_BACK: Final = 4
_LEAST_RUN: Final = 3  # years in a row that are said as "2020–2024"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A requirement that a rule found for a file; `exact_slot` is a person's own choice of slot.

    `words` are what its content said of the requirement, besides its name; `is_one_of_several`: the file serves other
    requirements too, so that its first page need not be of this one. `indicator_only`: the indicator of `entry` is
    sure and which of its requirements is not.
    """

    entry: RequirementTerms
    rule: Rule
    score: float
    reasons: tuple[str, ...]
    exact_slot: str | None = None
    words: frozenset[str] = frozenset()
    is_one_of_several: bool = False
    indicator_only: bool = False
    said: frozenset[str] = frozenset()
    is_whole: bool = False
    lacks_field: bool = False
    is_own_wording: bool = False


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
    if proposal.indicator_only:
        other = _other_year(name, proposal, year, years_of_word) if judge_year else ""
        fault = Fault(kind=FaultKind.OTHER_YEAR, text=other) if other else None
        filled = name_periods.slots_in(name.period, entry.indicator.schedule.slots)
        return (_claim(file, proposal, filled[0].key if len(filled) == 1 else None, fault=fault),)
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
        requirement=None if proposal.indicator_only else proposal.entry.requirement.id,
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
    due = {slot.until.year for slot in entry.indicator.slots_of(entry.requirement)}
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
    """Return whether a requirement is about the year before: an annual report, an appraisal or an award.

    It is due early in the year, or nobody knows when.
    """
    backward = entry.requirement.kind in _LOOKS_BACK or any(_YEARLY in phrase for phrase in entry.phrases)
    slots = entry.indicator.slots_of(entry.requirement)
    return backward and all(
        s.due is None or (s.due.year == year and s.due.month <= _LAST_MONTH_OF_LOOKING_BACK) for s in slots
    )


def _list(years: frozenset[int]) -> str:
    first, last = min(years), max(years)
    if len(years) >= _LEAST_RUN and years == set(range(first, last + 1)):
        return f"{first}–{last}"
    return wording.join_words([str(year) for year in sorted(years)])
