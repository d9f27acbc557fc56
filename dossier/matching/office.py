"""What the office calls itself, as words: they stand in every name and on every letterhead, and tell nothing apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dossier.knowledge.vocabulary import tokens
from dossier.model import WordList


@dataclass(frozen=True, slots=True)
class OfficeName:
    """`names` are what it calls itself, `heads` how lines of its letterhead begin, casefolded."""

    names: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()

    @property
    def words(self) -> WordList:
        """The full name without its place as one term: it is no statement about its single words."""
        full = [head for head in self.heads[:1] if len(tokens(head)) > 1]
        return WordList(terms=tuple((head, ()) for head in full))


UNNAMED: Final = OfficeName()


def office_of(name: str, short_name: str = "") -> OfficeName:
    """Return the words of an office.

    Args:
        name: its full name: "Badan Pusat Statistik Kota Contoh".
        short_name: what it is called from day to day: "BPS Kota Contoh".
    """
    full, short = name.casefold().split(), short_name.casefold().split()
    if full == short:
        short = []
    shared = 0  # words at the end of both: the place
    while shared < min(len(full) - 1, len(short)) and full[-shared - 1] == short[-shared - 1]:
        shared += 1
    heads = (full[: len(full) - shared], short[: len(short) - shared + 1])
    return OfficeName(
        names=tuple(each for each in (name, short_name) if each),
        heads=tuple(" ".join(head) for head in heads if head),
    )
