"""The columns of the gap list, once for all its forms: a new column is one row of `COLUMNS`.

A row says what is shown, and in which forms, how wide and under which title. The renderers (`reports/`,
`bind/front/gap_list.py`) ask `columns_of`; none of them names a column that it draws as plain text.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from enum import Enum, auto
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from dossier import wording
from dossier.audit import legend
from dossier.scoring import four_decimals, points_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from dossier.audit.status import Fingerprints, LastYear, StatusRow

GAP_SHEET: Final = "Kesenjangan"
DATE_WIDTH: Final = 14
"""Characters of a sheet's column of dates: what is narrower than "30 Sep 2025" is shown as "###"."""


class GapForm(Enum):
    """A form of the gap list. `SHEET` is the workbook's, and the CSV with those of its columns that are visible."""

    SHEET = auto()
    JSON = auto()
    TERMINAL = auto()
    PRINT = auto()
    PAGE = auto()
    CALENDAR = auto()


SHEET, JSON, TERMINAL, PRINT, PAGE, CALENDAR = GapForm


EVERYWHERE: Final = tuple(GapForm)
TABLES: Final = (SHEET, TERMINAL, PRINT)
"""Forms with columns of cells."""


class ColumnPlace(Enum):
    """Where a column stands in a table: what is printed, what is looked up on a screen, what an import goes by."""

    PRINTED = auto()
    ON_SCREEN = auto()
    FOR_IMPORT = auto()


class ColumnKind(Enum):
    """How the cell of a table is written; a `CODE` is never broken into lines."""

    TEXT = auto()
    CODE = auto()
    STATE = auto()
    FILES = auto()
    STAFF = auto()
    HIDDEN = auto()


Cell: TypeAlias = "str | int | Fraction | dt.date"
"""What one cell of a table holds; fractions are points of the evaluation sheet."""


@dataclass(frozen=True, slots=True)
class ShownAs:
    """How one form shows a column.

    `width` is in characters (sheet, terminal) or millimetres (print); 0 takes what the others leave, None makes no
    column of it but a line `title: value` below the row. `title` stands for that of the column.
    """

    width: float | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    `key` is its key in the JSON, `value` what a table or text shows of a row, `data` what the JSON has in its place.
    In the forms of `when_filled` it is no column of a table in which no row has a value, and no key of such a slot.
    """

    key: str
    title: str
    value: Callable[[StatusRow], Cell | tuple[str, ...] | None]
    forms: Mapping[GapForm, ShownAs]
    data: Callable[[StatusRow], object] | None = None
    kind: ColumnKind = ColumnKind.TEXT
    place: ColumnPlace = ColumnPlace.PRINTED
    when_filled: Collection[GapForm] = ()

    def text(self, row: StatusRow) -> str:
        """Return the value as a reader has it: days as "2 Jan 2025", points as "0,25", nothing for None."""
        cell = self.cell(row)
        if isinstance(cell, Fraction):
            return points_text(cell)
        return wording.short_date(cell) if isinstance(cell, dt.date) else str(cell)

    def cell(self, row: StatusRow) -> Cell:
        """Return the value as the cell of a table has it: of several texts each on a line of its own."""
        value = self.value(row)
        return "" if value is None else "\n".join(value) if isinstance(value, tuple) else value

    def title_in(self, form: GapForm) -> str:
        """Return the title that a form gives it."""
        return self.forms[form].title or self.title

    def width_in(self, form: GapForm) -> float:
        """Return its width in a form, in the units of the form."""
        return self.forms[form].width or 0


def columns_of(form: GapForm, rows: Sequence[StatusRow] | None = None) -> tuple[Column, ...]:
    """Return the columns of a form: the keys of the JSON as `COLUMNS` has them, of other forms what is printed first.

    In the workbook and the CSV these are all; in other forms what is no line of its own (`lines_of`). Where the rows
    are given, a column that is only shown `when_filled` is left out if all its cells are empty.
    """
    own = [column for column in COLUMNS if form in column.forms]
    if rows is not None:
        own = [column for column in own if form not in column.when_filled or any(column.value(row) for row in rows)]
    if form is JSON:
        return tuple(own)
    return tuple(sorted((column for column in own if column.forms[form].width is not None), key=_order))


def lines_of(form: GapForm, row: StatusRow) -> tuple[str, ...]:
    """Return what a form says below a row, a line `title: value` for each column that is not empty there."""
    own = (column for column in COLUMNS if form in column.forms and column.forms[form].width is None)
    lines = ((column.title_in(form), column.text(row)) for column in sorted(own, key=_order))
    return tuple(f"{title}: {text}" for title, text in lines if text)


def _order(column: Column) -> int:
    return column.place.value


CODE: Final = "Kode"
LABEL: Final = "Bukti fisik"
SLOT: Final = "Slot"
DUE: Final = "Batas waktu"
PERSON: Final = "Penanggung jawab"
FOLLOW_UP: Final = "Tindak lanjut"
REMARK_STATUS: Final = "Status TPI"
REMARK: Final = "Catatan TPI"
USUAL: Final = "Yang biasanya diminta penilai"
QUESTIONS: Final = "Pertanyaan LKE"
POINTS: Final = "Poin"
MOST_POINTS: Final = "Poin LKE yang dapat hilang, paling banyak"
PLAN_PERSON: Final = "Penanggung jawab menurut rencana"
SEEN: Final = "Sidik berkas"
PRINTED: Final = "Sidik isian"
ENTRIES: Final = (PERSON, FOLLOW_UP, REMARK_STATUS, REMARK)
"""The columns that people fill."""
REMARK_COLUMNS: Final = (REMARK_STATUS, REMARK)
"""Those of the assessors."""
REMARK_STATUSES: Final = ("sesuai", "perlu perbaikan", "belum ada", "tidak relevan")

_SEPARATOR: Final = "  "  # between a hash and its path, as sha256sum prints them


def paths_of(row: StatusRow) -> tuple[str, ...]:
    """Return the files that serve the row, or else those that may."""
    return row.coverage.files or row.coverage.candidates


def files_and_spares(row: StatusRow) -> tuple[str, ...]:
    """Return the files, and the spares that only stand by."""
    return (*paths_of(row), *(f"cadangan: {path}" for path in row.coverage.spares))


def fingerprint_lines(fingerprints: Fingerprints) -> str:
    """Return the files of a slot as lines of hash and path, so that a returned workbook says what was looked at."""
    return "\n".join(f"{sha}{_SEPARATOR}{path}" for path, sha in fingerprints)


def read_fingerprints(text: str) -> Fingerprints:
    """Return the files that `fingerprint_lines` wrote; what is no such line is passed over."""
    found = (line.partition(_SEPARATOR) for line in text.splitlines())
    return tuple((path, sha) for sha, separator, path in found if separator and path)


def entry_digest(text: str) -> str:
    """Return what tells two entries apart, 16 hexadecimal digits or "-" for none; white space does not matter."""
    folded = " ".join(wording.shown(text).split())
    return hashlib.sha256(folded.encode("utf-8", "backslashreplace")).hexdigest()[:16] if folded else "-"


def printed_entries(row: StatusRow) -> str:
    """Return the digests of the entries that are printed in a row, so that a returned workbook shows what changed."""
    entries = (row.person, row.note.follow_up, row.remark.status, row.remark.text)
    return " ".join(entry_digest(entry) for entry in entries)


def advice(row: StatusRow) -> tuple[str, ...]:
    """Return what to do: the advice of the findings, each once."""
    return tuple(dict.fromkeys(finding.advice for finding in row.coverage.findings if finding.advice))


def last_states(row: StatusRow) -> tuple[str, ...]:
    """Return the state at the end of last year, with the month where that is not the row's own."""
    return tuple(f"{legend.state_label(each.state)}{_other_month(row, each)}" for each in row.last_year)


def last_remarks(row: StatusRow) -> tuple[str, ...]:
    """Return what assessors said last year, its status before its text."""
    return tuple(": ".join(part for part in (each.status, each.text) if part) for each in row.last_year if _said(each))


def _said(each: LastYear) -> bool:
    return bool(each.status or each.text)


def _other_month(row: StatusRow, each: LastYear) -> str:
    return "" if each.slot[-3:] == row.slot.key[-3:] else f" ({wording.month_year(each.slot)})"


def _last_year(row: StatusRow) -> list[dict[str, str]]:
    """Return what is remembered of last year, with the keys of `plan/tahun-lalu.yaml`."""
    return [
        {"slot": each.slot, "keadaan": each.state.value, "status": each.status, "catatan": each.text}
        for each in row.last_year
    ]


def _remarks(row: StatusRow) -> list[dict[str, str]]:
    """Return what each assessor said, with the keys of `plan/catatan-tpi.yaml`."""
    return [{"oleh": each.by, "berkas": each.file, "status": each.status, "teks": each.text} for each in row.remarks]


KEY: Final = ShownAs()
"""Of the JSON, which has no width."""
_ON_SCREEN, _FOR_IMPORT = ColumnPlace.ON_SCREEN, ColumnPlace.FOR_IMPORT
_STAFF, _HIDDEN = ColumnKind.STAFF, ColumnKind.HIDDEN

# A table: each column on as few lines as it takes, so that it can be read downwards.
# fmt: off
COLUMNS: tuple[Column, ...] = (
    Column("area", "Area", lambda row: row.area.code, {SHEET: ShownAs(6)}),
    Column("indicator", "Indikator", lambda row: row.indicator.statement, {SHEET: ShownAs(44), JSON: KEY},
           data=lambda row: row.indicator.code, place=_ON_SCREEN),
    Column("requirement", CODE, lambda row: f"{row.indicator.code}.{row.requirement.id}",
           {SHEET: ShownAs(9), JSON: KEY, TERMINAL: ShownAs(9)},
           data=lambda row: row.requirement.id, kind=ColumnKind.CODE),
    Column("label", LABEL, lambda row: row.requirement.label, {SHEET: ShownAs(32), JSON: KEY, TERMINAL: ShownAs(0)}),
    Column("period", "Periode", lambda row: row.slot.label, {SHEET: ShownAs(24), PRINT: ShownAs(25, "Slot")}),
    Column("slot", SLOT, lambda row: row.slot.key, {SHEET: ShownAs(9), JSON: KEY}, place=_FOR_IMPORT),
    Column("due", DUE, lambda row: row.slot.due or row.slot.label,
           {SHEET: ShownAs(DATE_WIDTH), JSON: KEY, TERMINAL: ShownAs(12), PRINT: ShownAs(25, "Batas")},
           data=lambda row: row.slot.due),
    Column("state", "Keadaan", lambda row: legend.state_label(row.state),
           {SHEET: ShownAs(14), JSON: KEY, TERMINAL: ShownAs(20), PRINT: ShownAs(33)},
           data=lambda row: row.state.value, kind=ColumnKind.STATE),
    Column("urgency", "Kemendesakan", lambda row: legend.URGENCIES[row.urgency].label, {SHEET: ShownAs(13), JSON: KEY},
           data=lambda row: row.urgency.value),
    Column("questions", QUESTIONS, lambda row: ", ".join(row.questions),
           {SHEET: ShownAs(14), JSON: KEY, TERMINAL: ShownAs(13), PAGE: ShownAs(), CALENDAR: ShownAs()},
           data=lambda row: row.questions, when_filled=TABLES),
    Column("points", POINTS, lambda row: row.points or None,
           {SHEET: ShownAs(7), JSON: KEY, TERMINAL: ShownAs(5), PRINT: ShownAs(14), PAGE: ShownAs(title=MOST_POINTS),
            CALENDAR: ShownAs(title=MOST_POINTS)},
           data=lambda row: four_decimals(row.points), when_filled=TABLES),
    Column("files", "Berkas", files_and_spares, {SHEET: ShownAs(32), JSON: KEY},
           data=lambda row: row.coverage.files, kind=ColumnKind.FILES),
    Column("plan_person", PLAN_PERSON, lambda row: row.plan_person, {SHEET: ShownAs(10)},
           kind=_HIDDEN, place=_FOR_IMPORT),
    Column("sha256", SEEN, lambda row: fingerprint_lines(row.fingerprints), {SHEET: ShownAs(10), JSON: KEY},
           data=lambda row: dict(row.fingerprints), kind=_HIDDEN, place=_FOR_IMPORT),
    Column("candidates", "Calon", lambda row: row.coverage.candidates, {JSON: KEY}),
    Column("findings", "Yang salah", lambda row: tuple(finding.text for finding in row.coverage.findings),
           {SHEET: ShownAs(44), JSON: KEY}, data=lambda row: row.coverage.findings, place=_ON_SCREEN),
    Column("advice", "Saran", advice, {SHEET: ShownAs(44)}, place=_ON_SCREEN),
    Column("fills_with", "Nama berkas yang mengisinya", lambda row: row.fills_with,
           {SHEET: ShownAs(40), JSON: KEY, PRINT: ShownAs(0), CALENDAR: ShownAs(title="Simpan sebagai")},
           place=_ON_SCREEN),
    Column("template", "Templat", lambda row: row.template or "", {SHEET: ShownAs(24), JSON: KEY, CALENDAR: ShownAs()},
           data=lambda row: row.template, place=_ON_SCREEN),
    Column("usual", USUAL, lambda row: row.usual, {SHEET: ShownAs(44), JSON: KEY},
           place=_ON_SCREEN, when_filled=EVERYWHERE),
    Column("days", "Sisa hari", lambda row: row.days, {SHEET: ShownAs(9)}, place=_ON_SCREEN),
    Column("person", PERSON, lambda row: row.person,
           {SHEET: ShownAs(20), JSON: KEY, TERMINAL: ShownAs(title="penanggung jawab"), CALENDAR: ShownAs()},
           kind=_STAFF),
    Column("follow_up", FOLLOW_UP, lambda row: row.note.follow_up,
           {SHEET: ShownAs(28), JSON: KEY, TERMINAL: ShownAs(title="tindak lanjut"),
            PRINT: ShownAs(title="tindak lanjut"), PAGE: ShownAs(), CALENDAR: ShownAs()},
           kind=_STAFF),
    Column("remark_status", REMARK_STATUS, lambda row: row.remark.status, {SHEET: ShownAs(14)}, kind=_STAFF),
    Column("remark", REMARK, lambda row: row.remark.text,
           {SHEET: ShownAs(28), JSON: KEY, TERMINAL: ShownAs(title="catatan TPI")},
           data=lambda row: {"status": row.remark.status, "text": row.remark.text}, kind=_STAFF),
    Column("remarks", "Catatan tiap penilai", lambda row: row.remark.text, {JSON: KEY}, data=_remarks),
    Column("last_year", "Tahun lalu", last_states,
           {SHEET: ShownAs(14), JSON: KEY, TERMINAL: ShownAs(title="tahun lalu"), PAGE: ShownAs()},
           data=_last_year, place=_ON_SCREEN, when_filled=EVERYWHERE),
    Column("last_remark", "Catatan TPI tahun lalu", last_remarks,
           {SHEET: ShownAs(28), TERMINAL: ShownAs(title="catatan TPI tahun lalu"), PAGE: ShownAs()},
           place=_ON_SCREEN, when_filled=EVERYWHERE),
    Column("spares", "Cadangan", lambda row: row.coverage.spares, {JSON: KEY}),
    Column("printed", PRINTED, printed_entries, {SHEET: ShownAs(10)}, kind=_HIDDEN, place=_FOR_IMPORT),
)
# fmt: on
"""In the order of the JSON's keys; the other forms have what is printed first, then this order."""
