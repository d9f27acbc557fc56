"""Renaming evidence files as proposed, one after the other, with a journal that brings every one of them back.

The journal is written and on disk before each step, nothing is ever overwritten, and a run that was killed is finished
or undone from what the journal says and the disk shows.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from dossier.desk.adoption import Move

SCHEMA: Final = "dossier.adopsi/1"
FILE_NAME: Final = "adopsi.jsonl"

_NO_LINKS: Final = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.EXDEV, errno.ENOSYS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One file of a run: its printable path and its path on disk, before and after, and the hash of its content."""

    old: str
    new: str
    old_disk: str
    new_disk: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One adoption: its number, its steps, the folders that it made; whether it ended and whether it was undone."""

    number: int
    steps: tuple[Step, ...]
    folders: tuple[str, ...] = ()
    ended: bool = False
    undone: bool = False


class Journal:
    """The lines of `adopsi.jsonl`; a half-written last line counts as none."""

    def __init__(self, path: Path) -> None:
        """Use the file at `path`; it is made with the first run."""
        self.path = path

    def runs(self) -> tuple[Run, ...]:
        """Return every run in order.

        Raises:
            OutputError: the journal is there and cannot be read.
        """
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return ()
        except (OSError, UnicodeDecodeError) as error:
            raise OutputError(f"Jurnal penamaan tidak terbaca: {error}", path=self.path) from error
        found: dict[int, Run] = {}
        for line in text.splitlines():
            _read_line(found, line)
        return tuple(found[number] for number in sorted(found))

    def add(self, number: int, kind: str, **facts: object) -> None:
        """Write one line and let it reach the disk.

        Raises:
            OutputError: it cannot be written.
        """
        line = json.dumps({"schema": SCHEMA, "nomor": number, "catat": kind, **facts}, ensure_ascii=True)
        try:
            with self.path.open("ab") as stream:
                if stream.tell() and not self._ends_whole():
                    stream.write(b"\n")  # a killed run left half a line
                stream.write(f"{line}\n".encode("ascii"))
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise OutputError(f"Jurnal penamaan tidak dapat ditulis: {error.strerror}", path=self.path) from error

    def _ends_whole(self) -> bool:
        with self.path.open("rb") as stream:
            stream.seek(-1, os.SEEK_END)
            return stream.read(1) == b"\n"


def _read_line(found: dict[int, Run], line: str) -> None:
    try:
        data = json.loads(line)
        if data["schema"] != SCHEMA:
            return
        number, kind = int(data["nomor"]), data["catat"]
        run = found.get(number, Run(number=number, steps=()))
        if kind == "pindah":
            names = ("old", "new", "old_disk", "new_disk", "sha256")
            step = Step(**{name: str(data[name]) for name in names})
            run = Run(number=number, steps=(*run.steps, step), folders=run.folders, ended=False, undone=False)
        elif kind == "folder":
            run = Run(number=number, steps=run.steps, folders=(*run.folders, str(data["folder"])))
        elif kind in {"selesai", "dibatalkan"}:
            run = Run(
                number=number, steps=run.steps, folders=run.folders, ended=True, undone=run.undone or kind != "selesai"
            )
        found[number] = run
    except (ValueError, KeyError, TypeError):
        return


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A file that was not moved, and why."""

    path: str
    reason: str


def unfinished(journal: Journal) -> Run | None:
    """Return the last run when it was cut off."""
    runs = journal.runs()
    return runs[-1] if runs and not runs[-1].ended else None


def last_standing(journal: Journal) -> Run | None:
    """Return the last run that was not undone."""
    return next((run for run in reversed(journal.runs()) if not run.undone), None)


def apply(journal: Journal, evidence: Path, moves: Iterable[Move]) -> tuple[Run, tuple[Refusal, ...]]:
    """Rename files; what changed since it was looked at, or would overwrite another, is left and named.

    The run is not ended: the caller lets the pins follow first.

    Raises:
        OutputError: the journal cannot be written; nothing more is moved then.
    """
    number = len(journal.runs()) + 1
    done: list[Step] = []
    refused: list[Refusal] = []
    for move in moves:
        step = Step(
            old=move.file.path,
            new=move.path,
            old_disk=move.file.disk_path,
            new_disk=move.disk_path,
            sha256=move.file.sha256,
        )
        source, target = evidence / step.old_disk, evidence / step.new_disk
        if reason := _why_not(source, target, step.sha256):
            refused.append(Refusal(path=step.old, reason=reason))
            continue
        try:
            for folder in _make_folders(evidence, target.parent):
                journal.add(number, "folder", folder=folder)
            journal.add(number, "pindah", **{name: getattr(step, name) for name in Step.__slots__})
            rename(source, target)
            done.append(step)
        except OSError as error:
            refused.append(Refusal(path=step.old, reason=f"tidak dapat dipindah: {error.strerror or error}"))
    return Run(number=number, steps=tuple(done)), tuple(refused)


def undo(journal: Journal, evidence: Path, run: Run) -> tuple[tuple[Step, ...], tuple[Refusal, ...]]:
    """Bring the files of a run back, last first; what was changed or replaced meanwhile stays and is named.

    Returns:
        The steps that were taken back, and what was left.
    """
    back: list[Step] = []
    refused: list[Refusal] = []
    for step in reversed(run.steps):
        old, new = evidence / step.old_disk, evidence / step.new_disk
        if _is_same_file(old, new):
            new.unlink()  # killed between the two halves of a rename
            back.append(step)
            continue
        if not _exists(new):
            if not _exists(old):
                refused.append(Refusal(path=step.new, reason="sudah tidak ada di sana"))
            continue
        if reason := _why_not(new, old, step.sha256):
            refused.append(Refusal(path=step.new, reason=reason))
            continue
        try:
            old.parent.mkdir(parents=True, exist_ok=True)
            rename(new, old)
            back.append(step)
        except OSError as error:
            refused.append(Refusal(path=step.new, reason=f"tidak dapat dipindah: {error.strerror or error}"))
    for folder in sorted(run.folders, key=len, reverse=True):
        try:
            (evidence / folder).rmdir()
        except OSError:
            continue  # something else is in it by now
    journal.add(run.number, "dibatalkan")
    return tuple(back), tuple(refused)


def finish(evidence: Path, run: Run) -> dict[str, str]:
    """End a run that was cut off; return old ─► new of the files that it had moved."""
    moved = {}
    for step in run.steps:
        old, new = evidence / step.old_disk, evidence / step.new_disk
        if _is_same_file(old, new):
            old.unlink()
        if _exists(new) and not _exists(old):
            moved[step.old] = step.new
    return moved


def rename(source: Path, target: Path) -> None:
    """Give a file another name without ever replacing one.

    Raises:
        OSError: there is a file of that name, or the folder cannot be written.
    """
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if _exists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), os.fspath(target)) from error
        source.rename(target)
        return
    source.unlink()


def _why_not(source: Path, target: Path, sha256: str) -> str:
    try:
        with source.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        return f"tidak terbaca: {error.strerror or error}"
    if source.is_symlink():
        return "tautan ke berkas lain; dibiarkan"
    if digest != sha256:
        return "isinya berubah sejak dicatat; dibiarkan"
    return f"sudah ada berkas bernama {target.name}" if _exists(target) else ""


def _exists(path: Path) -> bool:
    return os.path.lexists(path)


def _is_same_file(one: Path, two: Path) -> bool:
    return _exists(one) and _exists(two) and os.path.samestat(one.lstat(), two.lstat())


def _make_folders(evidence: Path, folder: Path) -> Iterator[str]:
    """Make the folders that are not there, from the top down, and yield each."""
    missing = []
    while folder != evidence and not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir()
        yield each.relative_to(evidence).as_posix()
