"""Changes one person in the text of `plan/anggota.csv`: the other lines stay byte for byte. Pure."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.errors import PlanError
from dossier.templates.staff import heading_key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HEAD: Final = "Nama;NIP;Pangkat;Golongan;Jabatan;Unit\n"
"""The first line of a table that is begun here."""


@dataclass(frozen=True, slots=True)
class _StaffLines:
    """A table's lines with their ends, its delimiter, and what the columns are; `head` is the number of their line."""

    lines: list[str]
    delimiter: str
    keys: tuple[str, ...]
    head: int

    def person(self, number: int) -> dict[str, str]:
        """Return the person on a line, from 0; the first column of a key counts."""
        cells = next(csv.reader([self.lines[number]], delimiter=self.delimiter), [])
        found: dict[str, str] = {}
        for key, cell in zip(self.keys, cells, strict=False):
            if key and (text := " ".join(cell.split())):
                found.setdefault(key, text)
        return found

    def line(self, person: Mapping[str, str], number: int | None) -> str:
        """Return the line of a person, with what the line had in other columns before."""
        before = [] if number is None else next(csv.reader([self.lines[number]], delimiter=self.delimiter), [])
        cells = [*before, *[""] * (len(self.keys) - len(before))]
        for column, key in enumerate(self.keys):
            if key and self.keys.index(key) == column:
                cells[column] = " ".join(person.get(key, "").split())
        buffer = io.StringIO()
        csv.writer(buffer, delimiter=self.delimiter, lineterminator="").writerow(cells)
        return buffer.getvalue()


def staff_text(path: Path, before: str, old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """Return the table with a person added (`old` empty), changed, or taken out (`new` empty).

    Args:
        path: the file, for the message.
        before: what it says; an empty one is begun.
        old: the person as the table has them: key ─► text.
        new: the person as they shall be.

    Raises:
        PlanError: the table has no such person or two of them, or cannot be changed without rewriting it.
    """
    text = before or HEAD
    table = _read(path, text)
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = [*table.lines]
    if not old:
        if lines and not lines[-1].endswith(("\n", "\r")):
            lines[-1] += ending
        return "".join([*lines, table.line(new, None) + ending])
    places = [number for number in range(table.head + 1, len(lines)) if table.person(number) == dict(old)]
    if len(places) != 1:
        why = "tidak ada lagi di sana" if not places else "tertulis lebih dari sekali"
        raise PlanError(
            f"“{old.get('nama', '')}” {why} di plan/{path.name}.",
            path=path,
            hint="Muat ulang daftar pegawai, lalu ulangi.",
        )
    (place,) = places
    kept = lines[place][len(lines[place].rstrip("\r\n")) :]
    lines[place : place + 1] = [table.line(new, place) + kept] if new else []
    return "".join(lines)


def _read(path: Path, text: str) -> _StaffLines:
    lines = text.splitlines(keepends=True)
    delimiter = max(";,\t", key=text.partition("\n")[0].count)
    whole = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    if len(whole) != len(lines):
        raise _unsafe(path, "ada isian yang terdiri atas beberapa baris")
    for number, row in enumerate(whole):
        keys = tuple(heading_key(cell) for cell in row)
        if "nama" in keys:
            return _StaffLines(lines, delimiter, keys, number)
    raise _unsafe(path, "tidak mempunyai kolom «Nama»")


def _unsafe(path: Path, why: str) -> PlanError:
    return PlanError(
        f"plan/{path.name} tidak dapat diubah dengan aman: {why}.",
        path=path,
        hint="Sunting tabel itu di Excel atau penyunting teks.",
    )
