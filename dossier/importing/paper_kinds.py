"""Which kind of paper a text names, by its first words. Pure."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from dossier import knowledge
from dossier.knowledge.vocabulary import tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

PLAIN_KIND: Final = "dokumen"
"""Kind of a paper that has no other."""
_PREFIX: Final = frozenset(
    {"dokumen", "bukti", "copy", "kopi", "salinan", "file", "softcopy", "print", "out", "printout"}
)


@cache
def _kinds() -> Mapping[tuple[str, ...], str]:
    return {
        tokens(spelling): row["jenis"]
        for row in knowledge.rows("jenis_butir.csv")
        for spelling in knowledge.listed(row["awal"])
    }


@cache
def _longest_kind() -> int:
    return max(map(len, _kinds()))


def kind_of(text: str) -> str:
    """Return the kind of paper that a text begins with, after "bukti", "salinan" and the like; else an empty text."""
    words = tokens(text)
    known = _kinds()
    generic = ""
    for start in range(min(3, len(words))):
        for length in range(min(_longest_kind(), len(words) - start), 0, -1):
            if kind := known.get(words[start : start + length]):
                if kind != PLAIN_KIND:
                    return kind
                generic = kind
                break
        if words[start] not in _PREFIX:
            break
    return generic


def is_kind_alone(text: str) -> bool:
    """Whether a text is the name of a kind of paper and nothing else: "SK", "Daftar hadir"."""
    return tokens(text) in _kinds()
