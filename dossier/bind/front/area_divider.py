"""The sheet that opens an area: its number, its title, how complete it is, and what of it is overdue."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from dossier.bind.front.page_index import tally
from dossier.bind.front.page_parts import Tally, heading, totals_table
from dossier.model import State
from dossier.typeset import page_grid
from dossier.typeset.cells import TextCell, label, line
from dossier.typeset.ledger import Ledger, LedgerRow, head, row
from dossier.typeset.typography import ACCENT, STYLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportlab.platypus import Flowable

    from dossier.bind.front.page_index import Index
    from dossier.model import Area, SlotCoverage

_NUMERAL: Final = STYLES.display.clone("divider_numeral", fontSize=96, leading=104, textColor=ACCENT)
_TITLE: Final = STYLES.title.clone("divider_title", fontSize=26, leading=31)


def divider(index: Index, area: Area) -> list[Flowable]:
    """Return the rows of an area's divider."""
    opening = [
        row(label("Area", STYLES.label), rule=0, above=14 * mm),
        row(TextCell(area.code, _NUMERAL, outdent=7), rule=0, above=0),
        row(replace(line(area.title, _TITLE), outdent=1), rule=0, above=6, below=16 * mm),
    ]
    tallies = [
        Tally(
            code=component.code,
            name=component.title,
            totals=tally(index.slots_of(indicator.code for indicator in component.indicators)),
            link=index.link(f"komponen:{component.code}"),
        )
        for component in area.components
    ]
    overdue = [
        slot for slot in index.slots_of(i.code for i in area.indicators) if slot.counts and slot.state is State.MISSING
    ]
    flowables: list[Flowable] = [Ledger((page_grid.WIDTH,), opening), totals_table("Komponen", tallies)]
    if overdue:
        header = head(label("Kode", STYLES.label), label("Bukti", STYLES.label), label("Slot", STYLES.label))
        flowables += heading("Sudah jatuh tempo dan belum ada")
        flowables.append(
            Ledger(page_grid.columns(16 * mm, 0, 66 * mm), _overdue_rows(index, overdue), header=header, closed=True)
        )
    return flowables


def _overdue_rows(index: Index, slots: list[SlotCoverage]) -> Iterator[LedgerRow]:
    """One row for each requirement, with all its late slots."""
    for (code, _), group in groupby(slots, key=lambda slot: (slot.indicator, slot.requirement.id)):
        late = list(group)
        requirement = late[0].requirement
        yield row(
            TextCell(code, STYLES.small, index.link(f"indikator:{code}")),
            line(f"{requirement.id}  {requirement.label}", STYLES.small),
            line(", ".join(index.slot_label(slot) for slot in late), STYLES.small),
        )
