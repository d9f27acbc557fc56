"""Words that a narrow column of a PDF breaks in the middle are joined where the whole word is known. Pure.

Known are the words of the evaluation sheet and its papers, and those that stand unbroken elsewhere in the document.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from dossier import knowledge

if TYPE_CHECKING:
    from collections.abc import Iterable

BREAK: Final = "\ue0f0"
"""Stands between two lines of a cell until it is decided whether they are joined with a blank or without."""
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_LEAST_LETTERS: Final = 5
"""Letters of a word that a column may be too narrow for."""
_BROKEN: Final = re.compile(rf"([^\W\d_]+)((?:{BREAK}[^\W\d_]+)+)")


@cache
def _knowledge_words() -> frozenset[str]:
    texts = [row["bunyi"] for row in knowledge.rows("lke.csv")] + [row["nama"] for row in knowledge.rows("kertas.csv")]
    texts += [row[key] for row in knowledge.rows("kata_kerja.csv") for key in ("kerja", "benda")]
    return frozenset(word for text in texts for word in _words(text))


def _words(text: str) -> Iterable[str]:
    return (word.casefold() for word in _WORD.findall(text))


def known_words(cells: Iterable[str]) -> frozenset[str]:
    """Return the words that are known: those of the sheet, and those of cells that no line end touches."""
    own = {word for cell in cells for word in _words(re.sub(rf"\S*{BREAK}\S*", " ", cell))}
    return _knowledge_words() | own


def mended(cell: str, known: frozenset[str]) -> str:
    """Return the text of a cell: broken words are whole, its other lines are joined with a blank."""
    return _BROKEN.sub(lambda found: _joined(found[0].split(BREAK), known), cell).replace(BREAK, " ")


def _joined(parts: list[str], known: frozenset[str]) -> str:
    """Join the ends of lines from the left, as many as make a known word; two words that are known stay two."""
    done = [parts[0]]
    for part in parts[1:]:
        whole = (done[-1] + part).casefold()
        is_word = len(whole) >= _LEAST_LETTERS and whole in known
        is_two = done[-1].casefold() in known and part.casefold() in known
        if is_word and not is_two and not part[:1].isupper():
            done[-1] += part
        else:
            done.append(part)
    return " ".join(done)
