"""Draws what is left to do: the gaps by urgency (as a chapter, as a PDF of its own) and the assessors' remarks."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from dossier.audit import legend
from dossier.audit.gap_columns import QUESTIONS, GapForm, columns_of, lines_of
from dossier.audit.handouts import NOBODY_LABEL
from dossier.audit.status import Urgency
from dossier.bind.front.capped_lists import MOST_FILES, MOST_NOTES, findings_cells, rest_of
from dossier.bind.front.gap_charts import pictures
from dossier.bind.front.handout_pages import month_page
from dossier.bind.front.page_parts import Index, TickBox, heading, page_title, sentence, state_mark, table
from dossier.bind.front.paginate import DrawnSection, compose
from dossier.bind.front.score_pages import sheet_facts
from dossier.model import State
from dossier.state import files
from dossier.typeset import page_setup
from dossier.typeset.cells import Stack, TextCell, label, line
from dossier.typeset.rows import LedgerRow, row, spread
from dossier.typeset.typography import HAIRLINE, MUTED, STYLES
from dossier.wording import capped, long_date, more

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from reportlab.platypus import Flowable

    from dossier.audit.gap_columns import Column
    from dossier.audit.status import Status, StatusRow
    from dossier.bind.page_order import BindInput
    from dossier.typeset.cells import Cell
    from dossier.typeset.ledger import Ledger


_TICK: Final = 7 * mm
MOST_PAGES: Final = 300


def gap_list(index: Index) -> list[Flowable]:
    """Return the page of this month, the pictures, and all gaps: most pressing first, by area and person."""
    view = index.view
    opening: list[Flowable] = [page_title("Daftar kesenjangan", _lead(view)), *sheet_facts(index.assessment)]
    flowables: list[Flowable] = [*opening, *month_page(index, opening), *pictures(index)]
    named = any(each.person for each in view.rows)
    columns = columns_of(GapForm.PRINT, view.gaps())
    for urgency, look in legend.URGENCIES.items():
        gaps = view.gaps(urgency)
        if gaps:
            table_of = _table(_rows(index, gaps, columns, named=named), columns)
            flowables += [*heading(f"{look.heading}: {len(gaps)} slot"), table_of]
        elif urgency is Urgency.OVERDUE:
            flowables += [*heading(look.heading), sentence("Tidak ada bukti yang sudah jatuh tempo dan belum lengkap.")]
    return flowables


def _lead(view: Status) -> str:
    ready = view.totals.states[State.PRESENT]
    day = long_date(view.as_of)
    state = f"Hanya {view.only}. Keadaan per {day}" if view.only else f"Keadaan per {day}"
    return (
        f"{state}: {ready} dari {view.totals.due} slot yang sudah waktunya telah lengkap"
        f"{view.totals.in_brackets}; sepanjang tahun diminta {view.totals.total} slot."
    )


def _table(rows: Iterable[LedgerRow], columns: Sequence[Column]) -> Ledger:
    widths = page_setup.columns(_TICK, *(column.width_in(GapForm.PRINT) * mm for column in columns))
    return table(widths, rows, None, *(column.title_in(GapForm.PRINT) for column in columns))


def _rows(index: Index, gaps: Iterable[StatusRow], columns: Sequence[Column], *, named: bool) -> Iterator[LedgerRow]:
    """Yield the rows of one part: area and person, then the requirement, then its slots."""
    for _, of_area in groupby(gaps, key=lambda gap: gap.area.code):
        # People in the order in which the plan first asks for them; who has nobody comes last.
        mine = list(of_area)
        people = [*dict.fromkeys(gap.person for gap in mine if gap.person), ""]
        for person in people:
            chosen = [gap for gap in mine if gap.person == person]
            if chosen:
                yield _group_row(chosen[0], len(columns), named=named)
                yield from _requirements(index, chosen, columns)


def _group_row(gap: StatusRow, columns: int, *, named: bool) -> LedgerRow:
    title = line(f"{gap.area.code}  {gap.area.title}", STYLES.bold)
    who = line(f"Penanggung jawab: {gap.person or NOBODY_LABEL}", STYLES.small, colour=None if gap.person else MUTED)
    cell: Cell = Stack((title, who)) if named else title
    return replace(spread((cell, 0, columns), above=8, below=2), keep=True)


def _requirements(index: Index, gaps: Iterable[StatusRow], columns: Sequence[Column]) -> Iterator[LedgerRow]:
    for _, group in groupby(gaps, key=lambda gap: (gap.indicator.code, gap.requirement.id)):
        of_requirement = list(group)
        yield _requirement_row(index, of_requirement[0], len(columns))
        again = _requirement_row(index, of_requirement[0], len(columns), again=True)
        for number, gap in enumerate(of_requirement):
            content = row(TickBox(), *(_cell(index, column, gap) for column in columns))
            yield replace(content, rule=HAIRLINE if number else 0, rule_from=1, again=again if number else None)


def _requirement_row(index: Index, gap: StatusRow, columns: int, *, again: bool = False) -> LedgerRow:
    name = f"{gap.requirement.label} (lanjutan)" if again else gap.requirement.label
    link = index.link(f"indikator:{gap.indicator.code}")
    code = TextCell(f"{gap.indicator.code} {gap.requirement.id}", STYLES.small_bold, link)
    title: Cell = line(name, STYLES.small_bold)
    if gap.questions:
        title = Stack((title, line(f"{QUESTIONS}: {', '.join(gap.questions)}", STYLES.note)))
    return replace(spread((code, 0, 1), (title, 2, columns), above=5, below=0.5), keep=True)


def _cell(index: Index, column: Column, gap: StatusRow) -> Cell:
    """Return what a column shows of a slot: marks and what belongs beside it where there is more than plain text."""
    said = line(column.text(gap), STYLES.small)
    match column.key:
        case "period":
            return line(index.slot_label(gap.coverage), STYLES.small)
        case "due":
            return Stack((TextCell(column.text(gap), STYLES.small, colour=MUTED), line(gap.time_left, STYLES.note)))
        case "state":
            return state_mark(index, gap.state)
        case "fills_with":
            return Stack((said, *_notes(index, gap)))
        case _:
            return said


def _notes(index: Index, gap: StatusRow) -> tuple[Cell, ...]:
    """Return what was found and what is wrong with it, what makes the paper, and what staff are doing about it."""
    slot = gap.coverage
    said = [f"ditemukan: {path}" for path in slot.files]
    said += [f"calon: {path}" for path in slot.candidates]
    cells: list[Cell] = [line(text, STYLES.note) for text in capped(said, MOST_NOTES, "berkas")]
    cells += findings_cells(index.audience, slot.findings)
    if gap.template:
        cells.append(line(f"templat: {gap.template} (dossier render {gap.indicator.code})", STYLES.note))
    return (*cells, *(line(text, STYLES.note) for text in lines_of(GapForm.PRINT, gap)))


def gap_list_pdf(source: BindInput, target: Path) -> None:
    """Write the gap list alone, its pages numbered "hlm. n/N"; the file appears whole or not at all.

    Raises:
        OutputError: It cannot be written.
    """
    index = Index(source, {}, 0, alone=True)
    plan, unit = source.assessment.plan, source.assessment.unit
    left, title = f"Zona Integritas {plan.year}", f"Daftar kesenjangan Zona Integritas {plan.year}"
    drawing = DrawnSection("kesenjangan", tuple(gap_list(index)), left, unit.name, most=MOST_PAGES)
    (pdf,) = compose([drawing], numbered=True, title=title).pdfs
    with files.explained(target), files.replacing(target) as fresh:
        fresh.write_bytes(pdf)


_REMARK_COLUMNS: Final = page_setup.columns(24 * mm, 31 * mm, 0, 54 * mm, page_setup.NUMBER)
_NO_FOLLOW_UP: Final = "belum ada tindak lanjut yang dicatat"
_UNCHANGED: Final = "bukti tidak berubah sejak dilihat penilai"


def remark_list(index: Index) -> list[Flowable]:
    """Return the title and a table of the remarks in plan order."""
    remarked = index.view.remarked
    count = sum(len(each.remarks) for each in remarked)
    lead = (
        f"{count} catatan tim penilai internal, keadaan bukti per {long_date(index.view.as_of)}. "
        "Berkas baru, diganti, dan ditarik dihitung sejak edisi yang dilihat penilai."
    )
    names = ("Waktu", "Keadaan kini", "Catatan dan status TPI", "Tindak lanjut dan perubahan bukti")
    page = label("Hlm.", STYLES.label_right)
    return [
        page_title("Tindak lanjut catatan TPI", lead),
        table(_REMARK_COLUMNS, _remark_rows(index, remarked), *names, page),
    ]


def _remark_rows(index: Index, remarked: tuple[StatusRow, ...]) -> Iterator[LedgerRow]:
    for _, group in groupby(remarked, key=lambda each: (each.indicator.code, each.requirement.id)):
        of_requirement = list(group)
        first = of_requirement[0]
        link = index.link(f"indikator:{first.indicator.code}")
        code = TextCell(f"{first.indicator.code} {first.requirement.id}", STYLES.small_bold, link)
        title = line(first.requirement.label, STYLES.small_bold)
        yield replace(spread((code, 0, 0), (title, 1, 3), above=5, below=0.5), keep=True)
        for each in of_requirement:
            yield from _remark_slot_rows(index, each)


def _remark_slot_rows(index: Index, each: StatusRow) -> Iterator[LedgerRow]:
    """Yield what was remarked and done, then a row for each file that changed, with the page it is bound on."""
    said: list[Cell] = []
    for remark in each.remarks:
        if remark.source:
            said.append(line(remark.source, STYLES.small_bold))
        if remark.text:
            said.append(line(remark.text, STYLES.small))
        if remark.status:
            said.append(line(f"status: {remark.status}", STYLES.note))
    follow_up = (
        line(each.note.follow_up, STYLES.small) if each.note.follow_up else line(_NO_FOLLOW_UP, STYLES.note_italic)
    )
    slot = line(index.slot_label(each.coverage), STYLES.small)
    changes = list(_changes(index, each))
    yield replace(row(slot, state_mark(index, each.state), Stack(tuple(said)), follow_up, rule=0), keep=True)
    for number, cells in enumerate(changes, start=1):
        yield replace(row(None, None, None, *cells, rule=0, above=0), keep=number < len(changes))


def _changes(index: Index, each: StatusRow) -> Iterator[tuple[Cell, ...]]:
    """Yield the name of each file that is new, replaced or withdrawn, and its page where it is bound."""
    since = each.since_remark
    there = [*(("baru", path) for path in since.new), *(("diganti", path) for path in since.replaced)]
    gone = [("ditarik", path) for path in since.withdrawn]
    for what, path in (*there[:MOST_FILES], *gone[:MOST_FILES]):
        key = index.homes.get(path)
        link = None if key is None else index.link(key)
        name = line(f"{what}: {path.rpartition('/')[2]}", STYLES.note, link)
        yield (name,) if key is None else (name, TextCell(index.page(key), STYLES.small_right, link))
    if len(there) > MOST_FILES:
        yield (rest_of(index, len(there) - MOST_FILES),)
    if len(gone) > MOST_FILES:  # no other list names them
        yield (line(more(len(gone) - MOST_FILES, "berkas yang ditarik"), STYLES.note_italic),)
    if not there and not gone:
        yield (line(_UNCHANGED, STYLES.note),)
