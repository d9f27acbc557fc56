"""Reads answers from a workbook of the evaluation sheet: ours, the portal's, or the official one; any row order.

openpyxl opens it in a child under limits. Only cells of answers, notes, links and assessors are taken, as texts;
nothing is computed. What cannot be read becomes a finding with sheet and cell.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from dossier._lazy import lazy
from dossier.knowledge import sheet
from dossier.model import Finding, Severity
from dossier.reports import lke_layout as layout
from dossier.reports.lke_columns import LkeColumns, find_columns
from dossier.reports.lke_rows import find_rows
from dossier.reports.workbook_comments import drawn_sheets, read_comments
from dossier.reports.workbook_import import cell_name
from dossier.scoring.answer_cells import LINKS, NOTE
from dossier.workers.bounded_workbook import Caps, TooLargeError, bounded
from dossier.workers.limited import Failure, read_limited

with lazy():
    import openpyxl

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from dossier.knowledge.sheet import SheetField
    from dossier.reports.lke_rows import Cells

MAX_LKE_ROWS: Final = 2_000
MAX_LKE_COLUMNS: Final = 80
_MERGED: Final = 20_000
_LEAST_ROWS: Final = 20
"""Rows of the evaluation sheet that a worksheet must have to be taken for one."""
_MANY_ROWS: Final = 110
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_CARRIAGE: Final = re.compile(r"(?:_x000D_|\r)\n?")
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DIGESTS: Final = re.compile(r"(?:[0-9a-f]{16}|-)(?: (?:[0-9a-f]{16}|-)){4}")
_YEAR: Final = re.compile(rf"{re.escape(layout.MARK)} (20\d\d)")
UNREADABLE: Final = "lke_lembar_tak_terbaca"
CELL: Final = "lke_sel_tak_terbaca"

CellKey = str
"""`unit|A.1.I.i.a|jawaban`: whose answer, the question, the field."""


def cell_key(role: str, key: str, name: str) -> CellKey:
    """Return the key of a cell in the mappings of a reading."""
    return f"{role}|{key}|{name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LkeReturned:
    """What a workbook of the evaluation sheet says.

    Attributes:
        sheet: The title of the worksheet that was read; empty where there is none.
        year: The plan's year that a workbook of ours was made for; 0 where it does not say.
        texts: Cell key ─► text, as typed; empty cells are left out.
        where: Cell key ─► sheet and cell ("Jawaban!K17"), of every cell that belongs to an answer.
        printed: Cell key ─► digest of what was printed there, where the workbook says so.
        numbered_rows: Each row with the number of the portal's field (soal_id) that it is.
        columns: What stands in which column; see `LkeColumns`.
        constants: Sheet ─► cell ─► text of every cell that holds no formula.
        numbers: Cell of the sheet ─► number that it shows.
        formulas: Cell of the sheet ─► its formula.
        comments: `Sheet!B17` ─► comment.
        drawn: Sheets with pictures or text boxes.
        findings: What could not be read.
        unread: Why the file could not be read at all.
    """

    sheet: str = ""
    year: int = 0
    texts: dict[CellKey, str] = field(default_factory=dict)
    where: dict[CellKey, str] = field(default_factory=dict)
    printed: dict[CellKey, str] = field(default_factory=dict)
    numbered_rows: tuple[tuple[int, int], ...] = ()
    columns: LkeColumns = field(default_factory=LkeColumns)
    constants: dict[str, dict[str, str]] = field(default_factory=dict)
    numbers: dict[str, float] = field(default_factory=dict)
    formulas: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    drawn: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    unread: str = ""

    @property
    def rows(self) -> dict[int, int]:
        """Row ─► number of the portal's field."""
        return dict(self.numbered_rows)

    @property
    def is_ours(self) -> bool:
        """Whether dossier wrote this workbook."""
        return bool(self.year)


def read_lke(path: Path) -> LkeReturned:
    """Read a workbook of the evaluation sheet; one that cannot be read gives a finding, never an error."""
    if not path.is_file():
        return LkeReturned()
    found = read_limited(open_lke, path)
    return _failed(path, str(found)) if isinstance(found, Failure) else found


def _failed(
    path: Path, why: str, advice: str = "Simpan ulang dari Excel atau LibreOffice sebagai .xlsx."
) -> LkeReturned:
    text = f"{path.name}: lembar LKE tidak dapat dibaca: {why}."
    finding = _finding(path, path.name, text, advice, code=UNREADABLE)
    return LkeReturned(unread=why, findings=(finding,))


def _finding(
    path: Path, where: str, text: str, advice: str, *, code: str = CELL, severity: Severity = Severity.WARNING
) -> Finding:
    return Finding(code=code, severity=severity, subject=where, text=text, advice=advice, path=path.name)


def open_lke(path: Path) -> LkeReturned:
    """Read a workbook, in a limited child."""
    with path.open("rb") as stream:
        head = stream.read(len(_OLE))
    if head == _OLE:
        if _ENCRYPTED in path.read_bytes():
            return _failed(path, "terkunci kata sandi", "Buka kuncinya di Excel, lalu simpan ulang.")
        return _failed(path, "berkas Excel lama (.xls)")
    try:
        caps = Caps(rows=MAX_LKE_ROWS, columns=MAX_LKE_COLUMNS, merged=_MERGED)
        shown = openpyxl.load_workbook(bounded(path, caps).stream, data_only=True)
        written = openpyxl.load_workbook(bounded(path, caps).stream)
    except TooLargeError as error:
        return _failed(path, str(error))
    best = max(
        (_WorksheetReading(path, each, written[each.title]) for each in _sheets(shown)),
        key=_WorksheetReading.size,
        default=None,
    )
    if best is None or best.size() < _LEAST_ROWS:
        why = "tidak ada lembar dengan pertanyaan LKE"
        return _failed(path, why, "Pakai lembar “Jawaban” dari build/lke.xlsx, dari portal, atau lembar LKE resmi.")
    constants = {each.title: _constants(each) for each in _sheets(written)}
    comments = {f"{name}!{cell}": text for (name, cell), text in read_comments(path).items()}
    return replace(best.read(), constants=constants, comments=comments, drawn=drawn_sheets(path))


def _sheets(book: openpyxl.Workbook) -> list[Worksheet]:
    return [book[name] for name in book.sheetnames if hasattr(book[name], "merged_cells")]


def _constants(worksheet: Worksheet) -> dict[str, str]:
    return {
        cell.coordinate: text
        for row in worksheet.iter_rows()
        for cell in row
        if cell.value is not None and cell.data_type != "f" and (text := typed_text(cell.value))
    }


def typed_text(value: object) -> str:
    """Return what a cell holds as a text: line ends as one kind, unprintable characters spelt out, numbers plain."""
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{value:.9f}".rstrip("0").rstrip(".")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    text = _CARRIAGE.sub("\n", str(value))
    return _UNPRINTABLE.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


class _WorksheetReading:
    """One worksheet while it is read."""

    def __init__(self, path: Path, shown: Worksheet, written: Worksheet) -> None:
        self.path = path
        self.title = shown.title
        self.cells: Cells = {
            (c.row, c.column): c.value for row in shown.iter_rows() for c in row if c.value is not None
        }
        self.formulas = {
            (cell.row, cell.column): str(getattr(cell.value, "text", cell.value))
            for row in written.iter_rows()
            for cell in row
            if cell.data_type == "f" and cell.column is not None and cell.row is not None
        }
        self.merged = [each for each in shown.merged_cells.ranges if each.min_row < each.max_row]
        self.rows = find_rows(self.cells)
        self.findings: list[Finding] = []
        self.texts: dict[CellKey, str] = {}
        self.where: dict[CellKey, str] = {}
        self.printed: dict[CellKey, str] = {}

    def size(self) -> int:
        """Return how many rows of the evaluation sheet there are."""
        return len(self.rows)

    def read(self) -> LkeReturned:
        """Return what the worksheet says."""
        columns = find_columns(self.cells, self.rows)
        if not columns.answer:
            text = f"{self.title}: kolom jawaban unit tidak ditemukan, jadi tidak ada jawaban yang diambil."
            self._complain(self.title, text, "Beri judul “Jawaban unit” di atas kolom jawabannya.")
        for row, each in sorted(self.rows.items()):
            self._row(row, each, columns)
        self._lacking(columns)
        marks = (str(value) for (_, column), value in sorted(self.cells.items()) if column == columns.printed)
        year = next((found for mark in marks if (found := _YEAR.fullmatch(mark))), None)
        return LkeReturned(
            sheet=self.title,
            year=int(year[1]) if year else 0,
            texts=self.texts,
            where=self.where,
            printed=self.printed,
            numbered_rows=tuple((row, each.number) for row, each in self.rows.items()),
            columns=columns,
            numbers={
                cell_name(column, row): float(value)
                for (row, column), value in self.cells.items()
                if isinstance(value, int | float) and not isinstance(value, bool)
            },
            formulas={cell_name(column, row): text for (row, column), text in self.formulas.items()},
            findings=tuple(self.findings),
        )

    def _row(self, row: int, each: SheetField, columns: LkeColumns) -> None:
        stamp = str(self.cells.get((row, columns.printed), "")) if columns.printed else ""
        digests = stamp.split() if _DIGESTS.fullmatch(stamp) else []
        parts = (
            (columns.answer, layout.UNIT, each.name),
            (columns.note, layout.UNIT, NOTE),
            (columns.links, layout.UNIT, LINKS),
            (columns.assessor, layout.TPI, each.name),
            (columns.assessor_note, layout.TPI, NOTE),
        )
        for place, (column, role, name) in enumerate(parts):
            if column:
                self._cell((row, column), cell_key(role, each.question, name), digests[place : place + 1])

    def _cell(self, at: tuple[int, int], key: CellKey, digest: list[str]) -> None:
        where = f"{self.title}!{cell_name(at[1], at[0])}"
        text = self._text(at, where)
        if key in self.where:  # a further row of the counts of one percentage: note and links are one text
            if text and text != self.texts.get(key):
                self.texts[key] = "\n".join(part for part in (self.texts.get(key, ""), text) if part)
            return
        self.where[key] = where
        self.printed |= {key: digest[0]} if digest else {}
        if text:
            self.texts[key] = text

    def _text(self, at: tuple[int, int], where: str) -> str:
        """Return the text of a cell; one of an error, a formula without a value or a part of a merged one is told."""
        value = self.cells.get(at)
        formula = self.formulas.get(at)
        if formula is not None and value is None:
            text = f"{where} berisi rumus tanpa nilai tersimpan, jadi tidak dibaca."
            self._complain(where, text, "Buka dan simpan ulang di Excel atau LibreOffice, atau ketik nilainya.")
            return ""
        if isinstance(value, str) and value.startswith("#") and formula is not None:
            text = f"{where} berisi kesalahan rumus {value}, jadi tidak dibaca."
            self._complain(where, text, "Ketik jawabannya, bukan rumus.")
            return ""
        if value is None:
            for merged in self.merged:
                if merged.min_row < at[0] <= merged.max_row and merged.min_col <= at[1] <= merged.max_col:
                    text = f"{where} bagian dari sel gabungan {merged.coord}; isinya hanya dipakai untuk baris pertama."
                    self._complain(where, text, "Pisahkan sel gabungannya, lalu isi tiap baris.")
            return ""
        if isinstance(value, dt.date | dt.time):
            text = f"{where} berisi tanggal ({typed_text(value)}), bukan jawaban."
            self._complain(where, text, "Ubah format selnya menjadi Umum atau Teks, lalu ketik ulang.")
            return ""
        return typed_text(value)

    def _lacking(self, columns: LkeColumns) -> None:
        found = {each.number for each in self.rows.values()}
        lacking = [each for each in sheet.fields() if each.number not in found]
        if lacking and len(found) < _MANY_ROWS:
            text = (
                f"{self.title}: hanya {len(found)} dari {len(sheet.fields())} baris LKE dikenal; "
                "mungkin lembar tahun lain atau baris dihapus."
            )
            self._complain(self.title, text, "Pakai lembar 2021 (Permenpan-RB 90/2021) atau portal 2026.")
        elif lacking:
            names = ", ".join(f"{each.question} (soal {each.number})" for each in lacking[:5])
            text = f"{self.title}: {len(lacking)} baris tidak ditemukan: {names}{' …' if len(lacking) > 5 else ''}."  # noqa: PLR2004 — five show which
            self._complain(self.title, text, "Jawaban di plan/lke.yaml untuk baris itu tidak diubah.")
        if columns.guessed:
            text = f"{self.title}: kolom jawaban dikenali dari isinya: kolom {columns.guessed}."
            finding = _finding(self.path, self.title, text, "Periksa apakah kolomnya benar.", severity=Severity.NOTE)
            self.findings.append(finding)

    def _complain(self, where: str, text: str, advice: str) -> None:
        self.findings.append(_finding(self.path, where, text, advice))


def cells_of(returned: LkeReturned, role: str) -> Mapping[tuple[str, str], str]:
    """Return place ─► text of the cells of `unit` or `tpi`."""
    found = {}
    for key, text in returned.texts.items():
        whose, question, name = key.split("|")
        if whose == role:
            found[question, name] = text
    return found
