"""The unit's staff from a table that an office keeps anyway: CSV or XLSX beside the unit's profile."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

from dossier.errors import PlanError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dossier.model import Unit

STAFF_FILES: Final = ("anggota.csv", "anggota.xlsx")
"""Looked for beside `unit.yaml`, in this order; the first one found serves."""

MAX_BYTES: Final = 8 * 1024 * 1024
MAX_UNPACKED_BYTES: Final = 64 * 1024 * 1024
MAX_PEOPLE: Final = 5000
MAX_COLUMNS: Final = 40

_WORD: Final = re.compile(r"[^\W_]+")
# First words of a heading ─► key of a member; "Pangkat/Gol. Ruang" is a pangkat.
_KEYS: Final = {
    "nama": "nama",
    "nip": "nip",
    "jabatan": "jabatan",
    "pangkat": "pangkat",
    "golongan": "golongan",
    "gol": "golongan",
    "kedudukan": "kedudukan",
    "tugas": "tugas",
    "uraian": "tugas",
    "unit": "unit",
    "bagian": "unit",
    "pendidikan": "pendidikan",
}

Members = tuple[tuple[tuple[str, str], ...], ...]


def with_staff(unit: Unit, folder: Path) -> Unit:
    """Return the unit with the people of its staff table, or as it is when there is none.

    Raises:
        PlanError: The table cannot be read, or has no column `Nama`.
    """
    path = next((folder / name for name in STAFF_FILES if (folder / name).is_file()), None)
    return unit if path is None else dataclasses.replace(unit, members=read_staff(path))


def read_staff(path: Path) -> Members:
    """Read people from the first table of a CSV or XLSX file; the row that names the columns may stand anywhere on top.

    Raises:
        PlanError: The table cannot be read, or has no column `Nama`.
    """
    _check_size(path)
    try:
        rows = _csv_rows(path) if path.suffix.casefold() == ".csv" else _sheet_rows(path)
        return _people(path, rows)
    except PlanError:
        raise
    except Exception as error:  # openpyxl raises KeyError, ValueError, BadZipFile … on broken files
        raise _unreadable(path, "rusak atau bukan tabel") from error


def _check_size(path: Path) -> None:
    if path.stat().st_size > MAX_BYTES:
        raise _unreadable(path, f"lebih besar dari {MAX_BYTES // 1024 // 1024} MB")


def _people(path: Path, rows: Iterator[Sequence[str]]) -> Members:
    keys: tuple[str, ...] | None = None
    people: list[tuple[tuple[str, str], ...]] = []
    for row in rows:
        if keys is None:
            found = tuple(_key(cell) for cell in row)
            keys = found if "nama" in found else None
            continue
        person = tuple((k, v) for k, v in zip(keys, row, strict=False) if k and v)
        if dict(person).get("nama"):
            people.append(person)
        if len(people) > MAX_PEOPLE:
            raise _unreadable(path, f"berisi lebih dari {MAX_PEOPLE} orang")
    if keys is None:
        raise _unreadable(path, "tidak mempunyai kolom «Nama»")
    return tuple(people)


def _key(heading: str) -> str:
    words = _WORD.findall(heading.casefold())
    return _KEYS.get(words[0], "") if words else ""


def _csv_rows(path: Path) -> Iterator[list[str]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")  # what Excel writes on an Indonesian Windows
    head = text.partition("\n")[0]
    delimiter = max(";,\t", key=head.count)
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        yield [" ".join(cell.split()) for cell in row[:MAX_COLUMNS]]


def _sheet_rows(path: Path) -> Iterator[list[str]]:
    import openpyxl  # noqa: PLC0415 — a quarter of a second that only offices with such a table pay

    with zipfile.ZipFile(path) as archive:
        if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED_BYTES:
            raise _unreadable(path, "mengembang melebihi batas")
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        for row in sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True):
            yield [_cell(value) for value in row]
    finally:
        book.close()


def _cell(value: object) -> str:
    """Return a cell as text; a NIP that the sheet holds as a number keeps all its figures."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def _unreadable(path: Path, why: str) -> PlanError:
    hint = "Baris kepala tabel memuat Nama, NIP, Jabatan; simpan ulang sebagai CSV atau XLSX."
    return PlanError(f"Tabel pegawai {path.name} {why}.", path=path, hint=hint)
