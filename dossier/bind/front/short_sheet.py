"""Draws the sheet of an indicator of which no file was found: all that the full one says, three to four on a page."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from dossier.bind.front.page_parts import requirement_words, slot_mark, table
from dossier.typeset import page_setup
from dossier.typeset.cells import Stack, TextCell, label, line, prose
from dossier.typeset.ledger import Ledger
from dossier.typeset.rows import LedgerRow, row
from dossier.typeset.typography import ACCENT, HAIRLINE, INK, MUTED, STRONG_LINE, STYLES
from dossier.wording import due_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportlab.platypus import Flowable

    from dossier.bind.front.page_parts import Index
    from dossier.model import Indicator, SlotCoverage
    from dossier.typeset.cells import Cell

_CODE: Final = STYLES.title.clone("short_code", fontSize=13, leading=15, textColor=ACCENT)
_STATEMENT: Final = STYLES.bold.clone("short_statement", fontSize=10.5, leading=13)
_COLUMNS: Final = page_setup.columns(page_setup.LABEL, 0)
_BUTIR: Final = page_setup.columns(0, 50 * mm, 26 * mm, 34 * mm)
_BETWEEN: Final = 20.0
"""Points between two sheets on one page."""


def is_short(index: Index, indicator: Indicator) -> bool:
    """Return whether nothing was found for an indicator, and nothing is to be said of a file."""
    if index.supporting.get(indicator.code):
        return False
    slots = index.slots.get(indicator.code, ())
    return not any(slot.files or slot.candidates or slot.spares or slot.findings for slot in slots)


def short_sheet(index: Index, indicator: Indicator) -> list[Flowable]:
    """Return the rows of the sheet of an indicator without evidence."""
    slots = index.slots.get(indicator.code, ())
    schedule: list[Cell] = [prose(indicator.schedule.text, STYLES.small)]
    schedule += [prose(note, STYLES.note_italic) for note in (indicator.schedule.note, indicator.note) if note]
    opening = row(TextCell(indicator.code, _CODE), prose(indicator.statement, _STATEMENT), above=4, below=4)
    rows = [
        replace(opening, rule=STRONG_LINE, colour=INK),
        _fact("Langkah aksi", prose(indicator.steps, STYLES.small)),
        _fact("Bukti fisik", prose(indicator.evidence_text, STYLES.small)),
        _fact("Target waktu", Stack(tuple(schedule))),
    ]
    if indicator.lke:
        rows.append(_fact("LKE", line(", ".join(indicator.lke), STYLES.small)))
    rows = [*rows[:-1], replace(rows[-1], below=5)]
    air = _BETWEEN if index.follows(indicator.code) else 0
    return [Ledger(_COLUMNS, rows, air=air), table(_BUTIR, _rows(index, slots), "Bukti", "Waktu", "Batas", "Keadaan")]


def _fact(name: str, cell: Cell) -> LedgerRow:
    return row(label(name, STYLES.label), cell, above=1.8, below=2.2)


def _rows(index: Index, slots: Sequence[SlotCoverage]) -> Iterator[LedgerRow]:
    """Yield a row for each requirement and state, with all its times."""
    for _, group in groupby(slots, key=lambda slot: slot.requirement.id):
        for number, (_, same) in enumerate(groupby(group, key=lambda slot: (slot.state, slot.counts))):
            run = list(same)
            first, last = run[0], run[-1]
            name = (
                line(
                    f"{first.requirement.id}   {first.requirement.label}{requirement_words(first.requirement)}",
                    STYLES.small,
                )
                if number == 0
                else None
            )
            labels = ", ".join(index.slot_label(slot) for slot in run)
            due = TextCell(due_date(last.slot.due), STYLES.small, colour=MUTED)
            cells = (name, line(labels, STYLES.small), due, slot_mark(index, first))
            yield replace(row(*cells, above=1.6, below=1.8), rule=HAIRLINE if number == 0 else 0)
