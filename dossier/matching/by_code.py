"""Rule "code": the indicator that a code in the path names, and the requirement that the file serves there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossier import wording
from dossier.matching import code_spellings, lke_keys
from dossier.matching.by_words import contradiction, named
from dossier.matching.index import (
    CLEAR_BY_FOLDER,
    CLEAR_IN_INDICATOR,
    FOLDER_CODE,
    LEAD,
    OWN_CODE,
    PLACE_FACTOR,
    POSSIBLE,
    RELATIVE_CODE,
    Candidate,
    RuleResult,
    called,
    folder_words,
    matched_words,
    worded,
)
from dossier.matching.term_scoring import KIND_TERMS, WHOLE_PLAN, winners
from dossier.model import Rule

if TYPE_CHECKING:
    from dossier.matching.code_spellings import Mention
    from dossier.matching.folder_scope import Scope
    from dossier.matching.index import PlanIndex
    from dossier.matching.parsed_path import Name
    from dossier.matching.term_scoring import RequirementTerms

Choice = tuple["RequirementTerms", str]


def completed(known: PlanIndex, scope: Scope, stem: str) -> tuple[Mention, ...]:
    """Return the code that the folders and the start of the name make together: "5/4.b …", "V/4/2 …"."""
    if scope.indicator or not scope.area or scope.lke:
        return ()  # in a tree that follows the LKE, a letter is the letter of its question
    if mention := code_spellings.code_in_area(stem, code_spellings.number_of(scope.area), known.codes):
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
    unclear: list[str] = []
    for mention in {m.code: m for m in reversed(mentions)}.values():
        above = scope.reasons if mention.relative else ()
        reasons = (*above, f"kode {mention.reading} pada nama berkas")
        choices = pick(known, mention.code, name, scope, mention.letter)
        base = RELATIVE_CODE if mention.relative else OWN_CODE
        proposals += [_proposal(entry, base, (*reasons, why)) for entry, why in choices]
        unclear += [] if choices else [mention.code]
    return _weighed(known, name, proposals, unclear, firm=not any(m.relative or m.lettered for m in mentions))


def by_folder(known: PlanIndex, name: Name, scope: Scope) -> RuleResult:
    """Use the indicator that the folders fix, by a code or by its sentence."""
    base = PLACE_FACTOR
    if scope.by_code:
        base = RELATIVE_CODE if scope.relative else FOLDER_CODE
    proposals: list[Candidate] = []
    unclear: list[str] = []
    for code in scope.indicators:
        choices = pick(known, code, name, scope, None)
        if not scope.by_code:
            at_home = _at_home(known, code, name)
            choices = tuple(each for each in choices if at_home and not _is_other_kind(name, each[0]))
        proposals += [_proposal(entry, base, (*scope.reasons, why)) for entry, why in choices]
        unclear += [] if choices else [code]
    if not scope.by_code:
        proposals = [replace(proposal, rule=Rule.PLACE) for proposal in proposals]
    return _weighed(known, name, proposals, unclear, firm=scope.by_code and not scope.relative)


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
    order = (None if lke_keys.read_key(name.stem) else code_spellings.leading_letter(name.text)) or (
        scope.letter if scope.indicator == code else None
    )
    ordered = _lettered(entries, order)
    if ordered and all(hit.entry is ordered for hit in hits):
        return ((ordered, f"huruf {order} = {ordered.requirement.label}"),)
    if hits:
        return () if ordered else tuple((hit.entry, matched_words(hit)) for hit in hits)
    return _by_folder_words(known, code, name, scope)


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


def _weighed(known: PlanIndex, name: Name, proposals: list[Candidate], unclear: list[str], *, firm: bool) -> RuleResult:
    """Weigh a code against the words: a whole one stands with a warning, a lettered or relative one gives way."""
    coded = {proposal.entry.indicator.code for proposal in proposals} | set(unclear)
    all_open = [_open(entry) for code in unclear for entry in known.entries_of(code)]
    better = contradiction(known, name, coded)
    warning = ""
    if better:
        codes = wording.join_words(sorted(coded))
        warning = f"kodenya menunjuk {codes}, kata-katanya menunjuk {called(better[0].entry)}"
    if better and not (firm and proposals):
        others = [worded(hit, WHOLE_PLAN, ()) for hit in better]
        return RuleResult(proposals=(*proposals, *others, *all_open), doubt=warning)
    if proposals:
        return RuleResult(proposals=tuple(proposals), warning=warning)
    return RuleResult(proposals=tuple(all_open), doubt=f"tidak jelas butir mana dari {wording.join_words(unclear)}")


def _proposal(entry: RequirementTerms, score: float, reasons: tuple[str, ...]) -> Candidate:
    return Candidate(entry=entry, rule=Rule.CODE, score=score, reasons=reasons)


def _open(entry: RequirementTerms) -> Candidate:
    reason = f"kode {entry.indicator.code}, butirnya belum jelas"
    return Candidate(entry=entry, rule=Rule.CODE, score=POSSIBLE, reasons=(reason,))


def _lettered(entries: tuple[RequirementTerms, ...], letter: str | None) -> RequirementTerms | None:
    return next((entry for entry in entries if entry.requirement.id == letter), None) if letter else None
