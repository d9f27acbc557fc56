"""Rules "folder" and "words": scores the words of a name within the scope that its folders fix.

A component's folder adds its title to the names in it, so that "Laporan monev" is complete among the papers of
whistle blowing. That must not carry "Statistik Pegawai" to the one requirement that has "pegawai" in it: a name whose
words are mostly foreign to the plan is no certain claim.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dossier import codes, wording
from dossier.knowledge import word_list
from dossier.knowledge.vocabulary import spelled
from dossier.matching import code_spellings, name_periods
from dossier.matching.index import Candidate, RuleResult, called, folder_words, open_of, worded
from dossier.matching.term_scoring import FIELD, WHOLE_PLAN, winners
from dossier.matching.weights import (
    CLEAR_BY_FOLDER,
    CLEAR_IN_AREA,
    CLEAR_IN_COMPONENT,
    CLEAR_IN_INDICATOR,
    CLEAR_IN_PLAN,
    CONTRADICTING_LEAD,
    CONTRADICTING_SCORE,
    LEAD,
    LEAST_OWN_SHARE,
    MOST_CANDIDATES,
    NEAR,
    POSSIBLE,
    POSSIBLE_IN_COMPONENT,
    POSSIBLE_IN_PLAN,
    RARITY_OF_A_MATTER,
    TOO_MANY_STRANGERS,
    WORTH_AGAINST_A_STRANGER,
)
from dossier.model import DocKind, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.matching.folder_scope import Scope
    from dossier.matching.index import PlanIndex
    from dossier.matching.parsed_path import Name
    from dossier.matching.term_scoring import Hit, RequirementTerms

# What is done with a matter; the plan asks for each apart.
ACTS: Final = frozenset(word_list("istilah_tindakan"))
# The papers of one meeting; a name that holds several of them is a packet.
PACKET: Final = frozenset(word_list("istilah_paket"))
EVENTS: Final = frozenset(word_list("istilah_acara"))
TWO_ACTS: Final = "menyebut dua hal yang diminta terpisah"
_PHOTO: Final = "dokumentasi"

Parts = tuple[tuple[str, ...], ...]


def by_words(known: PlanIndex, name: Name, scope: Scope) -> RuleResult:
    """Match a file by its words within the folders' scope; without a clear winner the result has a doubt."""
    given = known.title_of(scope.component) | name.implied
    if says_two_acts(known, name, scope, given):
        return replace(_possible(known, name, scope, given), doubt=TWO_ACTS)
    least = threshold_of(scope)
    hits = named(known, scope.place, name.parts, given=given, implied=name.implied_kind, threshold=least)
    hits = hits or _with_folders(known, name, scope, given)
    # What is clear but for the requirement, of which several of one indicator fit alike.
    whole = not hits
    hits = hits or _of_indicator(known, name, scope, given)
    if not hits:
        return _elsewhere(known, name, scope) or _possible(known, name, scope, given)
    if strange := next(filter(None, (off_topic_doubt(known, name, scope.place, hit, given) for hit in hits)), ""):
        return replace(_possible(known, name, scope, given), doubt=strange)
    proposals = tuple(worded(hit, scope.place, scope.reasons) for hit in hits)
    if whole:
        proposals = tuple(open_of(each) for each in proposals)
    codes = {hit.entry.indicator.code for hit in hits}
    better = contradiction(known, name, codes, hits[0].score) if scope.place else ()
    if better:
        doubt = f"foldernya menunjuk {scope.place}, kata-katanya menunjuk {called(better[0].entry)}"
        return RuleResult(proposals=(*proposals, *(worded(hit, WHOLE_PLAN, ()) for hit in better)), doubt=doubt)
    return RuleResult(proposals=proposals)


def _of_indicator(known: PlanIndex, name: Name, scope: Scope, given: frozenset[str]) -> tuple[Hit, ...]:
    """Return the clear winner where an indicator counts as one: a finer plan places no fewer files."""
    ranked = known.index.rank(scope.place, name.terms, given, name.implied_kind)
    once: dict[str, Hit] = {}
    for hit in ranked:
        once.setdefault(hit.entry.indicator.code, hit)
    if len(once) == len(ranked):
        return ()
    hits = tuple(once.values())
    found = winners(hits, threshold=threshold_of(scope), margin=LEAD, strict=_is_wide(scope.place))
    return () if found and not scope.place and _is_one_of_many(known, found, hits) else found


def _elsewhere(known: PlanIndex, name: Name, scope: Scope) -> RuleResult | None:
    """Let a name that is clear in the whole plan and fits nothing in its folder's place go where it belongs."""
    better = contradiction(known, name, set()) if scope.place else ()
    if not better or any(scope.holds(hit.entry.indicator.code) for hit in better):
        return None
    inside = known.index.rank(scope.place, name.terms, known.title_of(scope.component))
    fits_inside = inside and better[0].score - inside[0].score < CONTRADICTING_LEAD
    # The place may ask for the same paper, only in more words.
    if fits_inside or any(hit.own >= better[0].own for hit in inside):
        return None
    matter = better[0].own - known.vocabulary.general_terms - known.vocabulary.neutral_terms
    if matter and matter <= known.index.words_of(scope.place):
        return None
    says_more = not better[0].is_whole or strangers(known, name, WHOLE_PLAN)
    if says_more or off_topic_doubt(known, name, WHOLE_PLAN, better[0], frozenset()):
        return None
    proposals = tuple(worded(hit, WHOLE_PLAN, ()) for hit in better)
    if scope.is_loose or all(codes.area_of(hit.entry.indicator.code) == scope.area for hit in better):
        return RuleResult(proposals=proposals, elsewhere=scope.place)
    # Words never carry a file out of the area that its folder fixes.
    doubt = f"foldernya menunjuk {scope.place}, kata-katanya menunjuk {called(better[0].entry)}"
    return RuleResult(proposals=proposals, doubt=doubt)


def narrowed(known: PlanIndex, scope: Scope, stem: str) -> Scope:
    """Take a component from the start of the name: "V.4 Laporan WBS", in Arabic only inside its own area."""
    found = code_spellings.component_code(stem, known.codes)
    if found is None or scope.component:
        return scope
    code, is_roman = found
    area = codes.area_of(code)
    if scope.area != area and (scope.area or not is_roman):
        return scope
    reason = f"kode komponen {code} pada nama berkas"
    return replace(scope, area=area, component=code, reasons=(*scope.reasons, reason))


def named(
    known: PlanIndex,
    place: str,
    parts: Parts,
    *,
    given: frozenset[str] = frozenset(),
    implied: str = "",
    threshold: float,
) -> tuple[Hit, ...]:
    """Return the clear winners for a name in a scope; a name that lists papers may give several of one indicator."""

    def clear(have: Iterable[str]) -> tuple[Hit, ...]:
        ranked = known.index.rank(place, frozenset(have), given, implied)
        found = winners(ranked, threshold=threshold, margin=LEAD, strict=_is_wide(place))
        return () if found and not place and _is_one_of_many(known, found, ranked) else found

    whole = frozenset(term for part in parts for term in part)
    single = clear(whole)
    cut = _packets(parts)
    if len(cut) <= 1 or (len(single) > 1 and single[0].is_whole):
        return single
    topic, matter = whole - PACKET, whole - PACKET - ACTS - {"analisis"}
    found = [clear(part) or clear(matter.union(part)) or clear(topic.union(part)) for part in cut]
    found = [hits for hits in found if hits]
    if not found:
        return single
    # One packet belongs to one indicator: to those that ask for every part of it.
    codes = set.intersection(*({hit.entry.indicator.code for hit in hits} for hits in found))
    several = {hit.entry.order: hit for hits in found for hit in hits if hit.entry.indicator.code in codes}
    return tuple(several[order] for order in sorted(several)) or single


def says_two_acts(known: PlanIndex, name: Name, scope: Scope, given: frozenset[str]) -> bool:
    """Whether a name enumerates two acts of which different indicators are asked: "evaluasi dan tindak lanjut WBS"."""
    acts = [frozenset(part) & ACTS for part in name.parts]
    every = frozenset().union(*acts)
    if len(every) <= 1 or sum(map(bool, acts)) <= 1:
        return False
    found: list[set[str]] = []
    for act in sorted(every):
        one = (tuple(name.terms - (every - {act})),)
        hits = named(known, scope.place, one, given=given, threshold=threshold_of(scope))
        found.append({hit.entry.indicator.code for hit in hits})
    return all(found) and not set.intersection(*found)


def contradiction(known: PlanIndex, name: Name, coded: set[str], own_score: float = 0.0) -> tuple[Hit, ...]:
    """Return what the words of a name say clearly against the indicators it was placed in, or nothing.

    Args:
        known: The plan.
        name: The file's path taken apart.
        coded: The indicators that it was placed in.
        own_score: How well it fits there by other means than its words in the whole plan.
    """
    return contradiction_of(known, name.terms, coded, own_score)


def contradiction_of(
    known: PlanIndex, terms: frozenset[str], coded: set[str], own_score: float = 0.0
) -> tuple[Hit, ...]:
    """Return what terms say clearly against the indicators that something was placed in, or nothing."""
    hits = known.index.rank(WHOLE_PLAN, terms)
    better = winners(hits, threshold=CONTRADICTING_SCORE, margin=LEAD, strict=True)
    own = [hit for hit in hits if hit.entry.indicator.code in coded]
    if not better or any(hit.matched >= better[0].matched for hit in own):
        return ()
    score = max((own_score, *(hit.score for hit in own)))
    return better if better[0].score - score >= CONTRADICTING_LEAD else ()


def near_misses(known: PlanIndex, name: Name, scope: Scope) -> tuple[Candidate, ...]:
    """Return the nearest requirements of an unplaced file, best first."""
    given = known.title_of(scope.component)
    hits = known.index.rank(scope.place, name.terms | (folder_words(known, scope) - given), given)
    return tuple(worded(hit, scope.place, scope.reasons) for hit in hits if hit.score >= NEAR)


def _with_folders(known: PlanIndex, name: Name, scope: Scope, given: frozenset[str]) -> tuple[Hit, ...]:
    """Let the folders' words complete the name's; alone they serve only a name that says nothing itself."""
    folder = folder_words(known, scope)
    if known.index.content(name.terms):
        if found := _of_event(known, name, scope, given):
            return found
        ranked = known.index.rank(scope.place, name.terms, given | folder)
        return winners(ranked, threshold=threshold_of(scope), margin=LEAD, strict=_is_wide(scope.place))
    if name.is_from_machine and name.implied_kind == _PHOTO:
        return _of_photographed(known, scope, given)  # of an event, or of nothing that anyone can tell
    if not name.is_mute or not (scope.place or name.speaks_of_time_alone):
        return ()
    ranked = known.index.rank(scope.place, folder - given, given)
    found = winners(ranked, threshold=CLEAR_BY_FOLDER, margin=LEAD)
    if len(found) != 1 and name.speaks_of_time_alone:
        found = _by_nearest_folder(known, scope, given)
    return found if len(found) == 1 else ()


def _of_event(known: PlanIndex, name: Name, scope: Scope, given: frozenset[str]) -> tuple[Hit, ...]:
    """Read a name that says only a kind of paper together with the folder of its event: "Monev WBK 20 Feb/undangan"."""
    content = known.index.content(name.terms)
    if not content <= known.vocabulary.general_terms | known.vocabulary.neutral_terms:
        return ()
    for folder in reversed(scope.inside):
        topic = known.terms(folder)
        said = known.index.content(topic) - known.vocabulary.neutral_terms - given
        if said - known.vocabulary.general_terms or (said and FIELD & topic):
            parts = tuple((*part, *sorted(topic)) for part in name.parts)
            hits = named(known, scope.place, parts, given=given, threshold=threshold_of(scope))
            return tuple(hit for hit in hits if content & (hit.own | hit.entry.words))
    return ()


def _of_photographed(known: PlanIndex, scope: Scope, given: frozenset[str]) -> tuple[Hit, ...]:
    """Read a camera's picture as a photo of the event that its folder names: "Rapat monev ZI 9 April/IMG_12.jpg"."""
    folder = known.terms(scope.inside[-1]) if scope.inside else frozenset()
    if not folder & EVENTS:
        return ()
    ranked = known.index.rank(scope.place, folder | {_PHOTO}, given)
    found = winners(ranked, threshold=CLEAR_BY_FOLDER, margin=LEAD, strict=_is_wide(scope.place))
    return tuple(
        hit for hit in found if _PHOTO in hit.own and hit.is_whole and (scope.component or not hit.lacks_field)
    )


def _by_nearest_folder(known: PlanIndex, scope: Scope, given: frozenset[str]) -> tuple[Hit, ...]:
    """Return what the nearest folder that says anything says whole: "Bulanan/Nominatif/Jan"."""
    for folder in reversed(scope.inside):
        terms = known.index.content(known.terms(folder)) - given
        if terms:
            found = winners(known.index.rank(scope.place, terms, given), threshold=CLEAR_BY_FOLDER, margin=LEAD)
            return tuple(hit for hit in found if hit.is_whole and not hit.lacks_field)
    return ()


def _possible(known: PlanIndex, name: Name, scope: Scope, given: frozenset[str]) -> RuleResult:
    """Return the candidates of a name that is not clear: inside the place, and only then in the whole plan."""
    folder = folder_words(known, scope)
    have = name.terms
    if not known.index.content(have):
        have = frozenset() if name.is_from_machine else folder - given
    ranked = known.index.rank(scope.place, have, given | folder)
    inside = tuple(hit for hit in ranked if hit.score >= _least_possible(scope.place))[:MOST_CANDIDATES]
    if inside:
        doubt = "cocok dengan beberapa butir" if len(inside) > 1 else "kata-katanya hanya sebagian cocok"
        return RuleResult(proposals=tuple(worded(hit, scope.place, scope.reasons) for hit in inside), doubt=doubt)
    sentences = known.index.by_statement(scope.place, have) if scope.place else ()
    if len({entry.indicator.code for entry in sentences}) == 1:
        doubt = f"kata-katanya hanya cocok dengan kalimat indikator {sentences[0].indicator.code}"
        return RuleResult(proposals=tuple(_by_sentence(entry, scope) for entry in sentences), doubt=doubt)
    anywhere = known.index.rank(WHOLE_PLAN, have)
    best = anywhere[0].score if anywhere else 0.0
    least = max(POSSIBLE_IN_PLAN, best - CONTRADICTING_LEAD)
    outside = tuple(hit for hit in anywhere if hit.score >= least)[:MOST_CANDIDATES]
    doubt = f"tidak cocok dengan {scope.place} yang ditunjuk foldernya" if outside else ""
    return RuleResult(proposals=tuple(worded(hit, WHOLE_PLAN, ()) for hit in outside), doubt=doubt)


def _least_possible(place: str) -> float:
    if not place:
        return POSSIBLE_IN_PLAN
    return POSSIBLE if _is_wide(place) else POSSIBLE_IN_COMPONENT


def _by_sentence(entry: RequirementTerms, scope: Scope) -> Candidate:
    reason = f"kata pada kalimat indikator {entry.indicator.code}"
    return Candidate(entry=entry, rule=Rule.PLACE, score=POSSIBLE, reasons=(*scope.reasons, reason))


def _is_one_of_many(known: PlanIndex, hits: tuple[Hit, ...], ranked: tuple[Hit, ...]) -> bool:
    """Whether all that a name says is one word that other indicators have too: "ppid" may be app, list or room."""
    word = next(iter(hits[0].matched)) if len(hits[0].matched) == 1 else ""
    if hits[0].is_whole and len({hit.entry.indicator.code for hit in ranked if hit.is_whole}) == 1:
        return False
    return bool(word) and known.index.users(word) > len({hit.entry.indicator.code for hit in hits})


def threshold_of(scope: Scope) -> float:
    """Return the least word score (0 to 1) for a claim within a scope; a wider scope needs a higher score."""
    if scope.indicator:
        return CLEAR_IN_INDICATOR
    if scope.component:
        return CLEAR_IN_COMPONENT
    return CLEAR_IN_AREA if scope.area else CLEAR_IN_PLAN


def _is_wide(place: str) -> bool:
    """Return whether a place is the plan or an area: inside a component the folder has said the matter already."""
    return "." not in place


def _packets(parts: Parts) -> Parts:
    """Cut further where the papers of a meeting follow each other without a comma: "undangan daftar hadir notulen"."""
    cut: list[tuple[str, ...]] = []
    for part in parts:
        starts = [i for i, term in enumerate(part) if term in PACKET and not (i and part[i - 1] == "dokumentasi")]
        edges = [0, *starts[1:], len(part)]
        cut += [part[first:last] for first, last in itertools.pairwise(edges)]
    return tuple(part for part in cut if part)


_TIMES: Final = frozenset(word_list("istilah_waktu"))
_RULES_OF_OTHERS: Final = "peraturan"
_SHORTEST_WORD: Final = 3
# What no decree can be, as it can be a plan, a standard or a procedure.
_NO_DECREE: Final = frozenset(map(DocKind, word_list("jenis_bukan_keputusan")))


def off_topic_doubt(known: PlanIndex, name: Name, place: str, hit: Hit, given: frozenset[str]) -> str:
    """Return why a name that fits a wording is no certain claim, or an empty text.

    Args:
        known: The plan.
        name: The file's path taken apart.
        place: The place that the folders fix.
        hit: What the name was found to say.
        given: What the folders say already.
    """
    if _RULES_OF_OTHERS in name.terms - hit.entry.words:
        return "namanya menyebut peraturan, sedangkan yang diminta bukti kegiatan unit"
    if hit.entry.requirement.kind is DocKind.SK and "laporan" in name.terms and "sk" not in name.terms:
        return "namanya menyebut laporan, sedangkan yang diminta surat keputusan"
    if "sk" in name.terms - hit.entry.words and hit.entry.requirement.kind in _NO_DECREE:
        return f"namanya menyebut surat keputusan, sedangkan yang diminta {hit.entry.requirement.label}"
    if len(hit.own) == 1 and len(strangers(known, name, place)) >= TOO_MANY_STRANGERS:
        return _outweighed(known, name, place, hit) or "namanya lebih banyak menyebut hal lain"
    matter = hit.own - known.vocabulary.general_terms - known.vocabulary.neutral_terms - given
    says_it_all = len(hit.own) > 1 and hit.own >= hit.phrase
    if says_it_all or any(known.index.weight(word) >= RARITY_OF_A_MATTER for word in matter):
        return ""
    return _outweighed(known, name, place, hit)


def _outweighed(known: PlanIndex, name: Name, place: str, hit: Hit) -> str:
    worth = known.index.worth(place, hit.own | (hit.matched & (name.implied | _TIMES)))
    if worth < LEAST_OWN_SHARE * known.index.worth(place, hit.phrase):
        return "hampir semua yang cocok hanya kata foldernya"
    unknown = strangers(known, name, place)
    if worth >= WORTH_AGAINST_A_STRANGER * len(unknown):
        return ""
    told = wording.join_words([f"“{spelled(word)}”" for word in unknown])
    return f"namanya menyebut {told}, yang tidak diminta di {place or 'rencana'}"


def strangers(known: PlanIndex, name: Name, place: str) -> tuple[str, ...]:
    """Return the words of a name that neither the plan nor an office's daily language explains, sorted."""
    index = known.index
    explained = (index.asked_words, index.weightless, index.words_of(place), known.vocabulary.everyday_terms)
    return tuple(sorted(term for term in name.terms.difference(*explained) if _is_word(term)))


def _is_word(term: str) -> bool:
    is_spelt = len(term) >= _SHORTEST_WORD and term.replace("_", "").isalpha()
    return is_spelt and wording.roman_number(term) is None and not name_periods.read(term).months
