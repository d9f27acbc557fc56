"""The cover: whose dossier it is, of which year, on what basis, and how complete on which day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from dossier.model import State
from dossier.typeset import page_grid
from dossier.typeset.cells import Stack, TextCell, label, line, prose
from dossier.typeset.ledger import Ledger, LedgerRow, row
from dossier.typeset.typography import ACCENT, HAIRLINE, STRONG_LINE, STYLES
from dossier.wording import long_date

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

    from dossier.bind.front.page_index import Index
    from dossier.typeset.cells import Cell

_PREDICATES: Final = {
    "WBK": "Wilayah Bebas dari Korupsi (WBK)",
    "WBBM": "Wilayah Birokrasi Bersih dan Melayani (WBBM)",
}


_TITLE: Final = STYLES.display.clone("cover_title", fontSize=38, leading=42)
_YEAR: Final = STYLES.display.clone("cover_year", fontSize=38, leading=42, textColor=ACCENT)
_COLUMNS: Final = page_grid.columns(page_grid.LABEL, 0)


def cover(index: Index) -> list[Flowable]:
    """Return the rows of the cover."""
    unit, plan = index.source.unit, index.source.plan
    kop: tuple[Cell, ...] = tuple(line(text, STYLES.bold) for text in unit.letterhead or (unit.name,))
    title = TextCell("Dossier\nPembangunan\nZona Integritas", _TITLE, outdent=1.5)
    facts = Ledger(_COLUMNS, _facts(index), closed=True)
    room = page_grid.HEIGHT - facts.wrap(0, 0)[1] - 6 * mm
    opening = [
        row(Stack(kop), rule=0, above=0),
        row(TextCell(str(plan.year), _YEAR, outdent=1.5), rule=0, above=48 * mm, below=6),
        row(title, rule=0, above=0, below=16),
        row(prose(plan.title, STYLES.lead), rule=0),
    ]
    used = Ledger((page_grid.WIDTH,), opening).wrap(0, 0)[1]
    opening[-1] = replace(opening[-1], below=max(8.0, room - used))
    return [Ledger((page_grid.WIDTH,), opening), facts]


def _facts(index: Index) -> list[LedgerRow]:
    source = index.source
    plan, matching = source.plan, source.matching
    totals = source.coverage.summary()
    overdue = totals[State.MISSING]
    bound = sum(1 for path in index.homes if index.is_bound(path))
    facts = (
        ("Unit", line(source.unit.name, STYLES.body)),
        ("Predikat", line(_PREDICATES.get(plan.predicate, plan.predicate), STYLES.body)),
        ("Dasar", prose(plan.basis, STYLES.body)),
        ("Keadaan per", line(long_date(source.as_of), STYLES.body)),
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
                f"{bound} berkas dibundel dari {len(source.scan.files)} berkas yang ditemukan; "
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
