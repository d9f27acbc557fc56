"""Which units a fleet has: the workspaces below a folder, or the rows of a list. Opens no plan and no evidence."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.errors import DossierError, ExitCode
from dossier.fleet.source_address import fault_of_address
from dossier.model import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_DEPTH: Final = 2
"""Levels below the folder on which workspaces are looked for: a province, and its offices."""
_LARGEST_LIST: Final = 1 << 20
_MOST_UNITS: Final = 5000
_KEY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")  # unit-3301, 15.07
_KEY_COLUMNS: Final = ("id", "kunci", "kode")
_FOLDER_COLUMN: Final = "folder"
_PLAN: Final = ("plan", "plan.yaml")


class UnitListError(DossierError):
    """The units of a fleet cannot be told from what was given; `findings` holds every problem of a list."""

    exit_code = ExitCode.USAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetUnit:
    """One unit: the key of its row (the path below the folder, or the list's id), and its workspace, absolute.

    `source` is the address that the workspace is a mirror of, "" where it is the unit's own folder.
    """

    key: str
    folder: Path
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedUnit:
    """One row of a list: the unit, and what the other columns say, by their heads in small letters; blanks left out."""

    unit: FleetUnit
    others: Mapping[str, str]


def find_units(source: Path, allowed: Sequence[str] = (), mirrors: Path | None = None) -> tuple[FleetUnit, ...]:
    """Return the units of a folder or of a list, sorted by key.

    Args:
        source: a folder, every folder with `plan/plan.yaml` at most two levels below which is a unit, whether it can be
            read or not; or a CSV file with the columns `id` and `folder`, the latter as seen from the file. The folders
            of a list need not be there: a unit that vanished is a state of its row. Instead of a folder there may be
            an address.
        allowed: the beginnings of the addresses that may be read.
        mirrors: the folder of the mirrors of addresses; None where there may be none.

    Raises:
        UnitListError: there is none, or the list has mistakes; all of them at once, each with its line.
    """
    if source.is_file():
        units = tuple(row.unit for row in listed(source, allowed, mirrors))
    else:
        units = tuple(_below(source.absolute()))
    if not units:
        raise UnitListError(
            f"Tidak ada folder kerja di {source}",
            path=source,
            hint="Sebut folder yang berisi folder-folder kerja (masing-masing dengan plan/plan.yaml), atau DAFTAR.csv.",
        )
    return tuple(sorted(units, key=lambda unit: unit.key))


def _below(top: Path) -> Iterator[FleetUnit]:
    waiting = [(top, 0)]
    while waiting:
        folder, depth = waiting.pop()
        for path in _folders(folder):
            if _is_unit(path):
                yield FleetUnit(key=path.relative_to(top).as_posix(), folder=path)
            elif depth + 1 < _DEPTH:
                waiting.append((path, depth + 1))


def _is_unit(folder: Path) -> bool:
    """Tell whether a folder is a workspace; one that may not be looked into is, and its row says so."""
    try:
        return folder.joinpath(*_PLAN).exists()
    except OSError:
        return True


def _folders(folder: Path) -> list[Path]:
    """Return the folders in a folder; links are left out, for they may lead to a unit twice or in a circle."""
    try:
        found = sorted(folder.iterdir())
        return [path for path in found if not path.name.startswith(".") and not path.is_symlink() and path.is_dir()]
    except OSError:
        return []


def listed(source: Path, allowed: Sequence[str] = (), mirrors: Path | None = None) -> tuple[ListedUnit, ...]:
    """Return the rows of a list in their order; see `find_units`.

    Raises:
        UnitListError: it has mistakes; all of them at once, each with its line.
    """
    rows = _rows(source)
    head = [name.strip().casefold() for name in rows[0]] if rows else []
    key_at = next((head.index(name) for name in _KEY_COLUMNS if name in head), None)
    if key_at is None or _FOLDER_COLUMN not in head:
        raise UnitListError(
            f"{source.name}: baris 1 tidak menyebut kolom id dan folder",
            path=source,
            hint="Baris pertama: id,folder. Baris berikutnya satu unit: unit-3301,kabupaten/contoh",
        )
    folder_at = head.index(_FOLDER_COLUMN)
    units: dict[str, ListedUnit] = {}
    faults: list[Finding] = []
    for line, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        key, folder = (row[at].strip() if at < len(row) else "" for at in (key_at, folder_at))
        if fault := _fault(key, folder, units) or _fault_of_source(key, folder, allowed, mirrors):
            faults.append(_finding(source, line, fault))
            continue
        unit = FleetUnit(key=key, folder=source.absolute().parent / folder)
        if mirrors is not None and "://" in folder:
            unit = FleetUnit(key=key, folder=mirrors / key, source=folder)
        cells = {name: text.strip() for at, (name, text) in enumerate(zip(head, row, strict=False)) if at != folder_at}
        units[key] = ListedUnit(unit=unit, others={name: text for name, text in cells.items() if name and text})
    if faults:
        raise UnitListError(
            f"{source.name}: {len(faults)} baris tidak dapat dipakai",
            path=source,
            hint="Perbaiki barisnya, lalu ulangi.",
            findings=faults,
        )
    return tuple(units.values())


def _rows(source: Path) -> Sequence[list[str]]:
    """Return the rows of a list; separated by comma, semicolon (as Indonesian Excel writes it) or tab."""
    try:
        with source.open("rb") as stream:
            data = stream.read(_LARGEST_LIST + 1)
        text = data.decode("utf-8-sig")
        first = text.partition("\n")[0]
        rows = list(csv.reader(text.splitlines(), delimiter=max(",;\t", key=first.count), strict=True))
    except UnicodeDecodeError as error:
        raise _unreadable(source, "bukan teks UTF-8") from error
    except (OSError, csv.Error) as error:
        raise _unreadable(source, str(error)) from error
    if len(data) > _LARGEST_LIST or len(rows) > _MOST_UNITS + 1:
        raise _unreadable(source, f"lebih besar dari {_LARGEST_LIST >> 20} MB atau {_MOST_UNITS} unit")
    return rows


def _unreadable(source: Path, why: str) -> UnitListError:
    return UnitListError(
        f"Daftar {source.name} tidak terbaca: {why}", path=source, hint="Simpan ulang sebagai CSV UTF-8, lalu ulangi."
    )


def _fault(key: str, folder: str, units: Mapping[str, ListedUnit]) -> str:
    """Return what is wrong with a row, or nothing."""
    if not _KEY.fullmatch(key):
        return f"id “{key[:40]}” bukan huruf, angka, titik, garis (paling banyak 64)"
    if key in units:
        return f"id {key} sudah dipakai di baris lain"
    if not folder or not folder.isprintable():
        return f"folder unit {key} kosong atau bukan nama folder"
    return ""


def _fault_of_source(key: str, folder: str, allowed: Sequence[str], mirrors: Path | None) -> str:
    """Return why the address of a unit may not be read, "" where it may, or where it is a folder."""
    if "://" not in folder:
        return ""
    if mirrors is None:
        return f"folder unit {key} adalah alamat; yang dapat dipakai di sini hanya folder"
    fault = fault_of_address(folder, allowed)
    return f"alamat unit {key} {fault}" if fault else ""


def _finding(source: Path, line: int, text: str) -> Finding:
    return Finding(
        code="daftar_unit_keliru",
        severity=Severity.ERROR,
        subject=source.name,
        text=f"{source.name}, baris {line}: {text}.",
        advice="Perbaiki baris itu di daftar unit.",
        path=source.name,
        line=line,
    )
