"""Reads the entries of staff and assessors from a workbook, in any row and column order.

openpyxl opens it in a child under limits, started by `begin_returned` only. What cannot be read becomes a finding
with sheet and cell.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier._lazy import lazy
from dossier.audit import gap_columns
from dossier.audit.status import AssessorNote, StaffNote
from dossier.model import DUE_TIME_OPEN, NO_DUE_TIME, UNDATED, Finding, Severity
from dossier.reports.workbook_comments import Comments, drawn_sheets, read_comments
from dossier.typed_text import ADVICE, rounded
from dossier.workers.bounded_workbook import Caps, TooLargeError, bounded
from dossier.workers.limited import Failure, begin_limited

with lazy():
    import openpyxl


if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from dossier.audit.status import Fingerprints, SlotPlace

MAX_MERGED_CELLS: Final = 200_000  # openpyxl makes an object of each
MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 60
MAX_HEAD_ROW: Final = 30
_LONGEST_ENTRY: Final = 4_000  # characters that a person writes into one cell

_CODE: Final = re.compile(
    r"((?:[RH]\.)?[IVXLC]+\.\d+\.\d+)[. ]*([a-z]{1,2})", re.IGNORECASE
)  # I.3.1.a, i.3.1 a, R.I.3.1.a
_SLOT: Final = re.compile(r"(\d{4})-(\d{2})(?:-\d{2}.*)?")  # 2025-03, 2025-03-31 00:00:00
_DAY_FIRST: Final = re.compile(r"\d{1,2}[/.-](\d{1,2})[/.-](\d{4})")  # 31/03/2025
_IN_WORDS: Final = re.compile(r"(?:\d{1,2} )?([A-Za-z]+) (\d{4})")  # 31 Maret 2025, Maret 2025
_WANTED: Final = (
    gap_columns.CODE,
    gap_columns.LABEL,
    gap_columns.SLOT,
    gap_columns.DUE,
    gap_columns.PERSON,
    gap_columns.FOLLOW_UP,
    gap_columns.REMARK_STATUS,
    gap_columns.REMARK,
    gap_columns.PLAN_PERSON,
    gap_columns.SEEN,
    gap_columns.PRINTED,
)
_ENTRIES: Final = gap_columns.ENTRIES
_DIGESTS: Final = re.compile(r"(?:[0-9a-f]{16}|-)(?: (?:[0-9a-f]{16}|-)){3}")
_CARRIAGE: Final = re.compile(r"(?:_x000D_|\r)\n?")  # how spreadsheet programs store a line end
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
Cells = dict[tuple[int, int], object]
Texts = dict[tuple[int, int], str]


@dataclass(slots=True)
class Returned:
    """What a workbook says: notes and remarks by place, the label that stood beside each, and what was not read.

    `cells` says where each place stands, as sheet and cell ("Kesenjangan!B17"). `printed` are the digests of the four
    entries as the workbook was written, where it says so, `digests` those of its cells as they are. `seen` are the
    files that the row was printed with. `sheet`, `head` and `columns` are the title of the sheet of
    gaps, the row of its headings and their columns, `rows` its rows that have a place. `texts` are all cells of all
    sheets, `comments` and `drawn` what lies beside the cells. `unread` is why the file could not be read at all.
    """

    notes: dict[SlotPlace, StaffNote] = field(default_factory=dict)
    remarks: dict[SlotPlace, AssessorNote] = field(default_factory=dict)
    labels: dict[SlotPlace, str] = field(default_factory=dict)
    cells: dict[SlotPlace, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    printed: dict[SlotPlace, tuple[str, ...]] = field(default_factory=dict)
    digests: dict[SlotPlace, tuple[str, ...]] = field(default_factory=dict)
    seen: dict[SlotPlace, Fingerprints] = field(default_factory=dict)
    sheet: str = ""
    head: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    rows: dict[int, SlotPlace] = field(default_factory=dict)
    texts: dict[str, Texts] = field(default_factory=dict)
    comments: Comments = field(default_factory=dict)
    drawn: tuple[str, ...] = ()
    unread: str = ""


def read_returned(path: Path) -> Returned:
    """Read a workbook made by us and changed by anybody; a file that cannot be read gives findings, never an error.

    Where there is no file, nobody has said anything.
    """
    return begin_returned(path)()


def begin_returned(path: Path) -> Callable[[], Returned]:
    """Begin to read a workbook in a limited child beside our own work, and return what waits for the result."""
    if not path.is_file():
        return Returned
    waiting = begin_limited(open_returned, path)

    def answer() -> Returned:
        found = waiting()
        return failed(path, str(found)) if isinstance(found, Failure) else found

    return answer


def failed(path: Path, why: str) -> Returned:
    """Return the result for an unreadable workbook: one finding."""
    result = Returned()
    result.unread = why
    advice = "Simpan ulang dari Excel atau LibreOffice sebagai .xlsx."
    complain(result, path, path.name, f"buku kerja tidak dapat dibaca: {why}", advice)
    return result


def open_returned(path: Path) -> Returned:
    """Read a workbook, in a limited child."""
    try:
        result = Returned()
        read_book(path, result)
        result.texts = read_texts(path)
        result.comments = read_comments(path)
        result.drawn = drawn_sheets(path)
    except TooLargeError as error:
        return failed(path, str(error))
    return result


def read_book(path: Path, result: Returned) -> None:
    """Read the sheet of gaps of a workbook."""
    caps = Caps(rows=MAX_ROWS, columns=MAX_COLUMNS, merged=MAX_MERGED_CELLS)
    bound = bounded(path, caps)
    book = openpyxl.load_workbook(bound.stream, data_only=True)
    try:
        found = gap_sheet(book)
        if found is None:
            result.unread = "lembar kesenjangannya tidak ditemukan"
            why = f"tidak ada lembar dengan kolom {gap_columns.CODE} dan {gap_columns.SLOT} atau {gap_columns.DUE}"
            complain(
                result, path, path.name, why, f"Pakai lembar “{gap_columns.GAP_SHEET}” dari build/kesenjangan.xlsx."
            )
            return
        sheet, head, columns = found
        result.sheet, result.head, result.columns = sheet.title, head, columns
        cells = values(sheet)
        blank_rounded(path, sheet.title, cells, frozenset(columns.values()), result)
        for number in range(head + 1, min(sheet.max_row, MAX_ROWS) + 1):
            where = f"{sheet.title}!{cell_name(columns[gap_columns.CODE], number)}"
            row = {heading: cells.get((number, column)) for heading, column in columns.items()}
            place = read_row(path, where, row, result)
            if place is not None:
                result.rows[number] = place
    finally:
        book.close()
    if bound.rows_left_out:
        why = f"{bound.rows_left_out} baris di bawah baris {MAX_ROWS} tidak dibaca"
        complain(result, path, path.name, why, "Hapus baris yang tidak dipakai, lalu simpan lagi.")


def gap_sheet(book: Workbook) -> tuple[Worksheet, int, dict[str, int]] | None:
    """Return the sheet of gaps, the row of its headings and their columns; the sheet with our name is tried first."""
    names = sorted(book.sheetnames, key=lambda name: name.strip().casefold() != gap_columns.GAP_SHEET.casefold())
    for name in names:
        sheet = book[name]
        if hasattr(sheet, "merged_cells"):  # a chart sheet has no cells
            found = head_of(sheet)
            if found is not None:
                return sheet, *found
    return None


def head_of(sheet: Worksheet) -> tuple[int, dict[str, int]] | None:
    """Return the row of the headings and the column of each, or None where this is another kind of sheet."""
    by_name = {heading.casefold(): heading for heading in _WANTED}
    for row in range(1, min(sheet.max_row, MAX_HEAD_ROW) + 1):
        columns: dict[str, int] = {}
        for column in range(1, min(sheet.max_column, MAX_COLUMNS) + 1):
            heading = by_name.get(text_of(sheet.cell(row, column).value).casefold())
            if heading:
                columns.setdefault(heading, column)
        if gap_columns.CODE in columns and (gap_columns.SLOT in columns or gap_columns.DUE in columns):
            return row, columns
    return None


def values(sheet: Worksheet) -> Cells:
    """Return the values of the cells; a merged range has its value in each of its cells."""
    found: Cells = {
        (cell.row, cell.column): cell.value
        for row in sheet.iter_rows(max_row=min(sheet.max_row, MAX_ROWS), max_col=min(sheet.max_column, MAX_COLUMNS))
        for cell in row
        if cell.value is not None
    }
    for merged in sheet.merged_cells.ranges:
        value = found.get((merged.min_row, merged.min_col))
        if value is not None:
            found |= dict.fromkeys(merged.cells, value)
    return found


def blank_rounded(path: Path, title: str, cells: Cells, columns: frozenset[int], result: Returned) -> None:
    """Name and empty the cells that hold a long number, a NIP for instance, which a spreadsheet has rounded."""
    for (row, column), value in sorted(cells.items()):
        if column in columns and (trouble := rounded(value)):
            where = f"{title}!{cell_name(column, row)}"
            complain(result, path, where, f"isinya {trouble}; tidak dipakai", ADVICE)
            cells[row, column] = None


def read_row(path: Path, where: str, row: dict[str, object], result: Returned) -> SlotPlace | None:
    """Read one row and return its place: an empty row is passed over, one without a place is named.

    Args:
        path: The workbook, for findings.
        where: Sheet and cell of the row's code.
        row: Heading ─► value of the cell.
        result: What has been read so far.
    """
    filled = {heading: text_of(value) for heading, value in row.items()}
    if not any(filled.values()):
        return None
    code = _CODE.fullmatch(filled[gap_columns.CODE])
    slot = slot_key(row.get(gap_columns.SLOT)) or slot_key(row.get(gap_columns.DUE))
    if code is None or slot is None:
        if any(filled.get(heading) for heading in _ENTRIES):
            lacking = "kode" if code is None else "slot atau batas waktu"
            why = f"{lacking} tidak terbaca, jadi isian barisnya tidak dipakai"
            how = f"Isi kolom {gap_columns.CODE} seperti I.3.1.a dan {gap_columns.SLOT} seperti 2025-02."
            complain(result, path, where, why, how)
        return None
    place = (code[1].upper(), code[2].lower(), slot)
    keep(path, where, place, row, result)
    return place


def keep(path: Path, where: str, place: SlotPlace, row: dict[str, object], result: Returned) -> None:
    """Keep what a row says of its place; a second row of the same place is named and not used."""
    filled = {heading: entry_text(row.get(heading)) for heading in (*_ENTRIES, gap_columns.PLAN_PERSON)}
    person = filled.get(gap_columns.PERSON, "")
    if person.split() == filled.get(gap_columns.PLAN_PERSON, "").split():
        person = ""  # the plan's own entry, printed for information
    note = StaffNote(person=person, follow_up=filled.get(gap_columns.FOLLOW_UP, ""))
    remark = AssessorNote(status=filled.get(gap_columns.REMARK_STATUS, ""), text=filled.get(gap_columns.REMARK, ""))
    seen = gap_columns.read_fingerprints(str(row.get(gap_columns.SEEN) or ""))
    if remark != AssessorNote():
        remark = replace(remark, seen=seen)
    if place in result.cells:
        if (note, remark) not in {(StaffNote(), AssessorNote()), (result.notes.get(place), result.remarks.get(place))}:
            why = f"tempat yang sama sudah ada di {result.cells[place]}; baris ini tidak dipakai"
            complain(result, path, where, why, "Satukan isian kedua baris, lalu hapus salah satunya.")
        return
    result.cells[place] = where
    result.seen[place] = seen
    result.labels[place] = text_of(row.get(gap_columns.LABEL))
    result.digests[place] = tuple(gap_columns.entry_digest(filled[heading]) for heading in _ENTRIES)
    printed = text_of(row.get(gap_columns.PRINTED))
    if _DIGESTS.fullmatch(printed):
        result.printed[place] = tuple(printed.split())
    result.notes[place] = note
    result.remarks[place] = remark


def slot_key(value: object) -> str | None:
    """Return the slot key of a cell: a key, a date, or a date as people write it; None where it is none."""
    if isinstance(value, dt.date):
        return f"{value:%Y-%m}"
    text = text_of(value)
    if found := _SLOT.fullmatch(text):
        return f"{found[1]}-{found[2]}"
    if found := _DAY_FIRST.fullmatch(text):
        return f"{found[2]}-{int(found[1]):02}"
    if (found := _IN_WORDS.fullmatch(text)) and (month := wording.month_number(found[1])):
        return f"{found[2]}-{month:02}"
    return UNDATED if text.casefold() in {UNDATED, DUE_TIME_OPEN, NO_DUE_TIME} else None


def text_of(value: object) -> str:
    """Return a cell as text: blanks collapsed, numbers as written, dates in our own spelling."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return wording.short_date(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    lines = (" ".join(line.split()) for line in str(value).splitlines())
    return "\n".join(line for line in lines if line)[:_LONGEST_ENTRY]


def entry_text(value: object) -> str:
    """Return what a person wrote into a cell, as written: line ends as one kind, unprintable characters spelt out."""
    if not isinstance(value, str):
        return text_of(value)
    text = _CARRIAGE.sub("\n", value)
    return _UNPRINTABLE.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text).strip()


def read_texts(path: Path) -> dict[str, Texts]:
    """Return the text of every cell of every sheet, within the limits; of the sheets row by row, as they are stored."""
    found: dict[str, Texts] = {}
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # a file may declare a range that is not its own
            texts = found.setdefault(sheet.title, {})
            for row in sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS):
                for cell in row:
                    if cell.value is not None and (text := text_of(cell.value)):
                        texts[cell.row, cell.column] = text
    finally:
        book.close()
    return found


def cell_name(column: int, row: int) -> str:
    """Return "B17" for column 2, row 17."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def complain(result: Returned, path: Path, where: str, why: str, advice: str) -> None:
    """Add a finding about a place in the workbook."""
    result.findings.append(
        Finding(
            code="isian_tidak_terbaca",
            severity=Severity.WARNING,
            subject=where,
            text=f"{where}: {why}.",
            advice=advice,
            path=path.name,
        )
    )


def differences(result: Returned, labels: dict[SlotPlace, str], file: str) -> Iterator[Finding]:
    """Yield what a workbook has that the plan has not: unknown places with entries, and texts that were changed.

    Args:
        result: The workbook as read.
        labels: Every place of the plan and its label.
        file: The workbook's name, for the findings.
    """
    for place, where in result.cells.items():
        name = f"{place[0]}.{place[1]} ({place[2]})"
        says = result.notes[place] != StaffNote() or result.remarks[place] != AssessorNote()
        if place not in labels:
            if says:
                yield _difference(
                    "kode_tak_dikenal",
                    where,
                    f"{where}: {name} tidak ada dalam rencana; isiannya tidak dipakai.",
                    "Pindahkan isiannya ke baris butir yang berlaku sekarang.",
                    file,
                )
        elif result.labels[place] and result.labels[place] != " ".join(labels[place].split()):
            yield _difference(
                "teks_berubah",
                where,
                f"{where}: bukti fisik {name} tertulis “{result.labels[place]}”, di rencana “{labels[place]}”.",
                "Isiannya tetap dipakai; periksa apakah masih untuk butir yang sama.",
                file,
            )


def _difference(code: str, where: str, text: str, advice: str, file: str) -> Finding:
    return Finding(code=code, severity=Severity.WARNING, subject=where, text=text, advice=advice, path=file)
