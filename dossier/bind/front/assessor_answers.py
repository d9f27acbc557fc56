"""Draws the answer to the assessors: each remark, the follow-up, and which evidence changed since the remark."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from dossier.bind.front.page_parts import StateMark, page_title, table
from dossier.typeset import page_setup
from dossier.typeset.cells import Stack, TextCell, label, line
from dossier.typeset.rows import LedgerRow, row, spread
from dossier.typeset.typography import STYLES
from dossier.wording import long_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportlab.platypus import Flowable

    from dossier.audit.status import StatusRow
    from dossier.bind.front.toc import Index
    from dossier.typeset.cells import Cell

_COLUMNS: Final = page_setup.columns(24 * mm, 31 * mm, 0, 54 * mm, page_setup.NUMBER)
_NONE: Final = "belum ada tindak lanjut yang dicatat"
_UNCHANGED: Final = "bukti tidak berubah sejak dilihat penilai"


def remark_list(index: Index) -> list[Flowable]:
    """Return the title and a table of the remarks in plan order."""
    remarked = index.view.remarked
    count = sum(len(each.remarks) for each in remarked)
    lead = (
        f"{count} catatan tim penilai internal, keadaan bukti per {long_date(index.view.as_of)}. "
        "Berkas baru, diganti, dan ditarik dihitung sejak edisi yang dilihat penilai."
    )
    names = ("Slot", "Keadaan kini", "Catatan dan status TPI", "Tindak lanjut dan perubahan bukti")
    page = label("Hlm.", STYLES.label_right)
    return [
        page_title("Tindak lanjut catatan TPI", lead),
        table(_COLUMNS, _rows(index, remarked), *names, page),
    ]


def _rows(index: Index, remarked: tuple[StatusRow, ...]) -> Iterator[LedgerRow]:
    for _, group in groupby(remarked, key=lambda each: (each.indicator.code, each.requirement.id)):
        of_requirement = list(group)
        first = of_requirement[0]
        link = index.link(f"indikator:{first.indicator.code}")
        code = TextCell(f"{first.indicator.code} {first.requirement.id}", STYLES.small_bold, link)
        title = line(first.requirement.label, STYLES.small_bold)
        yield replace(spread((code, 0, 0), (title, 1, 3), above=5, below=0.5), keep=True)
        for each in of_requirement:
            yield from _slot_rows(index, each)


def _slot_rows(index: Index, each: StatusRow) -> Iterator[LedgerRow]:
    """Yield what was remarked and done, then a row for each file that changed, with the page it is bound on."""
    said: list[Cell] = []
    for remark in each.remarks:
        if remark.source:
            said.append(line(remark.source, STYLES.small_bold))
        if remark.text:
            said.append(line(remark.text, STYLES.small))
        if remark.status:
            said.append(line(f"status: {remark.status}", STYLES.note))
    follow_up = line(each.note.follow_up, STYLES.small) if each.note.follow_up else line(_NONE, STYLES.note_italic)
    slot = line(index.slot_label(each.coverage), STYLES.small)
    changes = list(_changes(index, each))
    yield replace(row(slot, StateMark(each.state), Stack(tuple(said)), follow_up, rule=0), keep=True)
    for number, cells in enumerate(changes, start=1):
        yield replace(row(None, None, None, *cells, rule=0, above=0), keep=number < len(changes))


def _changes(index: Index, each: StatusRow) -> Iterator[tuple[Cell, ...]]:
    """Yield the name of each file that is new, replaced or withdrawn, and its page where it is bound."""
    since = each.since_remark
    told = [("baru", path) for path in since.new]
    told += [("diganti", path) for path in since.replaced] + [("ditarik", path) for path in since.withdrawn]
    for what, path in told:
        key = index.homes.get(path)
        link = None if key is None else index.link(key)
        name = line(f"{what}: {path.rpartition('/')[2]}", STYLES.note, link)
        yield (name,) if key is None else (name, TextCell(index.page(key), STYLES.small_right, link))
    if not told:
        yield (line(_UNCHANGED, STYLES.note),)
