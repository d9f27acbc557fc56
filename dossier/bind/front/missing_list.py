"""Draws what is not there: for the internal assessors as a neutral table, for the national ones as one list."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from dossier.audit.reader_words import told
from dossier.bind.front.gap_charts import pictures
from dossier.bind.front.page_parts import heading, page_title, sentence, state_mark, table
from dossier.knowledge import sheet
from dossier.model import State
from dossier.typeset import page_setup
from dossier.typeset.cells import TextCell, label, line
from dossier.typeset.rows import LedgerRow, row, spread
from dossier.typeset.typography import STYLES
from dossier.wording import cut, long_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportlab.platypus import Flowable

    from dossier.audit.status import StatusRow
    from dossier.bind.front.page_parts import Index

_COLUMNS: Final = page_setup.columns(17 * mm, 0, 46 * mm, 30 * mm, page_setup.NUMBER)
_STATE: Final = 3


def missing_list(index: Index) -> list[Flowable]:
    """Return the pictures, and a table of what is not complete: a row for each requirement and state, in plan order."""
    view = index.view
    ready = view.totals.states[State.PRESENT]
    lead = (
        f"Keadaan per {long_date(view.as_of)}: {ready} dari {view.totals.due} bukti yang sudah waktunya ada"
        f"{view.totals.in_brackets}; sepanjang tahun diminta {view.totals.total} bukti."
    )
    flowables: list[Flowable] = [page_title("Bukti yang belum lengkap", lead), *pictures(index)]
    lacking = [each for each in view.rows if each.coverage.counts and each.state is not State.PRESENT]
    if not lacking:
        return [*flowables, sentence("Setiap bukti yang diminta sudah ada.")]
    page = label("Hlm.", STYLES.label_right)
    names = ("Kode", "Bukti", "Waktu", "Keadaan", page)
    return [*flowables, *heading("Daftar"), table(_COLUMNS, _rows(index, lacking), *names)]


def _rows(index: Index, lacking: Iterable[StatusRow]) -> Iterator[LedgerRow]:
    for _, of_area in groupby(lacking, key=lambda each: each.area.code):
        mine = list(of_area)
        area = mine[0].area
        title = line(f"{area.code}  {area.title}", STYLES.small_bold, index.link(f"area:{area.code}"))
        yield replace(spread((title, 0, len(_COLUMNS) - 1), above=6, below=1.5), keep=True)
        for _, of_one in groupby(mine, key=lambda each: (each.indicator.code, each.requirement.id)):
            by_state: dict[State, list[StatusRow]] = {}
            for each in of_one:
                by_state.setdefault(each.state, []).append(each)
            yield from (_row(index, same) for same in by_state.values())


def _row(index: Index, same: list[StatusRow]) -> LedgerRow:
    first = same[0]
    key = f"indikator:{first.indicator.code}"
    link = index.link(key)
    return row(
        TextCell(f"{first.indicator.code} {first.requirement.id}", STYLES.small, link),
        line(first.requirement.label, STYLES.small),
        line(", ".join(index.slot_label(each.coverage) for each in same), STYLES.small),
        state_mark(index, first.state),
        TextCell(index.page(key), STYLES.small_right, link) if link else None,
        above=1.6,
        below=1.8,
    )


_WITHOUT: Final = page_setup.columns(24 * mm, 0, 46 * mm)


def without_evidence(index: Index) -> list[Flowable]:
    """Return the indicators and the questions of the sheet of which there is no evidence in this dossier."""
    plan = index.assessment.plan
    proven = {section.stamp for key, section in index.sections.items() if key.startswith("indikator:")}
    lead = f"Keadaan per {long_date(index.view.as_of)}. Selain yang disebut di sini, buktinya ada di dalam dokumen ini."
    indicators = [
        row(
            TextCell(each.code, STYLES.small),
            line(" ".join(each.statement.split()), STYLES.small),
            line(each.schedule.text, STYLES.note),
            above=1.6,
            below=1.8,
        )
        for each in plan.indicators
        if each.code not in proven
    ]
    answered = {key for each in plan.indicators if each.code in proven for key in each.lke}
    answered |= {key for keys in index.answers.values() for key in keys}
    questions = [
        row(
            TextCell(key, STYLES.small), line(question.text, STYLES.small), line(_group(key), STYLES.note),
            above=1.6, below=1.8,
        )
        for key, question in sheet.questions().items()
        if key not in answered
    ]  # fmt: skip
    flowables: list[Flowable] = [page_title("Indikator dan pertanyaan tanpa bukti", lead)]
    flowables += [
        *heading("Surat"),
        table(_LETTERS, list(_letter_rows(index)), "Surat", "Keadaan", label("Hlm.", STYLES.label_right)),
    ]
    if indicators:
        flowables += [*heading("Indikator rencana aksi"), table(_WITHOUT, indicators, "Kode", "Indikator", "Waktu")]
    if questions:
        names = ("Kunci", "Pertanyaan", "Komponen")
        flowables += [*heading("Pertanyaan Lembar Kerja Evaluasi"), table(_WITHOUT, questions, *names)]
    return flowables


_LETTERS: Final = page_setup.columns(60 * mm, 0, page_setup.NUMBER)
_LONGEST_WHY: Final = 120


def _letter_rows(index: Index) -> Iterator[LedgerRow]:
    """Yield each paper of the front: on which page it is bound, or what lacks."""
    for each in index.assessment.front:
        key = index.homes.get(each.path or "")
        said = "ditandatangani, dijilid di depan" if key else cut(told(index.audience, each.why), _LONGEST_WHY)
        number = TextCell(index.page(key), STYLES.small_right, key) if key else None
        yield row(line(each.name, STYLES.small, key), line(said, STYLES.small), number, above=1.6, below=1.8)


def _group(key: str) -> str:
    question = sheet.questions()[key]
    return "Hasil" if question.half == sheet.HASIL else question.component_title
