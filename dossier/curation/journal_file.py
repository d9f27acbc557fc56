"""Reads and writes `plan/adopsi.jsonl`, the journal of renames, on disk before each; bound to one evidence folder.

`plan/` is copied between units and machines, so the journal is untrusted input: it is read by type, and its head
identifies the evidence folder. Its paths are checked where they are used (`rename_journal`).
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from dossier import wording
from dossier.errors import OutputError
from dossier.state import files, typed_json
from dossier.state.files import cannot_write, is_plain_file

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA: Final = "dossier.adopsi/2"
FILE_NAME: Final = "adopsi.jsonl"
_MOST_RUNS: Final = 1_000_000_000
_LARGEST: Final = 64_000_000
"""Bytes; a line of ours has some hundred, so this is a journal of more than 100,000 renames."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameStep:
    """One file of a run: its printable path and its path on disk, before and after, and the hash of its content."""

    old: str
    new: str
    old_disk: str
    new_disk: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameRun:
    """One adoption: its number, its steps, the folders that it made; whether it ended and whether it was undone."""

    number: int
    steps: tuple[RenameStep, ...] = ()
    folders: tuple[str, ...] = ()
    ended: bool = False
    undone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _JournalLine:
    schema: Literal["dossier.adopsi/2"]
    catat: Literal["kepala", "pindah", "folder", "selesai", "dibatalkan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head(_JournalLine):
    letak: str
    inode: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _NumberedLine(_JournalLine):
    nomor: int

    def __post_init__(self) -> None:
        """Refuse a number that no run of ours has."""
        if not 1 <= self.nomor <= _MOST_RUNS:
            raise ValueError("no number of a run")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moved(_NumberedLine):
    old: str
    new: str
    old_disk: str
    new_disk: str
    sha256: str

    def step(self) -> RenameStep:
        """Return the step that the line records."""
        return RenameStep(
            old=self.old, new=self.new, old_disk=self.old_disk, new_disk=self.new_disk, sha256=self.sha256
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Folder(_NumberedLine):
    folder: str


class _Ended(_NumberedLine):
    pass


class _Undone(_NumberedLine):
    pass


_SHAPES: Final[dict[str, type[_Head | _NumberedLine]]] = {
    "kepala": _Head,
    "pindah": _Moved,
    "folder": _Folder,
    "selesai": _Ended,
    "dibatalkan": _Undone,
}


class Journal:
    """The lines of `adopsi.jsonl`; a line that cannot be read, such as a half-written last one, counts as none."""

    def __init__(self, path: Path, evidence: Path) -> None:
        """Use the file at `path` for the folder `evidence`; the file is made with the first run."""
        self.path = path
        self.evidence = evidence

    def is_foreign(self) -> bool:
        """Return whether the journal is of another evidence folder, or does not say of which (older than its head).

        Raises:
            OutputError: the journal is there and cannot be read.
        """
        lines = self._text().splitlines()
        heads = [line for line in map(_parsed, lines) if isinstance(line, _Head)]
        begins = next((line for line in lines if line.strip()), None)
        if begins is None:
            return False
        return not isinstance(_parsed(begins), _Head) or not all(self._is_ours(head) for head in heads)

    def put_aside(self) -> Path:
        """Give a foreign journal another name beside it, overwriting nothing, and return that name.

        Raises:
            OutputError: it cannot be renamed.
        """
        number = 1
        while os.path.lexists(aside := self.path.with_name(f"{self.path.stem}.lain-{number}{self.path.suffix}")):
            number += 1
        try:
            return self.path.rename(aside)
        except OSError as error:
            raise OutputError(
                f"Jurnal penamaan tidak dapat dikesampingkan: {wording.system_reason(error)}",
                path=self.path,
                hint="Periksa izin folder plan/, atau pindahkan sendiri berkas itu.",
            ) from error

    def runs(self) -> tuple[RenameRun, ...]:
        """Return every run in order; none of a foreign journal.

        Raises:
            OutputError: the journal is there and cannot be read.
        """
        if self.is_foreign():
            return ()
        found: dict[int, list[_NumberedLine]] = {}
        for line in map(_parsed, self._text().splitlines()):
            if isinstance(line, _NumberedLine):
                found.setdefault(line.nomor, []).append(line)
        return tuple(_run(number, found[number]) for number in sorted(found))

    def add(self, number: int, kind: str, **facts: object) -> None:
        """Write one line and let it reach the disk; the first one brings the head with it.

        Raises:
            OutputError: it cannot be written.
        """
        self._check_kind()
        try:
            head = b""
            if not self.path.exists() or not self.path.stat().st_size:
                place, inode = identity(self.evidence)
                head = _encoded(catat="kepala", letak=place, inode=inode)
            files.append(self.path, head + _encoded(nomor=number, catat=kind, **facts))
        except OSError as error:
            message = f"Jurnal penamaan tidak dapat ditulis: {wording.system_reason(error)}"
            raise cannot_write(error, message, path=self.path, hint="") from error

    def _is_ours(self, head: _Head) -> bool:
        place, inode = identity(self.evidence)
        return head.letak == place or head.inode == inode

    def _text(self) -> str:
        self._check_kind()
        try:
            return self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""
        except (OSError, UnicodeDecodeError) as error:
            raise OutputError(f"Jurnal penamaan tidak terbaca: {error}", path=self.path) from error

    def _check_kind(self) -> None:
        """Refuse a journal that is a link to elsewhere, a pipe, or larger than any of ours."""
        if not os.path.lexists(self.path):
            return
        if not is_plain_file(self.path) or self.path.stat().st_size > _LARGEST:
            raise OutputError(
                f"{self.path} bukan jurnal penamaan: bukan berkas biasa, atau terlalu besar.",
                path=self.path,
                hint="Pindahkan berkas itu dari folder plan/, lalu ulangi.",
            )


def identity(evidence: Path) -> tuple[str, int]:
    """Return what tells one evidence folder from another: a hash of computer and place, and its number on the disk.

    The number stays when the workspace is moved on one disk; the place stays where a network disk renumbers.
    """
    place = os.fsencode(platform.node()) + b"\0" + os.fsencode(os.path.realpath(evidence))
    return hashlib.sha256(place).hexdigest(), evidence.stat().st_ino


def _encoded(**facts: object) -> bytes:
    # ASCII: paths that are no Unicode stay readable as escapes.
    return f"{json.dumps({'schema': SCHEMA, **facts}, ensure_ascii=True)}\n".encode("ascii")


def _parsed(line: str) -> _Head | _NumberedLine | None:
    try:
        return typed_json.parse(line, _SHAPES[typed_json.parse(line, _JournalLine).catat])
    except ValueError:
        return None


def _run(number: int, lines: list[_NumberedLine]) -> RenameRun:
    ends = [line for line in lines if isinstance(line, _Moved | _Ended | _Undone)]
    return RenameRun(
        number=number,
        steps=tuple(line.step() for line in lines if isinstance(line, _Moved)),
        folders=tuple(line.folder for line in lines if isinstance(line, _Folder)),
        ended=bool(ends) and not isinstance(ends[-1], _Moved),
        undone=any(isinstance(line, _Undone) for line in ends),
    )
