"""Reads the unit's staff from a CSV or XLSX table beside the unit's profile.

A workbook is opened in a child under limits; CSV is read as plain text of at most 8 MB.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import re
import zipfile
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final

from dossier import knowledge
from dossier._lazy import lazy
from dossier.errors import PlanError
from dossier.model import Finding, Severity
from dossier.typed_text import ADVICE, read_identity

with lazy():
    import openpyxl

    from dossier.workers import limited


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from dossier.model import Unit

STAFF_FILES: Final = ("anggota.csv", "anggota.xlsx")
"""Looked for beside `unit.yaml`, in this order; the first one found serves."""

MAX_BYTES: Final = 8 * 1024 * 1024
MAX_UNPACKED_BYTES: Final = 64 * 1024 * 1024
MAX_PEOPLE: Final = 5000
MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 40

_WORD: Final = re.compile(r"[^\W_]+")
# First words of a heading ─► key of a member; "Pangkat/Gol. Ruang" is a pangkat.
_KEYS: Final = {row["kata"]: row["kunci"] for row in knowledge.rows("kolom_pegawai.csv")}

Members = tuple[tuple[tuple[str, str], ...], ...]
Value = str | int | float
Row = tuple[Value, ...]


class UnreadableTableError(ValueError):
    """The table cannot be used; the message says why, in Indonesian."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """The people of a table, and what in it needs a look; `members` is None where there is no table."""

    members: Members | None = None
    findings: tuple[Finding, ...] = ()


def with_staff(unit: Unit, staff: Staff) -> Unit:
    """Return the unit with the people of its staff table, or as it is when there is none."""
    return unit if staff.members is None else dataclasses.replace(unit, members=staff.members)


def begin_staff(folder: Path) -> Callable[[], Staff]:
    """Begin to read the staff table of a plan folder beside our own work, and return what waits for the result.

    Raises:
        PlanError: (what waits) the table cannot be read, or has no column `Nama`.
    """
    path = next((folder / name for name in STAFF_FILES if (folder / name).is_file()), None)
    return Staff if path is None else begin_table(path)


def read_staff(path: Path) -> Staff:
    """Read people from the first table of a CSV or XLSX file; the row that names the columns may stand anywhere on top.

    Raises:
        PlanError: The table cannot be read, or has no column `Nama`.
    """
    return begin_table(path)()


def begin_table(path: Path) -> Callable[[], Staff]:
    """Begin what `read_staff` does, and return what waits for the result."""
    is_csv = path.suffix.casefold() == ".csv"
    rows = partial(csv_rows, path) if is_csv else _begin_sheet(path)

    def answer() -> Staff:
        try:
            return _People(path, named_cells=not is_csv).read(rows())
        except UnreadableTableError as error:
            raise _unreadable(path, str(error)) from error
        except (OSError, csv.Error) as error:
            raise _unreadable(path, "rusak atau bukan tabel") from error

    return answer


def _begin_sheet(path: Path) -> Callable[[], Iterable[Row]]:
    waiting = limited.begin_limited(sheet_rows, path)

    def answer() -> Iterable[Row]:
        found = waiting()
        if isinstance(found, limited.Failure) and found.why is limited.Why.DAMAGED:
            raise UnreadableTableError(f"rusak atau bukan tabel ({found.detail})")
        if isinstance(found, limited.Failure | str):
            raise UnreadableTableError(str(found))
        return found

    return answer


class _People:
    """The people of one table while its rows are read."""

    def __init__(self, path: Path, *, named_cells: bool) -> None:
        self._path = path
        self._named_cells = named_cells
        self._keys: tuple[str, ...] | None = None
        self._members: list[tuple[tuple[str, str], ...]] = []
        self._findings: list[Finding] = []

    def read(self, rows: Iterable[Row]) -> Staff:
        """Return everybody in the table, in its order."""
        for number, row in enumerate(rows, start=1):
            if self._keys is not None:
                self._take(number, row, self._keys)
                continue
            found = tuple(heading_key(_text(value)) for value in row)
            self._keys = found if "nama" in found else None
        if self._keys is None:
            raise UnreadableTableError("tidak mempunyai kolom «Nama»")
        if not self._members:
            self._complain(
                "Tidak ada satu pegawai pun terbaca di bawah kolom «Nama».", "Isi tabelnya, lalu simpan ulang."
            )
        return Staff(members=tuple(self._members), findings=tuple(self._findings))

    def _take(self, number: int, row: Row, keys: tuple[str, ...]) -> None:
        person: dict[str, str] = {}
        for column, (key, value) in enumerate(zip(keys, row, strict=False), start=1):
            text = self._nip(number, column, value) if key == "nip" else _text(value)
            if key and text:
                person.setdefault(key, text)
        if person.get("nama"):
            self._members.append(tuple(person.items()))
        elif person.get("nip"):
            self._complain(f"{self._row(number)}: ada NIP tanpa nama; barisnya tidak dipakai.", "Isi namanya.")
        if len(self._members) > MAX_PEOPLE:
            raise UnreadableTableError(f"berisi lebih dari {MAX_PEOPLE} orang")

    def _nip(self, number: int, column: int, value: Value) -> str:
        found = read_identity(value)
        if found.trouble:
            where = f"Sel {_letters(column)}{number}" if self._named_cells else self._row(number)
            self._complain(f"{where}: NIP {found.trouble}; tidak dicetak.", ADVICE)
        return found.text

    def _row(self, number: int) -> str:
        return f"Baris {number}"

    def _complain(self, text: str, advice: str) -> None:
        path = f"{self._path.parent.name}/{self._path.name}"
        self._findings.append(
            Finding(code="daftar_pegawai", severity=Severity.WARNING, subject=path, text=text, advice=advice, path=path)
        )


def heading_key(heading: str) -> str:
    """Return the key of a member that a column heading means, or "": "Pangkat/Gol. Ruang" is `pangkat`."""
    words = _WORD.findall(heading.casefold())
    return _KEYS.get(words[0], "") if words else ""


def _letters(column: int) -> str:
    """Return the letter of one of the first columns, from 1: "B" for 2, "AB" for 28."""
    front, back = divmod(column - 1, 26)
    return (chr(ord("A") + front - 1) if front else "") + chr(ord("A") + back)


def csv_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a CSV file in any usual writing.

    Raises:
        UnreadableTableError: it is too large.
    """
    if too_large := _size_trouble(path):
        raise UnreadableTableError(too_large)
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")  # what Excel writes on an Indonesian Windows
    head = text.partition("\n")[0]
    delimiter = max(";,\t", key=head.count)
    for row in islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), MAX_ROWS):
        yield tuple(row[:MAX_COLUMNS])


def sheet_rows(path: Path) -> tuple[Row, ...] | str:
    """Return the first rows of the first sheet of a workbook, or why they must not be read; in a limited child."""
    if too_large := _size_trouble(path):
        return too_large
    with zipfile.ZipFile(path) as archive:
        if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED_BYTES:
            return "mengembang melebihi batas"
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # WPS states A1 for any size
        rows = sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True)
        return tuple(tuple(_plain(value) for value in row) for row in rows)
    finally:
        book.close()


def _size_trouble(path: Path) -> str:
    return f"lebih besar dari {MAX_BYTES // 1024 // 1024} MB" if path.stat().st_size > MAX_BYTES else ""


def _plain(value: object) -> Value:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else str(value or "")


def _text(value: Value) -> str:
    """Return a cell as text; a whole number has no decimals."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def _unreadable(path: Path, why: str) -> PlanError:
    hint = "Baris kepala tabel memuat Nama, NIP, Jabatan; simpan ulang sebagai CSV atau XLSX."
    return PlanError(f"Tabel pegawai {path.name} {why}.", path=path, hint=hint)
