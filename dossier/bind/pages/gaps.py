"""The gap list: what is overdue first, then everything that is not there, by area, with a box to tick."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from dossier.audit import gap_name
from dossier.bind.pages import grid
from dossier.bind.pages.index import tally
from dossier.bind.pages.ledger import Ledger, Row, head, row, spread
from dossier.bind.pages.marks import Mark, TickBox
from dossier.bind.pages.parts import Tally, findings_cells, heading, page_title, totals_table
from dossier.bind.pages.text import Stack, Text, label, line
from dossier.model import State
from dossier.typography import HAIRLINE, MUTED, STYLES
from dossier.wording import long_date, short_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportlab.platypus import Flowable

    from dossier.bind.pages.index import Index
    from dossier.bind.pages.text import Cell
    from dossier.model import Area, Indicator, SlotCoverage

_COLUMNS: Final = grid.columns(7 * mm, 27 * mm, 20 * mm, 33 * mm, 0)


def gap_list(index: Index) -> list[Flowable]:
    """Return the title, the totals, what is overdue, and the gaps of each area."""
    source = index.source
    day = long_date(source.as_of)
    tallies = [
        Tally(
            code=area.code,
            name=area.title,
            totals=tally(index.slots_of(i.code for i in area.indicators)),
            link=index.link(f"area:{area.code}"),
        )
        for area in source.plan.areas
    ]
    flowables: list[Flowable] = [
        page_title("Daftar kesenjangan", f"Bukti yang belum lengkap, keadaan per {day}."),
        totals_table("Area", tallies),
    ]
    flowables += _overdue(index)
    for area in source.plan.areas:
        flowables += _of_area(index, area)
    return flowables


def _overdue(index: Index) -> list[Flowable]:
    late = [slot for slot in index.source.coverage.counted() if slot.state is State.MISSING]
    if not late:
        return [*heading("Sudah jatuh tempo"), _sentence("Tidak ada bukti yang sudah jatuh tempo dan belum ada.")]
    return [*heading(f"Sudah jatuh tempo: {len(late)} slot"), _table(_rows(index, late))]


def _of_area(index: Index, area: Area) -> list[Flowable]:
    """Return the area's gaps that are not in the list of what is overdue."""
    slots = index.slots_of(indicator.code for indicator in area.indicators)
    lacking = [s for s in slots if s.counts and s.state not in {State.PRESENT, State.MISSING}]
    if not lacking:
        return []
    return [*heading(area.title, area.code), _table(_rows(index, lacking))]


def _sentence(text: str) -> Flowable:
    return Ledger((grid.WIDTH,), [row(line(text, STYLES.body), rule=0)])


def _table(rows: Iterable[Row]) -> Ledger:
    names = ("Slot", "Batas", "Keadaan", "Nama berkas yang mengisinya")
    return Ledger(_COLUMNS, rows, header=head(None, *(label(name, STYLES.label) for name in names)), closed=True)


def _rows(index: Index, slots: Iterable[SlotCoverage]) -> Iterator[Row]:
    plan = index.source.plan
    for (code, _), group in groupby(slots, key=lambda slot: (slot.indicator, slot.requirement.id)):
        of_requirement = list(group)
        indicator = plan.indicator(code)
        if indicator is None:
            continue
        yield _requirement_row(index, of_requirement[0])
        again = _requirement_row(index, of_requirement[0], again=True)
        for number, slot in enumerate(of_requirement):
            content = _slot_row(index, indicator, slot)
            yield replace(content, rule=HAIRLINE if number else 0, rule_from=1, again=again if number else None)


def _requirement_row(index: Index, slot: SlotCoverage, *, again: bool = False) -> Row:
    name = f"{slot.requirement.label} (lanjutan)" if again else slot.requirement.label
    code = Text(f"{slot.indicator} {slot.requirement.id}", STYLES.small_bold, index.link(f"indikator:{slot.indicator}"))
    title = line(name, STYLES.small_bold)
    return replace(spread((code, 0, 1), (title, 2, 4), above=5, below=0.5), keep=True)


def _slot_row(index: Index, indicator: Indicator, slot: SlotCoverage) -> Row:
    name = gap_name(indicator, slot.requirement, slot.slot)
    notes = [line(f"calon: {path}", STYLES.note) for path in slot.candidates]
    cells: tuple[Cell, ...] = (line(name, STYLES.small), *notes, *findings_cells(slot.findings))
    return row(
        TickBox(),
        line(index.slot_label(slot), STYLES.small),
        Text(short_date(slot.slot.due), STYLES.small, colour=MUTED),
        Mark(slot.state),
        Stack(cells),
    )
