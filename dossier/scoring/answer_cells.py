"""Answers as texts by question and field: what a cell of a workbook shows, and what is read back from it. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dossier.knowledge import sheet
from dossier.scoring.answer_checks import answer_texts, parse_answer, parse_link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.scoring.answer_sheet import AnswerSheet, SheetAnswer

NOTE: Final = "catatan"
LINKS: Final = "tautan"
AnswerPlace = tuple[str, str]
"""Key of a question, and `jawaban`, `nilai`, the name of a count, `catatan` or `tautan`."""
_SEPARATOR: Final = re.compile(r"\s*;\s*(?=https?:)|\s+", re.IGNORECASE)  # "https://a; https://b", one a line


def cell_texts(key: str, answer: SheetAnswer) -> dict[AnswerPlace, str]:
    """Return the texts of one answer by place; one that does not count is shown as it is written."""
    texts = answer_texts(answer) or dict(answer.unread)
    found = {(key, name): text for name, text in texts.items()}
    if answer.note:
        found[key, NOTE] = answer.note
    if links := (*answer.links, *answer.unread_links):
        found[key, LINKS] = "\n".join(links)
    return found


def unit_cells(answers: AnswerSheet) -> dict[AnswerPlace, str]:
    """Return the texts of the unit's answers."""
    return {place: text for key, answer in answers.answers.items() for place, text in cell_texts(key, answer).items()}


def assessor_cells(answers: AnswerSheet) -> dict[AnswerPlace, str]:
    """Return the texts of the assessors' answers that count; where none does, those of the last entry."""
    found: dict[AnswerPlace, str] = {}
    for key, entries in answers.assessors.items():
        counts = answers.assessor(key) or (entries[-1] if entries else None)
        if counts is not None:
            found |= cell_texts(key, counts.answer)
    return found


def normal_text(place: AnswerPlace, text: str) -> str:
    """Return a text as an answer is written; one that does not count, notes and links are returned as they are.

    "a" and " A " are "A", "3,60" is "3.6"; so that a cell is compared by what it says.
    """
    key, name = place
    if name == NOTE:
        return text
    if name == LINKS:
        return "\n".join(split_links(text))
    question, stripped = sheet.questions()[key], " ".join(text.split())
    if question.answer == sheet.PERCENT:
        return str(int(stripped)) if stripped.isascii() and stripped.isdecimal() else stripped
    return answer_texts(parse_answer(question, {name: stripped}).answer).get(name, stripped)


def split_links(text: str) -> tuple[str, ...]:
    """Return the addresses of a cell: one a line, or apart by blanks, or by ";" before an address.

    A text that holds no address at all is returned whole.
    """
    parts = tuple(part for part in _SEPARATOR.split(text.strip()) if part)
    return parts if any(parse_link(part) is None for part in parts) else ((text.strip(),) if text.strip() else ())


def blank_fields(key: str, texts: Mapping[AnswerPlace, str]) -> bool:
    """Whether nothing is answered to a question, whatever its note says."""
    return not any(texts.get((key, field.name)) for field in sheet.fields_of()[key])
