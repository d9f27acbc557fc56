"""Finds the rows of the evaluation sheet in a worksheet: by soal_id under its heading, else by the words. Pure."""

from __future__ import annotations

import difflib
import re
from functools import cache
from typing import TYPE_CHECKING, Final

from dossier.knowledge import sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.knowledge.sheet import SheetField

Cells = dict[tuple[int, int], object]
_NUMBER_HEADINGS: Final = frozenset({"soal_id", "soal id", "id soal"})
_HEAD_ROWS: Final = 12
_LEAD: Final = re.compile(r"^\s*(?:[-–•*]+|\(?[a-z0-9]{1,2}[.)])\s+", re.IGNORECASE)  # "- Jumlah", "a. Tim", "1) …"
_WORDS: Final = re.compile(r"[\W_]+")
_ASIDE: Final = re.compile(r"\((?!eselon)[^()]*\)", re.IGNORECASE)
_OF_SUMS: Final = frozenset(
    ("jumlah", "total", "yang", "harus", "wajib", "diwajibkan", "melaporkan", "menyampaikan", "lhkpn", "non")
)
"""Words of the rows that only add up those who have to report."""
_SHORT: Final = 12
_ALIKE: Final = 0.9
"""Share of equal characters from which two sentences count as the same question, spelt a little differently."""
_OTHER_LENGTH: Final = 30


def plain_words(text: str) -> str:
    """Return a text without enumeration, punctuation and capitals."""
    return _WORDS.sub(" ", _LEAD.sub("", text)).strip().casefold()


@cache
def _by_words() -> Mapping[str, tuple[SheetField, ...]]:
    found: dict[str, tuple[SheetField, ...]] = {}
    for field in sheet.fields():
        question = sheet.questions()[field.question]
        texts = {field.label} if question.answer == sheet.PERCENT else {field.label, question.text}
        for text in texts:
            words = plain_words(text)
            found[words] = (*found.get(words, ()), field)
    return found


def find_rows(cells: Cells) -> dict[int, SheetField]:
    """Return row ─► field of the portal; a field that stands twice counts where it is first."""
    return _by_number(cells) or _by_sentence(cells)


def _by_number(cells: Cells) -> dict[int, SheetField]:
    column = next((c for (r, c), value in sorted(cells.items()) if r <= _HEAD_ROWS and _is_number_heading(value)), 0)
    if not column:
        return {}
    fields = {field.number: field for field in sheet.fields()}
    found: dict[int, SheetField] = {}
    for (row, at), value in sorted(cells.items()):
        if at == column and isinstance(value, int | float) and value in fields:
            field = fields.pop(int(value))
            found[row] = field
    return found


def _is_number_heading(value: object) -> bool:
    return isinstance(value, str) and value.strip().casefold() in _NUMBER_HEADINGS


def _by_sentence(cells: Cells) -> dict[int, SheetField]:
    left = {words: list(fields) for words, fields in _by_words().items()}
    taken: set[int] = set()
    found: dict[int, SheetField] = {}
    by_row: dict[int, list[str]] = {}
    for (row, _), value in sorted(cells.items()):
        if isinstance(value, str) and len(words := plain_words(value)) >= _SHORT:
            by_row.setdefault(row, []).append(words)
    last = 0
    for row, texts in sorted(by_row.items()):
        for words in texts:
            field = _next_field(left.get(words) or left.get(_nearest(words, left), []), taken, last)
            if field is not None:
                found[row] = field
                taken.add(field.number)
                last = field.number
                break
    return found | _counts(cells, found)


def _counts(cells: Cells, found: Mapping[int, SheetField]) -> dict[int, SheetField]:
    """Return rows of counts worded more shortly than the portal's: "- Lainnya", "Jumlah yang sudah melaporkan".

    Such a row stands between those of the fields before and after it, holds no word that the field lacks, and one that
    tells it from the sum above.
    """
    texts: dict[int, list[frozenset[str]]] = {}
    for (row, _), value in sorted(cells.items()):
        if isinstance(value, str) and row not in found:
            texts.setdefault(row, []).append(frozenset(plain_words(_ASIDE.sub(" ", value)).split()))
    rows = {field.number: row for row, field in found.items()}
    more: dict[int, SheetField] = {}
    for field in sheet.fields():
        if field.number in rows or sheet.questions()[field.question].answer != sheet.PERCENT:
            continue
        above = max((row for number, row in rows.items() if number < field.number), default=0)
        below = min((row for number, row in rows.items() if number > field.number), default=above)
        label = frozenset(plain_words(field.label).split())
        for row in range(above + 1, below):
            if any(words <= label and words - _OF_SUMS for words in texts.get(row, ())):
                rows[field.number] = row
                more[row] = field
                break
    return more


def _nearest(words: str, left: Mapping[str, object]) -> str:
    if words in left:
        return words
    near = [each for each in left if abs(len(each) - len(words)) < _OTHER_LENGTH]
    close = difflib.get_close_matches(words, near, n=1, cutoff=_ALIKE)
    return close[0] if close else ""


def _next_field(fields: list[SheetField], taken: set[int], last: int) -> SheetField | None:
    """Return the first field that is not taken, one below the last rather than one above it."""
    free = [field for field in fields if field.number not in taken]
    return next((field for field in free if field.number > last), free[0] if free else None)
