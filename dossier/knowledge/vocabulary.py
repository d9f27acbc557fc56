"""Normalises abbreviations and synonyms in names: each spelling maps to one canonical term.

Matches whole words only. Data and pure text functions; the meaning of a term for a plan is decided in `matching`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from dossier import knowledge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# A term in the plan's language ─► the other ways to write it. Spellings are compared after `tokens`, so case,
# punctuation and doubled spaces do not matter ("RKA-K/L" is "rka k l"). A phrase of several words becomes one term.
SYNONYMS: Final = knowledge.grouped("istilah.csv", "istilah", "ejaan")
# The six areas of change as Permenpan-RB 90/2021 names them, and as people call them: plans of single units sometimes
# title an area otherwise.
AREA_NAMES: Final = knowledge.grouped("area.csv", "area", "nama")

_WORDS: Final = knowledge.grouped("kata.csv", "kelas", "kata")
_NOISE: Final = _WORDS["derau"]
"""Words for the state of a file, for its folder or its machine, that say nothing of what is in it."""
_GENERAL: Final = _WORDS["umum"]
"""Terms that name a kind of paper or an act and no matter: "notulen rapat" may be of any meeting."""
_NEUTRAL: Final = _WORDS["netral"]
"""Words that help where they are asked for, and speak against nothing: roles, and what surrounds a matter."""
_EVERYDAY: Final = _WORDS["harian"]
"""Words of letters and offices that say nothing of the matter either: a plan need not know them."""
_FILLERS: Final = _WORDS["pengisi"]
"""Words that join others, and words around numbers and dates."""
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


def tokens(text: str) -> tuple[str, ...]:
    """Return the words and numbers of a text in order: NFC, casefolded, without punctuation.

    "Daftar Hadir_rapat (RKA-K/L) 2025" gives daftar, hadir, rapat, rka, k, l, 2025.
    """
    return tuple(_WORD.findall(_spaced(text)))


def parts(text: str, read: Callable[[str], tuple[str, ...]] | None = None) -> tuple[tuple[str, ...], ...]:
    """Return the canonical terms of a text, cut where it enumerates ("undangan, daftar hadir dan notulen").

    Noise and filler words are dropped; a "dan" that belongs to a phrase ("monitoring dan evaluasi") does not cut.

    Args:
        text: Any text.
        read: What a word stands for, asked before phrases are recognised: slips of the pen, glued words.
    """
    found: list[tuple[str, ...]] = []
    current: list[str] = []
    words = _WORD_OR_COMMA.findall(_spaced(text))
    if read is not None:
        words = [meant for word in words for meant in read(word)]
    for term in _collapsed(tuple(words)):
        if term == _COMMA or term in _JOINERS:
            found.append(tuple(current))
            current = []
        elif _says_something(term):
            current.append(term)
    found.append(tuple(current))
    return tuple(part for part in found if part)


def expand(text: str, read: Callable[[str], tuple[str, ...]] | None = None) -> frozenset[str]:
    """Return the canonical terms of a text: synonyms collapsed, noise words and small numbers dropped."""
    return frozenset(term for part in parts(text, read) for term in part) if read else _expanded(text)


@lru_cache(maxsize=16384)
def _expanded(text: str) -> frozenset[str]:
    return frozenset(term for part in parts(text) for term in part)


def words_known() -> frozenset[str]:
    """Return every word of the synonyms, canonical terms taken apart."""
    phrases = (phrase for listing in (*SYNONYMS.values(), _NOISE, _GENERAL, _FILLERS) for phrase in listing)
    return frozenset(word for phrase in (*phrases, *map(spelled, SYNONYMS)) for word in phrase.split())


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


def _spaced(text: str) -> str:
    return unglued(text).replace("&", " & ").casefold()


def _phrases(listing: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return the words of phrases from the data files, which hold them as `tokens` gives them (a test holds that)."""
    return tuple(tuple(phrase.split()) for phrase in listing)


def _phrase_table() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Return first word ─► (phrase, canonical term), longest phrase first; noise phrases become an empty term."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for term, spellings in SYNONYMS.items():
        for phrase in _phrases(spellings):
            table.setdefault(phrase[0], []).append((phrase, term))
    for phrase in _phrases(_NOISE):
        table.setdefault(phrase[0], []).append((phrase, ""))
    return {word: tuple(sorted(rows, key=lambda row: (-len(row[0]), row))) for word, rows in table.items()}


_TABLE: Final = _phrase_table()
EVERYDAY_TERMS: Final = frozenset("_".join(phrase) for phrase in _phrases((*_NEUTRAL, *_GENERAL, *_EVERYDAY)))
DAILY_TERMS: Final = frozenset("_".join(phrase) for phrase in _phrases(_EVERYDAY))
NEUTRAL_TERMS: Final = frozenset("_".join(phrase) for phrase in _phrases(_NEUTRAL))
GENERAL_TERMS: Final = frozenset("_".join(phrase) for phrase in _phrases(_GENERAL))
_FILLER_WORDS: Final = frozenset(phrase[0] for phrase in _phrases(_FILLERS))


@lru_cache(maxsize=65536)
def _collapsed(words: tuple[str, ...]) -> tuple[str, ...]:
    """Replace every known phrase by its canonical term, the longest one first, from left to right."""
    words = tuple("dan" if word == "&" else _COMMA if word in {";", "+"} else word for word in words)
    terms: list[str] = []
    position = 0
    while position < len(words):
        for phrase, term in _TABLE.get(words[position], ()):
            if words[position : position + len(phrase)] == phrase:
                terms.append(term)
                position += len(phrase)
                break
        else:
            terms.append(words[position])
            position += 1
    return tuple(terms)


def _says_something(term: str) -> bool:
    if term.isdigit():
        return _YEAR.fullmatch(term) is not None
    return len(term) > 1 and term not in _FILLER_WORDS and not is_noise(term)
