"""Rule "code": the indicator that a code in the path names, and the requirement that the file serves there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossier import wording
from dossier.knowledge import word_list
from dossier.matching import code_spellings, lke_keys
from dossier.matching.by_words import contradiction, named
from dossier.matching.index import BUTIR_OPEN, Candidate, RuleResult, called, folder_words, matched_words, worded
from dossier.matching.term_scoring import KIND_TERMS, WHOLE_PLAN, winners
from dossier.matching.weights import (
    CLEAR_BY_FOLDER,
    CLEAR_IN_INDICATOR,
    FOLDER_CODE,
    LEAD,
    OWN_CODE,
    PLACE_FACTOR,
    POSSIBLE,
    RELATIVE_CODE,
)
from dossier.model import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.matching.code_spellings import Mention
    from dossier.matching.folder_scope import Scope
    from dossier.matching.index import PlanIndex
    from dossier.matching.parsed_path import Name
    from dossier.matching.term_scoring import RequirementTerms

_OTHER_SHEETS = frozenset(word_list("istilah_lembar_lain"))

Choice = tuple["RequirementTerms", str]


def of_this_plan(
    known: PlanIndex, scope: Scope, folders: tuple[str, ...], mentions: tuple[Mention, ...]
) -> tuple[Mention, ...]:
    """Leave out the numbers of another evaluation ("SAKIP/2.a Dokumen renstra"), which are no codes of the plan.

    A Roman number is of this plan, and so is a code of the place that the folders fix.
    """
    if not any(known.vocabulary.expand(folder) & _OTHER_SHEETS for folder in folders):
        return mentions
    return tuple(m for m in mentions if not m.written[:1].isdigit() or (scope.area and scope.holds(m.code)))


def completed(known: PlanIndex, scope: Scope, stem: str) -> tuple[Mention, ...]:
    """Return the code that the folders and the start of the name make together: "5/4.b …", "V/4/2 …"."""
    if scope.indicator or not scope.area or scope.lke:
        return ()  # in a tree that follows the LKE, a letter is the letter of its question
    if mention := code_spellings.code_in_area(stem, code_spellings.numbers_of(scope.area)[0], known.codes):
        return (mention,)
    mention = code_spellings.code_in_component(stem, scope.component, known.codes, numbers=scope.bare)
    return (mention,) if mention else ()


def reread(known: PlanIndex, name: Name, scope: Scope, mention: Mention) -> Mention:
    """Choose between the two readings of "5.3.a" inside a folder: area 5, component 3 … or component 5, indicator 3 ….

    The one that agrees with the folders is meant; where both do, the first unless the words speak for the second.
    """
    inner = code_spellings.inner_reading(mention, scope.area, known.codes)
    if inner is None:
        return mention
    place = f"{scope.place}."
    if not inner.code.startswith(place):
        return mention
    if not mention.known or not mention.code.startswith(place):
        return inner
    better = contradiction(known, name, {mention.code})
    return inner if any(hit.entry.indicator.code == inner.code for hit in better) else mention


def by_own_code(known: PlanIndex, name: Name, scope: Scope, mentions: tuple[Mention, ...]) -> RuleResult:
    """Apply the codes of the file's own name."""
    proposals: list[Candidate] = []
    unclear: dict[str, Candidate] = {}
    for mention in {m.code: m for m in reversed(mentions)}.values():
        above = scope.reasons if mention.relative else ()
        reasons = (*above, f"kode {mention.reading} pada nama berkas")
        choices = pick(known, mention.code, name, scope, mention.letter)
        base = RELATIVE_CODE if mention.relative else OWN_CODE
        proposals += [_proposal(entry, base, (*reasons, why)) for entry, why in choices]
        if not choices and known.entries_of(mention.code):
            unclear[mention.code] = whole_indicator(known, mention.code, base, reasons)
    return _weighed(known, name, proposals, unclear, firm=not any(m.relative or m.lettered for m in mentions))


def by_folder(known: PlanIndex, name: Name, scope: Scope) -> RuleResult:
    """Use the indicator that the folders fix, by a code or by its sentence."""
    base = PLACE_FACTOR
    if scope.by_code:
        base = RELATIVE_CODE if scope.relative else FOLDER_CODE
    proposals: list[Candidate] = []
    unclear: dict[str, Candidate] = {}
    for code in scope.indicators:
        choices = pick(known, code, name, scope, None)
        if not scope.by_code:
            at_home = _at_home(known, code, name)
            choices = tuple(each for each in choices if at_home and not _is_other_kind(name, each[0]))
        proposals += [_proposal(entry, base, (*scope.reasons, why)) for entry, why in choices]
        if not choices and known.entries_of(code):
            unclear[code] = whole_indicator(known, code, base, scope.reasons)
    if unclear and not scope.by_code and not proposals and not any(_belongs(known, code, name) for code in unclear):
        all_open = tuple(_open(entry) for code in unclear for entry in known.entries_of(code))
        return RuleResult(
            proposals=all_open, doubt=f"namanya menyebut hal lain daripada {wording.join_words(list(unclear))}"
        )
    if not scope.by_code:
        proposals = [replace(proposal, rule=Rule.PLACE) for proposal in proposals]
        unclear = {code: replace(each, rule=Rule.PLACE) for code, each in unclear.items()}
    return _weighed(known, name, proposals, unclear, firm=scope.by_code and not scope.relative)


def _belongs(known: PlanIndex, code: str, name: Name) -> bool:
    """Whether a name may be evidence of an indicator: it says nothing of a matter, or a word of the indicator's."""
    matter = name.terms - known.vocabulary.everyday_terms
    matter = frozenset(term for term in matter if not term.isdigit() and wording.roman_number(term) is None)
    own = frozenset().union(*(entry.words | entry.family | entry.statement for entry in known.entries_of(code)))
    if not matter or matter & own:
        return True
    questions = known.ties.answered.get(code, ())
    ranking = known.papers.rank(name.terms)
    return any(key in fit.paper.questions for fit in ranking.best for key in questions)


def _at_home(known: PlanIndex, code: str, name: Name) -> bool:
    """Whether a name may be what the one requirement of an indicator asks for; a question's folder holds more."""
    entries = known.entries_of(code)
    said = known.index.content(name.terms) - known.vocabulary.neutral_terms
    said = frozenset(term for term in said if wording.roman_number(term) is None)  # "A.1.V.iii.c" is no word
    return len(entries) != 1 or not said or bool(said & entries[0].words)


def _is_other_kind(name: Name, entry: RequirementTerms) -> bool:
    """Whether a name says a kind of paper that is not asked for: "foto apel" is no attendance list."""
    return bool(name.terms & KIND_TERMS - entry.words)


def pick(known: PlanIndex, code: str, name: Name, scope: Scope, letter: str | None) -> tuple[Choice, ...]:
    """Choose the requirements of an indicator that a file serves, each with the reason; none where it is open.

    Args:
        known: The plan.
        code: The indicator.
        name: The file's path taken apart.
        scope: What the folders say.
        letter: The letter in the code itself ("I.3.1.a"), which settles it.
    """
    entries = known.entries_of(code)
    exact = _lettered(entries, letter)
    if exact:
        return ((exact, f"huruf {letter} = {exact.requirement.label}"),)
    if len(entries) == 1:
        return ((entries[0], f"satu-satunya butir {code}: {entries[0].requirement.label}"),)
    hits = named(known, code, name.parts, threshold=CLEAR_IN_INDICATOR)
    # Below the folder of a question, and among names that are numbered, a letter is the place in a list.
    is_place_in_list = name.is_enumerated or bool(scope.question) or lke_keys.read_key(name.stem) is not None
    order = (None if is_place_in_list else code_spellings.leading_letter(name.text)) or (
        scope.letter if scope.indicator == code else None
    )
    ordered = _lettered(entries, order)
    if ordered and all(hit.entry is ordered for hit in hits):
        return ((ordered, f"huruf {order} = {ordered.requirement.label}"),)
    if hits:
        return () if ordered else tuple((hit.entry, matched_words(hit)) for hit in hits)
    return _by_folder_words(known, code, name, scope) or _by_paper(known, code, name)


def _by_paper(known: PlanIndex, code: str, name: Name) -> tuple[Choice, ...]:
    """Let the paper of the sheet that a name means say which requirement, where just one asks for it."""
    fits = known.papers.rank(name.terms).sure()
    letters = {letter for fit in fits for letter in known.ties.letters(code, fit.paper.id)}
    entry = _lettered(known.entries_of(code), min(letters)) if len(letters) == 1 else None
    if entry is None or known.ties.is_other_kind(name.terms, code, entry.requirement.id):
        return ()
    return ((entry, f"namanya menunjuk kertas “{fits[0].paper.name}”"),)


def _by_folder_words(known: PlanIndex, code: str, name: Name, scope: Scope) -> tuple[Choice, ...]:
    """Let a folder say which requirement, where the name itself says nothing and the folder names just one."""
    if scope.indicator != code or known.index.content(name.terms):
        return ()
    hits = named(known, code, tuple((word,) for word in sorted(folder_words(known, scope))), threshold=CLEAR_BY_FOLDER)
    whole = winners(known.index.rank(code, folder_words(known, scope)), threshold=CLEAR_BY_FOLDER, margin=LEAD)
    if len(whole) == 1 and all(hit.entry is whole[0].entry for hit in hits):
        return ((whole[0].entry, f"{matched_words(whole[0])} pada nama folder"),)
    return _by_item_folder(known, code, scope)


def _by_item_folder(known: PlanIndex, code: str, scope: Scope) -> tuple[Choice, ...]:
    """Read the nearest folder below the coded one as the name of its files: "I.4.1/Daftar hadir/06 Juni.pdf"."""
    for folder in reversed(scope.inside):
        if not scope.by_code or f"“{folder}”" in scope.reasons[-1]:  # the folder of the indicator names all its papers
            return ()
        terms = known.terms(folder)
        if known.index.content(terms):
            hits = named(known, code, (tuple(sorted(terms)),), threshold=CLEAR_IN_INDICATOR)
            return ((hits[0].entry, f"{matched_words(hits[0])} pada folder “{folder}”"),) if len(hits) == 1 else ()
    return ()


def _weighed(
    known: PlanIndex,
    name: Name,
    proposals: list[Candidate],
    unclear: Mapping[str, Candidate],
    *,
    firm: bool,
) -> RuleResult:
    """Weigh a code against the words: a whole one stands with a warning, a lettered or relative one gives way."""
    coded = {proposal.entry.indicator.code for proposal in proposals} | set(unclear)
    all_open = [_open(entry) for code in unclear for entry in known.entries_of(code)]
    whole = tuple(unclear.values())
    better = contradiction(known, name, coded)
    warning = ""
    if better:
        codes = wording.join_words(sorted(coded))
        warning = f"kodenya menunjuk {codes}, kata-katanya menunjuk {called(better[0].entry)}"
    if better and not firm:
        others = [worded(hit, WHOLE_PLAN, ()) for hit in better]
        return RuleResult(proposals=(*proposals, *others, *all_open), doubt=warning)
    if proposals:
        return RuleResult(proposals=(*proposals, *whole), warning=warning)
    return RuleResult(proposals=whole, warning=warning)


def _proposal(entry: RequirementTerms, score: float, reasons: tuple[str, ...]) -> Candidate:
    return Candidate(entry=entry, rule=Rule.CODE, score=score, reasons=reasons)


def whole_indicator(known: PlanIndex, code: str, score: float, reasons: tuple[str, ...]) -> Candidate:
    """Return the candidate of an indicator that is sure where which of its requirements is meant is not."""
    entry = known.entries_of(code)[0]
    return Candidate(entry=entry, rule=Rule.CODE, score=score, reasons=(*reasons, BUTIR_OPEN), indicator_only=True)


def _open(entry: RequirementTerms) -> Candidate:
    reason = f"kode {entry.indicator.code}, butirnya belum jelas"
    return Candidate(entry=entry, rule=Rule.CODE, score=POSSIBLE, reasons=(reason,))


def _lettered(entries: tuple[RequirementTerms, ...], letter: str | None) -> RequirementTerms | None:
    return next((entry for entry in entries if entry.requirement.id == letter), None) if letter else None
