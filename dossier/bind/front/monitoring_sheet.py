"""Draws the monitoring form (lembar monev ZI) of the last period that has ended, filled from the assessment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from dossier.audit.reader_words import state_word
from dossier.bind.front.page_parts import Tally, heading, page_title, table, tally, totals_table
from dossier.model import State
from dossier.period_report import last_period, previous_due, together
from dossier.typeset import page_setup
from dossier.typeset.cells import Stack, TextCell, label, line
from dossier.typeset.rows import row, spread
from dossier.typeset.typography import STYLES
from dossier.wording import long_date, month_year

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportlab.platypus import Flowable

    from dossier.bind.front.page_parts import Index
    from dossier.model import Indicator
    from dossier.period_report import PeriodReport
    from dossier.typeset.rows import LedgerRow

_COLUMNS: Final = page_setup.columns(16 * mm, 52 * mm, 0, 17 * mm, 28 * mm)


def monitoring_sheet(index: Index) -> list[Flowable]:
    """Return the form; nothing where no period has ended."""
    assessment = index.assessment
    report = last_period(assessment.plan, assessment.coverage)
    if report is None:
        return []
    facts = (
        ("Dasar", assessment.plan.basis),
        ("Predikat", assessment.plan.aim),
        ("Keadaan per", long_date(assessment.as_of)),
    )
    rows = [
        row(label(name, STYLES.label), line(text, STYLES.small), above=2, below=2.4) for name, text in facts if text
    ]
    found = {i.code: report.of(i) for i in assessment.plan.indicators}
    tallies = [
        Tally(
            code=area.code,
            name=area.title,
            totals=tally(due.covered for i in area.indicators for due in found[i.code] if due.covered is not None),
            link=index.link(f"area:{area.code}"),
        )
        for area in assessment.plan.areas
    ]
    names = ("Kode", "Indikator", "Bukti (batas waktu): keadaan", "Hasil", "Tindak lanjut")
    return [
        page_title("Lembar monitoring dan evaluasi pembangunan Zona Integritas", f"Periode {_period(report)}."),
        table(page_setup.columns(page_setup.LABEL, 0), rows),
        *heading("Rekapitulasi"),
        totals_table(index, "Area", tallies),
        *heading("Menurut indikator"),
        table(_COLUMNS, _rows(index, report), *names),
    ]


def _period(report: PeriodReport) -> str:
    """Return from which month to which the form reports: "Mei – Juni 2025"."""
    slot = report.slot
    if slot is None:
        return ""
    last = month_year(slot.key)
    before = previous_due(slot, report.own)
    if before is None:
        return f"sampai dengan {last}"
    following = before.replace(day=28).toordinal() + 7
    first = month_year(f"{type(before).fromordinal(following):%Y-%m}")
    return last if first == last else f"{first.removesuffix(last[-5:])} – {last}"


def _rows(index: Index, report: PeriodReport) -> Iterator[LedgerRow]:
    follow_up = {each.place: each.note.follow_up for each in index.view.rows if each.note.follow_up}
    for area in index.assessment.plan.areas:
        rows = [each for i in area.indicators if (each := _row(index, report, i, follow_up)) is not None]
        if rows:
            title = line(f"{area.code}  {area.title}", STYLES.small_bold)
            yield replace(spread((title, 0, len(_COLUMNS) - 1), above=6, below=2), keep=True)
            yield from rows


def _row(
    index: Index, report: PeriodReport, indicator: Indicator, follow_up: dict[tuple[str, str, str], str]
) -> LedgerRow | None:
    found = [due for due in report.of(indicator) if due.covered is not None]
    if not found:
        return None
    states = [due.covered.state for due in found if due.covered is not None]
    said = [each.line(state_word(index.audience, each.state)) for each in together(found) if each.state is not None]
    places = [(indicator.code, due.requirement.id, due.slot.key) for due in found]
    done = dict.fromkeys(follow_up[place] for place in places if place in follow_up)
    link = index.link(f"indikator:{indicator.code}")
    return row(
        TextCell(indicator.code, STYLES.small, link),
        line(" ".join(indicator.statement.split()), STYLES.note),
        Stack(tuple(line(text, STYLES.note) for text in said)),
        line("selesai" if set(states) == {State.PRESENT} else "belum", STYLES.small),
        Stack(tuple(line(text, STYLES.note) for text in done)) if done else None,
        above=2,
        below=2.4,
    )
