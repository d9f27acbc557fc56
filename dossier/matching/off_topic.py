"""Detects names whose words are mostly foreign to the plan.

A component's folder adds its title to the names in it, so that "Laporan monev" is complete among the papers of
whistle blowing. That must not carry "Statistik Pegawai" to the one requirement that has "pegawai" in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.knowledge import word_list
from dossier.knowledge.vocabulary import spelled
from dossier.matching import name_periods
from dossier.model import DocKind

if TYPE_CHECKING:
    from dossier.matching.index import PlanIndex
    from dossier.matching.parsed_path import Name
    from dossier.matching.term_scoring import Hit

# What a word that nobody asked for must be outweighed by: the matched words' own worth in the place, for each of them.
WORTH_AGAINST_A_STRANGER: Final = 0.45
# How much of a wording the name must say itself; the folder may lend the rest.
LEAST_OWN_SHARE: Final = 0.25
# How rare in the plan a word is at least that says the matter by itself: 1 is once, 0 everywhere.
RARITY_OF_A_MATTER: Final = 0.5
# So many words that nobody asked for beside one that somebody did: the name speaks of something else.
TOO_MANY_STRANGERS: Final = 3
_TIMES: Final = frozenset(word_list("istilah_waktu"))
_RULES_OF_OTHERS: Final = "peraturan"
_SHORTEST_WORD: Final = 3
# What no decree can be, as it can be a plan, a standard or a procedure.
_NO_DECREE: Final = frozenset(map(DocKind, word_list("jenis_bukan_keputusan")))


def doubt(known: PlanIndex, name: Name, place: str, hit: Hit, given: frozenset[str]) -> str:
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
