"""The head of an imported plan: title, unit, year and predikat, by what stands above its table, else asked. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dossier import knowledge
from dossier.importing.column_roles import DUE, YEAR
from dossier.importing.questions_asked import ImportQuestion
from dossier.importing.table_rows import years_in
from dossier.plan.plan_file import PREDICATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.importing.draft import DraftPlan
    from dossier.importing.questions_asked import Answers
    from dossier.importing.table_rows import PlanTable

_PROPOSED_YEAR: Final = 2025
"""Where a table names no year; the clock is not asked, so that the same input gives the same bytes."""
_WORD: Final = re.compile(r"[A-Z]+")
_VOWEL: Final = re.compile("[aiueo]")
_ROMAN: Final = re.compile("[IVX]+")
_SPOKEN: Final = re.compile("(?:[^aiueo]?[aiueo])+[^aiueo]?")
_SHORT: Final = 3
"""Words of so few letters in a title of capitals are taken for abbreviations, unless they can be spoken as one."""
_TITLE: Final = re.compile(
    r"\b(?:rencana|program|lembar kerja|lke|matriks?|daftar)\b.*\b(?:aksi|kerja|integritas|zi|evaluasi)\b",
    re.IGNORECASE,
)
_UNIT: Final = re.compile(
    r"\b(?:zona integritas|zi|wbk|wbbm)\b(?:\s+(?:menuju|di|pada|wbk|wbbm|dan|/|lingkungan))*\s+(.+?)"
    r"\s*(?:tahun|t\.?a\.?)?\s*(?:20\d\d)?\s*$",
    re.IGNORECASE,
)
_LONGEST_TITLE: Final = 200


def read_heads(plan: DraftPlan, table: PlanTable, answers: Answers, file_name: str) -> None:
    """Set title, unit, year and predikat of a plan.

    Args:
        plan: The plan to be filled.
        table: Its table.
        answers: Answers given, and how to ask for others.
        file_name: A year in it counts where the table names none.
    """
    lines = [" ".join(line.split()) for line in table.above.splitlines() if line.strip()]
    titles = [line for line in lines if _TITLE.search(line) and len(line) <= _LONGEST_TITLE]
    plan.title = _titled(titles[0]) if titles else ""
    unit = _UNIT.search(plan.title)
    plan.unit = unit[1].strip(" .,-") if unit else ""
    plan.year = _year(table, lines, file_name, answers)
    if not plan.title:
        plan.title = f"Rencana Aksi Pembangunan Zona Integritas Tahun {plan.year}"
    written = [p for p in PREDICATES if re.search(rf"\b{p}\b", table.above, re.IGNORECASE)]
    if len(written) == 1:
        plan.predicate = written[0]
        return
    asked = answers.settle(
        ImportQuestion(key="predikat", text="Predikat yang dituju?", proposal="WBK", options=PREDICATES)
    )
    plan.predicate = str(asked)


def _year(table: PlanTable, lines: Sequence[str], file_name: str, answers: Answers) -> int:
    column = [row.text(YEAR) for row in table.rows]
    cells = [row.text(DUE) for row in table.rows]
    for texts in (column, lines, [table.name], [file_name], cells):
        if found := years_in(texts):
            return max(found, key=lambda year: (found[year], year))
    question = ImportQuestion(
        key="tahun", text="Tahun rencana ini? Tabelnya tidak menyebutnya.", proposal=str(_PROPOSED_YEAR)
    )
    answer = answers.settle(question)
    return int(answer) if isinstance(answer, str) and re.fullmatch(r"20\d\d", answer) else _PROPOSED_YEAR


def _titled(text: str) -> str:
    """Return a title in capitals as a title in mixed case; short words and what looks like an abbreviation stay."""
    return _WORD.sub(lambda found: _mixed_case(found[0]), text) if text.isupper() else text


def _mixed_case(word: str) -> str:
    """Return a word of capitals as it stands within a title."""
    small = word.lower()
    if small in knowledge.word_list("nama_kata_sambung"):
        return small
    spoken = _SPOKEN.fullmatch(small) if len(word) <= _SHORT else _VOWEL.search(small)
    stays = not spoken or _ROMAN.fullmatch(word)
    return word if stays or small in knowledge.word_list("nama_singkatan") else word.capitalize()
