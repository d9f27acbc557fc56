"""Draws the cover of the dossier and the title sheet of each area."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from dossier.bind.front.page_parts import Tally, heading, table, totals_table
from dossier.bind.front.toc import tally
from dossier.model import State
from dossier.typeset import page_setup
from dossier.typeset.cells import Stack, TextCell, label, line, prose
from dossier.typeset.ledger import Ledger
from dossier.typeset.rows import LedgerRow, row
from dossier.typeset.typography import ACCENT, HAIRLINE, STRONG_LINE, STYLES
from dossier.wording import long_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportlab.platypus import Flowable

    from dossier.bind.front.toc import Index
    from dossier.model import Area, SlotCoverage
    from dossier.typeset.cells import Cell


_PREDICATES: Final = {
    "WBK": "Wilayah Bebas dari Korupsi (WBK)",
    "WBBM": "Wilayah Birokrasi Bersih dan Melayani (WBBM)",
}


_TITLE: Final = STYLES.display.clone("cover_title", fontSize=38, leading=42)
_YEAR: Final = STYLES.display.clone("cover_year", fontSize=38, leading=42, textColor=ACCENT)
_COLUMNS: Final = page_setup.columns(page_setup.LABEL, 0)


def cover(index: Index) -> list[Flowable]:
    """Return the rows of the cover."""
    unit, plan = index.assessment.unit, index.assessment.plan
    kop: tuple[Cell, ...] = tuple(line(text, STYLES.bold) for text in unit.letterhead or (unit.name,))
    title = TextCell("Dossier\nPembangunan\nZona Integritas", _TITLE, outdent=1.5)
    facts = table(_COLUMNS, _facts(index))
    room = page_setup.HEIGHT - facts.wrap(0, 0)[1] - 6 * mm
    opening = [
        row(Stack(kop), rule=0, above=0),
        row(TextCell(str(plan.year), _YEAR, outdent=1.5), rule=0, above=48 * mm, below=6),
        row(title, rule=0, above=0, below=16),
        row(prose(plan.title, STYLES.lead), rule=0),
    ]
    used = Ledger((page_setup.WIDTH,), opening).wrap(0, 0)[1]
    opening[-1] = replace(opening[-1], below=max(8.0, room - used))
    return [Ledger((page_setup.WIDTH,), opening), facts]


def _facts(index: Index) -> list[LedgerRow]:
    assessment = index.assessment
    plan, matching = assessment.plan, assessment.matching
    totals = assessment.coverage.summary()
    overdue = totals[State.MISSING]
    bound = sum(1 for path in index.homes if index.is_bound(path))
    facts = (
        ("Unit", line(assessment.unit.name, STYLES.body)),
        ("Predikat", line(_PREDICATES.get(plan.predicate, plan.predicate), STYLES.body)),
        ("Dasar", prose(plan.basis, STYLES.body)),
        ("Keadaan per", line(long_date(assessment.as_of), STYLES.body)),
        (
            "Kelengkapan",
            line(
                f"{totals[State.PRESENT]} dari {sum(totals.values())} slot bukti ada; "
                f"{overdue} sudah jatuh tempo dan belum ada",
                STYLES.body,
            ),
        ),
        (
            "Isi",
            line(
                f"{bound} berkas dibundel dari {len(assessment.scan.files)} berkas yang ditemukan; "
                f"{len(matching.ambiguous) + len(matching.unplaced)} tanpa tempat yang pasti",
                STYLES.body,
            ),
        ),
    )
    rules = (STRONG_LINE, *(HAIRLINE for _ in facts))
    return [
        row(label(name, STYLES.label), cell, rule=rule, above=3.4, below=3.4)
        for (name, cell), rule in zip(facts, rules, strict=False)
    ]


_NUMERAL: Final = STYLES.display.clone("divider_numeral", fontSize=96, leading=104, textColor=ACCENT)
_DIVIDER_TITLE: Final = STYLES.title.clone("divider_title", fontSize=26, leading=31)


def divider(index: Index, area: Area) -> list[Flowable]:
    """Return the rows of an area's divider."""
    opening = [
        row(label("Area", STYLES.label), rule=0, above=14 * mm),
        row(TextCell(area.code, _NUMERAL, outdent=7), rule=0, above=0),
        row(replace(line(area.title, _DIVIDER_TITLE), outdent=1), rule=0, above=6, below=16 * mm),
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
    flowables: list[Flowable] = [Ledger((page_setup.WIDTH,), opening), totals_table("Komponen", tallies)]
    if overdue:
        columns, rows = page_setup.columns(16 * mm, 0, 66 * mm), _overdue_rows(index, overdue)
        flowables += [*heading("Sudah jatuh tempo dan belum ada"), table(columns, rows, "Kode", "Bukti", "Slot")]
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
