"""Draws the sheet of an indicator: the plan's four columns, then each requirement and slot with state and file."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from dossier.bind.front.capped_lists import MOST_FILES, findings_cells, rest_of
from dossier.bind.front.page_parts import beside, requirement_words, slot_mark, table, tally
from dossier.model import Audience, State
from dossier.typeset import page_setup
from dossier.typeset.cells import Stack, TextCell, label, line, prose
from dossier.typeset.ledger import Ledger
from dossier.typeset.rows import LedgerRow, PlacedCell, row, spread
from dossier.typeset.typography import ACCENT, HAIRLINE, INK, MUTED, STRONG_LINE, STYLES
from dossier.wording import SUPPORTING, SUPPORTING_FOR_READERS, due_date, short_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportlab.platypus import Flowable

    from dossier.bind.front.page_parts import Index
    from dossier.model import Indicator, Requirement, Section, SlotCoverage
    from dossier.typeset.cells import Cell

_CODE: Final = STYLES.title.clone("indicator_code", fontSize=22, leading=26, textColor=ACCENT)
_STATEMENT: Final = STYLES.bold.clone("indicator_statement", fontSize=12.5, leading=16)
_RIGHT_NOTE: Final = STYLES.note.clone("indicator_right_note", alignment=2)
_COLUMNS: Final = page_setup.columns(page_setup.LABEL, 20 * mm, 33 * mm, 0, page_setup.NUMBER)
_NAMES: Final = ("Waktu", "Batas", "Keadaan", "Berkas")
_SUBMITTED_COLUMNS: Final = page_setup.columns(page_setup.LABEL, 0, page_setup.NUMBER)
_FILE, _PAGE = 3, 4
_BETWEEN: Final = 34.0
"""Points between two sheets on one page."""
_LONG_RUN: Final = 2
"""From how many like slots without a file they share one row."""


def indicator_sheet(index: Index, indicator: Indicator) -> list[Flowable]:
    """Return the rows of an indicator's sheet."""
    slots = index.slots.get(indicator.code, ())
    air = _BETWEEN if index.follows(indicator.code) else 0
    page = label("Hlm.", STYLES.label_right)
    if index.audience is Audience.TPN:
        files = table(_SUBMITTED_COLUMNS, _submitted_rows(index, indicator, slots), "Waktu", "Berkas", page)
        return [Ledger(page_setup.columns(page_setup.LABEL, 0), _columns_of_the_plan(indicator, ""), air=air), files]
    opening = Ledger(page_setup.columns(page_setup.LABEL, 0), _columns_of_the_plan(indicator, _summary(slots)), air=air)
    return [opening, table(_COLUMNS, _table_rows(index, indicator, slots), *_NAMES, page)]


def _summary(slots: Sequence[SlotCoverage]) -> str:
    totals = tally(slots)
    summary = f"{totals[State.PRESENT]} dari {sum(totals.values())} bukti ada"
    if totals[State.MISSING]:
        summary += f", {totals[State.MISSING]} sudah jatuh tempo dan belum ada"
    return summary


def _columns_of_the_plan(indicator: Indicator, summary: str) -> list[LedgerRow]:
    schedule: list[Cell] = [prose(indicator.schedule.text, STYLES.body)]
    schedule += [prose(note, STYLES.note_italic) for note in (indicator.schedule.note, indicator.note) if note]
    rows = [
        row(TextCell(indicator.code, _CODE), TextCell(summary, _RIGHT_NOTE), rule=0, above=0, below=6),
        replace(_block("Indikator", prose(indicator.statement, _STATEMENT)), rule=STRONG_LINE, colour=INK),
        _block("Langkah aksi", prose(indicator.steps, STYLES.body)),
        _block("Bukti fisik", prose(indicator.evidence_text, STYLES.body)),
        _block("Target waktu", Stack(tuple(schedule))),
    ]
    if indicator.lke:
        rows.append(_block("LKE", line(", ".join(indicator.lke), STYLES.body)))
    return [*rows[:-1], replace(rows[-1], below=18)]


def _block(name: str, cell: Cell) -> LedgerRow:
    return row(label(name, STYLES.label), cell, above=5, below=6)


def _table_rows(index: Index, indicator: Indicator, slots: Sequence[SlotCoverage]) -> Iterator[LedgerRow]:
    for _, group in groupby(slots, key=lambda slot: slot.requirement.id):
        of_requirement = list(group)
        heading = _requirement_row(of_requirement[0].requirement, of_requirement)
        again = _requirement_row(of_requirement[0].requirement, of_requirement, again=True)
        yield heading
        for number, run in enumerate(_runs(of_requirement)):
            first, *rest = [_run_row(index, run)] if len(run) > 1 else _slot_rows(index, indicator, run[0])
            yield replace(first, rule=0 if number == 0 else HAIRLINE, again=again if number else None)
            yield from (replace(each, again=again) for each in rest)
    if supporting := index.supporting.get(indicator.code):
        title = line(SUPPORTING if index.audience.advises else SUPPORTING_FOR_READERS, STYLES.small_bold)
        yield replace(spread((title, 0, _PAGE), rule=HAIRLINE, above=6, below=1), colour=INK, keep=True)
        for number, cells in enumerate(_files(index, indicator, [(path, "") for path in supporting])):
            yield replace(row(None, None, None, *cells), rule=0 if number == 0 else HAIRLINE)


def _submitted_rows(index: Index, indicator: Indicator, slots: Sequence[SlotCoverage]) -> Iterator[LedgerRow]:
    """Yield what there is: each requirement with its files, then the times that none of them is for."""
    last = len(_SUBMITTED_COLUMNS) - 1
    for _, group in groupby(slots, key=lambda slot: slot.requirement.id):
        of_requirement = list(group)
        requirement = of_requirement[0].requirement
        name = line(f"{requirement.id}   {requirement.label}", STYLES.small_bold)
        yield replace(spread((name, 0, last), rule=HAIRLINE, above=6, below=1), colour=INK, keep=True)
        without = []
        for slot in of_requirement:
            named = [(path, "") for path in slot.files if path in index.files]
            if not named:
                without.append(index.slot_label(slot))
            when: Cell | None = line(index.slot_label(slot), STYLES.small)
            for cells in _files(index, indicator, named, slot):
                yield row(when, *cells, rule=0, above=1)
                when = None
        if without:
            said = line(f"tanpa bukti: {', '.join(without)}", STYLES.note)
            yield replace(spread((said, 0, last), rule=0, above=1), keep=False)
    if supporting := index.supporting.get(indicator.code):
        title = line(SUPPORTING_FOR_READERS, STYLES.small_bold)
        yield replace(spread((title, 0, last), rule=HAIRLINE, above=6, below=1), colour=INK, keep=True)
        for cells in _files(index, indicator, [(path, "") for path in supporting]):
            yield row(None, *cells, rule=0, above=1)


def _requirement_row(requirement: Requirement, slots: Sequence[SlotCoverage], *, again: bool = False) -> LedgerRow:
    name = f"{requirement.id}   {requirement.label}"
    if again:
        name += " (lanjutan)"
    name += requirement_words(requirement)
    present = sum(1 for slot in slots if slot.state is State.PRESENT)
    count = f"{present}/{len(slots)}" if len(slots) > 1 else ""
    cells: list[tuple[Cell, int, int]] = [
        (line(name, STYLES.small_bold), 0, _FILE),
        (TextCell(count, STYLES.small_right), _PAGE, _PAGE),
    ]
    return replace(spread(*cells, rule=HAIRLINE, above=6, below=1), colour=INK, keep=True)


def _runs(slots: Sequence[SlotCoverage]) -> Iterator[list[SlotCoverage]]:
    """Group neighbouring slots of one state of which nothing else is to be said."""
    for key, group in groupby(slots, key=_sameness):
        run = list(group)
        if key is None or len(run) < _LONG_RUN:
            yield from ([slot] for slot in run)
        else:
            yield run


def _sameness(slot: SlotCoverage) -> tuple[State, bool] | None:
    if slot.files or slot.candidates or slot.spares or slot.state not in {State.MISSING, State.NOT_YET_DUE}:
        return None
    return slot.state, slot.counts


def _run_row(index: Index, run: Sequence[SlotCoverage]) -> LedgerRow:
    first, last = run[0], run[-1]
    labels = [index.slot_label(slot) for slot in run]
    return row(
        line(f"{labels[0]} – {labels[-1]}", STYLES.small),
        TextCell(f"s.d. {short_date(last.slot.until).rpartition(' ')[0]}", STYLES.small, colour=MUTED),
        slot_mark(index, first),
        line(f"{len(run)} kali: {', '.join(labels)}", STYLES.note),
    )


def _slot_rows(index: Index, indicator: Indicator, slot: SlotCoverage) -> list[LedgerRow]:
    """One row for each file, so that its page stands beside it; slot and state are said in the first."""
    said: tuple[Cell, ...] = (
        line(index.slot_label(slot), STYLES.small),
        TextCell(due_date(slot.slot.due), STYLES.small, colour=MUTED),
        slot_mark(index, slot),
    )
    named = [(path, "") for path in slot.files]
    named += [(path, "calon: ") for path in slot.candidates] + [(path, "cadangan: ") for path in slot.spares]
    files = _files(index, indicator, named, slot) or [()]
    rows = [row(*(said if number == 0 else (None, None, None)), *cells) for number, cells in enumerate(files)]
    notes = findings_cells(index.audience, slot.findings)
    if notes and named:
        rows.append(spread((Stack(notes), _FILE, _PAGE)))
    elif notes:
        rows = [replace(rows[0], cells=(*rows[0].cells, PlacedCell(Stack(notes), _FILE, _PAGE)))]
    rest = [replace(each, rule=0, above=0) for each in rows[1:]]
    return [replace(rows[0], keep=bool(rest)), *rest]


def _files(
    index: Index, indicator: Indicator, named: Sequence[tuple[str, str]], slot: SlotCoverage | None = None
) -> list[tuple[Cell, ...]]:
    """Return the cells of each file or member of an archive, by path and role; those that are too many are counted."""
    found = [(path, role, member) for path, role in named for member in _members(index, indicator, path, slot)]
    cells = [_file_cells(index, indicator, *each) for each in found[:MOST_FILES]]
    if len(found) > MOST_FILES:
        cells.append((rest_of(index, len(found) - MOST_FILES),))
    return cells


def _members(index: Index, indicator: Indicator, path: str, slot: SlotCoverage | None) -> tuple[Section | None, ...]:
    """Return the members of an archive that serve a slot, or None for the file as a whole."""
    requirement, key = (slot.requirement.id, slot.slot.key) if slot else (None, None)
    return index.members(path, indicator.code, requirement, key) or (None,)


def _file_cells(index: Index, indicator: Indicator, path: str, role: str, member: Section | None) -> tuple[Cell, ...]:
    """Return the name of a file after its role ("calon: "), with where it is bound if not here, and its page.

    Of a member of an archive both names are said, and the page is its own.
    """
    key = index.homes.get(path)
    name = path.rpartition("/")[2]
    if member is not None:
        key, name = member.key, f"{name} ► {member.title}"
    title = line(f"{role}{name}", STYLES.small, key)
    if key is None:
        return (Stack((title, line("tidak dimuat dalam dokumen ini", STYLES.note))),)
    number = index.page(key)
    owner = index.owners[path]
    notes: list[Cell] = []
    if owner != indicator.code:
        # One line, whatever the number: the layout must not depend on it.
        notes.append(line(f"lihat hlm. {number} (dimuat pada {owner})", STYLES.note))
    notes += beside(index, path)
    if not index.is_bound(path):
        notes.append(line(f"tidak dapat dimuat: sebabnya di hlm. {number}", STYLES.note))
    return Stack((title, *notes)), TextCell(number, STYLES.small_right, key)
