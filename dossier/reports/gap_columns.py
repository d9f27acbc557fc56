"""Columns of the sheet Kesenjangan: heading, width in characters, kind, and the value shown for a row."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.reports.xlsx_cells import DATE_WIDTH, shown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from dossier.audit.status import Fingerprints, StatusRow

GAP_SHEET: Final = "Kesenjangan"


class ColumnKind(Enum):
    """How a cell is written."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    STATE = "state"
    FILES = "files"
    STAFF = "staff"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its heading, width in characters, kind, and what a row shows in it."""

    head: str
    width: float
    kind: ColumnKind
    value: Callable[[StatusRow], str | int | dt.date]


CODE: Final = "Kode"
LABEL: Final = "Bukti fisik"
SLOT: Final = "Slot"
DUE: Final = "Batas waktu"
PERSON: Final = "Penanggung jawab"
FOLLOW_UP: Final = "Tindak lanjut"
REMARK_STATUS: Final = "Status TPI"
REMARK: Final = "Catatan TPI"
PLAN_PERSON: Final = "Penanggung jawab menurut rencana"
SEEN: Final = "Sidik berkas"
PRINTED: Final = "Sidik isian"
ENTRIES: Final = (PERSON, FOLLOW_UP, REMARK_STATUS, REMARK)
"""The columns that people fill."""
REMARK_COLUMNS: Final = (REMARK_STATUS, REMARK)
"""Those of the assessors."""

_SEPARATOR: Final = "  "  # between a hash and its path, as sha256sum prints them

REMARK_STATUSES: Final = ("sesuai", "perlu perbaikan", "belum ada", "tidak relevan")


def paths_of(row: StatusRow) -> tuple[str, ...]:
    """Return the files that serve the row, or else those that may."""
    return row.coverage.files or row.coverage.candidates


def files_cell(row: StatusRow) -> str:
    """Return the files, and the spares that only stand by."""
    return "\n".join((*paths_of(row), *(f"cadangan: {path}" for path in row.coverage.spares)))


def wrong(row: StatusRow) -> str:
    """Return what is wrong with what was found."""
    return "\n".join(finding.text for finding in row.coverage.findings)


def fingerprint_lines(fingerprints: Fingerprints) -> str:
    """Return the files of a slot as lines of hash and path, so that a returned workbook says what was looked at."""
    return "\n".join(f"{sha}{_SEPARATOR}{path}" for path, sha in fingerprints)


def read_fingerprints(text: str) -> Fingerprints:
    """Return the files that `fingerprint_lines` wrote; what is no such line is passed over."""
    found = (line.partition(_SEPARATOR) for line in text.splitlines())
    return tuple((path, sha) for sha, separator, path in found if separator and path)


def entry_digest(text: str) -> str:
    """Return what tells two entries apart, 16 hexadecimal digits or "-" for none; white space does not matter."""
    folded = " ".join(shown(text).split())
    return hashlib.sha256(folded.encode("utf-8", "backslashreplace")).hexdigest()[:16] if folded else "-"


def printed_entries(row: StatusRow) -> str:
    """Return the digests of the entries that are printed in a row, so that a returned workbook shows what changed."""
    entries = (row.person, row.note.follow_up, row.remark.status, row.remark.text)
    return " ".join(entry_digest(entry) for entry in entries)


def advice(row: StatusRow) -> str:
    """Return what to do: the advice of the findings."""
    return "\n".join(dict.fromkeys(finding.advice for finding in row.coverage.findings if finding.advice))


# The first columns are what is printed; the rest is for looking things up on the screen.
PRINTED_COLUMNS: Final = 12

GAP_COLUMNS: Final = (
    Column(head="Area", width=6, kind=ColumnKind.TEXT, value=lambda row: row.area.code),
    Column(head=CODE, width=9, kind=ColumnKind.TEXT, value=lambda row: f"{row.indicator.code}.{row.requirement.id}"),
    Column(head=LABEL, width=32, kind=ColumnKind.TEXT, value=lambda row: row.requirement.label),
    Column(head="Periode", width=24, kind=ColumnKind.TEXT, value=lambda row: row.slot.label),
    Column(head=DUE, width=DATE_WIDTH, kind=ColumnKind.DATE, value=lambda row: row.slot.due),
    Column(head="Keadaan", width=14, kind=ColumnKind.STATE, value=lambda row: wording.state_label(row.state)),
    Column(
        head="Kemendesakan", width=13, kind=ColumnKind.TEXT, value=lambda row: wording.urgency_label(row.urgency.value)
    ),
    Column(head="Berkas", width=32, kind=ColumnKind.FILES, value=files_cell),
    Column(head=PERSON, width=20, kind=ColumnKind.STAFF, value=lambda row: row.person),
    Column(head=FOLLOW_UP, width=28, kind=ColumnKind.STAFF, value=lambda row: row.note.follow_up),
    Column(head=REMARK_STATUS, width=14, kind=ColumnKind.STAFF, value=lambda row: row.remark.status),
    Column(head=REMARK, width=28, kind=ColumnKind.STAFF, value=lambda row: row.remark.text),
    Column(head="Indikator", width=44, kind=ColumnKind.TEXT, value=lambda row: row.indicator.statement),
    Column(head="Yang salah", width=44, kind=ColumnKind.TEXT, value=wrong),
    Column(head="Saran", width=44, kind=ColumnKind.TEXT, value=advice),
    Column(head="Nama berkas yang mengisinya", width=40, kind=ColumnKind.TEXT, value=lambda row: row.fills_with),
    Column(head="Templat", width=24, kind=ColumnKind.TEXT, value=lambda row: row.template or ""),
    Column(head="Sisa hari", width=9, kind=ColumnKind.NUMBER, value=lambda row: row.days),
    Column(head=SLOT, width=9, kind=ColumnKind.TEXT, value=lambda row: row.slot.key),
    Column(head=PLAN_PERSON, width=10, kind=ColumnKind.HIDDEN, value=lambda row: row.plan_person),
    Column(head=SEEN, width=10, kind=ColumnKind.HIDDEN, value=lambda row: fingerprint_lines(row.fingerprints)),
    Column(head=PRINTED, width=10, kind=ColumnKind.HIDDEN, value=printed_entries),
)
