"""Papers of the knowledge that units usually file for a question: a proposal where a table names no evidence. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier.importing.draft import DraftItem
from dossier.importing.row_numbers import letter_of
from dossier.knowledge import sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.knowledge.sheet import Paper

_MOST_PAPERS: Final = 3
_SELDOM: Final = "bila-ada"


def usual_papers(key: str) -> list[Paper]:
    """Return the papers that are first of all of a question, `A.1.I.i.a`, and that every unit has."""
    own = (each for each in sheet.papers() if each.questions[0] == key and each.period != _SELDOM)
    return [paper for paper, _ in zip(own, range(_MOST_PAPERS), strict=False)]


def proposed_items(papers: Sequence[Paper]) -> list[DraftItem]:
    """Return papers as butir that a person should confirm."""
    return [
        DraftItem(
            id=letter_of(number),
            name=paper.name,
            kind=paper.kind,
            doubt=f"bukti fisik kosong; “{paper.name}” diusulkan sebagai kertas yang lazim",
        )
        for number, paper in enumerate(papers, start=1)
    ]
