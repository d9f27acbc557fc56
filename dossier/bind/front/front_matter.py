"""Draws the cover, the covering letter, the table of contents, and the title sheet of each area."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.units import mm

from dossier.bind.front.page_parts import Tally, heading, page_title, table, tally, totals_table
from dossier.knowledge import sheet
from dossier.letter_text import CLOSING, EditionTotals, letter_rows
from dossier.model import Audience, SectionKind, State
from dossier.model.audience import READERS
from dossier.typeset import page_setup
from dossier.typeset.cells import Stack, TextCell, label, line, prose
from dossier.typeset.ledger import Ledger
from dossier.typeset.rows import LedgerRow, PlacedCell, row, spread
from dossier.typeset.typography import ACCENT, INK, STRONG_LINE, STYLES
from dossier.wording import long_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportlab.platypus import Flowable

    from dossier.bind.front.page_parts import Index
    from dossier.model import Area, Section, Signatory, SlotCoverage, Unit
    from dossier.typeset.cells import Cell


_PREDICATES: Final = {
    "WBK": "Wilayah Bebas dari Korupsi (WBK)",
    "WBBM": "Wilayah Birokrasi Bersih dan Melayani (WBBM)",
}


_TITLE: Final = STYLES.display.clone("cover_title", fontSize=38, leading=42)
_YEAR: Final = STYLES.display.clone("cover_year", fontSize=38, leading=42, textColor=ACCENT)
_COLUMNS: Final = page_setup.columns(page_setup.LABEL, 0)
_REST: Final = SectionKind.WITHOUT.value


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
    bound = index.evidence_count if index.audience is Audience.TPN else sum(map(index.is_bound, index.homes))
    complete = (
        f"{totals[State.PRESENT]} dari {sum(totals.values())} bukti ada; "
        f"{totals[State.MISSING]} sudah jatuh tempo dan belum ada"
    )
    content = (
        f"{bound} berkas dimuat dari {len(assessment.scan.files)} berkas yang ditemukan; "
        f"{len(matching.ambiguous) + len(matching.unplaced)} tanpa tempat yang pasti"
    )
    if index.audience is Audience.TPN:
        proven = sum(1 for key in index.sections if key.startswith("indikator:"))
        complete = f"bukti untuk {proven} dari {len(plan.indicators)} indikator; selebihnya di hlm. {index.page(_REST)}"
        content = f"{bound} berkas bukti"
    facts = (
        ("Untuk", line(READERS[index.audience] + ", kertas kerja" * index.audience.advises)),
        ("Unit", line(assessment.unit.name)),
        ("Predikat", line(_PREDICATES.get(plan.predicate, plan.aim))),
        ("Dasar", prose(plan.basis or BLANK)),
        ("Keadaan per", line(long_date(assessment.as_of))),
        ("Kelengkapan", line(complete)),
        ("Isi", line(content)),
    )
    rows = [row(label(name, STYLES.label), cell, above=3.4, below=3.4) for name, cell in facts]
    return [replace(rows[0], rule=STRONG_LINE), *rows[1:]]


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
    if index.audience is Audience.TPN:
        return [Ledger((page_setup.WIDTH,), opening), _indicators_of(index, area)]
    flowables: list[Flowable] = [Ledger((page_setup.WIDTH,), opening), totals_table(index, "Komponen", tallies)]
    if overdue and index.audience.advises:
        columns, rows = page_setup.columns(16 * mm, 0, 66 * mm), _overdue_rows(index, overdue)
        flowables += [*heading("Sudah jatuh tempo dan belum ada"), table(columns, rows, "Kode", "Bukti", "Waktu")]
    return flowables


def _indicators_of(index: Index, area: Area) -> Ledger:
    """Return the indicators of an area that are in this dossier, each with its page."""
    rows = []
    for indicator in area.indicators:
        if key := index.link(f"indikator:{indicator.code}"):
            words = line(" ".join(indicator.statement.split()), STYLES.small, key)
            number = TextCell(index.page(key), STYLES.small_right, key)
            rows.append(row(TextCell(indicator.code, STYLES.small, key), words, number))
    return table(_CONTENTS_COLUMNS, rows, "Kode", "Indikator", label("Hlm.", STYLES.label_right))


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


BLANK: Final = "." * 40
_SHORT_BLANK: Final = "." * 24
_CENTRED = STYLES.small.clone("letter_centred", alignment=TA_CENTER)
_CENTRED_BOLD = STYLES.bold.clone("letter_centred_bold", alignment=TA_CENTER, fontSize=12, leading=15)
_RIGHT = STYLES.body.clone("letter_right", alignment=2)


_UNSIGNED: Final = "Belum ditandatangani"


def letter(index: Index) -> list[Flowable]:
    """Return the rows of the covering letter: the text of the Word template, on the drawn letterhead."""
    assessment = index.assessment
    unit = assessment.unit
    mark = row(line(_UNSIGNED, STYLES.label_right), rule=0, above=0, below=4)
    return [
        Ledger((page_setup.WIDTH,), [mark, *_letterhead(unit), *_address(index)]),
        table(
            page_setup.columns(9 * mm, 0, 30 * mm, 46 * mm),
            _items(index),
            *("No", "Naskah dinas yang dikirimkan", "Banyaknya", "Keterangan"),
        ),
        Ledger(page_setup.columns(0, 82 * mm), _signatures(unit)),
    ]


def _letterhead(unit: Unit) -> list[LedgerRow]:
    lines = unit.letterhead or (unit.name,)
    contact = " · ".join(part for part in (unit.phone, unit.website, unit.email) if part)
    cells: list[Cell] = [line(text, _CENTRED_BOLD) for text in lines]
    if not any(unit.address and unit.address in text for text in lines):
        # The shipped profile says in square brackets what is to be typed there.
        cells.append(line(BLANK if unit.address.startswith("[") else unit.address, _CENTRED))
    if contact:
        cells.append(line(contact, _CENTRED))
    rule = replace(row(rule=STRONG_LINE, above=0, below=6), colour=INK)
    return [row(Stack(tuple(cells)), rule=0, below=6), rule]


def _address(index: Index) -> list[LedgerRow]:
    """Return place and day, whom it is sent to, and what it is."""
    assessment = index.assessment
    day = line(f"{assessment.unit.place or _SHORT_BLANK}, {_SHORT_BLANK} {assessment.as_of.year}", _RIGHT)
    to = Stack(tuple(map(line, ("Yth. Ketua Tim Penilai Internal", "di", BLANK))))
    title = Stack((line("SURAT PENGANTAR", _CENTRED_BOLD), line(f"NOMOR {_SHORT_BLANK}", _CENTRED_BOLD)))
    return [row(day, rule=0, above=0), row(to, rule=0, above=6, below=14), row(title, rule=0, below=10)]


def _items(index: Index) -> list[LedgerRow]:
    """Return what is sent; a number that is not known yet takes the room that it will need."""
    total = index.total if index.pages else _UNKNOWN_TOTAL
    about = EditionTotals(pages=total, files=index.evidence_count).words
    rows = []
    for number, each in enumerate(letter_rows(index.assessment.plan), start=1):
        remark = f"{about}; {each.remark}." if each.is_dossier else f"{each.remark[:1].upper()}{each.remark[1:]}."
        cells = (line(text) for text in (each.what, each.quantity, remark))
        rows.append(row(line(f"{number}."), *cells, above=3.5, below=3.5))
    return rows


_UNKNOWN_TOTAL: Final = 9_999
"""Pages of a dossier whose pages are not counted yet."""


def _signatures(unit: Unit) -> list[LedgerRow]:
    signatory = unit.letter_signatory
    received = _signature("Penerima", None)
    sent = _signature("Pengirim", signatory)
    return [
        spread((line(f"Diterima tanggal {_SHORT_BLANK}"), 0, 1), rule=0, above=14, below=14),
        row(received, sent, rule=0),
        spread((line(CLOSING, STYLES.note), 0, 1), rule=0, above=16),
    ]


def _signature(who: str, signatory: Signatory | None) -> Stack:
    name = signatory.name if signatory and signatory.name else BLANK
    space = TextCell("\n\n\n\n", STYLES.body)
    office = (signatory.office or BLANK) if signatory else BLANK
    cells = [line(f"{who},"), line(f"{office},"), space, line(name, STYLES.bold)]
    if signatory is None or signatory.has_nip:
        cells.append(line(f"NIP {signatory.nip if signatory and signatory.nip else _SHORT_BLANK}"))
    return Stack(tuple(cells))


_CONTENTS_COLUMNS: Final = page_setup.columns(16 * mm, 0, page_setup.NUMBER)
_VOLUMES_COLUMNS: Final = page_setup.columns(16 * mm, 0, 16 * mm, page_setup.NUMBER)
"""The same with the volume that a page is in."""
_PAGE: Final = 2
"""The column of the page, where there is one volume."""
_UNLISTED: Final = (SectionKind.COVER, SectionKind.CONTENTS)
_BOLD_NUMBER: Final = STYLES.bold.clone("contents_bold_number", alignment=TA_RIGHT)
_COMPONENT_NUMBER: Final = STYLES.small_bold.clone("contents_component_number", alignment=TA_RIGHT)
_NOTE_NUMBER: Final = STYLES.note.clone("contents_note_number", alignment=TA_RIGHT)


def contents(index: Index) -> list[Flowable]:
    """Return the title and the entries; an area starts a ledger of its own."""
    flowables: list[Flowable] = [page_title("Daftar isi")]
    for section in index.source.outline.sections:
        if section.kind not in _UNLISTED:
            air = 12 if section.children else 0
            entries: Iterable[LedgerRow] = (entry for _, entry in _entries(index, section))
            columns = _CONTENTS_COLUMNS
            if index.source.volumes is not None:
                entries = (_with_volume(index, key, entry) for key, entry in _entries(index, section))
                columns = _VOLUMES_COLUMNS
            flowables.append(Ledger(columns, entries, air=air))
    return flowables


def _with_volume(index: Index, key: str, entry: LedgerRow) -> LedgerRow:
    """Return an entry with the volume that its section starts in, before its page."""
    number = (index.source.volumes or {}).get(key, 0)
    cells = [replace(each, first=3, last=3) if each.first == _PAGE else each for each in entry.cells]
    if any(each.first > _PAGE for each in cells):
        cells.append(PlacedCell(TextCell(f"Jilid {number}", _NOTE_NUMBER), _PAGE, _PAGE))
    return replace(entry, cells=tuple(cells))


def _entries(index: Index, top: Section) -> Iterator[tuple[str, LedgerRow]]:
    """Yield the key and the row of each section."""
    plan = index.assessment.plan
    statements = {indicator.code: indicator.statement for indicator in plan.indicators}
    statements |= {key: question.text for key, question in sheet.questions().items()}
    titles = {area.code: area.title for area in plan.areas}
    titles |= {component.code: component.title for area in plan.areas for component in area.components}
    for section in top.walk():
        code = section.key.partition(":")[2]
        if section.leads_to:  # the index of questions has them
            continue
        if section.kind is SectionKind.AREA:
            yield section.key, _entry(index, section, code, titles[code])
        elif section.kind is SectionKind.COMPONENT:
            yield section.key, _component(index, section, code, titles[code])
        elif section.kind in {SectionKind.INDICATOR, SectionKind.QUESTION}:
            yield section.key, _indicator(index, section, code, statements[code])
        elif section.kind is SectionKind.SUPPORTING:
            name = line(section.title, STYLES.note_italic, section.key)
            yield section.key, row(None, name, None, rule=0, above=0, below=0.6)
        elif section.kind is SectionKind.EVIDENCE and section.level == 1:
            yield section.key, _entry(index, section, "", section.title)
        elif section.kind is SectionKind.EVIDENCE:
            yield section.key, _file(index, section, (section.path or "").rpartition("/")[2])
        elif section.kind is SectionKind.MEMBER:
            yield section.key, _file(index, section, f"►  {section.stamp}  {section.title}")
        else:
            yield section.key, _entry(index, section, "", section.title)


def _entry(index: Index, section: Section, code: str, title: str) -> LedgerRow:
    """An area, or a part of the dossier that stands beside the areas."""
    name = line(title, STYLES.bold, section.key)
    number = TextCell(index.page(section.key), _BOLD_NUMBER, section.key)
    if not code:
        return spread((name, 0, 1), (number, 2, 2), above=4, below=4)
    opening = row(TextCell(code, STYLES.bold), name, number, rule=STRONG_LINE, above=5, below=4, keep=True)
    return replace(opening, colour=INK)


def _component(index: Index, section: Section, code: str, title: str) -> LedgerRow:
    name = line(title, STYLES.small_bold, section.key)
    number = TextCell(index.page(section.key), _COMPONENT_NUMBER, section.key)
    return replace(row(TextCell(code, STYLES.small_bold), name, number, above=3.5, below=1.5, keep=True), lead=3)


def _indicator(index: Index, section: Section, code: str, statement: str) -> LedgerRow:
    name = line(" ".join(statement.split()), STYLES.small, section.key)
    number = TextCell(index.page(section.key), STYLES.small_right, section.key)
    return row(TextCell(code, STYLES.small), name, number, rule=0, above=1.6, below=0.8, keep=bool(section.children))


def _file(index: Index, section: Section, title: str) -> LedgerRow:
    name = line(title, STYLES.note, section.key)
    number = TextCell(index.page(section.key), _NOTE_NUMBER, section.key)
    return row(None, name, number, rule=0, above=0, below=0.6)
