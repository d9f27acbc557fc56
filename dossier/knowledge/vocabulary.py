"""Normalises abbreviations and synonyms in names: each spelling maps to one canonical term.

Matches whole words only. `Vocabulary` is what the words of one plan mean: the general knowledge of this package, above
it the words of installed sector packs and of the office (`plan/kosakata.yaml`). Data and pure text functions; the
meaning of a term for a plan is decided in `matching`.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from dossier import knowledge
from dossier._memo import memoised
from dossier.model import NO_WORDS, WordList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# The six areas of change as Permenpan-RB 90/2021 names them, and as people call them: plans of single units sometimes
# title an area otherwise.
AREA_NAMES: Final = knowledge.grouped("area.csv", "area", "nama")

# A noise word with a number stuck to it: rev2, final3, scan0001, img20250204, wa0012, v2, doc1.
_NUMBERED_NOISE: Final = re.compile(
    r"(?:rev|revisi|v|ver|versi|final|fix|copy|edit|scan|img|dsc|dscn|wa|doc|hal|page|untitled|document)\d+"
)

_WORD: Final = re.compile(r"[^\W_]+")
# The same with the marks that part an enumeration: "undangan, daftar hadir & notulen".
_WORD_OR_COMMA: Final = re.compile(r"[^\W_]+|[,;+&]")
# "DaftarHadirRapat" is three words, "LKjIP" is one: both sides need three letters; "rekapWBS" is two.
_CAMEL: Final = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z]{2}|[A-Z]{2,}(?![a-z]))")
# "UPG2025" is a word and a year.
_GLUED_YEAR: Final = re.compile(r"(?<=[^\W\d_])(?=20\d\d(?!\d))|(?<=20\d\d)(?=[^\W\d_])")
_POINTED: Final = re.compile(r"(?<![\w.])[A-Za-z](?:\.[A-Za-z]){2,}(?![\w])")
_YEAR: Final = re.compile(r"20\d\d")
_COMMA: Final = ","
_JOINERS: Final = frozenset({"dan", "serta", "and"})


Phrase = tuple[str, ...]
# First word ─► (phrase, canonical term), the longest phrase first.
PhraseTable = dict[str, tuple[tuple[Phrase, str], ...]]
KEPT_TEXTS: Final = 16384
KEPT_PHRASES: Final = 65536


def tokens(text: str) -> tuple[str, ...]:
    """Return the words and numbers of a text in order: NFC, casefolded, without punctuation.

    "Daftar Hadir_rapat (RKA-K/L) 2025" gives daftar, hadir, rapat, rka, k, l, 2025.
    """
    return tuple(_WORD.findall(_spaced(text)))


class Vocabulary:
    """What words mean for one plan: immutable, compared by identity; what was asked for is cached in it.

    Where an added list gives a phrase another term than the general knowledge, the added list counts.

    Attributes:
        general_terms: terms that name a kind of paper or an act and no matter: "notulen rapat" may be of any meeting.
        neutral_terms: words that help where they are asked for, and speak against nothing: roles, and what surrounds
            a matter.
        daily_terms: words of letters and offices that say nothing of the matter either: a plan need not know them.
        everyday_terms: all of the three.
        office_terms: words that stand in every name of this office and tell nothing apart.
        known_words: every word of the synonyms, canonical terms taken apart.
    """

    def __init__(self, words: WordList) -> None:
        """Put added words above the general knowledge."""
        added = _added_meanings(words)
        self._table = _extended(_general_table(), added)
        self._fillers = _general_class("pengisi")
        self.general_terms = _general_class("umum") | _terms(words.general)
        self.neutral_terms = _general_class("netral") | _terms(words.neutral)
        self.daily_terms = _general_class("harian") | _terms(words.everyday)
        self.everyday_terms = self.general_terms | self.neutral_terms | self.daily_terms
        phrases = (*added, *(term.split("_") for term in added.values()), *map(tokens, words.general))
        self.known_words = _general_words().union(*phrases)
        self._collapsed = memoised(KEPT_PHRASES)(self._collapse)
        self._expanded = memoised(KEPT_TEXTS)(self._expand)
        self.office_terms = frozenset(term for text in words.office for term in self.expand(text))

    def parts(self, text: str, read: Callable[[str], Phrase] | None = None) -> tuple[Phrase, ...]:
        """Return the canonical terms of a text, cut where it enumerates ("undangan, daftar hadir dan notulen").

        Noise and filler words are dropped; a "dan" that belongs to a phrase ("monitoring dan evaluasi") does not cut.

        Args:
            text: Any text.
            read: What a word stands for, asked before phrases are recognised: slips of the pen, glued words.
        """
        found: list[Phrase] = []
        current: list[str] = []
        words = _WORD_OR_COMMA.findall(_spaced(text))
        if read is not None:
            words = [meant for word in words for meant in read(word)]
        for term in self._collapsed(tuple(words)):
            if term == _COMMA or term in _JOINERS:
                found.append(tuple(current))
                current = []
            elif self._says_something(term):
                current.append(term)
        found.append(tuple(current))
        return tuple(part for part in found if part)

    def expand(self, text: str, read: Callable[[str], Phrase] | None = None) -> frozenset[str]:
        """Return the canonical terms of a text: synonyms collapsed, noise words and small numbers dropped."""
        return frozenset(term for part in self.parts(text, read) for term in part) if read else self._expanded(text)

    def _expand(self, text: str) -> frozenset[str]:
        return frozenset(term for part in self.parts(text) for term in part)

    def _collapse(self, words: Phrase) -> Phrase:
        """Replace every known phrase by its canonical term, the longest one first, from left to right."""
        words = tuple("dan" if word == "&" else _COMMA if word in {";", "+"} else word for word in words)
        terms: list[str] = []
        position = 0
        while position < len(words):
            for phrase, term in self._table.get(words[position], ()):
                if words[position : position + len(phrase)] == phrase:
                    terms.append(term)
                    position += len(phrase)
                    break
            else:
                terms.append(words[position])
                position += 1
        return tuple(terms)

    def _says_something(self, term: str) -> bool:
        if term.isdigit():
            return _YEAR.fullmatch(term) is not None
        return len(term) > 1 and term not in self._fillers and not is_noise(term)


@lru_cache(maxsize=64)
def vocabulary_of(words: WordList = NO_WORDS) -> Vocabulary:
    """Return what words mean with a word list above the general knowledge; made once for equal lists."""
    return Vocabulary(words)


def is_noise(word: str) -> bool:
    """Whether a word is the state of a file with a number: "rev2", "final3", "scan0001"."""
    return _NUMBERED_NOISE.fullmatch(word) is not None


def spelled(term: str) -> str:
    """Return a canonical term as people read it: `daftar_hadir` is "daftar hadir"."""
    return term.replace("_", " ")


def unglued(text: str) -> str:
    """Return a text with a blank where a small letter meets a capital, and a word a year: "AbsenPegawaiMar2025".

    Letters with a point after each are one abbreviation: "k.i.p" is "kip".
    """
    text = _POINTED.sub(lambda hit: hit[0].replace(".", ""), text)
    return _GLUED_YEAR.sub(" ", _CAMEL.sub(" ", unicodedata.normalize("NFC", text)))


@memoised(KEPT_TEXTS)
def _spaced(text: str) -> str:
    return unglued(text).replace("&", " & ").casefold()


def _phrases(group: str) -> tuple[Phrase, ...]:
    """Return the phrases of a class of `kata.csv` as words; the file holds them as `tokens` gives them."""
    return tuple(tuple(phrase.split()) for phrase in knowledge.grouped("kata.csv", "kelas", "kata")[group])


@cache
def _general_class(group: str) -> frozenset[str]:
    return frozenset("_".join(phrase) for phrase in _phrases(group))


@cache
def _general_meanings() -> dict[Phrase, str]:
    """Return phrase ─► canonical term; noise phrases have an empty one.

    Noise words are words for the state of a file, for its folder or its machine, that say nothing of what is in it.
    """
    synonyms = knowledge.grouped("istilah.csv", "istilah", "ejaan")
    found = {tuple(phrase.split()): term for term, spellings in synonyms.items() for phrase in spellings}
    return found | dict.fromkeys(_phrases("derau"), "")


@cache
def _general_table() -> PhraseTable:
    return _extended({}, _general_meanings())


@cache
def _general_words() -> frozenset[str]:
    """Return every word of the general synonyms, of noise, and of words that name no matter."""
    meanings = _general_meanings()
    terms = (term.split("_") for term in set(meanings.values()))
    phrases = itertools.chain(meanings, terms, _phrases("umum"), _phrases("pengisi"))
    return frozenset(itertools.chain.from_iterable(phrases)) - {""}


def _terms(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset("_".join(tokens(phrase)) for phrase in phrases)


def _added_meanings(words: WordList) -> dict[Phrase, str]:
    """Return phrase ─► term of added words; the name of a term may be any spelling that the general knowledge has."""
    found: dict[Phrase, str] = {}
    for name, spellings in words.terms:
        own = tokens(name)
        term = _general_meanings().get(own) or "_".join(own)
        found |= dict.fromkeys((own, *map(tokens, spellings)), term)
    found |= dict.fromkeys(map(tokens, words.noise), "")
    return {phrase: term for phrase, term in found.items() if phrase}


def _extended(table: PhraseTable, meanings: dict[Phrase, str]) -> PhraseTable:
    """Return a table with more phrases in it; a phrase that it has already gets its new term."""
    rows: dict[str, dict[Phrase, str]] = {}
    for phrase, term in meanings.items():
        rows.setdefault(phrase[0], dict(table.get(phrase[0], ())))[phrase] = term
    for word, found in rows.items():
        if len(found) > 1:
            rows[word] = dict(sorted(found.items(), key=_length, reverse=True))
    return table | {word: tuple(found.items()) for word, found in rows.items()}


def _length(row: tuple[Phrase, str]) -> int:
    return len(row[0])
