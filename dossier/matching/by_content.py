"""Rule "content": chooses among candidates that name and folders leave open, by the title of the paper.

Content never overrules a name or a folder: it chooses among the candidates that they leave, within the folders'
scope; where there is no scope, the title must contain a whole wording of the plan.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dossier.knowledge import word_list
from dossier.matching.by_words import contradiction_of, named, threshold_of
from dossier.matching.folder_scope import Scope
from dossier.matching.index import Candidate, RuleResult, called, matched_words
from dossier.matching.title_block import Title, title_of
from dossier.matching.weights import CLEAR_IN_AREA, CLEAR_IN_INDICATOR, CONTENT_FACTOR, LEAD
from dossier.model import ContentSource, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.matching.index import PlanIndex
    from dossier.matching.parsed_path import Name
    from dossier.matching.term_scoring import Hit
    from dossier.model import Content


_TIMES: Final = frozenset(word_list("istilah_isi_netral"))
"""Words of a title beside what is asked for that make it nothing else."""

_SLIP: Final = re.compile(r"\bZ[l1|]\b")  # tesseract's "ZI"

REGULATION: Final = "isinya peraturan, bukan bukti"
DRAFT: Final = "isinya menyebut diri konsep (draf)"
SILENT: Final = "isinya juga tidak cukup cocok"


def by_content(known: PlanIndex, name: Name, scope: Scope, found: RuleResult, content: Content | None) -> RuleResult:
    """Settle what name and place left open, or return it with what the content adds to the doubt.

    Args:
        known: The plan.
        name: The file's path taken apart.
        scope: What the folders fix.
        found: What name and place gave: nothing, or candidates with a doubt.
        content: What the file says; None where it was not read.
    """
    if content is None:
        return found
    title = None if content.problem else title_of(_mended(content), known.office)
    if why := content.problem or _not_evidence(title):
        return _doubted(found, why)
    hits = _named(known, scope, found, title) if title else ()
    if title and not hits and (proposals := _by_paper(known, name, scope, title, content)):
        return RuleResult(proposals=proposals)
    if not title or not hits:
        return _doubted(found, SILENT)
    if not _agree(known, name, hits):
        return _doubted(found, f"isinya menunjuk {called(hits[0].entry)}, namanya lain")
    return RuleResult(proposals=tuple(_proposal(hit, scope, _reason(title, content)) for hit in hits))


def at_code(known: PlanIndex, name: Name, scope: Scope, found: RuleResult, content: Content | None) -> RuleResult:
    """Settle what name and place left open: a doubt, or which requirement of a sure indicator is meant."""
    if content is None:
        return found
    if found.doubt or not found.proposals:
        return by_content(known, name, scope, found, content)
    if not any(each.indicator_only for each in found.proposals):
        return found
    codes = dict.fromkeys(each.entry.indicator.code for each in found.proposals)
    entries = (entry for code in codes for entry in known.entries_of(code))
    asked = tuple(replace(found.proposals[0], entry=entry, rule=Rule.CODE, indicator_only=False) for entry in entries)
    read = by_content(known, name, scope, replace(found, proposals=asked, doubt="butir"), content)
    settled = read.proposals and not read.doubt
    return read if settled and all(each.entry.indicator.code in codes for each in read.proposals) else found


def _by_paper(known: PlanIndex, name: Name, scope: Scope, title: Title, content: Content) -> tuple[Candidate, ...]:
    """Return what asks for the paper of the sheet that a title names, where the name says nothing of a matter."""
    if known.index.content(name.terms) - known.vocabulary.everyday_terms:
        return ()
    for text in dict.fromkeys(
        (title.text, title.block, *(f"{title.text}; {each}" for each in (title.role, title.purpose) if each))
    ):
        fits = known.papers.rank(known.terms(text)).sure()
        codes = dict.fromkeys(
            code for fit in fits for key in fit.paper.questions for code in known.ties.indicators(key)
        )
        asked = [
            entry
            for code in codes
            if scope.holds(code)
            for entry in known.entries_of(code)
            if any(entry.requirement.id in known.ties.letters(code, fit.paper.id) for fit in fits)
        ]
        if asked:
            reasons = (*scope.reasons, _reason(title, content), f"judulnya menunjuk kertas “{fits[0].paper.name}”")
            return tuple(
                Candidate(entry=each, rule=Rule.CONTENT, score=CONTENT_FACTOR, reasons=reasons, words=fits[0].phrase)
                for each in asked
            )
    return ()


def _reason(title: Title, content: Content) -> str:
    source = "isi terbaca (OCR)" if content.source is ContentSource.OCR else "isi berkas"
    return f"{source}: “{title.snippet}”"


def other_matter(known: PlanIndex, found: RuleResult, content: Content, title: Title | None) -> str:
    """Return in words which other requirement a paper clearly is, where none of its text fits the claim; else "".

    Args:
        known: The plan.
        found: What name and place gave, without a doubt.
        content: What the file says.
        title: Its title.
    """
    if title is None or title.is_regulation or any(proposal.rule is Rule.CONTENT for proposal in found.proposals):
        return ""
    hits = _named(known, Scope(), RuleResult(), replace(title, purpose="", role=""))
    claimed = {proposal.entry.indicator.code for proposal in found.proposals}
    if not hits or any(hit.entry.indicator.code in claimed for hit in hits):
        return ""
    own = frozenset().union(*(each.entry.words | each.entry.statement for each in found.proposals))
    own -= known.vocabulary.general_terms | known.vocabulary.neutral_terms
    if not own or known.index.content(known.terms(content.text)) & own:
        return ""
    return f"isinya “{title.snippet}” ({called(hits[0].entry)})"


def _mended(content: Content) -> str:
    """Return the text; where it was read from a picture, with the slip that hides the matter of every paper of ours."""
    return _SLIP.sub("ZI", content.text) if content.source is ContentSource.OCR else content.text


def _not_evidence(title: Title | None) -> str:
    """Say why a paper is none of the office's own finished papers."""
    if title is None:
        return ""
    return REGULATION if title.is_regulation else DRAFT if title.is_draft else ""


def _named(known: PlanIndex, scope: Scope, found: RuleResult, title: Title) -> tuple[Hit, ...]:
    """Return what a title clearly says where the file may belong; its purpose helps a title that says only a kind."""
    codes = {proposal.entry.indicator.code for proposal in found.proposals if proposal.rule is Rule.CODE}
    place, least = scope.place, threshold_of(scope)
    if len(codes) == 1:
        place, least = next(iter(codes)), CLEAR_IN_INDICATOR
    given = known.title_of(scope.component)
    more = (f"{title.text}; {each}" for each in (title.role, title.purpose) if each)
    for text in dict.fromkeys((title.text, title.block, title.head, *more)):
        terms = known.terms(text)
        if not known.index.content(terms):
            continue
        hits = named(known, place, (tuple(sorted(terms)),), given=given, threshold=least)
        hits = () if hits and _says_more(known, place, terms, hits) else hits
        hits = hits or _whole(known, place, terms)
        if hits and not _is_loose(known, place, terms, hits) and not _is_for_another(known, title, hits):
            return hits
    return ()


def _agree(known: PlanIndex, name: Name, hits: tuple[Hit, ...]) -> bool:
    """Whether what a name says of the matter is at home where the content points."""
    said = known.index.content(name.terms) - known.vocabulary.general_terms - known.vocabulary.neutral_terms
    return not said or any(said & (hit.entry.family | hit.entry.words) for hit in hits)


def _whole(known: PlanIndex, place: str, terms: frozenset[str]) -> tuple[Hit, ...]:
    """Return the longest wording that a title says whole, where it says nothing else that the plan tells apart."""
    whole = [hit for hit in known.index.rank(place, terms) if hit.is_whole and _says_matter(hit)]
    longest = [hit for hit in whole if not any(hit.matched < other.matched for other in whole)]
    if not longest or any(_strange(known, terms, hit) for hit in longest if hit.phrase == longest[0].phrase):
        return ()
    others = [hit for hit in longest if hit.phrase != longest[0].phrase]
    if others and longest[0].score - others[0].score < LEAD:
        return ()
    return tuple(hit for hit in longest if hit.phrase == longest[0].phrase)


def _strange(known: PlanIndex, terms: frozenset[str], hit: Hit) -> bool:
    """Whether a title says what is asked for elsewhere; one such word is none beside a wording that fits well."""
    others = known.index.content(terms) - hit.entry.family - known.vocabulary.neutral_terms - _TIMES - hit.matched
    return len(others) > (1 if hit.score >= CLEAR_IN_AREA else 0)


def _says_matter(hit: Hit) -> bool:
    """Whether a wording is more than kinds of papers; "undangan monev" is, where Zona Integritas is said beside it."""
    says = hit.phrase in hit.entry.of_field or not hit.is_general
    return len(hit.matched) > 1 and says and not hit.lacks_field


def _says_more(known: PlanIndex, place: str, terms: frozenset[str], hits: Iterable[Hit]) -> bool:
    """Whether another wording is said whole with more words: "survei kepuasan … helpdesk" is no helpdesk's book."""
    most = max(len(hit.matched) for hit in hits)
    return any(hit.is_whole and len(hit.matched) > most for hit in known.index.rank(place, terms))


def _is_loose(known: PlanIndex, place: str, terms: frozenset[str], hits: tuple[Hit, ...]) -> bool:
    """Whether a title says another thing better than where its place puts it."""
    codes = {hit.entry.indicator.code for hit in hits}
    return bool(place) and bool(contradiction_of(known, terms, codes, hits[0].score))


def _is_for_another(known: PlanIndex, title: Title, hits: tuple[Hit, ...]) -> bool:
    """Whether a letter says a purpose that has nothing of the indicator: a speaker is asked for many an event."""
    if not (title.is_letter and title.purpose):
        return False
    said = (
        known.index.content(known.terms(title.purpose))
        - known.vocabulary.neutral_terms
        - known.vocabulary.general_terms
    )
    return bool(said) and not any(said & (hit.entry.family | hit.entry.statement) for hit in hits)


def _doubted(found: RuleResult, why: str) -> RuleResult:
    return replace(found, doubt=f"{found.doubt}; {why}" if found.doubt else "", note=why)


def _proposal(hit: Hit, scope: Scope, reason: str) -> Candidate:
    reasons = (*scope.reasons, reason, matched_words(hit))
    score = hit.score * CONTENT_FACTOR
    return Candidate(entry=hit.entry, rule=Rule.CONTENT, score=score, reasons=reasons, words=hit.matched)
