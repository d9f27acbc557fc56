"""Corrects misspelt words in names to words of the plan. The only home of rapidfuzz and Sastrawi.

A word of the plan or of the vocabulary is never changed. Any other word becomes a known one only where exactly one is
near enough: the allowed edit distance depends on its length and on how rare the known word is in the plan.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rapidfuzz import process
from rapidfuzz.distance import OSA
from Sastrawi.Stemmer.Stemmer import Stemmer
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

from dossier import wording
from dossier._memo import memoised
from dossier.knowledge import word_list
from dossier.knowledge.vocabulary import is_noise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dossier.knowledge.vocabulary import Vocabulary

# A shorter word says too little: "rapat" and "rapar" may be two words.
SHORTEST: Final = 5
# From this length on a rare word may have two slips: "gratifkassi".
LONG: Final = 8
# A word that at least this many requirements use is common: half the names of an office hold something like it.
COMMON: Final = 12
# Glued words: each part is known, one of them is long enough to say something.
SHORTEST_PART: Final = 3
TELLING_PART: Final = 4
LONG_PART: Final = 6
LONGEST_GLUED: Final = 40
# Words written without their vowels: "rkp", "rpt", "usln"; the shorter the word, the more words it could be.
SHORTEST_SKELETON: Final = 3
LONGEST_SKELETON: Final = 7
_VOWELS: Final = re.compile(r"[aeiou]")
_SHORT_PARTS: Final = frozenset(word_list("kata_pendek"))
# Words cut short: "gratif", "masy", "kepeg"; from this length on, where one word alone begins so.
SHORTEST_CUT: Final = 4
SHORTEST_ABBREVIATED: Final = 4
# How much of a whole text must be alike, 0 to 1, for it to be a slip of another: "Z" is none of "I.3".
_ALIKE_ENOUGH: Final = 0.5

# "LAKIP24", "RKKL25": a word and a year of two digits.
_SHORT_YEAR: Final = re.compile(r"(?P<word>[^\W\d_]{2,})(?P<year>2\d)")
# "kasubag2", "foto2": a word said twice, which makes it several.
_DOUBLED: Final = re.compile(r"([^\W\d_]{3,})2")
# Forms that bend another word and name nothing of their own: "mensosialisasikan", "ditindaklanjuti", "laporannya".
_BENT: Final = re.compile(r"(?:me|di|ter)\w{4,}|\w{4,}nya")


class Speller:
    """Corrects words to the spelling of plan and vocabulary; results are cached by word."""

    def __init__(
        self, targets: Iterable[str], known: Iterable[str], uses: Mapping[str, int], vocabulary: Vocabulary
    ) -> None:
        """Take the words that a slip may become, those that are none, how many requirements use each, and meanings."""
        self.vocabulary = vocabulary
        self._targets = sorted(word for word in frozenset(targets) if len(word) >= SHORTEST and not word.isdigit())
        self._known = frozenset(known).union(targets)
        self._uses = uses
        self._by_skeleton = self._targets_by_skeleton()
        self._by_consonants = self._targets_by_consonants()
        self._read: dict[str, tuple[str, ...]] = {}

    def read(self, word: str) -> tuple[str, ...]:
        """Return the known words that a word stands for, or the word itself."""
        if word not in self._read:
            self._read[word] = self._look_up(word)
        return self._read[word]

    def _look_up(self, word: str) -> tuple[str, ...]:
        if (doubled := _DOUBLED.fullmatch(word)) and not is_noise(word):
            return self.read(doubled[1])
        if dated := _SHORT_YEAR.fullmatch(word):
            said = self.read(dated["word"])
            return (*said, f"20{dated['year']}") if all(part in self._known for part in said) else (word,)
        if word in self._known or not word.isalpha() or wording.month_number(word) is not None:
            return (word,)
        if word.startswith("sk") and word[2:] in self._known and len(word) >= SHORTEST:
            return ("sk", word[2:])
        if word in self._by_skeleton:
            return (self._by_skeleton[word],)
        return self._mended(word) if len(word) >= SHORTEST else (self._short(word),)

    def _short(self, word: str) -> str:
        """Read a word too short to be a slip of another: only as an abbreviation."""
        return (self._shortened(word) or word) if root_of(word) is None else word

    def _mended(self, word: str) -> tuple[str, ...]:
        """Read a word that is neither known nor short: a form of a known one, a slip, or several glued together."""
        root = root_of(word)
        if root is not None:  # a word of the language: no slip, but perhaps a form of a word of the plan
            if (meant := self._corrected(word)) and root_of(meant) == root and len(word) >= LONG:
                return (meant,)
            same = self._of_root(root) if _BENT.fullmatch(word) else ()
            return same[:1] if len({self.vocabulary.expand(each) for each in same}) == 1 else (word,)
        if meant := self._shortened(word) or self._corrected(word):
            return (meant,)
        return self._parted(word) or (word,)

    def _shortened(self, word: str) -> str:
        """Return the one known word that a word without some of its vowels, or without its end, stands for."""
        if len(word) < SHORTEST_ABBREVIATED:
            return ""
        alike = self._by_consonants.get(_VOWELS.sub("", word), ())
        meant = [target for target in alike if len(target) > len(word) and _is_inside(word, target)]
        if len(word) >= SHORTEST_CUT:
            meant = meant or [target for target in self._targets if target.startswith(word)]
        return self._one_meaning(meant)

    def _targets_by_consonants(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for word in self._targets:
            found.setdefault(_VOWELS.sub("", word), []).append(word)
        return {consonants: tuple(words) for consonants, words in found.items() if len(consonants) >= SHORTEST_SKELETON}

    def _targets_by_skeleton(self) -> dict[str, str]:
        """Return consonants ─► the one word that has just these: "rkp" is rekap, "rpt" rapat."""
        found: dict[str, set[str]] = {}
        for word in self._targets:
            if len(word) <= LONGEST_SKELETON:
                found.setdefault(_VOWELS.sub("", word), set()).add(word)
        return {
            skeleton: next(iter(words))
            for skeleton, words in found.items()
            if len(words) == 1 and len(skeleton) >= SHORTEST_SKELETON
        }

    def _of_root(self, root: str) -> tuple[str, ...]:
        """Return the known words that have a root. Prefixes change no more than its first letter (menulis: tulis)."""
        alike = (word for word in self._targets if root[1:] in word and not _BENT.fullmatch(word))
        return tuple(word for word in alike if root_of(word) == root)

    def _corrected(self, word: str) -> str:
        """Return the one known word within the slips that are allowed, or nothing."""
        most = 2 if len(word) >= LONG else 1
        found = process.extract(word, self._targets, scorer=OSA.distance, score_cutoff=most, limit=3)
        near = [(target, int(distance)) for target, distance, _ in found if self._allowed(word, target, int(distance))]
        if not near:
            return ""
        near.sort(key=lambda row: (row[1], row[0]))
        return self._one_meaning([target for target, distance in near if distance == near[0][1]])

    def _one_meaning(self, words: list[str]) -> str:
        """Return one of several words where they mean the same; slips that the lists have give way to real words."""
        if len({self.vocabulary.expand(word) for word in words}) > 1:
            words = [word for word in words if root_of(word) is not None]
            if len({root_of(word) for word in words}) > 1:
                return ""
        return min(words, key=lambda word: (len(word), word), default="")

    def _allowed(self, word: str, target: str, distance: int) -> bool:
        if word[0] != target[0] and word[:2] != target[1::-1]:
            return False  # people mistype the middle and the end, or swap the first two letters
        rare = self._uses.get(target, 0) < COMMON
        shortest = min(len(word), len(target))
        return distance <= (2 if shortest >= LONG and rare else 1)

    def _parted(self, word: str) -> tuple[str, ...]:
        """Return the known words that are glued together here: "notulenrapat"; the fewest parts win."""
        if len(word) > LONGEST_GLUED:
            return ()
        best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(end):
                before = best[start]
                part = word[start:end]
                meant = self._part(part) if before is not None else ""
                if before is None or not meant:
                    continue
                now = best[end]
                if now is None or len(before) + 1 < len(now):
                    best[end] = (*before, meant)
        whole = best[len(word)]
        return whole if whole and len(whole) > 1 and any(len(part) >= TELLING_PART for part in whole) else ()

    def _part(self, part: str) -> str:
        """Return the known word that a part of glued words is, or is short for."""
        if part in self._known:
            return part if len(part) >= SHORTEST_PART or part in _SHORT_PARTS else ""
        return self._shortened(part) if len(part) >= LONG_PART else ""


def _is_inside(word: str, target: str) -> bool:
    """Whether the letters of a word stand in another in the same order."""
    letters = iter(target)
    return word[0] == target[0] and all(letter in letters for letter in word)


class _Roots:
    """The dictionary of Indonesian roots, asked by the stemmer: Sastrawi looks them up in a list, we in a set."""

    def __init__(self) -> None:
        """Load the roots."""
        self._words = frozenset(StemmerFactory().get_words())

    def contains(self, word: str) -> bool:
        """Say whether a word is a root."""
        return word in self._words


@memoised(1)
def _dictionary() -> tuple[_Roots, Stemmer]:
    roots = _Roots()
    return roots, Stemmer(roots)


@memoised(65536)
def root_of(word: str) -> str | None:
    """Return the root of a word, or None where it is no word of the language."""
    roots, stemmer = _dictionary()
    root = str(stemmer.stem_word(word))
    return root if roots.contains(root) else None


def closest(text: str, known: Iterable[str]) -> str | None:
    """Return the known text that is spelt most like another one, or None where none is at all like it."""
    by_folded = {each.casefold(): each for each in known}
    found = process.extractOne(
        text.casefold(), list(by_folded), scorer=OSA.normalized_similarity, score_cutoff=_ALIKE_ENOUGH
    )
    return by_folded[found[0]] if found else None
