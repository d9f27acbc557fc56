"""Writes `armada.xlsx`: the roll-up of a fleet as six sheets. Counts nothing: values come from `audit/roll_up.py`."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier._lazy import lazy
from dossier.audit import legend
from dossier.audit.fleet_words import (
    LEVELS,
    OUTCOMES,
    gates_words,
    lack_words,
    last_good,
    outcome_line,
    rank_words,
    reason,
    unit_name,
)
from dossier.audit.gap_columns import DATE_WIDTH
from dossier.audit.status import Totals
from dossier.model import State
from dossier.model.unit_summary import UnitOutcome
from dossier.reports.workbook import EvidenceLinks, XlsxSheet, make_formats, row_height, text_lines
from dossier.scoring import PREDICATES

with lazy():
    import xlsxwriter


if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.audit.fleet_history import FleetDay
    from dossier.audit.roll_up import RollUp
    from dossier.model.unit_summary import FleetRow, UnitSummary

FLEET_SHEETS: Final = ("Ringkasan", "Unit × Area", "Terlambat", "Indikator", "Gagal dan Belum Lapor", "Riwayat")
_NAME_WIDTH: Final = 44
_CODE_WIDTH: Final = 16
_NUMBER_WIDTH: Final = 11
_MOST_NAMED: Final = 20
"""Units that a cell of the sheet Indikator names."""


def fleet_workbook_bytes(roll_up: RollUp, history: Sequence[FleetDay]) -> bytes:
    """Return the workbook as the bytes of an .xlsx file; the same values give the same bytes."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_urls": False}) as book:
        made = dt.datetime.combine(roll_up.as_of, dt.time(), tzinfo=dt.UTC).replace(tzinfo=None)
        book.set_properties({"title": "Armada Zona Integritas", "created": made})
        formats = make_formats(book)
        sheets = [XlsxSheet(book.add_worksheet(name), formats, EvidenceLinks(folder=".")) for name in FLEET_SHEETS]
        _write_sums(sheets[0], roll_up)
        _write_areas(sheets[1], roll_up)
        _write_late(sheets[2], roll_up)
        _write_indicators(sheets[3], roll_up)
        _write_silent(sheets[4], roll_up)
        _write_history(sheets[5], history)
    return target.getvalue()


_SUMS: Final = (
    ("Kunci", _CODE_WIDTH),
    ("Unit", _NAME_WIDTH),
    ("Kode", _CODE_WIDTH),
    ("Tingkat", _CODE_WIDTH),
    ("Induk", _CODE_WIDTH),
    ("Keadaan", _CODE_WIDTH),
    *((legend.state_label(state), _NUMBER_WIDTH) for state in State),
    ("Jumlah", _NUMBER_WIDTH),
    ("Sudah waktunya", _NUMBER_WIDTH),
    ("Lengkap", _NUMBER_WIDTH),
    ("Lewat waktu", _NUMBER_WIDTH),
    ("Tertua (hari)", _NUMBER_WIDTH),
    ("Peringkat", _NUMBER_WIDTH),
    ("Nilai klaim", _NUMBER_WIDTH),
    ("Berbukti", _NUMBER_WIDTH),
    *((f"Ambang {predicate}", 24) for predicate in PREDICATES),
    ("Terakhir baik", DATE_WIDTH),
    ("Halaman", 12),
    ("Dossier", 12),
)
_FIRST: Final = 4
_PRINTED: Final = 17
"""Columns of the sheet Ringkasan that are printed: up to the rank."""
_OF_STATES: Final = 6
"""First column of the states in the sheet Ringkasan."""


def _write_sums(sheet: XlsxSheet, roll_up: RollUp) -> None:
    """Write a row a unit, and the sum over the units of the day at the end."""
    sheet.text(0, 0, "Armada Zona Integritas", sheet.formats.title)
    day = wording.long_date(roll_up.as_of)
    sheet.text(1, 0, f"Keadaan per {day} · {outcome_line(roll_up)}", sheet.formats.note)
    sheet.text(2, 0, "Jumlah di baris terakhir hanya dari unit yang melapor.", sheet.formats.note)
    sheet.head(_FIRST, tuple(name for name, _ in _SUMS))
    last = _FIRST
    for last, row in enumerate(roll_up.rows, start=_FIRST + 1):
        _write_unit(sheet, last, row, roll_up)
    sheet.text(last + 1, 1, f"Jumlah {len(roll_up.reporting)} unit yang melapor")
    _write_totals(sheet, last + 1, roll_up.totals)
    sheet.number(last + 1, _OF_STATES + 8, sum(summary.due.late for _, summary in roll_up.reporting))
    _set_widths(sheet, tuple(width for _, width in _SUMS))
    sheet.table(first=_FIRST, last=last, columns=len(_SUMS), freeze_columns=2)
    sheet.raw.print_area(0, 0, last + 1, _PRINTED - 1)


def _write_unit(sheet: XlsxSheet, number: int, row: FleetRow, roll_up: RollUp) -> None:
    summary = row.summary
    owner = summary.unit if summary else None
    cells = (
        row.key,
        unit_name(row),
        *((owner.code, LEVELS.get(owner.level, owner.level), owner.parent) if owner else ("",) * 3),
    )
    for column, text in enumerate((*cells, OUTCOMES[row.outcome])):
        sheet.text(number, column, text)
    if summary is None:
        sheet.text(number, len(_SUMS) - 3, last_good(row))
        return
    if row.outcome is UnitOutcome.OK:
        _write_figures(sheet, number, row, summary, roll_up)
    sheet.date(number, len(_SUMS) - 3, summary.as_of)
    _write_link(sheet, number, len(_SUMS) - 2, row, summary.page, "halaman")
    if summary.bundle is not None:
        _write_link(sheet, number, len(_SUMS) - 1, row, summary.bundle.href, "PDF")


def _write_figures(sheet: XlsxSheet, number: int, row: FleetRow, summary: UnitSummary, roll_up: RollUp) -> None:
    """Write the figures of the day; a unit that did not report has none."""
    _write_totals(sheet, number, Totals(states=summary.totals))
    column = _OF_STATES + len(State) + 3
    sheet.number(number, column, summary.due.late)
    sheet.number(number, column + 1, summary.due.oldest_days)
    sheet.text(number, column + 2, rank_words(roll_up.ranks.get(row.key)))
    if summary.score is not None:
        sheet.number(number, column + 3, float(summary.score.claim), sheet.formats.points)
        sheet.number(number, column + 4, float(summary.score.backed), sheet.formats.points)
    for place, predicate in enumerate(PREDICATES, start=column + 5):
        sheet.text(number, place, gates_words(summary, predicate))


def _write_totals(sheet: XlsxSheet, number: int, totals: Totals) -> None:
    for column, state in enumerate(State, start=_OF_STATES):
        sheet.number(number, column, totals.states[state])
    after = _OF_STATES + len(State)
    sheet.number(number, after, totals.total)
    sheet.number(number, after + 1, totals.due)
    sheet.percent(number, after + 2, totals.percent)


def _write_link(sheet: XlsxSheet, number: int, column: int, row: FleetRow, href: str, label: str) -> None:
    """Write a link to an output of a unit; only a label where its folder cannot be reached."""
    if href.startswith("https://"):
        sheet.raw.write_url(number, column, href, sheet.formats.link, label)
    elif row.folder:
        sheet.file(number, column, f"{row.folder}/{href}", label)
    else:
        sheet.text(number, column, "")


def _write_areas(sheet: XlsxSheet, roll_up: RollUp) -> None:
    """Write the share of each area of each unit of the day."""
    codes = tuple(roll_up.areas)
    sheet.head(0, ("Kunci", "Unit", *codes, "Seluruh rencana"))
    last = 0
    for last, (row, summary) in enumerate(roll_up.reporting, start=1):
        sheet.text(last, 0, row.key)
        sheet.text(last, 1, unit_name(row))
        own = {area.code: Totals(states=area.totals) for area in summary.areas}
        for column, code in enumerate(codes, start=2):
            _write_share(sheet, last, column, own.get(code))
        _write_share(sheet, last, 2 + len(codes), Totals(states=summary.totals))
    sheet.text(last + 1, 1, f"Jumlah {len(roll_up.reporting)} unit yang melapor")
    for column, totals in enumerate((*roll_up.areas.values(), roll_up.totals), start=2):
        _write_share(sheet, last + 1, column, totals)
    if last:
        scale = {"type": "3_color_scale", "min_color": "#F4C7BE", "mid_color": "#FFF1CC", "max_color": "#CDE8D5"}
        sheet.raw.conditional_format(1, 2, last, 2 + len(codes), scale)
    _set_widths(sheet, (_CODE_WIDTH, _NAME_WIDTH, *(_NUMBER_WIDTH for _ in codes), _CODE_WIDTH))
    sheet.table(first=0, last=last, columns=3 + len(codes), freeze_columns=2)
    sheet.raw.print_area(0, 0, last + 1, 2 + len(codes))


def _write_share(sheet: XlsxSheet, number: int, column: int, totals: Totals | None) -> None:
    """Write the complete share of what was due; nothing where nothing was."""
    if totals is None or totals.percent is None:
        sheet.text(number, column, "")
    else:
        sheet.percent(number, column, totals.percent)


def _write_late(sheet: XlsxSheet, roll_up: RollUp) -> None:
    heads = ("Kunci", "Unit", "Indikator", "Butir", "Slot", "Jatuh tempo", "Lewat (hari)", "Keadaan")
    sheet.head(0, heads)
    last = 0
    for last, (row, slot) in enumerate(roll_up.late, start=1):
        for column, text in enumerate((row.key, unit_name(row), slot.indicator, slot.requirement, slot.slot)):
            sheet.text(last, column, text)
        sheet.date(last, 5, slot.due)
        sheet.number(last, 6, slot.days)
        sheet.text(last, 7, legend.state_label(slot.state), sheet.formats.states[slot.state])
    named, late = len(roll_up.late), sum(summary.due.late for _, summary in roll_up.reporting)
    if named < late:
        more = f"… dan {wording.number_label(late - named)} lagi; ringkasan unit menyebut 50 yang paling lama."
        sheet.text(last + 1, 1, more, sheet.formats.note)
    _set_widths(sheet, (_CODE_WIDTH, _NAME_WIDTH, _CODE_WIDTH, 8, _CODE_WIDTH, DATE_WIDTH, _NUMBER_WIDTH, 20))
    sheet.table(first=0, last=last, columns=len(heads), freeze_columns=2)


def _write_indicators(sheet: XlsxSheet, roll_up: RollUp) -> None:
    """Write for each indicator of each plan how many units lack it, those that most units lack first."""
    heads = (
        "Rencana",
        "Sidik rencana",
        "Indikator",
        "Uraian",
        "Belum lengkap di",
        "Unit",
        "Dari unit",
        "Unit yang belum",
    )
    sheet.head(0, heads)
    number = 0
    for group in roll_up.plans:
        for lack in group.most_lacking:
            number += 1
            texts = (group.plan.title, group.plan.digest[:12], lack.code, lack.statement, lack_words(lack))
            for column, text in enumerate(texts):
                sheet.text(number, column, text)
            names = ", ".join(wording.capped(lack.lacking, _MOST_NAMED))
            sheet.number(number, 5, len(lack.lacking))
            sheet.number(number, 6, lack.due)
            sheet.text(number, 7, names)
            lines = max(text_lines(group.plan.title, 36), text_lines(lack.statement, 60), text_lines(names, 60))
            sheet.raw.set_row(number, row_height(lines))
    _set_widths(sheet, (36, _CODE_WIDTH, 12, 60, 20, 8, 10, 60))
    sheet.table(first=0, last=number, columns=len(heads), freeze_columns=3)


def _write_silent(sheet: XlsxSheet, roll_up: RollUp) -> None:
    """Write the units without figures of the day, each with why and its last good day."""
    heads = ("Kunci", "Unit", "Keadaan", "Sebab", "Terakhir baik", "Lengkap saat itu")
    sheet.head(0, heads)
    number = 0
    for outcome in (UnitOutcome.FAILED, UnitOutcome.MISSING, UnitOutcome.STALE):
        for row in roll_up.of(outcome):
            number += 1
            texts = (row.key, unit_name(row), OUTCOMES[outcome], reason(row), last_good(row))
            for column, text in enumerate(texts):
                sheet.text(number, column, text)
            sheet.raw.set_row(
                number, row_height(max(text_lines(reason(row), 60), text_lines(unit_name(row), _NAME_WIDTH)))
            )
            if row.summary is not None:
                _write_share(sheet, number, 5, Totals(states=row.summary.totals))
    _set_widths(sheet, (_CODE_WIDTH, _NAME_WIDTH, _CODE_WIDTH, 60, DATE_WIDTH, _CODE_WIDTH))
    sheet.table(first=0, last=number, columns=len(heads), freeze_columns=2)


def _write_history(sheet: XlsxSheet, history: Sequence[FleetDay]) -> None:
    labels = (legend.state_label(state) for state in State)
    heads = ("Tanggal", *(word.capitalize() for word in OUTCOMES.values()), *labels, "Sudah waktunya", "Lengkap")
    sheet.head(0, heads)
    last = 0
    for last, day in enumerate(history, start=1):
        sheet.date(last, 0, day.as_of)
        for column, number in enumerate([day.units[outcome] for outcome in UnitOutcome], start=1):
            sheet.number(last, column, number)
        for column, state in enumerate(State, start=1 + len(UnitOutcome)):
            sheet.number(last, column, day.totals.states[state])
        after = 1 + len(UnitOutcome) + len(State)
        sheet.number(last, after, day.totals.due)
        sheet.percent(last, after + 1, day.totals.percent)
    _set_widths(sheet, (DATE_WIDTH, *(_NUMBER_WIDTH for _ in heads[1:])))
    sheet.table(first=0, last=last, columns=len(heads), freeze_columns=1)


def _set_widths(sheet: XlsxSheet, widths: Sequence[float]) -> None:
    for column, width in enumerate(widths):
        sheet.raw.set_column(column, column, width)
